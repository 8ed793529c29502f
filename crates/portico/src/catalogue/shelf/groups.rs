//! Categories and brands come to be by being named: a product's text makes them where they are not there yet.

use super::{Facts, brand_key, path_key};
use crate::args;
use crate::catalogue::category_steps;
use crate::platform::db::{DbError, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The categories and brands that some products name.
pub(super) struct Groups {
    categories: HashMap<String, i64>,
    brands: HashMap<String, i64>,
    /// Parent of each category.
    parents: HashMap<i64, Option<i64>>,
}

impl Groups {
    /// Reads them; makes those that are missing.
    pub(super) fn of(tx: &mut Tx, facts: &[Facts]) -> Result<Groups, DbError> {
        let mut paths: BTreeMap<String, String> = BTreeMap::new();
        for path in facts.iter().filter_map(|facts| facts.category.as_deref()) {
            for step in category_steps(path) {
                paths.entry(path_key(&step)).or_insert(step);
            }
        }
        let mut groups =
            Groups { categories: HashMap::new(), brands: HashMap::new(), parents: HashMap::new() };
        groups.read_categories(tx, paths.keys())?;
        // Keys sort parents before their children.
        for (key, path) in &paths {
            if !groups.categories.contains_key(key) {
                groups.make_category(tx, key, path)?;
            }
        }
        let names: BTreeSet<&str> =
            facts.iter().filter_map(|facts| facts.brand.as_deref()).collect();
        groups.brands = brands(tx, &names)?;
        Ok(groups)
    }

    fn read_categories<'k>(
        &mut self,
        tx: &mut Tx,
        keys: impl Iterator<Item = &'k String>,
    ) -> Result<(), DbError> {
        let keys: Vec<&String> = keys.collect();
        let sets: Vec<_> = keys.iter().map(|key| args![key.as_str()]).collect();
        let found = tx.all_many::<(i64, Option<i64>)>(
            "select id, parent_id from categories where path_key = $1 limit 2",
            &sets,
        )?;
        for (key, row) in keys.into_iter().zip(found) {
            if let Some((id, parent)) = row.first() {
                self.categories.insert(key.clone(), *id);
                self.parents.insert(*id, *parent);
            }
        }
        Ok(())
    }

    fn make_category(&mut self, tx: &mut Tx, key: &str, path: &str) -> Result<(), DbError> {
        let parent =
            key.rsplit_once(" > ").and_then(|(above, _)| self.categories.get(above)).copied();
        let name = path.rsplit_once(" > ").map_or(path, |(_, name)| name);
        let id = tx.new_id();
        let _ = tx.exec(
            "insert into categories (id, parent_id, name, path, path_key, position)
             select $1, $2, $3, $4, $5, coalesce(max(position), 0) + 1 from categories
             where true on conflict (path_key) do nothing",
            args![id, parent, name, path, key],
        )?;
        let key = key.to_owned();
        self.read_categories(tx, std::iter::once(&key))
    }

    /// The category with this path.
    pub(super) fn category(&self, path: &str) -> Option<i64> {
        self.categories.get(&path_key(&category_steps(path).pop()?)).copied()
    }

    /// The brand of this name.
    pub(super) fn brand(&self, name: &str) -> Option<i64> {
        self.brands.get(&brand_key(name)).copied()
    }

    /// A category and everything above it.
    pub(super) fn with_ancestors(&self, category: Option<i64>) -> impl Iterator<Item = i64> + '_ {
        std::iter::successors(category, |id| self.parents.get(id).copied().flatten())
    }
}

fn brands(tx: &mut Tx, names: &BTreeSet<&str>) -> Result<HashMap<String, i64>, DbError> {
    let mut keyed: BTreeMap<String, &str> = BTreeMap::new();
    for name in names {
        keyed.entry(brand_key(name)).or_insert(name);
    }
    keyed.remove("");
    let sets: Vec<_> = keyed.keys().map(|key| args![key.as_str()]).collect();
    let select = "select name_key, id from brands where name_key = $1 limit 2";
    let mut found: HashMap<String, i64> =
        tx.all_many::<(String, i64)>(select, &sets)?.into_iter().flatten().collect();
    let missing: Vec<(&String, &&str)> =
        keyed.iter().filter(|(key, _)| !found.contains_key(*key)).collect();
    let ids: Vec<i64> = missing.iter().map(|_| tx.new_id()).collect();
    let sets: Vec<_> = missing
        .iter()
        .zip(&ids)
        .map(|((key, name), id)| args![*id, name.trim(), key.as_str()])
        .collect();
    let _ = tx.exec_many(
        "insert into brands (id, name, name_key) values ($1, $2, $3) on conflict (name_key) do nothing",
        &sets,
    )?;
    let sets: Vec<_> = missing.iter().map(|(key, _)| args![key.as_str()]).collect();
    found.extend(tx.all_many::<(String, i64)>(select, &sets)?.into_iter().flatten());
    Ok(found)
}
