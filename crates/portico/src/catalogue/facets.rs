//! What a list can be narrowed by, each choice with the number of products it would leave. The choices of one kind do
//! not lessen each other's numbers; everything else that is chosen does.

use super::ListWish;
use super::finding::{Finding, Tags};
use super::narrow::{Kind, STOCK, attribute_tag, brand_tag, category_tag};
use crate::platform::problem::AppError;
use crate::platform::search::{Search, Tally, Wish};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Attributes that are shown: those of the most products.
const ATTRIBUTES_MOST: usize = 6;
/// Values of a kind that are shown; ticked ones come on top.
const VALUES_MOST: usize = 30;

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What stands in the address.
    pub value: String,
    /// What people read.
    pub label: String,
    /// How many products it would leave, or leaves.
    pub count: usize,
    /// Whether it is made.
    pub ticked: bool,
    /// How deep it stands in the tree of categories; 0 at the top.
    pub depth: usize,
}

/// All choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Products bought before.
    pub bought: usize,
    /// Marked products.
    pub favourites: usize,
    /// New ones.
    pub new: usize,
    /// What is free, or not counted.
    pub in_stock: usize,
    /// Categories at the top, and those below the chosen ones.
    pub categories: Vec<Choice>,
    /// Brands, the largest first.
    pub brands: Vec<Choice>,
    /// Attributes of the most products, with their values.
    pub attributes: Vec<(String, Vec<Choice>)>,
}

/// Counts for one list.
struct Counts<'a> {
    search: &'a Search,
    wish: &'a ListWish,
    tags: &'a Tags,
    pinned: &'a [i64],
    found: &'a Finding,
}

/// What this list can be narrowed by.
pub(super) fn of(
    search: &Search,
    wish: &ListWish,
    tags: &Tags,
    pinned: &[i64],
    found: &mut Finding,
) -> Result<Facets, AppError> {
    let counted = found.tally.take().map(Arc::new);
    let counts = Counts { search, wish, tags, pinned, found };
    let all = match counted {
        Some(tally) => tally,
        None => counts.of(None)?,
    };
    let (bought, favourites) = counts.marks(&all)?;
    let new = tags.new_days.iter().map(|day| all.of(day)).sum();
    let narrow = &wish.narrow;
    let of_kind = |kind: &Kind| match tags.groups.iter().any(|(other, _)| other == kind) {
        true => counts.of(Some(kind)),
        false => Ok(all.clone()),
    };
    let in_category = of_kind(&Kind::Category)?;
    let of_brand = of_kind(&Kind::Brand)?;
    let mut names = attribute_names(&all);
    names.truncate(ATTRIBUTES_MOST);
    for (name, _) in &narrow.attributes {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let mut attributes = Vec::with_capacity(names.len());
    for name in names {
        let tally = of_kind(&Kind::Attribute(name.clone()))?;
        let ticked = narrow.attributes.iter().filter(|(other, _)| *other == name);
        let ticked: Vec<&String> = ticked.map(|(_, value)| value).collect();
        let values = values(&tally, &attribute_tag(&name, ""), &ticked);
        if values.len() > 1 || values.iter().any(|value| value.ticked) {
            attributes.push((name, values));
        }
    }
    let brands: Vec<&String> = narrow.brands.iter().collect();
    Ok(Facets {
        bought,
        favourites,
        new,
        in_stock: all.of(STOCK),
        categories: categories(&in_category, &narrow.categories),
        brands: values(&of_brand, &brand_tag(""), &brands),
        attributes,
    })
}

impl Counts<'_> {
    /// The tags of everything that fits, but for what is chosen of one kind.
    fn of(&self, without: Option<&Kind>) -> Result<Arc<Tally>, AppError> {
        let any = self.tags.any(without);
        let only = self.tags.only.as_deref();
        let wish = Wish { tags: &self.tags.base, any: &any, only, ..Wish::default() };
        let tally = if self.wish.q.is_empty() && only.is_none() {
            self.search.counts(&wish)
        } else {
            let wish = Wish { typed: &self.wish.q, pinned: self.pinned, ..wish };
            self.search.count_found(&wish, self.found.mode).map(Arc::new)
        };
        Ok(tally.map_err(anyhow::Error::new)?)
    }

    /// How many of what fits were bought before, and how many are marked.
    fn marks(&self, all: &Tally) -> Result<(usize, usize), AppError> {
        if let [bought, favourites] = all.among[..] {
            return Ok((bought, favourites));
        }
        if !self.wish.q.is_empty() {
            let any = self.tags.any(None);
            let count = |set: &HashSet<i64>| -> Result<usize, AppError> {
                let ids = self.inside(set);
                let (typed, pinned) = (self.wish.q.as_str(), self.pinned);
                let base = &self.tags.base;
                let wish = Wish {
                    typed,
                    pinned,
                    tags: base,
                    any: &any,
                    only: Some(&ids),
                    ..Wish::default()
                };
                let tally = self.search.count_found(&wish, self.found.mode);
                Ok(tally.map_err(anyhow::Error::new)?.total)
            };
            return Ok((count(&self.tags.marked[0])?, count(&self.tags.marked[1])?));
        }
        let any = self.tags.any(None);
        let wish = Wish { tags: &self.tags.base, any: &any, ..Wish::default() };
        // Both sets are looked up together: most favourites were bought before.
        let (bought, favourites) = (&self.tags.marked[0], &self.tags.marked[1]);
        let either = bought.union(favourites).copied().collect();
        let among = self.search.among(&wish, &self.inside(&either)).map_err(anyhow::Error::new)?;
        let count = |set: &HashSet<i64>| among.iter().filter(|id| set.contains(id)).count();
        Ok((count(bought), count(favourites)))
    }

    /// Those of the set that chosen marks leave.
    fn inside(&self, set: &HashSet<i64>) -> Vec<i64> {
        match &self.tags.only {
            Some(only) => only.iter().filter(|id| set.contains(id)).copied().collect(),
            None => set.iter().copied().collect(),
        }
    }
}

/// Names of attributes, those of the most products first.
fn attribute_names(tally: &Tally) -> Vec<String> {
    let mut sums: HashMap<&str, usize> = HashMap::new();
    for (tag, count) in &tally.tags {
        let pair = tag.strip_prefix("attribute:").and_then(|pair| pair.split_once('='));
        if let Some((name, _)) = pair {
            *sums.entry(name).or_default() += count;
        }
    }
    let mut names: Vec<(&str, usize)> = sums.into_iter().collect();
    names.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// The most frequent values of the tags that begin so; ticked ones stay, also with nought.
fn values(tally: &Tally, prefix: &str, ticked: &[&String]) -> Vec<Choice> {
    let choice = |value: &str, count: usize, ticked: bool| Choice {
        value: value.to_owned(),
        label: value.to_owned(),
        count,
        ticked,
        depth: 0,
    };
    let is_ticked = |value: &str| ticked.iter().any(|other| *other == value);
    let found =
        tally.tags.iter().filter_map(|(tag, count)| Some((tag.strip_prefix(prefix)?, *count)));
    let mut values: Vec<Choice> = found
        .enumerate()
        .filter(|(at, (value, _))| *at < VALUES_MOST || is_ticked(value))
        .map(|(_, (value, count))| choice(value, count, is_ticked(value)))
        .collect();
    for value in ticked {
        if !values.iter().any(|choice| choice.value == **value) {
            values.push(choice(value, 0, true));
        }
    }
    values
}

/// Categories at the top, and below each chosen one, or one with a chosen one below, the next level.
fn categories(tally: &Tally, ticked: &[String]) -> Vec<Choice> {
    let prefix = category_tag("");
    let found =
        tally.tags.iter().filter_map(|(tag, count)| Some((tag.strip_prefix(&*prefix)?, *count)));
    let mut counts: HashMap<&str, usize> = found.collect();
    for path in ticked {
        counts.entry(path).or_insert(0);
    }
    let is_open = |above: &str| {
        ticked.iter().any(|path| {
            path == above || path.strip_prefix(above).is_some_and(|rest| rest.starts_with(" > "))
        })
    };
    let mut shown: Vec<Choice> = counts
        .into_iter()
        .filter(|(path, _)| path.rsplit_once(" > ").is_none_or(|(above, _)| is_open(above)))
        .map(|(path, count)| Choice {
            value: path.to_owned(),
            label: path.rsplit_once(" > ").map_or(path, |(_, name)| name).to_owned(),
            count,
            ticked: ticked.iter().any(|other| other == path),
            depth: path.matches(" > ").count(),
        })
        .collect();
    shown.sort_by_cached_key(|choice| choice.value.to_lowercase());
    shown
}
