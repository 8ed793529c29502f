//! Rules of the seller's country that Peppol checks: the Netherlands and Germany.

use super::{Found, is_said};
use crate::invoice::{Invoice, Kind, Party, Place};

pub(super) fn check(invoice: &Invoice, found: &mut Found) {
    match country(&invoice.seller) {
        "NL" => dutch(invoice, found),
        "DE" => german(invoice, found),
        _ => {}
    }
}

/// Whose rules a party is under: those of its VAT number, else of its address.
fn country(party: &Party) -> &str {
    let of_number = party.vat_number.as_deref().and_then(|number| number.get(..2));
    of_number.unwrap_or(party.address.country.code())
}

fn dutch(invoice: &Invoice, found: &mut Found) {
    let is_buyer_dutch = country(&invoice.buyer) == "NL";
    let is_plain = invoice.kind == Kind::Invoice || !invoice.corrects.is_empty();
    found.national(is_plain, "NL-R-001", "corrects", "A Dutch credit note names its invoice.");
    let text = "Street, town and postcode are needed.";
    let whole = |place: &Place| has_street(place) && has_town(place);
    found.national(whole(&invoice.seller.address), "NL-R-002", "seller.address", text);
    let text = "A Dutch company is known by its KvK number (0106) or OIN (0190).";
    found.national(has_dutch_id(&invoice.seller), "NL-R-003", "seller.legal_id", text);
    if is_buyer_dutch {
        let text = "Street, town and postcode are needed.";
        found.national(whole(&invoice.buyer.address), "NL-R-004", "buyer.address", text);
        let text = "A Dutch company is known by its KvK number (0106) or OIN (0190).";
        found.national(has_dutch_id(&invoice.buyer), "NL-R-005", "buyer.legal_id", text);
    }
    let is_paid_to_us = invoice.kind == Kind::Invoice && invoice.totals.payable_minor > 0;
    let has_means = !is_paid_to_us || !invoice.means.is_empty();
    found.national(has_means, "NL-R-007", "means", "Say how it can be paid.");
    if is_buyer_dutch {
        let allowed = ["30", "48", "49", "57", "58", "59"];
        let are_allowed = invoice.means.iter().all(|means| allowed.contains(&means.code.as_str()));
        found.national(
            are_allowed,
            "NL-R-008",
            "means",
            "This way to pay is not used between Dutch companies.",
        );
    }
}

/// A Dutch number, or none at all, which the rule lets pass.
fn has_dutch_id(party: &Party) -> bool {
    party.legal_id.as_ref().is_none_or(|id| matches!(id.scheme.as_str(), "0106" | "0190"))
}

/// The rules hold between German companies.
fn german(invoice: &Invoice, found: &mut Found) {
    if country(&invoice.buyer) != "DE" {
        return;
    }
    found.national(!invoice.means.is_empty(), "DE-R-001", "means", "Say how it can be paid.");
    let contact = invoice.seller.contact.clone().unwrap_or_default();
    let text = "A person or desk, its telephone and its e-mail are needed.";
    found.national(is_said(contact.name.as_deref()), "DE-R-005", "seller.contact.name", text);
    found.national(is_said(contact.phone.as_deref()), "DE-R-006", "seller.contact.phone", text);
    found.national(is_said(contact.email.as_deref()), "DE-R-007", "seller.contact.email", text);
    let text = "Town and postcode are needed.";
    found.national(has_town(&invoice.seller.address), "DE-R-003", "seller.address", text);
    found.national(has_town(&invoice.buyer.address), "DE-R-008", "buyer.address", text);
    if let Some(place) = invoice.delivery.as_ref().and_then(|d| d.place.as_ref()) {
        found.national(has_town(place), "DE-R-010", "delivery.place", text);
    }
    let text = "The buyer's reference is needed.";
    found.national(
        is_said(invoice.buyer_reference.as_deref()),
        "DE-R-015",
        "buyer_reference",
        text,
    );
}

fn has_street(place: &Place) -> bool {
    is_said(Some(&place.line1))
}

fn has_town(place: &Place) -> bool {
    is_said(Some(&place.city)) && is_said(place.postcode.as_deref())
}
