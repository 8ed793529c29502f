//! Numbers of companies as people type them: whether they can stand on a document at all.

use super::{codes, numbers};
use crate::invoice::Identifier;

/// Why a number cannot stand on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Not a scheme, a colon and a number.
    Shape,
    /// The scheme is not on its list.
    Scheme,
    /// A digit is wrong: the number does not prove itself.
    CheckDigit,
}

/// A number in a register of companies (BT-30, BT-47), typed as scheme and number: `0106:12345678`.
///
/// # Errors
/// An [`IdFault`].
pub fn legal_id(text: &str) -> Result<Identifier, IdFault> {
    read(text, codes::is_legal_scheme)
}

/// Where e-invoices go (BT-34, BT-49), typed as scheme and address: `9930:DE123456789`.
///
/// # Errors
/// An [`IdFault`].
pub fn endpoint(text: &str) -> Result<Identifier, IdFault> {
    read(text, |scheme| codes::ENDPOINT_SCHEMES.contains(&scheme))
}

fn read(text: &str, is_known: impl Fn(&str) -> bool) -> Result<Identifier, IdFault> {
    let id = Identifier::parse(text).ok_or(IdFault::Shape)?;
    if !is_known(&id.scheme) {
        return Err(IdFault::Scheme);
    }
    match numbers::check_digits(&id.scheme, &id.value) {
        Some((_, false)) => Err(IdFault::CheckDigit),
        _ => Ok(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_by_its_list_and_its_check_digit() {
        assert!(legal_id(" 0106 : 12345678 ").is_ok_and(|id| id.value == "12345678"));
        assert!(endpoint("EM:invoices@cafes.example").is_ok());
        for no in ["", "12345678", ":12", "0106:", "0106:12 34\n5"] {
            assert_eq!(legal_id(no), Err(IdFault::Shape), "{no:?}");
        }
        assert_eq!(legal_id("9930:DE123456789"), Err(IdFault::Scheme), "an address, no register");
        assert_eq!(endpoint("0001:5"), Err(IdFault::Scheme));
        assert!(endpoint("0088:7300010000001").is_ok());
        assert_eq!(endpoint("0088:7300010000002"), Err(IdFault::CheckDigit));
    }
}
