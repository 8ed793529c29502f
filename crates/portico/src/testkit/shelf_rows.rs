//! What makes a shelf of products, on its way into an empty database: tags, rules of assortments and the categories and
//! brands they name, favourites.

use super::rows::{Rows, insert};
use crate::args;
use crate::catalogue::{brand_key, path_key};
use crate::platform::db::{DbError, Tx};

/// Rows of the shelf; what follows from them comes by `shelf::walk`.
#[derive(Clone, Default)]
pub(crate) struct Shelf {
    /// Id and name.
    pub(crate) tags: Vec<(i64, &'static str)>,
    /// Product, tag.
    pub(crate) product_tags: Vec<(i64, i64)>,
    /// Id and path of categories without one above.
    pub(crate) categories: Vec<(i64, &'static str)>,
    /// Id and name.
    pub(crate) brands: Vec<(i64, &'static str)>,
    /// Assortment, kind, subject, whether it shuts out.
    pub(crate) rules: Vec<(i64, &'static str, i64, bool)>,
    /// Customer, product.
    pub(crate) favourites: Vec<(i64, i64)>,
    /// Saved lists of customers.
    pub(crate) saved_lists: Vec<SavedListRow>,
}

/// A saved list and its lines.
#[derive(Clone)]
pub(crate) struct SavedListRow {
    pub(crate) id: i64,
    pub(crate) customer_id: i64,
    pub(crate) made_by: i64,
    pub(crate) name: &'static str,
    pub(crate) at: i64,
    /// Product and quantity in its smallest step.
    pub(crate) lines: Vec<(i64, i64)>,
}

impl Rows {
    pub(crate) fn write_shelf(&self, tx: &mut Tx) -> Result<(), DbError> {
        let shelf = &self.shelf;
        let keyed = |names: &[(i64, &'static str)]| -> Vec<(i64, &'static str, String)> {
            names.iter().map(|(id, name)| (*id, *name, brand_key(name))).collect()
        };
        let (tags, brands) = (keyed(&shelf.tags), keyed(&shelf.brands));
        insert(
            tx,
            "insert into tags (id, name, name_key) values ($1, $2, $3)",
            &tags,
            |(id, name, key)| args![*id, *name, key],
        )?;
        insert(
            tx,
            "insert into brands (id, name, name_key) values ($1, $2, $3)",
            &brands,
            |(id, name, key)| args![*id, *name, key],
        )?;
        let categories: Vec<_> =
            shelf.categories.iter().map(|(id, path)| (*id, *path, path_key(path))).collect();
        insert(
            tx,
            "insert into categories (id, parent_id, name, path, path_key, position) values ($1, null, $2, $2, $3, $1)",
            &categories,
            |(id, path, key)| args![*id, *path, key],
        )?;
        insert(
            tx,
            "insert into product_tags (product_id, tag_id) values ($1, $2)",
            &shelf.product_tags,
            |(product, tag)| args![*product, *tag],
        )?;
        insert(
            tx,
            "insert into assortment_rules (assortment_id, kind, subject_id, excluded) values ($1, $2, $3, $4)",
            &shelf.rules,
            |(assortment, kind, subject, excluded)| args![*assortment, *kind, *subject, *excluded],
        )
    }

    /// Behind what was bought: a product may be both.
    pub(crate) fn write_favourites(&self, tx: &mut Tx) -> Result<(), DbError> {
        let rows: Vec<_> = self
            .shelf
            .favourites
            .iter()
            .map(|(customer, product)| args![*customer, *product])
            .collect();
        tx.exec_each_one(
            "insert into customer_products (customer_id, product_id, last_day, last_quantity, times, favourite)
             values ($1, $2, null, 0, 0, true)
             on conflict (customer_id, product_id) do update set favourite = true",
            &rows,
        )
    }

    pub(crate) fn write_saved_lists(&self, tx: &mut Tx) -> Result<(), DbError> {
        let lists = &self.shelf.saved_lists;
        let keyed: Vec<(&SavedListRow, String)> =
            lists.iter().map(|list| (list, list.name.to_lowercase())).collect();
        insert(
            tx,
            "insert into saved_lists (id, customer_id, name, name_key, made_by, created_at, changed_at)
             values ($1, $2, $3, $4, $5, $6, $6)",
            &keyed,
            |(list, key)| args![list.id, list.customer_id, list.name, key, list.made_by, list.at],
        )?;
        let lines: Vec<(i64, i64, i64, i64)> = lists
            .iter()
            .flat_map(|list| {
                let places = list.lines.iter().zip(1_i64..);
                places.map(|((product, units), at)| (list.id, *product, at, *units))
            })
            .collect();
        insert(
            tx,
            "insert into saved_list_lines (list_id, product_id, position, quantity) values ($1, $2, $3, $4)",
            &lines,
            |(list, product, at, units)| args![*list, *product, *at, *units],
        )
    }
}
