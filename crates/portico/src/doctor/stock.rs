//! Stock and credit: what is kept as a sum is the sum.

use super::Findings;
use crate::args;
use crate::platform::db::{DbError, View};

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    allocated(view, findings)?;
    waiting(view, findings)?;
    held(view, findings)?;
    movements(view, findings)?;
    credit(view, findings)
}

fn allocated(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, String, i64, i64, i64, bool)>(
        "select p.sku, s.location, s.on_hand, s.allocated, coalesce(a.quantity, 0),
             exists (select 1 from stock_movements m
                     where m.product_id = s.product_id and m.location = s.location
                         and m.kind = 'count' and m.on_hand < s.allocated)
         from stock s
         join products p on p.id = s.product_id
         left join (
             select product_id, location, cast(sum(quantity) as bigint) as quantity
             from allocations
             group by product_id, location
         ) a on a.product_id = s.product_id and a.location = s.location
         where s.allocated <> coalesce(a.quantity, 0) or s.allocated > s.on_hand or s.on_hand < 0
             or s.allocated < 0
         order by p.sku_key, s.location
         limit 1000",
        args![],
    )?;
    for (sku, location, on_hand, allocated, reserved, counted) in rows {
        let name = format!("stock of {sku} at {location}");
        if allocated != reserved {
            let detail =
                format!("allocated says {allocated}, the orders' allocations make {reserved}");
            findings.breach("stock_allocated", name.clone(), detail);
        }
        // Only a count may say that there is less than is promised.
        if (on_hand < allocated && !counted) || on_hand < 0 || allocated < 0 {
            let detail = format!("{on_hand} on hand less {allocated} allocated is below nought");
            findings.breach("stock_free", name, detail);
        }
    }
    let rows = view.all::<(String, String, i64)>(
        "select p.sku, a.location, cast(sum(a.quantity) as bigint)
         from allocations a
         join products p on p.id = a.product_id
         left join stock s on s.product_id = a.product_id and s.location = a.location
         where s.product_id is null
         group by p.sku, a.location
         order by p.sku, a.location
         limit 1000",
        args![],
    )?;
    for (sku, location, reserved) in rows {
        let detail = format!("{reserved} are reserved where no stock is kept");
        findings.breach("stock_allocated", format!("stock of {sku} at {location}"), detail);
    }
    Ok(())
}

/// Nothing is free while a line that could take it waits. Whatever the portal does not carry out itself is left to others.
fn waiting(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, i64, i64, i64)>(
        "select p.sku, s.on_hand - s.allocated, count(*), cast(sum(l.backordered) as bigint)
         from order_lines l
         join orders o on o.id = l.order_id
         join products p on p.id = l.product_id
         join stock s on s.product_id = l.product_id and s.location = 'main'
         where l.backordered > 0 and l.supplied_from = 'stock' and s.on_hand > s.allocated
             and o.status in ('placed', 'confirmed')
             and not exists (select 1 from order_erp_refs r
                             where r.order_id = o.id and r.erp_ref not like 'backoffice:%')
         group by p.sku, s.on_hand, s.allocated
         order by p.sku
         limit 1000",
        args![],
    )?;
    for (sku, free, lines, lacking) in rows {
        let detail = format!("{free} are free while {lines} lines wait for {lacking}");
        findings.breach("stock_waiting", format!("stock of {sku} at main"), detail);
    }
    Ok(())
}

/// What a line of a counted product holds stands on the shelf for it.
fn held(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, i64, i64)>(
        "select o.number, l.line, l.allocated + l.released
         from order_lines l
         join orders o on o.id = l.order_id
         where l.allocated + l.released > 0 and l.supplied_from = 'stock'
             and l.product_id is not null
             and not exists (select 1 from allocations a where a.order_line_id = l.id)
         order by o.number, l.line
         limit 1000",
        args![],
    )?;
    for (number, line, held) in rows {
        let detail = format!("{held} are allocated or released, nothing is reserved for it");
        findings.breach("line_allocations", format!("order {number} line {line}"), detail);
    }
    Ok(())
}

/// What is on hand is the sum of all that came and went.
fn movements(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, String, i64, i64)>(
        "select p.sku, s.location, s.on_hand, coalesce(m.quantity, 0)
         from stock s
         join products p on p.id = s.product_id
         left join (
             select product_id, location, cast(sum(quantity) as bigint) as quantity
             from stock_movements
             group by product_id, location
         ) m on m.product_id = s.product_id and m.location = s.location
         where s.on_hand <> coalesce(m.quantity, 0)
         order by p.sku_key, s.location
         limit 1000",
        args![],
    )?;
    for (sku, location, on_hand, moved) in rows {
        let detail = format!("{on_hand} on hand, the movements make {moved}");
        findings.breach("stock_movements", format!("stock of {sku} at {location}"), detail);
    }
    let rows = view.all::<(String, String, i64)>(
        "select p.sku, m.location, cast(sum(m.quantity) as bigint)
         from stock_movements m
         join products p on p.id = m.product_id
         left join stock s on s.product_id = m.product_id and s.location = m.location
         where s.product_id is null
         group by p.sku, m.location
         order by p.sku, m.location
         limit 1000",
        args![],
    )?;
    for (sku, location, moved) in rows {
        let detail = format!("{moved} moved where no stock is kept");
        findings.breach("stock_movements", format!("stock of {sku} at {location}"), detail);
    }
    Ok(())
}

fn credit(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, String, i64, i64, i64, i64)>(
        "select c.number, w.currency, w.owed_minor, w.ordered_minor, coalesce(j.owed, 0),
             coalesce(j.ordered, 0)
         from credit w
         join customers c on c.id = w.customer_id
         left join (
             select customer_id, currency, cast(sum(owed_minor) as bigint) as owed,
                 cast(sum(ordered_minor) as bigint) as ordered
             from credit_journal
             group by customer_id, currency
         ) j on j.customer_id = w.customer_id and j.currency = w.currency
         where w.owed_minor <> coalesce(j.owed, 0) or w.ordered_minor <> coalesce(j.ordered, 0)
         order by c.number_key, w.currency
         limit 1000",
        args![],
    )?;
    for (number, currency, owed, ordered, journal_owed, journal_ordered) in rows {
        let detail = format!(
            "{owed} owed and {ordered} ordered, the journal makes {journal_owed} and {journal_ordered}"
        );
        findings.breach("credit", format!("credit of {number} in {currency}"), detail);
    }
    let rows = view.all::<(String, String)>(
        "select distinct c.number, j.currency
         from credit_journal j
         join customers c on c.id = j.customer_id
         left join credit w on w.customer_id = j.customer_id and w.currency = j.currency
         where w.customer_id is null
         order by c.number, j.currency
         limit 1000",
        args![],
    )?;
    for (number, currency) in rows {
        let detail = "the journal has entries, but nothing stands for their sum".to_owned();
        findings.breach("credit", format!("credit of {number} in {currency}"), detail);
    }
    Ok(())
}
