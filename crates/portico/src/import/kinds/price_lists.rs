//! Columns of `portico import price-lists`: prices of lists, who buys by them, customers' own
//! prices; and price points (`price_points.csv` of online_retail), which are turned into lists.

use super::price_points::{self, Point};
use super::{Context, Known, Made, Place, Reading, Wanted};
use crate::import::cells::{Cell, Cells, Column, Shape};
use crate::import::files::Sheet;
use crate::import::map::layout::{Layout, Read};
use crate::import::map::{Map, Repeats};
use crate::import::staged::{Group, Row, checked};
use crate::pricing::edit_lists::is_reserved;
use crate::pricing::import::{ListSaid, OwnTo, Price, PriceRow};
use portico_types::{Quantity, Sku};
use std::collections::HashMap;

/// The columns.
pub const COLUMNS: &[Column] = &[
    Column::new("price_list"),
    Column::new("list_name"),
    Column::new("customer").also(&["customer_id"]),
    Column::new("sku"),
    Column::new("from_quantity").of(Shape::Number),
    Column::new("price").also(&["unit_price"]).of(Shape::Number),
    Column::new("per").of(Shape::Number),
    Column::new("currency"),
    Column::new("includes_vat").of(Shape::YesNo),
    Column::new("exclusive").of(Shape::YesNo),
    Column::new("valid_from").of(Shape::Day),
    Column::new("valid_until").of(Shape::Day),
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

/// Reads prices: those of one product in one list, or for one customer, come together.
#[derive(Debug)]
pub struct Prices {
    context: Context,
    /// Where each list was described first, and how.
    lists: HashMap<String, (Place, ListSaid)>,
    /// Which of the files hold price points.
    points: Vec<bool>,
}

/// Reads prices.
#[must_use]
pub fn reading(context: Context) -> Prices {
    Prices { context, lists: HashMap::new(), points: Vec::new() }
}

impl Reading for Prices {
    type Row = PriceRow;

    fn layout(&mut self, sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout> {
        let is_points = price_points::is_one(sheet, map);
        self.points.push(is_points);
        if is_points {
            price_points::layout(sheet, map)
        } else {
            Layout::new(sheet, map, COLUMNS, &[])
        }
    }

    fn key(&mut self, place: Place, layout: &Layout, read: &Read) -> Cell<String> {
        if self.points[place.sheet] {
            let sku = checked(read, || price_points::sku(&layout.cells(read), &self.context))?;
            return Ok(format!("points\n{}", sku.key()));
        }
        let said = checked(read, || parse(&layout.cells(read), &self.context))?;
        self.same_list(place, &said)?;
        let list = said.list.map_or_else(String::new, |list| list.code.to_uppercase());
        let customer = said.customer.map_or_else(String::new, |number| number.to_lowercase());
        let sku = said.sku.map_or_else(String::new, |sku| sku.key());
        Ok(format!("prices\n{list}\n{customer}\n{sku}"))
    }

    fn wanted(&self, layouts: &[Layout], groups: &[Group], wanted: &mut Wanted) {
        for row in groups.iter().flatten() {
            let cells = layouts[row.place.sheet].cells(&row.read);
            wanted.customers.extend(cells.raw("customer").map(str::to_lowercase));
            wanted.products.extend(cells.sku("sku").ok().flatten().map(|sku| sku.key()));
        }
    }

    fn make(
        &self,
        layouts: &[Layout],
        groups: Vec<Group>,
        known: &Known,
        made: &mut Made<PriceRow>,
    ) {
        for group in groups {
            let said: Vec<(Place, Cell<Said>)> = if self.points[group[0].place.sheet] {
                let points = price_points::points(layouts, &group, &self.context);
                points.into_iter().map(|(place, point)| (place, Ok(said_by(point)))).collect()
            } else {
                let said =
                    |row: &Row| parse(&layouts[row.place.sheet].cells(&row.read), &self.context);
                group.iter().map(|row| (row.place, said(row))).collect()
            };
            let mut once = HashMap::new();
            for (place, said) in said {
                let row = said.and_then(|said| price_row(said, known, &self.context));
                match row {
                    Ok(row) => self.once(&mut once, place, row, made),
                    Err(why) => made.refused.push((place, why)),
                }
            }
        }
    }
}

impl Prices {
    /// Each list is described in one way, in all files.
    fn same_list(&mut self, place: Place, said: &Said) -> Cell<()> {
        let (Some(list), None, Some(_)) = (&said.list, &said.customer, &said.sku) else {
            return Ok(());
        };
        let known = self.lists.entry(list.code.to_lowercase());
        let (first, known) = known.or_insert_with(|| (place, list.clone()));
        if (ListSaid { code: known.code.clone(), ..list.clone() }) == *known {
            return Ok(());
        }
        Err(format!("says something else about the list than {}", self.context.told(*first)))
    }

    /// Each price counts once.
    fn once(
        &self,
        once: &mut HashMap<(String, i64, String), (Place, usize)>,
        place: Place,
        row: PriceRow,
        made: &mut Made<PriceRow>,
    ) {
        let key = match &row {
            PriceRow::OfList(list, price) => {
                (list.code.to_uppercase(), price.from_quantity, price.valid_from.clone())
            }
            PriceRow::Own(_, price) => {
                (String::new(), price.from_quantity, price.valid_from.clone())
            }
            PriceRow::GivenTo(..) => (String::new(), 0, String::new()),
        };
        let Some((first, at)) = once.get_mut(&key) else {
            once.insert(key, (place, made.items.len()));
            made.items.push((vec![place], row));
            return;
        };
        match self.context.repeats {
            Repeats::Refuse => {
                let why = format!("says the same thing as {}", self.context.told(*first));
                made.refused.push((place, why));
            }
            Repeats::First => made.left_out += 1,
            Repeats::Last => {
                made.items[*at] = (vec![place], row);
                made.left_out += 1;
            }
        }
    }
}

fn parse(cells: &Cells<'_>, context: &Context) -> Cell<Said> {
    let currency = cells.currency("currency")?.map(|currency| currency.code().to_owned());
    let includes_vat = cells.yes_no("includes_vat")?;
    let list = cells.text("price_list", 50)?.map(|code| -> Cell<ListSaid> {
        if is_reserved(&code) {
            return Err(format!(
                "`price_list` cannot be `{code}`: the portal has a page of that name"
            ));
        }
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
