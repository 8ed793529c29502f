//! Files in which each row stands for itself.

use super::{Context, Known, Made, Place, Reading};
use crate::import::cells::{Cell, Cells, Column};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::{Layout, Read};
use crate::import::staged::{Group, checked, counted};
use crate::platform::importing::Imported;

/// A kind of which a row is one thing. A second row about the same thing is refused, unless the
/// mapping says that the first or last counts.
#[derive(Clone, Debug)]
pub struct Single<R> {
    /// Its columns.
    pub columns: &'static [Column],
    /// Columns that are read over.
    pub ignored: &'static [&'static str],
    /// What a row is about.
    pub key: fn(&R) -> String,
    /// Reads a row.
    pub parse: fn(&Cells<'_>, &Context) -> Cell<R>,
    /// What is known of the wholesaler.
    pub context: Context,
}

impl<R: Imported> Reading for Single<R> {
    type Row = R;

    fn layout(&mut self, sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout> {
        Layout::new(sheet, map, self.columns, self.ignored)
    }

    fn key(&mut self, _place: Place, layout: &Layout, read: &Read) -> Cell<String> {
        let row = checked(read, || (self.parse)(&layout.cells(read), &self.context))?;
        Ok((self.key)(&row))
    }

    fn make(&self, layouts: &[Layout], groups: Vec<Group>, _known: &Known, made: &mut Made<R>) {
        for group in groups {
            let counted = counted(group, self.context.repeats);
            let first = counted.row.place;
            let why = || format!("says the same thing as {}", self.context.told(first));
            made.refused.extend(counted.refused.into_iter().map(|place| (place, why())));
            made.left_out += counted.left_out;
            let cells = layouts[first.sheet].cells(&counted.row.read);
            match (self.parse)(&cells, &self.context) {
                Ok(row) => made.items.push((vec![first], row)),
                Err(why) => made.refused.push((first, why)),
            }
        }
    }
}
