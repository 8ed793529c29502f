//! CSV (RFC 4180) that a spreadsheet opens as it was meant: UTF-8 with a byte order mark, or Excel takes it for another
//! encoding; texts never become formulas.

use super::Head;
use crate::platform::list::Value;
use crate::platform::problem::AppError;
use ::csv::{QuoteStyle, Terminator, Writer, WriterBuilder};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A CSV file being written.
pub struct Csv {
    writer: Writer<BufWriter<File>>,
}

impl Csv {
    /// A new file in this folder.
    pub(super) fn new(folder: &Path) -> Result<Csv, AppError> {
        let file = tempfile::tempfile_in(folder).map_err(anyhow::Error::new)?;
        let mut file = BufWriter::new(file);
        file.write_all(BYTE_ORDER_MARK).map_err(anyhow::Error::new)?;
        let writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(file);
        Ok(Csv { writer })
    }

    pub(super) fn head(&mut self, heads: &[Head<'_>]) -> Result<(), AppError> {
        let labels = heads.iter().map(|head| harmless(head.label).into_owned());
        self.writer.write_record(labels).map_err(anyhow::Error::new)?;
        Ok(())
    }

    pub(super) fn row(&mut self, values: &[Value<'_>]) -> Result<(), AppError> {
        for value in values {
            let plain = value.plain();
            let cell = match value {
                Value::Text(_) => harmless(&plain),
                _ => Cow::Borrowed(&*plain),
            };
            self.writer.write_field(cell.as_bytes()).map_err(anyhow::Error::new)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(anyhow::Error::new)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<File, AppError> {
        let buffer =
            self.writer.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))?;
        Ok(buffer.into_inner().map_err(|error| anyhow::anyhow!("{}", error.error()))?)
    }
}

/// A text that no spreadsheet takes for a formula: an apostrophe stands before each character that begins one, at its start and
/// where another program might split the cell (it may take `;`, tabs or line ends for the end of a cell). A plain negative
/// number stays what it is.
fn harmless(text: &str) -> Cow<'_, str> {
    if is_negative_number(text) || !text.contains(begins_formula) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 1);
    let mut starts = true;
    for c in text.chars() {
        if starts && begins_formula(c) {
            safe.push('\'');
        }
        safe.push(c);
        // Blanks before a formula are passed over by some programs.
        starts = matches!(c, ';' | '\t' | '\r' | '\n') || (starts && c.is_whitespace());
    }
    Cow::Owned(safe)
}

/// `=`, `+`, `-`, `@`, also in full width as East Asian keyboards have them, and what moves to another cell.
pub(super) fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '−' | '\t' | '\r' | '\n' | '|' | '%'
    )
}

fn is_negative_number(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('-') else {
        return false;
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    plain(whole) && plain(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_a_formula_gets_an_apostrophe() {
        for formula in [
            "=1+1",
            "+44 20 7946 0000",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1＋1",
            "=cmd|' /C calc'!A0",
            "%0A=1",
            "|calc",
        ] {
            let safe = harmless(formula);
            assert!(safe.starts_with('\''), "{formula:?}: {safe:?}");
        }
        assert_eq!(harmless("  =1"), "  '=1");
        assert_eq!(harmless("mug;=1+1"), "mug;'=1+1");
        assert_eq!(harmless("mug; @x"), "mug; '@x");
        assert_eq!(harmless("\t=1"), "'\t'=1");
    }

    #[test]
    fn what_is_no_formula_stays() {
        for text in ["-12.50", "-7", "PO 7781", "50 % off", "a=b", "Harrow-on-the-Hill", "", "'=1"]
        {
            assert_eq!(harmless(text), text, "{text:?}");
        }
        assert_eq!(harmless("-"), "'-");
        assert_eq!(harmless("-1.2.3"), "'-1.2.3");
        assert_eq!(harmless("-1.e5"), "'-1.e5");
    }
}
