//! The back office as a connector: the same contract as Brightpearl or Picqer, in the same program
//! and database. Stock was allocated by `orders::place`; it only takes note and confirms.

use super::reasons;
use crate::access::notices::Notice;
use crate::access::staff_mails::tell_staff;
use crate::platform::db::{Db, DbError, Tx, View, args};
use portico_erp::{
    Abilities, AddressRecord, Command, ContactRecord, Cursor, Erp, ErpError, Feed, IdempotencyKey,
    OrderRecord, OrderState, PlaceOrder, Pulled, Receipt, Record,
};
use std::time::Duration;

/// The name in settings and `erp_ref`.
pub const NAME: &str = "backoffice";

/// Records told on one page of a feed.
const PAGE: i64 = 500;

/// The built-in back office over the portal's own database.
pub struct BackOffice {
    db: Db,
}

impl BackOffice {
    /// The back office in this database.
    #[must_use]
    pub fn new(db: Db) -> BackOffice {
        BackOffice { db }
    }
}

type OrderRow = (i64, String, String, Option<String>, i64);

#[async_trait::async_trait]
impl Erp for BackOffice {
    fn name(&self) -> &'static str {
        NAME
    }

    fn can(&self) -> Abilities {
        Abilities { feeds: vec![Feed::Orders], places_orders: true, keeps_details: true }
    }

    async fn pull(&self, feed: Feed, since: Option<&Cursor>) -> Result<Pulled, ErpError> {
        let Feed::Orders = feed;
        let since = since.cloned();
        let (at, id) = position(since.as_ref());
        let rows =
            self.db.read(move |view| changed_since(view, at, id)).await.map_err(erp_error)?;
        let next = rows.last().map(|row| Cursor(format!("{}:{}", row.4, row.0))).or(since);
        Ok(Pulled { records: rows.into_iter().map(record).collect(), next })
    }

    async fn push(&self, key: &IdempotencyKey, command: &Command) -> Result<Receipt, ErpError> {
        let order = match command {
            Command::PlaceOrder(order) => order.clone(),
            // Where there is no other ERP, what the portal holds is what is so.
            Command::KeepAddress(kept) => return Ok(address(&kept.customer, &kept.number)),
            Command::CloseAddress(closed) => return Ok(address(&closed.customer, &closed.number)),
            Command::KeepContact(kept) => {
                let record = Record::Contact(ContactRecord { customer: kept.customer.clone() });
                return Ok(Receipt { record });
            }
        };
        let key = key.clone();
        let row = self.db.write(move |tx| take(tx, &key, &order)).await.map_err(erp_error)?;
        Ok(Receipt { record: record(row) })
    }
}

/// The receipt of an address, known here by its customer and our number.
fn address(customer: &str, number: &str) -> Receipt {
    let erp_id = format!("{customer}/{number}");
    let (customer, number) = (customer.to_owned(), number.to_owned());
    Receipt { record: Record::Address(AddressRecord { customer, number, erp_id }) }
}

fn erp_error(error: DbError) -> ErpError {
    match error {
        DbError::Busy | DbError::Unsure(_) | DbError::Lost(_) => {
            ErpError::TryLater { after: Duration::from_secs(2) }
        }
        other => ErpError::Broken(anyhow::anyhow!("{other:?}")),
    }
}

/// Takes an order once; a second time answers with what became of it.
fn take(tx: &mut Tx, key: &IdempotencyKey, order: &PlaceOrder) -> Result<OrderRow, DbError> {
    debug_assert_eq!(key.0, order.number, "our number is the key");
    let (id, now) = (tx.new_id(), tx.now());
    let reasons = reasons::of(tx, &order.number)?;
    let (state, decided_at) = match reasons.is_empty() {
        true => ("confirmed", Some(now)),
        false => ("to_review", None),
    };
    let is_new = tx.exec(
        "insert into backoffice_orders (id, order_number, state, received_at, decided_at, reasons)
         values ($1, $2, $3, $4, $5, $6) on conflict (order_number) do nothing",
        args![id, &order.number, state, now, decided_at, &reasons::text_of(&reasons)],
    )?;
    if is_new == 1 && state == "to_review" {
        tell_staff(tx, Notice::StaffOrderReview, &order.number)?;
    }
    let row = tx.one::<OrderRow>(
        "select id, order_number, state, reason, coalesce(decided_at, received_at)
         from backoffice_orders where order_number = $1",
        args![&order.number],
    )?;
    row.ok_or_else(|| DbError::Failed("back office order vanished".to_owned()))
}

fn changed_since(view: &mut View, at: i64, id: i64) -> Result<Vec<OrderRow>, DbError> {
    view.all::<OrderRow>(
        "select id, order_number, state, reason, coalesce(decided_at, received_at)
         from backoffice_orders where (coalesce(decided_at, received_at), id) > ($1, $2)
         order by coalesce(decided_at, received_at), id limit $3",
        args![at, id, PAGE],
    )
}

fn position(cursor: Option<&Cursor>) -> (i64, i64) {
    let parts = cursor.and_then(|cursor| cursor.0.split_once(':'));
    let parsed = parts.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parsed.unwrap_or((0, 0))
}

fn record((id, number, state, reason, _): OrderRow) -> Record {
    let state = match state.as_str() {
        "confirmed" => OrderState::Confirmed,
        "refused" => OrderState::Refused { why: reason.unwrap_or_default() },
        _ => OrderState::Received,
    };
    Record::Order(OrderRecord { number, erp_id: id.to_string(), wholesaler_number: None, state })
}
