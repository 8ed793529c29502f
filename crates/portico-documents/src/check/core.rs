//! EN 16931: what every document says about itself, its parties, lines and ways to pay.

use super::{Found, codes, is_said, numbers};
use crate::invoice::{Identifier, Invoice, Line, Party};
use std::collections::HashSet;

pub(super) fn check(invoice: &Invoice, found: &mut Found) {
    found.core(is_said(Some(&invoice.number)), "BR-02", "number", "A document has a number.");
    found.core(!invoice.lines.is_empty(), "BR-16", "lines", "A document has at least one line.");
    let has_date = invoice.due.is_some() || is_said(invoice.terms.as_deref());
    let is_owed = invoice.totals.payable_minor > 0;
    found.core(
        has_date || !is_owed,
        "BR-CO-25",
        "due",
        "Say until when it is due, or the payment terms.",
    );
    let has_cents = invoice.currency.digits() <= 2;
    found.core(
        has_cents,
        "BR-DEC-14",
        "currency",
        "Amounts have two decimals at most; this currency has more.",
    );
    for (n, corrected) in invoice.corrects.iter().enumerate() {
        let at = format!("corrects[{n}].number");
        found.core(
            is_said(Some(&corrected.number)),
            "BR-55",
            &at,
            "Name the document that is corrected.",
        );
    }
    parties(invoice, found);
    lines(invoice, found);
    for (n, charge) in invoice.charges.iter().enumerate() {
        let at = format!("charges[{n}]");
        found.core(is_said(Some(&charge.name)), "BR-38", &at, "Say what the charge is for.");
        found.core(
            charge.net_minor >= 0,
            "BR-37",
            &at,
            "An amount is not negative; an allowance takes it off.",
        );
    }
    for (n, means) in invoice.means.iter().enumerate() {
        let at = format!("means[{n}].account");
        let is_transfer = matches!(means.code.as_str(), "30" | "58");
        let account = means.account.as_deref();
        found.core(
            is_said(account) || !is_transfer,
            "BR-61",
            &at,
            "A credit transfer names the account.",
        );
        let is_good = account.is_none_or(numbers::is_account);
        found.core(is_good, "IBAN", &at, "The IBAN's check digits are wrong.");
        let is_known = codes::PAYMENT_MEANS.contains(&means.code.as_str());
        found.core(
            is_known,
            "BR-CL-16",
            &at,
            "The code of the way to pay is not on the list UNCL 4461.",
        );
    }
}

fn parties(invoice: &Invoice, found: &mut Found) {
    let (seller, buyer) = (&invoice.seller, &invoice.buyer);
    found.core(is_said(Some(&seller.name)), "BR-06", "seller.name", "The seller has a name.");
    found.core(is_said(Some(&buyer.name)), "BR-07", "buyer.name", "The buyer has a name.");
    let has_number = seller.legal_id.is_some() || is_said(seller.vat_number.as_deref());
    found.core(
        has_number || is_said(seller.number.as_deref()),
        "BR-CO-26",
        "seller.legal_id",
        "The seller has a VAT number or a number in the register of companies.",
    );
    party(seller, "seller", found);
    party(buyer, "buyer", found);
}

fn party(party: &Party, role: &str, found: &mut Found) {
    if let Some(number) = party.vat_number.as_deref() {
        let at = format!("{role}.vat_number");
        let text = "A VAT number begins with its country's two letters.";
        found.core(numbers::is_vat_number(number), "BR-CO-09", &at, text);
    }
    if let Some(Identifier { scheme, value }) = &party.legal_id {
        let at = format!("{role}.legal_id");
        found.core(is_said(Some(value)), "BR-CO-26", &at, "The number of the register is empty.");
        let is_known = scheme.is_empty() || codes::is_legal_scheme(scheme);
        found.core(is_known, "BR-CL-11", &at, "The scheme is not on the list ISO 6523.");
    }
    if let Some(Identifier { scheme, value }) = &party.endpoint {
        let at = format!("{role}.endpoint");
        found.core(is_said(Some(scheme)), "BR-62", &at, "An address for e-invoices has a scheme.");
        found.core(is_said(Some(value)), "BR-62", &at, "The address for e-invoices is empty.");
        let is_known = codes::ENDPOINT_SCHEMES.contains(&scheme.as_str());
        found.core(
            is_known,
            "BR-CL-25",
            &at,
            "The scheme is not on the list of electronic addresses.",
        );
    }
}

fn lines(invoice: &Invoice, found: &mut Found) {
    let mut positions = HashSet::new();
    for line in &invoice.lines {
        let at = |field: &str| format!("lines[{}].{field}", line.position);
        let is_new = line.position > 0 && positions.insert(line.position);
        found.core(is_new, "BR-21", &at("position"), "Lines are numbered from 1, each its own.");
        found.core(is_said(Some(&line.name)), "BR-25", &at("name"), "A line says what it is.");
        found.core(
            crate::units::is_known(&line.unit),
            "BR-CL-23",
            &at("unit"),
            "The unit is not on the list UN/ECE 20.",
        );
        found.core(
            line.price_ten_thousandths >= 0,
            "BR-27",
            &at("price"),
            "A price is not negative.",
        );
        found.core(
            line.price_per > 0,
            "PEPPOL-EN16931-R121",
            &at("price_per"),
            "A price is for at least one unit.",
        );
        found.core(
            is_net_exact(invoice, line),
            "PEPPOL-EN16931-R120",
            &at("net_minor"),
            "The net is quantity × price, rounded once.",
        );
        let is_gtin = line.gtin.as_deref().is_none_or(numbers::is_gtin);
        found.core(is_gtin, "GTIN", &at("gtin"), "The GTIN's check digit is wrong.");
    }
}

fn is_net_exact(invoice: &Invoice, line: &Line) -> bool {
    let net = line.price(invoice.currency).net(line.quantity);
    net.is_ok_and(|net| net.minor == line.net_minor)
}
