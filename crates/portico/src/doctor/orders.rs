//! All orders with their lines, charges, VAT, moves and allocations in one stream, order by order.

use super::Findings;
use super::order::{Line, Move, Order};
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, View};
use crate::platform::wholesaler;

/// Numbers and texts of a part of an order; which ones depends on the part.
struct Part {
    order_id: i64,
    part: i64,
    item: i64,
    numbers: [i64; 16],
    texts: [String; 2],
}

impl FromRow for Part {
    fn from_row(r: &mut Row<'_>) -> Result<Part, DbError> {
        let (order_id, part, item) = (r.next()?, r.next()?, r.next()?);
        let mut numbers = [0; 16];
        for number in &mut numbers {
            *number = r.next()?;
        }
        Ok(Part { order_id, part, item, numbers, texts: [r.next()?, r.next()?] })
    }
}

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    findings.totals.currency = Some(wholesaler::currency(view)?);
    let mut order = Order::default();
    view.each::<DbError>(
        "select o.id as order_id, cast(0 as bigint) as part, o.id as item, o.goods_minor, o.charges_minor,
             o.vat_minor, o.total_minor, o.line_count,
             cast(case when o.source = 'import' then 1 else 0 end as bigint), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
             o.number, o.currency
         from orders o
         union all
         select l.order_id, 1, l.id, l.line, l.quantity, l.pending, l.backordered, l.allocated,
             l.released, l.shipped, l.cancelled, l.returned, l.invoiced, l.credited, l.net_minor,
             l.price, l.per, l.quantity_decimals, l.vat_rate, l.vat_category, ''
         from order_lines l
         union all
         select c.order_id, 2, c.position, c.net_minor, c.vat_rate, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
             0, 0, 0, 0, c.vat_category, ''
         from order_charges c
         union all
         select v.order_id, 3, v.vat_rate, v.taxable_minor, v.vat_minor, 0, 0, 0, 0, 0, 0, 0, 0, 0,
             0, 0, 0, 0, 0, v.vat_category, ''
         from order_vat v
         union all
         select m.order_id, 4, m.id, m.order_line_id, m.quantity, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
             0, 0, 0, m.from_stage, m.to_stage
         from line_moves m
         union all
         select l.order_id, 5, a.order_line_id, a.quantity, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
             0, 0, '', ''
         from allocations a
         join order_lines l on l.id = a.order_line_id
         order by 1, 2, 3",
        args![],
        &mut |row| {
            let part = Part::from_row(row)?;
            if part.order_id != order.id {
                close(&std::mem::take(&mut order), findings);
            }
            add(&mut order, part, findings);
            Ok(())
        },
    )?;
    close(&order, findings);
    Ok(())
}

fn close(order: &Order, findings: &mut Findings) {
    if order.id != 0 {
        order.check(findings);
    }
}

fn add(order: &mut Order, part: Part, findings: &mut Findings) {
    let n = part.numbers;
    let [first, second] = part.texts;
    match part.part {
        0 => {
            findings.totals.orders += 1;
            order.id = part.order_id;
            [order.goods_minor, order.charges_minor, order.vat_minor] = [n[0], n[1], n[2]];
            [order.total_minor, order.line_count] = [n[3], n[4]];
            order.is_imported = n[5] == 1;
            [order.number, order.currency] = [first, second];
        }
        1 => {
            findings.totals.order_lines += 1;
            let sums = findings.totals.sums.entry(order.currency.clone()).or_default();
            let decimals = u32::try_from(n[14]).unwrap_or(0);
            sums.add_line((n[1], decimals), (n[12], n[13]), n[11]);
            order.lines.push(Line {
                id: part.item,
                line: n[0],
                quantity: n[1],
                stages: [n[2], n[3], n[4], n[5], n[6], n[7]],
                returned: n[8],
                invoiced: n[9],
                credited: n[10],
                net_minor: n[11],
                vat_rate: n[15],
                vat_category: first,
            });
        }
        2 => {
            let sums = findings.totals.sums.entry(order.currency.clone()).or_default();
            sums.charges_minor += i128::from(n[0]);
            order.charges.push((n[0], n[1], first));
        }
        3 => order.vat.push((part.item, first, n[0], n[1])),
        4 => order.moves.push(Move { line_id: n[0], quantity: n[1], from: first, to: second }),
        _ => *order.allocations.entry(part.item).or_default() += n[0],
    }
}
