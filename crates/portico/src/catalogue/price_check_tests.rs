//! The price check says what an order is charged.

use super::*;
use crate::args;
use crate::orders::draft::draft;
use crate::orders::wish::{Asked, DeliverTo, Exceptions, ProductRef, Wish, WishLine};
use crate::platform::db::Tx;
use crate::pricing::Verdict;
use crate::testkit::in_world;
use axum::http::StatusCode;
use portico_types::Moment;

fn wish(sku: &str, quantity: &str) -> Wish {
    let line = WishLine {
        product: ProductRef::Code(sku.to_owned()),
        quantity: Asked::Text(quantity.to_owned()),
        remarks: None,
        price_seen: None,
        set_price: None,
    };
    Wish {
        lines: vec![line],
        deliver_to: DeliverTo::Default,
        reference: None,
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: "api".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    }
}

in_world!(it_agrees_with_what_orders_are_charged, |world| {
    let ruth = world.staff("ruth@");
    let buyers = ["anna@", "bella@", "ase@", "otto@"].map(|email| world.buyer(email));
    let skus: Vec<String> = world.company.rows.products.iter().map(|p| p.sku.clone()).collect();
    let compare = move |view: &mut View| -> Result<usize, AppError> {
        let mut compared = 0;
        for buyer in &buyers {
            for sku in &skus {
                for quantity in ["1", "12", "47", "48", "144", "1000"] {
                    let country = buyer.customer.country;
                    let drafted = draft(view, buyer, &wish(sku, quantity), country)?;
                    let line = &drafted.lines[0];
                    if line.card.is_none() {
                        continue;
                    }
                    let asked = Question {
                        customer: buyer.customer.number.clone(),
                        sku: sku.clone(),
                        quantity: quantity.to_owned(),
                        day: String::new(),
                    };
                    let told = price_check(view, &ruth, &asked)?;
                    let charged = (line.price, line.price.map(|_| line.net), line.taxed);
                    assert_eq!((told.price, told.net, told.taxed), charged, "{asked:?}");
                    let held = told.why.iter().find(|c| c.verdict == Verdict::Holds);
                    assert_eq!(held.map(|c| c.price), told.price, "{asked:?}");
                    compared += 1;
                }
            }
        }
        Ok(compared)
    };
    let compared = world.db.report(compare).await.unwrap();
    assert!(compared > 300, "{compared}");
});

in_world!(a_price_of_a_later_day_holds_from_the_wholesalers_midnight_on, |world| {
    let id = world.product("TOWEL-FERN");
    let put = move |tx: &mut Tx| {
        tx.exec(
            "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
             values ($1, 1, 1, '2026-06-15', 40000, 1)",
            args![id],
        )
    };
    assert_eq!(world.db.write(put).await.unwrap(), 1);
    let mut will = world.sign_in("will@").await;
    let (number, name) = {
        let of = world.buyer("anna@").customer;
        (of.number, of.name)
    };
    let path = format!("/staff/price-check?customer={number}&sku=towel-fern");
    let on = |day: &str| format!("{path}&day={day}");
    for (day, price) in [("2026-06-14", "£5.28"), ("2026-06-15", "£4.00")] {
        let page = will.get(&on(day)).await;
        assert!(page.says(price), "{day}: {}", page.text());
    }
    // London is an hour ahead of UTC in June: 22:59 UTC is the evening before, 23:00 the day itself.
    for (moment, price) in [("2026-06-14T22:30:00Z", "£5.28"), ("2026-06-14T23:00:00Z", "£4.00")]
    {
        world.clock.set(Moment::parse(moment).unwrap().0);
        let mut will = world.sign_in("will@").await;
        let page = will.get(&path).await;
        assert!(page.says(price) && page.says(&format!("As {name} sees it:")), "{}", page.text());
    }
});

in_world!(every_wrong_field_is_told_and_customers_are_found_by_name, |world| {
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/price-check?customer=moor&sku=NO-SUCH&day=soon").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "There is no customer with this number.",
        "There is no product with this code.",
        "That is not a day.",
        "Moorland Gift Rooms",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    let hidden = ruth.get("/staff/price-check?customer=C-1001&sku=HIDDEN-1").await;
    assert!(hidden.says("does not see this product"), "{}", hidden.text());
});
