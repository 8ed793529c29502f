//! Prices as an import brings them: prices of lists with quantity breaks, who buys by which list,
//! and customers' own prices.

use super::history::{self, Amount, By, Change, Of};
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::importing::{Imported, Planned};
use std::collections::{BTreeMap, HashMap};

/// A row of a price lists file.
#[derive(Clone, Debug)]
pub enum PriceRow {
    /// A price in a list, from a quantity on.
    OfList(ListSaid, Price),
    /// A customer buys by a list.
    GivenTo(ListSaid, i64),
    /// A customer's own price.
    Own(OwnTo, Price),
}

/// What a row says about its list. `None`: the file does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListSaid {
    /// Its code.
    pub code: String,
    /// Its name; a new list without one is named by its code.
    pub name: Option<String>,
    /// ISO code of its currency, as said or as the wholesaler's.
    pub currency: Option<String>,
    /// Whether its prices include VAT.
    pub includes_vat: Option<bool>,
    /// Whether it hides other lists and the base price.
    pub exclusive: Option<bool>,
    /// Whether all customers of today buy by it when it is made.
    pub for_everybody: bool,
}

/// Whose own price it is, and how it is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnTo {
    /// The customer.
    pub customer_id: i64,
    /// ISO code of the currency.
    pub currency: String,
    /// Whether it includes VAT.
    pub includes_vat: bool,
}

/// A price of a product from a quantity on.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// The product.
    pub product_id: i64,
    /// In the product's smallest step.
    pub from_quantity: i64,
    /// First day; empty: since ever.
    pub valid_from: String,
    /// Last day.
    pub valid_until: Option<String>,
    /// Ten-thousandths.
    pub price: i64,
    /// For so many units.
    pub per: i64,
}

/// A list as stored.
#[derive(Clone, Debug, PartialEq)]
struct List {
    name: String,
    currency: String,
    includes_vat: bool,
    exclusive: bool,
}

/// What is there for a row of a list: the list, and this price of it.
struct Found {
    list: List,
    price: Option<(i64, i64, Option<String>)>,
}

impl FromRow for Found {
    fn from_row(r: &mut Row<'_>) -> Result<Found, DbError> {
        let list = List {
            name: r.next()?,
            currency: r.next()?,
            includes_vat: r.next()?,
            exclusive: r.next()?,
        };
        let (price, per): (Option<i64>, Option<i64>) = (r.next()?, r.next()?);
        let until: Option<String> = r.next()?;
        Ok(Found { list, price: price.zip(per).map(|(price, per)| (price, per, until)) })
    }
}

impl ListSaid {
    fn over(&self, kept: Option<&List>, currency: &str) -> List {
        let text = |said: &Option<String>, kept: Option<&String>, default: &str| {
            said.as_ref().or(kept).map_or_else(|| default.to_owned(), String::clone)
        };
        List {
            name: text(&self.name, kept.map(|l| &l.name), &self.code),
            currency: text(&self.currency, kept.map(|l| &l.currency), currency),
            includes_vat: self.includes_vat.or(kept.map(|l| l.includes_vat)).unwrap_or(false),
            exclusive: self.exclusive.or(kept.map(|l| l.exclusive)).unwrap_or(false),
        }
    }
}

/// A price, or the giving of a list, to be written; and what the price was, where it changes.
pub struct Deed {
    row: PriceRow,
    was: Option<Amount>,
}

impl Deed {
    fn new(row: &PriceRow) -> Deed {
        Deed { row: row.clone(), was: None }
    }

    fn changing(row: &PriceRow, (price, per, until): (i64, i64, Option<String>)) -> Deed {
        Deed { row: row.clone(), was: Some(Amount { price, per, until }) }
    }
}

impl Imported for PriceRow {
    type Deed = Deed;

    fn plan(view: &mut View, rows: &[PriceRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        let of_lists = plan_lists(view, rows)?;
        let given = plan_given(view, rows)?;
        let own = plan_own(view, rows)?;
        let (mut of_lists, mut given, mut own) =
            (of_lists.into_iter(), given.into_iter(), own.into_iter());
        let planned = rows.iter().filter_map(|row| match row {
            PriceRow::OfList(..) => of_lists.next(),
            PriceRow::GivenTo(..) => given.next(),
            PriceRow::Own(..) => own.next(),
        });
        Ok(planned.collect())
    }

    fn keep(tx: &mut Tx, deeds: Vec<Deed>) -> Result<(), DbError> {
        let lists = keep_lists(tx, &deeds)?;
        remember(tx, &deeds, &lists)?;
        let id = |said: &ListSaid| lists.get(&said.code.to_uppercase()).map(|(id, _)| *id);
        let (mut prices, mut given, mut own) = (Vec::new(), Vec::new(), Vec::new());
        for Deed { row, .. } in &deeds {
            match row {
                PriceRow::OfList(list, p) => prices.push(args![
                    p.product_id,
                    id(list),
                    p.from_quantity,
                    p.valid_from,
                    p.valid_until,
                    p.price,
                    p.per
                ]),
                PriceRow::GivenTo(list, customer_id) => given.push(args![*customer_id, id(list)]),
                PriceRow::Own(to, p) => own.push(args![
                    to.customer_id,
                    p.product_id,
                    p.from_quantity,
                    p.valid_from,
                    p.valid_until,
                    p.price,
                    p.per,
                    to.currency,
                    to.includes_vat
                ]),
            }
        }
        tx.exec_each_one(
            "insert into prices (product_id, price_list_id, from_quantity, valid_from, valid_until,
                 price, per)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (product_id, price_list_id, from_quantity, valid_from) do update
             set valid_until = excluded.valid_until, price = excluded.price, per = excluded.per",
            &prices,
        )?;
        let _ = tx.exec_many(
            "insert into customer_price_lists (customer_id, price_list_id) values ($1, $2)
             on conflict (customer_id, price_list_id) do nothing",
            &given,
        )?;
        tx.exec_each_one(
            "insert into customer_prices (customer_id, product_id, from_quantity, valid_from,
                 valid_until, price, per, currency, includes_vat)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (customer_id, product_id, from_quantity, valid_from) do update
             set valid_until = excluded.valid_until, price = excluded.price, per = excluded.per,
                 currency = excluded.currency, includes_vat = excluded.includes_vat",
            &own,
        )
    }
}

fn plan_lists(view: &mut View, rows: &[PriceRow]) -> Result<Vec<Planned<Deed>>, DbError> {
    let rows = rows.iter().filter_map(|row| match row {
        PriceRow::OfList(list, price) => Some((row, list, price, list.code.to_uppercase())),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    let sets: Vec<_> = rows
        .iter()
        .map(|(_, _, p, key)| args![key, p.product_id, p.from_quantity, p.valid_from])
        .collect();
    let found = view.all_many::<Found>(
        "select l.name, l.currency, l.includes_vat, l.exclusive, p.price, p.per, p.valid_until
         from price_lists l
         left join prices p on p.price_list_id = l.id and p.product_id = $2
             and p.from_quantity = $3 and p.valid_from = $4
         where l.code_key = $1
         limit 2",
        &sets,
    )?;
    let planned = rows.iter().zip(found).map(|((row, said, price, _), found)| {
        let found = found.into_iter().next();
        let Some((list, kept)) = found.and_then(|f| f.price.map(|price| (f.list, price))) else {
            return Planned::New(Deed::new(row));
        };
        let is_same = kept == (price.price, price.per, price.valid_until.clone())
            && said.over(Some(&list), &list.currency) == list;
        if is_same { Planned::Same } else { Planned::Changed(Deed::changing(row, kept)) }
    });
    Ok(planned.collect())
}

fn plan_given(view: &mut View, rows: &[PriceRow]) -> Result<Vec<Planned<Deed>>, DbError> {
    let rows = rows.iter().filter_map(|row| match row {
        PriceRow::GivenTo(list, customer_id) => Some((row, *customer_id, list.code.to_uppercase())),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    let sets: Vec<_> = rows.iter().map(|(_, customer_id, key)| args![key, *customer_id]).collect();
    let found = view.all_many::<i64>(
        "select l.id
         from price_lists l
         join customer_price_lists c on c.price_list_id = l.id and c.customer_id = $2
         where l.code_key = $1
         limit 2",
        &sets,
    )?;
    let planned = rows.iter().zip(found).map(|((row, ..), found)| {
        if found.is_empty() { Planned::New(Deed::new(row)) } else { Planned::Same }
    });
    Ok(planned.collect())
}

type KeptOwn = (i64, i64, Option<String>, String, bool);

fn plan_own(view: &mut View, rows: &[PriceRow]) -> Result<Vec<Planned<Deed>>, DbError> {
    let rows = rows.iter().filter_map(|row| match row {
        PriceRow::Own(to, price) => Some((row, to, price)),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    let sets: Vec<_> = rows
        .iter()
        .map(|(_, to, p)| args![to.customer_id, p.product_id, p.from_quantity, p.valid_from])
        .collect();
    let found = view.all_many::<KeptOwn>(
        "select price, per, valid_until, currency, includes_vat
         from customer_prices
         where customer_id = $1 and product_id = $2 and from_quantity = $3 and valid_from = $4
         limit 2",
        &sets,
    )?;
    let planned = rows.iter().zip(found).map(|((row, to, p), found)| {
        let says = (p.price, p.per, p.valid_until.clone(), to.currency.clone(), to.includes_vat);
        match found.into_iter().next() {
            None => Planned::New(Deed::new(row)),
            Some(kept) if kept == says => Planned::Same,
            Some((price, per, until, ..)) => {
                Planned::Changed(Deed::changing(row, (price, per, until)))
            }
        }
    });
    Ok(planned.collect())
}

/// Id and currency of lists, by their upper-cased codes.
type Lists = HashMap<String, (i64, String)>;

/// Writes which price became which into the history; prices that are new have none yet.
fn remember(tx: &mut Tx, deeds: &[Deed], lists: &Lists) -> Result<(), DbError> {
    let changes: Vec<Change<'_>> = deeds.iter().filter_map(|deed| change_of(deed, lists)).collect();
    history::write(tx, By::Import, &changes)
}

fn change_of<'a>(deed: &'a Deed, lists: &'a Lists) -> Option<Change<'a>> {
    let was = deed.was.clone()?;
    let (of, currency, price) = match &deed.row {
        PriceRow::OfList(said, price) => {
            let (id, currency) = lists.get(&said.code.to_uppercase())?;
            (Of::List(*id), currency, price)
        }
        PriceRow::Own(to, price) => (Of::Customer(to.customer_id), &to.currency, price),
        PriceRow::GivenTo(..) => return None,
    };
    let until = price.valid_until.clone();
    Some(Change {
        product_id: price.product_id,
        of,
        from_quantity: price.from_quantity,
        valid_from: &price.valid_from,
        old: Some(was),
        new: Some(Amount { price: price.price, per: price.per, until }),
        currency,
    })
}

/// Makes or changes the lists named, and says their ids and currencies.
fn keep_lists(tx: &mut Tx, deeds: &[Deed]) -> Result<Lists, DbError> {
    let mut said: BTreeMap<String, &ListSaid> = BTreeMap::new();
    for Deed { row, .. } in deeds {
        if let PriceRow::OfList(list, _) | PriceRow::GivenTo(list, _) = row {
            said.entry(list.code.to_uppercase()).or_insert(list);
        }
    }
    let currency = crate::platform::wholesaler::currency(tx)?;
    let keys: Vec<_> = said.keys().map(|key| args![key]).collect();
    let there = tx.all_many::<(i64, String, String, bool, bool)>(
        "select id, name, currency, includes_vat, exclusive from price_lists where code_key = $1 limit 2",
        &keys,
    )?;
    let (mut ids, mut everybody) = (HashMap::new(), Vec::new());
    let (mut new, mut old) = (Vec::new(), Vec::new());
    for ((key, said), there) in said.into_iter().zip(there) {
        let Some((id, name, currency, includes_vat, exclusive)) = there.into_iter().next() else {
            let id = tx.new_id();
            if said.for_everybody {
                everybody.push(args![id]);
            }
            let list = said.over(None, currency.code());
            ids.insert(key.clone(), (id, list.currency.clone()));
            new.push((id, said.code.as_str(), key, list));
            continue;
        };
        let kept = List { name, currency, includes_vat, exclusive };
        let list = said.over(Some(&kept), &kept.currency);
        ids.insert(key, (id, list.currency.clone()));
        if list != kept {
            old.push((id, list));
        }
    }
    write_lists(tx, &new, &old)?;
    let _ = tx.exec_many(
        "insert into customer_price_lists (customer_id, price_list_id)
         select c.id, $1 from customers c where c.closed_at is null
         on conflict (customer_id, price_list_id) do nothing",
        &everybody,
    )?;
    Ok(ids)
}

type NewList<'a> = (i64, &'a str, String, List);

fn write_lists(tx: &mut Tx, new: &[NewList<'_>], old: &[(i64, List)]) -> Result<(), DbError> {
    let new = new.iter().map(|(id, code, key, l)| {
        args![*id, *code, key, l.name, l.currency, l.includes_vat, l.exclusive]
    });
    tx.exec_each_one(
        "insert into price_lists (id, code, code_key, name, currency, includes_vat, exclusive)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &new.collect::<Vec<_>>(),
    )?;
    let old = old.iter().map(|(id, l)| args![*id, l.name, l.currency, l.includes_vat, l.exclusive]);
    tx.exec_each_one(
        "update price_lists set name = $2, currency = $3, includes_vat = $4, exclusive = $5
         where id = $1",
        &old.collect::<Vec<_>>(),
    )
}
