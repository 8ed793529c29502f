//! Reading prices and VAT rates: one statement for each kind of price, however many products are asked for.

use super::vat::{Otherwise, Rule, rule};
use super::{Candidate, Offer, Source, Stands, Tariff, VatTable};
use crate::access::{CustomerHead, VatTreatment};
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View, chunks50};
use crate::platform::{settings, wholesaler};
use portico_types::{Country, Day, Rate, Taxed, UnitPrice, VatCategory};
use std::collections::HashMap;

/// What a product brings along to its tariff.
#[derive(Clone, Debug)]
pub struct Base {
    /// Id of the product.
    pub product_id: i64,
    /// The base price without VAT.
    pub price: UnitPrice,
    /// VAT class of the product: prices that include VAT are brought to net by it.
    pub vat_class: String,
}

const OWN: &str = concat!(
    "select product_id, from_quantity, valid_from, price, per, includes_vat from customer_prices
      where customer_id = $51 and product_id in (",
    ids50!(),
    ") and currency = $52 and valid_from <= $53 and (valid_until is null or valid_until >= $53)"
);

const LISTS: &str = concat!(
    "select p.product_id, p.from_quantity, p.valid_from, p.price, p.per, l.includes_vat, l.id, l.exclusive
       from customer_price_lists c
       join price_lists l on l.id = c.price_list_id
       join prices p on p.price_list_id = l.id
      where c.customer_id = $51 and p.product_id in (",
    ids50!(),
    ") and l.currency = $52
       and (l.valid_from is null or l.valid_from <= $53) and (l.valid_until is null or l.valid_until >= $53)
       and p.valid_from <= $53 and (p.valid_until is null or p.valid_until >= $53)"
);

/// A price as it stands in a table.
struct Priced {
    product_id: i64,
    from_units: i64,
    valid_from: String,
    price: i64,
    per: i64,
    includes_vat: bool,
}

impl Priced {
    fn next(r: &mut Row<'_>) -> Result<Priced, DbError> {
        Ok(Priced {
            product_id: r.next()?,
            from_units: r.next()?,
            valid_from: r.next()?,
            price: r.next()?,
            per: r.next()?,
            includes_vat: r.next()?,
        })
    }
}

struct OwnPrice(Priced);

impl FromRow for OwnPrice {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(OwnPrice(Priced::next(r)?))
    }
}

struct ListPrice(Priced, i64, bool);

impl FromRow for ListPrice {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(ListPrice(Priced::next(r)?, r.next()?, r.next()?))
    }
}

/// The tariff of each of these products for this customer today: one statement for its own prices and one
/// for its price lists, however many products.
///
/// # Errors
/// What the database says.
pub fn tariffs(
    view: &mut View,
    customer: &CustomerHead,
    bases: &[Base],
) -> Result<HashMap<i64, Tariff>, DbError> {
    let today = wholesaler::today(view)?;
    tariffs_on(view, customer, bases, today)
}

/// The same on any day.
///
/// # Errors
/// What the database says.
pub fn tariffs_on(
    view: &mut View,
    customer: &CustomerHead,
    bases: &[Base],
    day: Day,
) -> Result<HashMap<i64, Tariff>, DbError> {
    if bases.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = bases.iter().map(|base| base.product_id).collect();
    let on = day.text();
    let sets: Vec<Vec<Val<'_>>> = chunks50(&ids)
        .iter()
        .map(|chunk| {
            let ids = chunk.iter().map(|id| Val::Int(*id));
            ids.chain(args![customer.id, customer.currency.code(), &on]).collect()
        })
        .collect();
    let own: Vec<Vec<OwnPrice>> = view.all_many(OWN, &sets)?;
    let lists: Vec<Vec<ListPrice>> = view.all_many(LISTS, &sets)?;
    let own = own.into_iter().flatten().map(|OwnPrice(priced)| (priced, Source::Own, false));
    let lists =
        lists.into_iter().flatten().map(|ListPrice(priced, id, ex)| (priced, Source::List(id), ex));
    let found: Vec<(Priced, Source, bool)> = own.chain(lists).collect();
    let net = match found.iter().any(|(priced, ..)| priced.includes_vat) {
        true => Some(home_rates(view, day)?),
        false => None,
    };
    Ok(build(customer, bases, found, net.as_ref()))
}

fn build(
    customer: &CustomerHead,
    bases: &[Base],
    found: Vec<(Priced, Source, bool)>,
    home: Option<&VatTable>,
) -> HashMap<i64, Tariff> {
    let by_id: HashMap<i64, &Base> = bases.iter().map(|base| (base.product_id, base)).collect();
    let mut offers: HashMap<i64, Vec<Offer>> = HashMap::with_capacity(bases.len());
    for (priced, source, exclusive) in found {
        let Some(base) = by_id.get(&priced.product_id) else {
            continue;
        };
        let mut price = UnitPrice::new(priced.price, priced.per, customer.currency);
        if let Some(home) = home.filter(|_| priced.includes_vat) {
            price = price.without_vat(home.of(&base.vat_class).rate);
        }
        let offer = Offer {
            source,
            exclusive,
            from_units: priced.from_units,
            valid_from: priced.valid_from,
            price,
        };
        offers.entry(priced.product_id).or_default().push(offer);
    }
    let tariff = |base: &Base| {
        let offers = offers.remove(&base.product_id).unwrap_or_default();
        let price = Some(base.price).filter(|price| price.currency == customer.currency);
        (base.product_id, Tariff::new(offers, price, customer.discount))
    };
    bases.iter().map(tariff).collect()
}

/// Id, code and name of the lists among these prices.
///
/// # Errors
/// What the database says.
pub fn lists_of(
    view: &mut View,
    prices: &[Candidate],
) -> Result<Vec<(i64, String, String)>, DbError> {
    let ids = prices.iter().filter_map(|price| match price.stands {
        Stands::List(id) => Some(id),
        _ => None,
    });
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let rows: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let found =
        view.all_many("select id, code, name from price_lists where id = $1 limit 2", &rows)?;
    Ok(found.into_iter().flatten().collect())
}

/// The VAT due on goods delivered to `country` on `day`.
///
/// # Errors
/// What the database says.
pub fn vat_table(
    view: &mut View,
    country: Country,
    treatment: VatTreatment,
    day: Day,
) -> Result<VatTable, DbError> {
    match rule(settings::get(view, &wholesaler::COUNTRY)?, country, treatment) {
        Rule::Home => home_rates(view, day),
        Rule::Nought(category) => Ok(VatTable::nought(category)),
        Rule::There(otherwise) => {
            let rows = rates(view, country, day)?;
            match otherwise {
                _ if !rows.is_empty() => Ok(VatTable::of_classes(rows)),
                Otherwise::Home => home_rates(view, day),
                Otherwise::Export => Ok(VatTable::nought(VatCategory::Export)),
            }
        }
    }
}

fn home_rates(view: &mut View, day: Day) -> Result<VatTable, DbError> {
    let home = settings::get(view, &wholesaler::COUNTRY)?;
    Ok(VatTable::of_classes(rates(view, home, day)?))
}

fn rates(view: &mut View, country: Country, day: Day) -> Result<Vec<(String, Taxed)>, DbError> {
    let rows = view.all::<(String, i64, String)>(
        "select vat_class, rate, category from vat_rates
          where country = $1 and valid_from <= $2 and (valid_until is null or valid_until >= $2)
          order by vat_class, valid_from",
        args![country.code(), &day.text()],
    )?;
    let unknown = || DbError::Failed("a stored VAT category is unknown".into());
    let taxed = |(class, rate, code): (String, i64, String)| {
        let category = VatCategory::from_code(&code).ok_or_else(unknown)?;
        Ok((class, Taxed { rate: Rate::new(rate), category }))
    };
    rows.into_iter().map(taxed).collect()
}
