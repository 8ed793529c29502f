//! CAMT.053, the statement of ISO 20022 that banks give: versions 02 to 13, which differ in where names stand.

use super::{Entry, Fault, Statement};
use portico_types::{Currency, Day, Money};
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::Event;

/// Deeper than any statement.
const DEEPEST: usize = 64;

/// An element with its text and what is in it; names without their prefix.
#[derive(Debug, Default)]
struct Element {
    name: String,
    currency: String,
    text: String,
    inner: Vec<Element>,
}

impl Element {
    fn all<'e>(&'e self, name: &'static str) -> impl Iterator<Item = &'e Element> {
        self.inner.iter().filter(move |one| one.name == name)
    }

    /// The first at the end of this path.
    fn at(&self, path: &[&str]) -> Option<&Element> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        self.inner.iter().filter(|one| one.name == *first).find_map(|one| one.at(rest))
    }

    /// The text at the end of the first of these paths that has any.
    fn text_at(&self, paths: &[&[&str]]) -> String {
        let found = paths.iter().filter_map(|path| self.at(path)).map(|one| one.text.trim());
        found.filter(|text| !text.is_empty()).map(str::to_owned).next().unwrap_or_default()
    }
}

/// The whole document.
fn tree(text: &str) -> Result<Element, Fault> {
    let broken = |error: &dyn std::fmt::Display| Fault::Broken(error.to_string());
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Start(_) if open.len() > DEEPEST => {
                return Err(Fault::Broken("it is nested too deep".to_owned()));
            }
            Event::Start(start) => {
                let currency = start.try_get_attribute("Ccy").map_err(|error| broken(&error))?;
                let currency = currency
                    .map(|at| at.normalized_value(XmlVersion::Implicit1_0))
                    .transpose()
                    .map_err(|error| broken(&error))?
                    .unwrap_or_default();
                open.push(Element {
                    name: start.local_name().as_ref().to_owned(),
                    currency: currency.into_owned(),
                    ..Element::default()
                });
            }
            Event::End(_) => {
                if let (Some(done), Some(above)) = (open.pop(), open.last_mut()) {
                    above.inner.push(done);
                }
            }
            Event::Text(part) => {
                add(&mut open, &part.xml_content(XmlVersion::Implicit1_0));
            }
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| broken(&error))?;
                let named = quick_xml::escape::resolve_xml_entity(&reference);
                let part = character.map(String::from).or_else(|| named.map(str::to_owned));
                add(&mut open, &part.unwrap_or_default());
            }
            Event::DocType(_) => return Err(Fault::Unknown),
            Event::Eof => break,
            _ => {}
        }
    }
    match (open.pop(), open.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err(Fault::Broken("it ends too early".to_owned())),
    }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(last) = open.last_mut() {
        last.text.push_str(text);
    }
}

/// What came in. Each payment of a batch is an entry of its own.
pub(super) fn read(text: &str) -> Result<Statement, Fault> {
    let root = tree(text)?;
    let statements = root.at(&["Document", "BkToCstmrStmt"]).ok_or(Fault::Unknown)?;
    let mut found = Statement::default();
    for (row, entry) in statements.all("Stmt").flat_map(|stmt| stmt.all("Ntry")).enumerate() {
        let status = entry.text_at(&[&["Sts", "Cd"], &["Sts"]]);
        let came = entry.text_at(&[&["CdtDbtInd"]]) == "CRDT";
        let taken_back = entry.text_at(&[&["RvslInd"]]) == "true";
        if status != "BOOK" || !came || taken_back {
            found.others += 1;
            continue;
        }
        let parts: Vec<&Element> =
            entry.all("NtryDtls").flat_map(|details| details.all("TxDtls")).collect();
        match parts.as_slice() {
            [] => found.entries.push(one(entry, entry, (row, 0))?),
            [part] => found.entries.push(one(entry, part, (row, 0))?),
            several => {
                for (at, part) in several.iter().enumerate() {
                    found.entries.push(one(entry, part, (row, at + 1))?);
                }
            }
        }
    }
    Ok(found)
}

/// An entry, or the `at`th payment of its batch.
fn one(entry: &Element, part: &Element, (row, at): (usize, usize)) -> Result<Entry, Fault> {
    let of_part = [&["AmtDtls", "TxAmt", "Amt"][..], &["Amt"]];
    let amount = match at {
        0 => entry.at(&["Amt"]),
        _ => of_part.iter().find_map(|path| part.at(path)),
    };
    let amount = amount.ok_or(Fault::Row(row + 1, "bank-amount"))?;
    let currency =
        Currency::from_code(&amount.currency).ok_or(Fault::Row(row + 1, "bank-amount"))?;
    let money = Money::parse(amount.text.trim(), currency)
        .map_err(|_| Fault::Row(row + 1, "bank-amount"))?;
    let day = entry.text_at(&[
        &["BookgDt", "Dt"],
        &["BookgDt", "DtTm"],
        &["ValDt", "Dt"],
        &["ValDt", "DtTm"],
    ]);
    let day =
        Day::parse(day.get(..10).unwrap_or_default()).ok_or(Fault::Row(row + 1, "bank-day"))?;
    let own = part.text_at(&[&["Refs", "AcctSvcrRef"], &["Refs", "TxId"]]);
    let of_entry = entry.text_at(&[&["AcctSvcrRef"], &["NtryRef"]]);
    let own = match (of_entry.is_empty(), own.is_empty()) {
        (true, true) => None,
        _ => Some(format!("{of_entry} {own} {at} {}", day.text())),
    };
    Ok(Entry {
        own,
        day,
        amount: money,
        payer: part.text_at(&[
            &["RltdPties", "Dbtr", "Nm"],
            &["RltdPties", "Dbtr", "Pty", "Nm"],
            &["RltdPties", "UltmtDbtr", "Nm"],
        ]),
        account: part.text_at(&[
            &["RltdPties", "DbtrAcct", "Id", "IBAN"],
            &["RltdPties", "DbtrAcct", "Id", "Othr", "Id"],
        ]),
        reference: written(entry, part),
    })
}

/// What the payer wrote: free lines, then references in fields of their own; where there is none, what the bank adds.
fn written(entry: &Element, part: &Element) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for about in part.all("RmtInf") {
        texts.extend(about.all("Ustrd").map(|one| one.text.trim()));
        for stated in about.all("Strd") {
            let paths = [&["CdtrRefInf", "Ref"][..], &["RfrdDocInf", "Nb"]];
            texts
                .extend(paths.iter().filter_map(|path| stated.at(path)).map(|one| one.text.trim()));
        }
    }
    let end_to_end = part.text_at(&[&["Refs", "EndToEndId"]]);
    if !end_to_end.is_empty() && end_to_end != "NOTPROVIDED" && !texts.contains(&&*end_to_end) {
        texts.push(&end_to_end);
    }
    let added = entry.text_at(&[&["AddtlNtryInf"]]);
    match texts.is_empty() {
        true => added,
        false => texts.join(" "),
    }
}
