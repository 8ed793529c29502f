//! CSV as banks give it: the header says which column is what, in English, Dutch or German; days and amounts are read as that
//! country writes them.

use super::{Entry, Fault, Statement};
use portico_types::{Currency, Day, Money};

/// Rows before the header, at most: banks put the account and the period there.
const ABOVE_HEADER: usize = 20;

/// Names of columns, as they are compared: small letters, nothing but letters and digits.
const DAY: &[&str] = &[
    "date",
    "bookingdate",
    "transactiondate",
    "valuedate",
    "day",
    "datum",
    "boekdatum",
    "transactiedatum",
    "rentedatum",
    "buchungstag",
    "buchungsdatum",
    "valuta",
];
const AMOUNT: &[&str] = &[
    "amount",
    "value",
    "credit",
    "creditamount",
    "paidin",
    "moneyin",
    "bedrag",
    "bedrageur",
    "betrag",
    "betrageur",
    "umsatz",
    "transactionamount",
];
const SIGN: &[&str] = &["debitcredit", "creditdebit", "dc", "afbij", "sollhaben", "type"];
const CURRENCY: &[&str] = &["currency", "ccy", "munt", "muntsoort", "valuta", "wahrung", "währung"];
const PAYER: &[&str] = &[
    "payer",
    "name",
    "counterparty",
    "counterpartyname",
    "naam",
    "naamomschrijving",
    "naamtegenpartij",
    "tegenpartij",
    "auftraggeber",
    "beguenstigterzahlungspflichtiger",
    "namezahlungsbeteiligter",
];
const ACCOUNT: &[&str] = &[
    "counterpartyiban",
    "counterpartyaccount",
    "tegenrekening",
    "tegenrekeningiban",
    "tegenrekeningibanbban",
    "kontonummeriban",
    "ibanzahlungsbeteiligter",
    "payeraccount",
    "payeriban",
];
const REFERENCE: &[&str] = &[
    "reference",
    "description",
    "details",
    "remittance",
    "memo",
    "narrative",
    "omschrijving",
    "omschrijving1",
    "mededelingen",
    "verwendungszweck",
    "kenmerk",
];
const OWN: &[&str] = &[
    "transactionid",
    "transactionreference",
    "bankreference",
    "volgnr",
    "transactiereferentie",
    "id",
];
/// Words that say that money went out.
const OUT: &[&str] = &["af", "d", "debit", "dbit", "debet", "s", "soll", "out"];

/// Where each is.
struct Columns {
    day: usize,
    amount: usize,
    sign: Option<usize>,
    currency: Option<usize>,
    payer: Option<usize>,
    account: Option<usize>,
    reference: Vec<usize>,
    own: Option<usize>,
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Result<Columns, Fault> {
        let names: Vec<String> = header.iter().map(plain).collect();
        let find =
            |known: &[&str]| known.iter().find_map(|one| names.iter().position(|name| name == one));
        let day = find(DAY).ok_or(Fault::NoColumn("bank-day"))?;
        let other = |at: Option<usize>| at.filter(|at| *at != day);
        Ok(Columns {
            day,
            amount: find(AMOUNT).ok_or(Fault::NoColumn("bank-amount"))?,
            sign: find(SIGN),
            currency: other(find(CURRENCY)),
            payer: find(PAYER),
            account: find(ACCOUNT),
            reference: (0..names.len()).filter(|at| REFERENCE.contains(&&*names[*at])).collect(),
            own: find(OWN),
        })
    }
}

/// What came in. Amounts without a currency are in the usual one.
pub(super) fn read(text: &str, usual: Currency) -> Result<Statement, Fault> {
    let count = |delimiter: char| {
        text.lines().take(ABOVE_HEADER).filter(|line| line.contains(delimiter)).count()
    };
    let delimiter = [(';', b';'), ('\t', b'\t'), (',', b',')]
        .into_iter()
        .max_by_key(|(c, _)| (count(*c), *c != ','));
    let delimiter = delimiter.map_or(b',', |(_, byte)| byte);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut found = Statement::default();
    let mut columns: Result<Columns, Fault> = Err(Fault::Unknown);
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|error| Fault::Broken(error.to_string()))?;
        match &columns {
            Ok(columns) => match one(columns, &record, (row + 1, usual))? {
                Some(entry) => found.entries.push(entry),
                None => found.others += 1,
            },
            Err(_) if row < ABOVE_HEADER => columns = better(columns, Columns::of(&record)),
            Err(_) => break,
        }
    }
    columns.map(|_| found)
}

/// The fault of the row that is most like a header is the one that is told.
fn better(before: Result<Columns, Fault>, now: Result<Columns, Fault>) -> Result<Columns, Fault> {
    match (&before, &now) {
        (Err(Fault::NoColumn("bank-amount")), Err(_)) => before,
        _ => now,
    }
}

/// A row; none where money went out.
fn one(
    columns: &Columns,
    record: &csv::StringRecord,
    (row, usual): (usize, Currency),
) -> Result<Option<Entry>, Fault> {
    let cell = |at: usize| record.get(at).unwrap_or_default().trim();
    let of = |at: Option<usize>| at.map(cell).unwrap_or_default();
    if record.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(None);
    }
    let code = of(columns.currency).to_uppercase();
    let currency = if code.is_empty() { Some(usual) } else { Currency::from_code(&code) };
    let currency = currency.ok_or(Fault::Row(row, "bank-amount"))?;
    if cell(columns.amount).is_empty() {
        return Ok(None);
    }
    let amount = amount(cell(columns.amount)).and_then(|text| Money::parse(&text, currency).ok());
    let amount = amount.ok_or(Fault::Row(row, "bank-amount"))?;
    let day = day(cell(columns.day)).ok_or(Fault::Row(row, "bank-day"))?;
    if amount.minor <= 0 || OUT.contains(&&*plain(of(columns.sign))) {
        return Ok(None);
    }
    let own = of(columns.own);
    let reference: Vec<&str> =
        columns.reference.iter().map(|at| cell(*at)).filter(|text| !text.is_empty()).collect();
    Ok(Some(Entry {
        own: (!own.is_empty()).then(|| format!("{own} {}", day.text())),
        day,
        amount,
        payer: of(columns.payer).to_owned(),
        account: of(columns.account).to_owned(),
        reference: reference.join(" "),
    }))
}

/// `1.234,56`, `1,234.56`, `1 234.5`, `+12` as a decimal with a point: what stands last is the decimals' mark, unless three
/// digits follow the only one of its kind and another kind is not there.
fn amount(text: &str) -> Option<String> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !"£$€+'’".contains(*c)).collect();
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let mark = match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) => Some(if point > comma { '.' } else { ',' }),
        (Some(at), None) if points == 1 && text.len() - at != 4 => Some('.'),
        (None, Some(at)) if commas == 1 && text.len() - at != 4 => Some(','),
        _ => None,
    };
    let kept = |c: char| c.is_ascii_digit() || c == '-' || Some(c) == mark;
    if text.is_empty() || text.chars().any(|c| !kept(c) && c != '.' && c != ',') {
        return None;
    }
    Some(text.chars().filter(|c| kept(*c)).map(|c| if Some(c) == mark { '.' } else { c }).collect())
}

/// `2026-03-31`, `20260331`, `31-03-2026`, `31.03.26`, `31/3/2026`: where the year stands last, the day stands first.
fn day(text: &str) -> Option<Day> {
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Day::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let century = if year.len() == 2 { "20" } else { "" };
    Day::parse(&format!("{century}{year}-{month:0>2}-{day:0>2}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_each_country_writes_them() {
        let cases = [
            ("1.234,56", Some("1234.56")),
            ("1,234.56", Some("1234.56")),
            ("-12,30", Some("-12.30")),
            ("1.234", Some("1234")),
            ("1.234.567,8", Some("1234567.8")),
            ("1'250.00", Some("1250.00")),
            ("+ 45.5", Some("45.5")),
            ("12", Some("12")),
            ("12 EUR", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(amount(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_each_country_writes_them() {
        for text in
            ["2026-03-05", "20260305", "05-03-2026", "5.3.26", "05/03/2026", "2026-03-05T10:11:12"]
        {
            assert_eq!(day(text), Day::parse("2026-03-05"), "{text}");
        }
        for text in ["", "5 March", "2026-13-01", "31-02-2026"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
