//! The second factor: a code of six digits from an authenticator app (TOTP, RFC 6238), or one of ten recovery codes.
//! Each code counts once: the newest used time step is claimed by a guarded update, a recovery code likewise.

use super::deeds;
use super::notices::{self, Notice};
use super::session::{self, How};
use crate::platform::auth::throttle::{self, Limit, Verdict};
use crate::platform::db::{DbError, Tx, View, args};
use sha2::{Digest, Sha256};
use totp_rs::{Algorithm, Builder, Totp};

/// Recovery codes that are made at a time.
pub const CODES: usize = 10;
/// Seconds that a code holds; the one before and the one after are taken too.
const STEP_S: u64 = 30;
const MINUTE_MS: i64 = 60_000;

/// Why a code is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is wrong, used or too old.
    NoMatch {
        /// Tries left before a pause.
        left: i64,
    },
    /// Too many failures: not before this moment (Unix milliseconds).
    Paused {
        /// When the pause ends.
        until: i64,
    },
}

/// How a login stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Since when a code is asked for, Unix milliseconds.
    pub since: i64,
    /// Recovery codes left.
    pub codes_left: i64,
}

/// Whether a code is asked for when this login signs in.
pub fn is_on(view: &mut View, login_id: i64) -> Result<bool, DbError> {
    Ok(standing(view, login_id)?.is_some())
}

/// How a login stands; `None`: it has no second factor.
pub fn standing(view: &mut View, login_id: i64) -> Result<Option<Standing>, DbError> {
    let found = view.one::<(i64, i64)>(
        "select f.confirmed_at,
             (select count(*) from recovery_codes c where c.login_id = f.login_id and c.used_at is null)
         from second_factors f where f.login_id = $1 and f.confirmed_at is not null",
        args![login_id],
    )?;
    Ok(found.map(|(since, codes_left)| Standing { since, codes_left }))
}

/// The secret to put into the app, until the first code confirms it: the same each time the page is opened.
pub fn prepare(tx: &mut Tx, login_id: i64) -> Result<Vec<u8>, DbError> {
    let (now, fresh) = (tx.now(), tx.secret());
    let _ = tx.exec(
        "insert into second_factors (login_id, secret, last_step, created_at) values ($1, $2, 0, $3)
         on conflict (login_id) do nothing",
        args![login_id, &fresh[..20], now],
    )?;
    let secret = tx.one::<Vec<u8>>(
        "select secret from second_factors where login_id = $1 and confirmed_at is null",
        args![login_id],
    )?;
    Ok(secret.unwrap_or_default())
}

/// The first code: from now on one is asked for, and the other sessions end. Answers the recovery codes, told once.
pub fn confirm(
    tx: &mut Tx,
    login_id: i64,
    session_id: i64,
    code: &str,
) -> Result<Result<Vec<String>, Refusal>, DbError> {
    let left = match count(tx, login_id)? {
        Ok(left) => left,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let secret = tx.one::<Vec<u8>>(
        "select secret from second_factors where login_id = $1 and confirmed_at is null",
        args![login_id],
    )?;
    let now = tx.now();
    let Some(step) = secret.and_then(|secret| step_of(&secret, code, now)) else {
        return Ok(Err(Refusal::NoMatch { left }));
    };
    let confirmed = tx.exec(
        "update second_factors set confirmed_at = $2, last_step = $3
         where login_id = $1 and confirmed_at is null",
        args![login_id, now, step],
    )?;
    if confirmed != 1 {
        return Ok(Err(Refusal::NoMatch { left }));
    }
    throttle::forget(tx, &limit(login_id).key)?;
    let ended = session::end_others(tx, login_id, Some(session_id), How::Safety)?;
    session::proved(tx, session_id)?;
    let facts = serde_json::json!({ "sessions_ended": ended });
    deeds::of_login(tx, "second_factor_set", Some(login_id), login_id, facts)?;
    Ok(Ok(new_codes(tx, login_id)?))
}

/// Takes a code of the app or a recovery code, once, and counts the try before it looks.
pub fn take(tx: &mut Tx, login_id: i64, typed: &str) -> Result<Result<(), Refusal>, DbError> {
    let left = match count(tx, login_id)? {
        Ok(left) => left,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let plain: String =
        typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let good = claim_step(tx, login_id, &plain)? || claim_recovery(tx, login_id, &plain)?;
    if !good {
        if left == 0 {
            deeds::blocked(tx, Some(login_id))?;
        }
        return Ok(Err(Refusal::NoMatch { left }));
    }
    throttle::forget(tx, &limit(login_id).key)?;
    Ok(Ok(()))
}

/// The guard of "once": a time step not newer than the last one used changes no row.
fn claim_step(tx: &mut Tx, login_id: i64, code: &str) -> Result<bool, DbError> {
    let secret = tx.one::<Vec<u8>>(
        "select secret from second_factors where login_id = $1 and confirmed_at is not null",
        args![login_id],
    )?;
    let now = tx.now();
    let Some(step) = secret.and_then(|secret| step_of(&secret, code, now)) else {
        return Ok(false);
    };
    let claimed = tx.exec(
        "update second_factors set last_step = $2
         where login_id = $1 and last_step < $2 and confirmed_at is not null",
        args![login_id, step],
    )?;
    Ok(claimed == 1)
}

fn claim_recovery(tx: &mut Tx, login_id: i64, code: &str) -> Result<bool, DbError> {
    let now = tx.now();
    let claimed = tx.exec(
        "update recovery_codes set used_at = $3
         where login_id = $1 and code_hash = $2 and used_at is null
         and login_id in (select login_id from second_factors where confirmed_at is not null)",
        args![login_id, &hash(code)[..], now],
    )?;
    if claimed == 1 {
        let facts = serde_json::json!({});
        deeds::of_login(tx, "recovery_code_used", Some(login_id), login_id, facts)?;
    }
    Ok(claimed == 1)
}

/// New recovery codes; those before are dead. Told once: only their hashes are kept. 120 random bits each, so that a
/// plain hash suffices (ASVS 6.5.2).
pub fn new_codes(tx: &mut Tx, login_id: i64) -> Result<Vec<String>, DbError> {
    let _ = tx.exec("delete from recovery_codes where login_id = $1", args![login_id])?;
    let codes: Vec<String> =
        (0..CODES).map(|_| totp_rs::Secret::new(tx.secret()[..15].into()).to_base32()).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| hash(code)).collect();
    let ids: Vec<i64> = codes.iter().map(|_| tx.new_id()).collect();
    let rows: Vec<_> =
        ids.iter().zip(&hashes).map(|(id, hash)| args![*id, login_id, &hash[..]]).collect();
    let _ = tx.exec_many(
        "insert into recovery_codes (id, login_id, code_hash) values ($1, $2, $3)",
        &rows,
    )?;
    let facts = serde_json::json!({});
    deeds::of_login(tx, "recovery_codes_made", Some(login_id), login_id, facts)?;
    Ok(codes.iter().map(|code| grouped(code)).collect())
}

/// Switches the second factor off; `by` is its owner, staff or nobody (the command line). `false`: there was none.
pub fn off(tx: &mut Tx, login_id: i64, by: Option<i64>) -> Result<bool, DbError> {
    let gone = tx.exec("delete from second_factors where login_id = $1", args![login_id])?;
    let _ = tx.exec("delete from recovery_codes where login_id = $1", args![login_id])?;
    if gone == 1 {
        deeds::of_login(tx, "second_factor_off", by, login_id, serde_json::json!({}))?;
        notices::tell(tx, login_id, Notice::FactorOff)?;
    }
    Ok(gone == 1)
}

/// Somebody lost app and codes: staff take the factor away, which ends the login's sessions.
pub fn reset(tx: &mut Tx, login_id: i64, by: Option<i64>) -> Result<bool, DbError> {
    let _ = session::end_others(tx, login_id, None, How::Safety)?;
    throttle::forget(tx, &limit(login_id).key)?;
    off(tx, login_id, by)
}

/// Text that an app reads from a picture, and the secret in letters for typing: both in one address.
#[must_use]
pub fn address(secret: &[u8], wholesaler: &str, email: &str) -> String {
    let plain = |text: &str| text.replace(':', " ");
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_secret(totp_rs::Secret::new(secret.into()))
        .with_account_name(plain(email))
        .with_issuer(Some(plain(wholesaler)))
        .build_noncompliant();
    totp.to_url().unwrap_or_default()
}

/// Letters and digits in groups of four, for reading and typing.
#[must_use]
pub fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The secret in letters.
#[must_use]
pub fn in_letters(secret: &[u8]) -> String {
    grouped(&totp_rs::Secret::new(secret.into()).to_base32())
}

/// The time step whose code this is, now or one step beside; compared in constant time.
fn step_of(secret: &[u8], code: &str, now_ms: i64) -> Option<i64> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(now_ms / 1_000).ok()?;
    i64::try_from(totp(secret).check(&code, seconds)?).ok()
}

fn totp(secret: &[u8]) -> Totp {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(STEP_S)
        .with_skew(1)
        .with_secret(totp_rs::Secret::new(secret.into()))
        .build_noncompliant()
}

fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(code.as_bytes()).into()
}

/// Five tries for a login, then pauses from ten minutes to an hour: a million codes are not tried out.
fn limit(login_id: i64) -> Limit {
    Limit {
        key: throttle::key("code", &login_id.to_string()),
        tries: 5,
        pause_ms: 10 * MINUTE_MS,
        pause_max_ms: 60 * MINUTE_MS,
        forget_ms: 24 * 60 * MINUTE_MS,
    }
}

fn count(tx: &mut Tx, login_id: i64) -> Result<Result<i64, Refusal>, DbError> {
    Ok(match throttle::count(tx, &limit(login_id))? {
        Verdict::Go { left } => Ok(left),
        Verdict::Wait { until } => Err(Refusal::Paused { until }),
    })
}

/// The code that an app would show at this moment, for tests.
#[cfg(test)]
pub(crate) fn code_at(secret: &[u8], now_ms: i64) -> String {
    totp(secret).generate(u64::try_from(now_ms / 1_000).unwrap()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1; its codes of eight digits end in ours of six.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")]
        {
            assert_eq!(code_at(secret, seconds * 1_000), code);
        }
    }

    #[test]
    fn a_code_holds_one_step_before_and_after_and_no_longer() {
        let secret = [7; 20];
        let code = code_at(&secret, 1_000_000_000);
        let step = 1_000_000 / 30;
        for (seconds, is_taken) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] {
            let taken = step_of(&secret, &code, 1_000_000_000 + seconds * 1_000);
            assert_eq!(taken, is_taken.then_some(step), "{seconds} s");
        }
        for bad in ["", "12345", "1234567", "abcdef", "+12345", "１２３４５６"] {
            assert_eq!(step_of(&secret, bad, 1_000_000_000), None, "{bad}");
        }
    }

    #[test]
    fn secrets_are_read_in_groups() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
        let address = address(&[0; 20], "Hartwell: & Pike", "anna@larchlime.example");
        assert!(address.starts_with("otpauth://totp/Hartwell"), "{address}");
        assert!(address.contains("secret=AAAAAAAA"), "{address}");
    }
}
