//! What nobody needs any more is thrown away, in small batches. Every batch is a deletion that may
//! be repeated, so servers need not agree who does it.

use crate::access::{email_change, session};
use crate::billing::pay::told;
use crate::platform::auth::{allowance, throttle};
use crate::platform::db::{Db, DbError, Tx};
use crate::platform::{idempotency, outbox};

/// Rows that one transaction deletes at most.
const BATCH: i64 = 1_000;

/// Deletes up to so many rows; says how many there were.
type Sweep = fn(&mut Tx, i64) -> Result<u64, DbError>;

const SWEEPS: [Sweep; 8] = [
    session::sweep,
    session::sweep_links,
    email_change::sweep,
    throttle::sweep,
    allowance::sweep,
    idempotency::sweep,
    outbox::sweep,
    told::sweep,
];

/// Throws away everything that is long over; says how many rows it was.
///
/// # Errors
/// What the database says; batches before that are gone for good.
pub async fn sweep(db: &Db) -> Result<u64, DbError> {
    let mut gone = 0;
    for sweep in SWEEPS {
        loop {
            let swept = db.write(move |tx| sweep(tx, BATCH)).await?;
            gone += swept;
            if swept < BATCH.unsigned_abs() {
                break;
            }
        }
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;
    use crate::platform::db::View;
    use crate::testkit::in_world;
    use crate::testkit::world::World;

    const DAY_MS: i64 = 24 * 3_600_000;

    /// Rows of sessions, links, throttle, idempotency and outbox.
    async fn counts(world: &World) -> [i64; 5] {
        let read = |view: &mut View| {
            view.one::<(i64, i64, i64, i64, i64)>(
                "select (select count(*) from sessions), (select count(*) from login_links),
                     (select count(*) from throttle), (select count(*) from idempotency),
                     (select count(*) from outbox)",
                args![],
            )
        };
        let (sessions, links, throttle, idempotency, outbox) =
            world.db.read(read).await.unwrap().unwrap();
        [sessions, links, throttle, idempotency, outbox]
    }

    /// 1,200 keys and wishes done, a throttled address, a link; and one wish in every other state.
    async fn fill(world: &World) {
        let login_id = world.login("anna@").id;
        let fill = move |tx: &mut Tx| -> Result<(), DbError> {
            let now = tx.now();
            let keys: Vec<String> = (0..1_200).map(|number| format!("k{number}")).collect();
            let ids: Vec<i64> = (0..1_204).map(|_| tx.new_id()).collect();
            let hash = [0_u8; 32];
            let sets: Vec<_> =
                keys.iter().zip(&ids).map(|(key, id)| args![*id, key, &hash[..], now]).collect();
            let _ = tx.exec_many(
                "insert into idempotency (id, scope, key, route, content_hash, status, body, created_at)
                 values ($1, 'test', $2, 'GET /', $3, 200, '', $4)",
                &sets,
            )?;
            let done = keys.iter().map(|key| (key.as_str(), "done", Some(now)));
            let others =
                [("r", "refused", Some(now)), ("d", "dead", Some(now)), ("w", "waiting", None)];
            let sets: Vec<_> = ids
                .iter()
                .zip(done.chain(others))
                .map(|(id, (key, state, ended))| args![*id, key, state, now, ended])
                .collect();
            let _ = tx.exec_many(
                "insert into outbox (id, queue, kind, idempotency_key, body, state, attempts, next_at,
                     lease_until, created_at, finished_at)
                 values ($1, 'test', 'test', $2, '{}', $3, 1, $4, 0, $4, $5)",
                &sets,
            )?;
            let _ = tx.exec(
                "insert into throttle (key, failures, first_at, blocked_until) values ('k', 3, $1, 0)",
                args![now],
            )?;
            let _ = tx.exec(
                "insert into login_links (id, login_id, purpose, secret_hash, created_at, ends_at)
                 values ($1, $2, 'password', $3, $4, $4)",
                args![ids[1_203], login_id, &hash[..], now],
            )?;
            Ok(())
        };
        world.db.write(fill).await.unwrap();
    }

    in_world!(what_is_long_over_goes_and_nothing_before_its_time, |world| {
        let [sessions, links, ..] = counts(&world).await;
        drop(world.sign_in("anna@").await);
        fill(&world).await;
        let all = [sessions + 1, links + 1, 1, 1_200, 1_203];
        assert_eq!(counts(&world).await, all);
        assert_eq!(sweep(&world.db).await, Ok(0));
        world.clock.advance(45 * DAY_MS);
        let swept = sweep(&world.db).await.unwrap();
        let [_, _, throttle, idempotency, outbox] = counts(&world).await;
        assert_eq!((throttle, idempotency, outbox), (0, 1_200, 1_203), "45 days are not over yet");
        assert!(swept >= 2, "the throttled address and the link are gone: {swept}");
        world.clock.advance(1);
        assert_eq!(sweep(&world.db).await, Ok(1_200));
        world.clock.advance(45 * DAY_MS - 1);
        let _ = sweep(&world.db).await.unwrap();
        assert_eq!(counts(&world).await[4], 1_203, "90 days are not over yet");
        world.clock.advance(1);
        assert_eq!(sweep(&world.db).await, Ok(1_201));
        assert_eq!(counts(&world).await, [0, 0, 0, 0, 2], "what waits or was given up stays");
        assert_eq!(sweep(&world.db).await, Ok(0));
        world.leave_unhandled();
    });
}
