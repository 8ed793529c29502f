//! Shipments: the day of arrival is what the last entry says, and no more left than the ledger knows.

use super::Findings;
use crate::args;
use crate::platform::db::{DbError, View};

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, Option<String>, Option<String>)>(
        "select s.number, s.arrived_day, a.day
         from shipments s
         left join shipment_arrivals a on a.shipment_id = s.id
             and a.entry = (select max(b.entry) from shipment_arrivals b where b.shipment_id = s.id)
         where coalesce(s.arrived_day, '') <> coalesce(a.day, '')
         order by s.id
         limit 1000",
        args![],
    )?;
    for (number, says, entered) in rows {
        let day = |day: Option<String>| day.unwrap_or_else(|| "on no day".to_owned());
        let detail = format!("arrived {}, but its last entry says {}", day(says), day(entered));
        findings.breach("shipment_arrived", format!("shipment {number}"), detail);
    }
    let rows = view.all::<(String, i64, i64, i64)>(
        "select o.number, l.line, l.shipped, cast(sum(i.quantity) as bigint)
         from shipment_lines i
         join order_lines l on l.id = i.order_line_id
         join orders o on o.id = l.order_id
         group by l.id, o.number, l.line, l.shipped
         having sum(i.quantity) > l.shipped
         order by l.id
         limit 1000",
        args![],
    )?;
    for (number, line, shipped, sent) in rows {
        let detail = format!("its shipments hold {sent}, the ledger says {shipped} left");
        findings.breach("shipped", format!("line {line} of order {number}"), detail);
    }
    Ok(())
}
