//! EN 16931: the sums, to the exact cent, where the public validator lets VAT be off by almost one unit.

use super::Found;
use crate::arithmetic::arithmetic;
use crate::invoice::{Invoice, VatPart};

pub(super) fn check(invoice: &Invoice, found: &mut Found) {
    let Ok((parts, right)) = arithmetic(&invoice.lines, &invoice.charges, invoice.currency) else {
        found.core(false, "BR-CO-10", "totals", "The sums are too large.");
        return;
    };
    let said = &invoice.totals;
    for (is_right, rule, at) in [
        (said.lines_minor == right.lines_minor, "BR-CO-10", "totals.lines_minor"),
        (said.allowances_minor == right.allowances_minor, "BR-CO-11", "totals.allowances_minor"),
        (said.charges_minor == right.charges_minor, "BR-CO-12", "totals.charges_minor"),
        (said.net_minor == right.net_minor, "BR-CO-13", "totals.net_minor"),
        (said.vat_minor == right.vat_minor, "BR-CO-14", "totals.vat_minor"),
        (said.gross_minor == right.gross_minor, "BR-CO-15", "totals.gross_minor"),
    ] {
        found.core(is_right, rule, at, "The sum is not that of its parts.");
    }
    let payable = right.gross_minor.checked_sub(said.prepaid_minor);
    let text = "What is to be paid is the gross less what was prepaid.";
    found.core(payable == Some(said.payable_minor), "BR-CO-16", "totals.payable_minor", text);
    let is_same = |a: &VatPart, b: &VatPart| {
        (a.vat, a.taxable_minor, a.vat_minor) == (b.vat, b.taxable_minor, b.vat_minor)
    };
    let are_same = parts.len() == invoice.vat.len()
        && parts.iter().all(|part| invoice.vat.iter().any(|said| is_same(part, said)));
    let text = "VAT is worked out once per category and rate, on the sum.";
    found.core(are_same, "BR-CO-17", "vat", text);
    if let Some(elsewhere) = invoice.vat_elsewhere {
        let text = "The currency of the VAT return is another than the document's.";
        let is_other = elsewhere.currency != invoice.currency;
        found.peppol(is_other, "PEPPOL-EN16931-R005", "vat_elsewhere.currency", text);
        let has_same_sign = elsewhere.vat_minor.signum() == said.vat_minor.signum();
        let text = "Both VAT totals have one sign.";
        found.peppol(has_same_sign, "PEPPOL-EN16931-R055", "vat_elsewhere.vat_minor", text);
    }
}
