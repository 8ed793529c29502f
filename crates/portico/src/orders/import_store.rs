//! The statements of an import of orders: what was there, and writing whole orders.

use super::import::{AddressRow, ChargeRow, Deed, OrderRow};
use crate::args;
use crate::catalogue::bought::{self, Bought, Sum};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use portico_types::{Rate, Taxed, VatCategory};
use std::collections::{BTreeMap, BTreeSet};

/// An order as stored, as far as an import says anything about it.
pub(super) struct Was {
    pub(super) id: i64,
    pub(super) source: String,
    customer_id: i64,
    currency: String,
    reference: Option<String>,
    remarks: Option<String>,
    requested_day: Option<String>,
    placed_at: i64,
    placed_day: String,
    source_total: Option<i64>,
    pub(super) address: AddressRow,
    pub(super) lines: Vec<WasLine>,
    charges: Vec<ChargeRow>,
    /// Whether anything happened to it since.
    pub(super) has_moved: bool,
}

impl FromRow for Was {
    fn from_row(r: &mut Row<'_>) -> Result<Was, DbError> {
        Ok(Was {
            id: r.next()?,
            source: r.next()?,
            customer_id: r.next()?,
            currency: r.next()?,
            reference: r.next()?,
            remarks: r.next()?,
            requested_day: r.next()?,
            placed_at: r.next()?,
            placed_day: r.next()?,
            source_total: r.next()?,
            address: AddressRow {
                name: r.next()?,
                contact: r.next()?,
                line1: r.next()?,
                line2: r.next()?,
                postcode: r.next()?,
                city: r.next()?,
                region: r.next()?,
                country: r.next()?,
                phone: r.next()?,
            },
            lines: Vec::new(),
            charges: Vec::new(),
            has_moved: r.next::<String>()? != "confirmed",
        })
    }
}

/// A line as stored.
pub(super) struct WasLine {
    line: i64,
    product_id: Option<i64>,
    pub(super) sku: String,
    pub(super) name: String,
    quantity: i64,
    decimals: i64,
    price: i64,
    per: i64,
    taxed: Taxed,
    remarks: Option<String>,
    is_just_shipped: bool,
}

fn taxed(r: &mut Row<'_>) -> Result<Taxed, DbError> {
    let (rate, code) = (Rate::new(r.next()?), r.next::<String>()?);
    let category = VatCategory::from_code(&code)
        .ok_or_else(|| DbError::Failed("an unknown VAT category is stored".to_owned()))?;
    Ok(Taxed { rate, category })
}

impl FromRow for WasLine {
    fn from_row(r: &mut Row<'_>) -> Result<WasLine, DbError> {
        Ok(WasLine {
            line: r.next()?,
            product_id: r.next()?,
            sku: r.next()?,
            name: r.next()?,
            quantity: r.next()?,
            decimals: r.next()?,
            price: r.next()?,
            per: r.next()?,
            taxed: taxed(r)?,
            remarks: r.next()?,
            is_just_shipped: r.next()?,
        })
    }
}

impl FromRow for ChargeRow {
    fn from_row(r: &mut Row<'_>) -> Result<ChargeRow, DbError> {
        let (kind, name, net_minor) = (r.next()?, r.next()?, r.next()?);
        Ok(ChargeRow { kind, name, net_minor, taxed: taxed(r)? })
    }
}

impl Was {
    /// Whether it says just what this order says.
    pub(super) fn is(&self, order: &OrderRow) -> bool {
        let head = self.customer_id == order.customer_id
            && self.currency == order.currency.code()
            && self.reference == order.reference
            && self.remarks == order.remarks
            && self.requested_day == order.requested_day
            && self.placed_at == order.placed_at
            && self.placed_day == order.placed_day
            && self.source_total == order.source_total
            && self.address == order.address;
        head && self.charges == order.charges && self.lines_are(order)
    }

    fn lines_are(&self, order: &OrderRow) -> bool {
        self.lines.len() == order.lines.len()
            && self.lines.iter().zip(&order.lines).all(|(was, line)| {
                was.line == line.line
                    && was.product_id == line.product_id
                    && was.sku == line.sku
                    && was.name == line.name
                    && was.quantity == line.quantity.units
                    && was.decimals == i64::from(line.quantity.decimals)
                    && was.price == line.price.ten_thousandths
                    && was.per == line.price.per
                    && was.taxed == line.taxed
                    && was.remarks == line.remarks
            })
    }
}

/// What is stored under each of these keys.
pub(super) fn was(view: &mut View, keys: &[String]) -> Result<Vec<Option<Was>>, DbError> {
    let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let heads = view.all_many::<Was>(
        "select id, source, customer_id, currency, reference, remarks, requested_day, placed_at,
             placed_day, source_total_minor, address_name, address_contact, address_line1,
             address_line2, address_postcode, address_city, address_region, address_country,
             address_phone, status
         from orders
         where number_key = $1
         limit 2",
        &sets,
    )?;
    let mut found: Vec<Option<Was>> =
        heads.into_iter().map(|rows| rows.into_iter().next()).collect();
    let ids: Vec<i64> = found.iter().flatten().map(|was| was.id).collect();
    let mut parts = parts(view, &ids)?.into_iter();
    for was in found.iter_mut().flatten() {
        let Some((lines, charges, moves)) = parts.next() else {
            break;
        };
        let as_imported = lines.iter().all(|line| line.is_just_shipped);
        was.has_moved = was.has_moved || !as_imported || moves != lines.len() as i64;
        was.lines = lines;
        was.charges = charges;
    }
    Ok(found)
}

type Parts = (Vec<WasLine>, Vec<ChargeRow>, i64);

fn parts(view: &mut View, ids: &[i64]) -> Result<Vec<Parts>, DbError> {
    let sets: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    let lines = view.all_many::<WasLine>(
        "select line, product_id, sku, name, quantity, quantity_decimals, price, per, vat_rate,
             vat_category, remarks,
             shipped = quantity and returned = 0 and invoiced = 0 and credited = 0
         from order_lines
         where order_id = $1
         order by line
         limit 100000",
        &sets,
    )?;
    let charges = view.all_many::<ChargeRow>(
        "select kind, name, net_minor, vat_rate, vat_category
         from order_charges
         where order_id = $1
         order by position
         limit 100000",
        &sets,
    )?;
    let moves =
        view.all_many::<i64>("select count(*) from line_moves where order_id = $1", &sets)?;
    let moves = moves.into_iter().map(|rows| rows.first().copied().unwrap_or(0));
    Ok(lines.into_iter().zip(charges).zip(moves).map(|((l, c), m)| (l, c, m)).collect())
}

fn find_key(order: &OrderRow) -> String {
    let reference = order.reference.as_deref().unwrap_or("");
    format!("{} {reference}", order.number).trim_end().to_lowercase()
}

/// Writes the heads of new orders and says their ids.
pub(super) fn insert_heads(tx: &mut Tx, deeds: &[Deed]) -> Result<Vec<i64>, DbError> {
    let now = tx.now();
    let keyed: Vec<(i64, String, String)> = deeds
        .iter()
        .map(|deed| (tx.new_id(), deed.order.number.to_lowercase(), find_key(&deed.order)))
        .collect();
    let sets: Vec<_> = deeds
        .iter()
        .zip(&keyed)
        .map(|(deed, (id, number_key, find_key))| {
            let (o, a, t) = (&deed.order, &deed.order.address, &deed.order.totals);
            args![
                *id,
                o.number,
                number_key,
                o.customer_id,
                o.currency.code(),
                o.reference,
                o.remarks,
                o.requested_day,
                a.name,
                a.contact,
                a.line1,
                a.line2,
                a.postcode,
                a.city,
                a.region,
                a.country,
                a.phone,
                o.placed_at,
                o.placed_day,
                o.lines.len() as i64,
                t.goods_minor,
                t.charges_minor,
                t.vat_minor,
                t.total_minor,
                o.source_total,
                find_key,
                now
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into orders (id, number, number_key, customer_id, source, status, hand_over,
             currency, reference, remarks, requested_day, part_deliveries, address_name,
             address_contact, address_line1, address_line2, address_postcode, address_city,
             address_region, address_country, address_phone, placed_at, placed_day, line_count,
             goods_minor, charges_minor, vat_minor, total_minor, source_total_minor, delivery,
             payment, find_key, changed_at)
         values ($1, $2, $3, $4, 'import', 'confirmed', 'by_hand', $5, $6, $7, $8, true, $9, $10,
             $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 'all',
             'none', $26, $27)",
        &sets,
    )?;
    Ok(keyed.iter().map(|(id, ..)| *id).collect())
}

/// Writes the heads of orders that are there and clears what hangs on them.
pub(super) fn update_heads(tx: &mut Tx, deeds: &[Deed]) -> Result<(), DbError> {
    let now = tx.now();
    let keys: Vec<String> = deeds.iter().map(|deed| find_key(&deed.order)).collect();
    let sets: Vec<_> = deeds
        .iter()
        .zip(&keys)
        .map(|(deed, find_key)| {
            let (o, a, t) = (&deed.order, &deed.order.address, &deed.order.totals);
            args![
                deed.id,
                o.customer_id,
                o.currency.code(),
                o.reference,
                o.remarks,
                o.requested_day,
                a.name,
                a.contact,
                a.line1,
                a.line2,
                a.postcode,
                a.city,
                a.region,
                a.country,
                a.phone,
                o.placed_at,
                o.placed_day,
                o.lines.len() as i64,
                t.goods_minor,
                t.charges_minor,
                t.vat_minor,
                t.total_minor,
                o.source_total,
                find_key,
                now
            ]
        })
        .collect();
    tx.exec_each_one(
        "update orders set customer_id = $2, currency = $3, reference = $4, remarks = $5,
             requested_day = $6, address_name = $7, address_contact = $8, address_line1 = $9,
             address_line2 = $10, address_postcode = $11, address_city = $12,
             address_region = $13, address_country = $14, address_phone = $15, placed_at = $16,
             placed_day = $17, line_count = $18, goods_minor = $19, charges_minor = $20,
             vat_minor = $21, total_minor = $22, source_total_minor = $23, find_key = $24,
             changed_at = $25
         where id = $1 and source = 'import'",
        &sets,
    )?;
    forget_bought(tx, deeds)?;
    let ids: Vec<_> = deeds.iter().map(|deed| args![deed.id]).collect();
    let _ = tx.exec_many("delete from line_moves where order_id = $1", &ids)?;
    let _ = tx.exec_many("delete from order_lines where order_id = $1", &ids)?;
    let _ = tx.exec_many("delete from order_charges where order_id = $1", &ids)?;
    let _ = tx.exec_many("delete from order_vat where order_id = $1", &ids)?;
    Ok(())
}

/// An order whose lines, charges and VAT are to be written.
pub(super) struct Children<'a> {
    pub(super) order_id: i64,
    pub(super) order: &'a OrderRow,
}

/// Writes what hangs on the heads: lines, their way to `shipped`, charges, VAT.
pub(super) fn insert_children(tx: &mut Tx, orders: &[Children<'_>]) -> Result<(), DbError> {
    insert_lines(tx, orders)?;
    note_bought(tx, orders)?;
    let charges = orders.iter().flat_map(|o| {
        (1_i64..).zip(&o.order.charges).map(move |(position, c)| {
            let rate = c.taxed.rate.basis_points;
            args![o.order_id, position, c.kind, c.name, c.net_minor, rate, c.taxed.category.code()]
        })
    });
    tx.exec_each_one(
        "insert into order_charges (order_id, position, kind, name, net_minor, vat_rate, vat_category)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &charges.collect::<Vec<_>>(),
    )?;
    let vat = orders.iter().flat_map(|o| {
        o.order.totals.vat.iter().map(move |part| {
            let (rate, code) = (part.taxed.rate.basis_points, part.taxed.category.code());
            args![o.order_id, rate, code, part.taxable.minor, part.vat.minor]
        })
    });
    tx.exec_each_one(
        "insert into order_vat (order_id, vat_rate, vat_category, taxable_minor, vat_minor)
         values ($1, $2, $3, $4, $5)",
        &vat.collect::<Vec<_>>(),
    )
}

fn note_bought(tx: &mut Tx, orders: &[Children<'_>]) -> Result<(), DbError> {
    let lines = orders.iter().flat_map(|o| {
        o.order.lines.iter().filter_map(move |line| {
            let (customer_id, quantity) = (o.order.customer_id, line.quantity.units);
            let day = o.order.placed_day.as_str();
            Some(Bought { customer_id, product_id: line.product_id?, day, quantity })
        })
    });
    bought::note(tx, &lines.collect::<Vec<_>>())
}

/// Takes away what these orders had noted as bought; to be called while their lines are still there, and followed by
/// [`insert_children`], which notes the new ones.
fn forget_bought(tx: &mut Tx, deeds: &[Deed]) -> Result<(), DbError> {
    let ids: Vec<_> = deeds.iter().map(|deed| args![deed.id]).collect();
    let pairs = tx.all_many::<(i64, i64, i64)>(
        "select customer_id, product_id, order_id from order_lines
          where order_id = $1 and product_id is not null limit 5000",
        &ids,
    )?;
    let pairs: Vec<(i64, i64, i64)> = pairs.into_iter().flatten().collect();
    let gone: BTreeSet<i64> = pairs.iter().map(|(.., order)| *order).collect();
    let mut keys: Vec<(i64, i64)> = pairs.iter().map(|(c, p, _)| (*c, *p)).collect();
    keys.sort_unstable();
    keys.dedup();
    let sets: Vec<_> = keys.iter().map(|(customer, product)| args![*customer, *product]).collect();
    let lines = tx.all_many::<(i64, String, i64)>(
        "select o.id, o.placed_day, l.quantity from order_lines l join orders o on o.id = l.order_id
          where l.product_id = $2 and l.customer_id = $1 order by o.placed_day, l.id limit 100000",
        &sets,
    )?;
    let mut sums: BTreeMap<(i64, i64), Sum> = BTreeMap::new();
    for (key, lines) in keys.into_iter().zip(lines) {
        let sum = sums.entry(key).or_default();
        for (_, day, quantity) in lines.into_iter().filter(|(order, ..)| !gone.contains(order)) {
            (sum.last_day, sum.last_quantity) = (Some(day), quantity);
            sum.times += 1;
        }
    }
    bought::correct(tx, &sums)
}

fn insert_lines(tx: &mut Tx, orders: &[Children<'_>]) -> Result<(), DbError> {
    let all: Vec<_> =
        orders.iter().flat_map(|o| o.order.lines.iter().map(move |line| (o, line))).collect();
    let ids: Vec<(i64, i64)> = all.iter().map(|_| (tx.new_id(), tx.new_id())).collect();
    let lines = all.iter().zip(&ids).map(|((o, l), (id, _))| {
        args![
            *id,
            o.order_id,
            o.order.customer_id,
            l.line,
            l.product_id,
            l.sku,
            l.name,
            l.unit,
            l.quantity.units,
            i64::from(l.quantity.decimals),
            l.price.ten_thousandths,
            l.price.per,
            l.net_minor,
            l.taxed.rate.basis_points,
            l.taxed.category.code(),
            l.remarks
        ]
    });
    tx.exec_each_one(
        "insert into order_lines (id, order_id, customer_id, line, product_id, sku, name, unit,
             quantity, quantity_decimals, price, per, discount, net_minor, vat_rate, vat_category,
             remarks, supplied_from, pending, backordered, allocated, released, shipped, cancelled,
             returned, invoiced, credited)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16,
             'stock', 0, 0, 0, 0, $9, 0, 0, 0, 0)",
        &lines.collect::<Vec<_>>(),
    )?;
    let moves = all.iter().zip(&ids).map(|((o, l), (line_id, id))| {
        args![*id, o.order_id, *line_id, o.order.placed_at, l.quantity.units]
    });
    tx.exec_each_one(
        "insert into line_moves (id, order_id, order_line_id, at, from_stage, to_stage, quantity,
             source, login_id)
         values ($1, $2, $3, $4, '', 'shipped', $5, 'import', null)",
        &moves.collect::<Vec<_>>(),
    )
}
