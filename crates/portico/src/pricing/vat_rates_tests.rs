//! VAT rates are added from a day on and leave the past alone.

use super::*;
use crate::access::VatTreatment;
use crate::pricing::vat_table;
use crate::testkit::in_world;
use crate::testkit::race::race;

fn typed(rate: &str, category: &str, from: &str) -> Typed {
    let (country, class) = ("GB".to_owned(), "standard".to_owned());
    let (rate, category) = (rate.to_owned(), category.to_owned());
    Typed { country, class, rate, category, from: from.to_owned() }
}

fn today() -> Day {
    Day::parse("2026-06-15").expect("a day")
}

#[test]
fn every_field_that_is_wrong_is_said() {
    let said = |typed: &Typed| -> Vec<String> {
        let faults = read(typed, today()).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.field).collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(said(&typed("21 %", "S", "2026-06-15")), none);
    assert_eq!(said(&typed("0", "Z", "2027-01-01")), none);
    assert_eq!(said(&Typed::default()), ["country", "class", "rate", "category", "from"]);
    assert_eq!(said(&typed("20", "S", "2026-06-14")), ["from"], "the past stays");
    assert_eq!(said(&typed("20", "Z", "2026-06-15")), ["rate"]);
    assert_eq!(said(&typed("0", "S", "2026-06-15")), ["category"]);
    assert_eq!(said(&typed("101", "S", "2026-06-15")), ["rate"]);
    assert_eq!(said(&typed("20", "AE", "2026-06-15")), ["category"], "no class of goods");
}

in_world!(a_rate_holds_from_its_day_until_the_next_begins, |world| {
    let (will, ruth) = (world.staff("will@"), world.staff("ruth@"));
    let add = |staff: &Staff, typed: Typed| {
        let staff = staff.clone();
        move |tx: &mut Tx| add(tx, &staff, &typed, today())
    };
    let refused = world.db.write(add(&ruth, typed("21", "S", "2027-01-01"))).await;
    assert!(matches!(refused, Err(AppError::Refused(problem)) if problem.status == 403));
    world.db.write(add(&will, typed("21", "S", "2027-01-01"))).await.expect("it is added");
    let twice = world.db.write(add(&will, typed("22", "S", "2027-01-01"))).await;
    let Err(AppError::Refused(problem)) = twice else { panic!("it was replaced") };
    assert_eq!(problem.errors[0].field, "from");

    let on = |day: &'static str| {
        move |view: &mut View| -> Result<String, DbError> {
            let home = Country::from_code("GB").expect("a country");
            let day = Day::parse(day).expect("a day");
            Ok(vat_table(view, home, VatTreatment::Normal, day)?.of("standard").rate.text())
        }
    };
    assert_eq!(world.db.read(on("2026-12-31")).await.expect("it is read"), "20");
    assert_eq!(world.db.read(on("2027-01-01")).await.expect("it is read"), "21");
    let staff = will.clone();
    let rates: Result<_, DbError> = world.db.read(move |view| list(view, &staff)).await;
    let standard = |rate: &&VatRate| rate.country.code() == "GB" && rate.class == "standard";
    let untils: Vec<_> = rates
        .expect("they are read")
        .iter()
        .filter(standard)
        .map(|rate| rate.until.clone())
        .collect();
    assert_eq!(untils, [Some("2026-12-31".to_owned()), None]);

    let take = |from: &'static str| {
        let (staff, home) = (will.clone(), Country::from_code("GB").expect("a country"));
        move |tx: &mut Tx| take_away(tx, &staff, (home, "standard"), (from, today()))
    };
    assert!(world.db.write(take("")).await.is_err(), "it has begun");
    world.db.write(take("2027-01-01")).await.expect("it is taken away");
    assert_eq!(world.db.read(on("2027-01-01")).await.expect("it is read"), "20");
});

in_world!(of_twenty_who_add_a_rate_of_one_day_one_does, |world| {
    let staff = world.staff("will@");
    let added = race(20, |i| {
        let (db, staff) = (world.db.clone(), staff.clone());
        let typed = typed(&format!("{}", 10 + i), "S", "2027-01-01");
        async move {
            let done: Result<(), AppError> =
                db.write(move |tx: &mut Tx| add(tx, &staff, &typed, today())).await;
            done.is_ok()
        }
    })
    .await;
    assert_eq!(added.iter().filter(|added| **added).count(), 1, "{added:?}");
});
