//! The same order sent twice is placed once.

use super::*;
use crate::args;
use crate::platform::db::View;
use crate::platform::idempotency::{self, Answer, Key, content_hash};
use crate::platform::problem::AppError;
use crate::testkit::race::race;
use crate::testkit::world::in_world;

async fn count(world: &World) -> i64 {
    let count = |view: &mut View| view.one::<i64>("select count(*) from orders", args![]);
    world.db.read(count).await.unwrap().unwrap()
}

in_world!(the_same_key_has_the_same_answer, |world| {
    let mut anna = world.program("anna@").await;
    let before = count(&world).await;
    let body = json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 1 }], "reference": "R" });
    let first = place(&mut anna, "key-1", &body).await;
    assert_eq!(first.status, 201);
    assert!(!first.headers.contains_key("idempotent-replayed"));
    // The same as parsed JSON: members in another order, 1.0 for 1.
    let same = r#"{"reference":"R","lines":[{"quantity":1.0,"code":"TEAPOT-IRON"}]}"#;
    let same: Value = serde_json::from_str(same).unwrap();
    for body in [&body, &same] {
        let again = place(&mut anna, "key-1", body).await;
        assert_eq!((again.status, &again.html), (first.status, &first.html));
        assert_eq!(again.headers["idempotent-replayed"], "true");
        assert_eq!(again.location(), first.location());
    }
    let other = json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 2 }], "reference": "R" });
    for body in [other, json!({ "lines": [] })] {
        let page = place(&mut anna, "key-1", &body).await;
        assert_eq!(code(&page), (422, "idempotency_key_reused".to_owned()));
    }
    assert_eq!(count(&world).await, before + 1);
    // A colleague's key is the same customer's; another customer's is another key.
    let mut mona = world.program("mona@").await;
    assert_eq!(place(&mut mona, "key-1", &body).await.html, first.html);
    let mut bella = world.program("bella@").await;
    let page = place(&mut bella, "key-1", &body).await;
    assert_eq!(page.status, 201);
    assert!(!page.headers.contains_key("idempotent-replayed"));
    assert_eq!(count(&world).await, before + 2);
    world.work().await;
});

in_world!(another_route_may_not_use_the_key, |world| {
    let mut anna = world.program("anna@").await;
    let body = lines(&[("TEAPOT-IRON", 1.0)]);
    place(&mut anna, "key-1", &body).await;
    let key = Key {
        scope: format!("customer:{}", world.buyer("anna@").customer.id),
        key: "key-1".to_owned(),
        route: "POST /api/v1/elsewhere".to_owned(),
        content_hash: content_hash(&body),
    };
    let answer = || Answer { status: 201, body: String::new(), location: None };
    let other = move |tx: &mut Tx| idempotency::once(tx, &key, |_| Ok::<_, AppError>(answer()));
    let problem = world.db.write(other).await.unwrap_err().problem();
    assert_eq!((problem.status, problem.code), (422, "idempotency_key_reused"));
    world.work().await;
});

in_world!(a_refusal_does_not_use_the_key_up, |world| {
    let mut anna = world.program("anna@").await;
    for body in [lines(&[("LAST-20", 21.0)]), lines(&[("NO-SUCH", 1.0)]), json!({ "lines": [] })] {
        assert!(place(&mut anna, "key-1", &body).await.status.is_client_error());
    }
    let page = place(&mut anna, "key-1", &lines(&[("LAST-20", 20.0)])).await;
    assert_eq!(page.status, 201);
    assert_eq!(world.stock_of("LAST-20").await, (20, 20));
    world.work().await;
});

in_world!(a_key_is_needed_and_has_a_form, |world| {
    let mut anna = world.program("anna@").await;
    let body = lines(&[("TEAPOT-IRON", 1.0)]);
    let page = send(&mut anna, "POST", "/api/v1/orders", &body).await;
    assert_eq!(code(&page), (400, "idempotency_key_required".to_owned()));
    for key in ["", "a b", "ä", &"x".repeat(201)] {
        let page = place(&mut anna, key, &body).await;
        assert_eq!(code(&page), (400, "idempotency_key_required".to_owned()), "{key}");
    }
    assert_eq!(place(&mut anna, &"~".repeat(200), &body).await.status, 201);
    world.work().await;
});

in_world!(twenty_at_once_are_one_order_with_twenty_equal_answers, |world| {
    let anna = world.program("anna@").await;
    let before = count(&world).await;
    let answers = race(20, |_| {
        let mut client = anna.clone();
        async move { place(&mut client, "race", &lines(&[("LAST-20", 1.0)])).await }
    })
    .await;
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.html), (201, &answers[0].html));
    }
    let again = |page: &&Page| page.headers.contains_key("idempotent-replayed");
    assert_eq!(answers.iter().filter(again).count(), 19);
    assert_eq!(count(&world).await, before + 1);
    assert_eq!(world.stock_of("LAST-20").await, (20, 1));
    world.work().await;
});
