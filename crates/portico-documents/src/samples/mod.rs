//! Documents of every kind for every VAT case: what the tests read, and what `cargo xtask ci --only einvoice` writes and has validated.

mod papers;

pub use papers::{ENGLISH, english, packing_slip, picking_sheet, quotation, statement};

use crate::invoice::{
    Charge, ChargeKind, Contact, Corrected, Delivery, Exemption, Identifier, Invoice, Kind, Line,
    OrderReference, Party, PaymentMeans, Place, Totals, UNIT_ONE, VERSION, VatElsewhere, VatPart,
};
use crate::vat_case::exemption;
use portico_types::{Country, Currency, Day, Quantity, Rate, Taxed, VatCategory};

fn country(code: &str) -> Country {
    Country::from_code(code).expect("a code of ISO 3166")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn identifier(scheme: &str, value: &str) -> Identifier {
    Identifier { scheme: scheme.to_owned(), value: value.to_owned() }
}

/// Standard VAT of so many percent.
#[must_use]
pub fn standard(percent: i64) -> Taxed {
    Taxed { rate: Rate::new(percent * 100), category: VatCategory::Standard }
}

/// One of the categories that charge nothing.
#[must_use]
pub fn nought(category: VatCategory) -> Taxed {
    Taxed { rate: Rate::ZERO, category }
}

/// A Dutch wholesaler.
#[must_use]
pub fn dutch_seller() -> Party {
    Party {
        name: "Kroon Groothandel B.V.".to_owned(),
        trading_name: Some("Kroon Keukengerei".to_owned()),
        number: None,
        legal_id: Some(identifier("0106", "12345678")),
        vat_number: Some("NL123456789B01".to_owned()),
        endpoint: Some(identifier("0106", "12345678")),
        address: Place {
            line1: "Handelskade 41".to_owned(),
            line2: None,
            postcode: Some("3011 AB".to_owned()),
            city: "Rotterdam".to_owned(),
            region: None,
            country: country("NL"),
        },
        contact: Some(Contact {
            name: Some("Administratie".to_owned()),
            phone: Some("+31 10 555 01 23".to_owned()),
            email: Some("administratie@kroon.example".to_owned()),
        }),
    }
}

/// A British wholesaler, as in the demo.
#[must_use]
pub fn british_seller() -> Party {
    Party {
        name: "Hartwell & Pike Ltd".to_owned(),
        trading_name: None,
        legal_id: Some(identifier("0088", "5012345678900")),
        vat_number: Some("GB123456782".to_owned()),
        endpoint: Some(identifier("9932", "GB123456782")),
        address: Place {
            line1: "12 Canal Wharf".to_owned(),
            line2: Some("Holbeck".to_owned()),
            postcode: Some("LS11 5PS".to_owned()),
            city: "Leeds".to_owned(),
            region: None,
            country: country("GB"),
        },
        ..dutch_seller()
    }
}

/// A German wholesaler.
#[must_use]
pub fn german_seller() -> Party {
    Party {
        name: "Lindenhof Großhandel GmbH".to_owned(),
        trading_name: None,
        legal_id: None,
        vat_number: Some("DE123456789".to_owned()),
        endpoint: Some(identifier("9930", "DE123456789")),
        address: Place {
            line1: "Severinstraße 5".to_owned(),
            line2: None,
            postcode: Some("50678".to_owned()),
            city: "Köln".to_owned(),
            region: None,
            country: country("DE"),
        },
        ..dutch_seller()
    }
}

/// A buyer in this country, with a VAT number there.
#[must_use]
pub fn buyer(code: &str) -> Party {
    let (legal, vat, endpoint) = match code {
        "NL" => (Some(("0106", "87654321")), "NL987654321B02", ("0106", "87654321")),
        "DE" => (None, "DE987654321", ("9930", "DE987654321")),
        "BE" => (Some(("0208", "0202239951")), "BE0202239951", ("0208", "0202239951")),
        "GB" => (None, "GB987654321", ("9932", "GB987654321")),
        _ => (None, "CHE123456788", ("0088", "5790000436071")),
    };
    Party {
        name: "Café De Waterkant".to_owned(),
        trading_name: None,
        number: Some("C-1042".to_owned()),
        legal_id: legal.map(|(scheme, value)| identifier(scheme, value)),
        vat_number: Some(vat.to_owned()),
        endpoint: Some(identifier(endpoint.0, endpoint.1)),
        address: Place {
            line1: "Oudegracht 112".to_owned(),
            line2: None,
            postcode: Some("3511 AW".to_owned()),
            city: "Utrecht".to_owned(),
            region: None,
            country: country(code),
        },
        contact: Some(Contact {
            name: Some("Anna Bell".to_owned()),
            phone: None,
            email: Some("anna@waterkant.example".to_owned()),
        }),
    }
}

/// So many of something at a price in ten-thousandths, in the order of [`invoice`].
#[must_use]
pub fn line(position: u32, name: &str, units: i64, price_ten_thousandths: i64, vat: Taxed) -> Line {
    let mut line = Line {
        position,
        sku: Some(format!("KR-{}", 1000 + position)),
        buyer_sku: None,
        gtin: None,
        name: name.to_owned(),
        note: None,
        quantity: Quantity::whole(units),
        unit: "H87".to_owned(),
        price_ten_thousandths,
        price_per: 1,
        net_minor: 0,
        vat,
        order: Some("SO-1009".to_owned()),
        order_line: Some(position.to_string()),
    };
    line.net_minor = line.price(Currency::EUR).net(line.quantity).expect("a small sum").minor;
    line
}

/// A plain invoice between two Dutch companies: two lines, two rates, carriage.
#[must_use]
pub fn invoice() -> Invoice {
    let mut invoice = Invoice {
        version: VERSION,
        kind: Kind::Invoice,
        number: "INV-2026-0042".to_owned(),
        issued: day("2026-03-02"),
        due: Some(day("2026-04-01")),
        currency: Currency::EUR,
        vat_elsewhere: None,
        language: "en".to_owned(),
        buyer_reference: Some("PO-7781".to_owned()),
        orders: vec![OrderReference {
            number: "SO-1009".to_owned(),
            reference: Some("PO-7781".to_owned()),
        }],
        corrects: Vec::new(),
        seller: dutch_seller(),
        buyer: buyer("NL"),
        delivery: Some(Delivery {
            day: Some(day("2026-02-27")),
            name: Some("Café De Waterkant, kitchen".to_owned()),
            place: Some(buyer("NL").address),
        }),
        lines: vec![
            line(1, "Stoneware mug, sand, 350 ml", 120, 52_000, standard(21)),
            line(2, "Assam loose-leaf tea, 250 g tin", 96, 61_000, standard(9)),
        ],
        charges: vec![Charge {
            kind: ChargeKind::Charge,
            name: "Carriage".to_owned(),
            code: Some("FC".to_owned()),
            net_minor: 1_250,
            vat: standard(21),
        }],
        vat: Vec::new(),
        totals: Totals::default(),
        terms: Some("30 days net".to_owned()),
        means: vec![PaymentMeans {
            code: "30".to_owned(),
            account: Some("NL91ABNA0417164300".to_owned()),
            account_name: Some("Kroon Groothandel B.V.".to_owned()),
            bic: Some("ABNANL2A".to_owned()),
            reference: Some("INV-2026-0042".to_owned()),
        }],
        notes: vec!["Goods remain ours until they are paid.".to_owned()],
    };
    summed(&mut invoice)
}

/// With its sums worked out anew.
fn summed(invoice: &mut Invoice) -> Invoice {
    invoice.sum_up().expect("small sums");
    invoice.clone()
}

/// The same as a credit note against [`invoice`].
#[must_use]
pub fn credit_note() -> Invoice {
    credited(invoice())
}

fn credited(invoice: Invoice) -> Invoice {
    Invoice {
        kind: Kind::CreditNote,
        corrects: vec![Corrected { number: invoice.number, issued: Some(invoice.issued) }],
        number: "CRN-2026-0007".to_owned(),
        issued: day("2026-03-09"),
        due: None,
        terms: Some("Set against your open invoices".to_owned()),
        notes: vec!["Two boxes arrived broken.".to_owned()],
        ..invoice
    }
}

/// [`invoice`] from a seller to a buyer in a country, all of it in one category.
fn of_case(seller: Party, to: &str, vat: Taxed) -> Invoice {
    let mut invoice = invoice();
    invoice.seller = seller;
    invoice.buyer = buyer(to);
    invoice.delivery = Some(Delivery {
        place: Some(invoice.buyer.address.clone()),
        ..invoice.delivery.unwrap_or_default()
    });
    for line in &mut invoice.lines {
        line.vat = vat;
    }
    for charge in &mut invoice.charges {
        charge.vat = vat;
    }
    summed(&mut invoice)
}

/// The VAT cases by name: each is written as an invoice and as a credit note.
fn cases() -> Vec<(&'static str, Invoice)> {
    use VatCategory::{Exempt, Export, IntraCommunity, OutOfScope, ReverseCharge, Zero};
    let mut exempt = of_case(dutch_seller(), "NL", nought(Exempt));
    exempt.vat[0].exemption = Some(Exemption {
        code: Some("VATEX-EU-132".to_owned()),
        text: "Exempt by Article 132 of Directive 2006/112/EC".to_owned(),
    });
    let small = Party { vat_number: None, ..dutch_seller() };
    vec![
        ("two-rates", invoice()),
        ("zero", of_case(british_seller(), "GB", nought(Zero))),
        ("exempt", exempt),
        ("reverse-charge", of_case(dutch_seller(), "BE", nought(ReverseCharge))),
        ("intra-community", of_case(dutch_seller(), "DE", nought(IntraCommunity))),
        ("export", of_case(dutch_seller(), "CH", nought(Export))),
        ("export-from-britain", of_case(british_seller(), "NL", nought(Export))),
        ("out-of-scope", of_case(small, "NL", nought(OutOfScope))),
        ("british", of_case(british_seller(), "GB", standard(20))),
        ("german", of_case(german_seller(), "DE", standard(19))),
    ]
}

/// Every sample by name: each VAT case in both kinds, then what else can stand on a document.
#[must_use]
pub fn all() -> Vec<(String, Invoice)> {
    let mut all = Vec::new();
    for (name, invoice) in cases() {
        all.push((format!("invoice-{name}"), invoice.clone()));
        all.push((format!("credit-note-{name}"), credited(invoice)));
    }
    let others = [
        ("prices", prices()),
        ("mixed", mixed()),
        ("prepaid", prepaid()),
        ("units", units()),
        ("least", least()),
        ("hostile", hostile()),
        ("foreign-currency", foreign_currency()),
        ("many-lines", many_lines(1_000)),
    ];
    all.extend(others.map(|(name, invoice)| (name.to_owned(), invoice)));
    all
}

/// Prices of four decimals, per hundred, quantities with decimals, halves of a cent.
fn prices() -> Invoice {
    let mut invoice = invoice();
    let mut screws = line(1, "Screw, 4 × 30", 150, 39_900, standard(21));
    screws.price_per = 100;
    let mut hose = line(2, "Hose, by the metre", 0, 12_345, standard(21));
    hose.quantity = Quantity::steps(1_250, 2);
    hose.unit = "MTR".to_owned();
    let half = line(3, "Washer", 1, 50, standard(9));
    invoice.lines = vec![screws, hose, half];
    for line in &mut invoice.lines {
        line.net_minor = line.price(Currency::EUR).net(line.quantity).expect("a small sum").minor;
    }
    summed(&mut invoice)
}

/// Four rates and categories, a discount on everything, codes of the buyer, two orders.
fn mixed() -> Invoice {
    let mut invoice = invoice();
    invoice.lines.push(line(3, "Deposit on crates", 12, 35_000, nought(VatCategory::Exempt)));
    invoice.lines.push(line(4, "Sample book", 1, 0, nought(VatCategory::Zero)));
    invoice.lines[0].buyer_sku = Some("MUG-S".to_owned());
    invoice.lines[0].gtin = Some("4006381333931".to_owned());
    invoice.lines[1].note = Some("Batch 2026-02, best before March 2028".to_owned());
    invoice.lines[1].order = Some("SO-1011".to_owned());
    invoice.orders.push(OrderReference { number: "SO-1011".to_owned(), reference: None });
    invoice.buyer_reference = None;
    invoice.charges.push(Charge {
        kind: ChargeKind::Allowance,
        name: "Spring discount".to_owned(),
        code: Some("95".to_owned()),
        net_minor: 3_333,
        vat: standard(21),
    });
    invoice.vat = vec![VatPart {
        vat: nought(VatCategory::Exempt),
        taxable_minor: 0,
        vat_minor: 0,
        exemption: Some(Exemption { code: None, text: "Deposit, no supply".to_owned() }),
    }];
    summed(&mut invoice)
}

/// A part was paid with the order.
fn prepaid() -> Invoice {
    let mut invoice = invoice();
    invoice.totals.prepaid_minor = 50_000;
    summed(&mut invoice)
}

/// A line for every unit code that [`crate::units`] knows.
fn units() -> Invoice {
    let mut invoice = invoice();
    invoice.lines = crate::units::all()
        .zip(1..)
        .map(|(unit, position)| Line {
            unit: unit.to_owned(),
            ..line(position, unit, 1, 10_000, standard(21))
        })
        .collect();
    summed(&mut invoice)
}

/// Only what must be there.
fn least() -> Invoice {
    let mut invoice = invoice();
    let bare = |party: Party| Party { trading_name: None, number: None, contact: None, ..party };
    invoice.seller = bare(invoice.seller);
    invoice.buyer = bare(invoice.buyer);
    invoice.delivery = None;
    invoice.terms = None;
    invoice.notes = Vec::new();
    invoice.charges = Vec::new();
    invoice.orders = Vec::new();
    invoice.means[0].account_name = None;
    invoice.means[0].bic = None;
    invoice.lines = vec![Line {
        sku: None,
        order: None,
        order_line: None,
        unit: UNIT_ONE.to_owned(),
        ..line(1, "Tea", 1, 10_000, standard(21))
    }];
    summed(&mut invoice)
}

/// Text that is markup elsewhere: for XML, for typst, for a spreadsheet; control characters, other scripts.
#[must_use]
pub fn hostile() -> Invoice {
    let mut invoice = invoice();
    invoice.buyer.name =
        "<Ampersand & \"Sons\"> ]]> #eval(\"1\") $x^2$ @label *b* _i_ `c` \\ = // /* -- ~ '"
            .to_owned();
    invoice.lines[0].name =
        "#panic() [x] {y} \u{0}\u{1}\u{8}\u{b}\u{1f}\u{7f}\u{fffe}\u{feff} <b>&amp;</b>\r\n\ttab"
            .to_owned();
    invoice.lines[1].name = "שלום עולם, مرحبا بالعالم, 茶葉の箱, 한국 차, чай, τσάι, 🫖🍵👩‍🍳, a\u{301}\u{302}\u{303}\u{304}".to_owned();
    invoice.lines[1].sku = Some("W".repeat(100));
    invoice.lines[0].note = Some("Donaudampfschifffahrtsgesellschaft".repeat(20));
    invoice.notes = vec![
        "=1+1".to_owned(),
        "   ".to_owned(),
        "\u{202e}reversed\u{202c} \u{2028}line".to_owned(),
    ];
    invoice.delivery = None;
    invoice
}

/// A British seller who invoices in euro says the VAT in pounds as well.
fn foreign_currency() -> Invoice {
    let mut invoice = of_case(british_seller(), "GB", standard(20));
    invoice.vat_elsewhere = Some(VatElsewhere {
        currency: Currency::GBP,
        vat_minor: invoice.totals.vat_minor * 86 / 100,
    });
    invoice
}

/// So many lines, with three rates in turn and names of every length.
#[must_use]
pub fn many_lines(count: u32) -> Invoice {
    let mut invoice = invoice();
    let names = [
        "Stoneware mug, sand, 350 ml",
        "Cast-iron teapot, black, 0.8 l, with a stainless steel strainer and a wooden handle",
        "Linen tea towel, fennel stripe",
        "Tray",
    ];
    let rates = [standard(21), standard(9), nought(VatCategory::Zero)];
    invoice.lines = (1..=count)
        .map(|n| {
            let (units, price) = (i64::from(n % 97) + 1, 10_000 + i64::from(n) * 37);
            line(n, names[n as usize % names.len()], units, price, rates[n as usize % rates.len()])
        })
        .collect();
    summed(&mut invoice)
}

/// The usual reason of this category for a Dutch seller, for tests.
#[must_use]
pub fn dutch_exemption(category: VatCategory) -> Option<Exemption> {
    exemption(category, country("NL"))
}
