//! Puts heads, lines and charges together to whole orders. One wrong row keeps its whole order out.

use super::order_columns::{self as columns, Charge, Head, Line, Role};
use super::{Context, Place, Reading, told};
use crate::catalogue::import as products;
use crate::customers::import as customers;
use crate::import::cells::{Cell, Cells};
use crate::import::file::Sheet;
use crate::orders::import::{AddressRow, ChargeRow, LineRow, OrderRow, Totals};
use crate::platform::db::{Db, DbError};
use portico_types::{Currency, Quantity, UnitPrice};
use std::collections::{HashMap, HashSet};

/// The rows of one order, as far as they were found.
#[derive(Debug, Default)]
struct Gathered {
    head: Option<(Place, Head)>,
    lines: Vec<(Place, Line)>,
    charges: Vec<(Place, Charge)>,
    /// Every row that names the order.
    places: Vec<Place>,
    faults: Vec<(Place, String)>,
}

/// Reads orders, then looks up their customers and products.
///
/// # Errors
/// A file is none of orders, or the database cannot be read.
pub async fn read(
    sheets: &[Sheet],
    context: &Context,
    db: &Db,
) -> anyhow::Result<Reading<OrderRow>> {
    let mut reading = Reading::new();
    let gathered = gather(sheets, context, &mut reading)?;
    let known = Known::look_up(db, &gathered).await?;
    for order in gathered {
        let places = order.places.clone();
        match assemble(order, &known, context) {
            Ok(row) => reading.items.push((places, row)),
            Err(faults) => refuse(sheets, places, faults, &mut reading),
        }
    }
    Ok(reading)
}

/// Every row of a refused order is refused: the wrong ones with their reason, the others with a hint.
fn refuse(
    sheets: &[Sheet],
    places: Vec<Place>,
    faults: Vec<(Place, String)>,
    reading: &mut Reading<OrderRow>,
) {
    let wrong: HashSet<(usize, usize)> = faults.iter().map(|(p, _)| (p.sheet, p.row)).collect();
    let hint = faults.first().map(|(place, _)| told(sheets, *place)).unwrap_or_default();
    let others = places.into_iter().filter(|p| !wrong.contains(&(p.sheet, p.row)));
    let others = others.map(|p| (p, format!("the order is taken whole or not at all: see {hint}")));
    reading.refused.extend(others);
    reading.refused.extend(faults);
}

fn gather(
    sheets: &[Sheet],
    context: &Context,
    reading: &mut Reading<OrderRow>,
) -> anyhow::Result<Vec<Gathered>> {
    let mut orders: Vec<Gathered> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let (role, found) = columns::role(sheet)?;
        for (row, data) in sheet.rows.iter().enumerate() {
            let place = Place { sheet: number, row };
            let cells = found.cells(data);
            let Some(key) = cells.raw("order").map(str::to_lowercase) else {
                let why = data.fault.clone().unwrap_or_else(|| "`order` is empty".to_owned());
                reading.refused.push((place, why));
                continue;
            };
            let at = *index.entry(key).or_insert_with(|| {
                orders.push(Gathered::default());
                orders.len() - 1
            });
            orders[at].places.push(place);
            let taken = match &data.fault {
                Some(fault) => Err(fault.clone()),
                None => take(&mut orders[at], place, role, &cells, context),
            };
            if let Err(why) = taken {
                orders[at].faults.push((place, why));
            }
        }
        reading.unread.extend(found.unread);
    }
    Ok(orders)
}

fn take(
    order: &mut Gathered,
    place: Place,
    role: Role,
    cells: &Cells<'_>,
    context: &Context,
) -> Cell<()> {
    if role == Role::Heads && order.head.is_some() {
        return Err("the order's head stands there twice".to_owned());
    }
    if matches!(role, Role::Heads | Role::All) {
        let head = columns::head(cells, context)?;
        match &order.head {
            None => order.head = Some((place, head)),
            Some((_, first)) if *first == head => {}
            Some(_) => {
                return Err("says something else about the order than its first row".to_owned());
            }
        }
    }
    let line = if role == Role::Lines || role == Role::All {
        columns::line(cells, context)?
    } else {
        None
    };
    let charge =
        if role == Role::Charges || role == Role::All { columns::charge(cells)? } else { None };
    match (role, line, charge) {
        (Role::Heads, ..) => {}
        (_, Some(line), None) => order.lines.push((place, line)),
        (_, None, Some(charge)) => order.charges.push((place, charge)),
        (Role::Lines, ..) => return Err("`sku` is empty".to_owned()),
        (Role::Charges, ..) => return Err("`charge` is empty".to_owned()),
        (Role::All, Some(_), Some(_)) => {
            return Err("is both a line (`sku`) and a charge (`charge`)".to_owned());
        }
        (Role::All, None, None) => {
            return Err("is neither a line (`sku`) nor a charge (`charge`)".to_owned());
        }
    }
    Ok(())
}

/// What the database knows of the customers and products that the files name.
struct Known {
    customers: HashMap<String, customers::Brief>,
    products: HashMap<String, products::Brief>,
}

impl Known {
    async fn look_up(db: &Db, orders: &[Gathered]) -> Result<Known, DbError> {
        let heads = orders.iter().filter_map(|order| order.head.as_ref());
        let numbers: HashSet<String> =
            heads.map(|(_, head)| head.customer.to_lowercase()).collect();
        let lines = orders.iter().flat_map(|order| &order.lines);
        let skus: HashSet<String> = lines.map(|(_, line)| line.sku.key()).collect();
        let numbers: Vec<String> = numbers.into_iter().collect();
        let skus: Vec<String> = skus.into_iter().collect();
        db.report(move |view| {
            let customers = customers::briefs(view, &numbers)?;
            Ok(Known { customers, products: products::briefs(view, &skus)? })
        })
        .await
    }
}

type Faults = Vec<(Place, String)>;

fn assemble(order: Gathered, known: &Known, context: &Context) -> Result<OrderRow, Faults> {
    let mut faults = order.faults;
    let first = order.places[0];
    let Some((place, head)) = order.head else {
        if faults.is_empty() {
            faults.push((
                first,
                "the order has no head: its customer and time are unknown".to_owned(),
            ));
        }
        return Err(faults);
    };
    let Some(customer) = known.customers.get(&head.customer.to_lowercase()) else {
        faults.push((place, format!("there is no customer `{}`", head.customer)));
        return Err(faults);
    };
    let currency = head.currency.or_else(|| Currency::from_code(&customer.currency));
    let currency = currency.unwrap_or(context.currency);
    let mut lines = Vec::with_capacity(order.lines.len());
    let mut taken = HashSet::new();
    for (position, (place, line)) in (1_i64..).zip(order.lines) {
        let number = line.line.unwrap_or(position);
        match line_row(line, number, known, currency) {
            Ok(_) if !taken.insert(number) => {
                faults.push((place, format!("line {number} stands there twice in this order")));
            }
            Ok(row) => lines.push(row),
            Err(why) => faults.push((place, why)),
        }
    }
    let mut charges = Vec::with_capacity(order.charges.len());
    for (place, charge) in order.charges {
        match charge_row(charge, currency) {
            Ok(row) => charges.push(row),
            Err(why) => faults.push((place, why)),
        }
    }
    if faults.is_empty() {
        faults.extend(whole(&head, &lines, &charges).err().map(|why| (place, why)));
    }
    let total = head.total.as_deref().map(|text| source_total(text, currency)).transpose();
    let total = total.unwrap_or_else(|why| {
        faults.push((place, why));
        None
    });
    if !faults.is_empty() {
        return Err(faults);
    }
    lines.sort_by_key(|line| line.line);
    let row = order_row(head, customer, currency, total, context);
    let row = OrderRow { lines, charges, ..row };
    row.add_up().map_err(|error| vec![(place, format!("its sum cannot be told: {error}"))])
}

/// An order that lost rows on the way is not taken for a smaller one.
fn whole(head: &Head, lines: &[LineRow], charges: &[ChargeRow]) -> Cell<()> {
    if let Some(count) = head.line_count.filter(|count| *count != lines.len() as i64) {
        return Err(format!("its head says {count} lines, but {} were found", lines.len()));
    }
    if lines.is_empty() && charges.is_empty() {
        return Err("the order has neither lines nor charges".to_owned());
    }
    Ok(())
}

fn order_row(
    head: Head,
    customer: &customers::Brief,
    currency: Currency,
    source_total: Option<i64>,
    context: &Context,
) -> OrderRow {
    let placed_day = head.placed_at.day(&context.zone).text();
    let address_is_said = head.address.is_some();
    let mut address = head.address.unwrap_or_default();
    if address.name.is_empty() {
        address.name.clone_from(&customer.name);
    }
    if address.country.is_empty() {
        address.country = head.country.unwrap_or_else(|| customer.country.clone());
    }
    OrderRow {
        number: head.number,
        customer_id: customer.id,
        currency,
        reference: head.reference,
        remarks: head.remarks,
        requested_day: head.requested_day,
        placed_at: head.placed_at.0,
        placed_day,
        source_total,
        address: AddressRow { ..address },
        address_is_said,
        lines: Vec::new(),
        charges: Vec::new(),
        totals: Totals::default(),
    }
}

fn line_row(line: Line, number: i64, known: &Known, currency: Currency) -> Cell<LineRow> {
    let product = known.products.get(&line.sku.key());
    // A code we do not know may have decimals: those that are written.
    let written = line.quantity.trim_end_matches('0').split_once('.').map_or(0, |(_, d)| d.len());
    let decimals = product.map_or(written.min(4) as u8, |product| product.decimals);
    let quantity = Quantity::parse(&line.quantity, decimals).map_err(|fault| {
        let code = fault.code().replace('_', " ");
        format!("`quantity` is {code}: above 0, at most 1,000,000, with the product's decimals")
    })?;
    Ok(LineRow {
        line: number,
        product_id: product.map(|product| product.id),
        sku: product.map_or_else(|| line.sku.as_str().to_owned(), |product| product.sku.clone()),
        name_is_said: line.name.is_some(),
        name: match (line.name, product) {
            (Some(name), _) => name,
            (None, Some(product)) => product.name.clone(),
            (None, None) => line.sku.as_str().to_owned(),
        },
        unit: product.map_or_else(|| "piece".to_owned(), |product| product.unit.clone()),
        quantity,
        price: UnitPrice::new(line.price, line.per, currency),
        taxed: line.taxed,
        remarks: line.remarks,
        net_minor: 0,
    })
}

fn charge_row(charge: Charge, currency: Currency) -> Cell<ChargeRow> {
    let net_minor = rounded(&charge.amount, currency)
        .filter(|minor| *minor >= 0)
        .ok_or("`amount` is not an amount from 0 on with 4 decimals at most")?;
    Ok(ChargeRow { kind: charge.kind, name: charge.name, net_minor, taxed: charge.taxed })
}

fn source_total(text: &str, currency: Currency) -> Cell<i64> {
    rounded(text, currency)
        .ok_or_else(|| "`total` is not an amount with 4 decimals at most".to_owned())
}

/// Sources add up unrounded prices: up to four decimals are read, and rounded half away from zero.
fn rounded(text: &str, currency: Currency) -> Option<i64> {
    let price = UnitPrice::parse(text, 1, currency).ok()?;
    price.net(Quantity::whole(1)).ok().map(|money| money.minor)
}
