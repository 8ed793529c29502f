//! What each of our columns is read from in one file, and reading its rows: by our own names, or by
//! a mapping.

use super::rules::{Marks, Rule};
use super::values::{self, DayOrder};
use super::{Feed, Map};
use crate::import::cells::{ATTRIBUTE, ATTRIBUTE_MARKS, ATTRIBUTES, Cells, Column, Shape};
use crate::import::files::workbook::serial_text;
use crate::import::files::{Sheet, SheetRow, blanks_collapsed};
use anyhow::{bail, ensure};
use csv::StringRecord;
use rust_decimal::Decimal;

/// Columns of our own refused files, read by nobody.
const OURS: [&str; 2] = ["refused_line", "refused_reason"];

/// Our columns in one file.
#[derive(Debug)]
pub struct Layout {
    /// Our columns that the file has.
    pub columns: Vec<&'static str>,
    /// Columns of the file that nobody reads.
    pub unread: Vec<String>,
    feeds: Vec<(Column, Source)>,
    /// Attributes that have columns of their own, by name; together they are the last of `columns`.
    attributes: Vec<(String, Source)>,
    leave_out: Vec<(String, Test)>,
    ways: Option<Ways>,
}

/// Where a column comes from.
#[derive(Debug)]
struct Source {
    from: Vec<usize>,
    times: Option<usize>,
    when: Option<Test>,
    unless: Option<Test>,
    feed: Feed,
}

#[derive(Clone, Debug)]
struct Test {
    at: usize,
    rule: Rule,
}

/// How the file writes what we write otherwise; `None` where nothing is to be changed.
#[derive(Clone, Debug)]
struct Ways {
    marks: Marks,
    day_order: Option<DayOrder>,
    yes: Vec<String>,
    no: Vec<String>,
    collapse_blanks: bool,
    /// Days may stand there as numbers, counted from 1904 or from 1900.
    serials: Option<bool>,
}

/// A row in our columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// In the order of `Layout::columns`.
    pub cells: StringRecord,
    /// Why it cannot be taken, if that is known already.
    pub fault: Option<String>,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    /// It is read.
    Row(Read),
    /// A rule leaves it out; its place in `Layout::left_out_by`.
    LeftOut(usize),
}

impl Layout {
    /// Finds our columns in the file: `known` are those of the kind, `ignored` are read over.
    ///
    /// # Errors
    /// Names the needed column that is missing, one that is there twice, or one the mapping has wrong.
    pub fn new(
        sheet: &Sheet,
        map: Option<&Map>,
        known: &[Column],
        ignored: &[&str],
    ) -> anyhow::Result<Layout> {
        let mut layout = Layout {
            columns: Vec::new(),
            unread: Vec::new(),
            feeds: Vec::new(),
            attributes: Vec::new(),
            leave_out: Vec::new(),
            ways: ways(sheet, map),
        };
        if let Some(map) = map {
            layout.feed_by_map(sheet, map, known)?;
        }
        layout.feed_by_name(sheet, map, known, ignored)?;
        if !layout.attributes.is_empty() {
            layout.columns.push(ATTRIBUTE);
        }
        let name = &sheet.name;
        if let Some(missing) = known.iter().find(|c| c.needed && !layout.columns.contains(&c.name))
        {
            let also = missing.also.iter().map(|a| format!(" or `{a}`")).collect::<String>();
            ensure!(
                map.is_none(),
                "{name}: the mapping says nothing about `{}`, which is needed.",
                missing.name
            );
            bail!("{name}: the column `{}`{also} is missing.", missing.name);
        }
        Ok(layout)
    }

    fn feed_by_map(&mut self, sheet: &Sheet, map: &Map, known: &[Column]) -> anyhow::Result<()> {
        let is_attribute = |name: &str| attribute(name, known).is_some();
        let is_known =
            |name: &&String| known.iter().any(|column| column.name == *name) || is_attribute(name);
        if let Some(name) = map.columns.keys().find(|name| !is_known(name)) {
            let names = known.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
            bail!("the mapping names `{name}`, which is no column here; the columns are: {names}.");
        }
        for column in known {
            let Some(fed) = map.columns.get(column.name) else { continue };
            self.columns.push(column.name);
            self.feeds.push((*column, Source::of(sheet, map, fed.feed())?));
        }
        for (name, fed) in &map.columns {
            if let Some(attribute) = attribute(name, known) {
                self.add_attribute(sheet, attribute?, Source::of(sheet, map, fed.feed())?)?;
            }
        }
        for name in map.leave_out.all() {
            self.leave_out.push((name.clone(), test(sheet, &map.rules[name])?));
        }
        Ok(())
    }

    fn feed_by_name(
        &mut self,
        sheet: &Sheet,
        map: Option<&Map>,
        known: &[Column],
        ignored: &[&str],
    ) -> anyhow::Result<()> {
        let mapped = self.columns.clone();
        let by_name = map.is_none_or(|map| map.by_name);
        for (index, name) in sheet.header.iter().enumerate() {
            let is = |other: &&str| other.eq_ignore_ascii_case(name);
            let is_used = self.sources().any(|source| source.uses(index));
            let column = known.iter().find(|c| is(&c.name) || c.also.iter().any(is));
            let column = column.filter(|c| by_name && !mapped.contains(&c.name));
            if let Some(attribute) = attribute(name, known).filter(|_| by_name && !is_used) {
                self.add_attribute(sheet, attribute?, Source::direct(index))?;
                continue;
            }
            let Some(column) = column else {
                let skipped = ignored.iter().any(is) || OURS.iter().any(is) || name.is_empty();
                let tested = self.leave_out.iter().any(|(_, test)| test.at == index);
                if !skipped && !is_used && !tested {
                    self.unread.push(name.clone());
                }
                continue;
            };
            if self.columns.contains(&column.name) {
                bail!(
                    "{}: two columns mean `{}`; `{name}` is the second.",
                    sheet.name,
                    column.name
                );
            }
            self.columns.push(column.name);
            self.feeds.push((*column, Source::direct(index)));
        }
        Ok(())
    }

    fn sources(&self) -> impl Iterator<Item = &Source> {
        let fed = self.feeds.iter().map(|(_, source)| source);
        fed.chain(self.attributes.iter().map(|(_, source)| source))
    }

    fn add_attribute(&mut self, sheet: &Sheet, name: String, source: Source) -> anyhow::Result<()> {
        let is_there = |(other, _): &(String, Source)| other.to_lowercase() == name.to_lowercase();
        if self.attributes.iter().any(is_there) {
            bail!("{}: two columns mean `{ATTRIBUTE}{name}`.", sheet.name);
        }
        self.attributes.push((name, source));
        Ok(())
    }

    /// The names of the rules by which rows are left out.
    pub fn left_out_by(&self) -> impl Iterator<Item = &str> {
        self.leave_out.iter().map(|(name, _)| name.as_str())
    }

    /// Reads a row.
    #[must_use]
    pub fn take(&self, row: &SheetRow) -> Taken {
        if row.fault.is_none()
            && let Some(by) = self.leave_out.iter().position(|(_, test)| self.holds(test, row))
        {
            return Taken::LeftOut(by);
        }
        let mut read = Read { cells: StringRecord::new(), fault: row.fault.clone() };
        for (column, source) in &self.feeds {
            let cell = self.cell_or_fault(column.name, column.shape, source, row, &mut read.fault);
            read.cells.push_field(&cell);
        }
        if !self.attributes.is_empty() {
            let mut all = String::new();
            for (name, source) in &self.attributes {
                let value = self.cell_or_fault(name, Shape::Text, source, row, &mut read.fault);
                let (between, behind) = ATTRIBUTE_MARKS;
                all.extend([name.as_str(), between.encode_utf8(&mut [0; 4]), value.trim()]);
                all.push(behind);
            }
            read.cells.push_field(&all);
        }
        Taken::Row(read)
    }

    /// The cells of a row that was read.
    #[must_use]
    pub fn cells<'a>(&'a self, read: &'a Read) -> Cells<'a> {
        Cells { columns: &self.columns, cells: &read.cells }
    }

    fn holds(&self, test: &Test, row: &SheetRow) -> bool {
        let marks = self.ways.as_ref().map(|ways| ways.marks);
        let marks = marks.unwrap_or(Marks { decimal: '.', grouping: None });
        test.rule.holds(row.cells.get(test.at).unwrap_or_default(), marks)
    }

    /// A cell, or the reason why not and the cell as the file has it, to be shown beside the reason.
    fn cell_or_fault(
        &self,
        name: &str,
        shape: Shape,
        source: &Source,
        row: &SheetRow,
        fault: &mut Option<String>,
    ) -> String {
        self.cell(shape, source, row).unwrap_or_else(|why| {
            fault.get_or_insert_with(|| format!("`{name}` {why}"));
            source.from.first().and_then(|at| row.cells.get(*at)).unwrap_or_default().to_owned()
        })
    }

    fn cell(&self, shape: Shape, source: &Source, row: &SheetRow) -> Result<String, String> {
        let is_wrong = |at: usize| row.wrong.iter().find(|(wrong, _)| *wrong == at);
        let at = |at: usize| row.cells.get(at).unwrap_or_default();
        let wanted = source.when.as_ref().is_none_or(|test| self.holds(test, row))
            && source.unless.as_ref().is_none_or(|test| !self.holds(test, row));
        if !wanted {
            return Ok(String::new());
        }
        if let Some((_, wrong)) =
            source.from.iter().chain(&source.times).find_map(|at| is_wrong(*at))
        {
            return Err(format!("is {wrong}"));
        }
        let feed = &source.feed;
        let text = match &feed.join {
            Some(between) => {
                let filled =
                    source.from.iter().map(|from| at(*from).trim()).filter(|t| !t.is_empty());
                filled.collect::<Vec<_>>().join(between)
            }
            None => {
                let filled =
                    source.from.iter().map(|from| at(*from)).find(|t| !t.trim().is_empty());
                filled.unwrap_or_default().to_owned()
            }
        };
        let text = match &feed.cut_end {
            Some(end) => text.trim().strip_suffix(end.as_str()).unwrap_or(text.trim()).to_owned(),
            None => text,
        };
        let text = if feed.upper { text.to_uppercase() } else { text };
        if text.trim().is_empty() {
            // What a mapping says itself is written in our way.
            return Ok(feed.value.clone().unwrap_or_default());
        }
        if let Some(ours) = translated(feed, &text) {
            return Ok(ours);
        }
        let Some(ways) = &self.ways else { return Ok(text) };
        let text = ways.ours(shape, text)?;
        match source.times {
            Some(times) => product(&text, &ways.number(at(times))?),
            None => Ok(text),
        }
    }
}

impl Source {
    /// What a mapping says, in this file.
    fn of(sheet: &Sheet, map: &Map, feed: Feed) -> anyhow::Result<Source> {
        let test = |rule: &Option<String>| {
            rule.as_ref().map(|rule| test(sheet, &map.rules[rule])).transpose()
        };
        let names = feed.from.all();
        let mut from = Vec::new();
        for name in names {
            match place(sheet, name) {
                Ok(at) => from.push(at),
                // Of several names for one column one is enough.
                Err(error) if names.len() == 1 || feed.join.is_some() => return Err(error),
                Err(_) => {}
            }
        }
        if let (Some(first), true) = (names.first(), from.is_empty()) {
            place(sheet, first)?;
        }
        let times = feed.times.as_ref().map(|name| place(sheet, name)).transpose()?;
        let (when, unless) = (test(&feed.when)?, test(&feed.unless)?);
        Ok(Source { from, times, when, unless, feed })
    }

    fn direct(index: usize) -> Source {
        let feed = Feed::default();
        Source { from: vec![index], times: None, when: None, unless: None, feed }
    }

    fn uses(&self, index: usize) -> bool {
        let tests = [&self.when, &self.unless];
        let mut tested = tests.into_iter().flatten().map(|test| test.at);
        self.from.contains(&index) || self.times == Some(index) || tested.any(|at| at == index)
    }
}

impl Ways {
    fn number(&self, text: &str) -> Result<String, String> {
        values::number(text, self.marks.decimal, self.marks.grouping)
    }

    fn ours(&self, shape: Shape, text: String) -> Result<String, String> {
        let word = text.trim().to_lowercase();
        match shape {
            Shape::Text if self.collapse_blanks => Ok(blanks_collapsed(&text)),
            Shape::Text => Ok(text),
            Shape::Number => self.number(&text),
            Shape::YesNo if self.yes.contains(&word) => Ok("yes".to_owned()),
            Shape::YesNo if self.no.contains(&word) => Ok("no".to_owned()),
            Shape::YesNo => Ok(text),
            Shape::Day | Shape::Time => {
                let text = self.serial(text.trim()).unwrap_or(text);
                match (self.day_order, shape) {
                    (Some(order), Shape::Day) => values::day(&text, order),
                    (Some(order), _) => values::moment(&text, order),
                    // A spreadsheet keeps a day with its time, even where only the day is meant.
                    (None, Shape::Day) => Ok(text.split('T').next().unwrap_or_default().to_owned()),
                    (None, _) => Ok(text),
                }
            }
        }
    }

    /// A day that a spreadsheet keeps as a bare number.
    fn serial(&self, text: &str) -> Option<String> {
        let from_1904 = self.serials?;
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        let number: f64 = text.replace(',', ".").parse().ok().filter(|_| plain)?;
        // Up to the year 9999; a day written 20260331 is far above.
        (1.0..2_958_466.0).contains(&number).then(|| serial_text(number, from_1904))
    }
}

fn ways(sheet: &Sheet, map: Option<&Map>) -> Option<Ways> {
    let book = sheet.workbook();
    if map.is_none() && book.is_none() {
        return None;
    }
    let map = map.cloned().unwrap_or_default();
    let words =
        |words: &super::Some1| words.all().iter().map(|w| w.trim().to_lowercase()).collect();
    Some(Ways {
        marks: Marks { decimal: map.decimal.unwrap_or('.'), grouping: map.grouping },
        day_order: map.day_order,
        yes: words(&map.yes),
        no: words(&map.no),
        collapse_blanks: map.collapse_blanks,
        serials: book.map(|chosen| chosen.from_1904),
    })
}

fn test(sheet: &Sheet, rule: &Rule) -> anyhow::Result<Test> {
    Ok(Test { at: place(sheet, &rule.column)?, rule: rule.clone() })
}

/// The attribute that a column of this name is, where the kind has any; or why there is none.
fn attribute(column: &str, known: &[Column]) -> Option<anyhow::Result<String>> {
    const LONGEST: usize = 100;
    let (start, name) = column.split_at_checked(ATTRIBUTE.len())?;
    let is_one =
        start.eq_ignore_ascii_case(ATTRIBUTE) && known.iter().any(|c| c.name == ATTRIBUTES);
    let name = name.trim();
    let fits = !name.is_empty() && !name.contains(':') && name.chars().count() <= LONGEST;
    let fits = fits && !name.chars().any(char::is_control);
    let wrong = || {
        anyhow::anyhow!(
            "`{column}`: the name of an attribute has 1 to {LONGEST} characters and no colon."
        )
    };
    is_one.then(|| if fits { Ok(name.to_owned()) } else { Err(wrong()) })
}

/// Where this column of the file is.
fn place(sheet: &Sheet, name: &str) -> anyhow::Result<usize> {
    let wanted = blanks_collapsed(name);
    let found = sheet.header.iter().position(|column| column.eq_ignore_ascii_case(&wanted));
    let found = found.or_else(|| {
        sheet.header.iter().position(|column| column.to_lowercase() == wanted.to_lowercase())
    });
    let Some(at) = found else {
        let header =
            sheet.header.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        bail!("{} has no column `{name}`, which the mapping names; it has: {header}.", sheet.name);
    };
    Ok(at)
}

/// What the mapping says for this cell, in our way.
fn translated(feed: &Feed, text: &str) -> Option<String> {
    let cell = text.trim().to_lowercase();
    let mut all = feed.translate.iter();
    all.find(|(theirs, _)| theirs.trim().to_lowercase() == cell).map(|(_, ours)| ours.clone())
}

fn product(one: &str, other: &str) -> Result<String, String> {
    let read = |text: &str| text.parse::<Decimal>().ok();
    let product = read(one).zip(read(other)).and_then(|(one, other)| one.checked_mul(other));
    let product = product.ok_or_else(|| format!("cannot be told: {one} times {other}"))?;
    Ok(product.normalize().to_string())
}
