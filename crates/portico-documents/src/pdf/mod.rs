//! Sheets as PDF: set by typst, in memory, with the fonts that come in the program. The same paper is the same bytes every time.
//!
//! A page takes some 10 ms of one core, a document of 1,000 lines under two seconds; so call it outside a transaction and off the
//! threads that answer requests (`docs/decisions/0025-pdf-by-typst.md` has the figures).

mod logo;
mod text;
mod world;
mod xmp;

pub use logo::{Logo, LogoFault};

use crate::invoice::Invoice;
use crate::sheet::{self, PackingSlip, PickingSheet, Quotation, Sheet, Statement, Words};
use crate::xml::cii;
use std::fmt;
use text::Letters;
use world::Standard;

/// How the wholesaler's papers look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    /// The picture at the top; its name stands there where there is none.
    pub logo: Option<&'a Logo>,
    /// The wholesaler's colour, red, green, blue: the line below the head.
    pub brand: Option<[u8; 3]>,
}

/// A paper that could not be set, in typst's words. Only a fault of ours leads here: text and logos cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfFault(String);

impl fmt::Display for PdfFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the paper could not be set: {}", self.0)
    }
}

impl std::error::Error for PdfFault {}

/// An invoice or credit note as PDF/A-3b with its CII inside (Factur-X, profile EN 16931).
///
/// # Errors
/// [`PdfFault`], which no document of a person can cause.
pub fn invoice_pdf(
    invoice: &Invoice,
    words: &Words<'_>,
    look: Look<'_>,
) -> Result<Vec<u8>, PdfFault> {
    let mut sheet = sheet::of_invoice(invoice, words);
    sheet.attached = true;
    let plain = set(&sheet, look, Some(cii(invoice).into_bytes()))?;
    xmp::with_factur_x(&plain).ok_or_else(|| PdfFault("no metadata to add Factur-X to".to_owned()))
}

/// A statement of account as PDF.
///
/// # Errors
/// [`PdfFault`], which no document of a person can cause.
pub fn statement_pdf(
    statement: &Statement,
    words: &Words<'_>,
    look: Look<'_>,
) -> Result<Vec<u8>, PdfFault> {
    set(&sheet::of_statement(statement, words), look, None)
}

/// A quotation as PDF.
///
/// # Errors
/// [`PdfFault`], which no document of a person can cause.
pub fn quotation_pdf(
    quotation: &Quotation,
    words: &Words<'_>,
    look: Look<'_>,
) -> Result<Vec<u8>, PdfFault> {
    set(&sheet::of_quotation(quotation, words), look, None)
}

/// The paper that goes with the goods as PDF.
///
/// # Errors
/// [`PdfFault`], which no document of a person can cause.
pub fn packing_slip_pdf(
    slip: &PackingSlip,
    words: &Words<'_>,
    look: Look<'_>,
) -> Result<Vec<u8>, PdfFault> {
    set(&sheet::of_packing_slip(slip, words), look, None)
}

/// The paper that a goods-out note is picked by as PDF.
///
/// # Errors
/// [`PdfFault`], which no document of a person can cause.
pub fn picking_sheet_pdf(
    picks: &PickingSheet,
    words: &Words<'_>,
    look: Look<'_>,
) -> Result<Vec<u8>, PdfFault> {
    set(&sheet::of_picking_sheet(picks, words), look, None)
}

/// Sets a sheet; what it needs least is left out first where it cannot be set whole: an invoice is not
/// held up by its logo, nor by letters that no font of ours has.
fn set(sheet: &Sheet, look: Look<'_>, attached: Option<Vec<u8>>) -> Result<Vec<u8>, PdfFault> {
    let without_logo = Look { logo: None, ..look };
    attempt(sheet, look, &attached, Letters::All)
        .or_else(|_| attempt(sheet, without_logo, &attached, Letters::All))
        .or_else(|_| attempt(sheet, without_logo, &attached, Letters::European))
        .map_err(PdfFault)
}

/// Sets a sheet once, with these letters.
fn attempt(
    sheet: &Sheet,
    look: Look<'_>,
    attached: &Option<Vec<u8>>,
    letters: Letters,
) -> Result<Vec<u8>, String> {
    let standard = if attached.is_some() { Standard::Archive } else { Standard::Plain };
    let data = data(sheet, look, letters);
    let files = world::Files { data, logo: look.logo.cloned(), attached: attached.clone() };
    world::compile(files, standard)
}

/// The sheet as the JSON that the template reads.
fn data(sheet: &Sheet, look: Look<'_>, letters: Letters) -> Vec<u8> {
    let mut value = serde_json::to_value(sheet).expect("strings and numbers");
    text::make_printable(&mut value, letters);
    if let Some([red, green, blue]) = look.brand {
        value["brand"] = format!("#{red:02x}{green:02x}{blue:02x}").into();
    }
    if let Some(logo) = look.logo {
        value["logo"] = logo.file_name().into();
    }
    serde_json::to_vec(&value).expect("strings and numbers")
}

#[cfg(test)]
mod tests;
