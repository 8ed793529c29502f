//! Orders over the credit limit that are paid first: what is over is offered to be paid, and once the money is here the order
//! is taken.

use super::*;
use crate::customers::credit::{CHECK, CreditCheck};

/// Larch & Lime pays in advance, and owes nothing.
async fn in_advance(world: &World) {
    let set = |tx: &mut Tx| -> Result<(), DbError> {
        settings::set(tx, &GATEWAY, &"demo".to_owned())?;
        settings::set(tx, &CHECK, &CreditCheck::Pay)?;
        tx.exec_each_one(
            "update customers set credit_limit_minor = 0 where id = $1",
            &[args![1001]],
        )
    };
    world.db.write(set).await.unwrap();
}

in_world!(what_an_order_is_over_is_paid_and_then_it_is_taken, |world| {
    in_advance(&world).await;
    let mut program = world.program("anna@").await;
    let lines = json!([{ "code": "TEAPOT-IRON", "quantity": 3 }]);
    program.json(("POST", "/api/v1/cart/lines"), &[], &lines).await;
    let over = program.get("/api/v1/cart").await.json()["credit"]["over"]["amount"].clone();
    let over = over.as_str().unwrap().to_owned();
    let mut anna = world.sign_in("anna@").await;
    let cart = anna.get("/cart").await;
    let way = format!("/payments/new?balance={over}&amp;keep_rest=yes");
    assert!(cart.html.contains(&way), "{over}: {}", cart.text());
    let body = json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 3 }] });
    let order = async |program: &mut Client, key: &str| {
        let key = [("Idempotency-Key", key)];
        program.json(("POST", "/api/v1/orders"), &key, &body).await
    };
    let refused = order(&mut program, "before").await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].as_str()),
        (409, Some("pay_first"))
    );

    let page = anna.get(&format!("/payments/new?balance={over}&keep_rest=yes")).await;
    assert!(page.says("Pay now"), "{}", page.text());
    let form = [("form", "f1"), ("balance", &*over), ("keep_rest", "yes")];
    assert_eq!(anna.post("/payments", &form).await.status, 303);
    assert_eq!(order(&mut program, "under-way").await.status, 409, "not before the money is here");
    happens(&world, "PAY-1", Deed::Pay).await;
    assert_eq!(payment(&world, "PAY-1").await.1, "paid");
    let placed = order(&mut program, "after").await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    assert_eq!(order(&mut program, "once-more").await.status, 409, "only once for its money");
    world.work().await;
});
