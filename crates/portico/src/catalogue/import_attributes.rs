//! The attributes that a products file says: all of a product's, in one cell, or each in a column of its own. A column
//! says what its attribute is; those that no column names stay.

use crate::args;
use crate::platform::db::{DbError, Tx, View};

/// A name and a value.
pub type Pair = (String, String);

/// What a row says about attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// All that it has; `None`: the file has no such column.
    pub all: Option<Vec<Pair>>,
    /// Those that have a column of their own; an empty value takes it away.
    pub each: Vec<Pair>,
}

impl Said {
    /// Whether the file says nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.all.is_none() && self.each.is_empty()
    }

    /// The attributes of a product that has these, after the row. Pure.
    pub(super) fn of(&self, kept: &[Pair]) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = self.all.clone().unwrap_or_else(|| kept.to_vec());
        for (name, value) in &self.each {
            let is = |pair: &Pair| pair.0.to_lowercase() == name.to_lowercase();
            let at = pairs.iter().position(is);
            let same = at.is_some_and(|at| pairs[at].1 == *value)
                && pairs.iter().filter(|p| is(p)).count() == 1;
            if same {
                continue;
            }
            pairs.retain(|pair| !is(pair));
            if !value.is_empty() {
                let at = at.unwrap_or(pairs.len()).min(pairs.len());
                pairs.insert(at, (name.clone(), value.clone()));
            }
        }
        pairs
    }
}

/// For each product, by key, its attributes in order.
pub(super) fn stored(view: &mut View, products: &[String]) -> Result<Vec<Vec<Pair>>, DbError> {
    let sets: Vec<_> = products.iter().map(|key| args![key]).collect();
    view.all_many::<Pair>(
        "select a.name, a.value from products p join product_attributes a on a.product_id = p.id
         where p.sku_key = $1 order by a.position limit 200",
        &sets,
    )
}

/// Each product has these attributes afterwards, and no others.
pub(super) fn keep(tx: &mut Tx, products: &[(i64, &[Pair])]) -> Result<(), DbError> {
    let sets: Vec<_> = products.iter().map(|(product_id, _)| args![*product_id]).collect();
    let _ = tx.exec_many("delete from product_attributes where product_id = $1", &sets)?;
    let rows: Vec<_> = products
        .iter()
        .flat_map(|(id, pairs)| {
            (1_i64..).zip(pairs.iter()).map(|(at, (name, value))| args![*id, at, name, value])
        })
        .collect();
    tx.exec_each_one(
        "insert into product_attributes (product_id, position, name, value) values ($1, $2, $3, $4)",
        &rows,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<Pair> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn columns_of_their_own_change_theirs_and_leave_the_rest() {
        let kept = pairs(&[("Colour", "sand"), ("Size", "350 ml")]);
        let of = |each: &[(&str, &str)]| Said { all: None, each: pairs(each) }.of(&kept);
        assert_eq!(of(&[]), kept);
        assert_eq!(of(&[("colour", "sand")]), kept, "the same in another case is the same");
        assert_eq!(of(&[("colour", "moss")])[0], ("colour".to_owned(), "moss".to_owned()));
        assert_eq!(of(&[("Colour", "")]), pairs(&[("Size", "350 ml")]));
        assert_eq!(of(&[("Glaze", "salt")])[2], ("Glaze".to_owned(), "salt".to_owned()));
        let all = Said { all: Some(pairs(&[("Glaze", "salt")])), each: pairs(&[("Size", "S")]) };
        assert_eq!(all.of(&kept), pairs(&[("Glaze", "salt"), ("Size", "S")]));
        let twice = pairs(&[("Colour", "sand"), ("Colour", "moss")]);
        let one = Said { all: None, each: pairs(&[("Colour", "sand")]) };
        assert_eq!(one.of(&twice), pairs(&[("Colour", "sand")]));
    }
}
