//! What several rows make together, an order or a document: all rows that name one come together, and one wrong row keeps
//! the whole of it out.

use super::{Context, Known, Made, Place, Reading, Wanted};
use crate::import::cells::{Cell, Cells};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::{Layout, Read};
use crate::import::staged::{Group, checked};
use crate::platform::importing::Imported;
use std::collections::HashSet;

/// Rows that cannot be taken, and why.
pub type Faults = Vec<(Place, String)>;

/// What is gathered of the rows of one.
pub trait Whole: Default + Send + 'static {
    /// What people call it, and the column by which its rows name it: `order`.
    const NAME: &'static str;
    /// What the rows of a file are.
    type Form: Copy + Send + 'static;
    /// What it becomes.
    type Row: Imported;

    /// What the rows of this file are, and its columns.
    ///
    /// # Errors
    /// The file is not of this kind, or lacks a needed column.
    fn form(sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<(Self::Form, Layout)>;

    /// Takes what a row says.
    ///
    /// # Errors
    /// The reason for which the row cannot be taken.
    fn take(&mut self, at: (Place, Self::Form), cells: &Cells<'_>, context: &Context) -> Cell<()>;

    /// Makes it of all that was taken; `first` is the first row that names it, `faults` what is wrong already.
    ///
    /// # Errors
    /// All that is wrong.
    fn assemble(
        self,
        told: (Place, Faults),
        known: &Known,
        context: &Context,
    ) -> Result<Self::Row, Faults>;
}

/// Reads files of such rows.
#[derive(Debug)]
pub struct Wholes<W: Whole> {
    context: Context,
    /// What each file is.
    forms: Vec<W::Form>,
}

impl<W: Whole> Wholes<W> {
    /// Reads them.
    #[must_use]
    pub fn reading(context: Context) -> Wholes<W> {
        Wholes { context, forms: Vec::new() }
    }
}

impl<W: Whole> Reading for Wholes<W> {
    type Row = W::Row;

    fn layout(&mut self, sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout> {
        let (form, layout) = W::form(sheet, map)?;
        self.forms.push(form);
        Ok(layout)
    }

    fn key(&mut self, _place: Place, layout: &Layout, read: &Read) -> Cell<String> {
        let name = layout.cells(read).raw(W::NAME).map(str::to_lowercase);
        let empty = || format!("`{}` is empty", W::NAME);
        name.ok_or_else(|| read.fault.clone().unwrap_or_else(empty))
    }

    fn check(&mut self, place: Place, layout: &Layout, read: &Read) -> Cell<()> {
        let cells = layout.cells(read);
        let at = (place, self.forms[place.sheet]);
        checked(read, || W::default().take(at, &cells, &self.context))?;
        self.key(place, layout, read).map(drop)
    }

    fn wanted(&self, layouts: &[Layout], groups: &[Group], wanted: &mut Wanted) {
        for row in groups.iter().flatten() {
            let cells = layouts[row.place.sheet].cells(&row.read);
            wanted.customers.extend(cells.raw("customer").map(str::to_lowercase));
            wanted.products.extend(cells.sku("sku").ok().flatten().map(|sku| sku.key()));
        }
    }

    fn make(&self, layouts: &[Layout], groups: Vec<Group>, known: &Known, made: &mut Made<W::Row>) {
        for group in groups {
            let places: Vec<Place> = group.iter().map(|row| row.place).collect();
            let (whole, faults) = self.gather(layouts, group);
            match whole.assemble((places[0], faults), known, &self.context) {
                Ok(row) => made.items.push((places, row)),
                Err(faults) => self.refuse(places, faults, made),
            }
        }
    }
}

impl<W: Whole> Wholes<W> {
    fn gather(&self, layouts: &[Layout], group: Group) -> (W, Faults) {
        let (mut whole, mut faults) = (W::default(), Vec::new());
        for row in group {
            let at = (row.place, self.forms[row.place.sheet]);
            let cells = layouts[row.place.sheet].cells(&row.read);
            if let Err(why) = checked(&row.read, || whole.take(at, &cells, &self.context)) {
                faults.push((row.place, why));
            }
        }
        (whole, faults)
    }

    /// Every row of what is refused is refused: the wrong ones with their reason, the others with a hint.
    fn refuse(&self, places: Vec<Place>, faults: Faults, made: &mut Made<W::Row>) {
        let wrong: HashSet<Place> = faults.iter().map(|(place, _)| *place).collect();
        let hint = faults.first().map(|(place, _)| self.context.told(*place)).unwrap_or_default();
        let others = places.into_iter().filter(|place| !wrong.contains(place));
        let why = || format!("the {} is taken whole or not at all: see {hint}", W::NAME);
        made.refused.extend(others.map(|place| (place, why())));
        made.refused.extend(faults);
    }
}
