//! The Peppol BIS Billing 3 rules that a document of ours can break (release 3.0.19).
//!
//! The writer sees to the others by itself: fixed ids, one note, no empty elements, one currency.

use super::{Found, codes, is_said, numbers};
use crate::invoice::{ChargeKind, Invoice, Party};

pub(super) fn check(invoice: &Invoice, found: &mut Found) {
    let has_reference = is_said(invoice.buyer_reference.as_deref()) || !invoice.orders.is_empty();
    let text = "Name the buyer's reference or an order.";
    found.peppol(has_reference, "PEPPOL-EN16931-R003", "buyer_reference", text);
    let text = "The address at which e-invoices are received is needed.";
    found.peppol(invoice.buyer.endpoint.is_some(), "PEPPOL-EN16931-R010", "buyer.endpoint", text);
    found.peppol(invoice.seller.endpoint.is_some(), "PEPPOL-EN16931-R020", "seller.endpoint", text);
    for (n, means) in invoice.means.iter().enumerate() {
        let is_debit = matches!(means.code.as_str(), "49" | "59");
        let at = format!("means[{n}].code");
        let text = "A direct debit needs its mandate, which this program does not keep.";
        found.peppol(!is_debit, "PEPPOL-EN16931-R061", &at, text);
    }
    for (n, charge) in invoice.charges.iter().enumerate() {
        let Some(code) = charge.code.as_deref() else { continue };
        let (rule, is_known) = match charge.kind {
            ChargeKind::Allowance => ("PEPPOL-EN16931-CL002", codes::ALLOWANCES.contains(&code)),
            ChargeKind::Charge => ("PEPPOL-EN16931-CL003", codes::is_charge(code)),
        };
        found.peppol(
            is_known,
            rule,
            &format!("charges[{n}].code"),
            "The reason's code is not on its list.",
        );
    }
    party(&invoice.seller, "seller", found);
    party(&invoice.buyer, "buyer", found);
}

fn party(party: &Party, role: &str, found: &mut Found) {
    let ids = [("endpoint", &party.endpoint), ("legal_id", &party.legal_id)];
    for (field, id) in ids {
        let Some(id) = id else { continue };
        let Some((rule, is_good)) = numbers::check_digits(&id.scheme, &id.value) else { continue };
        let at = format!("{role}.{field}");
        found.peppol(is_good, rule, &at, "The number's check digit is wrong.");
    }
}
