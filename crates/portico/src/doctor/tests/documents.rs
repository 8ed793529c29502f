//! Documents: each rule is broken once, and named.

use super::*;

/// An invoice of the whole order, a credit note of a third of it that settles it in part, both by rows.
async fn documents(db: &Db) {
    world(db).await;
    for sql in [
        "insert into documents (id, number, number_key, type, customer_id, ordered_by, currency,
             issued_day, net_minor, vat_minor, total_minor, open_minor, pending_minor, source,
             find_key, paper, version, created_at)
         values (1, 'INV-2026-0001', 'inv-2026-0001', 'invoice', 1, 1, 'GBP', '2026-03-01', 2000,
             400, 2400, 1800, 0, 'a', '', '{}', 1, 0),
             (2, 'C-1', 'c-1', 'credit_note', 1, 1, 'GBP', '2026-03-02', 600, 0, 600, 0, 0, 'b', '',
             null, 1, 0)",
        "insert into document_lines (document_id, line, order_line_id, sku, name, unit, quantity,
             quantity_decimals, price, per, discount, net_minor, vat_rate, vat_category, credited)
         values (1, 1, 1, 'A1', 'Apple', 'piece', 6, 0, 25500, 1, 0, 1530, 2000, 'S', 2),
             (2, 1, 1, 'A1', 'Apple', 'piece', 20, 1, 30000, 1, 0, 600, 0, 'O', 0)",
        "insert into document_charges (document_id, position, kind, name, net_minor, vat_rate, vat_category)
         values (1, 1, 'carriage', 'Carriage', 470, 2000, 'S')",
        "insert into document_vat (document_id, vat_rate, vat_category, taxable_minor, vat_minor)
         values (1, 2000, 'S', 2000, 400), (2, 0, 'O', 600, 0)",
        "insert into settlements (id, credit_id, debit_id, amount_minor, day, source, at)
         values (1, 2, 1, 600, '2026-03-02', 'a', 0)",
        "insert into number_series (series, year, last) values ('invoice', 2026, 1)",
        "insert into credit_journal (id, customer_id, currency, reason, source, owed_minor, ordered_minor, at)
         values (1, 1, 'GBP', 'invoice', 'document:a', 2400, 0, 0),
             (2, 1, 'GBP', 'credit_note', 'document:b', -600, 0, 0)",
        "insert into credit (customer_id, currency, owed_minor, ordered_minor, version)
         values (1, 'GBP', 1800, 0, 1)",
        "update order_lines set invoiced = 6, credited = 2",
    ] {
        exec(db, sql).await;
    }
}

on_both!(each_rule_of_documents_is_looked_at, |db| {
    documents(&db).await;
    assert_eq!(found(&db).await, []);
    let totals = &db.report(examine).await.unwrap().json()["totals"];
    assert_eq!((&totals["documents"], &totals["credit_notes_total"]), (&json!(2), &json!("6.00")));
    let invoice = "document INV-2026-0001";
    // What breaks a rule, what is found, and what mends it.
    let cases: [(&'static str, &str, &str, &'static str); 13] = [
        (
            "update documents set open_minor = 1799 where id = 1",
            "document_open",
            invoice,
            "update documents set open_minor = 1800 where id = 1",
        ),
        (
            "update documents set settled_before_minor = 1, open_minor = 1799 where id = 1",
            "document_owed",
            "customer C1",
            "update documents set settled_before_minor = 0, open_minor = 1800 where id = 1",
        ),
        (
            "update documents set pending_minor = 1801 where id = 1",
            "document_pending",
            invoice,
            "update documents set pending_minor = 0 where id = 1",
        ),
        (
            "update documents set pending_minor = -1 where id = 1",
            "document_pending",
            invoice,
            "update documents set pending_minor = 0 where id = 1",
        ),
        (
            "update document_lines set net_minor = 1531 where document_id = 1",
            "document_totals",
            invoice,
            "update document_lines set net_minor = 1530 where document_id = 1",
        ),
        (
            "update documents set net_minor = 1999 where id = 1",
            "document_totals",
            invoice,
            "update documents set net_minor = 2000 where id = 1",
        ),
        (
            "update document_vat set taxable_minor = 1999 where document_id = 1",
            "document_vat",
            invoice,
            "update document_vat set taxable_minor = 2000 where document_id = 1",
        ),
        (
            "update document_vat set vat_minor = 399 where document_id = 1",
            "document_vat",
            invoice,
            "update document_vat set vat_minor = 400 where document_id = 1",
        ),
        (
            "update number_series set last = 2",
            "number_series",
            "invoice 2026",
            "update number_series set last = 1",
        ),
        (
            "update credit_journal set source = 'x' where id = 2",
            "document_owed",
            "customer C1",
            "update credit_journal set source = 'document:b' where id = 2",
        ),
        (
            "update document_lines set quantity = 5 where document_id = 1",
            "line_documents",
            "order X-1 line 1",
            "update document_lines set quantity = 6 where document_id = 1",
        ),
        (
            "update document_lines set quantity = 19 where document_id = 2",
            "line_documents",
            "order X-1 line 1",
            "update document_lines set quantity = 20 where document_id = 2",
        ),
        (
            "update documents set type = 'refund' where id = 2",
            "settlements",
            "C-1 settles INV-2026-0001",
            "update documents set type = 'credit_note' where id = 2",
        ),
    ];
    for (broken, check, object, mended) in cases {
        exec(&db, broken).await;
        let breaches = found(&db).await;
        assert!(breaches.contains(&(check, object.to_owned())), "{broken}: {breaches:?}");
        exec(&db, mended).await;
        assert_eq!(found(&db).await, [], "{mended}");
    }
});

on_both!(nothing_is_settled_between_two_customers, |db| {
    documents(&db).await;
    exec(
        &db,
        "insert into customers (id, number, number_key, name, name_key, currency, language, country,
             vat_treatment, prices_shown, discount, payment_days, payment_end_of_month, on_hold,
             part_deliveries, created_at, changed_at)
         values (2, 'C2', 'c2', 'Bolt', 'bolt', 'GBP', 'en', 'GB', 'normal', 'net', 0, 30, false,
             false, true, 0, 0)",
    )
    .await;
    exec(&db, "update documents set customer_id = 2 where id = 2").await;
    let breaches = found(&db).await;
    let one = ("settlements", "C-1 settles INV-2026-0001".to_owned());
    assert!(breaches.contains(&one), "{breaches:?}");
    assert_eq!(breaches.iter().filter(|(check, _)| *check == "document_owed").count(), 2);
});
