//! How fast a token may call, whichever server it calls: a bucket that fills steadily, kept in the database. Servers take
//! calls out of it some at a time, so that most requests write nothing.

use crate::platform::db::{Db, DbError, Tx, args};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Calls a minute.
pub const PER_MINUTE: i64 = 3_000;
/// Calls at once.
pub const BURST: i64 = 300;
/// Milliseconds until one more call may be made.
const REFILL_MS: i64 = 60_000 / PER_MINUTE;
/// Calls that a server takes out at a time.
const TAKEN_AT_ONCE: i64 = 50;
/// How long a server may use what it has taken out.
const USED_WITHIN_MS: i64 = 10_000;
/// Tokens a server remembers; those it has not heard of for long are forgotten beyond that.
const KEPT_MAX: usize = 10_000;

/// Tokens that go to the database at once.
const TURNS: usize = 64;

/// What each token has left here. Clones share it.
#[derive(Clone)]
pub struct Allowances(Arc<Inner>);

struct Inner {
    left: Mutex<HashMap<i64, Left>>,
    /// Whose turn it is to take out: a token's requests of one moment must not each take out a portion.
    turns: [tokio::sync::Mutex<()>; TURNS],
}

impl Default for Allowances {
    fn default() -> Allowances {
        let turns = std::array::from_fn(|_| tokio::sync::Mutex::new(()));
        Allowances(Arc::new(Inner { left: Mutex::default(), turns }))
    }
}

/// What a token has left at this server.
#[derive(Clone, Copy)]
enum Left {
    /// Calls that were taken out, and until when they are good.
    Calls(i64, i64),
    /// None before this moment.
    NotBefore(i64),
}

/// What the database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// So many calls are taken out.
    Calls(i64),
    /// None before this moment.
    NotBefore(i64),
}

impl Allowances {
    /// Takes one call of this token; the number inside is how many seconds to wait.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take(&self, db: &Db, token_id: i64, now: i64) -> Result<Result<(), u32>, DbError> {
        if let Some(known) = self.take_here(token_id, now) {
            return Ok(known);
        }
        let turn = usize::try_from(token_id.rem_euclid(TURNS as i64)).unwrap_or(0);
        let _turn = self.0.turns[turn].lock().await;
        // Whoever had the turn before may have taken out enough for all who waited.
        if let Some(known) = self.take_here(token_id, now) {
            return Ok(known);
        }
        let answer = db.write(move |tx| take_out(tx, token_id)).await?;
        let mut all = self.0.left.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT_MAX {
            all.retain(|_, left| left.until() > now);
        }
        let (left, told) = match answer {
            Answer::NotBefore(until) => (Left::NotBefore(until), Err(seconds(until - now))),
            Answer::Calls(calls) => (Left::Calls(calls - 1, now + USED_WITHIN_MS), Ok(())),
        };
        all.insert(token_id, left);
        Ok(told)
    }

    /// The answer that needs no database: a call is left, or it is known that there is none yet.
    fn take_here(&self, token_id: i64, now: i64) -> Option<Result<(), u32>> {
        let mut all = self.0.left.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(&token_id).filter(|left| left.until() > now)? {
            Left::Calls(calls, _) if *calls > 0 => {
                *calls -= 1;
                Some(Ok(()))
            }
            Left::Calls(..) => None,
            Left::NotBefore(until) => Some(Err(seconds(*until - now))),
        }
    }
}

impl Left {
    fn until(self) -> i64 {
        match self {
            Left::Calls(_, until) | Left::NotBefore(until) => until,
        }
    }
}

fn seconds(ms: i64) -> u32 {
    u32::try_from((ms.max(1) + 999) / 1_000).unwrap_or(60)
}

/// Takes calls out of a token's bucket. Each is paid for with [`REFILL_MS`]; nobody may be further ahead than a burst.
fn take_out(tx: &mut Tx, token_id: i64) -> Result<Answer, DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "insert into allowances (token_id, paid_until) values ($1, 0) on conflict do nothing",
        args![token_id],
    )?;
    // The row is the lock: whoever else takes out of it waits here.
    let paid_until = tx.one::<i64>(
        "update allowances set paid_until = case when paid_until < $2 then $2 else paid_until end
         where token_id = $1 returning paid_until",
        args![token_id, now],
    )?;
    let paid_until = paid_until.unwrap_or(now);
    let free = (now + BURST * REFILL_MS - paid_until) / REFILL_MS;
    if free < 1 {
        return Ok(Answer::NotBefore(paid_until - (BURST - 1) * REFILL_MS));
    }
    let calls = free.min(TAKEN_AT_ONCE);
    tx.exec_each_one(
        "update allowances set paid_until = paid_until + $2 where token_id = $1",
        &[args![token_id, calls * REFILL_MS]],
    )?;
    Ok(Answer::Calls(calls))
}

/// Throws away up to so many buckets that are full again; says how many.
pub fn sweep(tx: &mut Tx, most: i64) -> Result<u64, DbError> {
    let long_ago = tx.now() - 3_600_000;
    tx.exec(
        "delete from allowances where token_id in
             (select token_id from allowances where paid_until < $1 order by paid_until limit $2)
         and paid_until < $1",
        args![long_ago, most],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::on_both;
    use crate::testkit::race::{overlap, race};

    async fn calls(allowances: &Allowances, db: &Db, now: i64, most: usize) -> usize {
        let mut done = 0;
        while done < most && allowances.take(db, 1, now).await.unwrap().is_ok() {
            done += 1;
        }
        done
    }

    on_both!(scratch a_burst_then_a_steady_rate_at_all_servers_together, |test_db| {
        let (db, clock) = (test_db.db(), test_db.clock());
        let [one, two] = [Allowances::default(), Allowances::default()];
        let now = clock.now_ms();
        let burst = usize::try_from(BURST).unwrap();
        assert_eq!(calls(&one, &db, now, 120).await, 120);
        let both = 120 + calls(&two, &db, now, 1_000).await;
        // What the first has taken out and not used is all that may be missing.
        assert_eq!(both, burst - 30);
        assert_eq!(calls(&one, &db, now, 1_000).await, 30);
        assert_eq!(one.take(&db, 1, now).await, Ok(Err(1)));
        assert_eq!(two.take(&db, 2, now).await, Ok(Ok(())), "another token");
        clock.advance(REFILL_MS);
        assert_eq!(one.take(&db, 1, clock.now_ms()).await, Ok(Ok(())));
        assert_eq!(two.take(&db, 1, clock.now_ms()).await, Ok(Err(1)));
        let mut allowed = 0;
        for _ in 0..500 {
            clock.advance(20);
            let at = [&one, &two][allowed % 2];
            allowed += usize::from(at.take(&db, 1, clock.now_ms()).await.unwrap().is_ok());
        }
        assert!((400..=530).contains(&allowed), "{allowed} in ten seconds");
        assert_eq!(db.write(|tx| sweep(tx, 10)).await, Ok(0));
        clock.advance(3_700_000);
        assert_eq!(db.write(|tx| sweep(tx, 10)).await, Ok(2));
    });

    on_both!(scratch all_requests_of_a_moment_share_one_portion, |test_db| {
        let (allowances, db, now) = (Allowances::default(), test_db.db(), test_db.clock().now_ms());
        let asked = allowances.clone();
        let answers = race(40, move |_| {
            let (allowances, db) = (asked.clone(), db.clone());
            async move { allowances.take(&db, 1, now).await.unwrap() }
        }).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    });

    on_both!(scratch the_last_portion_goes_to_one_of_two_servers, |test_db| {
        let db = test_db.db();
        let take = || move |tx: &mut Tx| take_out(tx, 1);
        for _ in 1..BURST / TAKEN_AT_ONCE {
            assert_eq!(db.write(take()).await, Ok(Answer::Calls(TAKEN_AT_ONCE)));
        }
        let (one, two) = overlap(&db, take(), take()).await;
        assert_eq!(one, Ok(Answer::Calls(TAKEN_AT_ONCE)));
        assert!(matches!(two, Ok(Answer::NotBefore(_))), "{two:?}");
    });

    on_both!(scratch many_at_two_servers_get_no_more_than_the_burst, |test_db| {
        let now = test_db.clock().now_ms();
        let other = Db::open(&test_db.config(), test_db.clock(), crate::platform::ids::Ids::seeded(2)).unwrap();
        let servers = [(Allowances::default(), test_db.db()), (Allowances::default(), other)];
        let done = race(40, |number| {
            let (allowances, db) = servers[number % 2].clone();
            async move { calls(&allowances, &db, now, 100).await }
        }).await;
        let all: usize = done.into_iter().sum();
        assert!(all <= usize::try_from(BURST).unwrap(), "{all} calls");
        assert!(all >= usize::try_from(BURST - TAKEN_AT_ONCE).unwrap(), "{all} calls");
    });
}
