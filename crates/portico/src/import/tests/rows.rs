//! Products and customers row by row: good rows are kept, bad ones are told, nothing is done twice.

use super::*;
use crate::args;
use crate::catalogue::follow::catch_up_fully;
use crate::testkit::{in_world, on_both};

on_both!(good_rows_are_kept_and_bad_ones_told_with_line_and_reason, |db| {
    let folder = Folder::new();
    let long = "x".repeat(10_001);
    let text = format!(
        "sku,name,price,minimum,note\n\
         A1,Apple,1.20,6,\n\
         A2,Pear,x,6,\n\
         A3,Plum,1.20\n\
         ,Cherry,1,1,\n\
         a1,Apple again,1,1,\n\
         A4,Quince,1.23456,1,\n\
         A5,{long},1,1,\n\
         A6,,1,1,\n\
         A7,=1+1,-5,1,@note\n\
         A8,Grape,0,1,\n"
    );
    let path = folder.file("p.csv", text);
    let report = bring(&db, Kind::Products, &[&path]).await;
    assert_eq!(counts(&report), [2, 0, 0, 8]);
    assert_eq!((report.rows, report.unread.as_slice()), (10, &["note".to_owned()][..]));
    let refused = folder.refused("p.csv").replace(&long, "LONG");
    let lines: Vec<&str> = refused.lines().collect();
    assert_eq!(lines[0], "refused_line,refused_reason,sku,name,price,minimum,note");
    assert_eq!(
        lines[1],
        "3,\"`price` is not a price: a number from 0 on, a decimal point, 4 decimals at most\",A2,Pear,x,6,"
    );
    assert_eq!(lines[2], "4,has 3 cells where the header has 5,A3,Plum,1.20");
    assert_eq!(lines[3], "5,`sku` is empty,,Cherry,1,1,");
    assert_eq!(lines[4], "6,says the same thing as line 2,a1,Apple again,1,1,");
    assert!(lines[5].starts_with("7,") && lines[5].contains("`price` is not a price"));
    assert_eq!(
        lines[6],
        "8,\"`name` has more than 10,000 characters\",A5,LONG,1,1,"
            .replace("10,000", "10000")
            .replace('"', "")
    );
    assert_eq!(lines[7], "9,\"`name` is empty, and there is no such product yet\",A6,,1,1,");
    assert!(lines[8].ends_with(",A7,'=1+1,-5,1,'@note"), "{}", lines[8]);
    assert_eq!(report.json()["refused_file"], path.display().to_string() + ".refused.csv");
});

on_both!(a_mended_refused_file_goes_in_as_it_is, |db| {
    let folder = Folder::new();
    let path = folder.file("p.csv", "sku,name,price\nA7,=Seven,-5\n");
    bring(&db, Kind::Products, &[&path]).await;
    let mended = folder.refused("p.csv").replace("-5", "5");
    let mended = folder.file("mended.csv", mended);
    let report = bring(&db, Kind::Products, &[&mended]).await;
    assert_eq!((counts(&report), report.unread.len()), ([1, 0, 0, 0], 0));
    let name = db.read(|view| view.one::<String>("select name from products", args![])).await;
    assert_eq!(name.unwrap().unwrap(), "=Seven");
});

on_both!(again_changes_nothing_and_empty_cells_leave_what_is_there, |db| {
    let folder = Folder::new();
    let first = folder.file("a.csv", "sku,name,price,brand\nA1,Apple,1.20,Acme\nA2,Pear,2,\n");
    assert_eq!(counts(&bring(&db, Kind::Products, &[&first]).await), [2, 0, 0, 0]);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&first]).await), [0, 0, 2, 0]);
    let done = "select count(*) from activity where verb = 'imported' and object = 'import:products' and sealed";
    assert_eq!(count(&db, done).await, 1);
    let noted = "select count(*) from changes where topic = 'product'";
    assert_eq!(count(&db, noted).await, 2);
    let second = folder.file("b.csv", "sku,price,brand\na1,1.30,\nA2,2.00,\nA3,1,\n");
    let dry = try_bring(&db, Kind::Products, &[&second], Mode::Dry).await.unwrap();
    assert_eq!(counts(&dry), [0, 1, 1, 1]);
    assert_eq!(count(&db, noted).await, 2);
    assert!(!folder.0.join("b.csv.refused.csv").exists());
    let real = bring(&db, Kind::Products, &[&second]).await;
    assert_eq!(counts(&real), counts(&dry));
    assert_eq!(count(&db, noted).await, 3);
    let sql = "select name, brand, base_price from products where sku_key = 'A1'";
    let row = db.read(move |view| view.one::<(String, Option<String>, i64)>(sql, args![])).await;
    assert_eq!(row.unwrap().unwrap(), ("Apple".to_owned(), Some("Acme".to_owned()), 13_000));
});

on_both!(customers_take_their_number_for_a_name_and_home_for_a_country, |db| {
    let folder = Folder::new();
    let text = "customer_id,country,country_code,first_seen\n12346,United Kingdom,GB,x\n12347,Iceland,IS,x\n12363,Unspecified,,x\n12400,Nowhere,ZZ,x\n";
    let path = folder.file("c.csv", text);
    let report = bring(&db, Kind::Customers, &[&path]).await;
    assert_eq!((counts(&report), report.unread.len()), ([3, 0, 0, 1], 0));
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&path]).await), [0, 0, 3, 1]);
    let sql = "select number, name, country from customers order by number_key limit 10";
    let rows =
        db.read(move |view| view.all::<(String, String, String)>(sql, args![])).await.unwrap();
    let of = |i: usize| (rows[i].1.as_str(), rows[i].2.as_str());
    assert_eq!([of(0), of(1), of(2)], [("12346", "GB"), ("12347", "IS"), ("12363", "GB")]);
    let text = "number,name,assortment,discount,credit_limit\n12346,Acme,Gifts,12.5,1000\n12347,Borg,gifts,0,\n";
    let path = folder.file("d.csv", text);
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&path]).await), [0, 2, 0, 0]);
    assert_eq!(count(&db, "select count(*) from assortments").await, 1);
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&path]).await), [0, 1, 1, 0]);
});

on_both!(products_stand_in_the_assortments_named_and_in_no_others, |db| {
    let folder = Folder::new();
    let text =
        "sku,name,price,assortments\nA1,Apple,1,Gifts; trade\nA2,Pear,1,GIFTS;gifts\nA3,Plum,1,\n";
    let path = folder.file("p.csv", text);
    let dry = try_bring(&db, Kind::Products, &[&path], Mode::Dry).await.unwrap();
    assert_eq!(counts(&dry), [3, 0, 0, 0]);
    assert_eq!(count(&db, "select count(*) from assortments").await, 0);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&path]).await), [3, 0, 0, 0]);
    let members = "select s.code_key, p.sku from assortment_products m
         join assortments s on s.id = m.assortment_id join products p on p.id = m.product_id
         order by s.code_key, p.sku limit 10";
    let read = async || {
        let rows = db.read(move |view| view.all::<(String, String)>(members, args![])).await;
        let rows: Vec<String> = rows.unwrap().iter().map(|(a, p)| format!("{a} {p}")).collect();
        rows.join(", ")
    };
    assert_eq!(read().await, "GIFTS A1, GIFTS A2, TRADE A1");
    let noted = "select count(*) from changes where topic = 'product'";
    let before = count(&db, noted).await;
    assert_eq!(counts(&bring(&db, Kind::Products, &[&path]).await), [0, 0, 3, 0]);
    let plain = folder.file("plain.csv", "sku,name\nA1,Apple\n");
    assert_eq!(counts(&bring(&db, Kind::Products, &[&plain]).await), [0, 0, 1, 0]);
    assert_eq!((count(&db, noted).await, read().await.len()), (before, 28), "nothing changed");
    let text = "sku,assortments\nA1,new\nA2,\nA3,gifts\n";
    let path = folder.file("q.csv", text);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&path]).await), [0, 3, 0, 0]);
    assert_eq!(read().await, "GIFTS A3, NEW A1");
    assert!(count(&db, noted).await > before, "the search hears of it");
    let long = format!("sku,assortments\nA1,ok;{}\n", "x".repeat(51));
    let path = folder.file("r.csv", long);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&path]).await), [0, 0, 0, 1]);
    assert_eq!(read().await, "GIFTS A3, NEW A1");
});

in_world!(a_customer_sees_exactly_the_products_of_its_assortment, |world| {
    let folder = Folder::new();
    let lists = "sku,assortments\nTRADE-ONLY,Two\nMUG-SAND,two; other\nTEAPOT-IRON,other\n";
    let lists = folder.file("lists.csv", lists);
    assert_eq!(counts(&bring(&world.db, Kind::Products, &[&lists]).await), [0, 3, 0, 0]);
    let number = world.buyer("bella@").customer.number;
    let customer = folder.file("c.csv", format!("number,assortment\n{number},two\n"));
    assert_eq!(counts(&bring(&world.db, Kind::Customers, &[&customer]).await), [0, 1, 0, 0]);
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let mut program = world.program("bella@").await;
    let mut seen = async |path: &str| {
        let page = program.json(("GET", path), &[], &serde_json::Value::Null).await;
        assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.html);
        let items = page.json()["items"].as_array().unwrap().clone();
        let mut skus: Vec<String> =
            items.iter().map(|item| item["sku"].as_str().unwrap().to_owned()).collect();
        skus.sort_unstable();
        skus
    };
    assert_eq!(seen("/api/v1/products?limit=500").await, ["MUG-SAND", "TRADE-ONLY"]);
    assert_eq!(seen("/api/v1/products?q=counter%20display").await, ["TRADE-ONLY"]);
    assert!(seen("/api/v1/products?q=TEAPOT-IRON").await.is_empty());
    let lists = folder.file("fewer.csv", "sku,assortments\nTRADE-ONLY,\n");
    assert_eq!(counts(&bring(&world.db, Kind::Products, &[&lists]).await), [0, 1, 0, 0]);
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    assert_eq!(seen("/api/v1/products?limit=500").await, ["MUG-SAND"]);
    assert!(seen("/api/v1/products?q=counter%20display").await.is_empty());
});

on_both!(customers_bring_their_largest_order_and_how_many_approve, |db| {
    let folder = Folder::new();
    let text = "number,minimum_order,maximum_order,approvals_needed\nC1,50,4000,2\nC2,50,49.99,\nC3,,,6\nC4,,,\n";
    let path = folder.file("c.csv", text);
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&path]).await), [2, 0, 0, 2]);
    let sql = "select number, maximum_order_minor, approvals_needed from customers order by number_key limit 10";
    let rows = db.read(move |view| view.all::<(String, Option<i64>, Option<i64>)>(sql, args![]));
    let expected = [("C1".to_owned(), Some(400_000), Some(2)), ("C4".to_owned(), None, None)];
    assert_eq!(rows.await.unwrap(), expected);
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&path]).await), [0, 0, 2, 2]);
    let below = folder.file("d.csv", "number,maximum_order\nC1,49\n");
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&below]).await), [0, 0, 0, 1]);
    let both = folder.file("e.csv", "number,minimum_order,maximum_order\nC1,10,49\n");
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&both]).await), [0, 1, 0, 0]);
});

on_both!(customers_bring_whether_they_may_pay_online, |db| {
    let folder = Folder::new();
    let text = "number,pays_online\nC1,no\nC2,\nC3,perhaps\n";
    let path = folder.file("c.csv", text);
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&path]).await), [2, 0, 0, 1]);
    let sql = "select number, pays_online from customers order by number_key limit 10";
    let read = || db.read(move |view| view.all::<(String, bool)>(sql, args![]));
    let (first, second) = ("C1".to_owned(), "C2".to_owned());
    assert_eq!(read().await.unwrap(), [(first.clone(), false), (second.clone(), true)]);
    let unsaid = folder.file("d.csv", "number,name\nC1,Acme\n");
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&unsaid]).await), [0, 1, 0, 0]);
    assert_eq!(read().await.unwrap(), [(first.clone(), false), (second.clone(), true)]);
    let yes = folder.file("e.csv", "number,pays_online\nC1,yes\n");
    assert_eq!(counts(&bring(&db, Kind::Customers, &[&yes]).await), [0, 1, 0, 0]);
    assert_eq!(read().await.unwrap(), [(first, true), (second, true)]);
});
