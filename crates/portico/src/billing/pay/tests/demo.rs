//! The demo gateway keeps what every gateway keeps.

use crate::billing::pay::demo::{Deed, Demo, does};
use crate::platform::db::{Db, DbError, Tx};
use crate::testkit::world::in_world;
use anyhow::ensure;
use async_trait::async_trait;
use portico_pay::contract::{self, Deed as Wanted, Payer};

struct Hands(Db);

#[async_trait]
impl Payer for Hands {
    async fn does(&self, id: &str, deed: Wanted) -> anyhow::Result<()> {
        let deed = match deed {
            Wanted::Pay => Deed::Pay,
            Wanted::PayLater => Deed::PayLater,
            Wanted::Arrives => Deed::Arrives,
            Wanted::Bounces | Wanted::Decline => Deed::Fail,
            Wanted::Cancel => Deed::Cancel,
            Wanted::Dispute => Deed::Dispute,
            Wanted::DisputeWon => Deed::DisputeWon,
            Wanted::RefundArrives => return Ok(()),
        };
        let id = id.to_owned();
        let done: Result<bool, DbError> =
            self.0.write(move |tx: &mut Tx| does(tx, &id, deed)).await;
        ensure!(done.expect("the database answers"), "it cannot be done as it stands");
        Ok(())
    }

    async fn next_answer_is_lost(&self) -> bool {
        false
    }
}

in_world!(the_demo_gateway_keeps_the_contract, |world| {
    let (gateway, payer) = (Demo::new(world.db.clone()), Hands(world.db.clone()));
    contract::the_same_key_is_one_payment(&gateway, &payer).await.unwrap();
    contract::paid_is_paid(&gateway, &payer).await.unwrap();
    contract::slow_money_is_pending_first(&gateway, &payer).await.unwrap();
    contract::slow_money_may_not_come(&gateway, &payer).await.unwrap();
    contract::declined_is_never_paid(&gateway, &payer).await.unwrap();
    contract::given_up_can_be_ended(&gateway, &payer).await.unwrap();
    contract::a_paid_one_cannot_be_ended(&gateway, &payer).await.unwrap();
    contract::money_goes_back_once(&gateway, &payer).await.unwrap();
    contract::a_dispute_takes_all_and_gives_it_again(&gateway, &payer).await.unwrap();
    contract::others_are_not_known(&gateway, &payer).await.unwrap();
});
