//! An order as the ERP gets it, read when it is sent: the outbox holds only its number, so that
//! personal data stands once.

use crate::customers::addresses::address_from;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_erp::{PlaceOrder, PlaceOrderCharge, PlaceOrderLine};
use portico_types::{Address, Currency, Day, Moment, Quantity, UnitPrice};

struct HeadRow {
    id: i64,
    number: String,
    customer: String,
    placed_at: i64,
    currency: String,
    reference: Option<String>,
    remarks: Option<String>,
    requested_day: Option<String>,
    part_deliveries: bool,
    address: Address,
}

impl FromRow for HeadRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(HeadRow {
            id: row.next()?,
            number: row.next()?,
            customer: row.next()?,
            placed_at: row.next()?,
            currency: row.next()?,
            reference: row.next()?,
            remarks: row.next()?,
            requested_day: row.next()?,
            part_deliveries: row.next()?,
            address: address_from(row)?,
        })
    }
}

/// The command for this order; `None` if there is no such order or it is not to be handed over
/// (refused meanwhile, or awaiting a yes).
pub fn place_order(view: &mut View, number: &str) -> Result<Option<PlaceOrder>, DbError> {
    let head = view.one::<HeadRow>(
        "select o.id, o.number, c.number, o.placed_at, o.currency, o.reference, o.remarks,
             o.requested_day, o.part_deliveries, o.address_name, o.address_contact, o.address_line1,
             o.address_line2, o.address_postcode, o.address_city, o.address_region,
             o.address_country, o.address_phone
         from orders o join customers c on c.id = o.customer_id
         where o.number_key = $1 and o.status in ('placed', 'confirmed')",
        args![&number.to_lowercase()],
    )?;
    let Some(head) = head else { return Ok(None) };
    let currency = Currency::from_code(&head.currency)
        .ok_or_else(|| DbError::Failed(format!("no such currency: {}", head.currency)))?;
    let lines = lines(view, head.id, currency)?;
    let charges = view.all::<(String, i64, i64)>(
        "select name, net_minor, vat_rate from order_charges where order_id = $1
         order by position limit 100",
        args![head.id],
    )?;
    let charge = |(name, net_minor, vat_rate)| PlaceOrderCharge { name, net_minor, vat_rate };
    Ok(Some(PlaceOrder {
        number: head.number,
        customer: head.customer,
        placed_at: Moment(head.placed_at),
        currency: head.currency,
        reference: head.reference,
        remarks: head.remarks,
        requested_day: head.requested_day.as_deref().and_then(Day::parse),
        part_deliveries: head.part_deliveries,
        delivery_address: head.address,
        lines,
        charges: charges.into_iter().map(charge).collect(),
    }))
}

fn lines(
    view: &mut View,
    order_id: i64,
    currency: Currency,
) -> Result<Vec<PlaceOrderLine>, DbError> {
    type Line = (i64, String, i64, i64, i64, i64, i64, Option<String>);
    let rows = view.all::<Line>(
        "select line, sku, quantity - cancelled, quantity_decimals, price, per, vat_rate, remarks
         from order_lines where order_id = $1 and cancelled < quantity order by line limit 5000",
        args![order_id],
    )?;
    let line = |(line, sku, units, decimals, price, per, vat_rate, remarks): Line| PlaceOrderLine {
        line,
        sku,
        quantity: Quantity::steps(units, u8::try_from(decimals).unwrap_or(0)),
        price: UnitPrice::new(price, per, currency),
        vat_rate,
        remarks,
    };
    Ok(rows.into_iter().map(line).collect())
}
