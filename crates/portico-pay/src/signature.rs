//! Stripe's signature of a message: HMAC-SHA256 over the moment and the raw body, with tolerance of time and several secrets
//! while they are being changed.

use crate::{Key, MessageError, Moment};
use ring::hmac;

/// How far a signature's moment may lie from ours, both ways, in seconds.
pub const TOLERANCE_S: i64 = 300;

/// Checks the header `Stripe-Signature` of a body against any of the secrets.
///
/// # Errors
/// `Unsigned`, `Forged` or `NotNow`.
pub fn verify(header: &str, body: &[u8], secrets: &[Key], now: Moment) -> Result<(), MessageError> {
    let (at, signatures) = parts(header).ok_or(MessageError::Unsigned)?;
    let signed = signed(at, body);
    let usable = secrets.iter().filter(|secret| !secret.is_blank());
    let genuine =
        usable.map(|secret| hmac::Key::new(hmac::HMAC_SHA256, secret.bytes())).any(|key| {
            signatures.iter().any(|signature| hmac::verify(&key, &signed, signature).is_ok())
        });
    if !genuine {
        return Err(MessageError::Forged);
    }
    let apart = (now.0 / 1000).abs_diff(at);
    if apart > TOLERANCE_S.unsigned_abs() { Err(MessageError::NotNow) } else { Ok(()) }
}

/// The header's value for a body, as the gateway makes it.
#[must_use]
pub fn sign(secret: &Key, at_s: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.bytes());
    let signature = hmac::sign(&key, &signed(at_s, body));
    let hex: String = signature.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={at_s},v1={hex}")
}

fn signed(at_s: i64, body: &[u8]) -> Vec<u8> {
    let mut signed = format!("{at_s}.").into_bytes();
    signed.extend_from_slice(body);
    signed
}

/// The moment and every `v1`; other schemes are ignored. None where a moment or all signatures are missing.
fn parts(header: &str) -> Option<(i64, Vec<Vec<u8>>)> {
    let mut at = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) if at.is_none() => at = Some(value.parse::<i64>().ok()?),
            Some(("t", _)) => return None,
            Some(("v1", value)) => signatures.extend(unhex(value)),
            _ => {}
        }
    }
    (!signatures.is_empty()).then_some((at?, signatures))
}

/// Lower-case hex, 32 bytes.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let lower = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() != 64 || !text.bytes().all(lower) {
        return None;
    }
    (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: i64 = 1_790_000_123;
    const BODY: &[u8] =
        br#"{"id":"evt_portico0001","object":"event","type":"checkout.session.completed"}"#;
    const V1: &str = "ccb406634c5b0a28aaf74e04a07ae9b907000e24b77e2e2542d10d382042756d";

    fn secret() -> Key {
        Key::new("whsec_portico_unit_test")
    }

    fn at(header: &str, now_s: i64) -> Result<(), MessageError> {
        verify(header, BODY, &[secret()], Moment(now_s * 1000))
    }

    #[test]
    fn the_published_vector_holds() {
        assert_eq!(sign(&secret(), AT, BODY), format!("t={AT},v1={V1}"));
        assert_eq!(at(&format!("t={AT},v1={V1}"), AT), Ok(()));
        assert_eq!(at(&format!("t={AT},v0=aa,v1={},v1={V1}", "0".repeat(64)), AT), Ok(()));
    }

    #[test]
    fn a_secret_may_be_changed_without_losing_a_message() {
        let header = format!("t={AT},v1={V1}");
        let now = Moment(AT * 1000);
        let secrets = [Key::new("whsec_new"), secret()];
        assert_eq!(verify(&header, BODY, &secrets, now), Ok(()));
        assert_eq!(verify(&header, BODY, &secrets[..1], now), Err(MessageError::Forged));
        assert_eq!(verify(&header, BODY, &[], now), Err(MessageError::Forged));
        let blank = sign(&Key::new(""), AT, BODY);
        assert_eq!(verify(&blank, BODY, &[Key::new("")], now), Err(MessageError::Forged));
    }

    #[test]
    fn old_and_early_ones_are_refused() {
        let header = format!("t={AT},v1={V1}");
        assert_eq!(at(&header, AT + 300), Ok(()));
        assert_eq!(at(&header, AT + 301), Err(MessageError::NotNow));
        assert_eq!(at(&header, AT - 301), Err(MessageError::NotNow));
        assert_eq!(
            verify(&format!("t={},v1={V1}", i64::MIN), BODY, &[secret()], Moment(0)),
            Err(MessageError::Forged)
        );
    }

    #[test]
    fn what_is_not_a_signature_is_refused() {
        for header in [
            "",
            "t=",
            "v1=",
            &format!("v1={V1}"),
            &format!("t={AT}"),
            "t=x,v1=y",
            &format!("t={AT},t={AT},v1={V1}"),
            &format!("t={AT},v0={V1}"),
        ] {
            assert_eq!(at(header, AT), Err(MessageError::Unsigned), "{header}");
        }
        let altered = &format!("t={},v1={V1}", AT + 1);
        assert_eq!(at(altered, AT), Err(MessageError::Forged));
        let upper = format!("t={AT},v1={}", V1.to_uppercase());
        assert_eq!(at(&upper, AT), Err(MessageError::Unsigned));
    }
}
