//! Every sample is good, and every rule is seen to be broken by a document that breaks it.

use super::*;
use crate::invoice::{Delivery, Identifier, Kind};
use crate::samples::{self, nought, standard};
use portico_types::{Rate, VatCategory};

#[test]
fn samples_break_no_rule() {
    for (name, invoice) in samples::all() {
        assert_eq!(check(&invoice), [], "{name}");
    }
}

/// A change to the plain invoice, and the one rule that it breaks.
type Broken = (&'static str, fn(&mut Invoice));

/// The rules that a changed invoice breaks, each once. Its sums are worked out anew first.
fn rules(change: fn(&mut Invoice), sum_up: bool) -> Vec<&'static str> {
    let mut invoice = samples::invoice();
    change(&mut invoice);
    if sum_up {
        invoice.sum_up().unwrap();
    }
    let mut rules: Vec<_> = check(&invoice).into_iter().map(|breach| breach.rule).collect();
    rules.dedup();
    rules
}

#[test]
fn each_rule_of_the_core_is_broken_alone() {
    let broken: &[Broken] = &[
        ("BR-02", |i| i.number = " ".into()),
        ("BR-06", |i| i.seller.name.clear()),
        ("BR-07", |i| i.buyer.name.clear()),
        ("BR-21", |i| i.lines[1].position = 1),
        ("BR-25", |i| i.lines[0].name = "\t".into()),
        ("BR-37", |i| i.charges[0].net_minor = -1),
        ("BR-38", |i| i.charges[0].name.clear()),
        ("BR-61", |i| i.means[0].account = None),
        ("IBAN", |i| i.means[0].account = Some("NL92ABNA0417164300".into())),
        ("BR-CL-23", |i| i.lines[0].unit = "PCE".into()),
        ("BR-CO-09", |i| i.seller.vat_number = Some("123456789".into())),
        ("GTIN", |i| i.lines[0].gtin = Some("4006381333932".into())),
        ("PEPPOL-EN16931-R120", |i| i.lines[0].net_minor += 1),
        ("BR-DEC-14", |i| {
            i.currency = portico_types::Currency::from_code("KWD").unwrap();
            i.lines.iter_mut().for_each(|l| l.net_minor *= 10);
        }),
        ("BR-S-02", |i| i.seller.vat_number = None),
    ];
    for (rule, change) in broken {
        assert_eq!(rules(*change, true), [*rule]);
    }
}

#[test]
fn each_sum_is_exact_to_the_cent() {
    let broken: &[Broken] = &[
        ("BR-CO-10", |i| i.totals.lines_minor += 1),
        ("BR-CO-11", |i| i.totals.allowances_minor += 1),
        ("BR-CO-12", |i| i.totals.charges_minor -= 1),
        ("BR-CO-13", |i| i.totals.net_minor += 1),
        ("BR-CO-14", |i| i.totals.vat_minor += 1),
        ("BR-CO-15", |i| i.totals.gross_minor -= 1),
        ("BR-CO-16", |i| i.totals.payable_minor += 1),
        ("BR-CO-17", |i| i.vat[0].vat_minor += 1),
        ("BR-CO-17", |i| i.vat[0].taxable_minor += 1),
        ("BR-CO-25", |i| (i.due, i.terms) = (None, None)),
        ("PEPPOL-EN16931-R121", |i| i.lines[0].price_per = 0),
    ];
    for (rule, change) in broken {
        let rules = rules(*change, false);
        assert!(rules.contains(rule), "{rule} in {rules:?}");
    }
    assert_eq!(rules(|i| i.means[0].code = "4711".into(), true), ["BR-CL-16", "NL-R-008"]);
    assert_eq!(rules(|i| i.lines.clear(), true), ["BR-16"]);
    assert_eq!(
        rules(|i| i.lines[0].net_minor = i64::MAX, false).first(),
        Some(&"PEPPOL-EN16931-R120")
    );
}

#[test]
fn each_category_asks_what_it_must() {
    /// The plain invoice with all of it in one category.
    fn all_in(invoice: &mut Invoice, category: VatCategory) {
        invoice.lines.iter_mut().for_each(|line| line.vat = nought(category));
        invoice.charges.iter_mut().for_each(|charge| charge.vat = nought(category));
        invoice.sum_up().unwrap();
    }
    let rules = |category, change: fn(&mut Invoice)| {
        let mut invoice = samples::invoice();
        all_in(&mut invoice, category);
        change(&mut invoice);
        check(&invoice).into_iter().map(|breach| breach.rule).collect::<Vec<_>>()
    };
    use VatCategory::*;
    assert_eq!(rules(Zero, |i| i.seller.vat_number = None), ["BR-Z-02"]);
    assert_eq!(rules(Zero, |i| i.vat[0].exemption = samples::dutch_exemption(Exempt)), ["BR-Z-10"]);
    assert_eq!(rules(Exempt, |i| i.vat[0].exemption = None), ["BR-E-10"]);
    assert_eq!(
        rules(ReverseCharge, |i| i.buyer.vat_number = None),
        [""; 0],
        "the legal number does"
    );
    assert_eq!(
        rules(ReverseCharge, |i| (i.buyer.vat_number, i.buyer.legal_id) = (None, None)),
        ["BR-AE-02"]
    );
    assert_eq!(rules(IntraCommunity, |i| i.buyer.vat_number = None), ["BR-IC-02"]);
    assert_eq!(rules(IntraCommunity, |i| i.delivery = None), ["BR-IC-11", "BR-IC-12"]);
    assert_eq!(
        rules(IntraCommunity, |i| i.delivery =
            Some(Delivery { place: None, ..i.delivery.clone().unwrap() })),
        ["BR-IC-12"]
    );
    assert_eq!(rules(Export, |i| i.vat[0].exemption = None), ["BR-G-10"]);
    assert_eq!(rules(OutOfScope, |i| i.seller.legal_id = None), ["BR-CO-26"]);
    assert_eq!(
        rules(Export, |i| i.vat[0].exemption = samples::dutch_exemption(IntraCommunity)),
        ["PEPPOL-EN16931-P0106"]
    );
    assert_eq!(
        rules(OutOfScope, |i| {
            i.lines[0].vat = standard(21);
            i.sum_up().unwrap();
        }),
        ["BR-O-11"]
    );
    assert_eq!(
        rules(Standard, |i| i.lines[0].vat.rate = Rate::ZERO),
        ["BR-S-05"],
        "category S at nought"
    );
}

#[test]
fn peppol_and_national_rules_are_layers_of_their_own() {
    let broken: &[Broken] = &[
        ("PEPPOL-EN16931-R003", |i| (i.buyer_reference, i.orders) = (None, Vec::new())),
        ("PEPPOL-EN16931-R010", |i| i.buyer.endpoint = None),
        ("PEPPOL-EN16931-R020", |i| i.seller.endpoint = None),
        ("PEPPOL-EN16931-CL003", |i| i.charges[0].code = Some("95".into())),
        ("PEPPOL-COMMON-R040", |i| {
            i.buyer.endpoint =
                Some(Identifier { scheme: "0088".into(), value: "5790000436072".into() });
        }),
        ("NL-R-001", |i| i.kind = Kind::CreditNote),
        ("NL-R-002", |i| i.seller.address.postcode = None),
        ("NL-R-004", |i| i.buyer.address.city.clear()),
        ("NL-R-007", |i| i.means.clear()),
        ("NL-R-008", |i| i.means[0].code = "68".into()),
    ];
    for (rule, change) in broken {
        assert_eq!(rules(*change, true), [*rule]);
    }
    let mut invoice = samples::invoice();
    (invoice.number, invoice.buyer.endpoint, invoice.means) = (String::new(), None, Vec::new());
    let layers: Vec<_> = check(&invoice).into_iter().map(|breach| breach.layer).collect();
    assert_eq!(layers, [Layer::Core, Layer::Peppol, Layer::National]);
}

#[test]
fn german_rules_hold_between_germans() {
    let rules = |change: fn(&mut Invoice)| {
        let mut invoice = samples::invoice();
        (invoice.seller, invoice.buyer) = (samples::german_seller(), samples::buyer("DE"));
        change(&mut invoice);
        check(&invoice).into_iter().map(|breach| breach.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(|_| {}), [""; 0]);
    assert_eq!(rules(|i| i.seller.contact = None), ["DE-R-005", "DE-R-006", "DE-R-007"]);
    assert_eq!(rules(|i| i.buyer_reference = None), ["DE-R-015"]);
    assert_eq!(rules(|i| i.means.clear()), ["DE-R-001"]);
    assert_eq!(
        rules(|i| {
            i.buyer = samples::buyer("BE");
            i.buyer_reference = None;
        }),
        [""; 0]
    );
}
