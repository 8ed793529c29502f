//! Staff record the day that shipments arrived. Entries are only added: whoever was wrong says another day, or that it
//! did not arrive after all.

use crate::access::{Staff, StaffRole};
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::wholesaler;
use portico_types::Day;
use std::collections::BTreeSet;

/// Shipments of one deed at most.
pub const SHIPMENTS_MOST: usize = 200;

/// A shipment, as far as its arrival goes by it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Number of its order.
    pub order: String,
    /// Whose it is.
    pub customer_id: i64,
    /// The day it left.
    pub shipped_day: String,
    /// The day it arrived, as recorded until now.
    pub arrived_day: Option<String>,
}

/// Why no arrival is recorded: not for one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No shipment was named.
    NoneTicked,
    /// More than [`SHIPMENTS_MOST`].
    TooMany,
    /// No such shipment.
    NotFound,
    /// What was typed is not a day.
    BadDay,
    /// It is still to come.
    InFuture,
    /// That shipment had not left by then: its number.
    BeforeItLeft(String),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let day = |text| Problem::invalid(vec![FieldProblem::new("day", "invalid", text)]);
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::NotFound => Problem::not_found(),
            Refusal::NoneTicked => Problem::new(422, "invalid", Text::plain("arrival-none-ticked")),
            Refusal::TooMany => {
                let text = Text::plain("arrival-too-many").with("most", SHIPMENTS_MOST);
                Problem::new(422, "invalid", text)
            }
            Refusal::BadDay => day(Text::plain("field-bad-day")),
            Refusal::InFuture => day(Text::plain("arrival-in-future")),
            Refusal::BeforeItLeft(number) => {
                day(Text::plain("arrival-before-it-left").with("number", number))
            }
        }
        .into()
    }
}

/// Whether this person may record that these arrived on `day`; blank: they did not after all. Pure.
///
/// # Errors
/// What is against it.
pub fn check(
    staff: &Staff,
    sent: &[Sent],
    (day, today): (&str, Day),
) -> Result<Option<Day>, Refusal> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed);
    }
    if day.trim().is_empty() {
        return Ok(None);
    }
    let day = Day::parse(day.trim()).ok_or(Refusal::BadDay)?;
    if day > today {
        return Err(Refusal::InFuture);
    }
    match sent.iter().find(|one| day.text() < one.shipped_day) {
        Some(early) => Err(Refusal::BeforeItLeft(early.number.clone())),
        None => Ok(Some(day)),
    }
}

/// Records the day that these shipments arrived: all of them or none. Answers of how many it was not known so before;
/// only these get an entry. Locks the shipments, by id.
///
/// # Errors
/// A [`Refusal`].
pub fn arrive(
    tx: &mut Tx,
    staff: &Staff,
    numbers: &[String],
    day: &str,
) -> Result<usize, AppError> {
    let keys: BTreeSet<String> =
        numbers.iter().map(|n| n.trim().replace('\0', "").to_lowercase()).collect();
    if keys.is_empty() {
        return Err(Refusal::NoneTicked.into());
    }
    if keys.len() > SHIPMENTS_MOST {
        return Err(Refusal::TooMany.into());
    }
    let sent = lock(tx, &keys)?;
    let today = wholesaler::today(tx)?;
    let day = check(staff, &sent, (day, today))?.map(Day::text);
    let news: Vec<&Sent> = sent.iter().filter(|one| one.arrived_day != day).collect();
    let now = tx.now();
    let entries: Vec<_> =
        news.iter().map(|one| args![one.id, day.as_deref(), staff.login.id, now]).collect();
    tx.exec_each_one(
        "insert into shipment_arrivals (shipment_id, entry, day, login_id, recorded_at)
         select $1, coalesce(max(a.entry), 0) + 1, $2, $3, $4
         from shipment_arrivals a where a.shipment_id = $1",
        &entries,
    )?;
    let days: Vec<_> = news.iter().map(|one| args![one.id, day.as_deref()]).collect();
    tx.exec_each_one("update shipments set arrived_day = $2 where id = $1", &days)?;
    for one in &news {
        note(tx, staff, one, day.as_deref())?;
    }
    Ok(news.len())
}

/// The shipments of these numbers, by id; each is locked first, so that of two people the second reads what the first did.
fn lock(tx: &mut Tx, keys: &BTreeSet<String>) -> Result<Vec<Sent>, AppError> {
    type Row = (i64, String, String, i64, String, Option<String>);
    let by_key: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let ids = tx.all_many::<i64>("select id from shipments where number_key = $1", &by_key)?;
    let ids: BTreeSet<i64> = ids.into_iter().flatten().collect();
    if ids.len() < keys.len() {
        return Err(Refusal::NotFound.into());
    }
    let by_id: Vec<_> = ids.iter().map(|id| args![*id]).collect();
    tx.exec_each_one("update shipments set arrived_day = arrived_day where id = $1", &by_id)?;
    let rows = tx.all_many::<Row>(
        "select s.id, s.number, o.number, s.customer_id, s.shipped_day, s.arrived_day
         from shipments s join orders o on o.id = s.order_id where s.id = $1",
        &by_id,
    )?;
    let one = |(id, number, order, customer_id, shipped_day, arrived_day): Row| Sent {
        id,
        number,
        order,
        customer_id,
        shipped_day,
        arrived_day,
    };
    Ok(rows.into_iter().flatten().map(one).collect())
}

fn note(tx: &mut Tx, staff: &Staff, one: &Sent, day: Option<&str>) -> Result<(), DbError> {
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: Some(one.customer_id),
        verb: "shipment_arrived",
        object: &format!("order:{}", one.order),
        facts: serde_json::json!({ "shipment": one.number, "day": day }),
        free_text: None,
    };
    activity::record(tx, &deed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::in_world;
    use crate::testkit::world::World;
    use serde_json::json;

    fn sent(arrived: Option<&str>) -> Sent {
        Sent {
            id: 1,
            number: "S-1".to_owned(),
            order: "P-1".to_owned(),
            customer_id: 1,
            shipped_day: "2026-03-02".to_owned(),
            arrived_day: arrived.map(str::to_owned),
        }
    }

    in_world!(every_reason_not_to_record_an_arrival, |world| {
        let (will, ruth) = (world.staff("will@"), world.staff("ruth@"));
        let today = Day::parse("2026-03-05").unwrap();
        let all = [sent(None)];
        let says = |day: &str| check(&will, &all, (day, today));
        assert_eq!(check(&ruth, &all, ("2026-03-03", today)), Err(Refusal::NotAllowed));
        assert_eq!(says("yesterday"), Err(Refusal::BadDay));
        assert_eq!(says("2026-03-06"), Err(Refusal::InFuture));
        assert_eq!(says("2026-03-01"), Err(Refusal::BeforeItLeft("S-1".to_owned())));
        assert_eq!(says("2026-03-05"), Ok(Some(today)));
        assert_eq!(says("2026-03-02"), Ok(Day::parse("2026-03-02")));
        assert_eq!(says(" "), Ok(None));
    });

    /// Something is sent to Anna's company: the shipment's number.
    async fn shipment(world: &World) -> String {
        let mut will = world.program("will@").await;
        let path = "/api/v1/staff/orders/P-100003/shipments";
        let body = json!({ "lines": [{ "line": 1, "quantity": 12 }], "carrier": "DPD" });
        let sent = will.json(("POST", path), &[("Idempotency-Key", "a")], &body).await;
        assert_eq!(sent.status, 201, "{}", sent.html);
        world.work().await;
        sent.json()["number"].as_str().unwrap().to_owned()
    }

    in_world!(a_correction_of_an_arrival_is_a_new_entry, |world| {
        let will = world.staff("will@");
        let number = shipment(&world).await;
        let deeds = move |tx: &mut Tx| -> Result<_, AppError> {
            let today = wholesaler::today(tx)?.text();
            let all = [number.clone(), number.to_lowercase()];
            let mut says = |numbers: &[String], day: &str| arrive(tx, &will, numbers, day);
            assert_eq!(says(&all, &today)?, 1, "ticked twice is once");
            assert_eq!(says(&all, &today)?, 0, "known already");
            let gone = says(&[number.clone(), "S-0".to_owned()], "");
            assert_eq!(gone.unwrap_err().problem().status, 404, "all of them or none");
            assert_eq!(says(&all, "")?, 1);
            assert_eq!(says(&[], &today).unwrap_err().problem().status, 422);
            let kept = tx.all::<(i64, Option<String>)>(
                "select entry, day from shipment_arrivals order by entry limit 9",
                args![],
            )?;
            Ok((kept, today))
        };
        let (kept, today) = world.db.write(deeds).await.unwrap();
        assert_eq!(kept, [(1, Some(today)), (2, None)]);
        let found = world.db.read(crate::doctor::examine).await.unwrap();
        assert!(found.is_ok(), "{}", found.text());
    });

    in_world!(staff_tick_shipments_and_the_customer_reads_the_day, |world| {
        let number = shipment(&world).await;
        let mut anna = world.sign_in("anna@").await;
        let mut will = world.sign_in("will@").await;
        let list = will.get("/staff/shipments").await;
        assert!(list.html.contains("name=\"shipment\""), "{}", list.html);
        assert!(list.html.contains(&number) && list.says("DPD"), "{}", list.text());
        let left = world.db.read(wholesaler::today).await.unwrap().text();
        let before = anna.get("/shipments?state=delivered").await;
        assert!(!before.html.contains(&number), "not yet delivered");
        let order = anna.get("/orders/P-100003").await;
        assert!(order.says("On its way: 12"), "{}", order.text());
        let send = [("shipment", number.as_str()), ("day", "2099-01-01")];
        let late = will.post("/staff/shipments/arrivals", &send).await;
        assert_eq!(late.status, 422);
        assert!(late.html.contains("2099-01-01") && late.html.contains(&number), "kept as typed");
        let send = [("shipment", number.as_str()), ("day", left.as_str())];
        assert_eq!(will.post("/staff/shipments/arrivals", &send).await.status, 303);
        let after = anna.get("/shipments?state=delivered").await;
        assert!(after.html.contains(&number) && after.says("Delivered"), "{}", after.text());
        let order = anna.get("/orders/P-100003").await;
        assert!(!order.says("On its way"), "{}", order.text());
        assert!(
            order.says("Delivered") && order.html.contains("href=\"#shipments\""),
            "{}",
            order.text()
        );
        let others = will.get("/staff/shipments?carrier=DPD&state=on_the_way").await;
        assert!(!others.html.contains(&number), "it arrived");
    });
}
