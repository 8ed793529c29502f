//! The sheets that people read: each paper as words, amounts and rows on the one form that `sheet.typ` sets.
//!
//! Nothing here is worded: every word comes from the caller's [`Words`], so that the program's language files own them all.

mod invoice;
mod packing_slip;
mod picking_sheet;
mod quotation;
mod statement;
mod words;

pub use packing_slip::{PackingSlip, SlipLine, SlipParcel};
pub use picking_sheet::{PickLine, PickingSheet};
pub use quotation::Quotation;
pub use statement::{Age, Entry, Statement};
pub use words::{KEYS, Say, Words};

pub(crate) use self::invoice::sheet as of_invoice;
pub(crate) use packing_slip::sheet as of_packing_slip;
pub(crate) use picking_sheet::sheet as of_picking_sheet;
pub(crate) use quotation::sheet as of_quotation;
pub(crate) use statement::sheet as of_statement;

use crate::code128::BarCode;
use crate::invoice::{Charge, ChargeKind, Line, Party, PaymentMeans, Place, Totals, VatPart};
use portico_types::{Country, Currency, Day, Money, VatCategory};
use serde::Serialize;

/// A label and what it says.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Fact {
    pub label: String,
    pub value: String,
    pub strong: bool,
}

/// A name or label with lines below it.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Block {
    pub label: String,
    pub name: String,
    pub lines: Vec<String>,
    pub facts: Vec<Fact>,
}

/// A column of the table.
#[derive(Debug, Serialize)]
pub(crate) struct Column {
    pub label: String,
    /// Whether it ends at the right: numbers.
    pub end: bool,
    /// Millimetres; 0 takes what is left, none what its longest cell needs.
    pub width: Option<u32>,
    /// Whether its cells are boxes to tick.
    pub tick: bool,
}

/// A cell: its text, and smaller lines below it.
pub(crate) type Cell = Vec<String>;

#[derive(Debug, Default, Serialize)]
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    pub strong: bool,
    /// Whether it may break over two pages, because it would not fit one.
    pub long: bool,
}

/// A sum below the table.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Total {
    pub label: String,
    pub value: String,
    pub strong: bool,
}

/// A part of the bar of ages.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Part {
    pub label: String,
    pub value: String,
    /// Thousandths of the whole.
    pub share: i64,
    /// Which colour: 0 and 1 for what is not late, the others for what is, darker the later.
    pub shade: usize,
}

/// What `sheet.typ` reads as `data.json`.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Sheet {
    pub name: String,
    pub author: String,
    pub day: (i16, i8, i8),
    pub language: String,
    pub region: Option<String>,
    pub brand: Option<String>,
    pub logo: Option<&'static str>,
    pub attached: bool,
    pub running: String,
    pub page: String,
    pub from: Block,
    pub to: Block,
    pub also: Option<Block>,
    pub facts: Vec<Fact>,
    pub code: Option<BarCode>,
    pub title: String,
    pub before: Vec<String>,
    pub bar: Vec<Part>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub totals: Vec<Total>,
    pub blocks: Vec<Block>,
    /// Whether the blocks are short enough to stand beside each other.
    pub beside: bool,
    pub foot: Vec<String>,
}

/// What every sheet says of itself.
pub(crate) struct Head<'a> {
    /// `Invoice INV-2026-0042`.
    pub title: String,
    pub day: Day,
    pub language: &'a str,
    pub seller: &'a Party,
    pub buyer: &'a Party,
    pub to_label: String,
}

/// A sheet with its head, and nothing in it yet.
pub(crate) fn head(head: Head<'_>, words: &Words<'_>) -> Sheet {
    let Head { title, day, language, seller, buyer, to_label } = head;
    let (language, region) = match language.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (language, None),
    };
    let home = seller.address.country;
    let name = seller.trading_name.clone().unwrap_or_else(|| seller.name.clone());
    Sheet {
        name: title.clone(),
        author: seller.name.clone(),
        day: day.parts(),
        language: code(language, 2..=3).unwrap_or("en").to_lowercase(),
        region: region.and_then(|region| code(region, 2..=2)).map(str::to_uppercase),
        running: format!("{title}  ·  {}", buyer.name),
        page: words.page(),
        from: Block { name, lines: from_lines(seller), ..Block::default() },
        to: Block {
            label: to_label,
            name: buyer.name.clone(),
            lines: address_lines(&buyer.address, home),
            ..Block::default()
        },
        title,
        foot: foot(seller, words),
        ..Sheet::default()
    }
}

/// A code of letters, of a length that typst takes.
fn code(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<&str> {
    let is_code = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then_some(text)
}

fn from_lines(seller: &Party) -> Vec<String> {
    let mut lines = address_lines(&seller.address, seller.address.country);
    if let Some(contact) = &seller.contact {
        lines.extend([&contact.phone, &contact.email].into_iter().flatten().cloned());
    }
    lines
}

/// Street, town, and the country where it is not that of the sender.
pub(crate) fn address_lines(place: &Place, home: Country) -> Vec<String> {
    let postcode = place.postcode.as_deref().unwrap_or_default();
    let town = if place.country.has_postcode_last() {
        format!("{} {postcode}", place.city)
    } else {
        format!("{postcode} {}", place.city)
    };
    let country = (place.country != home).then(|| place.country.name().to_owned());
    let lines =
        [Some(place.line1.clone()), place.line2.clone(), Some(town), place.region.clone(), country];
    lines.into_iter().flatten().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
}

/// Who the sender is by law, at the foot of each page.
fn foot(seller: &Party, words: &Words<'_>) -> Vec<String> {
    let mut foot = vec![seller.name.clone()];
    if let Some(id) = &seller.legal_id {
        foot.push(format!("{} {}", words.say("company-number"), id.value));
    }
    if let Some(number) = &seller.vat_number {
        foot.push(format!("{} {number}", words.say("vat-number")));
    }
    foot
}

/// The facts that are there.
pub(crate) fn facts(given: Vec<(String, Option<String>)>) -> Vec<Fact> {
    let said = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    given
        .into_iter()
        .filter_map(|(label, value)| said(value).map(|value| Fact { label, value, strong: false }))
        .collect()
}

impl Sheet {
    /// Says whom to ask for where the goods go: the person above the address, the telephone below it.
    pub(crate) fn ask_for(&mut self, receiver: &Party) {
        let Some(contact) = &receiver.contact else { return };
        let person = contact.name.iter().filter(|name| **name != receiver.name).cloned();
        let lines = std::mem::take(&mut self.to.lines);
        self.to.lines = person.chain(lines).chain(contact.phone.clone()).collect();
    }

    /// Puts blocks below the sums.
    pub(crate) fn say_below(&mut self, blocks: Vec<Block>) {
        let length =
            |block: &Block| block.lines.iter().map(|line| line.chars().count()).sum::<usize>();
        self.beside = blocks.iter().all(|block| length(block) <= 300);
        self.blocks = blocks;
    }
}

/// Millimetres for a column of codes, by the longest; none where there are none.
pub(crate) fn code_width<'a>(codes: impl Iterator<Item = &'a str>) -> Option<u32> {
    let longest = codes.map(|code| code.chars().count()).max();
    longest.map(|longest| u32::try_from(longest * 2 + 4).unwrap_or(34).clamp(16, 34))
}

/// The columns of goods: code, product, quantity, price, VAT, net.
pub(crate) fn goods_columns(lines: &[Line], currency: Currency, words: &Words<'_>) -> Vec<Column> {
    let code = code_width(lines.iter().filter_map(|line| line.sku.as_deref()));
    let column = |key: &str, end, width| Column { label: words.say(key), end, width, tick: false };
    let mut columns: Vec<Column> =
        code.map(|mm| column("code", false, Some(mm))).into_iter().collect();
    let net = Column {
        label: format!("{} {}", words.say("net"), currency.code()),
        end: true,
        width: None,
        tick: false,
    };
    columns.extend([
        column("product", false, Some(0)),
        column("quantity", true, None),
        column("price", true, None),
        column("vat", true, None),
        net,
    ]);
    columns
}

/// A row of goods below [`goods_columns`].
pub(crate) fn goods_row(
    line: &Line,
    has_codes: bool,
    currency: Currency,
    words: &Words<'_>,
) -> Row {
    let mut product = vec![line.name.clone()];
    let yours = line.buyer_sku.as_ref().map(|sku| format!("{} {sku}", words.say("your-code")));
    product.extend([yours, line.note.clone()].into_iter().flatten());
    let unit = words.unit(&line.unit);
    let quantity = format!("{} {unit}", line.quantity.grouped());
    let mut price = vec![line.price(currency).grouped()];
    if line.price_per != 1 {
        price.push(words.with("per", &[("units", &line.price_per.to_string())]));
    }
    let vat = match line.vat.category {
        VatCategory::OutOfScope => "–".to_owned(),
        _ => format!("{} %", line.vat.rate.text()),
    };
    let net = Money::new(line.net_minor, currency).grouped();
    let mut cells: Vec<Cell> = Vec::with_capacity(6);
    if has_codes {
        cells.push(vec![line.sku.clone().unwrap_or_default()]);
    }
    let long = product.iter().map(String::len).sum::<usize>() > 600;
    cells.extend([product, vec![quantity.trim().to_owned()], price, vec![vat], vec![net]]);
    Row { cells, strong: false, long }
}

/// The sums below goods: lines, charges, VAT for each rate, total.
pub(crate) fn sums(
    charges: &[Charge],
    vat: &[VatPart],
    totals: &Totals,
    currency: Currency,
    words: &Words<'_>,
) -> Vec<Total> {
    let money = |minor| Money::new(minor, currency).grouped();
    let total = |label: String, value: String| Total { label, value, strong: false };
    let mut sums = Vec::new();
    if !charges.is_empty() {
        sums.push(total(words.say("goods"), money(totals.lines_minor)));
    }
    for charge in charges {
        let name = match charge.kind {
            ChargeKind::Charge => charge.name.clone(),
            ChargeKind::Allowance => words.with("less", &[("what", &charge.name)]),
        };
        sums.push(total(name, money(charge.signed_minor())));
    }
    sums.push(total(words.say("net-total"), money(totals.net_minor)));
    // What comes to nothing needs no line, unless it is all there is.
    let has_sum = |part: &&VatPart| vat.len() == 1 || part.taxable_minor != 0;
    for part in vat.iter().filter(has_sum) {
        let rate = part.vat.rate.text();
        let key = if part.vat.category == VatCategory::OutOfScope { "no-vat-on" } else { "vat-on" };
        let label = words.with(key, &[("rate", &rate), ("net", &money(part.taxable_minor))]);
        sums.push(total(label, money(part.vat_minor)));
    }
    let gross = Money::new(totals.gross_minor, currency).with_sign();
    sums.push(Total { label: words.say("total"), value: gross, strong: true });
    sums
}

/// How to pay, one block a way.
pub(crate) fn ways_to_pay(means: &[PaymentMeans], words: &Words<'_>) -> Vec<Block> {
    let block = |means: &PaymentMeans| Block {
        label: words.say("how-to-pay"),
        facts: facts(vec![
            (words.say("account-name"), means.account_name.clone()),
            (words.say("account"), means.account.as_deref().map(in_fours)),
            (words.say("bic"), means.bic.clone()),
            (words.say("payment-reference"), means.reference.clone()),
        ]),
        ..Block::default()
    };
    means.iter().map(block).filter(|block| !block.facts.is_empty()).collect()
}

/// An IBAN in groups of four, as people read and type it.
fn in_fours(account: &str) -> String {
    let is_iban = account.len() > 14
        && account.is_ascii()
        && account[..2].bytes().all(|b| b.is_ascii_alphabetic())
        && account.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_iban {
        return account.to_owned();
    }
    let groups: Vec<&str> =
        account.as_bytes().chunks(4).filter_map(|g| std::str::from_utf8(g).ok()).collect();
    groups.join(" ")
}
