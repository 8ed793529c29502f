//! One file per kind: its columns, and what its rows become.

pub mod addresses;
pub mod customers;
pub mod document_columns;
pub mod documents;
pub mod order_columns;
pub mod orders;
pub mod price_lists;
pub mod price_points;
pub mod products;
pub mod single;
pub mod stock;
pub mod whole;

use super::Kind;
use super::cells::{Cell, Column};
use super::files::Sheet;
use super::map::layout::{Layout, Read};
use super::map::{Map, Repeats};
use super::staged::Group;
use crate::catalogue::import as products_known;
use crate::customers::import as customers_known;
use crate::platform::db::{Db, DbError, View};
use crate::platform::importing::Imported;
use crate::platform::{settings, wholesaler};
use portico_types::{Country, Currency, Zone};
use std::collections::{HashMap, HashSet};

/// The columns of a kind, as a person chooses among them.
#[must_use]
pub fn columns(kind: Kind) -> Vec<Column> {
    match kind {
        Kind::Products => products::COLUMNS.to_vec(),
        Kind::Customers => customers::COLUMNS.to_vec(),
        Kind::Addresses => addresses::COLUMNS.to_vec(),
        Kind::PriceLists => price_lists::COLUMNS.to_vec(),
        Kind::Stock => stock::COLUMNS.to_vec(),
        Kind::Orders => order_columns::all(),
        Kind::Documents => document_columns::all(),
    }
}

/// What a reader needs to know of the wholesaler and the files.
#[derive(Clone, Debug)]
pub struct Context {
    /// Currency where the file names none.
    pub currency: Currency,
    /// Local times are in this zone.
    pub zone: Zone,
    /// Country where nothing else is known.
    pub country: Country,
    /// What becomes of further rows about the same thing.
    pub repeats: Repeats,
    /// What the files are called.
    pub names: Vec<String>,
}

impl Context {
    /// As the settings say.
    ///
    /// # Errors
    /// Only what the database says.
    pub fn read(view: &mut View) -> Result<Context, DbError> {
        Ok(Context {
            currency: wholesaler::currency(view)?,
            zone: wholesaler::zone(view)?,
            country: settings::get(view, &wholesaler::COUNTRY)?,
            repeats: Repeats::Refuse,
            names: Vec::new(),
        })
    }

    /// A place as a person reads it: `line 12`, with the file's name if there are several.
    #[must_use]
    pub fn told(&self, place: Place) -> String {
        let Place { sheet, line } = place;
        match &self.names[..] {
            [] | [_] => format!("line {line}"),
            names => format!("line {line} of {}", names[sheet]),
        }
    }
}

/// A row of one of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Which file.
    pub sheet: usize,
    /// The line at which it starts.
    pub line: u64,
}

/// What the files say, before the database is asked to take it.
#[derive(Debug)]
pub struct Made<R> {
    /// What is to be brought in, each with the rows it was read from.
    pub items: Vec<(Vec<Place>, R)>,
    /// Rows that cannot be taken, and why.
    pub refused: Vec<(Place, String)>,
    /// Rows that say the same thing as another one that counts.
    pub left_out: u64,
}

impl<R> Default for Made<R> {
    fn default() -> Made<R> {
        Made { items: Vec::new(), refused: Vec::new(), left_out: 0 }
    }
}

/// How the files of a kind are read.
pub trait Reading: Send + 'static {
    /// What is brought in.
    type Row: Imported;

    /// Our columns in a file.
    ///
    /// # Errors
    /// The file is not of this kind, or lacks a needed column.
    fn layout(&mut self, sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout>;

    /// What the row is about: rows with the same key come together. Called in the order of the files.
    ///
    /// # Errors
    /// The reason for which the row cannot be taken.
    fn key(&mut self, place: Place, layout: &Layout, read: &Read) -> Cell<String>;

    /// Whether a row is right in itself, as far as can be told without the others.
    ///
    /// # Errors
    /// The reason for which the row cannot be taken.
    fn check(&mut self, place: Place, layout: &Layout, read: &Read) -> Cell<()> {
        self.key(place, layout, read).map(drop)
    }

    /// Which customers and products must be known before rows are made of these.
    fn wanted(&self, _layouts: &[Layout], _groups: &[Group], _wanted: &mut Wanted) {}

    /// Makes rows of all that was said about some things.
    fn make(
        &self,
        layouts: &[Layout],
        groups: Vec<Group>,
        known: &Known,
        made: &mut Made<Self::Row>,
    );
}

/// Customers by number and products by sku, by which rows name them.
#[derive(Debug, Default)]
pub struct Wanted {
    /// In lower case.
    pub customers: HashSet<String>,
    /// By their keys.
    pub products: HashSet<String>,
}

/// What the database knows of them.
#[derive(Debug, Default)]
pub struct Known {
    /// By number in lower case.
    pub customers: HashMap<String, customers_known::Brief>,
    /// By key of their sku.
    pub products: HashMap<String, products_known::Brief>,
}

impl Known {
    /// Looks them up.
    ///
    /// # Errors
    /// Only what the database says.
    pub async fn look_up(db: &Db, wanted: Wanted) -> Result<Known, DbError> {
        if wanted.customers.is_empty() && wanted.products.is_empty() {
            return Ok(Known::default());
        }
        let numbers: Vec<String> = wanted.customers.into_iter().collect();
        let skus: Vec<String> = wanted.products.into_iter().collect();
        db.report(move |view| {
            let customers = customers_known::briefs(view, &numbers)?;
            Ok(Known { customers, products: products_known::briefs(view, &skus)? })
        })
        .await
    }
}
