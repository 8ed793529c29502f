//! Hand-overs go out together; what goes wrong with one is its own.

use super::{Connectors, push_due};
use crate::backoffice::BackOffice;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::outbox;
use crate::testkit::world::{World, in_world};
use portico_erp::{
    Abilities, Command, Cursor, Erp, ErpError, Feed, IdempotencyKey, Pulled, Receipt, Record,
};
use std::sync::Arc;
use std::time::Duration;

/// A back office that answers nonsense for one order and asks to wait with another.
struct Moody {
    inner: BackOffice,
    nonsense: String,
    waits: String,
    refuses: String,
}

#[async_trait::async_trait]
impl Erp for Moody {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    fn can(&self) -> Abilities {
        self.inner.can()
    }

    async fn pull(&self, feed: Feed, since: Option<&Cursor>) -> Result<Pulled, ErpError> {
        self.inner.pull(feed, since).await
    }

    async fn push(&self, key: &IdempotencyKey, command: &Command) -> Result<Receipt, ErpError> {
        if key.0 == self.waits {
            return Err(ErpError::TryLater { after: Duration::from_secs(1) });
        }
        if key.0 == self.refuses {
            return Err(ErpError::Refused { why: "The books are closed.".to_owned() });
        }
        let mut receipt = self.inner.push(key, command).await?;
        if let Record::Order(order) = &mut receipt.record
            && key.0 == self.nonsense
        {
            // No database of ours keeps a text with a NUL in it.
            order.wholesaler_number = Some("SO\0".to_owned());
        }
        Ok(receipt)
    }
}

async fn place(world: &World, key: &str) -> String {
    let mut anna = world.program("anna@").await;
    let body = serde_json::json!({ "lines": [{ "code": "TEAPOT-IRON", "quantity": 1 }] });
    let placed = anna.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", key)], &body).await;
    placed.json()["number"].as_str().unwrap().to_owned()
}

async fn hand_over(world: &World, number: &str) -> String {
    let key = number.to_lowercase();
    let sql = "select hand_over from orders where number_key = $1";
    world.db.read(move |view| view.one::<String>(sql, args![&key])).await.unwrap().unwrap()
}

in_world!(one_bad_receipt_does_not_hold_up_the_others, |world| {
    world.leave_unhandled();
    let mut numbers = Vec::new();
    for at in 0..4 {
        numbers.push(place(&world, &format!("moody-{at}")).await);
    }
    let moody = Moody {
        inner: BackOffice::new(world.db.clone()),
        nonsense: numbers[1].clone(),
        waits: numbers[2].clone(),
        refuses: String::new(),
    };
    let connectors = Connectors { orders: Arc::new(moody) };
    assert_eq!(push_due(&world.db, &connectors, "test").await.unwrap(), 4);
    let mut stands = Vec::new();
    for number in &numbers {
        stands.push(hand_over(&world, number).await);
    }
    assert_eq!(stands, ["received", "sent", "sent", "received"]);
    let left = world.db.read(|view| outbox::unhandled(view, "erp")).await.unwrap();
    assert_eq!(left, 2, "both are tried again");
});

in_world!(staff_who_asked_are_told_by_mail_what_the_erp_did_not_take, |world| {
    world.leave_unhandled();
    let mut olive = world.sign_in("olive@").await;
    let page = olive.get("/me/mails").await;
    let name = page.html.split("name=\"").find(|rest| rest.contains(".staff_hand_over_failed\""));
    let name = name.unwrap().split('"').next().unwrap().to_owned();
    olive.post("/me/mails", &[(name.as_str(), "yes")]).await;
    let number = place(&world, "refused").await;
    let moody = Moody {
        inner: BackOffice::new(world.db.clone()),
        nonsense: String::new(),
        waits: String::new(),
        refuses: number.clone(),
    };
    let connectors = Connectors { orders: Arc::new(moody) };
    push_due(&world.db, &connectors, "test").await.unwrap();
    world.work().await;
    let told = format!("Order {number} was not handed over");
    let mails = world.mails();
    let to_olive: Vec<_> = mails.iter().filter(|mail| mail.contains(&told)).collect();
    assert_eq!(to_olive.len(), 1);
    assert!(to_olive[0].contains("olive@hartwellpike.example"));
});

/// State, why, and whether it is open, of the address with this id; and its version.
async fn address(world: &World, id: i64) -> (String, Option<String>, bool, i64) {
    let sql = "select state, refused_why, closed_at is null, version from addresses where id = $1";
    let read = move |view: &mut View| view.one(sql, args![id]);
    world.db.read(read).await.unwrap().unwrap()
}

/// An ERP keeps Larch & Lime; the ids of its addresses.
async fn kept_elsewhere(world: &World) -> Vec<i64> {
    let owned = |tx: &mut Tx| -> Result<Vec<i64>, DbError> {
        let sql = "update customers set erp_ref = 'backoffice:7' where id = 1001";
        let _ = tx.exec(sql, args![])?;
        tx.all("select id from addresses where customer_id = 1001 order by id limit 9", args![])
    };
    world.db.write(owned).await.unwrap()
}

async fn put(world: &World, number: &str, line1: &str) {
    let mut anna = world.program("anna@").await;
    let body =
        serde_json::json!({ "name": "Larch", "line1": line1, "city": "Cork", "country": "IE" });
    let path = format!("/api/v1/addresses/{number}");
    assert_eq!(anna.json(("PUT", &path), &[], &body).await.status.as_u16(), 200);
}

in_world!(
    an_address_that_the_erp_will_not_have_says_why_and_a_newer_one_is_told_instead,
    |world| {
        world.leave_unhandled();
        let ids = kept_elsewhere(&world).await;
        put(&world, "A-2", "1 Quay").await;
        let version = address(&world, ids[1]).await.3;
        let refusing = |key: String| {
            let inner = BackOffice::new(world.db.clone());
            let (nonsense, waits) = (String::new(), String::new());
            Connectors { orders: Arc::new(Moody { inner, nonsense, waits, refuses: key }) }
        };
        let key = format!("address:{}:{version}", ids[1]);
        let connectors = refusing(key.clone());
        push_due(&world.db, &connectors, "test").await.unwrap();
        let why = Some("The books are closed.".to_owned());
        assert_eq!(address(&world, ids[1]).await, ("refused".to_owned(), why, true, version));
        let mut anna = world.sign_in("anna@").await;
        let page = anna.get("/addresses").await;
        assert!(page.says("Not taken") && page.says("The books are closed."), "{}", page.text());
        // Two changes before the ERP is asked: the older one, which it would refuse, is not told any more.
        put(&world, "A-2", "2 Quay").await;
        let connectors = refusing(format!("address:{}:{}", ids[1], version + 1));
        put(&world, "A-2", "3 Quay").await;
        push_due(&world.db, &connectors, "test").await.unwrap();
        world.clock.advance(5_000);
        push_due(&world.db, &connectors, "test").await.unwrap();
        assert_eq!(address(&world, ids[1]).await, ("ok".to_owned(), None, true, version + 2));
    }
);

in_world!(an_address_that_the_erp_will_not_close_is_there_again, |world| {
    world.leave_unhandled();
    let ids = kept_elsewhere(&world).await;
    let closed = |tx: &mut Tx| tx.exec("update orders set delivery = 'all'", args![]);
    let _ = world.db.write(closed).await.unwrap();
    let mut anna = world.program("anna@").await;
    let null = serde_json::Value::Null;
    let gone = anna.json(("DELETE", "/api/v1/addresses/A-2"), &[], &null).await;
    assert_eq!(gone.status.as_u16(), 204, "{}", gone.html);
    let (state, _, open, version) = address(&world, ids[1]).await;
    assert_eq!((state.as_str(), open), ("waiting", false));
    let inner = BackOffice::new(world.db.clone());
    let refuses = format!("address:{}:{version}", ids[1]);
    let moody = Moody { inner, nonsense: String::new(), waits: String::new(), refuses };
    push_due(&world.db, &Connectors { orders: Arc::new(moody) }, "test").await.unwrap();
    let (state, why, open, _) = address(&world, ids[1]).await;
    assert_eq!((state.as_str(), why.is_some(), open), ("refused", true, true));
});

in_world!(of_two_states_of_an_address_the_newer_waits_while_the_older_is_on_its_way, |world| {
    world.leave_unhandled();
    let ids = kept_elsewhere(&world).await;
    put(&world, "A-2", "1 Quay").await;
    let on_its_way = outbox::lease(&world.db, "erp", "another server", 9).await.unwrap();
    assert_eq!(on_its_way.len(), 1);
    put(&world, "A-2", "2 Quay").await;
    let erp = || Connectors { orders: Arc::new(BackOffice::new(world.db.clone())) };
    push_due(&world.db, &erp(), "test").await.unwrap();
    assert_eq!(address(&world, ids[1]).await.0, "waiting", "the older could arrive after it");
    // The other server died: its wish is taken up again, has nothing left to say, and the newer goes.
    for seconds in [120, 5, 5] {
        world.clock.advance(seconds * 1_000);
        push_due(&world.db, &erp(), "test").await.unwrap();
    }
    assert_eq!(address(&world, ids[1]).await.0, "ok");
});
