//! Columns of `portico import price-lists`: prices of lists, who buys by them, customers' own
//! prices; and price points (`price_points.csv` of online_retail), which are turned into lists.

use super::price_points::{self, Point};
use super::{Context, Place, Reading, told};
use crate::catalogue::import as products;
use crate::customers::import as customers;
use crate::import::cells::{Cell, Cells, Column, Found};
use crate::import::file::Sheet;
use crate::platform::db::{Db, DbError};
use crate::pricing::import::{ListSaid, OwnTo, Price, PriceRow};
use portico_types::{Quantity, Sku};
use std::collections::{HashMap, HashSet};

const COLUMNS: &[Column] = &[
    Column::new("price_list"),
    Column::new("list_name"),
    Column::new("customer").also(&["customer_id"]),
    Column::new("sku"),
    Column::new("from_quantity"),
    Column::new("price").also(&["unit_price"]),
    Column::new("per"),
    Column::new("currency"),
    Column::new("includes_vat"),
    Column::new("exclusive"),
    Column::new("valid_from"),
    Column::new("valid_until"),
];

/// A row as the file says it.
#[derive(Clone, Debug)]
struct Said {
    list: Option<ListSaid>,
    customer: Option<String>,
    sku: Option<Sku>,
    from_quantity: String,
    price: Option<i64>,
    per: i64,
    currency: Option<String>,
    includes_vat: Option<bool>,
    valid_from: String,
    valid_until: Option<String>,
}

/// Reads prices and looks up their products and customers.
///
/// # Errors
/// A file lacks a needed column, or the database cannot be read.
pub async fn read(
    sheets: &[Sheet],
    context: &Context,
    db: &Db,
) -> anyhow::Result<Reading<PriceRow>> {
    let mut reading = Reading::new();
    let mut rows: Vec<(Place, Said)> = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        if price_points::is_one(sheet) {
            let points = price_points::read(sheet, number, context, &mut reading)?;
            rows.extend(points.into_iter().map(|(place, point)| (place, said_by(point))));
            continue;
        }
        let found = Found::new(sheet, COLUMNS, &[])?;
        for (row, data) in sheet.rows.iter().enumerate() {
            let place = Place { sheet: number, row };
            match data.fault.clone().map_or_else(|| parse(&found.cells(data), context), Err) {
                Ok(said) => rows.push((place, said)),
                Err(why) => reading.refused.push((place, why)),
            }
        }
        reading.unread.extend(found.unread);
    }
    let known = Known::look_up(db, &rows).await?;
    let mut once = Once::default();
    for (place, said) in rows {
        let row = price_row(said, &known, context);
        match row.and_then(|row| once.check(sheets, place, row)) {
            Ok(row) => reading.items.push((vec![place], row)),
            Err(why) => reading.refused.push((place, why)),
        }
    }
    Ok(reading)
}

fn parse(cells: &Cells<'_>, context: &Context) -> Cell<Said> {
    let currency = cells.currency("currency")?.map(|currency| currency.code().to_owned());
    let includes_vat = cells.yes_no("includes_vat")?;
    let list = cells.text("price_list", 50)?.map(|code| -> Cell<ListSaid> {
        Ok(ListSaid {
            code,
            name: cells.text("list_name", 100)?,
            currency: currency.clone(),
            includes_vat,
            exclusive: cells.yes_no("exclusive")?,
            for_everybody: false,
        })
    });
    Ok(Said {
        list: list.transpose()?,
        customer: cells.text("customer", 50)?,
        sku: cells.sku("sku")?,
        from_quantity: cells.raw("from_quantity").unwrap_or("1").to_owned(),
        price: cells.price("price", context.currency)?,
        per: cells.whole("per", 1, 1_000_000)?.unwrap_or(1),
        currency,
        includes_vat,
        valid_from: cells.day("valid_from")?.map_or_else(String::new, |day| day.text()),
        valid_until: cells.day("valid_until")?.map(|day| day.text()),
    })
}

fn said_by(point: Point) -> Said {
    Said {
        list: Some(point.list),
        customer: None,
        sku: Some(point.sku),
        from_quantity: point.from_quantity.to_string(),
        price: Some(point.price),
        per: 1,
        currency: None,
        includes_vat: None,
        valid_from: String::new(),
        valid_until: None,
    }
}

struct Known {
    customers: HashMap<String, customers::Brief>,
    products: HashMap<String, products::Brief>,
}

impl Known {
    async fn look_up(db: &Db, rows: &[(Place, Said)]) -> Result<Known, DbError> {
        let numbers = rows.iter().filter_map(|(_, said)| said.customer.as_ref());
        let numbers: HashSet<String> = numbers.map(|number| number.to_lowercase()).collect();
        let skus = rows.iter().filter_map(|(_, said)| said.sku.as_ref());
        let skus: HashSet<String> = skus.map(Sku::key).collect();
        let numbers: Vec<String> = numbers.into_iter().collect();
        let skus: Vec<String> = skus.into_iter().collect();
        db.report(move |view| {
            let customers = customers::briefs(view, &numbers)?;
            Ok(Known { customers, products: products::briefs(view, &skus)? })
        })
        .await
    }
}

fn price_row(said: Said, known: &Known, context: &Context) -> Cell<PriceRow> {
    let customer = said.customer.as_ref().map(|number| {
        let found = known.customers.get(&number.to_lowercase());
        found.ok_or_else(|| format!("there is no customer `{number}`"))
    });
    let customer = customer.transpose()?;
    let Some(sku) = &said.sku else {
        return match (said.list, customer) {
            (Some(list), Some(customer)) => Ok(PriceRow::GivenTo(list, customer.id)),
            _ => {
                Err("`sku` is empty; only a row with `price_list` and `customer` needs none"
                    .to_owned())
            }
        };
    };
    let product =
        known.products.get(&sku.key()).ok_or_else(|| format!("there is no product `{sku}`"))?;
    let from = Quantity::parse(&said.from_quantity, product.decimals)
        .map_err(|fault| format!("`from_quantity` is {}", fault.code().replace('_', " ")))?;
    let price = Price {
        product_id: product.id,
        from_quantity: from.units,
        valid_from: said.valid_from,
        valid_until: said.valid_until,
        price: said.price.ok_or("`price` is empty")?,
        per: said.per,
    };
    match (said.list, customer) {
        (Some(list), None) => Ok(PriceRow::OfList(list, price)),
        (None, Some(customer)) => {
            let currency = said.currency.unwrap_or_else(|| customer.currency.clone());
            let includes_vat = said.includes_vat.unwrap_or(false);
            Ok(PriceRow::Own(OwnTo { customer_id: customer.id, currency, includes_vat }, price))
        }
        (Some(_), Some(_)) => Err("a price is of a list or of a customer, not of both".to_owned()),
        (None, None) => {
            Err(format!("neither `price_list` nor `customer` is given (in {})", context.currency))
        }
    }
}

type PriceKey = (Option<String>, Option<i64>, i64, i64, String);

/// Each price once in all files, and each list described in one way.
#[derive(Default)]
struct Once {
    prices: HashMap<PriceKey, Place>,
    lists: HashMap<String, (Place, ListSaid)>,
}

impl Once {
    fn check(&mut self, sheets: &[Sheet], place: Place, row: PriceRow) -> Cell<PriceRow> {
        let key = match &row {
            PriceRow::OfList(l, p) => (
                Some(l.code.to_uppercase()),
                None,
                p.product_id,
                p.from_quantity,
                p.valid_from.clone(),
            ),
            PriceRow::GivenTo(l, customer) => {
                (Some(l.code.to_uppercase()), Some(*customer), 0, 0, String::new())
            }
            PriceRow::Own(to, p) => {
                (None, Some(to.customer_id), p.product_id, p.from_quantity, p.valid_from.clone())
            }
        };
        if let Some(first) = self.prices.get(&key) {
            return Err(format!("says the same thing as {}", told(sheets, *first)));
        }
        if let PriceRow::OfList(list, _) = &row {
            let known = self.lists.entry(list.code.to_lowercase());
            let (first, said) = known.or_insert_with(|| (place, list.clone()));
            if (ListSaid { code: said.code.clone(), ..list.clone() }) != *said {
                return Err(format!(
                    "says something else about the list than {}",
                    told(sheets, *first)
                ));
            }
        }
        self.prices.insert(key, place);
        Ok(row)
    }
}
