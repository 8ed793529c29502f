//! What stands in the queues, and what does not.

use crate::args;
use crate::platform::db::{DbError, Tx};
use crate::testkit::in_world;

in_world!(orders_that_can_go_stand_in_their_queue_and_leave_it_when_released, |world| {
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/work").await;
    // P-100002 has backorders and takes part deliveries; P-100004 is not confirmed; P-100001 is delivered.
    assert!(page.says("P-100002") && page.says("P-100003"), "{}", page.text());
    assert!(!page.says("P-100004") && !page.says("P-100001"));
    assert!(!will.get("/staff/work?covered=yes").await.says("P-100003"));
    let whole = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec(
            "update orders set part_deliveries = false where number in ('P-100002', 'P-100003')",
            args![],
        )
    };
    assert_eq!(world.db.write(whole).await.unwrap(), 2);
    let page = will.get("/staff/work").await;
    assert!(!page.says("P-100002"), "it goes out whole and lacks stock");
    assert!(page.says("P-100003") && page.says("Goes out whole"));
    let elsewhere = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec(
            "insert into order_erp_refs (erp_ref, order_id)
             select 'brightpearl:9', id from orders where number = 'P-100012'",
            args![],
        )
    };
    assert_eq!(world.db.write(elsewhere).await.unwrap(), 1);
    assert!(!will.get("/staff/work").await.says("P-100012"), "another ERP carries it out");
    let sent = will.post("/staff/goods-out", &[("order", "P-100003")]).await;
    assert_eq!(sent.location(), Some("/staff/goods-out?state=open"), "{}", sent.text());
    assert!(!will.get("/staff/work").await.says("P-100003"));
    assert!(will.get("/staff").await.says("To pick 1"));
    let file = will.get("/staff/work/export?as=csv").await;
    assert!(file.html.contains("P-100011"), "{}", file.html);
});
