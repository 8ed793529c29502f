//! Hand-overs go out together; what goes wrong with one is its own.

use super::{Connectors, push_due};
use crate::backoffice::BackOffice;
use crate::platform::db::args;
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
        let Record::Order(order) = &mut receipt.record;
        if key.0 == self.nonsense {
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
