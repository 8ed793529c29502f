//! Staff's lists of products and of stock: every row once in every order, what narrows them, the same as a file.

use crate::access::Staff;
use crate::app::App;
use crate::args;
use crate::catalogue::staff_list::{self, PRODUCTS};
use crate::catalogue::stock_list::{self, STOCK};
use crate::catalogue::{shelf, staff_find};
use crate::platform::db::{DbError, Tx, View};
use crate::platform::list::{At, Paging, Pairs};
use crate::platform::problem::AppError;
use crate::testkit::builders::product;
use crate::testkit::in_world;
use crate::testkit::world::World;

fn pairs(query: &str) -> Pairs {
    serde_urlencoded::from_str(query).unwrap()
}

/// Turns the pages to the end and back again, and answers what was on them, both ways.
fn turned<R>(
    first: &Paging,
    mut read: impl FnMut(&Paging) -> Result<crate::platform::list::Page<R>, AppError>,
) -> Result<(Vec<R>, Vec<R>), AppError> {
    let mut page = read(first)?;
    let mut there = Vec::new();
    let mut before = None;
    loop {
        there.append(&mut page.rows);
        let Some(next) = page.next else { break };
        page = read(&Paging { at: At::After(next), ..first.clone() })?;
        before.clone_from(&page.previous);
    }
    let mut back = Vec::new();
    while let Some(at) = before {
        let mut page = read(&Paging { at: At::Before(at), ..first.clone() })?;
        back.splice(0..0, page.rows.drain(..));
        before = page.previous;
    }
    Ok((there, back))
}

fn listed(
    view: &mut View,
    app: &App,
    staff: &Staff,
    query: &str,
) -> Result<(Vec<String>, Vec<String>), AppError> {
    let asked = PRODUCTS.asked(&pairs(query), 20);
    assert!(asked.wrong.is_empty(), "{query}: {:?}", asked.wrong);
    let found = staff_find::found(view, &app.search, staff, asked.text("q"))?;
    let filter = staff_list::Filter::asked(&asked);
    let (there, back) = turned(&filter.paging, |paging| {
        Ok(staff_list::list(view, staff, &filter.on(paging), found.as_deref())?)
    })?;
    let codes = |rows: Vec<staff_list::StaffCard>| rows.into_iter().map(|c| c.sku).collect();
    Ok((codes(there), codes(back)))
}

async fn codes(world: &World, query: &'static str) -> Vec<String> {
    let (app, ruth) = (world.app.clone(), world.staff("ruth@"));
    let (there, back) =
        world.db.report(move |view| listed(view, &app, &ruth, query)).await.unwrap();
    assert_eq!(there[..back.len()], back, "the way back of {query}");
    there
}

async fn bulk(world: &mut World) {
    for n in 0..50 {
        let name = format!("Bulk {}", n % 7);
        world.add_product(product(&format!("BULK-{n:03}")).named(&name), n % 2).await;
    }
    let tagged = |tx: &mut Tx| -> Result<(), DbError> {
        let _ = tx.exec("insert into tags (id, name, name_key) values (7, 'Gift', 'gift')", [])?;
        let _ = tx.exec(
            "insert into product_tags (product_id, tag_id)
             select id, 7 from products where sku_key >= 'BULK-030' and sku_key < 'BULK-040'",
            args![],
        )?;
        let ids = tx.all::<i64>("select id from products", args![])?;
        shelf::refresh(tx, &ids)
    };
    world.db.write(tagged).await.unwrap();
}

in_world!(products_come_once_in_every_order_both_ways, |world| {
    bulk(&mut world).await;
    let count = world.company.rows.products.len();
    for query in ["", "sort=-sku", "sort=name", "sort=-name", "sort=listed", "sort=-listed"] {
        let all = codes(&world, query).await;
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!((all.len(), once.len()), (count, count), "{query}");
        if query == "sort=-sku" {
            once.reverse();
            assert_eq!(all, once);
        }
    }
    for query in ["q=bulk", "q=bulk&sort=-sku", "q=bulk&sort=-name", "q=bulk&sort=listed"] {
        assert_eq!(codes(&world, query).await.len(), 50, "{query}");
    }
});

in_world!(products_are_narrowed_by_what_staff_look_for, |world| {
    bulk(&mut world).await;
    for (query, expected) in [
        ("q=bulk-&state=closed", 0),
        ("q=bulk-&state=active", 50),
        ("q=bulk-&stock=out", 25),
        ("q=bulk-&stock=in", 25),
        ("q=5012345104208", 1),
        ("q=hp-350", 3),
        ("q=closed-1&state=closed", 1),
        ("q=closed-1&state=active", 0),
        ("tag=GIFT", 10),
        ("tag=gift&q=bulk-03", 10),
        ("tag=gift&without=tag", 0),
        ("q=bulk&without=tag", 40),
        ("tag=no-such", 0),
        ("category=candles&brand=wick+%26+wold", 2),
        ("q=TRADE-ONLY&assortment=gifts", 0),
        ("q=mug&without=category", 0),
        ("q=bulk&without=picture", 50),
        ("q=mug-sand&without=picture", 0),
    ] {
        let found = codes(&world, query).await;
        assert_eq!(found.len(), expected, "{query}: {found:?}");
    }
    let free = |tx: &mut Tx| {
        tx.exec("update products set base_price = 0 where sku_key = 'BULK-007'", args![])
    };
    assert_eq!(world.db.write(free).await, Ok::<_, DbError>(1));
    assert_eq!(codes(&world, "without=price").await, ["BULK-007"]);
});

in_world!(the_list_of_products_says_what_narrows_it_and_becomes_a_file, |world| {
    bulk(&mut world).await;
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/products?tag=gift&sort=-sku").await;
    assert!(page.says("BULK-039") && !page.says("MUG-SAND"), "{}", page.text());
    assert!(page.says("Tag gift") && page.html.contains("<option value=\"Gift\">"));
    assert!(!page.html.contains("/staff/products/new"), "who reads makes none");
    assert!(ruth.get("/staff/products?q=qqzzxx").await.says("Nothing fits."));
    assert!(ruth.get("/staff/products?state=sold").await.says("no such choice"));
    let file = ruth.get("/staff/products/export?as=csv&tag=gift&sort=-sku").await;
    let lines: Vec<&str> = file.html.trim_end().lines().collect();
    assert_eq!(lines.len(), 11, "{}", file.html);
    assert!(lines[1].starts_with("BULK-039,Bulk 4,"), "{}", lines[1]);
    assert!(!lines[0].contains("Tags"));
    let ticked = [("column", "tags"), ("show", "tags"), ("place", "1"), ("back", "/")];
    ruth.post("/lists/staff-products/columns", &ticked).await;
    let file = ruth.get("/staff/products/export?as=csv&tag=gift").await;
    assert!(file.html.contains("Tags") && file.html.contains("BULK-030,Gift,"), "{}", file.html);
    assert!(ruth.get("/staff/products?tag=gift").await.says("Gift"));
});

/// Code and location of every row.
async fn places(world: &World, query: &'static str) -> Vec<(String, String)> {
    let (app, ruth) = (world.app.clone(), world.staff("ruth@"));
    let read = move |view: &mut View| -> Result<_, AppError> {
        let asked = STOCK.asked(&pairs(query), 7);
        let found = staff_find::found(view, &app.search, &ruth, asked.text("q"))?;
        let filter = stock_list::Filter::asked(&asked);
        turned(&filter.paging, |paging| {
            Ok(stock_list::list(view, &ruth, &filter.on(paging), found.as_deref())?)
        })
    };
    let (there, back) = world.db.report(read).await.unwrap();
    let of = |rows: Vec<stock_list::StockRow>| -> Vec<_> {
        rows.into_iter().map(|row| (row.sku, row.location)).collect()
    };
    let (there, back) = (of(there), of(back));
    assert_eq!(there[..back.len()], back, "the way back of {query}");
    there
}

in_world!(stock_comes_once_at_every_location_in_every_order, |world| {
    bulk(&mut world).await;
    let elsewhere = |tx: &mut Tx| -> Result<(), DbError> {
        let _ =
            tx.exec("insert into locations (code, name, created_at) values ('b', 'B', 0)", [])?;
        let _ = tx.exec(
            "insert into stock (product_id, location, on_hand, allocated, version)
             select id, 'b', 3, 4, 0 from products where sku_key like 'BULK-%'",
            args![],
        )?;
        Ok(())
    };
    world.db.write(elsewhere).await.unwrap();
    let count = |view: &mut View| view.one::<i64>("select count(*) from stock", args![]);
    let count = world.db.read(count).await.unwrap().unwrap();
    for query in ["", "sort=-sku", "sort=name", "sort=-name"] {
        let all = places(&world, query).await;
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!((all.len() as i64, once.len() as i64), (count, count), "{query}");
        let sorted = match query {
            "" => all == once,
            "sort=-sku" => all.iter().rev().eq(&once),
            _ => true,
        };
        assert!(sorted, "{query}: {all:?}");
    }
    for (query, expected) in [
        ("q=bulk", 100),
        ("q=bulk&sort=-name", 100),
        ("q=bulk&location=b", 50),
        ("which=lacking", 50),
        ("which=lacking&tag=gift", 10),
        ("q=bulk&which=free", 25),
        ("q=bulk&which=out", 75),
        ("location=nowhere", 0),
    ] {
        assert_eq!(places(&world, query).await.len(), expected, "{query}");
    }
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/stock?which=lacking&location=b").await;
    assert!(page.says("Less than promised") && page.says("BULK-000"), "{}", page.text());
    let file = ruth.get("/staff/stock/export?as=csv&which=lacking").await;
    assert_eq!(file.html.trim_end().lines().count(), 51);
    assert!(file.html.contains("BULK-000,Bulk 0,B,b,3,4,-1,"), "{}", file.html);
});
