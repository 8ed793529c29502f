//! English words, and a paper of each of the other kinds, for tests and for looking at.

use super::{british_seller, buyer, day, line, standard};
use crate::invoice::{Charge, ChargeKind, Party, PaymentMeans};
use crate::sheet::{
    Age, Entry, PackingSlip, PickLine, PickingSheet, Quotation, SlipLine, SlipParcel, Statement,
    Words,
};
use portico_types::{Currency, Day, Quantity};

/// English words for every key of [`crate::KEYS`], in its order; `{name}` stands for an argument.
pub const ENGLISH: &[(&str, &str)] = &[
    ("account", "Account"),
    ("account-name", "Account name"),
    ("balance", "Balance"),
    ("bic", "BIC"),
    ("carrier", "Carrier"),
    ("charged", "Charged"),
    ("closing", "Closing balance"),
    ("code", "Code"),
    ("company-number", "Company number"),
    ("contact", "Your contact"),
    ("corrects", "Corrects"),
    ("corrects-of", "{number} of {day}"),
    ("credit-note", "Credit note {number}"),
    ("credited", "Credited"),
    ("customer-number", "Customer number"),
    ("day", "Day"),
    ("deliver-to", "Deliver to"),
    ("delivered", "Delivered"),
    ("deliveries", "Deliveries"),
    ("document", "Document"),
    ("due", "Due"),
    ("goods", "Goods"),
    ("going-to", "Deliver to"),
    ("how-to-pay", "How to pay"),
    ("in-parts", "In parts, as goods come in"),
    ("inside", "In this delivery"),
    ("invoice", "Invoice {number}"),
    ("issued", "Issued"),
    ("less", "Less {what}"),
    ("net", "Net"),
    ("net-total", "Total without VAT"),
    ("no-vat-on", "Outside VAT, on {net}"),
    ("notes", "Notes"),
    ("opening", "Opening balance"),
    ("order", "Our order"),
    ("ordered", "Ordered"),
    ("packing-slip", "Packing slip {number}"),
    ("page", "Page {page} of {pages}"),
    ("parcel", "Parcel"),
    ("parcels", "Parcels"),
    ("payable", "To pay"),
    ("payment-reference", "Reference"),
    ("per", "per {units}"),
    ("picked", "Picked"),
    ("picking-sheet", "Picking sheet {number}"),
    ("place", "Location"),
    ("placed", "Placed"),
    ("prepaid", "Already paid"),
    ("price", "Price"),
    ("printed", "Printed"),
    ("product", "Product"),
    ("quantity", "Quantity"),
    ("quotation", "Quotation {number}"),
    ("remarks", "Remarks: {text}"),
    ("statement", "Statement of account, {from} to {to}"),
    ("terms", "Payment terms"),
    ("their-reference", "Customer's reference"),
    ("to", "To"),
    ("to-credit", "To credit"),
    ("to-follow", "To follow"),
    ("to-pick", "To pick"),
    ("total", "Total"),
    ("tracking", "Tracking"),
    ("valid-until", "Valid until"),
    ("vat", "VAT"),
    ("vat-elsewhere", "VAT in {currency}"),
    ("vat-number", "VAT number"),
    ("vat-on", "VAT {rate} % on {net}"),
    ("wanted", "Wished for"),
    ("whole", "All at once"),
    ("your-code", "Your code"),
    ("your-reference", "Your reference"),
    ("your-vat-number", "Your VAT number"),
];

/// The words above.
#[must_use]
pub fn english() -> Words<'static> {
    Words { say: &say, day: &english_day, unit: &english_unit }
}

fn say(key: &str, arguments: &[(&str, &str)]) -> String {
    let text = ENGLISH.iter().find(|(known, _)| *known == key).map_or(key, |(_, text)| text);
    let fill =
        |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
    arguments.iter().fold(text.to_owned(), fill)
}

fn english_day(day: Day) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, of_month) = day.parts();
    let month = usize::try_from(month - 1).ok().and_then(|n| MONTHS.get(n)).unwrap_or(&"");
    format!("{of_month} {month} {year}")
}

fn english_unit(code: &str) -> String {
    match code {
        "H87" | "C62" | "EA" => "",
        "MTR" => "m",
        "KGM" => "kg",
        "XBX" => "boxes",
        other => other,
    }
    .to_owned()
}

fn sterling_account() -> PaymentMeans {
    PaymentMeans {
        code: "30".to_owned(),
        account: Some("GB82WEST12345698765432".to_owned()),
        account_name: Some("Hartwell & Pike Ltd".to_owned()),
        bic: Some("WESTGB2L".to_owned()),
        reference: Some("C-1042".to_owned()),
    }
}

fn british_buyer() -> Party {
    Party { name: "Acme Cafés".to_owned(), ..buyer("GB") }
}

/// A statement of so many entries, with amounts of five ages.
#[must_use]
pub fn statement(entries: u32) -> Statement {
    let mut balance_minor = 128_460;
    let entry = |n: u32| {
        let (kind, number, amount_minor) = match n % 3 {
            0 => ("Payment", format!("PAY-{n}"), -64_230),
            1 => ("Invoice", format!("SI-{}", 20_877 + n), 64_230 + i64::from(n) * 1_017),
            _ => ("Credit note", format!("SC-{}", 3_127 + n), -9_600),
        };
        balance_minor += amount_minor;
        Entry {
            day: day("2026-03-01").plus_days(i32::try_from(n).unwrap_or(0) % 31),
            kind: kind.to_owned(),
            number,
            reference: (n % 3 == 1).then(|| format!("PO {}", 7_660 + n)),
            due: (n % 3 == 1).then(|| day("2026-04-01")),
            amount_minor,
            balance_minor,
        }
    };
    let entries: Vec<Entry> = (0..entries).map(entry).collect();
    let closing_minor = entries.last().map_or(128_460, |entry| entry.balance_minor);
    let ages = [
        ("Not due", 438_148),
        ("Due this week", 84_210),
        ("1 to 30 days late", 128_460),
        ("31 to 60", 0),
        ("Over 60", 1_200),
    ];
    Statement {
        seller: british_seller(),
        customer: british_buyer(),
        currency: Currency::GBP,
        language: "en-GB".to_owned(),
        from: day("2026-03-01"),
        to: day("2026-03-31"),
        opening_minor: 128_460,
        entries,
        closing_minor,
        ageing: ages
            .map(|(label, amount_minor)| Age {
                label: label.to_owned(),
                amount_minor,
                is_late: label.contains("late") || label.contains("60"),
            })
            .into(),
        means: vec![sterling_account()],
    }
}

/// A quotation of three lines.
#[must_use]
pub fn quotation() -> Quotation {
    Quotation {
        number: "Q-2207".to_owned(),
        issued: day("2026-11-13"),
        valid_until: Some(day("2026-11-27")),
        reference: Some("Spring counter display".to_owned()),
        seller: british_seller(),
        buyer: british_buyer(),
        currency: Currency::GBP,
        language: "en-GB".to_owned(),
        lines: vec![
            line(1, "Stoneware mug, sand, 350 ml", 120, 52_000, standard(20)),
            line(2, "Espresso cup and saucer, white", 96, 67_000, standard(20)),
            line(3, "Cast-iron teapot, black, 0.8 l", 12, 304_000, standard(20)),
        ],
        charges: vec![Charge {
            kind: ChargeKind::Charge,
            name: "Carriage".to_owned(),
            code: None,
            net_minor: 1_250,
            vat: standard(20),
        }],
        introduction: vec!["Prices hold if the quantities stay as they are. The teapots ship from the second delivery, all else from stock.".to_owned()],
        terms: Some("30 days net".to_owned()),
        notes: vec!["Offered by Priya Shah.".to_owned()],
    }
}

/// A packing slip of two parcels, with something to follow.
#[must_use]
pub fn packing_slip() -> PackingSlip {
    let line = |sku: &str, name: &str, units: [i64; 3]| SlipLine {
        sku: sku.to_owned(),
        name: name.to_owned(),
        note: None,
        unit: "H87".to_owned(),
        quantity: Quantity::whole(units[0]),
        parcels: vec![(1, Quantity::whole(4)), (2, Quantity::whole(units[0] - 4))],
        ordered: Quantity::whole(units[1]),
        to_follow: Quantity::whole(units[2]),
    };
    let parcel = |number, code: &str| SlipParcel {
        number,
        carrier: Some("Pennine Parcels".to_owned()),
        tracking: Some(code.to_owned()),
    };
    PackingSlip {
        number: "S-3301".to_owned(),
        day: day("2026-11-20"),
        language: "en-GB".to_owned(),
        seller: british_seller(),
        receiver: british_buyer(),
        order: "SO-1042".to_owned(),
        reference: Some("PO 7741".to_owned()),
        lines: vec![
            line("FS-1042", "Stoneware mug, sand, 350 ml", [120, 120, 0]),
            line("FS-1107", "Cast-iron teapot, black, 0.8 l", [8, 12, 4]),
        ],
        parcels: vec![parcel(1, "PP 4410 2231"), parcel(2, "PP 4410 2232")],
        notes: vec!["Ring at the back door.".to_owned()],
    }
}

/// A picking sheet of so many lines.
#[must_use]
pub fn picking_sheet(lines: i64) -> PickingSheet {
    let line = |n: i64| PickLine {
        place: "Main".to_owned(),
        sku: format!("FS-{}", 1_000 + n),
        name: "Stoneware mug, sand, 350 ml".to_owned(),
        note: (n % 7 == 0).then(|| "Gift wrapped, if that can be done".to_owned()),
        unit: if n % 5 == 0 { "MTR" } else { "H87" }.to_owned(),
        quantity: Quantity::whole(n),
    };
    PickingSheet {
        number: "N-3301".to_owned(),
        day: day("2026-11-20"),
        language: "en-GB".to_owned(),
        seller: british_seller(),
        receiver: british_buyer(),
        order: "SO-1042".to_owned(),
        placed: day("2026-11-18"),
        wanted: Some(day("2026-11-23")),
        reference: Some("PO 7741".to_owned()),
        whole: true,
        remarks: Some("Ring at the back door.".to_owned()),
        lines: (1..=lines).map(line).collect(),
    }
}
