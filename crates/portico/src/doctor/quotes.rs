//! Quotations: the sums of every revision are those of its lines and charges, and one that was converted is an order.

use super::Findings;
use crate::args;
use crate::platform::db::{DbError, View};

const SUMS: &str =
    "select q.number, r.revision, r.goods_minor, r.charges_minor, r.vat_minor, r.total_minor,
         r.line_count, coalesce(l.net, 0), coalesce(l.lines, 0), coalesce(c.net, 0)
     from quote_revisions r
     join quotes q on q.id = r.quote_id
     left join (select quote_id, revision, cast(sum(net_minor) as bigint) as net, count(*) as lines
                from quote_lines group by quote_id, revision) l
         on l.quote_id = r.quote_id and l.revision = r.revision
     left join (select quote_id, revision, cast(sum(net_minor) as bigint) as net
                from quote_charges group by quote_id, revision) c
         on c.quote_id = r.quote_id and c.revision = r.revision
     where r.goods_minor <> coalesce(l.net, 0) or r.charges_minor <> coalesce(c.net, 0)
        or r.line_count <> coalesce(l.lines, 0)
        or r.total_minor <> r.goods_minor + r.charges_minor + r.vat_minor
     order by r.quote_id, r.revision limit 1000";

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    type Sums = (String, i64, i64, i64, i64, i64, i64, i64, i64, i64);
    for sums in view.all::<Sums>(SUMS, args![])? {
        let (number, revision, goods, charges, vat, total, count, nets, lines, charged) = sums;
        let detail = format!(
            "says {goods} of {count} lines, {charges} charges, {vat} VAT, {total} in all; its parts are {nets} of \
             {lines} lines, {charged} charges"
        );
        findings.breach("quote_sums", format!("revision {revision} of {number}"), detail);
    }
    let rows = view.all::<(String, String)>(
        "select q.number, q.status from quotes q left join orders o on o.id = q.order_id
         where (q.status = 'converted') <> (q.order_id is not null)
            or o.source_key is not null and o.source_key <> 'quote:' || q.number
         order by q.id limit 1000",
        args![],
    )?;
    for (number, status) in rows {
        let detail = format!("is {status}, and its order says otherwise");
        findings.breach("quote_order", number, detail);
    }
    Ok(())
}
