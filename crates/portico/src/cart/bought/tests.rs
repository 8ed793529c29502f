//! What was bought before: how much is usual, who sees what, what goes in.

use super::store::{self, BOUGHT, Filter, usual};
use crate::args;
use crate::platform::db::{Tx, View};
use crate::testkit::in_world;
use axum::http::StatusCode;

#[test]
fn usual_is_the_median_of_the_last_lines() {
    assert_eq!(usual(None, &[]), None);
    assert_eq!(usual(None, &[12]), Some(12));
    assert_eq!(
        usual(None, &[12, 500]),
        Some(12),
        "of an even number the smaller one in the middle"
    );
    assert_eq!(usual(None, &[24, 1000, 12, 24, 36]), Some(24), "one large order is not usual");
}

in_world!(what_was_bought_stands_with_the_usual_quantity_and_goes_in, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/bought").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let buyer = world.buyer("anna@");
    let read = move |view: &mut View| {
        let filter = Filter::asked(&BOUGHT.asked(&Vec::new(), 50));
        store::list(view, &buyer, &filter)
    };
    let found = world.db.read(read).await.unwrap();
    let days: Vec<_> = found.rows.iter().map(|row| row.last_day).collect();
    assert!(days.is_sorted_by(|a, b| a >= b) && !days.is_empty(), "the last first: {days:?}");
    let row = found.rows.iter().find(|row| row.card.is_some()).expect("something can be ordered");
    let name = format!("quantity.{}", row.sku);
    let none = anna.post("/bought", &[(name.as_str(), "77")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.html.contains("value=\"77\""), "what was typed is shown again");
    let usual = row.usual.text();
    let fields = [("tick", row.sku.as_str()), (name.as_str(), usual.as_str())];
    let added = anna.post("/bought", &fields).await;
    assert_eq!(added.location(), Some("/bought"), "{}", added.text());
    assert!(anna.get("/cart").await.says(&row.sku));
    let bad = [("one", row.sku.as_str()), (name.as_str(), "plenty")];
    assert_eq!(anna.post("/bought", &bad).await.location(), Some("/cart/paste/lines"));
    assert!(anna.get("/cart/paste/lines").await.says("plenty"), "nothing typed is lost");
    let file = anna.get("/bought/export?as=csv").await;
    assert!(file.html.contains(&row.sku), "{}", file.html);
});

in_world!(nobody_sees_what_others_bought, |world| {
    let only_bella = |tx: &mut Tx| {
        tx.exec(
            "delete from customer_products where customer_id <> (select id from customers where number_key = 'c-1002')",
            args![],
        )
    };
    world.db.write(only_bella).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/bought").await.says("Nothing was bought yet."));
});

in_world!(a_page_of_fifty_takes_as_many_questions_as_one_of_two, |world| {
    let buyer = world.buyer("anna@");
    let read = move |view: &mut View| -> Result<(usize, u64, u64), crate::platform::db::DbError> {
        let mut asked = |rows: i64| {
            let filter = Filter::asked(&BOUGHT.asked(&Vec::new(), rows));
            let before = view.round_trips();
            let page = store::list(view, &buyer, &filter)?;
            Ok((page.rows.len(), view.round_trips() - before))
        };
        let _warm = asked(2)?;
        let (_, few) = asked(2)?;
        let (rows, many) = asked(50)?;
        Ok((rows, few, many))
    };
    let (rows, few, many) = world.db.read(read).await.unwrap();
    assert!(rows > 2, "{rows}");
    assert_eq!(few, many);
});
