//! What narrows a list of products, and the tags by which the index finds it.

use super::{brand_key, category_steps, path_key};
use crate::access::Buyer;
use crate::args;
use crate::platform::db::{DbError, View};
use crate::platform::settings::{self, Setting};
use crate::platform::wholesaler;

/// A product counts as new for so many days after it was listed.
pub const NEW_DAYS: Setting<i64> = Setting { key: "catalogue.new_days", default: || 14 };
/// More days than that are not looked at.
const NEW_DAYS_MOST: i64 = 366;

/// What narrows a list. Of one kind any is enough, of several kinds all must fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// Only what is free now, or not counted.
    pub in_stock: bool,
    /// Only what was listed a short while ago.
    pub new: bool,
    /// Only what this buyer's company marked.
    pub favourite: bool,
    /// Only what it bought before.
    pub bought: bool,
    /// Only what stands in the saved list of this name or id; blank: all.
    pub list: String,
    /// Paths of categories: in one of them or below.
    pub categories: Vec<String>,
    /// Names of brands.
    pub brands: Vec<String>,
    /// Attributes and values.
    pub attributes: Vec<(String, String)>,
}

const PATH: &str = "select path from categories where path_key = $1 limit 2";
const NAME: &str = "select name from brands where name_key = $1 limit 2";

/// A kind of choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In stock or not.
    Stock,
    /// New or not.
    New,
    /// The category.
    Category,
    /// The brand.
    Brand,
    /// This attribute.
    Attribute(String),
}

impl Narrow {
    /// Whether nothing is narrowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Narrow::default()
    }

    /// Whether nothing but the stock is narrowed.
    #[must_use]
    pub fn only_by_stock(&self) -> bool {
        Narrow { in_stock: false, ..self.clone() }.is_empty()
    }

    /// Whether only marked or bought products are wanted.
    #[must_use]
    pub fn by_marks(&self) -> bool {
        self.favourite || self.bought
    }

    /// How many choices are made.
    #[must_use]
    pub fn chosen(&self) -> usize {
        let single = [self.in_stock, self.new, self.favourite, self.bought];
        let single = single.into_iter().filter(|chosen| *chosen).count();
        single
            + usize::from(!self.list.is_empty())
            + self.categories.len()
            + self.brands.len()
            + self.attributes.len()
    }

    /// With categories and brands as they are written, however they were asked for.
    ///
    /// # Errors
    /// What the database says.
    pub fn as_written(&self, view: &mut View) -> Result<Narrow, DbError> {
        let mut narrow = self.clone();
        let step = |path: &String| path_key(&category_steps(path).pop().unwrap_or_default());
        let paths: Vec<String> = narrow.categories.iter().map(step).collect();
        let names: Vec<String> = narrow.brands.iter().map(|name| brand_key(name)).collect();
        for (sql, keys, written) in
            [(PATH, paths, &mut narrow.categories), (NAME, names, &mut narrow.brands)]
        {
            let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
            for (written, found) in written.iter_mut().zip(view.all_many::<String>(sql, &sets)?) {
                if let Some(found) = found.into_iter().next() {
                    *written = found;
                }
            }
        }
        Ok(narrow)
    }

    /// The tags of each kind of choice that is made.
    #[must_use]
    pub fn groups(&self, new_days: &[String]) -> Vec<(Kind, Vec<String>)> {
        let mut groups = Vec::new();
        if self.in_stock {
            groups.push((Kind::Stock, vec![STOCK.to_owned()]));
        }
        if self.new {
            groups.push((Kind::New, new_days.to_vec()));
        }
        if !self.categories.is_empty() {
            let tags = self.categories.iter().map(|path| category_tag(path));
            groups.push((Kind::Category, tags.collect()));
        }
        if !self.brands.is_empty() {
            groups.push((Kind::Brand, self.brands.iter().map(|name| brand_tag(name)).collect()));
        }
        for (name, value) in &self.attributes {
            let kind = Kind::Attribute(name.clone());
            let tag = attribute_tag(name, value);
            match groups.iter_mut().find(|(other, _)| *other == kind) {
                Some((_, tags)) => tags.push(tag),
                None => groups.push((kind, vec![tag])),
            }
        }
        groups
    }
}

/// The tag of what is free, or not counted.
pub(super) const STOCK: &str = "stock";

/// The tag of everything in an assortment.
pub(super) fn assortment_tag(id: i64) -> String {
    format!("assortment:{id}")
}

/// The tag of what stands in a category or below it.
pub(super) fn category_tag(path: &str) -> String {
    format!("category:{path}")
}

/// The tag of a brand.
pub(super) fn brand_tag(name: &str) -> String {
    format!("brand:{name}")
}

/// The tag of a value of an attribute.
pub(super) fn attribute_tag(name: &str, value: &str) -> String {
    format!("attribute:{name}={value}")
}

/// The tag of the day a product was listed on.
pub(super) fn day_tag(day: &str) -> String {
    format!("day:{day}")
}

/// Tags that everything this buyer may see carries.
pub(super) fn base_tags(buyer: &Buyer) -> Vec<String> {
    buyer.customer.assortment_id.map(assortment_tag).into_iter().collect()
}

/// Tags of the days whose products count as new today.
pub(super) fn new_days(view: &mut View) -> Result<Vec<String>, DbError> {
    let today = wholesaler::today(view)?;
    let days = days(view)?;
    Ok((0..days).map(|ago| day_tag(&today.plus_days(-ago).text())).collect())
}

/// The first day whose products count as new today.
///
/// # Errors
/// What the database says.
pub fn new_from(view: &mut View) -> Result<String, DbError> {
    let days = days(view)?;
    Ok(wholesaler::today(view)?.plus_days(1 - days).text())
}

fn days(view: &mut View) -> Result<i32, DbError> {
    let days = settings::get(view, &NEW_DAYS)?.clamp(0, NEW_DAYS_MOST);
    Ok(i32::try_from(days).unwrap_or(0))
}
