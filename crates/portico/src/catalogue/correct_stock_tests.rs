//! Staff change stock: by rule, on its page, and while others order.

use super::*;
use crate::access::StaffRole;
use crate::catalogue::locations;
use crate::doctor;
use crate::orders::place::place;
use crate::orders::wish::{Asked, DeliverTo, Exceptions, ProductRef, Wish as Order, WishLine};
use crate::platform::db::Db;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

fn wish(sku: &str, change: Change, seen: i64) -> Wish {
    Wish {
        sku: sku.to_owned(),
        location: MAIN.to_owned(),
        change,
        reason: "checked".to_owned(),
        seen: Some(seen),
    }
}

async fn newest(world: &World, sku: &str) -> i64 {
    let id = world.product(sku);
    world.db.read(move |view| movements::newest(view, id)).await.unwrap()
}

async fn corrected(world: &World, wish: Wish) -> Result<Done, AppError> {
    let will = world.staff("will@");
    world.db.write(move |tx| correct(tx, &will, &wish).map(|(done, _)| done)).await
}

async fn sound(world: &World) {
    let findings = world.db.report(doctor::examine).await.unwrap();
    assert!(findings.is_ok(), "{:?}", findings.breaches);
}

fn key(error: AppError) -> &'static str {
    let problem = error.problem();
    problem.errors.first().map_or(problem.text.key, |field| field.text.key)
}

#[test]
fn only_a_count_says_less_than_is_promised() {
    let here = Locked { on_hand: 10, allocated: 4 };
    let free = Quantity::whole(6);
    assert_eq!(after(here, Step::By(-6), 0), Ok(4));
    assert_eq!(after(here, Step::By(-7), 0), Err(Refusal::Promised { free }));
    assert_eq!(after(here, Step::Away(7), 0), Err(Refusal::Promised { free }));
    assert_eq!(after(here, Step::Counted(3), 0), Ok(3));
    let lacking = Locked { on_hand: 3, allocated: 4 };
    assert_eq!(after(lacking, Step::By(1), 0), Ok(4), "what comes in is always taken");
    assert_eq!(after(here, Step::By(100_000_000), 0), Err(Refusal::TooMuch));
}

#[test]
fn what_is_typed_is_a_step_in_the_products_decimals() {
    let by = |text: &str, decimals| step(&Change::By(text.to_owned()), decimals);
    assert_eq!(by("-3", 0), Ok(Step::By(-3)));
    assert_eq!(by("+3", 0), Ok(Step::By(3)));
    assert_eq!(by("1.5", 2), Ok(Step::By(150)));
    assert_eq!(by("1.5", 0), Err(Refusal::BadQuantity(QuantityFault::TooManyDecimals)));
    assert_eq!(by("0", 0), Err(Refusal::BadQuantity(QuantityFault::NotPositive)));
    assert_eq!(by("--3", 0), Err(Refusal::BadQuantity(QuantityFault::NotPositive)));
    assert_eq!(by("a few", 0), Err(Refusal::BadQuantity(QuantityFault::NotANumber)));
    assert_eq!(step(&Change::Counted("0".to_owned()), 0), Ok(Step::Counted(0)));
}

in_world!(every_refusal_leaves_stock_as_it_was, |world| {
    let seen = newest(&world, "LAST-20").await;
    let by = |text: &str| Change::By(text.to_owned());
    for (wish, said) in [
        (wish("NO-SUCH", by("1"), seen), "problem-not-found"),
        (wish("GIFT-WRAPPING", by("1"), 0), "stock-not-tracked"),
        (wish("LAST-20", by("-21"), seen), "stock-promised"),
        (wish("LAST-20", by("1"), seen - 1), "stock-changed"),
        (wish("LAST-20", by("1.5"), seen), "stock-too-many-decimals"),
        (Wish { reason: " ".to_owned(), ..wish("LAST-20", by("1"), seen) }, "stock-bad-reason"),
        (
            Wish { location: "moon".to_owned(), ..wish("LAST-20", by("1"), seen) },
            "stock-no-location",
        ),
        (wish("LAST-20", Change::To(MAIN.to_owned(), "1".to_owned()), seen), "stock-same-place"),
        (wish("LAST-20", Change::To("moon".to_owned(), "1".to_owned()), seen), "stock-no-location"),
    ] {
        let error = corrected(&world, wish.clone()).await.expect_err(said);
        assert_eq!(key(error), said, "{wish:?}");
    }
    let ruth = world.staff("ruth@");
    assert_eq!(ruth.role, StaffRole::Read);
    let one = wish("LAST-20", by("1"), seen);
    let refused = world.db.write(move |tx| correct(tx, &ruth, &one)).await.unwrap_err();
    assert_eq!(refused.problem().status, 403);
    assert_eq!(world.stock_of("LAST-20").await, (20, 0));
    sound(&world).await;
});

in_world!(a_correction_a_count_and_a_move_add_up, |world| {
    let seen = newest(&world, "LAST-20").await;
    let done = corrected(&world, wish("LAST-20", Change::By("-3".to_owned()), seen)).await.unwrap();
    assert_eq!((done.by.units, done.on_hand.units), (-3, 17));
    // A second click on the same page changes nothing.
    let again = corrected(&world, wish("LAST-20", Change::By("-3".to_owned()), seen)).await;
    assert_eq!(key(again.unwrap_err()), "stock-changed");
    let olive = world.staff("olive@");
    let opened = world.db.write(move |tx| locations::open(tx, &olive, "Van", "The van")).await;
    opened.unwrap();
    let seen = newest(&world, "LAST-20").await;
    let to_van = wish("LAST-20", Change::To("van".to_owned(), "5".to_owned()), seen);
    let done = corrected(&world, to_van).await.unwrap();
    assert_eq!((done.by.units, done.on_hand.units), (-5, 12));
    let seen = newest(&world, "LAST-20").await;
    corrected(&world, wish("LAST-20", Change::Counted("12".to_owned()), seen)).await.unwrap();
    let id = world.product("LAST-20");
    let by = world.staff("ruth@");
    let read = move |view: &mut crate::platform::db::View| movements::history(view, &by, id, None);
    let all = world.db.read(read).await.unwrap();
    let told: Vec<(&str, i64, i64)> =
        all.iter().map(|m| (m.kind.code(), m.quantity, m.on_hand)).collect();
    let expected = [
        ("count", 0, 12),
        ("move", 5, 5),
        ("move", -5, 12),
        ("correction", -3, 17),
        ("opening", 20, 20),
    ];
    assert_eq!(told, expected);
    sound(&world).await;
    let closing = world.staff("will@");
    let closed = world.db.write(move |tx| locations::close(tx, &closing, "van")).await;
    assert_eq!(key(closed.unwrap_err()), "location-holds-stock");
    // What lies in the van is promised to nobody.
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/products/LAST-20").await.says("12 in stock"));
});

in_world!(staff_change_stock_on_its_page_and_read_how_it_came_about, |world| {
    let mut will = world.sign_in("will@").await;
    assert!(will.get("/staff/stock?q=last").await.says("LAST-20"));
    assert!(!will.get("/staff/stock?q=last&which=out").await.says("LAST-20"));
    let page = will.get("/staff/stock/last-20").await;
    let seen = page.hidden("seen").unwrap();
    let path = "/staff/stock/LAST-20/corrections";
    let bare = will
        .post(
            path,
            &[
                ("kind", "count"),
                ("location", "main"),
                ("quantity", "1x"),
                ("reason", "shelf <B>"),
                ("seen", &seen),
            ],
        )
        .await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.says("That is not a number.") && bare.html.contains("value=\"shelf &lt;B&gt;\""));
    let fields = [
        ("kind", "count"),
        ("location", "main"),
        ("quantity", "18"),
        ("reason", "shelf"),
        ("seen", &seen),
    ];
    assert_eq!(will.post(path, &fields).await.location(), Some("/staff/stock/LAST-20"));
    let page = will.get("/staff/stock/LAST-20").await;
    assert!(page.says("shelf") && page.says("−2") && page.says("Counted"), "{}", page.text());
    let twice = will.post(path, &fields).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(
        twice.says("Somebody changed this stock since you opened the page"),
        "{}",
        twice.text()
    );
    assert_eq!(world.stock_of("LAST-20").await, (18, 0));
});

fn one_of_the_last() -> Order {
    let line = WishLine {
        product: ProductRef::Code("LAST-20".to_owned()),
        quantity: Asked::Text("1".to_owned()),
        remarks: None,
        price_seen: None,
        set_price: None,
    };
    Order {
        lines: vec![line],
        deliver_to: DeliverTo::Default,
        reference: Some("PO 7781".to_owned()),
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: "api".to_owned(),
        exceptions: Exceptions::default(),
        agreed: None,
    }
}

/// Takes one away, looking again whenever somebody else was faster; whether there was one to take.
async fn take_one(db: Db, will: Staff, id: i64) -> bool {
    loop {
        let by = will.clone();
        let taken = move |tx: &mut Tx| {
            let seen = movements::newest(tx, id)?;
            correct(tx, &by, &wish("LAST-20", Change::By("-1".to_owned()), seen))
        };
        match db.write(taken).await.map_err(key) {
            Ok(_) => return true,
            Err("stock-promised") => return false,
            Err("stock-changed" | "problem-try-later") => {}
            Err(other) => panic!("{other}"),
        }
    }
}

in_world!(staff_take_away_while_orders_allocate, |world| {
    world.leave_unhandled();
    let (anna, will) = (world.buyer("anna@"), world.staff("will@"));
    let id = world.product("LAST-20");
    let got = race(30, |i| {
        let (db, anna, will) = (world.db.clone(), anna.clone(), will.clone());
        async move {
            if i % 2 == 0 {
                return take_one(db, will, id).await;
            }
            let placed = db.write(move |tx| place(tx, &anna, &one_of_the_last())).await;
            placed.is_ok()
        }
    })
    .await;
    let (taken, ordered): (Vec<_>, Vec<_>) = got.iter().enumerate().partition(|(i, _)| i % 2 == 0);
    let count =
        |all: &[(usize, &bool)]| i64::try_from(all.iter().filter(|(_, ok)| **ok).count()).unwrap();
    let (taken, ordered) = (count(&taken), count(&ordered));
    assert_eq!(world.stock_of("LAST-20").await, (20 - taken, ordered));
    assert_eq!(taken + ordered, 20, "all went, and no more than there were");
    sound(&world).await;
});
