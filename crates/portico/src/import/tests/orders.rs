//! Orders: whole or not at all, from one file or three, once.

use super::*;
use crate::args;
use crate::testkit::on_both;

const HEADS: &str = "order_no,customer_id,ordered_at,country,lines,goods_total,charges_total,total\n\
    900,17850,2011-07-01T08:26:00,United Kingdom,2,27.42,18.00,45.42\n\
    901,17850,2011-01-01T08:26:00,EIRE,0,0,15,15.004\n";
const LINES: &str = "order_no,line_no,sku,name,quantity,unit_price,line_total\n\
    900,1,A1,APPLE,6,2.55,15.30\n\
    900,2,UNKNOWN,PEAR,4,3.0301,12.1204\n";
const CHARGES: &str = "order_no,code,kind,description,quantity,unit_price,amount\n\
    900,POST,postage,POSTAGE,1,18.00,18.00\n\
    901,M,manual,Manual,1,15,15.00\n";

async fn world(db: &Db, folder: &Folder) {
    let products = folder.file("products.csv", "sku,name,price\nA1,Apple,2.55\n");
    bring(db, Kind::Products, &[&products]).await;
    let customers = folder.file("customers.csv", "number,country\n17850,GB\n");
    bring(db, Kind::Customers, &[&customers]).await;
}

on_both!(heads_lines_and_charges_make_whole_orders, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let heads = folder.file("orders.csv", HEADS);
    let lines = folder.file("order_lines.csv", LINES);
    let charges = folder.file("order_charges.csv", CHARGES);
    let files: [&Path; 3] = [&charges, &heads, &lines];
    let dry = try_bring(&db, Kind::Orders, &files, Mode::Dry).await.unwrap();
    assert_eq!((counts(&dry), dry.rows), ([2, 0, 0, 0], 6));
    assert_eq!(count(&db, "select count(*) from orders").await, 0);
    assert_eq!(counts(&bring(&db, Kind::Orders, &files).await), [2, 0, 0, 0]);
    let text = |s: &str| s.to_owned();
    let sql =
        "select placed_at, goods_minor, charges_minor, total_minor, source_total_minor, line_count
         from orders order by number limit 10";
    type Sums = (i64, i64, i64, i64, i64, i64);
    let sums = db.read(move |view| view.all::<Sums>(sql, args![])).await.unwrap();
    // Summer time in London: 07:26 UTC. 12.1204 is 12.12 when booked.
    assert_eq!(sums[0], (1_309_505_160_000, 2_742, 1_800, 4_542, 4_542, 2));
    assert_eq!((sums[1].1, sums[1].2, sums[1].4, sums[1].5), (0, 1_500, 1_500, 0));
    let sql = "select placed_day, source, status, delivery, address_name, address_city, find_key
         from orders where number = '900'";
    type Words = (String, String, String, String, String, String, String);
    let words = db.read(move |view| view.one::<Words>(sql, args![])).await.unwrap().unwrap();
    let place = (text("17850"), String::new(), text("900"));
    assert_eq!(
        (words.0, words.1, words.2, words.3),
        (text("2011-07-01"), text("import"), text("confirmed"), text("all"))
    );
    assert_eq!((words.4, words.5, words.6), place);

    let sql = "select sku, product_id is null, shipped, net_minor, vat_category from order_lines order by line limit 9";
    let lines = db
        .read(move |view| view.all::<(String, bool, i64, i64, String)>(sql, args![]))
        .await
        .unwrap();
    assert_eq!(lines[0], (text("A1"), false, 6, 1_530, text("O")));
    assert_eq!(lines[1], (text("UNKNOWN"), true, 4, 1_212, text("O")));
    let moves = "select count(*) from line_moves where from_stage = '' and to_stage = 'shipped' and source = 'import'";
    assert_eq!(count(&db, moves).await, 2);
    assert_eq!(counts(&bring(&db, Kind::Orders, &files).await), [0, 0, 2, 0]);
});

on_both!(one_wrong_row_keeps_its_whole_order_out, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let text = "order,customer,placed_at,sku,quantity,price,charge,amount\n\
        1,17850,2011-01-01,A1,1,1,,\n\
        2,17850,2011-01-01,A1,0,1,,\n\
        2,17850,2011-01-01,A1,1,1,,\n\
        3,nobody,2011-01-01,A1,1,1,,\n\
        1,17850,2011-01-01,,,,postage,4.50\n\
        4,17850,yesterday,A1,1,1,,\n\
        5,17850,2011-01-01,A1,1,1,postage,1\n\
        6,17850,2011-01-01,A1,1,1,,\n\
        6,17850,2011-01-02,A1,1,1,,\n\
        7,17850,2011-01-01,A1,1\n\
        ,17850,2011-01-01,A1,1,1,,\n";
    let path = folder.file("one.csv", text);
    let report = bring(&db, Kind::Orders, &[&path]).await;
    assert_eq!(counts(&report), [1, 0, 0, 9]);
    let refused = folder.refused("one.csv");
    let reasons: Vec<&str> = refused.lines().skip(1).collect();
    let expected = [
        ("3,", "`quantity` is not positive"),
        ("4,", "taken whole or not at all: see line 3"),
        ("5,", "there is no customer `nobody`"),
        ("7,", "`placed_at` is not a time"),
        ("8,", "both a line"),
        ("9,", "taken whole or not at all: see line 10"),
        ("10,", "something else about the order"),
        ("11,", "has 5 cells"),
        ("12,", "`order` is empty"),
    ];
    assert_eq!(reasons.len(), expected.len(), "{refused}");
    for (row, (line, reason)) in reasons.iter().zip(expected) {
        assert!(row.starts_with(line) && row.contains(reason), "{row} / {reason}");
    }
    assert_eq!(count(&db, "select count(*) from orders").await, 1);
    assert_eq!(count(&db, "select total_minor from orders").await, 550);
});

on_both!(a_changed_order_is_written_anew_unless_it_has_moved_on, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let of = |quantity: &str| {
        format!(
            "order,customer,placed_at,sku,quantity,price\nA-1,17850,2011-01-01,A1,{quantity},2\n"
        )
    };
    let path = folder.file("o.csv", of("3"));
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), [1, 0, 0, 0]);
    folder.file("o.csv", of("4").replace("A-1", "a-1"));
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), [0, 1, 0, 0]);
    assert_eq!(count(&db, "select shipped from order_lines").await, 4);
    assert_eq!(count(&db, "select quantity from line_moves").await, 4);
    assert_eq!(count(&db, "select total_minor from orders").await, 800);
    let returned = "update order_lines set returned = 1";
    assert_eq!(db.write(move |tx| tx.exec(returned, args![])).await.unwrap(), 1);
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), [0, 0, 1, 0]);
    folder.file("o.csv", of("5"));
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), [0, 0, 0, 1]);
    assert!(folder.refused("o.csv").contains("has moved on"));
    let own = "update orders set source = 'cart'";
    assert_eq!(db.write(move |tx| tx.exec(own, args![])).await.unwrap(), 1);
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), [0, 0, 0, 1]);
    assert!(folder.refused("o.csv").contains("did not come by an import"));
});

on_both!(rows_lost_on_the_way_are_noticed, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let heads = folder.file("orders.csv", HEADS);
    let report = bring(&db, Kind::Orders, &[&heads]).await;
    assert_eq!(counts(&report), [0, 0, 0, 2]);
    let refused = folder.refused("orders.csv");
    assert!(refused.contains("says 2 lines, but 0 were found"), "{refused}");
    assert!(refused.contains("neither lines nor charges"), "{refused}");
    let lines = folder.file("order_lines.csv", LINES);
    let report = bring(&db, Kind::Orders, &[&lines]).await;
    assert_eq!(counts(&report), [0, 0, 0, 2]);
    assert!(folder.refused("order_lines.csv").contains("no head"));
});

on_both!(vat_and_addresses_are_taken_where_the_file_has_them, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let text = "order,customer,placed_at,sku,quantity,price,vat_rate,charge,amount,delivery_line1,delivery_city,delivery_country\n\
        1,17850,2011-01-01 10:00,A1,3,1.11,20,,,1 High St,Leeds,GB\n\
        1,17850,2011-01-01 10:00,,,,20,postage,1.01,1 High St,Leeds,GB\n";
    let path = folder.file("o.csv", text);
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), [1, 0, 0, 0]);
    let sql = "select vat_rate, vat_category, taxable_minor, vat_minor from order_vat";
    let vat = db.read(move |view| view.one::<(i64, String, i64, i64)>(sql, args![])).await.unwrap();
    assert_eq!(vat, Some((2_000, "S".to_owned(), 434, 87)));
    let sql = "select address_line1, address_name, total_minor from orders";
    let head = db.read(move |view| view.one::<(String, String, i64)>(sql, args![])).await.unwrap();
    assert_eq!(head, Some(("1 High St".to_owned(), "17850".to_owned(), 521)));
    assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), [0, 0, 1, 0]);
});

on_both!(numbers_of_the_portals_own_series_are_refused, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let text = "order,customer,placed_at,sku,quantity,price\n\
        P-100001,17850,2011-01-01,A1,1,1\n\
        p-7,17850,2011-01-01,A1,1,1\n\
        P-7-2011,17850,2011-01-01,A1,1,1\n";
    let path = folder.file("o.csv", text);
    for counted in [[1, 0, 0, 2], [0, 0, 1, 2]] {
        assert_eq!(counts(&bring(&db, Kind::Orders, &[&path]).await), counted);
    }
    let refused = folder.refused("o.csv");
    for number in ["P-100001", "p-7"] {
        let row = refused.lines().find(|line| line.contains(&format!(",{number},"))).unwrap();
        assert!(row.contains("the portal's own series"), "{row}");
    }
});
