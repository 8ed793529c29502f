//! EN 16931: what each VAT category asks of a document.

use super::{Found, is_said};
use crate::invoice::{Invoice, VatPart};
use portico_types::{Rate, VatCategory};

/// Ids of the rules that every category has, in the words of its family.
struct Family {
    numbers: &'static str,
    rate: &'static str,
    reason: &'static str,
}

fn family(category: VatCategory) -> Family {
    let (numbers, rate, reason) = match category {
        VatCategory::Standard => ("BR-S-02", "BR-S-05", "BR-S-10"),
        VatCategory::Zero => ("BR-Z-02", "BR-Z-05", "BR-Z-10"),
        VatCategory::Exempt => ("BR-E-02", "BR-E-05", "BR-E-10"),
        VatCategory::ReverseCharge => ("BR-AE-02", "BR-AE-05", "BR-AE-10"),
        VatCategory::IntraCommunity => ("BR-IC-02", "BR-IC-05", "BR-IC-10"),
        VatCategory::Export => ("BR-G-02", "BR-G-05", "BR-G-10"),
        VatCategory::OutOfScope => ("BR-O-02", "BR-O-05", "BR-O-10"),
    };
    Family { numbers, rate, reason }
}

pub(super) fn check(invoice: &Invoice, found: &mut Found) {
    for part in &invoice.vat {
        let family = family(part.vat.category);
        numbers(invoice, part, &family, found);
        let is_taxed = part.vat.category == VatCategory::Standard;
        let is_right = (part.vat.rate > Rate::ZERO) == is_taxed;
        found.core(
            is_right,
            family.rate,
            "vat",
            "Category S has a rate above nought, all others have none.",
        );
        reason(part, &family, found);
        if part.vat.category == VatCategory::IntraCommunity {
            intra_community(invoice, found);
        }
    }
    let has_out_of_scope = invoice.vat.iter().any(|p| p.vat.category == VatCategory::OutOfScope);
    let text = "What is outside the scope of VAT stands on a document of its own.";
    found.core(!has_out_of_scope || invoice.vat.len() == 1, "BR-O-11", "vat", text);
}

fn numbers(invoice: &Invoice, part: &VatPart, family: &Family, found: &mut Found) {
    let has_seller = is_said(invoice.seller.vat_number.as_deref());
    let has_buyer = is_said(invoice.buyer.vat_number.as_deref());
    let seller_legal =
        invoice.seller.legal_id.is_some() || is_said(invoice.seller.number.as_deref());
    match part.vat.category {
        // The writers leave VAT numbers out of such a document; then the seller needs another number.
        VatCategory::OutOfScope => {
            let text = "Outside the scope of VAT no VAT number is written: the seller needs its number in the register.";
            found.core(seller_legal, "BR-CO-26", "seller.legal_id", text);
        }
        category => {
            let text = "The seller's VAT number is needed.";
            found.core(has_seller, family.numbers, "seller.vat_number", text);
            let needs_buyer = category == VatCategory::IntraCommunity
                || (category == VatCategory::ReverseCharge && invoice.buyer.legal_id.is_none());
            let text = "The buyer's VAT number is needed.";
            found.core(has_buyer || !needs_buyer, family.numbers, "buyer.vat_number", text);
        }
    }
}

fn reason(part: &VatPart, family: &Family, found: &mut Found) {
    let given = part.exemption.as_ref();
    match part.vat.category {
        VatCategory::Standard | VatCategory::Zero => {
            found.core(
                given.is_none(),
                family.reason,
                "vat",
                "VAT is charged, so there is no exemption.",
            );
        }
        _ => {
            let is_given =
                given.is_some_and(|e| is_said(Some(&e.text)) || is_said(e.code.as_deref()));
            found.core(is_given, family.reason, "vat", "Say why no VAT is charged.");
        }
    }
    // A code of the list cites one category's article.
    let code = given.and_then(|e| e.code.as_deref());
    let category = match code {
        Some("VATEX-EU-G") => Some((VatCategory::Export, "PEPPOL-EN16931-P0104")),
        Some("VATEX-EU-O") => Some((VatCategory::OutOfScope, "PEPPOL-EN16931-P0105")),
        Some("VATEX-EU-IC") => Some((VatCategory::IntraCommunity, "PEPPOL-EN16931-P0106")),
        Some("VATEX-EU-AE") => Some((VatCategory::ReverseCharge, "PEPPOL-EN16931-P0107")),
        Some("VATEX-EU-D") => Some((VatCategory::Exempt, "PEPPOL-EN16931-P0108")),
        Some("VATEX-EU-F") => Some((VatCategory::Exempt, "PEPPOL-EN16931-P0109")),
        Some("VATEX-EU-I") => Some((VatCategory::Exempt, "PEPPOL-EN16931-P0110")),
        Some("VATEX-EU-J") => Some((VatCategory::Exempt, "PEPPOL-EN16931-P0111")),
        _ => None,
    };
    if let Some((category, rule)) = category {
        let text = "The exemption's code is of another category.";
        found.peppol(part.vat.category == category, rule, "vat", text);
    }
}

fn intra_community(invoice: &Invoice, found: &mut Found) {
    let delivery = invoice.delivery.as_ref();
    let day = delivery.and_then(|d| d.day);
    found.core(
        day.is_some(),
        "BR-IC-11",
        "delivery.day",
        "A supply inside the EU says when it was delivered.",
    );
    let place = delivery.and_then(|d| d.place.as_ref());
    found.core(
        place.is_some(),
        "BR-IC-12",
        "delivery.place",
        "A supply inside the EU says to which country it went.",
    );
}
