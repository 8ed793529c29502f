//! Free stock beside a line that waits, and lines that hold stock by word alone.

use super::{exec, found, world};
use crate::testkit::on_both;

on_both!(nothing_is_free_while_a_line_that_could_take_it_waits, |db| {
    world(&db).await;
    exec(&db, "update line_moves set to_stage = 'backordered'").await;
    exec(&db, "update order_lines set shipped = 0, backordered = 6").await;
    let free = [("stock_waiting", "stock of A1 at main".to_owned())];
    assert_eq!(found(&db).await, free);
    exec(&db, "update orders set status = 'refused'").await;
    assert_eq!(found(&db).await, [], "an order that is none any more takes nothing");
    exec(&db, "update orders set status = 'confirmed'").await;
    exec(&db, "insert into order_erp_refs (erp_ref, order_id) values ('picqer:1', 1)").await;
    assert_eq!(found(&db).await, [], "another ERP gives it stock");
    exec(&db, "update order_erp_refs set erp_ref = 'backoffice:1'").await;
    assert_eq!(found(&db).await, free);
});

on_both!(what_a_line_holds_is_an_allocation, |db| {
    world(&db).await;
    exec(&db, "update line_moves set to_stage = 'allocated'").await;
    exec(&db, "update order_lines set shipped = 0, allocated = 6").await;
    assert_eq!(found(&db).await, [("line_allocations", "order X-1 line 1".to_owned())]);
    exec(
        &db,
        "insert into allocations (order_line_id, location, product_id, quantity)
         values (1, 'main', 1, 6)",
    )
    .await;
    exec(&db, "update stock set allocated = 6").await;
    assert_eq!(found(&db).await, []);
});
