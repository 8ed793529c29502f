//! Documents: what they come to, what is open of them, what their customers owe by them, numbers without gaps, and what
//! orders know of them. What stands in the select of each rule is already a breach.

use super::Findings;
use crate::args;
use crate::platform::db::{DbError, View};
use portico_types::{Currency, Money, Rate, Taxed, VatCategory, vat_by_rate};
use std::collections::BTreeMap;

pub(super) fn examine(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    totals(view, findings)?;
    open(view, findings)?;
    sums(view, findings)?;
    vat(view, findings)?;
    series(view, findings)?;
    owed(view, findings)?;
    order_lines(view, findings)?;
    settlements(view, findings)
}

fn totals(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, String, i64, i64)>(
        "select currency, type, count(*), cast(sum(total_minor) as bigint)
         from documents group by currency, type order by currency, type limit 1000",
        args![],
    )?;
    for (currency, kind, count, sum) in rows {
        findings.totals.documents += count;
        if kind == "credit_note" {
            findings.totals.sums.entry(currency).or_default().credit_notes_minor += i128::from(sum);
        }
    }
    Ok(())
}

/// Open is the total less what was settled, of which no more is under way.
fn open(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, i64, i64, i64, i64, i64)>(
        "select number, total_minor, open_minor, pending_minor, before, settled from (
             select d.id, d.number, d.total_minor, d.open_minor, d.pending_minor,
                 d.settled_before_minor as before,
                 (select cast(coalesce(sum(s.amount_minor), 0) as bigint) from settlements s
                  where s.credit_id = d.id)
                 + (select cast(coalesce(sum(s.amount_minor), 0) as bigint) from settlements s
                    where s.debit_id = d.id) as settled
             from documents d) x
         where open_minor <> total_minor - before - settled or open_minor < 0
             or pending_minor < 0 or pending_minor > open_minor or before < 0
         order by id limit 1000",
        args![],
    )?;
    for (number, total, open, pending, before, settled) in rows {
        let object = || format!("document {number}");
        if open != total - before - settled || open < 0 || before < 0 {
            let detail = format!("{open} of {total} is open, {} is settled", before + settled);
            findings.breach("document_open", object(), detail);
        }
        if pending < 0 || pending > open {
            let detail = format!("{pending} is under way, {open} is open");
            findings.breach("document_pending", object(), detail);
        }
    }
    Ok(())
}

/// Net and VAT make the total; lines and charges make the net, where there are any.
fn sums(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, i64, i64, i64, i64, bool)>(
        "select number, net_minor, vat_minor, total_minor, lines + charges, counted from (
             select d.id, d.number, d.net_minor, d.vat_minor, d.total_minor,
                 (select cast(coalesce(sum(l.net_minor), 0) as bigint) from document_lines l
                  where l.document_id = d.id) as lines,
                 (select cast(coalesce(sum(c.net_minor), 0) as bigint) from document_charges c
                  where c.document_id = d.id) as charges,
                 exists (select 1 from document_lines l where l.document_id = d.id)
                 or exists (select 1 from document_charges c where c.document_id = d.id) as counted
             from documents d) x
         where net_minor + vat_minor <> total_minor or counted and lines + charges <> net_minor
         order by id limit 1000",
        args![],
    )?;
    for (number, net, vat, total, parts, counted) in rows {
        let detail = if counted && parts != net {
            format!("its lines and charges come to {parts}, its net is {net}")
        } else {
            format!("net {net} and VAT {vat} do not make {total}")
        };
        findings.breach("document_totals", format!("document {number}"), detail);
    }
    Ok(())
}

/// A document's VAT as it is worked out, rate by rate.
#[derive(Default)]
struct Vat {
    number: String,
    currency: String,
    vat_minor: i64,
    /// Rate, category and net of each line and charge.
    parts: Vec<(i64, String, i64)>,
    /// Taxable and VAT by rate and category.
    kept: BTreeMap<(i64, String), (i64, i64)>,
}

impl Vat {
    fn check(&self, findings: &mut Findings) {
        if self.parts.is_empty() && self.kept.is_empty() {
            return;
        }
        if self.worked_out().as_ref() != Some(&self.kept) {
            let detail = "its VAT by rate is not what its lines and charges come to".to_owned();
            findings.breach("document_vat", format!("document {}", self.number), detail);
        }
        let sum: i64 = self.kept.values().map(|(_, vat)| vat).sum();
        if sum != self.vat_minor {
            let detail =
                format!("its VAT by rate comes to {sum}, its head says {}", self.vat_minor);
            findings.breach("document_vat", format!("document {}", self.number), detail);
        }
    }

    fn worked_out(&self) -> Option<BTreeMap<(i64, String), (i64, i64)>> {
        let currency = Currency::from_code(&self.currency)?;
        let parts = self.parts.iter().map(|(rate, category, net)| {
            let category = VatCategory::from_code(category)?;
            Some((Taxed { rate: Rate::new(*rate), category }, Money::new(*net, currency)))
        });
        let parts: Vec<_> = parts.collect::<Option<_>>()?;
        let vat = vat_by_rate(parts, currency).ok()?;
        let key = |taxed: Taxed| (taxed.rate.basis_points, taxed.category.code().to_owned());
        Some(vat.iter().map(|p| (key(p.taxed), (p.taxable.minor, p.vat.minor))).collect())
    }
}

fn vat(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let (mut current, mut vat) = (0, Vat::default());
    view.each::<DbError>(
        "select d.id as document_id, cast(0 as bigint) as part, d.vat_minor, cast(0 as bigint), cast(0 as bigint),
             d.number, d.currency
         from documents d
         union all
         select l.document_id, 1, l.vat_rate, l.net_minor, 0, l.vat_category, '' from document_lines l
         union all
         select c.document_id, 1, c.vat_rate, c.net_minor, 0, c.vat_category, '' from document_charges c
         union all
         select v.document_id, 2, v.vat_rate, v.taxable_minor, v.vat_minor, v.vat_category, ''
         from document_vat v
         order by 1, 2",
        args![],
        &mut |row| {
            let (id, part): (i64, i64) = (row.next()?, row.next()?);
            let numbers: [i64; 3] = [row.next()?, row.next()?, row.next()?];
            let texts: [String; 2] = [row.next()?, row.next()?];
            if id != current {
                std::mem::take(&mut vat).check(findings);
                current = id;
            }
            let [first, second, third] = numbers;
            let [text, currency] = texts;
            match part {
                0 => (vat.number, vat.currency, vat.vat_minor) = (text, currency, first),
                1 => vat.parts.push((first, text, second)),
                _ => drop(vat.kept.insert((first, text), (second, third))),
            }
            Ok(())
        },
    )?;
    vat.check(findings);
    Ok(())
}

/// A series gave as many numbers as there are documents of it: none is missing.
fn series(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, i64, i64, i64)>(
        "select s.series, s.year, s.last, (select count(*) from documents d
             where d.type = s.series and d.paper is not null
                 and d.issued_day >= cast(s.year as text) || '-01-01'
                 and d.issued_day <= cast(s.year as text) || '-12-31') as issued
         from number_series s order by s.series, s.year limit 1000",
        args![],
    )?;
    for (series, year, last, issued) in rows.into_iter().filter(|(.., l, n)| l != n) {
        let detail = format!("{last} numbers were drawn, {issued} documents are there");
        findings.breach("number_series", format!("{series} {year}"), detail);
    }
    Ok(())
}

/// What documents say is owed is what was posted for them.
fn owed(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, String, i64, i64)>(
        "with x as (
             select customer_id, currency, case when type in ('credit_note', 'payment')
                 then settled_before_minor - total_minor else total_minor - settled_before_minor end
                 as documents, cast(0 as bigint) as posted
             from documents
             union all
             select customer_id, currency, 0, owed_minor from credit_journal
             where source like 'document:%')
         select c.number, x.currency, cast(sum(x.documents) as bigint), cast(sum(x.posted) as bigint)
         from x join customers c on c.id = x.customer_id
         group by c.id, c.number, x.currency having sum(x.documents) <> sum(x.posted)
         order by c.id limit 1000",
        args![],
    )?;
    for (number, currency, documents, posted) in rows {
        let detail = format!("documents come to {documents} {currency}, {posted} were posted");
        findings.breach("document_owed", format!("customer {number}"), detail);
    }
    Ok(())
}

/// What lines of orders say was invoiced and credited is what stands on documents.
fn order_lines(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    // A document's line may have other decimals than the order's: both are brought to four.
    let rows = view.all::<(String, i64, i64, i64, i64, i64, i64)>(
        "select o.number, l.line, l.quantity_decimals, l.invoiced, l.credited,
             coalesce(x.invoiced, 0), coalesce(x.credited, 0)
         from order_lines l
         join orders o on o.id = l.order_id
         left join (
             select i.order_line_id,
                 cast(sum(case when d.type = 'invoice' then i.quantity * (case i.quantity_decimals
                     when 0 then 10000 when 1 then 1000 when 2 then 100 when 3 then 10 else 1 end)
                     else 0 end) as bigint) as invoiced,
                 cast(sum(case when d.type = 'credit_note' then i.quantity * (case i.quantity_decimals
                     when 0 then 10000 when 1 then 1000 when 2 then 100 when 3 then 10 else 1 end)
                     else 0 end) as bigint) as credited
             from document_lines i join documents d on d.id = i.document_id
             where i.order_line_id is not null group by i.order_line_id) x on x.order_line_id = l.id
         where coalesce(x.invoiced, 0) <> l.invoiced * (case l.quantity_decimals
                 when 0 then 10000 when 1 then 1000 when 2 then 100 when 3 then 10 else 1 end)
             or coalesce(x.credited, 0) <> l.credited * (case l.quantity_decimals
                 when 0 then 10000 when 1 then 1000 when 2 then 100 when 3 then 10 else 1 end)
         order by l.id limit 1000",
        args![],
    )?;
    for (order, line, decimals, invoiced, credited, by_invoices, by_notes) in rows {
        let scale = 10_i64.pow(4 - decimals.clamp(0, 4) as u32);
        let object = || format!("order {order} line {line}");
        for (what, says, documents) in
            [("invoiced", invoiced, by_invoices), ("credited", credited, by_notes)]
        {
            if says * scale != documents {
                let detail = format!("{says} {what}, documents say {}", documents / scale);
                findings.breach("line_documents", object(), detail);
            }
        }
    }
    Ok(())
}

/// What settles what is one customer's, in one currency, and each of its kind.
fn settlements(view: &mut View, findings: &mut Findings) -> Result<(), DbError> {
    let rows = view.all::<(String, String)>(
        "select c.number, d.number from settlements s
         join documents c on c.id = s.credit_id
         join documents d on d.id = s.debit_id
         where c.customer_id <> d.customer_id or c.currency <> d.currency
             or c.type not in ('credit_note', 'payment') or d.type in ('credit_note', 'payment')
         order by s.id limit 1000",
        args![],
    )?;
    for (credit, debit) in rows {
        let detail =
            "they are not of one customer and currency, or not credit and debit".to_owned();
        findings.breach("settlements", format!("{credit} settles {debit}"), detail);
    }
    Ok(())
}
