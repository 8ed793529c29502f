//! What every connector must keep, as checks that its tests run against it (or against a fake server
//! of its ERP). A connector that passes can be trusted with orders.

use crate::{
    Command, Cursor, Erp, ErpError, Feed, IdempotencyKey, OrderRecord, PlaceOrder, Record,
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
    pages_repeat(erp).await
}

/// The same key twice: the same receipt, and one order.
async fn pushed_twice_is_one(erp: &dyn Erp, order: &PlaceOrder) -> anyhow::Result<OrderRecord> {
    let key = IdempotencyKey(order.number.clone());
    let command = Command::PlaceOrder(Box::new(order.clone()));
    let first = erp.push(&key, &command).await.map_err(said)?;
    let again = erp.push(&key, &command).await.map_err(said)?;
    ensure!(first == again, "the same key gave two receipts: {first:?} and {again:?}");
    let Record::Order(record) = first.record;
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
        for Record::Order(told) in page.records {
            if told.number == record.number {
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
