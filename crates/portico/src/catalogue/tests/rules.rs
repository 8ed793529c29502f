//! Assortments by rules: what they take in and shut out, at once and in pieces, and that nothing outside is ever shown.

use super::shop::{Sold, add, buyer, fill, in_assortment};
use super::*;
use crate::access::{Login, Staff, StaffRole};
use crate::args;
use crate::catalogue::assortments::{Wish, add_rule, open, remove_rule};
use crate::catalogue::follow::catch_up_fully;
use crate::platform::db::{Db, DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::platform::search::Search;
use crate::testkit::on_both;
use crate::testkit::race::overlap;

fn staff(role: StaffRole) -> Staff {
    let login = Login {
        id: 21,
        name: "Olive".into(),
        email: "olive@hartwellpike.example".into(),
        language: "en".into(),
    };
    Staff { login, membership_id: 61, role }
}

async fn rule(db: &Db, kind: &'static str, subject: &'static str, excluded: bool) {
    let wish = Wish { kind: kind.into(), subject: subject.into(), excluded };
    let added = db.write(move |tx| add_rule(tx, &staff(StaffRole::Write), "tea", &wish)).await;
    added.unwrap_or_else(|error| panic!("{kind} {subject}: {:?}", error.problem()));
}

async fn gone(db: &Db, kind: &'static str) {
    db.write(move |tx| -> Result<(), AppError> {
        let staff = staff(StaffRole::Write);
        let opened = open(tx, &staff, "tea")?.unwrap();
        for rule in opened.rules.iter().filter(|rule| rule.kind == kind) {
            remove_rule(tx, &staff, "tea", kind, rule.subject_id)?;
        }
        Ok(())
    })
    .await
    .unwrap_or_else(|error| panic!("{:?}", error.problem()));
}

/// What a customer of the assortment is shown, by every way there is: it must be the same.
async fn seen(db: &Db) -> Vec<String> {
    let search = Search::in_memory().unwrap();
    catch_up_fully(db, &search).await.unwrap();
    let read = move |view: &mut View| -> Result<_, AppError> {
        let anna = in_assortment(buyer(), 7);
        let all = ListWish { limit: 100, ..ListWish::default() };
        let listed = find(view, &search, &anna, &all, Want::Facets)?;
        let skus: Vec<String> = listed.listed.cards.iter().map(|card| card.sku.clone()).collect();
        assert_eq!(listed.total, skus.len(), "the number beside the list");
        for sku in ["A-1", "A-2", "B-1", "SEEN-1"] {
            let is_in = skus.iter().any(|other| other == sku);
            let asked = ListWish { q: sku.to_owned(), sort: Sort::Relevance, ..all.clone() };
            let found = find(view, &search, &anna, &asked, Want::Products)?.listed;
            let hit = found.cards.iter().any(|card| card.sku == sku);
            let page = product(view, &anna, sku)?.is_some();
            let code = resolve(view, &anna, &[sku.to_owned()])?[0].is_some();
            assert_eq!((hit, page, code), (is_in, is_in, is_in), "{sku}");
        }
        Ok(skus)
    };
    let skus = db.read(read).await.unwrap_or_else(|error| panic!("{:?}", error.problem()));
    let findings = db.report(crate::doctor::examine).await.unwrap();
    let shelf: Vec<_> =
        findings.breaches.iter().filter(|breach| breach.check.starts_with("shelf")).collect();
    assert!(shelf.is_empty(), "{shelf:?}");
    skus
}

on_both!(rules_take_in_and_shut_out_and_give_back, |db| {
    fill(&db).await;
    assert_eq!(seen(&db).await, ["A-1", "A-2"], "named by hand");
    rule(&db, "category", "mugs", false).await;
    assert_eq!(seen(&db).await, ["A-1", "A-2", "B-1"]);
    rule(&db, "product", "seen-1", false).await;
    assert_eq!(seen(&db).await, ["A-1", "A-2", "B-1", "SEEN-1"]);
    rule(&db, "brand", "HARROW", true).await;
    assert_eq!(seen(&db).await, ["A-2", "B-1", "SEEN-1"], "shut out, although named and taken in");
    gone(&db, "category").await;
    assert_eq!(seen(&db).await, ["A-2", "SEEN-1"]);
    gone(&db, "brand").await;
    assert_eq!(seen(&db).await, ["A-1", "A-2", "SEEN-1"], "named ones come back");
});

on_both!(a_product_follows_its_rules_when_it_changes, |db| {
    fill(&db).await;
    rule(&db, "category", "mugs", false).await;
    let moved = "update products set category = 'Table > Jugs > Small' where sku_key = 'B-1'";
    db.write(move |tx| {
        tx.exec_each_one(moved, &[[]])?;
        shelf::refresh(tx, &[3])
    })
    .await
    .unwrap();
    assert_eq!(seen(&db).await, ["A-1", "A-2"]);
    rule(&db, "category", "table", false).await;
    assert_eq!(seen(&db).await, ["A-1", "A-2", "B-1"], "a category holds what stands below it");
});

// Who changes a product reads the old rules, and commits after the rule that would have taken it in.
on_both!(a_product_changed_while_a_rule_is_added_follows_it, |db| {
    const MOVED: &str = "update products set category = $1 where sku_key = 'B-1'";
    let put = |tx: &mut Tx, category: &'static str| -> Result<(), DbError> {
        tx.exec_each_one(MOVED, &[args![category]])?;
        shelf::refresh(tx, &[3])
    };
    fill(&db).await;
    db.write(move |tx| put(tx, "jugs")).await.unwrap();
    let wish = Wish { kind: "category".into(), subject: "mugs".into(), excluded: false };
    let moved = move |tx: &mut Tx| Ok::<_, AppError>(put(tx, "mugs")?);
    let added = move |tx: &mut Tx| add_rule(tx, &staff(StaffRole::Write), "tea", &wish);
    let (moved, added) = overlap(&db, moved, added).await;
    assert!(moved.is_ok() && added.is_ok());
    assert_eq!(seen(&db).await, ["A-1", "A-2", "B-1"]);
});

on_both!(many_products_follow_in_pieces, |db| {
    fill(&db).await;
    let many = (0..2_100).map(|i| Sold {
        category: Some("mugs"),
        stock: None,
        when_out: "show",
        ..Sold::new(10_000 + i, &format!("M-{i:04}"))
    });
    add(&db, many.collect()).await;
    rule(&db, "category", "mugs", false).await;
    let underway = db.read(shelf::walk::underway).await.unwrap().unwrap();
    assert_eq!((underway.next_product_id, underway.percent), (0, 0));
    let mut pieces = 0;
    while shelf::walk::piece(&db).await.unwrap() {
        pieces += 1;
    }
    assert_eq!(pieces, 5);
    assert_eq!(db.read(shelf::walk::underway).await, Ok::<_, DbError>(None));
    let count =
        "select count(*) from assortment_products where assortment_id = 7 and sku_key is not null";
    let count = db.read(move |view| view.one::<i64>(count, [])).await;
    assert_eq!(count, Ok::<_, DbError>(Some(2_103)));
});

on_both!(a_rule_about_nothing_and_a_role_that_may_not_are_refused, |db| {
    fill(&db).await;
    for (role, code, kind, subject, status) in [
        (StaffRole::Read, "tea", "brand", "Harrow", 403),
        (StaffRole::Write, "nowhere", "brand", "Harrow", 404),
        (StaffRole::Write, "tea", "brand", "Nobody", 422),
        (StaffRole::Write, "tea", "colour", "Harrow", 422),
        (StaffRole::Write, "tea", "product", "\0", 422),
    ] {
        let wish = Wish { kind: kind.into(), subject: subject.into(), excluded: false };
        let refused = db.write(move |tx| add_rule(tx, &staff(role), code, &wish)).await;
        assert_eq!(refused.unwrap_err().problem().status, status, "{role:?} {code} {kind}");
    }
});
