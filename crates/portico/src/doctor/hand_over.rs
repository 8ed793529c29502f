//! Hand-over: no order of a person is without its command, none is at the back office twice.

use super::Findings;
use crate::args;
use crate::platform::db::{DbError, View};

/// A wish that waits longer than this is stale, in milliseconds.
const STALE_MS: i64 = 24 * 60 * 60 * 1_000;

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<String>(
        "select o.number
         from orders o
         left join outbox b on b.queue = 'erp' and b.idempotency_key = o.number
         where o.source not in ('import', 'erp') and o.status in ('placed', 'confirmed')
             and o.hand_over in ('waiting', 'sent') and b.id is null
         order by o.number
         limit 1000",
        args![],
    )?;
    for number in rows {
        let detail = "waits to be handed over, but there is no command for it".to_owned();
        findings.breach("hand_over", format!("order {number}"), detail);
    }
    let rows = view.all::<(String, i64)>(
        "select b.order_number, count(*)
         from backoffice_orders b
         left join orders o on o.number = b.order_number
         group by b.order_number, o.id
         having o.id is null or count(*) > 1
         order by b.order_number
         limit 1000",
        args![],
    )?;
    for (number, count) in rows {
        let detail = format!("stands {count} times at the back office, or is no order of ours");
        findings.breach("back_office", format!("order {number}"), detail);
    }
    outbox(view, findings)
}

fn outbox(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let stale = view.now() - STALE_MS;
    let rows = view.all::<(String, String, String, String)>(
        "select queue, kind, idempotency_key, state
         from outbox
         where state = 'dead' or state = 'waiting' and created_at < $1
             or state = 'waiting' and lease_until > 0 and lease_until < $1
         order by queue, id
         limit 1000",
        args![stale],
    )?;
    for (queue, kind, key, state) in rows {
        let detail = match state.as_str() {
            "dead" => "was given up after many tries: staff must look",
            _ => "has waited for more than a day",
        };
        findings.breach("outbox", format!("{queue} {kind} {key}"), detail.to_owned());
    }
    Ok(())
}
