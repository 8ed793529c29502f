//! What every connector must keep, as checks that its tests run against it (or against a fake server
//! of its ERP). A connector that passes can be trusted with orders.

use crate::{
    CloseAddress, Command, Cursor, Erp, ErpError, Feed, IdempotencyKey, KeepAddress, KeepContact,
    OrderRecord, PlaceOrder, Record,
};
use anyhow::{Context, ensure};

/// Pages of a feed read before a connector counts as one that never ends.
const PAGES_MOST: usize = 1_000;

/// Runs every check with this order, which the ERP must not know yet.
///
/// # Errors
/// Names the promise that was broken.
pub async fn check(erp: &dyn Erp, order: PlaceOrder) -> anyhow::Result<()> {
    ensure!(!erp.name().is_empty(), "a connector has a name");
    ensure!(erp.can().places_orders, "it takes orders");
    let record = pushed_twice_is_one(erp, &order).await?;
    told_once(erp, &record).await?;
    pages_repeat(erp).await?;
    if erp.can().keeps_details { keeps_details(erp, &order).await } else { Ok(()) }
}

/// An address is made, made again under the same key, changed, and taken out of use; a contact is changed.
async fn keeps_details(erp: &dyn Erp, order: &PlaceOrder) -> anyhow::Result<()> {
    let number = format!("for {}", order.number);
    let mut address = KeepAddress {
        customer: order.customer.clone(),
        number: number.clone(),
        erp_id: None,
        address: order.delivery_address.clone(),
        default_delivery: false,
        default_invoice: false,
    };
    let made = Command::KeepAddress(Box::new(address.clone()));
    let first = address_id(erp, "made", &made).await?;
    ensure!(!first.is_empty(), "the receipt names the ERP's address");
    let again = address_id(erp, "made", &made).await?;
    ensure!(first == again, "the same key made two addresses: {first} and {again}");
    address.erp_id = Some(first.clone());
    address.address.line1 = "2 Other Street".to_owned();
    let changed = Command::KeepAddress(Box::new(address.clone()));
    let changed = address_id(erp, "changed", &changed).await?;
    ensure!(changed == first, "changing {first} made {changed}");
    let customer = address.customer;
    let close = CloseAddress { customer: customer.clone(), number, erp_id: Some(first) };
    for _ in 0..2 {
        let close = Command::CloseAddress(close.clone());
        erp.push(&IdempotencyKey("closed".to_owned()), &close).await.map_err(said)?;
    }
    let contact = KeepContact {
        customer: customer.clone(),
        name: Some("Somebody Else".to_owned()),
        email: None,
        phone: None,
    };
    let key = IdempotencyKey("contact".to_owned());
    let receipt = erp.push(&key, &Command::KeepContact(contact)).await.map_err(said)?;
    let Record::Contact(record) = receipt.record else {
        anyhow::bail!("the receipt of a contact is for something else");
    };
    ensure!(record.customer == customer, "the receipt is for {}", record.customer);
    Ok(())
}

/// Pushes a command about an address; the ERP's identity for it.
async fn address_id(erp: &dyn Erp, key: &str, command: &Command) -> anyhow::Result<String> {
    let key = IdempotencyKey(format!("address {key}"));
    let receipt = erp.push(&key, command).await.map_err(said)?;
    match receipt.record {
        Record::Address(record) => Ok(record.erp_id),
        other => anyhow::bail!("the receipt of an address is {other:?}"),
    }
}

/// The same key twice: the same receipt, and one order.
async fn pushed_twice_is_one(erp: &dyn Erp, order: &PlaceOrder) -> anyhow::Result<OrderRecord> {
    let key = IdempotencyKey(order.number.clone());
    let command = Command::PlaceOrder(Box::new(order.clone()));
    let first = erp.push(&key, &command).await.map_err(said)?;
    let again = erp.push(&key, &command).await.map_err(said)?;
    ensure!(first == again, "the same key gave two receipts: {first:?} and {again:?}");
    let Record::Order(record) = first.record else {
        anyhow::bail!("the receipt of an order is for something else");
    };
    ensure!(record.number == order.number, "the receipt is for {}", record.number);
    ensure!(!record.erp_id.is_empty(), "the receipt names the ERP's order");
    Ok(record)
}

/// The feed tells of the order, with one identity.
async fn told_once(erp: &dyn Erp, record: &OrderRecord) -> anyhow::Result<()> {
    let mut ids = Vec::new();
    let mut cursor: Option<Cursor> = None;
    for _ in 0..PAGES_MOST {
        let page = erp.pull(Feed::Orders, cursor.as_ref()).await.map_err(said)?;
        if page.records.is_empty() {
            ensure!(page.next == cursor, "an empty page leaves the cursor where it was");
            ids.dedup();
            ensure!(ids == [record.erp_id.clone()], "the feed tells of {ids:?}");
            return Ok(());
        }
        ensure!(page.next.is_some() && page.next != cursor, "a page with records moves on");
        for told in page.records {
            if let Record::Order(told) = told
                && told.number == record.number
            {
                ids.push(told.erp_id);
            }
        }
        cursor = page.next;
    }
    anyhow::bail!("the feed of orders never ends")
}

/// Asking twice from one place gives the same page: pulling writes nothing.
async fn pages_repeat(erp: &dyn Erp) -> anyhow::Result<()> {
    let first = erp.pull(Feed::Orders, None).await.map_err(said)?;
    let again = erp.pull(Feed::Orders, None).await.map_err(said)?;
    ensure!(first.records == again.records, "the same page told two things");
    let next = first.next.context("a feed with records has a cursor")?;
    ensure!(again.next == Some(next), "the same page ended in two places");
    Ok(())
}

fn said(error: ErpError) -> anyhow::Error {
    anyhow::Error::new(error)
}
