//! Documents as they were issued elsewhere: written whole, with the number and the total of their source, because they have
//! happened. They have no paper of ours; what is open of them is owed here, and settled like any other.

use super::import_store::{self, Found, Was};
use super::kept::{DocumentCharge, DocumentLine};
use super::seller::{CREDIT_NOTE_PREFIX, INVOICE_PREFIX};
use super::write::{self, NewDocument, owe};
use super::{DocumentType, series, settle};
use crate::orders::import::UNTAXED;
use crate::orders::invoiced::{self, Elsewhere};
use crate::orders::ledger::lock_heads;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::importing::{Imported, Planned};
use crate::platform::settings;
use portico_types::{Currency, Day, Money, VatPart};
use std::collections::{BTreeMap, HashMap};

/// A document of the source with all its lines.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "each field is the column of the same name, told in docs/manual/import.md"
)]
pub struct DocumentRow {
    pub number: String,
    pub kind: DocumentType,
    pub customer_id: i64,
    pub issued_day: Day,
    pub due_day: Option<Day>,
    pub reference: Option<String>,
    pub reason: Option<String>,
    pub corrects: Option<String>,
    /// What of it was settled before it comes here.
    pub settled_before: Money,
    pub lines: Vec<DocumentLine>,
    pub sums: Sums,
}

/// What a document comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Sums {
    /// As its source says.
    pub total: Money,
    /// VAT once per rate; none where it has no lines.
    pub vat: Vec<VatPart>,
    /// What the source's rounding differs from ours by.
    pub charges: Vec<DocumentCharge>,
}

impl Sums {
    /// Adds up the lines. The source's total counts; where it rounds otherwise, by a unit for each line at most, the difference
    /// stands there as a charge.
    ///
    /// # Errors
    /// Why it cannot be taken.
    pub fn of(
        lines: &[DocumentLine],
        total_minor: Option<i64>,
        currency: Currency,
    ) -> Result<Sums, String> {
        let total = total_minor.map(|minor| Money::new(minor, currency));
        if lines.is_empty() {
            let total = total.ok_or("`total` is empty, and there are no lines to tell it")?;
            return Ok(Sums { total, vat: Vec::new(), charges: Vec::new() });
        }
        let told = |error| format!("its sum cannot be told: {error}");
        let (vat, ours) = write::sums(lines, &[], currency).map_err(told)?;
        let total = total.unwrap_or(ours);
        if total.minor < 0 {
            return Err(format!(
                "it comes to {}: amounts are above nought in every type",
                total.with_sign()
            ));
        }
        let rounding = total.minor - ours.minor;
        if rounding == 0 {
            return Ok(Sums { total, vat, charges: Vec::new() });
        }
        if rounding.unsigned_abs() > lines.len() as u64 {
            return Err(format!(
                "its lines come to {}, its head says {}",
                ours.with_sign(),
                total.with_sign()
            ));
        }
        let charges = vec![DocumentCharge {
            kind: "rounding".to_owned(),
            name: "Rounding".to_owned(),
            net: Money::new(rounding, currency),
            taxed: UNTAXED,
        }];
        let (vat, total) = write::sums(lines, &charges, currency).map_err(told)?;
        Ok(Sums { total, vat, charges })
    }
}

impl DocumentRow {
    /// What it comes from, once.
    pub(super) fn source(&self) -> String {
        format!("import:{}", self.number)
    }

    /// What is owed by it here.
    fn open(&self) -> Money {
        Money::new(self.sums.total.minor - self.settled_before.minor, self.sums.total.currency)
    }
}

/// A document to be written.
pub struct Deed {
    /// What it replaces.
    pub(super) was: Option<Was>,
    pub(super) row: DocumentRow,
    /// Who pays: the customer, or whom its invoices go to.
    pub(super) payer: i64,
    /// Id and number of the invoice it corrects.
    pub(super) corrects: Option<(i64, String)>,
    /// Ids and numbers of the orders its lines are of.
    pub(super) orders: Vec<(i64, String)>,
    /// How much of orders' lines it charges or credits, by their ids and in their steps.
    pub(super) of_lines: BTreeMap<i64, i64>,
}

impl Deed {
    /// As it is written.
    pub(super) fn new_document<'a>(&'a self, source: &'a str) -> NewDocument<'a> {
        let row = &self.row;
        NewDocument {
            kind: row.kind,
            number: &row.number,
            customer_id: self.payer,
            ordered_by: row.customer_id,
            issued_day: row.issued_day,
            due_day: row.due_day,
            total: row.sums.total,
            vat: &row.sums.vat,
            lines: &row.lines,
            charges: &row.sums.charges,
            orders: &self.orders,
            reference: row.reference.as_deref(),
            corrects: self.corrects.as_ref().map(|(id, number)| (*id, number.as_str())),
            reason: row.reason.as_deref(),
            source,
            paper: None,
            login_id: None,
        }
    }
}

impl Imported for DocumentRow {
    type Deed = Deed;

    fn plan(view: &mut View, rows: &[DocumentRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        let own =
            [settings::get(view, &INVOICE_PREFIX)?, settings::get(view, &CREDIT_NOTE_PREFIX)?];
        let found = import_store::find(view, rows)?;
        let mut plan = Plan { own, found, taken: HashMap::new() };
        Ok(rows.iter().map(|row| plan.one(row)).collect())
    }

    fn keep(tx: &mut Tx, deeds: Vec<Deed>) -> Result<(), DbError> {
        if deeds.is_empty() {
            return Ok(());
        }
        let orders = deeds.iter().flat_map(|deed| {
            let before = deed.was.iter().flat_map(|was| was.orders.iter().copied());
            deed.orders.iter().map(|(id, _)| *id).chain(before)
        });
        lock_heads(tx, &orders.collect::<Vec<_>>())?;
        move_counters(tx, &deeds)?;
        post(tx, &deeds)?;
        let ids = import_store::write(tx, &deeds)?;
        let invoices = deeds.iter().zip(ids).filter(|(d, _)| d.row.kind == DocumentType::Invoice);
        settle::tell_orders(tx, &invoices.map(|(_, id)| id).collect::<Vec<_>>())
    }

    fn weight(&self) -> usize {
        3 + self.lines.len()
    }
}

/// What the orders' lines have on documents: less by what the old rows said, more by what the new ones say.
fn move_counters(tx: &mut Tx, deeds: &[Deed]) -> Result<(), DbError> {
    for what in [Elsewhere::Charged, Elsewhere::Credited] {
        let mut lines: BTreeMap<i64, i64> = BTreeMap::new();
        for deed in deeds {
            if counter(deed.row.kind) == what {
                deed.of_lines.iter().for_each(|(id, n)| *lines.entry(*id).or_default() += n);
            }
            if let Some(was) = deed.was.as_ref().filter(|was| counter(was.kind) == what) {
                was.of_lines.iter().for_each(|(id, n)| *lines.entry(*id).or_default() -= n);
            }
        }
        invoiced::elsewhere(tx, what, &lines)?;
    }
    Ok(())
}

fn counter(kind: DocumentType) -> Elsewhere {
    if kind.is_debit() { Elsewhere::Charged } else { Elsewhere::Credited }
}

/// What is owed by them, customer by customer.
fn post(tx: &mut Tx, deeds: &[Deed]) -> Result<(), DbError> {
    let mut sorted: Vec<&Deed> = deeds.iter().collect();
    sorted.sort_by_key(|deed| deed.payer);
    for deed in sorted {
        let (kind, open, mut source) = (deed.row.kind, deed.row.open(), deed.row.source());
        if let Some(was) = &deed.was {
            if (was.kind, was.payer, was.open) == (kind, deed.payer, open) {
                continue;
            }
            let back = Money::new(-was.open.minor, was.open.currency);
            owe(tx, was.kind, was.payer, &format!("{};{} undone", was.source, was.version), back)?;
            source = format!("{};{}", was.source, was.version + 1);
        }
        owe(tx, kind, deed.payer, &source, open)?;
    }
    Ok(())
}

/// What the rows of a batch come to, one after the other.
struct Plan {
    /// What the portal's own numbers begin with.
    own: [String; 2],
    found: Found,
    /// How much of orders' lines the rows before take, by counter and line.
    taken: HashMap<(bool, i64), i64>,
}

impl Plan {
    fn one(&mut self, row: &DocumentRow) -> Planned<Deed> {
        let was = self.found.was.remove(&row.number.to_lowercase());
        match self.deed(row, was) {
            Err(why) => Planned::Refused(why),
            Ok(deed) => match &deed.was {
                None => Planned::New(deed),
                Some(was) if was.is(&deed) => Planned::Same,
                Some(was) if was.is_settled => {
                    let why = "it differs, but something of it was settled since it was imported, so it stays as it is";
                    Planned::Refused(why.to_owned())
                }
                Some(_) => Planned::Changed(deed),
            },
        }
    }

    fn deed(&mut self, row: &DocumentRow, was: Option<Was>) -> Result<Deed, String> {
        match &was {
            Some(was) if !was.source.starts_with("import:") => {
                let why = "a document with this number is here that did not come by an import";
                return Err(why.to_owned());
            }
            None if self.is_own_number(&row.number) => {
                let why = "its number is of the portal's own series; give it another, or the series another beginning (Settings, Documents)";
                return Err(why.to_owned());
            }
            _ => {}
        }
        let payer = self.found.payers.get(&row.customer_id).copied().unwrap_or(row.customer_id);
        let corrects = self.corrects(row, payer)?;
        let mut deed = Deed {
            was,
            row: row.clone(),
            payer,
            corrects,
            orders: vec![],
            of_lines: BTreeMap::new(),
        };
        self.match_lines(&mut deed)?;
        Ok(deed)
    }

    fn is_own_number(&self, number: &str) -> bool {
        let (start, digits) = number.split_at_checked(4).unwrap_or_default();
        let is_payment = start.eq_ignore_ascii_case("PAY-")
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit());
        is_payment || self.own.iter().any(|prefix| series::is_of(prefix, number))
    }

    fn corrects(&self, row: &DocumentRow, payer: i64) -> Result<Option<(i64, String)>, String> {
        let Some(number) = &row.corrects else { return Ok(None) };
        if row.kind != DocumentType::CreditNote {
            return Err("only a credit note corrects an invoice".to_owned());
        }
        match self.found.invoices.get(&number.to_lowercase()) {
            Some((id, number, whose)) if *whose == payer => Ok(Some((*id, number.clone()))),
            _ => Err(format!("there is no invoice `{number}` of this customer to correct")),
        }
    }

    /// Finds the lines of orders that its lines charge or credit.
    fn match_lines(&mut self, deed: &mut Deed) -> Result<(), String> {
        let is_debit = deed.row.kind.is_debit();
        let mut orders: BTreeMap<i64, String> = BTreeMap::new();
        for line in &mut deed.row.lines {
            let Some((order, number)) = &line.of_order else { continue };
            let place = format!("line {number} of order `{order}`");
            let of = self.found.order_lines.get(&(order.to_lowercase(), *number));
            let of = of.filter(|of| of.customer_id == deed.row.customer_id);
            let of = of.ok_or_else(|| format!("there is no {place} of this customer"))?;
            if !of.is_imported {
                let why =
                    format!("{place} was ordered here: what charges or credits it is issued here");
                return Err(why);
            }
            let steps = of.steps(line.quantity);
            let steps = steps.ok_or_else(|| format!("{place} has fewer decimals than this"))?;
            line.order_line_id = Some(of.id);
            *deed.of_lines.entry(of.id).or_default() += steps;
            let _ = orders.insert(of.order_id, of.order.clone());
            let before = deed.was.as_ref().filter(|was| was.kind.is_debit() == is_debit);
            let before = before.and_then(|was| was.of_lines.get(&of.id)).copied().unwrap_or(0);
            let taken = self.taken.get(&(is_debit, of.id)).copied().unwrap_or(0);
            let free = if is_debit { of.to_charge } else { of.to_credit };
            if deed.of_lines[&of.id] + taken > free + before {
                let deed = if is_debit { "invoices" } else { "credit notes" };
                return Err(format!("more of {place} is on {deed} than was ordered"));
            }
        }
        for (id, steps) in &deed.of_lines {
            let before = deed.was.as_ref().filter(|was| was.kind.is_debit() == is_debit);
            let before = before.and_then(|was| was.of_lines.get(id)).copied().unwrap_or(0);
            *self.taken.entry((is_debit, *id)).or_default() += steps - before;
        }
        deed.orders = orders.into_iter().collect();
        Ok(())
    }
}
