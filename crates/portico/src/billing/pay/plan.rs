//! What a person wants to pay, as amounts of documents: chosen ones with an amount each, or a sum for the oldest due first.
//! Credit notes and unused payments among the chosen reduce what is to be paid.

use crate::billing::settle::Locked;
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use portico_types::{Currency, Money};

/// Documents that one payment may name.
pub const DOCUMENTS_MOST: usize = 500;

/// What a person wants to pay.
#[derive(Clone, Debug)]
pub enum Wish {
    /// These documents, by number; without an amount all that is open of them.
    Documents(Vec<(String, Option<Money>)>),
    /// This much, oldest due first.
    Balance(Money),
}

/// What the wholesaler allows.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Less than what is open.
    pub in_part: bool,
    /// A document that is under way is not paid a second time meanwhile.
    pub one_at_a_time: bool,
    /// Whether what is over the open amount is kept as credit, because the person said so.
    pub keeps_rest: bool,
}

/// What will be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Documents, and how much of each; below nought: used.
    pub parts: Vec<(i64, String, Money)>,
    /// What is paid in money.
    pub amount: Money,
    /// Of that, what is over and is kept as credit.
    pub rest: Money,
}

/// Why nothing is paid. Places are those of the wish's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No document, no sum.
    Nothing,
    /// Too many documents.
    TooMany,
    /// No document of the customer that this person sees.
    Unknown(usize),
    /// The same document twice.
    Twice(usize),
    /// Nought, below nought.
    BadAmount(usize),
    /// In another currency than the document, or the documents among each other.
    OtherCurrency(usize),
    /// Nothing of it is open.
    Settled(usize),
    /// A payment for it is under way.
    UnderWay(usize),
    /// Over what is open: that much is.
    OverOpen(usize, Money),
    /// Less than what is open, which is not allowed.
    InPart(usize, Money),
    /// More than the whole balance.
    OverBalance(Money),
    /// The wholesaler takes no payments here, or none in this currency.
    NoGateway,
    /// The wholesaler lets this customer pay by other ways only.
    NotOnline,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        problem(&refusal).into()
    }
}

/// What the person is told. Pure.
#[must_use]
pub fn problem(refusal: &Refusal) -> Problem {
    let at = |index: &usize, code: &'static str, text: Text| {
        let field = FieldProblem::new(format!("/documents/{index}/amount"), code, text.clone());
        let status = if matches!(code, "invalid" | "unknown_document") { 422 } else { 409 };
        let own = if status == 422 { "invalid" } else { code };
        Problem::new(status, own, text).with_errors(vec![field])
    };
    let over = |open: &Money| Text::plain("pay-over-open").with("open", open.with_sign());
    match refusal {
        Refusal::Nothing => Problem::new(422, "invalid", Text::plain("pay-nothing")),
        Refusal::TooMany => {
            let text = Text::plain("pay-too-many").with("most", DOCUMENTS_MOST);
            Problem::new(422, "invalid", text)
        }
        Refusal::Unknown(index) => at(index, "unknown_document", Text::plain("pay-unknown")),
        Refusal::Twice(index) => at(index, "invalid", Text::plain("pay-twice")),
        Refusal::BadAmount(index) => at(index, "invalid", Text::plain("pay-bad-amount")),
        Refusal::OtherCurrency(index) => at(index, "invalid", Text::plain("pay-other-currency")),
        Refusal::Settled(index) => at(index, "already_paid", Text::plain("pay-settled")),
        Refusal::UnderWay(index) => at(index, "payment_pending", Text::plain("pay-under-way")),
        Refusal::OverOpen(index, open) => at(index, "amount_over_open", over(open)),
        Refusal::InPart(index, open) => {
            let text = Text::plain("pay-not-in-part").with("open", open.with_sign());
            at(index, "invalid", text)
        }
        Refusal::OverBalance(due) => {
            let text = Text::plain("pay-over-balance").with("due", due.with_sign());
            let field = FieldProblem::new("/amount", "amount_over_open", text.clone());
            Problem::new(409, "amount_over_open", text).with_errors(vec![field])
        }
        Refusal::NoGateway => Problem::new(403, "not_allowed", Text::plain("pay-no-gateway")),
        Refusal::NotOnline => Problem::new(403, "not_allowed", Text::plain("pay-not-online")),
    }
}

/// The plan for chosen documents, in the order of the wish. Pure.
///
/// # Errors
/// The first [`Refusal`].
pub fn of_documents(wanted: &[(Locked, Option<Money>)], rules: Rules) -> Result<Plan, Refusal> {
    let currency = wanted.first().ok_or(Refusal::Nothing)?.0.open.currency;
    let mut plan =
        Plan { parts: Vec::new(), amount: Money::zero(currency), rest: Money::zero(currency) };
    for (index, (document, amount)) in wanted.iter().enumerate() {
        if wanted[..index].iter().any(|(other, _)| other.id == document.id) {
            return Err(Refusal::Twice(index));
        }
        let (part, over) = part(index, document, *amount, (currency, rules))?;
        plan.rest.minor = plan.rest.minor.saturating_add(over);
        plan.parts.push((document.id, document.number.clone(), Money::new(part, currency)));
    }
    let owed: i64 = sum(&plan, |minor| minor > 0);
    cap_credits(&mut plan, owed);
    if owed == 0 && plan.rest.minor == 0 {
        return Err(Refusal::Nothing);
    }
    let used = sum(&plan, |minor| minor < 0);
    plan.amount.minor = owed.saturating_add(used).saturating_add(plan.rest.minor);
    Ok(plan)
}

fn sum(plan: &Plan, which: fn(i64) -> bool) -> i64 {
    let amounts = plan.parts.iter().map(|(_, _, amount)| amount.minor).filter(|m| which(*m));
    amounts.fold(0, i64::saturating_add)
}

/// What of one document is paid (or used: below nought), and what is over.
fn part(
    index: usize,
    document: &Locked,
    amount: Option<Money>,
    (currency, rules): (Currency, Rules),
) -> Result<(i64, i64), Refusal> {
    let free = document.free();
    if free.currency != currency || amount.is_some_and(|amount| amount.currency != currency) {
        return Err(Refusal::OtherCurrency(index));
    }
    if amount.is_some_and(|amount| amount.minor <= 0) {
        return Err(Refusal::BadAmount(index));
    }
    if document.open.minor == 0 {
        return Err(Refusal::Settled(index));
    }
    let is_under_way = document.pending.minor > 0 && document.kind.is_debit();
    if free.minor <= 0 || is_under_way && rules.one_at_a_time {
        return Err(Refusal::UnderWay(index));
    }
    let wanted = amount.map_or(free.minor, |amount| amount.minor);
    let over = (wanted - free.minor).max(0);
    if over > 0 && !(rules.keeps_rest && document.kind.is_debit()) {
        return Err(Refusal::OverOpen(index, free));
    }
    if !document.kind.is_debit() {
        return Ok((-wanted, 0));
    }
    if wanted < free.minor && !rules.in_part {
        return Err(Refusal::InPart(index, free));
    }
    Ok((wanted - over, over))
}

/// Credit notes are used only as far as there is something to settle; those not needed stay out.
fn cap_credits(plan: &mut Plan, owed: i64) {
    let mut left = owed;
    for (_, _, amount) in plan.parts.iter_mut().filter(|(_, _, amount)| amount.minor < 0) {
        amount.minor = -(-amount.minor).min(left);
        left += amount.minor;
    }
    plan.parts.retain(|(_, _, amount)| amount.minor != 0);
}

/// The plan for a sum, oldest due first: `due` is in that order. Pure.
///
/// # Errors
/// The first [`Refusal`].
pub fn of_balance(due: &[Locked], amount: Money, rules: Rules) -> Result<Plan, Refusal> {
    if amount.minor <= 0 {
        return Err(Refusal::BadAmount(0));
    }
    let free = |document: &Locked| match document.pending.minor > 0 && rules.one_at_a_time {
        true => 0,
        false => document.free().minor.max(0),
    };
    let mine: Vec<&Locked> = due
        .iter()
        .filter(|one| one.kind.is_debit() && one.open.currency == amount.currency && free(one) > 0)
        .collect();
    let all = mine.iter().map(|one| free(one)).fold(0_i64, i64::saturating_add);
    let whole = Money::new(all, amount.currency);
    if amount.minor > all && !rules.keeps_rest {
        return Err(Refusal::OverBalance(whole));
    }
    if amount.minor < all && !rules.in_part {
        return Err(Refusal::InPart(0, whole));
    }
    let mut left = amount.minor;
    let mut parts = Vec::new();
    for one in mine {
        let part = free(one).min(left);
        left -= part;
        if part > 0 {
            parts.push((one.id, one.number.clone(), Money::new(part, amount.currency)));
        }
    }
    if parts.len() > DOCUMENTS_MOST {
        return Err(Refusal::TooMany);
    }
    Ok(Plan { parts, amount, rest: Money::new(left, amount.currency) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::DocumentType;

    const RULES: Rules = Rules { in_part: true, one_at_a_time: true, keeps_rest: false };

    fn gbp(minor: i64) -> Money {
        Money::new(minor, Currency::GBP)
    }

    fn one(id: i64, kind: DocumentType, open: i64, pending: i64) -> Locked {
        let (open, pending) = (gbp(open), gbp(pending));
        Locked { id, number: format!("D-{id}"), kind, customer_id: 1, due_day: None, open, pending }
    }

    fn amounts(plan: &Plan) -> Vec<i64> {
        plan.parts.iter().map(|(_, _, amount)| amount.minor).collect()
    }

    #[test]
    fn credit_notes_reduce_and_are_used_no_further_than_needed() {
        let invoice = one(1, DocumentType::Invoice, 1000, 0);
        let credit = one(2, DocumentType::CreditNote, 300, 0);
        let plan = of_documents(&[(invoice.clone(), None), (credit.clone(), None)], RULES).unwrap();
        assert_eq!((amounts(&plan), plan.amount.minor), (vec![1000, -300], 700));
        let large = one(3, DocumentType::Payment, 5000, 0);
        let all = [(credit.clone(), None), (invoice, Some(gbp(900))), (large, None)];
        let plan = of_documents(&all, RULES).unwrap();
        assert_eq!((amounts(&plan), plan.amount.minor), (vec![-300, 900, -600], 0));
        assert_eq!(of_documents(&[(credit, None)], RULES), Err(Refusal::Nothing));
    }

    #[test]
    fn each_wrong_amount_has_its_refusal() {
        let invoice = |pending| one(1, DocumentType::Invoice, 1000, pending);
        let of =
            |pending, minor, rules| of_documents(&[(invoice(pending), Some(gbp(minor)))], rules);
        assert_eq!(of(0, 1001, RULES), Err(Refusal::OverOpen(0, gbp(1000))));
        assert_eq!(of(0, 0, RULES), Err(Refusal::BadAmount(0)));
        assert_eq!(of(0, -5, RULES), Err(Refusal::BadAmount(0)));
        assert_eq!(of(400, 100, RULES), Err(Refusal::UnderWay(0)));
        let several = Rules { one_at_a_time: false, ..RULES };
        assert_eq!(amounts(&of(400, 600, several).unwrap()), [600]);
        assert_eq!(of(400, 601, several), Err(Refusal::OverOpen(0, gbp(600))));
        assert_eq!(of(1000, 1, several), Err(Refusal::UnderWay(0)));
        let whole = Rules { in_part: false, ..RULES };
        assert_eq!(of(0, 999, whole), Err(Refusal::InPart(0, gbp(1000))));
        let euro = Money::new(1, Currency::EUR);
        let other = of_documents(&[(invoice(0), Some(euro))], RULES);
        assert_eq!(other, Err(Refusal::OtherCurrency(0)));
        let settled = one(1, DocumentType::Invoice, 0, 0);
        assert_eq!(of_documents(&[(settled, None)], RULES), Err(Refusal::Settled(0)));
        let twice = [(invoice(0), None), (invoice(0), None)];
        assert_eq!(of_documents(&twice, RULES), Err(Refusal::Twice(1)));
        assert_eq!(of_documents(&[], RULES), Err(Refusal::Nothing));
    }

    #[test]
    fn what_is_over_is_kept_only_where_it_was_said() {
        let keeps = Rules { keeps_rest: true, ..RULES };
        let invoice = one(1, DocumentType::Invoice, 1000, 0);
        let plan = of_documents(&[(invoice, Some(gbp(1200)))], keeps).unwrap();
        assert_eq!((amounts(&plan), plan.rest.minor, plan.amount.minor), (vec![1000], 200, 1200));
    }

    #[test]
    fn a_sum_goes_to_the_oldest_first() {
        let due = [
            one(1, DocumentType::Invoice, 500, 0),
            one(2, DocumentType::Invoice, 300, 300),
            one(3, DocumentType::Invoice, 400, 0),
        ];
        let plan = of_balance(&due, gbp(700), RULES).unwrap();
        assert_eq!(amounts(&plan), [500, 200]);
        assert_eq!(of_balance(&due, gbp(901), RULES), Err(Refusal::OverBalance(gbp(900))));
        assert_eq!(of_balance(&due, gbp(0), RULES), Err(Refusal::BadAmount(0)));
        let keeps = Rules { keeps_rest: true, ..RULES };
        assert_eq!(of_balance(&due, gbp(1000), keeps).unwrap().rest.minor, 100);
    }
}
