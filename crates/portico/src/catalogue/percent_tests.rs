//! A price list changed by percent: shown, then done exactly, once.

use crate::args;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::pricing::edit_prices::Whose;
use crate::pricing::history::Of;
use crate::pricing::percent::{self, Percent};
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;
use portico_types::{Currency, Day};

const PATH: &str = "/staff/price-lists/TRADE/percent";

/// Quantity, first day, last day and price of a product in the trade list.
async fn kept(world: &World, sku: &str) -> Vec<String> {
    let id = world.product(sku);
    let read = move |view: &mut View| {
        view.all::<(i64, String, Option<String>, i64)>(
            "select from_quantity, valid_from, valid_until, price from prices
             where product_id = $1 and price_list_id = 1 order by from_quantity, valid_from limit 50",
            args![id],
        )
    };
    let rows: Result<Vec<_>, DbError> = world.db.read(read).await;
    let told = |(from, since, until, price): (i64, String, Option<String>, i64)| {
        format!("{from} {since} {} {price}", until.unwrap_or_default())
    };
    rows.expect("they are read").into_iter().map(told).collect()
}

const BEFORE: [&str; 3] = ["1   59200", "48   55500", "144   52000"];

/// What the form beneath the preview of 10 % on all of `mug-s` carries.
async fn shown(will: &mut Client) -> Vec<(&'static str, String)> {
    let page = will.get(&format!("{PATH}?percent=10&step=100&q=mug-s&day=2098-03-01")).await;
    assert!(page.says("prices would change from") && page.says("6.51"), "{}", page.text());
    let mark = "name=\"seen\" value=\"";
    let at = page.html.find(mark).expect("the form names what was shown") + mark.len();
    let seen = page.html[at..].split('"').next().unwrap_or_default().to_owned();
    let plain = [("percent", "10"), ("step", "100"), ("q", "mug-s"), ("day", "2098-03-01")];
    let mut form: Vec<_> = plain.map(|(name, value)| (name, value.to_owned())).into();
    form.push(("seen", seen));
    form
}

fn fields<'a>(form: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    form.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

in_world!(a_percent_is_done_for_exactly_what_was_shown, |world| {
    let mut will = world.sign_in("will@").await;
    let form = shown(&mut will).await;
    let mut other = form.clone();
    other[0].1 = "11".to_owned();
    let refused = will.post(PATH, &fields(&other)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "another percent was shown");
    assert_eq!(kept(&world, "MUG-SAND").await, BEFORE);
    let done = will.post(PATH, &fields(&form)).await;
    assert_eq!(done.location(), Some("/staff/price-lists/TRADE"), "{}", done.text());
    let expected = [
        "1  2098-02-28 59200",
        "1 2098-03-01  65100",
        "48  2098-02-28 55500",
        "48 2098-03-01  61100",
        "144  2098-02-28 52000",
        "144 2098-03-01  57200",
    ];
    assert_eq!(kept(&world, "MUG-SAND").await, expected);
    assert_eq!(kept(&world, "MUG-MOSS").await, BEFORE, "it was not asked for");
    let twice = will.post(PATH, &fields(&form)).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "a second click changes nothing");
    assert_eq!(kept(&world, "MUG-SAND").await, expected);
    assert!(will.get("/staff/price-lists/TRADE").await.says("6.51"), "the history tells it");
});

in_world!(a_price_that_changed_meanwhile_stops_all_of_them, |world| {
    let mut will = world.sign_in("will@").await;
    let form = shown(&mut will).await;
    let id = world.product("MUG-SAND");
    let meanwhile = move |tx: &mut Tx| {
        tx.exec(
            "update prices set price = 50000 where product_id = $1 and price_list_id = 1 and from_quantity = 144",
            args![id],
        )
    };
    let changed: Result<u64, DbError> = world.db.write(meanwhile).await;
    assert_eq!(changed.expect("a file brings it"), 1);
    let refused = will.post(PATH, &fields(&form)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.says("Prices changed since you looked"), "{}", refused.text());
    assert!(refused.says("5.50"), "what would be done now is shown: {}", refused.text());
    assert_eq!(kept(&world, "MUG-SAND").await, ["1   59200", "48   55500", "144   50000"]);
});

in_world!(a_percent_is_refused_with_its_sentence, |world| {
    let mut will = world.sign_in("will@").await;
    for (query, said) in [
        ("percent=much", "A number from -99 to 1000"),
        ("percent=5&day=2020-01-01", "A day from today on."),
        ("percent=5&step=7", "Choose one of these steps."),
        ("percent=-99&step=10000&q=mug", "would be 0"),
    ] {
        let page = will.get(&format!("{PATH}?{query}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        assert!(page.says(said), "{query}: {}", page.text());
    }
    assert!(will.get(&format!("{PATH}?percent=5&q=qqzzxx")).await.says("No price would change."));
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get(&format!("{PATH}?percent=5")).await;
    assert!(!page.html.contains("name=\"seen\""), "who reads has no button");
});

in_world!(of_twenty_who_raise_the_same_list_one_does, |world| {
    let staff = world.staff("will@");
    let percent =
        Percent { hundredths: 1_000, step: 100, day: Day::parse("2098-03-01").expect("a day") };
    let by = staff.clone();
    let plan = move |view: &mut View| percent::plan(view, &by, 1, percent, None);
    let seen = world.db.read(plan).await.expect("it is planned").seen;
    let done = race(20, |_| {
        let (db, staff, seen) = (world.db.clone(), staff.clone(), seen.clone());
        let whose = Whose { of: Of::List(1), currency: Currency::GBP };
        let change = move |tx: &mut Tx| percent::change(tx, &staff, whose, (percent, None), &seen);
        async move {
            let done: Result<usize, AppError> = db.write(change).await;
            done.is_ok()
        }
    })
    .await;
    assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
    assert_eq!(kept(&world, "MUG-SAND").await[1], "1 2098-03-01  65100");
});
