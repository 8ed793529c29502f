//! Code lists that a document's codes are checked against.

/// Electronic address schemes (EAS) that an endpoint may have.
pub(super) const ENDPOINT_SCHEMES: &[&str] = &[
    "0002", "0007", "0009", "0037", "0060", "0088", "0096", "0097", "0106", "0130", "0135", "0142",
    "0147", "0151", "0154", "0158", "0170", "0177", "0183", "0184", "0188", "0190", "0191", "0192",
    "0193", "0194", "0195", "0196", "0198", "0199", "0200", "0201", "0202", "0203", "0204", "0205",
    "0208", "0209", "0210", "0211", "0212", "0213", "0215", "0216", "0217", "0218", "0221", "0225",
    "0230", "0240", "9910", "9913", "9914", "9915", "9918", "9919", "9920", "9922", "9923", "9924",
    "9925", "9926", "9927", "9928", "9929", "9930", "9931", "9932", "9933", "9934", "9935", "9936",
    "9937", "9938", "9939", "9940", "9941", "9942", "9943", "9944", "9945", "9946", "9947", "9948",
    "9949", "9950", "9951", "9952", "9953", "9957", "9959", "AN", "AQ", "AS", "AU", "EM",
];

/// Reasons of an allowance (UNCL 5189).
pub(super) const ALLOWANCES: &[&str] = &[
    "41", "42", "60", "62", "63", "64", "65", "66", "67", "68", "70", "71", "88", "95", "100",
    "102", "103", "104", "105",
];

/// Ways to pay (UNCL 4461) that a wholesaler may name.
pub(super) const PAYMENT_MEANS: &[&str] = &[
    "1", "10", "20", "30", "31", "42", "48", "49", "50", "54", "55", "57", "58", "59", "68", "93",
    "97",
];

/// Whether this is a scheme of ISO 6523: 0002 to 0240.
pub(super) fn is_legal_scheme(scheme: &str) -> bool {
    scheme.len() == 4 && scheme.parse::<u32>().is_ok_and(|n| (2..=240).contains(&n))
}

/// Whether this has the shape of a charge's reason (UNCL 7161): two or three capitals.
pub(super) fn is_charge(code: &str) -> bool {
    (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase())
}
