//! Which customer an entry is of, and which documents it pays: by the numbers its text names, those of announced transfers
//! first, else by the account that paid before. A proposal only; staff book it.

use super::store::OpenEntry;
use crate::billing::kept::currency;
use crate::customers::sheet::number_key;
use crate::platform::db::{DbError, View, args};
use portico_types::Money;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a text that are looked up, at most.
const WORDS_MOST: usize = 40;

/// What an entry is probably for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Proposal {
    /// Number and name of the customer.
    pub(super) customer: Option<(String, String)>,
    /// Numbers of the documents it names, or of the transfer that was announced.
    pub(super) documents: Vec<String>,
    /// Whether what is open of them is what came.
    pub(super) fits: bool,
}

/// A document that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) number: String,
    pub(super) free: i64,
    pub(super) currency: String,
    pub(super) customer: (String, String),
}

/// What may be a number in a text: each word, and up to three beside each other with a dash between, as `INV 2026 0042` is
/// written by whoever types it. Small letters. Pure.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let single: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .filter(|word| !word.is_empty())
        .take(WORDS_MOST)
        .collect();
    let joined = (1..=3).flat_map(|many| single.windows(many).map(|words| words.join("-")));
    let all: BTreeSet<String> = joined
        .filter(|word| word.len() >= 3 && word.contains(|c: char| c.is_ascii_digit()))
        .collect();
    all.into_iter().collect()
}

/// One customer's documents, if those that are named are all of one; with the sum that they have open. Pure.
pub(super) fn proposal(
    entry: &OpenEntry,
    named: &[Named],
    known: Option<&(String, String)>,
) -> Proposal {
    let fitting: Vec<&Named> =
        named.iter().filter(|one| one.currency == entry.amount.currency.code()).collect();
    let customers: BTreeSet<&str> = fitting.iter().map(|one| one.customer.0.as_str()).collect();
    if customers.len() != 1 {
        return Proposal { customer: known.cloned(), ..Proposal::default() };
    }
    Proposal {
        customer: fitting.first().map(|one| one.customer.clone()),
        documents: fitting.iter().map(|one| one.number.clone()).collect(),
        fits: fitting.iter().map(|one| one.free).sum::<i64>() == entry.amount.minor,
    }
}

/// The transfer that was announced; what came may be another amount. Pure.
fn advised(entry: &OpenEntry, advice: &Advice) -> Proposal {
    Proposal {
        customer: Some(advice.customer.clone()),
        documents: vec![advice.number.clone()],
        fits: advice.amount == entry.amount,
    }
}

type Found = BTreeMap<String, Vec<Named>>;

/// Open documents by what may be their number.
fn documents(view: &mut View, words: &BTreeSet<String>) -> Result<Found, DbError> {
    let sets: Vec<_> = words.iter().map(|word| args![word.as_str()]).collect();
    let found = view.all_many::<(String, i64, String, String, String)>(
        "select d.number, d.open_minor - d.pending_minor, d.currency, c.number, c.name
         from documents d join customers c on c.id = d.customer_id
         where d.number_key = $1 and d.open_minor > d.pending_minor and d.type in ('invoice', 'refund', 'chargeback')",
        &sets,
    )?;
    let named = |(number, free, currency, customer, name)| Named {
        number,
        free,
        currency,
        customer: (customer, name),
    };
    let rows = words.iter().zip(found);
    Ok(rows.map(|(word, rows)| (word.clone(), rows.into_iter().map(named).collect())).collect())
}

/// The customers whose numbers these are, and those for whom these accounts paid last.
fn customers(
    view: &mut View,
    entries: &[OpenEntry],
    words: &BTreeSet<String>,
) -> Result<BTreeMap<String, (String, String)>, DbError> {
    let sets: Vec<_> = words.iter().map(|word| args![word.as_str()]).collect();
    let by_number = view.all_many::<(String, String)>(
        "select number, name from customers where number_key = $1",
        &sets,
    )?;
    let sets: Vec<_> = entries.iter().map(|entry| args![entry.account.as_str()]).collect();
    let by_account = view.all_many::<(String, String)>(
        "select c.number, c.name from bank_entries b
         join payments p on p.id = b.payment_id join customers c on c.id = p.customer_id
         where b.account = $1 and b.account <> '' and b.payment_id is not null order by b.id desc limit 1",
        &sets,
    )?;
    let numbers = words.iter().cloned().zip(by_number);
    let accounts = entries.iter().map(|entry| entry.account.clone()).zip(by_account);
    Ok(numbers.chain(accounts).filter_map(|(key, mut rows)| Some((key, rows.pop()?))).collect())
}

/// An announced transfer that an entry may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) number: String,
    pub(super) amount: Money,
    pub(super) customer: (String, String),
}

/// Announced transfers by their numbers' keys.
fn advices(view: &mut View, words: &BTreeSet<String>) -> Result<BTreeMap<String, Advice>, DbError> {
    let sets: Vec<_> = words.iter().map(|word| args![word.as_str()]).collect();
    let found = view.all_many::<(String, i64, String, String, String)>(
        "select r.number, r.amount_minor, r.currency, c.number, c.name
         from remittances r join customers c on c.id = r.customer_id
         where r.number_key = $1 and r.status = 'announced'",
        &sets,
    )?;
    let rows = words.iter().zip(found).filter_map(|(word, mut rows)| Some((word, rows.pop()?)));
    let mut all = BTreeMap::new();
    for (word, (number, minor, code, customer, name)) in rows {
        let amount = Money::new(minor, currency(&code)?);
        let _ = all.insert(word.clone(), Advice { number, amount, customer: (customer, name) });
    }
    Ok(all)
}

/// What was announced with exactly the amount of an entry whose customer is known but which names nothing; by its place.
fn of_the_same_amount(
    view: &mut View,
    entries: &[OpenEntry],
    proposals: &[Proposal],
) -> Result<Vec<Option<String>>, DbError> {
    let wanted = entries.iter().zip(proposals).map(|(entry, proposal)| {
        let customer = proposal.customer.as_ref().filter(|_| proposal.documents.is_empty());
        let key = customer.map(|(number, _)| number_key(number)).unwrap_or_default();
        (key, entry.amount.minor, entry.amount.currency.code())
    });
    let wanted: Vec<_> = wanted.collect();
    let sets: Vec<_> = wanted.iter().map(|(key, minor, code)| args![key, *minor, *code]).collect();
    let found = view.all_many::<String>(
        "select r.number from customers c join remittances r on r.customer_id = c.id
         where c.number_key = $1 and r.amount_minor = $2 and r.currency = $3 and r.status = 'announced'
         order by r.id limit 1",
        &sets,
    )?;
    Ok(found.into_iter().map(|mut rows| rows.pop()).collect())
}

/// A proposal for each entry.
///
/// # Errors
/// What the database says.
pub(super) fn propose(view: &mut View, entries: &[OpenEntry]) -> Result<Vec<Proposal>, DbError> {
    let each: Vec<Vec<String>> = entries.iter().map(|entry| words(&entry.reference)).collect();
    let all: BTreeSet<String> = each.iter().flatten().cloned().collect();
    let named = documents(view, &all)?;
    let known = customers(view, entries, &all)?;
    let advices = advices(view, &all)?;
    let one = |(entry, words): (&OpenEntry, &Vec<String>)| {
        if let Some(advice) = words.iter().find_map(|word| advices.get(word)) {
            return advised(entry, advice);
        }
        let of: Vec<Named> =
            words.iter().filter_map(|word| named.get(word)).flatten().cloned().collect();
        let by_word = words.iter().find_map(|word| known.get(word));
        proposal(entry, &of, by_word.or_else(|| known.get(&entry.account)))
    };
    let mut proposals: Vec<Proposal> = entries.iter().zip(&each).map(one).collect();
    let same = of_the_same_amount(view, entries, &proposals)?;
    for (proposal, number) in proposals.iter_mut().zip(same) {
        if let Some(number) = number {
            proposal.documents = vec![number];
            proposal.fits = true;
        }
    }
    Ok(proposals)
}
