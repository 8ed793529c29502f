//! What is read of bank files, and what is proposed; without a database.

use super::propose::{Named, Proposal, proposal, words};
use super::store::OpenEntry;
use super::*;
use portico_types::Currency;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>"#;
const FOOT: &str = "</Stmt></BkToCstmrStmt></Document>";

fn entry(inner: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"EUR\">120.5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\
         <BookgDt><Dt>2026-03-05</Dt></BookgDt>{inner}</Ntry>"
    )
}

fn camt(entries: &[String]) -> Result<Statement, Fault> {
    read(format!("{HEAD}{}{FOOT}", entries.concat()).as_bytes(), Currency::GBP)
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn a_camt_entry_says_who_paid_what_for_what() {
    let details = "<AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
        <RltdPties><Dbtr><Nm>Larch &amp; Lime</Nm></Dbtr><DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>\
        <RmtInf><Ustrd>Invoice INV-2026-0042</Ustrd><Ustrd>&#8211; thanks</Ustrd></RmtInf></TxDtls></NtryDtls>";
    let found = camt(&[entry(details)]).unwrap().entries;
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.amount, Money::new(12_050, Currency::EUR));
    assert_eq!(
        (one.day, &*one.payer, &*one.account),
        (day("2026-03-05"), "Larch & Lime", "NL91ABNA0417164300")
    );
    assert_eq!(one.reference, "Invoice INV-2026-0042 – thanks");
    assert!(one.own.as_deref().is_some_and(|own| own.contains("B-1")));
}

#[test]
fn a_later_version_of_camt_and_a_batch_are_read_too() {
    let party = "<RltdPties><Dbtr><Pty><Nm>Moorland</Nm></Pty></Dbtr></RltdPties>";
    let part = |amount: &str| format!("<TxDtls><Amt Ccy=\"EUR\">{amount}</Amt>{party}</TxDtls>");
    let batch = format!("<NtryDtls>{}{}</NtryDtls>", part("100.00"), part("20.50"));
    let later = entry(&batch).replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>");
    let found = camt(&[later]).unwrap().entries;
    let read: Vec<_> = found.iter().map(|one| (one.amount.minor, one.payer.as_str())).collect();
    assert_eq!(read, [(10_000, "Moorland"), (2_050, "Moorland")]);
}

#[test]
fn money_that_goes_out_or_is_not_booked_yet_is_left() {
    let out = entry("").replace("CRDT", "DBIT");
    let pending = entry("").replace("BOOK", "PDNG");
    let taken_back = entry("<RvslInd>true</RvslInd>");
    let found = camt(&[out, pending, taken_back, entry("")]).unwrap();
    assert_eq!((found.entries.len(), found.others), (1, 3));
}

#[test]
fn what_is_no_bank_file_is_refused_whole() {
    let deep = "<a>".repeat(100_000);
    let entities = "<!DOCTYPE a [<!ENTITY x \"yy\">]><Document><BkToCstmrStmt/></Document>";
    type Expected = fn(&Fault) -> bool;
    let all: [(&str, Expected); 7] = [
        ("<html><body>Sign in</body></html>", |fault| *fault == Fault::Unknown),
        (entities, |fault| *fault == Fault::Unknown),
        ("<Document><BkToCstmrStmt>", |fault| matches!(fault, Fault::Broken(_))),
        (&deep, |fault| matches!(fault, Fault::Broken(_))),
        ("", |fault| *fault == Fault::Unknown),
        ("When;What\n2026-03-05;12", |fault| *fault == Fault::NoColumn("bank-day")),
        ("Date;Amount\n2026-03-05;12\n2026-03-06;twelve", |fault| {
            *fault == Fault::Row(3, "bank-amount")
        }),
    ];
    for (text, expected) in all {
        let fault = read(text.as_bytes(), Currency::GBP).unwrap_err();
        assert!(expected(&fault), "{fault:?} of {}", &text[..text.len().min(40)]);
    }
    let bad = entry("").replace("120.5", "12O.5");
    assert_eq!(camt(&[entry(""), bad]), Err(Fault::Row(2, "bank-amount")));
}

#[test]
fn csv_is_read_in_the_words_of_each_country() {
    let dutch = "\"Datum\",\"Naam / Omschrijving\",\"Rekening\",\"Tegenrekening\",\"Af Bij\",\"Bedrag (EUR)\",\"Mededelingen\"\n\
        \"20260305\",\"Café Noord\",\"NL01\",\"NL02\",\"Bij\",\"1.120,50\",\"INV 2026 0042\"\n\
        \"20260306\",\"Huur\",\"NL01\",\"NL03\",\"Af\",\"900,00\",\"maart\"\n";
    let found = read(dutch.as_bytes(), Currency::EUR).unwrap();
    assert_eq!((found.entries.len(), found.others), (1, 1));
    let one = &found.entries[0];
    assert_eq!((one.amount.minor, &*one.payer, &*one.account), (112_050, "Café Noord", "NL02"));
    let german = "Kontoauszug;DE01\n\nBuchungstag;Auftraggeber;Verwendungszweck;Betrag;Währung\n05.03.2026;Müller;Rechnung 7;12,00;EUR\n";
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(german);
    let found = read(&bytes, Currency::GBP).unwrap().entries;
    assert_eq!((&*found[0].payer, found[0].amount), ("Müller", Money::new(1_200, Currency::EUR)));
    let english = "Date,Description,Paid in,Paid out\n05/03/2026,LARCH INV-7,,12.00\n06/03/2026,LARCH INV-8,\"1,012.00\",\n";
    let found = read(english.as_bytes(), Currency::GBP).unwrap();
    assert_eq!((found.entries[0].amount.minor, found.others), (101_200, 1));
}

#[test]
fn numbers_are_found_in_what_people_write() {
    let found = words("Invoice INV-2026-0042, inv 2026 0043/INV.2026.0044");
    for number in ["inv-2026-0042", "inv-2026-0043", "inv-2026-0044"] {
        assert!(found.iter().any(|word| word == number), "{number} in {found:?}");
    }
}

#[test]
fn one_customers_documents_are_proposed_and_two_customers_are_not() {
    let came = OpenEntry {
        id: 1,
        day: day("2026-03-05"),
        amount: Money::new(300, Currency::GBP),
        payer: String::new(),
        account: String::new(),
        reference: String::new(),
    };
    let named = |number: &str, free, customer: &str| Named {
        number: number.to_owned(),
        free,
        currency: "GBP".to_owned(),
        customer: (customer.to_owned(), "Larch".to_owned()),
    };
    let both = [named("INV-1", 100, "C-1"), named("INV-2", 200, "C-1")];
    let found = proposal(&came, &both, None);
    assert!(found.fits && found.documents == ["INV-1", "INV-2"]);
    assert!(!proposal(&came, &both[..1], None).fits);
    let known = ("C-9".to_owned(), "Known".to_owned());
    let two = [named("INV-1", 100, "C-1"), named("INV-9", 200, "C-2")];
    let expected = Proposal { customer: Some(known.clone()), ..Proposal::default() };
    assert_eq!(proposal(&came, &two, Some(&known)), expected);
}
