//! What every gateway must keep, as checks that its tests run against it (or against a fake server of it). One that passes can
//! be trusted with money.

use crate::{BackState, Gateway, GatewayError, Phase, Refund, StartPayment, Started};
use anyhow::{Context, ensure};
use async_trait::async_trait;
use portico_types::{Currency, Money};

/// What somebody does with a payment that was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The payer pays at once.
    Pay,
    /// The payer pays by a slow method.
    PayLater,
    /// The slow money arrives.
    Arrives,
    /// The slow money does not come.
    Bounces,
    /// The payer is declined.
    Decline,
    /// The payer gives up.
    Cancel,
    /// What was given back reaches the payer.
    RefundArrives,
    /// The payer's bank takes the money back.
    Dispute,
    /// It gives it to us again.
    DisputeWon,
}

/// The world around a gateway: payers and their banks.
#[async_trait]
pub trait Payer: Send + Sync {
    /// Does it.
    ///
    /// # Errors
    /// It cannot be done.
    async fn does(&self, gateway_id: &str, deed: Deed) -> anyhow::Result<()>;

    /// The next call meets a fault: it is done, and the answer is an error. False where the gateway has no such faults.
    async fn next_answer_is_lost(&self) -> bool;
}

/// A test for each promise, for a gateway and its payer: `contract_tests!(stripe, make)`.
#[macro_export]
macro_rules! contract_tests {
    ($($promise:ident),* ; $make:expr) => {
        $(#[tokio::test]
        async fn $promise() {
            let (gateway, payer) = $make.await;
            $crate::contract::$promise(&gateway, &payer).await.expect(stringify!($promise));
        })*
    };
    ($make:expr) => {
        $crate::contract_tests!(
            the_same_key_is_one_payment, paid_is_paid, slow_money_is_pending_first, slow_money_may_not_come,
            declined_is_never_paid, given_up_can_be_ended, a_paid_one_cannot_be_ended, money_goes_back_once,
            a_dispute_takes_all_and_gives_it_again, a_lost_answer_is_mended, others_are_not_known ; $make
        );
    };
}

fn asked(reference: &str) -> StartPayment {
    StartPayment {
        reference: reference.to_owned(),
        key: format!("portico:{reference}:start:1"),
        amount: Money::new(24_700, Currency::GBP),
        description: "INV-2026-0042, INV-2026-0043 – für Žofie & Co".to_owned(),
        return_url: format!("https://portal.example/payments/{reference}/back"),
        cancel_url: format!("https://portal.example/payments/{reference}/given-up"),
        hook_url: Some("https://portal.example/hooks/x".to_owned()),
        email: Some("anna@larchlime.example".to_owned()),
    }
}

async fn started(gateway: &dyn Gateway, reference: &str) -> anyhow::Result<Started> {
    let started = gateway.start(&asked(reference)).await?;
    ensure!(
        !started.gateway_id.is_empty() && !started.redirect_url.is_empty(),
        "it has an id and a page"
    );
    Ok(started)
}

async fn phase(gateway: &dyn Gateway, id: &str) -> anyhow::Result<Phase> {
    let state = gateway.status(id).await?;
    ensure!(state.gateway_id == id, "another payment was answered");
    ensure!(state.amount == Money::new(24_700, Currency::GBP), "the amount is ours");
    Ok(state.phase)
}

/// The same key twice: one payment, with our number and amount.
///
/// # Errors
/// Names the promise that was broken; so do all below.
pub async fn the_same_key_is_one_payment(
    gateway: &dyn Gateway,
    _: &dyn Payer,
) -> anyhow::Result<()> {
    let first = started(gateway, "PAY-1").await?;
    let again = started(gateway, "PAY-1").await?;
    ensure!(first == again, "the same key gave two payments");
    let other = started(gateway, "PAY-2").await?;
    ensure!(other.gateway_id != first.gateway_id, "two keys gave one payment");
    let state = gateway.status(&first.gateway_id).await?;
    ensure!(state.reference.as_deref() == Some("PAY-1"), "it kept {:?}", state.reference);
    ensure!(state.phase == Phase::Open && state.back.is_empty(), "nothing happened yet");
    Ok(())
}

/// Paid at once.
#[allow(missing_docs, clippy::missing_errors_doc)]
pub async fn paid_is_paid(gateway: &dyn Gateway, payer: &dyn Payer) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-3").await?.gateway_id;
    payer.does(&id, Deed::Pay).await?;
    ensure!(phase(gateway, &id).await? == Phase::Paid, "it is paid");
    Ok(())
}

/// On its way, then there.
#[allow(clippy::missing_errors_doc)]
pub async fn slow_money_is_pending_first(
    gateway: &dyn Gateway,
    payer: &dyn Payer,
) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-4").await?.gateway_id;
    payer.does(&id, Deed::PayLater).await?;
    ensure!(phase(gateway, &id).await? == Phase::Pending, "it is on its way");
    payer.does(&id, Deed::Arrives).await?;
    ensure!(phase(gateway, &id).await? == Phase::Paid, "it is there");
    Ok(())
}

/// On its way, then not.
#[allow(clippy::missing_errors_doc)]
pub async fn slow_money_may_not_come(
    gateway: &dyn Gateway,
    payer: &dyn Payer,
) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-5").await?.gateway_id;
    payer.does(&id, Deed::PayLater).await?;
    payer.does(&id, Deed::Bounces).await?;
    ensure!(phase(gateway, &id).await? == Phase::Failed, "it will not come");
    Ok(())
}

/// A decline is not the end everywhere, but no money.
#[allow(clippy::missing_errors_doc)]
pub async fn declined_is_never_paid(
    gateway: &dyn Gateway,
    payer: &dyn Payer,
) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-6").await?.gateway_id;
    payer.does(&id, Deed::Decline).await?;
    let found = phase(gateway, &id).await?;
    ensure!(matches!(found, Phase::Open | Phase::Failed), "declined, and {found:?}");
    Ok(())
}

/// What the payer gave up can be ended, twice as well, and is dead then.
#[allow(clippy::missing_errors_doc)]
pub async fn given_up_can_be_ended(gateway: &dyn Gateway, payer: &dyn Payer) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-7").await?.gateway_id;
    payer.does(&id, Deed::Cancel).await?;
    gateway.end(&id).await?;
    gateway.end(&id).await?;
    ensure!(phase(gateway, &id).await?.is_dead(), "nobody can pay it any more");
    ensure!(payer.does(&id, Deed::Pay).await.is_err(), "nobody can");
    Ok(())
}

/// What is paid stays.
#[allow(clippy::missing_errors_doc)]
pub async fn a_paid_one_cannot_be_ended(
    gateway: &dyn Gateway,
    payer: &dyn Payer,
) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-8").await?.gateway_id;
    payer.does(&id, Deed::Pay).await?;
    ensure!(matches!(gateway.end(&id).await, Err(GatewayError::Refused { .. })), "it is refused");
    ensure!(phase(gateway, &id).await? == Phase::Paid, "it stays paid");
    Ok(())
}

/// In parts, each once however often it is asked for, never more than was paid.
#[allow(clippy::missing_errors_doc)]
pub async fn money_goes_back_once(gateway: &dyn Gateway, payer: &dyn Payer) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-9").await?.gateway_id;
    let part = |number: i64, minor: i64| Refund {
        gateway_id: id.clone(),
        reference: format!("PAY-9/{number}"),
        key: format!("portico:PAY-9:refund:{number}"),
        amount: Money::new(minor, Currency::GBP),
        description: "Refund of PAY-9".to_owned(),
    };
    ensure!(gateway.refund(&part(1, 100)).await.is_err(), "nothing was paid yet");
    payer.does(&id, Deed::Pay).await?;
    for number in 1..=5 {
        let first = gateway.refund(&part(number, 100)).await?;
        let again =
            gateway.refund(&Refund { key: "another".to_owned(), ..part(number, 100) }).await?;
        ensure!(first.id == again.id, "the same refund twice is two");
    }
    let over = gateway.refund(&part(6, 24_201)).await;
    ensure!(matches!(over, Err(GatewayError::Refused { .. })), "more than is left: {over:?}");
    payer.does(&id, Deed::RefundArrives).await?;
    let state = gateway.status(&id).await?;
    let done: i64 =
        state.back.iter().filter(|b| b.state == BackState::Done).map(|b| b.amount.minor).sum();
    ensure!(
        done == 500 && state.back.len() == 5,
        "five times one pound went back: {:?}",
        state.back
    );
    ensure!(state.phase == Phase::Paid, "it stays paid");
    Ok(())
}

/// A dispute takes what is left; when it is won, the money is back.
#[allow(clippy::missing_errors_doc)]
pub async fn a_dispute_takes_all_and_gives_it_again(
    gateway: &dyn Gateway,
    payer: &dyn Payer,
) -> anyhow::Result<()> {
    let id = started(gateway, "PAY-10").await?.gateway_id;
    payer.does(&id, Deed::Pay).await?;
    payer.does(&id, Deed::Dispute).await?;
    let state = gateway.status(&id).await?;
    let taken = state.back.first().context("the dispute is told")?;
    ensure!(
        taken.state == BackState::Done && taken.amount.minor == 24_700,
        "all is away: {taken:?}"
    );
    payer.does(&id, Deed::DisputeWon).await?;
    let again = gateway.status(&id).await?.back;
    ensure!(again.len() == 1 && again[0].state == BackState::Undone, "it is here again: {again:?}");
    ensure!(again[0].id == taken.id, "it is the same dispute");
    Ok(())
}

/// Done, but the answer was lost: the same call again gives it; where the gateway keeps answering the fault, a new key does.
#[allow(clippy::missing_errors_doc)]
pub async fn a_lost_answer_is_mended(
    gateway: &dyn Gateway,
    payer: &dyn Payer,
) -> anyhow::Result<()> {
    if !payer.next_answer_is_lost().await {
        return Ok(());
    }
    let mut ask = asked("PAY-11");
    let first = gateway.start(&ask).await;
    ensure!(matches!(first, Err(GatewayError::TryLater { .. })), "the answer is lost: {first:?}");
    for attempt in 2..=3 {
        match gateway.start(&ask).await {
            Ok(started) => {
                ensure!(phase(gateway, &started.gateway_id).await? == Phase::Open, "it is open");
                return Ok(());
            }
            Err(GatewayError::TryLater { with_a_new_key: true, .. }) => {
                ask.key = format!("portico:PAY-11:start:{attempt}");
            }
            Err(other) => return Err(other.into()),
        }
    }
    anyhow::bail!("it is not mended")
}

/// Ids of nobody, and such as lead elsewhere.
#[allow(clippy::missing_errors_doc)]
pub async fn others_are_not_known(gateway: &dyn Gateway, _: &dyn Payer) -> anyhow::Result<()> {
    for id in ["tr_nobody", "cs_test_nobody", "", "../v1/refunds", "tr_../x", "a b"] {
        let found = gateway.status(id).await;
        ensure!(matches!(found, Err(GatewayError::Refused { .. })), "{id:?}: {found:?}");
    }
    Ok(())
}
