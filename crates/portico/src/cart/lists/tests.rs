//! Saved lists on both databases: who sees and changes them, what goes in and out, two people at once.

use super::{LISTS_MOST, Lines, Source, add, all, change, delete, lines, make, rename};
use crate::access::Buyer;
use crate::args;
use crate::catalogue::follow::catch_up_fully;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::testkit::client::Client;
use crate::testkit::race::overlap;
use crate::testkit::world::{World, in_world};
use axum::http::StatusCode;
use serde_json::json;

/// Anna's list of mugs and a teapot; answers with its id.
async fn weekly(world: &World) -> i64 {
    let anna = world.buyer("anna@");
    let made = move |tx: &mut Tx| -> Result<i64, AppError> {
        let id = make(tx, &anna, "Every week", &Source::Nothing)?.id;
        add(tx, &anna, id, ("LL-MUG-S", "24"))?;
        add(tx, &anna, id, ("TEAPOT-IRON", ""))?;
        Ok(id)
    };
    world.db.write(made).await.unwrap()
}

/// Codes and quantities of a list, as this person reads them.
async fn read(world: &World, email: &str, id: i64) -> Vec<(String, String)> {
    let buyer = world.buyer(email);
    let read = move |view: &mut View| lines(view, &buyer, id);
    let found = world.db.read(read).await.unwrap();
    found.into_iter().map(|line| (line.sku, line.quantity.text())).collect()
}

async fn names(world: &World, email: &str) -> Vec<String> {
    let buyer = world.buyer(email);
    let found = world.db.read(move |view: &mut View| all(view, &buyer)).await.unwrap();
    found.into_iter().map(|list| list.name).collect()
}

fn status<T>(result: Result<T, AppError>) -> u16 {
    result.err().map_or(200, |error| error.problem().status)
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

in_world!(a_list_is_made_of_the_current_order_and_goes_back_into_it, |world| {
    let mut anna = world.sign_in("anna@").await;
    anna.post("/cart/lines", &[("sku", "MUG-SAND"), ("quantity", "24")]).await;
    anna.post("/cart/lines", &[("sku", "TEAPOT-IRON"), ("quantity", "2")]).await;
    let page = anna.get("/lists/new?from=cart").await;
    assert!(page.says("The 2 lines of your current order go into it."), "{}", page.text());
    let page = anna.post("/lists", &[("name", " Every  week "), ("from", "cart")]).await;
    let path = page.location().expect("it is made").to_owned();
    let page = anna.get(&path).await;
    assert!(page.says("Every week") && page.says("Made by Anna Kay"), "{}", page.text());
    // What is typed goes in as typed for this once; what is no longer sold is kept for mending.
    let sql = "update products set state = 'closed' where sku = 'TEAPOT-IRON'";
    let close = move |tx: &mut Tx| -> Result<u64, DbError> { tx.exec(sql, args![]) };
    assert_eq!(world.db.write(close).await.unwrap(), 1);
    let put = anna.post(&path, &[("do", "all"), ("quantity.MUG-SAND", "36")]).await;
    assert_eq!(put.location(), Some("/cart/paste/lines"));
    let page = anna.get("/cart/paste/lines").await;
    assert!(page.says("TEAPOT-IRON") && !page.says("MUG-SAND"), "{}", page.text());
    let cart = world.program("anna@").await.get("/api/v1/cart").await.json();
    assert_eq!(cart["lines"][0]["quantity"], 60, "on top of the 24 that are there");
    let id = path.trim_start_matches("/lists/").parse().unwrap();
    let kept = pairs(&[("MUG-SAND", "24"), ("TEAPOT-IRON", "2")]);
    assert_eq!(read(&world, "anna@", id).await, kept);
    let none = anna.post(&path, &[("do", "ticked"), ("quantity.MUG-SAND", "48")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.says("No line is ticked") && none.html.contains("value=\"48\""));
    let put = anna.post(&path, &[("do", "ticked"), ("tick", "MUG-SAND")]).await;
    assert_eq!(put.location(), Some("/cart"));
});

in_world!(a_list_is_made_of_an_order_that_the_person_may_read, |world| {
    world.leave_unhandled();
    let mut program = world.program("anna@").await;
    let wanted = json!({ "lines": [
        { "code": "MUG-SAND", "quantity": 12 }, { "code": "TIN-MIN6", "quantity": 6 },
    ] });
    let key = [("Idempotency-Key", "list")];
    let placed = program.json(("POST", "/api/v1/orders"), &key, &wanted).await.json();
    let number = placed["number"].as_str().unwrap();
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get(&format!("/orders/{number}")).await;
    assert!(page.html.contains(&format!("/lists/new?order={number}")), "it is offered there");
    let made = anna.post("/lists", &[("name", "Shelf"), ("order", number)]).await;
    let id = made.location().unwrap().trim_start_matches("/lists/").parse().unwrap();
    let expected = pairs(&[("MUG-SAND", "12"), ("TIN-MIN6", "6")]);
    assert_eq!(read(&world, "anna@", id).await, expected);
    let mut bella = world.sign_in("bella@").await;
    let page = bella.post("/lists", &[("name", "Shelf"), ("order", number)]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "another company's order is absent");
    assert_eq!(bella.get(&format!("/lists/new?order={number}")).await.status, 404);
    assert!(names(&world, "bella@").await.is_empty());
});

in_world!(quantities_are_changed_together_or_not_at_all, |world| {
    let id = weekly(&world).await;
    let path = format!("/lists/{id}");
    let mut mona = world.sign_in("mona@").await;
    mona.get(&path).await;
    let wrong = [("do", "save"), ("quantity.MUG-SAND", "60"), ("quantity.TEAPOT-IRON", "two")];
    let page = mona.post(&path, &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("value=\"60\"") && page.html.contains("value=\"two\""));
    assert!(page.says("One quantity cannot be kept."), "{}", page.text());
    let before = pairs(&[("MUG-SAND", "24"), ("TEAPOT-IRON", "1")]);
    assert_eq!(read(&world, "anna@", id).await, before);
    let right = [("do", "save"), ("quantity.MUG-SAND", "60"), ("quantity.TEAPOT-IRON", "3")];
    assert_eq!(mona.post(&path, &right).await.location(), Some(path.as_str()));
    let after = pairs(&[("MUG-SAND", "60"), ("TEAPOT-IRON", "3")]);
    assert_eq!(read(&world, "anna@", id).await, after);
    mona.post(&path, &[("do", "remove"), ("tick", "MUG-SAND"), ("quantity.TEAPOT-IRON", "4")])
        .await;
    assert_eq!(read(&world, "anna@", id).await, pairs(&[("TEAPOT-IRON", "4")]));
    mona.post(&path, &[("do", "save"), ("quantity.TEAPOT-IRON", "0")]).await;
    let page = mona.get(&path).await;
    assert!(page.says("Nothing is in this list yet."), "{}", page.text());
});

in_world!(a_product_is_added_by_any_of_its_codes_and_near_ones_are_offered, |world| {
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let id = weekly(&world).await;
    let (path, to) = (format!("/lists/{id}"), format!("/lists/{id}/lines"));
    let mut anna = world.sign_in("anna@").await;
    anna.get(&path).await;
    let page = anna.post(&to, &[("code", "MUG-SNAD"), ("quantity", "12")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("value=\"MUG-SNAD\"") && page.says("Take MUG-SAND"));
    let page = anna.post(&to, &[("code", "MUG-SAND"), ("quantity", "many")]).await;
    assert!(page.html.contains("value=\"many\""), "{}", page.text());
    let fields = [("code", "MUG-SNAD"), ("quantity", "12"), ("take", "MUG-SAND")];
    assert_eq!(anna.post(&to, &fields).await.location(), Some(path.as_str()));
    let page = anna.post(&to, &[("code", "mug-snad"), ("quantity", "12")]).await;
    assert_eq!(page.location(), Some(path.as_str()), "the correction is known");
    assert!(anna.get(&path).await.says("was taken for MUG-SAND before"));
    let expected = pairs(&[("MUG-SAND", "48"), ("TEAPOT-IRON", "1")]);
    assert_eq!(read(&world, "anna@", id).await, expected, "on top of what stands there");
});

in_world!(a_name_stands_once_and_what_was_typed_is_kept, |world| {
    let id = weekly(&world).await;
    let mut anna = world.sign_in("anna@").await;
    anna.get("/lists").await;
    let page = anna.post("/lists", &[("name", "every WEEK"), ("from", "cart")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("There is a list of this name already."), "{}", page.text());
    assert!(page.html.contains("value=\"every WEEK\"") && page.html.contains("value=\"cart\""));
    assert!(anna.post("/lists", &[("name", "  ")]).await.says("A list needs a name."));
    let long = "x".repeat(61);
    assert_eq!(anna.post("/lists", &[("name", long.as_str())]).await.status, 422);
    anna.post("/lists", &[("name", "Christmas")]).await;
    let to = format!("/lists/{id}/name");
    let page = anna.post(&to, &[("name", "Christmas")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("value=\"Christmas\"") && page.says("There is a list of this name"));
    assert_eq!(anna.post(&to, &[("name", "Every Week")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(names(&world, "vera@").await, ["Christmas", "Every Week"]);
    // Another company's names are its own.
    let bella = world.buyer("bella@");
    let same = move |tx: &mut Tx| make(tx, &bella, "Christmas", &Source::Nothing).map(|_| ());
    world.db.write(same).await.unwrap();
});

in_world!(viewers_read_and_another_company_finds_nothing, |world| {
    let id = weekly(&world).await;
    let path = format!("/lists/{id}");
    let mut vera = world.sign_in("vera@").await;
    let page = vera.get(&path).await;
    assert!(page.says("MUG-SAND") && !page.html.contains("quantity.MUG-SAND"), "{}", page.text());
    let mut bella = world.sign_in("bella@").await;
    assert_eq!(bella.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(!bella.get("/lists").await.says("Every week"));
    let changed =
        [("", "do=save"), ("", "do=all"), ("/lines", "code=MUG-SAND"), ("/name", "name=x")];
    for (below, field) in changed.into_iter().chain([("/delete", "x=1")]) {
        let field = field.split_once('=').unwrap();
        let to = format!("{path}{below}");
        assert_eq!(vera.post(&to, &[field]).await.status, StatusCode::FORBIDDEN, "{to}");
        assert_eq!(bella.post(&to, &[field]).await.status, StatusCode::NOT_FOUND, "{to}");
    }
    let kept = pairs(&[("MUG-SAND", "24"), ("TEAPOT-IRON", "1")]);
    assert_eq!(read(&world, "anna@", id).await, kept);
    assert!(read(&world, "bella@", id).await.is_empty());
    let viewer = world.buyer("vera@");
    let deed = move |tx: &mut Tx| delete(tx, &viewer, id).map(|_| ());
    assert_eq!(status(world.db.write(deed).await), 403, "the verb says it too");
});

async fn found(program: &mut Client, query: &str) -> Vec<String> {
    let page = program.get(&format!("/api/v1/products?{query}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let items = page.json()["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect()
}

in_world!(products_are_narrowed_by_a_list_of_ones_own_company, |world| {
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let id = weekly(&world).await;
    let mut anna = world.program("anna@").await;
    for query in ["list=every%20week".to_owned(), format!("list={id}")] {
        assert_eq!(found(&mut anna, &query).await, ["MUG-SAND", "TEAPOT-IRON"], "{query}");
    }
    assert_eq!(found(&mut anna, "list=Every+week&q=teapot").await, ["TEAPOT-IRON"]);
    assert!(found(&mut anna, "list=No+such+list").await.is_empty());
    let mut bella = world.program("bella@").await;
    for query in ["list=Every+week".to_owned(), format!("list={id}")] {
        assert!(found(&mut bella, &query).await.is_empty(), "{query}: not her company's");
    }
    let page = world.sign_in("anna@").await.get("/products?list=Every+week").await;
    assert!(page.says("TEAPOT-IRON") && !page.says("TIN-MIN6"), "{}", page.text());
    assert!(page.html.contains("name=\"list\" value=\"Every week\""), "further choices keep it");
});

type Deed = Box<dyn FnMut(&mut Tx) -> Result<(), AppError> + Send>;

fn renames(buyer: &Buyer, id: i64, name: &'static str) -> Deed {
    let buyer = buyer.clone();
    Box::new(move |tx| rename(tx, &buyer, id, name))
}

fn deletes(buyer: &Buyer, id: i64) -> Deed {
    let buyer = buyer.clone();
    Box::new(move |tx| delete(tx, &buyer, id).map(|_| ()))
}

fn adds(buyer: &Buyer, id: i64, code: &'static str) -> Deed {
    let buyer = buyer.clone();
    Box::new(move |tx| add(tx, &buyer, id, (code, "12")).map(|_| ()))
}

in_world!(two_people_at_once_find_the_list_as_the_first_left_it_or_gone, |world| {
    let (anna, mona) = (world.buyer("anna@"), world.buyer("mona@"));
    let id = weekly(&world).await;
    let (one, two) =
        overlap(&world.db, adds(&anna, id, "MUG-SAND"), adds(&mona, id, "MUG-SAND")).await;
    assert_eq!((status(one), status(two)), (200, 200));
    assert_eq!(read(&world, "anna@", id).await[0].1, "48", "nothing of either is lost");
    let (one, two) = overlap(&world.db, deletes(&anna, id), adds(&mona, id, "MUG-SAND")).await;
    assert_eq!((status(one), status(two)), (200, 404));
    let id = weekly(&world).await;
    let (one, two) = overlap(&world.db, deletes(&anna, id), renames(&mona, id, "Monthly")).await;
    assert_eq!((status(one), status(two)), (200, 404));
    let id = weekly(&world).await;
    let (one, two) = overlap(&world.db, renames(&anna, id, "Monthly"), deletes(&mona, id)).await;
    assert_eq!((status(one), status(two)), (200, 200));
    let id = weekly(&world).await;
    let (one, two) = overlap(&world.db, deletes(&anna, id), deletes(&mona, id)).await;
    assert_eq!((status(one), status(two)), (200, 404));
    let id = weekly(&world).await;
    let made = {
        let mona = mona.clone();
        move |tx: &mut Tx| make(tx, &mona, "Spring", &Source::Nothing).map(|_| ())
    };
    let (one, two) = overlap(&world.db, renames(&anna, id, "spring"), made).await;
    assert_eq!((status(one), status(two)), (200, 422), "the name is taken by then");
    assert_eq!(names(&world, "anna@").await, ["spring"]);
});

/// Another product like the mug.
const CROWD: &str = "insert into products (id, sku, sku_key, name, name_key, description, unit, quantity_decimals, pack_size, minimum, multiple,
         base_price, base_per, currency, vat_class, stock_kind, when_out, state, listed_day, created_at, changed_at)
     select $1, $2, $2, name, name_key, description, unit, quantity_decimals, pack_size, minimum, multiple, base_price, base_per,
         currency, vat_class, stock_kind, when_out, state, listed_day, created_at, changed_at
     from products where sku = 'MUG-SAND'";
const STANDS: &str =
    "insert into saved_list_lines (list_id, product_id, position, quantity) values ($1, $2, $2, 1)";

in_world!(a_list_has_a_thousand_products_and_a_company_two_hundred_lists, |world| {
    let id = weekly(&world).await;
    let anna = world.buyer("anna@");
    let fill = move |tx: &mut Tx| -> Result<(), DbError> {
        let products: Vec<(i64, String)> =
            (0..998_i64).map(|n| (900_000_000 + n, format!("CROWD-{n}"))).collect();
        let rows: Vec<_> = products.iter().map(|(id, sku)| args![*id, sku]).collect();
        tx.exec_each_one(CROWD, &rows)?;
        let rows: Vec<_> = products.iter().map(|(product, _)| args![id, *product]).collect();
        tx.exec_each_one(STANDS, &rows)
    };
    world.db.write(fill).await.unwrap();
    let mut more = adds(&anna, id, "TIN-MIN6");
    let refused = world.db.write(move |tx| more(tx)).await.unwrap_err().problem();
    assert_eq!((refused.status, refused.errors[0].text.key), (422, "saved-too-long"));
    let mut same = adds(&anna, id, "MUG-SAND");
    world.db.write(move |tx| same(tx)).await.unwrap();
    assert_eq!(read(&world, "anna@", id).await.len(), 1_000);
    let by = anna.clone();
    let many = move |tx: &mut Tx| -> Result<(), AppError> {
        (1..LISTS_MOST)
            .try_for_each(|n| make(tx, &by, &format!("List {n}"), &Source::Nothing).map(|_| ()))
    };
    world.db.write(many).await.unwrap();
    let by = anna.clone();
    let more = move |tx: &mut Tx| make(tx, &by, "One more", &Source::Nothing).map(|_| ());
    let refused = world.db.write(more).await.unwrap_err().problem();
    assert_eq!((refused.status, refused.errors[0].text.key), (422, "saved-too-many"));
    let huge = Lines { quantities: pairs(&[("MUG-SAND", "1000001")]), removed: Vec::new() };
    let huge = move |tx: &mut Tx| change(tx, &anna, id, &huge);
    let refused = world.db.write(huge).await.unwrap_err().problem();
    assert_eq!(refused.errors[0].field, "quantity.MUG-SAND");
});
