//! Puts heads, lines and charges together to whole orders. One wrong row keeps its whole order out.

use super::order_columns::{self as columns, Charge, Head, Line, Role};
use super::whole::{Faults, Whole, Wholes};
use super::{Context, Known, Place};
use crate::customers::import as customers;
use crate::import::cells::{Cell, Cells};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::Layout;
use crate::orders::import::{AddressRow, ChargeRow, LineRow, OrderRow, Totals};
use portico_types::{Currency, Quantity, UnitPrice};
use std::collections::HashSet;

/// Of the rows of one order, what they say.
#[derive(Debug, Default)]
pub struct Gathered {
    head: Option<(Place, Head)>,
    lines: Vec<(Place, Line)>,
    charges: Vec<(Place, Charge)>,
}

/// Reads orders: all rows that name one order come together.
#[must_use]
pub fn reading(context: Context) -> Wholes<Gathered> {
    Wholes::reading(context)
}

impl Whole for Gathered {
    const NAME: &'static str = "order";
    type Form = Role;
    type Row = OrderRow;

    fn form(sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<(Role, Layout)> {
        columns::role(sheet, map)
    }

    fn take(
        &mut self,
        (place, role): (Place, Role),
        cells: &Cells<'_>,
        context: &Context,
    ) -> Cell<()> {
        if role == Role::Heads && self.head.is_some() {
            return Err("the order's head stands there twice".to_owned());
        }
        if matches!(role, Role::Heads | Role::All) {
            let head = columns::head(cells, context)?;
            match &self.head {
                None => self.head = Some((place, head)),
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
            (_, Some(line), None) => self.lines.push((place, line)),
            (_, None, Some(charge)) => self.charges.push((place, charge)),
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

    fn assemble(
        self,
        (first, mut faults): (Place, Faults),
        known: &Known,
        context: &Context,
    ) -> Result<OrderRow, Faults> {
        let Some((place, head)) = self.head else {
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
        let mut lines = Vec::with_capacity(self.lines.len());
        let mut taken = HashSet::new();
        for (position, (place, line)) in (1_i64..).zip(self.lines) {
            let number = line.line.unwrap_or(position);
            match line_row(line, number, known, currency) {
                Ok(_) if !taken.insert(number) => {
                    faults.push((place, format!("line {number} stands there twice in this order")));
                }
                Ok(row) => lines.push(row),
                Err(why) => faults.push((place, why)),
            }
        }
        let mut charges = Vec::with_capacity(self.charges.len());
        for (place, charge) in self.charges {
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
