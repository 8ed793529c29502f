//! What a file says is kept, each entry once: the same file again, or one that reaches back into the last one, brings nothing twice.

use super::{Entry, Statement};
use crate::access::Staff;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::idempotency::content_hash;
use serde_json::json;
use std::collections::HashMap;

/// The longest text that is kept of what a bank says, in characters.
const TEXT_LONGEST: usize = 300;

/// What a file brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Brought {
    /// Entries that were not there.
    pub(super) new: u64,
    /// Entries that were.
    pub(super) known: u64,
    /// What is no money that came in and stays.
    pub(super) others: usize,
}

/// What tells each entry from every other: the bank's reference, else all it says and which of its kind in the file it is.
fn keys(entries: &[Entry]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let key = |entry: &Entry| {
        let said = match &entry.own {
            Some(own) => json!([own, entry.amount.minor, entry.amount.currency.code()]),
            None => json!([
                entry.day.text(),
                entry.amount.minor,
                entry.amount.currency.code(),
                entry.payer,
                entry.account,
                entry.reference
            ]),
        };
        let hash: String = content_hash(&said).iter().map(|byte| format!("{byte:02x}")).collect();
        let nth = seen.entry(hash.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        format!("{hash}:{nth}")
    };
    entries.iter().map(key).collect()
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TEXT_LONGEST).collect()
}

/// Keeps what is new.
///
/// # Errors
/// What the database says.
pub(super) fn bring(
    tx: &mut Tx,
    staff: &Staff,
    file: &str,
    statement: &Statement,
) -> Result<Brought, DbError> {
    let (now, file) = (tx.now(), short(file));
    let texts: Vec<[String; 5]> = statement
        .entries
        .iter()
        .zip(keys(&statement.entries))
        .map(|(e, key)| {
            [key, e.day.text(), short(&e.payer), short(&e.account), short(&e.reference)]
        })
        .collect();
    let ids: Vec<i64> = texts.iter().map(|_| tx.new_id()).collect();
    let rows: Vec<_> = statement
        .entries
        .iter()
        .zip(&texts)
        .zip(&ids)
        .map(|((entry, [key, day, payer, account, reference]), id)| {
            let (code, minor) = (entry.amount.currency.code(), entry.amount.minor);
            let (key, day, payer) = (key.as_str(), day.as_str(), payer.as_str());
            let (account, reference) = (account.as_str(), reference.as_str());
            args![
                *id,
                key,
                day,
                code,
                minor,
                payer,
                account,
                reference,
                file.as_str(),
                staff.login.id,
                now
            ]
        })
        .collect();
    let done = tx.exec_many(
        "insert into bank_entries (id, entry_key, day, currency, amount_minor, payer, account, reference, file, state,
             login_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11)
         on conflict (entry_key) do nothing",
        &rows,
    )?;
    let new: u64 = done.iter().sum();
    let brought = Brought { new, known: rows.len() as u64 - new, others: statement.others };
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb: "bank_file_brought",
        object: "bank",
        facts: json!({ "new": brought.new, "known": brought.known, "others": brought.others }),
        free_text: None,
    };
    activity::record(tx, &deed)?;
    Ok(brought)
}
