//! What a product is called by hand, and what is derived of it.

use super::super::examine;
use crate::args;
use crate::catalogue::shelf;
use crate::platform::db::{DbError, Tx};
use crate::testkit::in_world;
use crate::testkit::world::World;

/// MUG-SAND is called sold out; how many derived flags are wrong then.
async fn wrong_flags(world: &World, refreshed: bool) -> usize {
    let call = move |tx: &mut Tx| -> Result<usize, DbError> {
        let ids = tx.all::<i64>(
            "update products set stock_label = 'sold_out' where sku_key = 'MUG-SAND' returning id",
            args![],
        )?;
        if refreshed {
            shelf::refresh(tx, &ids)?;
        }
        let found = examine(tx)?;
        Ok(found.breaches.iter().filter(|breach| breach.check == "shelf_flags").count())
    };
    world.db.write(call).await.unwrap()
}

in_world!(what_is_called_sold_out_by_hand_is_available_to_nobody, |world| {
    assert_eq!(wrong_flags(&world, false).await, 1);
    assert_eq!(wrong_flags(&world, true).await, 0);
});
