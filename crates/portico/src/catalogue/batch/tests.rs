//! Several products at once: exactly those that were looked at, once, and none that somebody changed meanwhile.

use super::*;
use crate::access::Staff;
use crate::args;
use crate::catalogue::edit_product;
use crate::catalogue::kept_product;
use crate::catalogue::product_sections::Section;
use crate::platform::db::{DbError, Tx, View};
use crate::testkit::builders::product;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

fn fields(category: &str, state: &str, tags: &[&str]) -> Fields {
    Fields {
        category: Some(category.to_owned()),
        brand: None,
        state: state.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
    }
}

fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_wish_changes_what_it_says_and_no_more() {
    let now = fields("Mugs", "sellable", &["Gift", "Sale"]);
    let wish = read(&typed(&[
        ("new_category", "Kitchen>Mugs"),
        ("add_tags", "new in; SALE"),
        ("remove_tags", "gift"),
    ]));
    let wish = wish.unwrap();
    let becomes = wish.of(&now);
    assert_eq!(becomes, fields("Kitchen > Mugs", "sellable", &["new in", "Sale"]));
    assert_eq!(check(&wish, &now.seen(), &now, false), Verdict::Changes);
    assert_eq!(check(&wish, &now.seen(), &becomes, false), Verdict::Meanwhile);
    assert_eq!(check(&wish, &becomes.seen(), &becomes, false), Verdict::Same);
    assert_eq!(check(&wish, &now.seen(), &now, true), Verdict::Owned);
    let tags = Wish { category: Becomes::AsItIs, ..wish };
    assert_eq!(check(&tags, &now.seen(), &now, true), Verdict::Changes, "tags are ours");
    let cleared = read(&typed(&[("no_category", "yes")])).unwrap();
    assert_eq!(cleared.of(&now).category, None);
}

#[test]
fn what_cannot_be_wished_for_is_told_at_its_field() {
    let wrong = |pairs: &[(&str, &str)]| match read(&typed(pairs)) {
        Err(AppError::Refused(problem)) => {
            problem.errors.iter().map(|fault| fault.field.clone()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert!(wrong(&[("new_state", "")]).is_empty(), "nothing to do is no field's fault");
    assert_eq!(wrong(&[("new_state", "sold")]), ["new_state"]);
    assert_eq!(wrong(&[("new_brand", "A"), ("no_brand", "yes")]), ["new_brand"]);
    assert_eq!(wrong(&[("new_category", &"x".repeat(101))]), ["new_category"]);
    assert_eq!(wrong(&[("add_tags", &"x".repeat(51))]), ["add_tags"]);
    assert_eq!(wrong(&[("add_tags", "a"), ("remove_tags", "A")]), ["remove_tags"]);
}

/// Category, brand, state and tags of a product now.
async fn kept(world: &World, sku: &'static str) -> Fields {
    let staff = world.staff("ruth@");
    let read = move |view: &mut View| -> Result<_, DbError> {
        let id = view.one::<i64>("select id from products where sku = $1", args![sku])?;
        of(view, &staff, &[id.unwrap()])
    };
    world.db.read(read).await.unwrap().pop().unwrap().fields
}

/// Ticks five, types, and answers the address of the look at it.
async fn looked_at(world: &mut World, pairs: &[(&str, &str)]) -> String {
    let mut will = world.sign_in("will@").await;
    let mut sent: Vec<(&str, &str)> =
        ["BULK-0", "BULK-1", "bulk-2", "BULK-3", "BULK-4"].map(|sku| ("product", sku)).into();
    sent.extend(pairs);
    will.get("/staff/products").await;
    let page = will.post("/staff/products/batches", &sent).await;
    page.location().unwrap_or_else(|| panic!("{}", page.text())).to_owned()
}

async fn bulk(world: &mut World) {
    for n in 0..8 {
        world.add_product(product(&format!("BULK-{n}")).named("Bulk"), 5).await;
    }
}

in_world!(exactly_the_products_that_were_looked_at_are_changed_once, |world| {
    bulk(&mut world).await;
    let wish = [("new_category", "Kitchen > Bulk"), ("new_state", "visible"), ("add_tags", "Sale")];
    let at = looked_at(&mut world, &wish).await;
    let mut will = world.sign_in("will@").await;
    let page = will.get(&at).await;
    assert!(page.says("5 would change") && page.says("Change 5 products"), "{}", page.text());
    assert!(!page.says("BULK-5"));
    assert_eq!(kept(&world, "BULK-0").await.state, "sellable", "nothing is changed by looking");
    // One comes to be as wished, one is changed otherwise, one that was not looked at fits now.
    let meanwhile = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update products set category = 'Other' where sku = 'BULK-1'", args![])
    };
    assert_eq!(world.db.write(meanwhile).await, Ok(1));
    let owned = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update products set erp_ref = 'E-9' where sku = 'BULK-2'", args![])
    };
    assert_eq!(world.db.write(owned).await, Ok(1));
    let page = will.get(&at).await;
    for said in ["3 would change", "1 were changed by somebody else", "1 belong to the ERP"] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let mut ruth = world.sign_in("ruth@").await;
    let done = format!("{at}/done");
    ruth.get(&at).await;
    assert_eq!(ruth.post(&done, &[]).await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        assert_eq!(will.post(&done, &[]).await.location(), Some(at.as_str()));
    }
    let page = will.get(&at).await;
    assert!(page.says("3 products were changed") && page.says("3 changed"), "{}", page.text());
    for sku in ["BULK-0", "BULK-3", "BULK-4"] {
        let now = kept(&world, sku).await;
        assert_eq!(now.category.as_deref(), Some("Kitchen > Bulk"), "{sku}");
        assert_eq!((now.state.as_str(), now.tags), ("visible", vec!["Sale".to_owned()]), "{sku}");
    }
    assert_eq!(kept(&world, "BULK-1").await.category.as_deref(), Some("Other"));
    for sku in ["BULK-1", "BULK-2", "BULK-5"] {
        assert_eq!(kept(&world, sku).await.state, "sellable", "{sku}");
    }
    let written = |view: &mut View| -> Result<_, DbError> {
        view.all::<String>("select facts from activity where verb = 'products_changed'", args![])
    };
    let written = world.db.read(written).await.unwrap();
    assert_eq!(written.len(), 1, "a second press does nothing: {written:?}");
    assert!(written[0].contains("\"changes\":3"), "{written:?}");
    let seen = |view: &mut View| -> Result<_, DbError> {
        view.one::<i64>(
            "select count(*) from products p join categories c on c.id = p.category_id
             where c.path = 'Kitchen > Bulk' and p.listed",
            args![],
        )
    };
    assert_eq!(world.db.read(seen).await, Ok(Some(3)), "lists follow");
});

in_world!(all_that_fit_are_chosen_by_the_filter_and_no_more_than_may_be, |world| {
    bulk(&mut world).await;
    let mut will = world.sign_in("will@").await;
    let list = will.get("/staff/products?q=bulk&state=sellable").await;
    assert_eq!(list.hidden("of").as_deref(), Some("q=bulk&state=sellable"));
    let form = will.get("/staff/products/batches/new?all=yes&of=q%3Dbulk").await;
    assert!(form.says("8 products are chosen."), "{}", form.text());
    let none = will.get("/staff/products/batches/new").await;
    assert!(none.says("No product is chosen."), "{}", none.text());
    let fits = [("all", "yes"), ("of", "q=bulk"), ("remove_tags", "Sale"), ("no_brand", "yes")];
    let page = will.post("/staff/products/batches", &fits).await;
    let at = page.location().unwrap().to_owned();
    assert!(will.get(&at).await.says("8 are so already"));
    let blank = [("all", "yes"), ("of", "q=bulk"), ("new_category", " ")];
    let page = will.post("/staff/products/batches", &blank).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Nothing is to be changed yet"), "{}", page.text());
    let long = "x".repeat(101);
    let wrong = [("product", "BULK-0"), ("new_brand", long.as_str()), ("add_tags", "kept")];
    let page = will.post("/staff/products/batches", &wrong).await;
    assert!(page.html.contains("value=\"kept\"") && page.html.contains("value=\"BULK-0\""));
    let many = move |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec(
            "insert into products (id, sku, sku_key, name, name_key, description, unit, quantity_decimals, pack_size,
                 minimum, multiple, base_price, base_per, currency, vat_class, stock_kind, when_out, state, listed_day,
                 created_at, changed_at)
             with recursive n (n) as (select 1 union all select n + 1 from n where n < 1001)
             select 900000 + n, 'MANY-' || cast(n as text), 'MANY-' || cast(n as text), 'Many', 'many', '', 'piece', 0, 1,
                 1, 1, 0, 1, 'GBP', 'standard', 'untracked', 'show', 'hidden', '2026-01-01', 0, 0 from n",
            args![],
        )
    };
    assert_eq!(world.db.write(many).await, Ok(1001));
    let page = will.get("/staff/products/batches/new?all=yes&of=state%3Dhidden").await;
    assert!(page.says("More than 1,000 products fit"), "{}", page.text());
});

/// Changes the brand of a product on its own page, if nobody changed it since.
fn edit(tx: &mut Tx, staff: &Staff, brand: &str, seen: &str) -> Result<(), AppError> {
    let typed = typed(&[("brand", brand), ("name", "Bulk")]);
    edit_product::change(tx, staff, "BULK-0", (Section::Texts, seen), &typed)
}

in_world!(of_a_batch_and_a_person_at_once_the_second_sees_the_first, |world| {
    bulk(&mut world).await;
    for round in 0..6 {
        let staff = world.staff("will@");
        let name = format!("Batch {round}");
        let at = looked_at(&mut world, &[("new_brand", name.as_str())]).await;
        let id: i64 = at.rsplit('/').next().unwrap().parse().unwrap();
        let by = staff.clone();
        let seen = move |view: &mut View| -> Result<_, AppError> {
            let kept = kept_product::get(view, &by, "BULK-0")?.unwrap();
            let parts = kept_product::parts(view, &by, kept.id)?;
            Ok(Section::Texts.seen(&kept, &parts))
        };
        let seen = world.db.read(seen).await.unwrap();
        let db = world.db.clone();
        let told = race(2, |who| {
            let (db, staff, seen) = (db.clone(), staff.clone(), seen.clone());
            async move {
                if who == 0 {
                    return db.write(move |tx| carry_out(tx, &staff, id)).await.is_ok();
                }
                let brand = format!("Person {round}");
                db.write(move |tx| edit(tx, &staff, &brand, &seen)).await.is_ok()
            }
        })
        .await;
        assert!(told[0], "the batch is done whatever a person does");
        let batch = move |view: &mut View| get(view, &staff, id);
        let batch = world.db.read(batch).await.unwrap().unwrap();
        let line = batch.lines.iter().find(|line| line.sku == "BULK-0").unwrap();
        let (brand, person) = (line.now.brand.clone().unwrap(), told[1]);
        match line.verdict {
            Verdict::Changes => assert_eq!((brand, person), (name, false), "round {round}"),
            Verdict::Meanwhile => {
                assert_eq!((brand, person), (format!("Person {round}"), true), "round {round}");
            }
            other => panic!("{other:?}"),
        }
    }
});
