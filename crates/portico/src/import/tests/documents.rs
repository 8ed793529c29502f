//! Documents: whole or not at all, with the number and total of their source, once.

use super::*;
use crate::args;
use crate::testkit::on_both;

const HEADS: &str = "credit_no,customer_id,issued_at,country,lines,total\n\
    C1,17850,2011-07-01T00:26:00,United Kingdom,2,9.61\n\
    C2,17850,2011-07-02T08:26:00,EIRE,1,27.50\n";
const LINES: &str = "credit_no,line_no,sku,kind,name,quantity,unit_price,line_total,matched_order_no,matched_line_no\n\
    C1,1,A1,product,APPLE,2,2.55,5.10,900,1\n\
    C1,2,B,product,PEAR,3,1.5025,4.51,,\n\
    C2,1,A1,discount,=1+1,1,27.50,27.50,,\n";

async fn world(db: &Db, folder: &Folder) {
    let products = folder.file("products.csv", "sku,name,price\nA1,Apple,2.55\n");
    bring(db, Kind::Products, &[&products]).await;
    let customers = folder.file("customers.csv", "number,country\n17850,GB\n18000,GB\n");
    bring(db, Kind::Customers, &[&customers]).await;
    let order = "order,customer,placed_at,line,sku,quantity,price\n\
        900,17850,2011-06-01,1,A1,6,2.55\n";
    bring(db, Kind::Orders, &[&folder.file("orders.csv", order)]).await;
}

async fn owed(db: &Db) -> i64 {
    count(db, "select cast(coalesce(sum(owed_minor), 0) as bigint) from credit").await
}

async fn sound(db: &Db) {
    let findings = db.report(crate::doctor::examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
}

on_both!(heads_and_lines_make_whole_credit_notes, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let heads = folder.file("credit_notes.csv", HEADS);
    let lines = folder.file("credit_note_lines.csv", LINES);
    let files: [&Path; 2] = [&lines, &heads];
    let dry = try_bring(&db, Kind::Documents, &files, Mode::Dry).await.unwrap();
    assert_eq!((counts(&dry), dry.rows), ([2, 0, 0, 0], 5));
    assert_eq!(count(&db, "select count(*) from documents").await, 0);
    assert_eq!(counts(&bring(&db, Kind::Documents, &files).await), [2, 0, 0, 0]);
    let sql =
        "select number, type, source, issued_day, paper is null, total_minor, open_minor, find_key
         from documents order by number limit 10";
    type Head = (String, String, String, String, bool, i64, i64, String);
    let heads = db.read(move |view| view.all::<Head>(sql, args![])).await.unwrap();
    let text = |s: &str| s.to_owned();
    let first = (text("C1"), text("credit_note"), text("import:C1"), text("2011-07-01"));
    assert_eq!(heads[0], (first.0, first.1, first.2, first.3, true, 961, 961, text("c1 900")));
    assert_eq!((heads[1].5, heads[1].6), (2_750, 2_750));
    // A discount is no product, whatever its code; the order's line knows what was credited of it.
    let sql = "select name, product_id is null, order_line_id is null, net_minor
         from document_lines order by document_id, line limit 9";
    let lines = db.read(move |view| view.all::<(String, bool, bool, i64)>(sql, args![])).await;
    let lines = lines.unwrap();
    assert_eq!(lines[0], (text("APPLE"), false, false, 510));
    assert_eq!(lines[1], (text("PEAR"), true, true, 451));
    assert_eq!(lines[2], (text("=1+1"), true, true, 2_750));
    assert_eq!(count(&db, "select credited from order_lines").await, 2);
    assert_eq!(owed(&db).await, -3_711);
    sound(&db).await;
    assert_eq!(counts(&bring(&db, Kind::Documents, &files).await), [0, 0, 2, 0]);
    assert_eq!(owed(&db).await, -3_711);
    // The order has moved on: what was credited of it would lose its line.
    let order =
        "order,customer,placed_at,line,sku,quantity,price\n900,17850,2011-06-01,1,A1,7,2.55\n";
    let order = folder.file("orders.csv", order);
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&order]).await), [0, 0, 0, 1]);
});

on_both!(invoices_and_payments_say_what_is_open_of_them, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let text = "document,type,customer,issued_day,due_day,total,open,settled,sku,name,quantity,price,vat_rate,order,order_line\n\
        R-1,invoice,17850,2026-01-05,2026-02-04,18.37,,,A1,,6,2.55,20,900,1\n\
        R-2,invoice,17850,2026-01-06,2026-02-05,100,40.00,,,,,,,,\n\
        Z-1,payment,17850,2026-01-07,,60.00,,60,,,,,,,\n\
        Z-2,payment,17850,2026-01-08,,10,10,0,,,,,,,\n";
    let file = folder.file("documents.csv", text);
    let report = bring(&db, Kind::Documents, &[&file]).await;
    assert_eq!(counts(&report), [4, 0, 0, 0], "{:?}", report.reasons);
    let sql = "select total_minor, open_minor, vat_minor from documents order by number limit 9";
    let sums = db.read(move |view| view.all::<(i64, i64, i64)>(sql, args![])).await.unwrap();
    // The source rounds otherwise: 15.30 and 3.06 make 18.36, but its total counts.
    let told = [(1_837, 1_837, 306), (10_000, 4_000, 0), (6_000, 0, 0), (1_000, 1_000, 0)];
    assert_eq!(sums, told);
    assert_eq!(owed(&db).await, 1_837 + 4_000 - 1_000);
    assert_eq!(count(&db, "select invoiced from order_lines").await, 6);
    sound(&db).await;
    assert_eq!(counts(&bring(&db, Kind::Documents, &[&file]).await), [0, 0, 4, 0]);
});

on_both!(one_wrong_row_keeps_its_whole_document_out, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let head = "document,type,customer,issued_day,total,open,corrects,sku,name,quantity,price,order,order_line\n";
    let cases = [
        ("INV-2026-0001,invoice,17850,2026-01-01,1,,,,,,,,", "the portal's own series"),
        ("PAY-7,payment,17850,2026-01-01,1,,,,,,,,", "the portal's own series"),
        ("a,refund,17850,2026-01-01,1,,,,,,,,", "`type` is not one of"),
        ("a,,17850,2026-01-01,1,,,,,,,,", "`type` is empty"),
        ("a,invoice,nobody,2026-01-01,1,,,,,,,,", "there is no customer `nobody`"),
        ("a,invoice,17850,soon,1,,,,,,,,", "`issued_day` is neither"),
        ("a,invoice,17850,2026-01-01,,,,,,,,,", "`total` is empty"),
        ("a,invoice,17850,2026-01-01,-1,,,,,,,,", "`total` is not an amount"),
        ("a,invoice,17850,2026-01-01,1,1.01,,,,,,,", "is open or settled"),
        ("a,invoice,17850,2026-01-01,9,,,A1,,1,2.55,,", "its lines come to £2.55"),
        ("a,invoice,17850,2026-01-01,,,,,Discount,1,-5,,", "above nought in every type"),
        ("a,invoice,17850,2026-01-01,,,,A1,,0,2.55,,", "`quantity` is"),
        ("a,invoice,17850,2026-01-01,,,,A1,,1,cheap,,", "`price` is not a price"),
        ("a,invoice,17850,2026-01-01,,,,,,1,2.55,,", "`sku` and `name` are empty"),
        ("a,invoice,17850,2026-01-01,,,,A1,,7,2.55,900,1", "more of line 1 of order `900`"),
        ("a,invoice,17850,2026-01-01,,,,A1,,1,2.55,900,2", "there is no line 2 of order `900`"),
        ("a,invoice,18000,2026-01-01,,,,A1,,1,2.55,900,1", "there is no line 1 of order `900`"),
        ("a,invoice,17850,2026-01-01,,,,A1,,1,2.55,900,", "`order_line` is empty"),
        ("a,payment,17850,2026-01-01,,,,A1,,1,2.55,,", "a payment has no lines"),
        ("a,invoice,17850,2026-01-01,1,,R-9,,,,,,", "only a credit note corrects"),
        ("a,credit_note,17850,2026-01-01,1,,R-9,,,,,,", "there is no invoice `R-9`"),
    ];
    for (row, why) in cases {
        let file = folder.file("documents.csv", format!("{head}{row}\n"));
        let report = bring(&db, Kind::Documents, &[&file]).await;
        assert_eq!(counts(&report), [0, 0, 0, 1], "{row}");
        assert!(report.reasons[0].contains(why), "{row}: {:?}", report.reasons);
    }
    assert_eq!(count(&db, "select count(*) from documents").await, 0);
    // Both rows are refused, each with what is to be known of it.
    let rows = "a,invoice,17850,2026-01-01,,,,A1,,1,2.55,,\na,invoice,17850,2026-01-01,,,,A1,=2+3,0,2.55,,\n";
    let file = folder.file("documents.csv", format!("{head}{rows}"));
    assert_eq!(counts(&bring(&db, Kind::Documents, &[&file]).await), [0, 0, 0, 2]);
    let refused = folder.refused("documents.csv");
    assert!(refused.contains("whole or not at all: see line 3"), "{refused}");
    assert!(refused.contains("'=2+3"), "{refused}");
});

on_both!(what_was_settled_or_issued_here_is_not_written_anew, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let file = |total: &str, customer: &str| {
        let text = format!(
            "document,type,customer,issued_day,total\n\
             R-1,invoice,{customer},2026-01-01,{total}\nZ-1,payment,17850,2026-01-02,5\n"
        );
        folder.file("documents.csv", text)
    };
    bring(&db, Kind::Documents, &[&file("20", "17850")]).await;
    let again = bring(&db, Kind::Documents, &[&file("30", "17850")]).await;
    assert_eq!((counts(&again), owed(&db).await), ([0, 1, 1, 0], 2_500));
    // It becomes another customer's, and comes back: what each owes is right each time.
    let moved = bring(&db, Kind::Documents, &[&file("30", "18000")]).await;
    assert_eq!((counts(&moved), owed(&db).await), ([0, 1, 1, 0], 2_500));
    sound(&db).await;
    bring(&db, Kind::Documents, &[&file("20", "17850")]).await;
    assert_eq!(owed(&db).await, 1_500);
    sound(&db).await;
    let settled = db.write(|tx| {
        let ids = tx.all::<i64>("select id from documents order by number limit 2", args![])?;
        let _ = crate::billing::settle::lock(tx, &ids)?;
        let day = portico_types::Day::parse("2026-01-03").unwrap();
        let minor = 500;
        let pending = crate::billing::settle::Pending::Neither;
        let one =
            crate::billing::settle::Settling { credit: ids[1], debit: ids[0], minor, pending };
        crate::billing::settle::settle(tx, &[one], day, "test")
    });
    settled.await.unwrap();
    assert_eq!(counts(&bring(&db, Kind::Documents, &[&file("20", "17850")]).await), [0, 0, 2, 0]);
    let report = bring(&db, Kind::Documents, &[&file("30", "17850")]).await;
    assert_eq!(counts(&report), [0, 0, 1, 1]);
    assert!(report.reasons[0].contains("something of it was settled"), "{:?}", report.reasons);
    assert_eq!(owed(&db).await, 1_500);
    sound(&db).await;
    let sql = "update documents set source = 'order:1' where number = 'R-1'";
    assert_eq!(db.write(move |tx| tx.exec(sql, args![])).await.unwrap(), 1);
    let report = bring(&db, Kind::Documents, &[&file("20", "17850")]).await;
    assert_eq!(counts(&report), [0, 0, 1, 1]);
    assert!(report.reasons[0].contains("did not come by an import"), "{:?}", report.reasons);
});
