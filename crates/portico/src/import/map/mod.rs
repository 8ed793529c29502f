//! A mapping: how a foreign file is written, and which of its columns feed which of ours. It is told
//! in TOML; `docs/manual/import.md` explains every word.

pub mod layout;
pub mod rules;
pub mod values;

use super::files::form::{Encoding, Form};
use anyhow::{Context, bail, ensure};
use rules::Rule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use values::DayOrder;

/// What happens to further rows about the same thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Repeats {
    /// They are refused.
    #[default]
    Refuse,
    /// The first one counts; the others are left out, and counted.
    First,
    /// The last one counts.
    Last,
}

/// Several of a thing, or one without brackets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Some1 {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Some1 {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[String] {
        match self {
            Some1::One(one) => std::slice::from_ref(one),
            Some1::Many(many) => many,
        }
    }
}

impl Default for Some1 {
    fn default() -> Some1 {
        Some1::Many(Vec::new())
    }
}

/// What feeds one of our columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Columns of the file; the first one that is filled counts.
    #[serde(default, skip_serializing_if = "is_none")]
    pub from: Some1,
    /// If given, all of `from` count, with this between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join: Option<String>,
    /// What stands there where the file says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// A column of the file by whose number it is multiplied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<String>,
    /// Fed only where this rule holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Fed only where this rule does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unless: Option<String>,
    /// Theirs = ours, for whole cells in any case; what is not named stays.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translate: BTreeMap<String, String>,
    /// Letters become capitals.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upper: bool,
    /// Cut off the end, where it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_end: Option<String>,
}

fn is_none(names: &Some1) -> bool {
    names.all().is_empty()
}

/// The mapping as it is written.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// UTF-8 if neither this nor a byte order mark says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// `,`, `;`, `|` or a tab.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The sheet of a spreadsheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Which row names the columns; 0: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// `.` or `,`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// Between groups of three digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grouping: Option<char>,
    /// In which order days are written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_order: Option<DayOrder>,
    /// Words for yes, beside ours.
    #[serde(default, skip_serializing_if = "is_none")]
    pub yes: Some1,
    /// Words for no, beside ours.
    #[serde(default, skip_serializing_if = "is_none")]
    pub no: Some1,
    /// Runs of blanks become one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub collapse_blanks: bool,
    /// What happens to further rows about the same thing.
    #[serde(default)]
    pub repeats: Repeats,
    /// Columns with our own names (or those known for them) are read too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_name: bool,
    /// Rules by which rows are left out.
    #[serde(default, skip_serializing_if = "is_none")]
    pub leave_out: Some1,
    /// Rules by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, Rule>,
    /// Our columns, and what feeds each.
    #[serde(default)]
    pub columns: BTreeMap<String, Fed>,
}

/// What feeds a column: a name, several, or all that can be said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Fed {
    /// Names only.
    Names(Some1),
    /// More.
    Full(Feed),
}

impl Fed {
    /// In full.
    #[must_use]
    pub fn feed(&self) -> Feed {
        match self {
            Fed::Names(from) => Feed { from: from.clone(), ..Feed::default() },
            Fed::Full(feed) => feed.clone(),
        }
    }
}

impl<'de> Deserialize<'de> for Fed {
    // By hand, because a derived one cannot say which word of a table it does not know.
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Fed, D::Error> {
        let value = toml::Value::deserialize(from)?;
        let read = match value {
            toml::Value::Table(_) => value.try_into().map(Fed::Full),
            _ => value.try_into().map(Fed::Names),
        };
        read.map_err(serde::de::Error::custom)
    }
}

impl Map {
    /// Reads a mapping and checks all that can be checked without a file.
    ///
    /// # Errors
    /// A sentence that says what is wrong and where.
    pub fn parse(text: &str) -> anyhow::Result<Map> {
        let map: Map = toml::from_str(text).context("the mapping cannot be read")?;
        map.checked()
    }

    /// The mapping, if it makes sense.
    ///
    /// # Errors
    /// As `parse`.
    pub fn checked(self) -> anyhow::Result<Map> {
        ensure!(
            !self.columns.is_empty() || self.by_name,
            "the mapping names no column: [columns] says which of the file's columns feeds which of ours."
        );
        let one_of = |what: &str, mark: Option<char>, marks: &str| {
            let fits = mark.is_none_or(|mark| marks.contains(mark));
            ensure!(fits, "the mapping's `{what}` is none of: {}", told(marks));
            Ok(())
        };
        one_of("delimiter", self.delimiter, ",;\t|")?;
        one_of("decimal", self.decimal, ".,")?;
        one_of("grouping", self.grouping, ".,' ")?;
        ensure!(
            self.grouping.is_none() || self.grouping != Some(self.decimal.unwrap_or('.')),
            "the mapping's `grouping` and `decimal` are the same."
        );
        for name in self.leave_out.all() {
            self.rule(name, "leave_out")?;
        }
        for (name, rule) in &self.rules {
            rule.check().with_context(|| format!("the mapping's rule `{name}`"))?;
        }
        for (name, fed) in &self.columns {
            let feed = fed.feed();
            for rule in [&feed.when, &feed.unless].into_iter().flatten() {
                self.rule(rule, name)?;
            }
            ensure!(
                !feed.from.all().is_empty() || feed.value.is_some(),
                "the mapping says nothing about what feeds `{name}`: it needs `from` or `value`."
            );
        }
        Ok(self)
    }

    fn rule(&self, name: &str, at: &str) -> anyhow::Result<&Rule> {
        let Some(rule) = self.rules.get(name) else {
            bail!("the mapping's `{at}` names the rule `{name}`, which stands nowhere in [rules].");
        };
        Ok(rule)
    }

    /// How the file is written.
    #[must_use]
    pub fn form(&self) -> Form {
        let delimiter = self.delimiter.and_then(|mark| u8::try_from(mark).ok()).unwrap_or(b',');
        Form {
            encoding: self.encoding,
            delimiter,
            sheet: self.sheet.clone(),
            header_row: self.header_row.unwrap_or(1),
            decimal: self.decimal.unwrap_or('.'),
        }
    }

    /// As TOML.
    #[must_use]
    pub fn text(&self) -> String {
        toml::to_string(self).expect("a mapping can be written down")
    }
}

fn told(marks: &str) -> String {
    let name = |mark: char| match mark {
        '\t' => "a tab (\\t)".to_owned(),
        ' ' => "a blank".to_owned(),
        _ => format!("`{mark}`"),
    };
    marks.chars().map(name).collect::<Vec<_>>().join(", ")
}
