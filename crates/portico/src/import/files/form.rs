//! How a file is written: encoding, delimiter, header row, sheet, decimal mark.

use serde::{Deserialize, Serialize};

/// How text is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Encoding {
    /// Unicode in 8-bit units.
    #[serde(rename = "utf-8")]
    Utf8,
    /// Unicode in 16-bit units, low byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// Unicode in 16-bit units, high byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// Western Europe on Windows; files said to be ISO 8859-1 are nearly always this.
    #[serde(rename = "windows-1252", alias = "latin1", alias = "iso-8859-1", alias = "cp1252")]
    Windows1252,
}

impl Encoding {
    /// All, in the order they are offered.
    pub const ALL: [Encoding; 4] =
        [Encoding::Utf8, Encoding::Windows1252, Encoding::Utf16Le, Encoding::Utf16Be];

    /// As people and mappings write it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    pub(in crate::import) fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }
}

/// How a file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// As stated; else by the byte order mark, else UTF-8.
    pub encoding: Option<Encoding>,
    /// Between cells.
    pub delimiter: u8,
    /// Which sheet of a spreadsheet, by its name.
    pub sheet: Option<String>,
    /// Which row names the columns, from 1; 0: none, and columns are called A, B, C …
    pub header_row: u64,
    /// Before the decimals: `.` or `,`.
    pub decimal: char,
}

impl Form {
    /// The form of our own files of refused rows; the numbers in them are as they were.
    #[must_use]
    pub fn of_refused_rows(&self) -> Form {
        Form { encoding: Some(Encoding::Utf8), delimiter: b',', header_row: 1, ..self.clone() }
    }
}

impl Default for Form {
    fn default() -> Form {
        Form { encoding: None, delimiter: b',', sheet: None, header_row: 1, decimal: '.' }
    }
}

/// What a delimiter is called.
#[must_use]
pub fn delimiter_name(delimiter: u8) -> &'static str {
    match delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "vertical bars",
        _ => "commas",
    }
}
