//! Copies of the mail with a new order, to addresses of the wholesaler that need no login: a sales desk, an archive.

use super::placed::whole_order;
use super::{Body, Letter, Reader, order_of, read_body};
use crate::access::names::is_email;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::mail::{Desk, Mail};
use crate::platform::outbox;
use crate::platform::settings::{self, Setting, SettingValue};
use crate::platform::web::path_segment;

/// Addresses at most.
const MOST: usize = 10;
/// Kind of these mails.
pub(super) const KIND: &str = "order_copy";

/// Addresses that get a copy, one after another; none where it is blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses(Vec<String>);

impl SettingValue for Addresses {
    fn read(text: &str) -> Option<Addresses> {
        let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        let all: Vec<String> = parts.map(str::to_owned).collect();
        (all.len() <= MOST && all.iter().all(|one| is_email(one))).then_some(Addresses(all))
    }

    fn write(&self) -> String {
        self.0.join(", ")
    }
}

/// Who gets a copy of every new order.
pub const COPIES: Setting<Addresses> =
    Setting { key: "mails.order_copies", default: Addresses::default };

/// An order counts from now on: a copy to each address. The outbox holds which of the addresses, not the address.
///
/// # Errors
/// What the database says.
pub fn send(tx: &mut Tx, number: &str) -> Result<(), DbError> {
    let addresses = settings::get(tx, &COPIES)?.0;
    if addresses.is_empty() {
        return Ok(());
    }
    let mut wishes = Vec::with_capacity(addresses.len());
    for at in 0..addresses.len() {
        let body = Body { order: number.to_owned(), login: None, about: at.to_string() };
        let body = serde_json::to_string(&body).map_err(|e| DbError::Failed(e.to_string()))?;
        wishes.push((format!("{KIND}:{number}:{at}"), body));
    }
    outbox::enqueue_many(tx, "mail", KIND, &wishes)
}

/// The copy: what was ordered, by whom, at which prices.
pub(super) fn order_copy(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let at: usize = body.about.parse().unwrap_or(usize::MAX);
    let Some(email) = settings::get(view, &COPIES)?.0.into_iter().nth(at) else { return Ok(None) };
    let Some(order) = order_of(view, &body.order)? else { return Ok(None) };
    let language = "en".to_owned();
    let reader = Reader { name: email.clone(), email, language, prices: true, chooses: false };
    let customer = view.one::<(String, String)>(
        "select c.name, c.number from orders o join customers c on c.id = o.customer_id where o.id = $1",
        args![order.head.id],
    )?;
    let letter = Letter::to(view, desk, &order.head.number, reader)?;
    let (name, of) = customer.unwrap_or_default();
    let first = letter.words.fill("mail-copy", &[("customer", &name), ("of", &of)]);
    let link = format!("{}/staff/orders/{}", desk.base_url, path_segment(&order.head.number));
    let after = whole_order(&letter, &order);
    let mail = letter.mail("mail-copy-subject", vec![first], after);
    let link = mail.link.as_ref().map(|(words, _)| (words.clone(), link));
    Ok(Some(Mail { link, ..mail }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::in_world;
    use serde_json::json;

    #[test]
    fn addresses_are_told_apart_and_checked() {
        let read = |text: &str| Addresses::read(text).map(|all| all.0);
        assert_eq!(read(" "), Some(vec![]));
        let two = vec!["desk@a.example".to_owned(), "b@a.example".to_owned()];
        assert_eq!(read("desk@a.example; b@a.example,"), Some(two));
        assert_eq!(read("desk@a.example, nobody"), None);
        assert_eq!(read(&"a@a.example,".repeat(11)), None);
    }

    in_world!(a_copy_of_every_new_order_goes_to_the_addresses_kept, |world| {
        let set = |tx: &mut Tx| {
            let both = Addresses(vec!["desk@a.example".to_owned(), "b@a.example".to_owned()]);
            settings::set(tx, &COPIES, &both)
        };
        world.db.write(set).await.unwrap();
        let mut anna = world.program("anna@").await;
        let body = json!({ "lines": [{ "code": "MUG-SAND", "quantity": 12 }] });
        let placed =
            anna.json(("POST", "/api/v1/orders"), &[("Idempotency-Key", "copy")], &body).await;
        let number = placed.json()["number"].as_str().expect("a number").to_owned();
        world.work().await;
        let mails = world.mails();
        let of = |to: &str| mails.iter().filter(|mail| mail.contains(to)).count();
        assert_eq!((of("desk@a.example"), of("b@a.example")), (1, 1));
        let copy = mails.iter().find(|mail| mail.contains("desk@a.example")).unwrap();
        for said in [number.as_str(), "MUG-SAND", "Larch", "/staff/orders/"] {
            assert!(copy.contains(said), "{said}: {copy}");
        }
        assert!(!copy.contains("/me/mails"), "they have no login to choose by");
    });
}
