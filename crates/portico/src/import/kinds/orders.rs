//! Puts heads, lines and charges together to whole orders. One wrong row keeps its whole order out.

use super::order_columns::{self as columns, Charge, Head, Line, Role};
use super::{Context, Known, Made, Place, Reading, Wanted};
use crate::customers::import as customers;
use crate::import::cells::{Cell, Cells};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::{Layout, Read};
use crate::import::staged::{Group, checked};
use crate::orders::import::{AddressRow, ChargeRow, LineRow, OrderRow, Totals};
use portico_types::{Currency, Quantity, UnitPrice};
use std::collections::HashSet;

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

/// Reads orders: all rows that name one order come together.
#[derive(Debug)]
pub struct Orders {
    context: Context,
    /// What the rows of each file are.
    roles: Vec<Role>,
}

/// Reads orders.
#[must_use]
pub fn reading(context: Context) -> Orders {
    Orders { context, roles: Vec::new() }
}

impl Reading for Orders {
    type Row = OrderRow;

    fn layout(&mut self, sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout> {
        let (role, layout) = columns::role(sheet, map)?;
        self.roles.push(role);
        Ok(layout)
    }

    fn key(&mut self, _place: Place, layout: &Layout, read: &Read) -> Cell<String> {
        let order = layout.cells(read).raw("order").map(str::to_lowercase);
        order.ok_or_else(|| read.fault.clone().unwrap_or_else(|| "`order` is empty".to_owned()))
    }

    fn check(&mut self, place: Place, layout: &Layout, read: &Read) -> Cell<()> {
        let cells = layout.cells(read);
        checked(read, || {
            let role = self.roles[place.sheet];
            take(&mut Gathered::default(), place, role, &cells, &self.context)
        })?;
        self.key(place, layout, read).map(drop)
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
        made: &mut Made<OrderRow>,
    ) {
        for group in groups {
            let order = self.gather(layouts, group);
            let places = order.places.clone();
            match assemble(order, known, &self.context) {
                Ok(row) => made.items.push((places, row)),
                Err(faults) => self.refuse(places, faults, made),
            }
        }
    }
}

impl Orders {
    fn gather(&self, layouts: &[Layout], group: Group) -> Gathered {
        let mut order = Gathered::default();
        for row in group {
            let place = row.place;
            order.places.push(place);
            let cells = layouts[place.sheet].cells(&row.read);
            let taken = checked(&row.read, || {
                take(&mut order, place, self.roles[place.sheet], &cells, &self.context)
            });
            if let Err(why) = taken {
                order.faults.push((place, why));
            }
        }
        order
    }

    /// Every row of a refused order is refused: the wrong ones with their reason, the others with a hint.
    fn refuse(&self, places: Vec<Place>, faults: Vec<(Place, String)>, made: &mut Made<OrderRow>) {
        let wrong: HashSet<Place> = faults.iter().map(|(place, _)| *place).collect();
        let hint = faults.first().map(|(place, _)| self.context.told(*place)).unwrap_or_default();
        let others = places.into_iter().filter(|place| !wrong.contains(place));
        let why = || format!("the order is taken whole or not at all: see {hint}");
        made.refused.extend(others.map(|place| (place, why())));
        made.refused.extend(faults);
    }
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
pub(super) fn rounded(text: &str, currency: Currency) -> Option<i64> {
    let price = UnitPrice::parse(text, 1, currency).ok()?;
    price.net(Quantity::whole(1)).ok().map(|money| money.minor)
}
