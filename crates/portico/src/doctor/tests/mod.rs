//! The doctor over whole databases.

mod documents;
mod half_way;
mod label;
mod real_data;
mod waiting;

use super::*;
use crate::args;
use crate::platform::db::Db;
use crate::testkit::on_both;

async fn exec(db: &Db, sql: &'static str) {
    assert!(db.write(move |tx| tx.exec(sql, args![])).await.unwrap() > 0, "{sql}");
}

async fn found(db: &Db) -> Vec<(&'static str, String)> {
    let findings = db.report(examine).await.unwrap();
    // What is derived of products is looked at by the tests of rules and facets.
    let kept = findings.breaches.into_iter().filter(|breach| !breach.check.starts_with("shelf_"));
    kept.map(|breach| (breach.check, breach.object)).collect()
}

/// A customer, a product and an imported order with one line and one charge.
async fn world(db: &Db) {
    for sql in [
        "insert into customers (id, number, number_key, name, name_key, currency, language, country,
             vat_treatment, prices_shown, discount, payment_days, payment_end_of_month, on_hold,
             part_deliveries, created_at, changed_at)
         values (1, 'C1', 'c1', 'Acme', 'acme', 'GBP', 'en', 'GB', 'normal', 'net', 0, 30, false,
             false, true, 0, 0)",
        "insert into products (id, sku, sku_key, name, name_key, description, unit,
             quantity_decimals, pack_size, minimum, multiple, base_price, base_per, currency,
             vat_class, stock_kind, when_out, state, listed_day, created_at, changed_at)
         values (1, 'A1', 'A1', 'Apple', 'apple', '', 'piece', 0, 1, 1, 1, 25500, 1, 'GBP',
             'standard', 'tracked', 'backorder', 'sellable', '2026-01-01', 0, 0)",
        "insert into stock (product_id, location, on_hand, allocated, version)
         values (1, 'main', 10, 0, 1)",
        "insert into stock_movements (id, product_id, location, kind, quantity, on_hand, source, at)
         values (1, 1, 'main', 'opening', 10, 10, 'import', 0)",
        "insert into orders (id, number, number_key, customer_id, source, status, hand_over,
             currency, part_deliveries, address_name, address_line1, address_city, address_country,
             placed_at, placed_day, line_count, goods_minor, charges_minor, vat_minor, total_minor,
             delivery, payment, find_key, changed_at)
         values (1, 'X-1', 'x-1', 1, 'import', 'confirmed', 'by_hand', 'GBP', true, 'Acme', '', '',
             'GB', 0, '1970-01-01', 1, 1530, 450, 0, 1980, 'all', 'none', 'x-1', 0)",
        "insert into order_lines (id, order_id, customer_id, line, product_id, sku, name, unit,
             quantity, quantity_decimals, price, per, discount, net_minor, vat_rate, vat_category,
             supplied_from, pending, backordered, allocated, released, shipped, cancelled,
             returned, invoiced, credited)
         values (1, 1, 1, 1, 1, 'A1', 'Apple', 'piece', 6, 0, 25500, 1, 0, 1530, 0, 'O', 'stock',
             0, 0, 0, 0, 6, 0, 0, 0, 0)",
        "insert into line_moves (id, order_id, order_line_id, at, from_stage, to_stage, quantity, source)
         values (1, 1, 1, 0, '', 'shipped', 6, 'import')",
        "insert into customer_products (customer_id, product_id, last_day, last_quantity, times, favourite)
         values (1, 1, '1970-01-01', 6, 1, false)",
        "insert into order_charges (order_id, position, kind, name, net_minor, vat_rate, vat_category)
         values (1, 1, 'postage', 'Postage', 450, 0, 'O')",
        "insert into order_vat (order_id, vat_rate, vat_category, taxable_minor, vat_minor)
         values (1, 0, 'O', 1980, 0)",
    ] {
        exec(db, sql).await;
    }
}

on_both!(a_sound_database_has_no_breach_and_says_its_totals, |db| {
    assert!(db.report(examine).await.unwrap().is_ok());
    world(&db).await;
    let findings = db.report(examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
    let json = findings.json();
    assert_eq!((&json["ok"], &json["breaches"]), (&json!(true), &json!([])));
    let totals = &json["totals"];
    assert_eq!((&totals["orders"], &totals["order_lines"]), (&json!(1), &json!(1)));
    assert_eq!(totals["goods_exact"], "15.3000");
    assert_eq!((&totals["goods_booked"], &totals["charges"]), (&json!("15.30"), &json!("4.50")));
    assert!(findings.text().contains("Everything holds."));
});

on_both!(what_is_kept_as_a_sum_must_be_the_sum, |db| {
    world(&db).await;
    exec(&db, "update orders set total_minor = 1").await;
    assert_eq!(found(&db).await, [("order_totals", "order X-1".to_owned())]);
    exec(&db, "update orders set total_minor = 1980").await;
    exec(&db, "update stock set allocated = 3").await;
    assert_eq!(found(&db).await, [("stock_allocated", "stock of A1 at main".to_owned())]);
    exec(&db, "update stock set allocated = 0, on_hand = 9").await;
    assert_eq!(found(&db).await, [("stock_movements", "stock of A1 at main".to_owned())]);
    exec(&db, "update stock set on_hand = -1").await;
    exec(&db, "update stock_movements set quantity = -1").await;
    assert_eq!(found(&db).await, [("stock_free", "stock of A1 at main".to_owned())]);
    exec(&db, "update stock set on_hand = 1").await;
    exec(&db, "update stock_movements set quantity = 1").await;
    exec(
        &db,
        "insert into credit_journal (id, customer_id, currency, reason, source, owed_minor, ordered_minor, at)
         values (1, 1, 'GBP', 'order', 'order:X', 0, 500, 0)",
    )
    .await;
    assert_eq!(found(&db).await, [("credit", "credit of C1 in GBP".to_owned())]);
    exec(
        &db,
        "insert into credit (customer_id, currency, owed_minor, ordered_minor, version)
         values (1, 'GBP', 0, 500, 1)",
    )
    .await;
    assert_eq!(found(&db).await, []);
});

on_both!(shipments_are_looked_at, |db| {
    world(&db).await;
    exec(
        &db,
        "insert into shipments (id, number, number_key, order_id, customer_id, source, shipped_at,
             shipped_day, find_key)
         values (1, 'S-1', 's-1', 1, 1, 'staff', 0, '1970-01-01', 's-1')",
    )
    .await;
    exec(&db, "insert into shipment_parcels (shipment_id, parcel) values (1, 1)").await;
    exec(
        &db,
        "insert into shipment_lines (shipment_id, parcel, order_line_id, quantity) values (1, 1, 1, 6)",
    )
    .await;
    assert_eq!(found(&db).await, []);
    exec(&db, "update shipment_lines set quantity = 7").await;
    assert_eq!(found(&db).await, [("shipped", "line 1 of order X-1".to_owned())]);
    exec(&db, "update shipment_lines set quantity = 5").await;
    exec(&db, "update shipments set arrived_day = '1970-01-02'").await;
    assert_eq!(found(&db).await, [("shipment_arrived", "shipment S-1".to_owned())]);
    exec(
        &db,
        "insert into shipment_arrivals (shipment_id, entry, day, recorded_at)
         values (1, 1, '1970-01-03', 0), (1, 2, '1970-01-02', 0)",
    )
    .await;
    assert_eq!(found(&db).await, []);
});

on_both!(ledger_and_hand_over_are_looked_at, |db| {
    world(&db).await;
    exec(&db, "update line_moves set quantity = 5").await;
    assert_eq!(found(&db).await, [("line_moves", "order X-1 line 1".to_owned())]);
    exec(&db, "update line_moves set quantity = 6").await;
    exec(&db, "update orders set source = 'cart', hand_over = 'waiting'").await;
    assert_eq!(found(&db).await, [("hand_over", "order X-1".to_owned())]);
    exec(
        &db,
        "insert into outbox (id, queue, kind, idempotency_key, body, state, attempts, next_at,
             lease_until, created_at)
         values (1, 'erp', 'place_order', 'X-1', '{}', 'waiting', 0, 0, 0, 1774736000000)",
    )
    .await;
    assert_eq!(found(&db).await, []);
    exec(&db, "update outbox set created_at = 1").await;
    assert_eq!(found(&db).await, [("outbox", "erp place_order X-1".to_owned())]);
    exec(&db, "update outbox set state = 'done'").await;
    exec(
        &db,
        "insert into backoffice_orders (id, order_number, state, received_at) values (1, 'X-9', 'to_review', 0)",
    )
    .await;
    assert_eq!(found(&db).await, [("back_office", "order X-9".to_owned())]);
    exec(&db, "delete from backoffice_orders").await;
    exec(
        &db,
        "insert into activity (id, at, verb, object, facts, sealed) values (1, 1, 'v', 'o', '{}', false)",
    )
    .await;
    assert_eq!(found(&db).await, [("activity", "the chain".to_owned())]);
    exec(&db, "delete from activity").await;
    exec(&db, "insert into leases (name, holder, ends_at) values ('seal', 'x', 9774737000000)")
        .await;
    assert_eq!(found(&db).await, [("lease", "seal".to_owned())]);
});
