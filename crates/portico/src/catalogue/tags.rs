//! Tags of products: words that rules of assortments go by, and staff look for. A tag comes to be by being named.

use super::brand_key;
use super::store::with_ids;
use crate::args;
use crate::ids50;
use crate::platform::db::{DbError, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Longest name of a tag, in characters.
pub const LONGEST: usize = 50;
/// Most tags of one product.
pub const MOST: usize = 50;

/// Names between `;`, `|`, commas or line ends, each once, as it was written first. Pure.
#[must_use]
pub fn read(text: &str) -> Vec<String> {
    let names = text.split([';', '|', ',', '\n', '\r']).map(str::trim);
    let mut read: Vec<String> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !contains(&read, name) {
            read.push(name.to_owned());
        }
    }
    read
}

/// Whether this tag is among them, in whatever case. Pure.
#[must_use]
pub fn contains(names: &[String], name: &str) -> bool {
    names.iter().any(|other| brand_key(other) == brand_key(name))
}

/// The first name that cannot be a tag's: too long, or with control characters. Pure.
#[must_use]
pub fn unfit(names: &[String]) -> Option<&String> {
    let fits = |name: &str| name.chars().count() <= LONGEST && !name.chars().any(char::is_control);
    names.iter().find(|name| !fits(name))
}

const STORED: &str =
    concat!("select product_id, tag_id from product_tags where product_id in (", ids50!(), ")");

/// These products have exactly these tags afterwards. Whoever calls brings the shelf up to date.
///
/// # Errors
/// What the database says.
pub(super) fn keep(tx: &mut Tx, said: &[(i64, &[String])]) -> Result<(), DbError> {
    if said.is_empty() {
        return Ok(());
    }
    let known = named(tx, said.iter().flat_map(|(_, names)| names.iter()))?;
    let wanted: BTreeSet<(i64, i64)> = said
        .iter()
        .flat_map(|(product, names)| names.iter().map(move |name| (*product, brand_key(name))))
        .filter_map(|(product, key)| Some((product, *known.get(&key)?)))
        .collect();
    let ids: Vec<i64> = said.iter().map(|(product, _)| *product).collect();
    let stored = tx.all_many::<(i64, i64)>(STORED, &with_ids(&ids, &[]))?;
    let stored: BTreeSet<(i64, i64)> = stored.into_iter().flatten().collect();
    let pair = |(product, tag): &(i64, i64)| args![*product, *tag];
    let gone: Vec<_> = stored.difference(&wanted).map(pair).collect();
    tx.exec_each_one("delete from product_tags where product_id = $1 and tag_id = $2", &gone)?;
    let new: Vec<_> = wanted.difference(&stored).map(pair).collect();
    tx.exec_each_one("insert into product_tags (product_id, tag_id) values ($1, $2)", &new)
}

/// Ids of the tags with these names, by their keys; makes those that are missing.
fn named<'n>(
    tx: &mut Tx,
    names: impl Iterator<Item = &'n String>,
) -> Result<HashMap<String, i64>, DbError> {
    let mut keyed: BTreeMap<String, &str> = BTreeMap::new();
    for name in names {
        keyed.entry(brand_key(name)).or_insert(name);
    }
    let select = "select name_key, id from tags where name_key = $1 limit 2";
    let sets: Vec<_> = keyed.keys().map(|key| args![key.as_str()]).collect();
    let found = tx.all_many::<(String, i64)>(select, &sets)?;
    let mut found: HashMap<String, i64> = found.into_iter().flatten().collect();
    let missing: Vec<_> = keyed.iter().filter(|(key, _)| !found.contains_key(*key)).collect();
    let ids: Vec<i64> = missing.iter().map(|_| tx.new_id()).collect();
    let new = missing.iter().zip(&ids);
    let rows: Vec<_> = new.map(|((key, name), id)| args![*id, name.trim(), key.as_str()]).collect();
    // Somebody else may make the same tag at this moment: it is theirs then.
    let _ = tx.exec_many(
        "insert into tags (id, name, name_key) values ($1, $2, $3) on conflict (name_key) do nothing",
        &rows,
    )?;
    let sets: Vec<_> = missing.iter().map(|(key, _)| args![key.as_str()]).collect();
    found.extend(tx.all_many::<(String, i64)>(select, &sets)?.into_iter().flatten());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_between_marks_each_once() {
        assert_eq!(read(" Gift; Sale|gift ,\r\nNew in;;"), ["Gift", "Sale", "New in"]);
        assert!(read(" ;|").is_empty());
        assert_eq!(unfit(&read(&format!("a;{}", "x".repeat(51)))).map(String::len), Some(51));
        assert_eq!(unfit(&read(&"é".repeat(50))), None);
    }
}
