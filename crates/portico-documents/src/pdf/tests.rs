//! Papers are set whatever people wrote, the same every time, with their e-invoice inside.

use super::*;
use crate::samples::{self, english};

fn has(pdf: &[u8], text: &str) -> bool {
    pdf.windows(text.len()).any(|window| window == text.as_bytes())
}

fn plain(invoice: &Invoice) -> Vec<u8> {
    invoice_pdf(invoice, &english(), Look::default()).expect("a paper")
}

/// How many pages a file has.
fn pages(pdf: &[u8]) -> usize {
    pdf.windows(b"/Type/Page/".len())
        .filter(|w| w == b"/Type/Page/")
        .count()
        .max(pdf.windows(b"/Type /Page\n".len()).filter(|w| w == b"/Type /Page\n").count())
}

#[test]
fn every_sample_is_an_archive_with_its_e_invoice_inside() {
    for (name, invoice) in samples::all() {
        if invoice.lines.len() > 100 {
            continue;
        }
        let pdf = plain(&invoice);
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
        for part in [
            "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
            "<pdfaSchema:prefix>fx</pdfaSchema:prefix>",
            "<pdfaid:part>3</pdfaid:part>",
            "/AFRelationship",
            "/Alternative",
            "/OutputIntents",
        ] {
            assert!(has(&pdf, part), "{part} in {name}");
        }
    }
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let invoice = samples::credit_note();
    assert_eq!(plain(&invoice), plain(&invoice));
    let words = english();
    let quotation = || quotation_pdf(&samples::quotation(), &words, Look::default()).unwrap();
    assert_eq!(quotation(), quotation());
}

#[test]
fn each_offset_of_the_table_points_at_its_object() {
    let pdf = plain(&samples::invoice());
    let text = String::from_utf8_lossy(&pdf);
    let start: usize =
        text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
    let table = String::from_utf8_lossy(&pdf[start..]).into_owned();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("xref"));
    let count: usize = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut seen = 0;
    for (number, line) in lines.take(count).enumerate().filter(|(_, line)| line.contains(" n")) {
        let offset: usize = line[..10].parse().unwrap();
        let head = format!("{number} 0 obj");
        assert!(pdf[offset..].starts_with(head.as_bytes()), "{head} is not at {offset}");
        seen += 1;
    }
    assert!(seen > 10, "{seen} objects");
}

#[test]
fn text_is_never_read_as_markup_and_no_letter_stops_a_paper() {
    let mut invoice = samples::hostile();
    let pdf = plain(&invoice);
    assert!(pages(&pdf) >= 1);
    for text in [
        "#import \"/etc/passwd\"",
        "#read(\"data.json\")",
        "$ 1/0 $ ]} #{ while true {} }",
        "\u{301}\u{302}\u{489}",
        "\u{0}",
        "क्षि ผู้ใหญ่ བོད་ 𝕏 🏳️‍🌈 \u{10fffd} \u{e000}",
        "x\u{200d}\u{200d}y",
    ] {
        invoice.buyer.name = text.to_owned();
        invoice.lines[0].name = text.repeat(30);
        invoice.lines[0].sku = Some(text.to_owned());
        invoice.language = text.to_owned();
        invoice.terms = Some(text.to_owned());
        let pdf = invoice_pdf(&invoice, &english(), Look::default());
        assert!(pdf.is_ok(), "{text:?}: {pdf:?}");
    }
}

#[test]
fn long_papers_have_pages() {
    assert_eq!(pages(&plain(&samples::invoice())), 1);
    let many = pages(&plain(&samples::many_lines(200)));
    assert!((5..=12).contains(&many), "{many} pages");
}

#[test]
fn a_broken_logo_does_not_hold_up_an_invoice() {
    let broken = Logo::read(b"\x89PNG\r\n\x1a\nand then nothing").unwrap();
    let look = Look { logo: Some(&broken), brand: None };
    let pdf = invoice_pdf(&samples::invoice(), &english(), look).unwrap();
    assert_eq!(pdf, plain(&samples::invoice()));
    // The letters stay what they are: only the logo is left out.
    let pdf_of_hostile = invoice_pdf(&samples::hostile(), &english(), look).unwrap();
    assert_eq!(pdf_of_hostile, plain(&samples::hostile()));
    let square = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>"##;
    let logo = Logo::read(square.as_bytes()).unwrap();
    let look = Look { logo: Some(&logo), brand: Some([0x6b, 0x2d, 0x5c]) };
    let with_logo = invoice_pdf(&samples::invoice(), &english(), look).unwrap();
    assert_ne!(with_logo, pdf);
}

#[test]
fn the_other_papers_are_set_and_are_no_archives() {
    let words = english();
    let look = Look::default();
    for pdf in [
        statement_pdf(&samples::statement(12), &words, look),
        statement_pdf(&samples::statement(0), &words, look),
        quotation_pdf(&samples::quotation(), &words, look),
        packing_slip_pdf(&samples::packing_slip(), &words, look),
        picking_sheet_pdf(&samples::picking_sheet(12), &words, look),
    ] {
        let pdf = pdf.unwrap();
        assert!(pages(&pdf) == 1 && !has(&pdf, "pdfaid:part"), "{} pages", pages(&pdf));
    }
}

#[test]
fn a_long_picking_sheet_has_pages_and_its_bar_code_once() {
    let set = |lines| {
        picking_sheet_pdf(&samples::picking_sheet(lines), &english(), Look::default()).unwrap()
    };
    let (one, many) = (set(12), set(1_000));
    assert_eq!(pages(&one), 1);
    assert!((20..=60).contains(&pages(&many)), "{} pages", pages(&many));
    let mut other = samples::picking_sheet(12);
    other.number = "N-3302".to_owned();
    let other = picking_sheet_pdf(&other, &english(), Look::default()).unwrap();
    assert_ne!(one, other);
}

#[test]
fn the_words_are_those_that_sheets_ask_for() {
    let keys: Vec<&str> = crate::KEYS.iter().map(|(key, _)| *key).collect();
    let english: Vec<&str> = samples::ENGLISH.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, english);
    for ((key, names), (_, text)) in crate::KEYS.iter().zip(samples::ENGLISH) {
        let marks = text.matches('{').count();
        assert_eq!(marks, names.len(), "{key}");
        assert!(names.iter().all(|name| text.contains(&format!("{{{name}}}"))), "{key}");
    }
}

#[test]
fn letters_that_no_font_has_together_do_not_hold_up_an_invoice() {
    let mut invoice = samples::invoice();
    invoice.buyer.name = "\u{2603}\u{65a} \u{2603}\u{20f0}".to_owned();
    let sheet = sheet::of_invoice(&invoice, &english());
    let whole = attempt(&sheet, Look::default(), &Some(Vec::new()), Letters::All);
    assert!(
        whole.is_err(),
        "a sign of one font with marks of the other: a sample for the last attempt"
    );
    assert!(has(&plain(&invoice), "<fx:Version>1.0</fx:Version>"));
}
