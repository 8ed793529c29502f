//! Which assortments a product stands in: those that name it and those whose rules take it in, less those whose rules
//! shut it out.

use super::groups::Groups;
use super::{Derived, Facts};
use crate::args;
use crate::catalogue::store::with_ids;
use crate::ids50;
use crate::platform::db::{DbError, Tx, View};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rules that are not about single products; more than a wholesaler will ever write.
const RULES_MOST: i64 = 10_000;

/// The rules that may be about some products, and the tags of these.
pub(super) struct Rules {
    /// Assortment and whether it shuts out, by kind and subject.
    by_subject: HashMap<(&'static str, i64), Vec<(i64, bool)>>,
    tags: HashMap<i64, Vec<i64>>,
}

const OF_PRODUCTS: &str = concat!(
    "select subject_id, assortment_id, excluded from assortment_rules where kind = 'product' and subject_id in (",
    ids50!(),
    ")"
);
const TAGS: &str =
    concat!("select product_id, tag_id from product_tags where product_id in (", ids50!(), ")");

impl Rules {
    pub(super) fn about(tx: &mut Tx, ids: &[i64]) -> Result<Rules, DbError> {
        let mut by_subject: HashMap<(&'static str, i64), Vec<(i64, bool)>> = HashMap::new();
        let general = tx.all::<(String, i64, i64, bool)>(
            "select kind, subject_id, assortment_id, excluded from assortment_rules
              where kind <> 'product' order by assortment_id, kind, subject_id limit $1",
            args![RULES_MOST],
        )?;
        for (kind, subject, assortment, excluded) in general {
            let kind = match kind.as_str() {
                "category" => "category",
                "brand" => "brand",
                _ => "tag",
            };
            by_subject.entry((kind, subject)).or_default().push((assortment, excluded));
        }
        let single = tx.all_many::<(i64, i64, bool)>(OF_PRODUCTS, &with_ids(ids, &[]))?;
        for (product, assortment, excluded) in single.into_iter().flatten() {
            by_subject.entry(("product", product)).or_default().push((assortment, excluded));
        }
        let mut tags: HashMap<i64, Vec<i64>> = HashMap::new();
        for (product, tag) in
            tx.all_many::<(i64, i64)>(TAGS, &with_ids(ids, &[]))?.into_iter().flatten()
        {
            tags.entry(product).or_default().push(tag);
        }
        Ok(Rules { by_subject, tags })
    }

    /// Assortments that take this product in, and those that shut it out.
    fn of(&self, id: i64, derived: Derived, groups: &Groups) -> (BTreeSet<i64>, BTreeSet<i64>) {
        let categories = groups.with_ancestors(derived.category_id).map(|id| ("category", id));
        let brand = derived.brand_id.map(|id| ("brand", id));
        let tags = self.tags.get(&id).into_iter().flatten().map(|tag| ("tag", *tag));
        let subjects = categories.chain(brand).chain(tags).chain([("product", id)]);
        let (mut taken, mut shut) = (BTreeSet::new(), BTreeSet::new());
        for (assortment, excluded) in
            subjects.filter_map(|subject| self.by_subject.get(&subject)).flatten()
        {
            if *excluded {
                shut.insert(*assortment)
            } else {
                taken.insert(*assortment)
            };
        }
        (taken, shut)
    }
}

/// A product's place in an assortment: whether it is named there, and its keys while it is listed.
#[derive(Clone, Debug, PartialEq)]
struct Member {
    named: bool,
    keys: Option<(String, String, String)>,
}

/// The places of some products as they are stored.
pub(super) struct Members {
    stored: BTreeMap<(i64, i64), Member>,
    held: BTreeSet<(i64, i64)>,
}

type MemberRow = (i64, i64, bool, Option<String>, Option<String>, Option<String>);

const MEMBERS: &str = concat!(
    "select product_id, assortment_id, named, sku_key, name_key, listed_day from assortment_products
      where product_id in (",
    ids50!(),
    ")"
);
const HELD: &str = concat!(
    "select product_id, assortment_id from assortment_held where product_id in (",
    ids50!(),
    ")"
);

impl Members {
    pub(super) fn read(tx: &mut Tx, ids: &[i64]) -> Result<Members, DbError> {
        let rows = tx.all_many::<MemberRow>(MEMBERS, &with_ids(ids, &[]))?;
        let stored =
            rows.into_iter().flatten().map(|(product, assortment, named, sku, name, day)| {
                let keys = sku.zip(name).zip(day).map(|((sku, name), day)| (sku, name, day));
                ((product, assortment), Member { named, keys })
            });
        let stored = stored.collect();
        let held = tx.all_many::<(i64, i64)>(HELD, &with_ids(ids, &[]))?;
        Ok(Members { stored, held: held.into_iter().flatten().collect() })
    }

    /// Writes what differs from what should be.
    pub(super) fn settle(
        self,
        tx: &mut Tx,
        facts: &[Facts],
        derived: &[Derived],
        rules: &Rules,
        groups: &Groups,
    ) -> Result<(), DbError> {
        let (mut wanted, mut held) = (BTreeMap::new(), BTreeSet::new());
        for (facts, derived) in facts.iter().zip(derived) {
            let (taken, shut) = rules.of(facts.id, *derived, groups);
            let keys = derived
                .listed
                .then(|| (facts.sku_key.clone(), facts.name_key.clone(), facts.listed_day.clone()));
            let range = (facts.id, i64::MIN)..=(facts.id, i64::MAX);
            let named = self.stored.range(range.clone()).filter(|(_, member)| member.named);
            let named = named.map(|((_, assortment), _)| *assortment);
            let named: BTreeSet<i64> =
                named.chain(self.held.range(range).map(|(_, assortment)| *assortment)).collect();
            held.extend(named.intersection(&shut).map(|assortment| (facts.id, *assortment)));
            for assortment in taken.union(&named).filter(|assortment| !shut.contains(assortment)) {
                let named = named.contains(assortment);
                wanted.insert((facts.id, *assortment), Member { named, keys: keys.clone() });
            }
        }
        self.hold(tx, &held)?;
        self.write(tx, &wanted)
    }

    fn hold(&self, tx: &mut Tx, held: &BTreeSet<(i64, i64)>) -> Result<(), DbError> {
        let pair = |(product, assortment): &(i64, i64)| args![*product, *assortment];
        let gone: Vec<_> = self.held.difference(held).map(pair).collect();
        tx.exec_each_one(
            "delete from assortment_held where product_id = $1 and assortment_id = $2",
            &gone,
        )?;
        let new: Vec<_> = held.difference(&self.held).map(pair).collect();
        tx.exec_each_one(
            "insert into assortment_held (product_id, assortment_id) values ($1, $2)",
            &new,
        )
    }

    fn write(&self, tx: &mut Tx, wanted: &BTreeMap<(i64, i64), Member>) -> Result<(), DbError> {
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for ((product, assortment), member) in wanted {
            let keys = member.keys.as_ref();
            let set = args![
                *product,
                *assortment,
                member.named,
                keys.map(|(sku, ..)| sku.as_str()),
                keys.map(|(_, name, _)| name.as_str()),
                keys.map(|(.., day)| day.as_str())
            ];
            match self.stored.get(&(*product, *assortment)) {
                None => new.push(set),
                Some(stored) if stored != member => changed.push(set),
                Some(_) => {}
            }
        }
        let gone = self.stored.keys().filter(|key| !wanted.contains_key(key));
        let gone: Vec<_> = gone.map(|(product, assortment)| args![*product, *assortment]).collect();
        tx.exec_each_one(
            "delete from assortment_products where product_id = $1 and assortment_id = $2",
            &gone,
        )?;
        tx.exec_each_one(
            "update assortment_products set named = $3, sku_key = $4, name_key = $5, listed_day = $6
              where product_id = $1 and assortment_id = $2",
            &changed,
        )?;
        tx.exec_each_one(
            "insert into assortment_products (product_id, assortment_id, named, sku_key, name_key, listed_day)
             values ($1, $2, $3, $4, $5, $6)",
            &new,
        )
    }
}

/// How many rules there are in all.
///
/// # Errors
/// What the database says.
pub fn count_of_rules(view: &mut View) -> Result<i64, DbError> {
    Ok(view.one::<i64>("select count(*) from assortment_rules", args![])?.unwrap_or(0))
}
