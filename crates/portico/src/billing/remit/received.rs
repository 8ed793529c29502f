//! Money came that was announced: what it is for, and that it is here.

use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, Problem, Text};
use portico_types::Currency;
use std::collections::BTreeMap;

/// What an announced transfer is for.
#[derive(Clone, Debug, Default)]
pub(in crate::billing) struct Advised {
    /// Its id.
    pub(in crate::billing) id: i64,
    /// Ids of documents, and how much of each in minor units; below nought: used.
    pub(in crate::billing) parts: Vec<(i64, i64)>,
}

/// The transfers of these numbers that this customer announced and that did not come yet, by their keys.
///
/// # Errors
/// What the database says.
pub(in crate::billing) fn advised(
    view: &mut View,
    (customer_id, currency): (i64, Currency),
    keys: &[String],
) -> Result<BTreeMap<String, Advised>, DbError> {
    let rows: Vec<_> = keys.iter().map(|key| args![key, customer_id, currency.code()]).collect();
    let found = view.all_many::<(i64, Option<i64>, Option<i64>)>(
        "select r.id, x.document_id, x.amount_minor from remittances r
         left join remittance_parts x on x.remittance_id = r.id
         left join documents d on d.id = x.document_id
         where r.number_key = $1 and r.customer_id = $2 and r.currency = $3 and r.status = 'announced'
         order by x.amount_minor < 0, coalesce(d.due_day, d.issued_day), d.id limit 5000",
        &rows,
    )?;
    let mut all = BTreeMap::new();
    for (key, rows) in keys.iter().zip(found) {
        let Some((id, ..)) = rows.first() else { continue };
        let parts = rows.iter().filter_map(|(_, document, minor)| Some(((*document)?, (*minor)?)));
        let _ = all.insert(key.clone(), Advised { id: *id, parts: parts.collect() });
    }
    Ok(all)
}

/// The money of these is here: each once, whoever else books it.
///
/// # Errors
/// 409 where one was booked or withdrawn meanwhile.
pub(in crate::billing) fn receive(
    tx: &mut Tx,
    ids: &[i64],
    payment_id: i64,
) -> Result<(), AppError> {
    let now = tx.now();
    let rows: Vec<_> = ids.iter().map(|id| args![*id, payment_id, now]).collect();
    let changed = tx.exec_many(
        "update remittances set status = 'received', payment_id = $2, closed_at = $3
         where id = $1 and status = 'announced'",
        &rows,
    )?;
    if changed.iter().all(|rows| *rows == 1) {
        return Ok(());
    }
    Err(Problem::new(409, "changed_meanwhile", Text::plain("remittance-over")).into())
}
