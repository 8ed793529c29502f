//! Price lists, own prices, stock and addresses.

use super::*;
use crate::args;
use crate::testkit::on_both;

async fn world(db: &Db, folder: &Folder) {
    let products = folder
        .file("products.csv", "sku,name,price,quantity_decimals\nA1,Apple,2.55,0\nB1,Rope,1,2\n");
    bring(db, Kind::Products, &[&products]).await;
    let customers = folder.file("customers.csv", "number\nC1\nC2\n");
    bring(db, Kind::Customers, &[&customers]).await;
}

on_both!(prices_of_lists_and_of_customers_come_in_once, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let text = "price_list,list_name,customer,sku,from_quantity,price,exclusive\n\
        Trade,Trade prices,,A1,1,2.00,yes\n\
        TRADE,Trade prices,,A1,12,1.80,yes\n\
        trade,Trade prices,,B1,2.5,0.9,yes\n\
        ,,C1,A1,,1.50,\n\
        Trade,,C2,,,,\n\
        Trade,Another name,,B1,9,1,yes\n\
        Trade,Trade prices,,A1,12,1.70,yes\n\
        Trade,Trade prices,,NONE,1,1,yes\n\
        Trade,Trade prices,,A1,1.5,1,yes\n\
        ,,,A1,1,1,\n\
        Trade,Trade prices,C1,A1,1,1,yes\n\
        New,New prices,,A1,1,1,yes\n";
    let path = folder.file("prices.csv", text);
    let dry = try_bring(&db, Kind::PriceLists, &[&path], Mode::Dry).await.unwrap();
    assert_eq!(counts(&dry), [5, 0, 0, 7]);
    assert_eq!(count(&db, "select count(*) from price_lists").await, 0);
    assert_eq!(counts(&bring(&db, Kind::PriceLists, &[&path]).await), counts(&dry));
    assert_eq!(counts(&bring(&db, Kind::PriceLists, &[&path]).await), [0, 0, 5, 7]);
    let refused = folder.refused("prices.csv");
    for reason in [
        "else about the list than line 2",
        "same thing as line 3",
        "no product `NONE`",
        "`from_quantity` is too many decimals",
        "neither `price_list` nor",
        "not of both",
        "cannot be `New`",
    ] {
        assert!(refused.contains(reason), "{reason}: {refused}");
    }
    assert_eq!(count(&db, "select from_quantity from prices where price = 9000").await, 250);
    assert_eq!(count(&db, "select count(*) from customer_price_lists").await, 1);
    assert_eq!(count(&db, "select price from customer_prices").await, 15_000);
    let changed =
        text.replace("1.80", "1.75").replace(",Trade prices,", ",Trade,").replace("1.50", "1.45");
    folder.file("prices.csv", changed);
    assert_eq!(counts(&bring(&db, Kind::PriceLists, &[&path]).await), [0, 4, 1, 7]);
    let told =
        "select count(*) from price_changes where source = 'import' and old_price > new_price
         and (price_list_id is null) = (customer_id is not null)";
    assert_eq!(
        count(&db, told).await,
        2,
        "one of the list, one of the customer; names are no prices"
    );
    assert_eq!(counts(&bring(&db, Kind::PriceLists, &[&path]).await), [0, 0, 5, 7]);
    assert_eq!(
        count(&db, "select count(*) from price_lists where name = 'Trade' and exclusive").await,
        1
    );
});

on_both!(a_base_price_that_a_file_changes_is_told_in_its_history, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let told = "select count(*) from price_changes where kind = 'base' and source = 'import'";
    assert_eq!(count(&db, told).await, 0, "a new product's price is no change");
    let dearer = folder.file("products.csv", "sku,price\nA1,2.65\nB1,1\n");
    bring(&db, Kind::Products, &[&dearer]).await;
    bring(&db, Kind::Products, &[&dearer]).await;
    assert_eq!(count(&db, told).await, 1);
    let from_to =
        "select count(*) from price_changes where old_price = 25500 and new_price = 26500";
    assert_eq!(count(&db, from_to).await, 1);
});

on_both!(price_points_become_lists_that_everybody_buys_by, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let text = "sku,unit_price,times_charged,lowest_quantity,highest_quantity,customers\n\
        A1,0.39,7,12,48,7\nA1,0.85,9,2,2,2\nA1,0.20,1,2,2,1\nB1,0,1,1,1,1\n";
    let path = folder.file("price_points.csv", text);
    assert_eq!(counts(&bring(&db, Kind::PriceLists, &[&path]).await), [4, 0, 0, 0]);
    assert_eq!(counts(&bring(&db, Kind::PriceLists, &[&path]).await), [0, 0, 4, 0]);
    let given = "select count(*) from customer_price_lists c
         join price_lists l on l.id = c.price_list_id where l.code = 'QUANTITY'";
    assert_eq!(
        (count(&db, given).await, count(&db, "select count(*) from customer_price_lists").await),
        (2, 2)
    );
    let sql = "select l.code, p.from_quantity, p.price from prices p
         join price_lists l on l.id = p.price_list_id order by l.code, p.from_quantity limit 10";
    let rows = db.read(move |view| view.all::<(String, i64, i64)>(sql, args![])).await.unwrap();
    let of = |row: &(String, i64, i64)| format!("{} {} {}", row.0, row.1, row.2);
    let rows: Vec<String> = rows.iter().map(of).collect();
    assert_eq!(rows, ["FREE 100 0", "QUANTITY 2 8500", "QUANTITY 12 3900", "QUANTITY-2 2 2000"]);
});

on_both!(stock_never_undercuts_what_is_promised, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let path = folder.file("stock.csv", "sku,on_hand\nA1,10\nB1,2.75\nC9,1\n");
    assert_eq!(counts(&bring(&db, Kind::Stock, &[&path]).await), [2, 0, 0, 1]);
    assert_eq!(count(&db, "select on_hand from stock where on_hand > 100").await, 275);
    let promise = "update stock set allocated = 5 where on_hand = 10";
    assert_eq!(db.write(move |tx| tx.exec(promise, args![])).await.unwrap(), 1);
    folder.file("stock.csv", "sku,on_hand\nA1,4\nB1,3\nA1,7\n");
    assert_eq!(counts(&bring(&db, Kind::Stock, &[&path]).await), [0, 1, 0, 2]);
    assert!(folder.refused("stock.csv").contains("less than the 5 promised"));
    assert_eq!(count(&db, "select on_hand from stock where allocated = 5").await, 10);
    folder.file("stock.csv", "sku,on_hand\nA1,5\nB1,-1\n");
    assert_eq!(counts(&bring(&db, Kind::Stock, &[&path]).await), [0, 1, 0, 1]);
});

on_both!(addresses_keep_one_default_each, |db| {
    let folder = Folder::new();
    world(&db, &folder).await;
    let text = "customer,number,name,line1,city,postcode,country,default_delivery\n\
        C1,A-1,Acme,1 High St,Leeds,AB1 2CD,GB,yes\n\
        c1,A-2,Acme,2 High St,Leeds,AB1 2CD,GB,yes\n\
        C1,A-3,Acme,3 High St,Leeds,,GB,no\n\
        C9,A-1,Acme,1 High St,Leeds,AB1 2CD,GB,\n\
        C2,A-1,Borg,1 Rue,Paris,75001,France,\n";
    let path = folder.file("a.csv", text);
    assert_eq!(counts(&bring(&db, Kind::Addresses, &[&path]).await), [2, 0, 0, 3]);
    let refused = folder.refused("a.csv");
    for reason in
        ["`default_delivery` already in line 2", "`postcode` is required", "no customer `C9`"]
    {
        assert!(refused.contains(reason), "{reason}: {refused}");
    }
    let only_second: String =
        text.lines().filter(|l| !l.starts_with("C1,A-1")).map(|l| format!("{l}\n")).collect();
    folder.file("a.csv", only_second);
    assert_eq!(counts(&bring(&db, Kind::Addresses, &[&path]).await), [1, 0, 1, 2]);
    let default = "select count(*) from addresses where default_delivery and number = 'A-2'";
    assert_eq!(
        (
            count(&db, default).await,
            count(&db, "select count(*) from addresses where default_delivery").await
        ),
        (1, 1)
    );
});
