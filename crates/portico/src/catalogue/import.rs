//! Products as an import brings them: an empty cell leaves what is there, or takes the default.

use super::import_attributes::{self, Pair, Said};
use super::{brand_key, import_assortments, shelf, staff_find, tags};
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::importing::{Imported, Planned};
use crate::platform::wholesaler;
use crate::pricing::history::{self, Amount, By, Change, Of};
use portico_types::Sku;
use std::collections::HashMap;

/// A row of a products file. `None`: the file does not say.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "each field is the column of the same name, told in docs/manual/import.md"
)]
pub struct ProductRow {
    pub sku: Sku,
    pub name: Option<String>,
    pub description: Option<String>,
    pub brand: Option<String>,
    pub category: Option<String>,
    pub unit: Option<String>,
    pub quantity_decimals: Option<i64>,
    pub pack_size: Option<i64>,
    pub pack_name: Option<String>,
    pub minimum: Option<i64>,
    pub multiple: Option<i64>,
    pub price: Option<i64>,
    pub per: Option<i64>,
    pub currency: Option<String>,
    pub vat_class: Option<String>,
    pub stock_kind: Option<&'static str>,
    pub when_out: Option<&'static str>,
    pub state: Option<&'static str>,
    pub group: Option<String>,
    pub ean: Option<String>,
    pub maker_code: Option<String>,
    pub listed_day: Option<String>,
    /// Codes of the assortments it stands in; `None` where the file has no such column.
    pub assortments: Option<Vec<String>>,
    /// Names of its tags; `None` where the file has no such column.
    pub tags: Option<Vec<String>>,
    /// What the file says about its attributes.
    pub attributes: Said,
}

/// A product as stored, as far as an import says anything about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    sku: String,
    name: String,
    description: String,
    brand: Option<String>,
    category: Option<String>,
    unit: String,
    quantity_decimals: i64,
    pack_size: i64,
    pack_name: Option<String>,
    minimum: i64,
    multiple: i64,
    price: i64,
    per: i64,
    currency: String,
    vat_class: String,
    stock_kind: String,
    when_out: String,
    state: String,
    group: Option<String>,
    ean: Option<String>,
    maker_code: Option<String>,
    listed_day: String,
    /// Keys of its assortments, in order; empty while no file speaks of them.
    assortments: Vec<String>,
    /// Keys of its tags, in order; empty while no file speaks of them.
    tags: Vec<String>,
    /// Its attributes; empty while no file speaks of them.
    attributes: Vec<Pair>,
}

impl FromRow for Stored {
    fn from_row(r: &mut Row<'_>) -> Result<Stored, DbError> {
        Ok(Stored {
            sku: r.next()?,
            name: r.next()?,
            description: r.next()?,
            brand: r.next()?,
            category: r.next()?,
            unit: r.next()?,
            quantity_decimals: r.next()?,
            pack_size: r.next()?,
            pack_name: r.next()?,
            minimum: r.next()?,
            multiple: r.next()?,
            price: r.next()?,
            per: r.next()?,
            currency: r.next()?,
            vat_class: r.next()?,
            stock_kind: r.next()?,
            when_out: r.next()?,
            state: r.next()?,
            group: r.next()?,
            ean: r.next()?,
            maker_code: r.next()?,
            listed_day: r.next()?,
            assortments: Vec::new(),
            tags: Vec::new(),
            attributes: Vec::new(),
        })
    }
}

/// What holds for a new product where the file says nothing.
fn fresh(row: &ProductRow, currency: &str, today: &str) -> Stored {
    Stored {
        sku: row.sku.as_str().to_owned(),
        name: String::new(),
        description: String::new(),
        brand: None,
        category: None,
        unit: "piece".to_owned(),
        quantity_decimals: 0,
        pack_size: 1,
        pack_name: None,
        minimum: 1,
        multiple: 1,
        price: 0,
        per: 1,
        currency: currency.to_owned(),
        vat_class: "standard".to_owned(),
        stock_kind: "tracked".to_owned(),
        when_out: "backorder".to_owned(),
        state: "sellable".to_owned(),
        group: None,
        ean: None,
        maker_code: None,
        listed_day: today.to_owned(),
        assortments: Vec::new(),
        tags: Vec::new(),
        attributes: Vec::new(),
    }
}

/// What tags are compared by, in order, each once.
fn tag_keys(names: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = names.iter().map(|name| brand_key(name)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl Stored {
    /// The same with everything that the row says.
    fn with(&self, row: &ProductRow) -> Stored {
        fn or<T: Clone>(said: &Option<T>, kept: &T) -> T {
            said.clone().unwrap_or_else(|| kept.clone())
        }
        let word = |said: Option<&'static str>, kept: &String| {
            said.map_or_else(|| kept.clone(), str::to_owned)
        };
        let text =
            |said: &Option<String>, kept: &Option<String>| said.clone().or_else(|| kept.clone());
        Stored {
            sku: self.sku.clone(),
            name: or(&row.name, &self.name),
            description: or(&row.description, &self.description),
            brand: text(&row.brand, &self.brand),
            category: text(&row.category, &self.category),
            unit: or(&row.unit, &self.unit),
            quantity_decimals: or(&row.quantity_decimals, &self.quantity_decimals),
            pack_size: or(&row.pack_size, &self.pack_size),
            pack_name: text(&row.pack_name, &self.pack_name),
            minimum: or(&row.minimum, &self.minimum),
            multiple: or(&row.multiple, &self.multiple),
            price: or(&row.price, &self.price),
            per: or(&row.per, &self.per),
            currency: or(&row.currency, &self.currency),
            vat_class: or(&row.vat_class, &self.vat_class),
            stock_kind: word(row.stock_kind, &self.stock_kind),
            when_out: word(row.when_out, &self.when_out),
            state: word(row.state, &self.state),
            group: text(&row.group, &self.group),
            ean: text(&row.ean, &self.ean),
            maker_code: text(&row.maker_code, &self.maker_code),
            listed_day: or(&row.listed_day, &self.listed_day),
            assortments: match &row.assortments {
                Some(codes) => import_assortments::keys(codes),
                None => self.assortments.clone(),
            },
            tags: row.tags.as_deref().map_or_else(|| self.tags.clone(), tag_keys),
            attributes: row.attributes.of(&self.attributes),
        }
    }
}

/// A product to be written.
pub struct Deed {
    /// Its id, if it is there already.
    id: Option<i64>,
    key: String,
    product: Stored,
    /// What it cost until now, and for how many units; nothing for a new product.
    was: Option<(i64, i64)>,
    /// Codes of its assortments, if the file says them.
    assortments: Option<Vec<String>>,
    /// Names of its tags, if the file says them.
    tags: Option<Vec<String>>,
    /// Whether the file says attributes.
    has_attributes: bool,
}

impl Imported for ProductRow {
    type Deed = Deed;

    fn plan(view: &mut View, rows: &[ProductRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        let currency = wholesaler::currency(view)?;
        let today = wholesaler::today(view)?.text();
        let keys: Vec<String> = rows.iter().map(|row| row.sku.key()).collect();
        let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
        let ids =
            view.all_many::<i64>("select id from products where sku_key = $1 limit 2", &sets)?;
        let found = view.all_many::<Stored>(
            "select sku, name, description, brand, category, unit, quantity_decimals, pack_size,
                 pack_name, minimum, multiple, base_price, base_per, currency, vat_class,
                 stock_kind, when_out, state, product_group, ean, maker_code, listed_day
             from products where sku_key = $1 limit 2",
            &sets,
        )?;
        let assortments = if rows.iter().any(|row| row.assortments.is_some()) {
            import_assortments::stored(view, &keys)?
        } else {
            vec![Vec::new(); rows.len()]
        };
        let attributes = if rows.iter().any(|row| !row.attributes.is_nothing()) {
            import_attributes::stored(view, &keys)?
        } else {
            vec![Vec::new(); rows.len()]
        };
        let mut tags = if rows.iter().any(|row| row.tags.is_some()) {
            let ids: Vec<i64> = ids.iter().flatten().copied().collect();
            staff_find::tags(view, &ids)?
        } else {
            HashMap::new()
        };
        let stored = ids.into_iter().zip(found).zip(assortments.into_iter().zip(attributes));
        let planned = rows.iter().zip(keys).zip(stored).map(|((row, key), stored)| {
            let ((ids, found), (assortments, attributes)) = stored;
            let id = ids.first().copied();
            let tags = id.and_then(|id| tags.remove(&id)).as_deref().map(tag_keys);
            let hung =
                |found| Stored { assortments, attributes, tags: tags.unwrap_or_default(), ..found };
            let found = found.into_iter().next().map(hung);
            plan_one(row, key, id.zip(found), (currency.code(), &today))
        });
        Ok(planned.collect())
    }

    fn keep(tx: &mut Tx, deeds: Vec<Deed>) -> Result<(), DbError> {
        let (old, new): (Vec<Deed>, Vec<Deed>) = deeds.into_iter().partition(|d| d.id.is_some());
        let mut ids: Vec<i64> = old.iter().filter_map(|deed| deed.id).collect();
        update(tx, &old)?;
        ids.extend(insert(tx, &new)?);
        let deeds = || old.iter().chain(&new).zip(&ids);
        let said: Vec<(i64, &[String])> =
            deeds().filter_map(|(deed, id)| Some((*id, deed.assortments.as_deref()?))).collect();
        import_assortments::keep(tx, &said)?;
        let said: Vec<(i64, &[String])> =
            deeds().filter_map(|(deed, id)| Some((*id, deed.tags.as_deref()?))).collect();
        tags::keep(tx, &said)?;
        let said = deeds().filter(|(deed, _)| deed.has_attributes);
        let said: Vec<(i64, &[Pair])> =
            said.map(|(deed, id)| (*id, deed.product.attributes.as_slice())).collect();
        import_attributes::keep(tx, &said)?;
        tell_prices(tx, deeds())?;
        shelf::refresh(tx, &ids)
    }
}

/// Writes which base prices are others now. What a new product costs is no change.
fn tell_prices<'d>(
    tx: &mut Tx,
    deeds: impl Iterator<Item = (&'d Deed, &'d i64)>,
) -> Result<(), DbError> {
    let amount = |(price, per)| Amount { price, per, until: None };
    let change = |(deed, id): (&'d Deed, &'d i64)| Change {
        product_id: *id,
        of: Of::Base,
        from_quantity: 1,
        valid_from: "",
        old: deed.was.map(amount),
        new: Some(amount((deed.product.price, deed.product.per))),
        currency: &deed.product.currency,
    };
    let deeds = deeds.filter(|(deed, _)| deed.was.is_some());
    history::write(tx, By::Import, &deeds.map(change).collect::<Vec<_>>())
}

fn plan_one(
    row: &ProductRow,
    key: String,
    stored: Option<(i64, Stored)>,
    (currency, today): (&str, &str),
) -> Planned<Deed> {
    let (assortments, tags) = (row.assortments.clone(), row.tags.clone());
    let has_attributes = !row.attributes.is_nothing();
    let was = stored.as_ref().map(|(_, stored)| (stored.price, stored.per));
    let deed = |id, key, product| Deed { id, key, product, was, assortments, tags, has_attributes };
    if let Some((id, stored)) = stored {
        let product = stored.with(row);
        if product == stored {
            return Planned::Same;
        }
        return Planned::Changed(deed(Some(id), key, product));
    }
    if row.name.is_none() {
        return Planned::Refused("`name` is empty, and there is no such product yet".to_owned());
    }
    if row.price.is_none() {
        return Planned::Refused("`price` is empty, and there is no such product yet".to_owned());
    }
    let product = fresh(row, currency, today).with(row);
    Planned::New(deed(None, key, product))
}

fn insert(tx: &mut Tx, deeds: &[Deed]) -> Result<Vec<i64>, DbError> {
    let now = tx.now();
    let ids: Vec<i64> = deeds.iter().map(|_| tx.new_id()).collect();
    let derived: Vec<Derived> = deeds.iter().map(Derived::of).collect();
    let sets: Vec<_> = deeds
        .iter()
        .zip(&ids)
        .zip(&derived)
        .map(|((deed, id), derived)| {
            let p = &deed.product;
            args![
                *id,
                p.sku,
                deed.key,
                p.name,
                derived.name_key,
                p.description,
                p.brand,
                p.category,
                p.unit,
                p.quantity_decimals,
                p.pack_size,
                p.pack_name,
                p.minimum,
                p.multiple,
                p.price,
                p.per,
                p.currency,
                p.vat_class,
                p.stock_kind,
                p.when_out,
                p.state,
                p.group,
                p.ean,
                p.maker_code,
                derived.maker_code_key,
                p.listed_day,
                now
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into products (id, sku, sku_key, name, name_key, description, brand, category,
             unit, quantity_decimals, pack_size, pack_name, minimum, multiple,
             base_price, base_per, currency, vat_class, stock_kind, when_out, state,
             product_group, ean, maker_code, maker_code_key, listed_day, created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $27)",
        &sets,
    )?;
    Ok(ids)
}

fn update(tx: &mut Tx, deeds: &[Deed]) -> Result<(), DbError> {
    let now = tx.now();
    let derived: Vec<Derived> = deeds.iter().map(Derived::of).collect();
    let sets: Vec<_> = deeds
        .iter()
        .zip(&derived)
        .map(|(deed, derived)| {
            let p = &deed.product;
            args![
                deed.id,
                p.name,
                derived.name_key,
                p.description,
                p.brand,
                p.category,
                p.unit,
                p.quantity_decimals,
                p.pack_size,
                p.pack_name,
                p.minimum,
                p.multiple,
                p.price,
                p.per,
                p.currency,
                p.vat_class,
                p.stock_kind,
                p.when_out,
                p.state,
                p.group,
                p.ean,
                p.maker_code,
                derived.maker_code_key,
                p.listed_day,
                now
            ]
        })
        .collect();
    tx.exec_each_one(
        "update products set name = $2, name_key = $3, description = $4, brand = $5,
             category = $6, unit = $7, quantity_decimals = $8, pack_size = $9, pack_name = $10,
             minimum = $11, multiple = $12, base_price = $13, base_per = $14, currency = $15,
             vat_class = $16, stock_kind = $17, when_out = $18, state = $19, product_group = $20,
             ean = $21, maker_code = $22, maker_code_key = $23, listed_day = $24, changed_at = $25
         where id = $1",
        &sets,
    )
}

/// What is compared and sorted by.
struct Derived {
    name_key: String,
    maker_code_key: Option<String>,
}

impl Derived {
    fn of(deed: &Deed) -> Derived {
        Derived {
            name_key: deed.product.name.to_lowercase(),
            maker_code_key: deed.product.maker_code.as_ref().map(|code| code.to_uppercase()),
        }
    }
}

/// What an imported order needs to know of a product.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its id.
    pub id: i64,
    /// Its code, as stored.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Decimals of its quantities.
    pub decimals: u8,
}

impl FromRow for Brief {
    fn from_row(r: &mut Row<'_>) -> Result<Brief, DbError> {
        let (id, sku, name, unit) = (r.next()?, r.next()?, r.next()?, r.next()?);
        Ok(Brief { id, sku, name, unit, decimals: u8::try_from(r.next::<i64>()?).unwrap_or(0) })
    }
}

/// Products by their keys ([`Sku::key`]); absent ones are left out.
///
/// # Errors
/// Only what the database says.
pub fn briefs(view: &mut View, keys: &[String]) -> Result<HashMap<String, Brief>, DbError> {
    let mut found = HashMap::new();
    for keys in keys.chunks(2_000) {
        let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
        let rows = view.all_many::<Brief>(
            "select id, sku, name, unit, quantity_decimals from products where sku_key = $1 limit 2",
            &sets,
        )?;
        let rows = rows.into_iter().map(|rows| rows.into_iter().next());
        found.extend(keys.iter().cloned().zip(rows).filter_map(|(key, row)| Some((key, row?))));
    }
    Ok(found)
}
