//! Numbers that carry their own proof: GLN, GTIN, IBAN, VAT numbers and the registers of some countries.

/// The Peppol rule and its verdict on a number of this scheme; none for a scheme without check digits that we know.
pub(super) fn check_digits(scheme: &str, value: &str) -> Option<(&'static str, bool)> {
    Some(match scheme {
        "0088" => ("PEPPOL-COMMON-R040", value.len() >= 7 && is_gs1(value)),
        "0192" => ("PEPPOL-COMMON-R041", is_norwegian(value)),
        "0184" => ("PEPPOL-COMMON-R042", is_danish(value)),
        "0208" => ("PEPPOL-COMMON-R043", is_belgian(value)),
        "0007" => ("PEPPOL-COMMON-R049", value.len() == 10 && is_luhn(value)),
        "0151" => ("PEPPOL-COMMON-R050", is_australian(value)),
        _ => return None,
    })
}

/// Digits of a text of digits; none where anything else stands in it.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

/// The check digit of GS1 (GLN, GTIN): 3 and 1 by turns from the right.
fn is_gs1(text: &str) -> bool {
    let Some(digits) = digits(text) else { return false };
    let weighed = digits.iter().rev().enumerate().map(|(n, d)| if n % 2 == 1 { d * 3 } else { *d });
    !digits.is_empty() && weighed.sum::<u32>().is_multiple_of(10)
}

/// A GTIN of 8, 12, 13 or 14 digits.
pub(super) fn is_gtin(text: &str) -> bool {
    matches!(text.len(), 8 | 12 | 13 | 14) && is_gs1(text)
}

/// The weighted sum of the digits, modulo `by`.
fn weighed(digits: &[u32], weights: &[u32], by: u32) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>() % by
}

fn is_norwegian(text: &str) -> bool {
    let Some(digits) = digits(text).filter(|d| d.len() == 9) else { return false };
    weighed(&digits, &[3, 2, 7, 6, 5, 4, 3, 2, 1], 11) == 0
}

/// `DK` and eight digits: only the form is asked.
fn is_danish(text: &str) -> bool {
    text.strip_prefix("DK").is_some_and(|number| number.len() == 8 && digits(number).is_some())
}

fn is_belgian(text: &str) -> bool {
    let number = digits(text).filter(|d| d.len() == 10).and_then(|_| text.parse::<u64>().ok());
    number.is_some_and(|n| 97 - (n / 100) % 97 == n % 100)
}

/// Swedish register: the even places from the right are doubled.
fn is_luhn(text: &str) -> bool {
    let Some(digits) = digits(text) else { return false };
    let doubled = |d: &u32| if d * 2 > 9 { d * 2 - 9 } else { d * 2 };
    let each =
        digits.iter().rev().enumerate().map(|(n, d)| if n % 2 == 1 { doubled(d) } else { *d });
    each.sum::<u32>().is_multiple_of(10)
}

fn is_australian(text: &str) -> bool {
    let Some(mut digits) = digits(text).filter(|d| d.len() == 11 && d[0] > 0) else { return false };
    digits[0] -= 1;
    weighed(&digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19], 89) == 0
}

/// An IBAN with right check digits, or a number that does not look like one (not every country has them).
pub(super) fn is_account(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = plain.as_bytes();
    let looks_like_one = bytes.len() >= 5
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    if !looks_like_one {
        return true;
    }
    if bytes.len() > 34 || !plain.is_ascii() {
        return false;
    }
    let mut turned = plain[4..].chars().chain(plain[..4].chars());
    let rest = turned.try_fold(0_u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some(if value > 9 { (rest * 100 + value) % 97 } else { (rest * 10 + value) % 97 })
    });
    rest == Some(1)
}

/// Two letters of a country (`EL` is Greece, `XI` Northern Ireland), then 2 to 13 letters and digits.
pub(super) fn is_vat_number(text: &str) -> bool {
    let Some((country, rest)) = text.split_at_checked(2) else { return false };
    let is_country = matches!(country, "EL" | "XI")
        || (portico_types::Country::from_code(country).is_some_and(|c| c.code() == country));
    let is_rest = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '+' | '*');
    is_country && (2..=13).contains(&rest.len()) && rest.chars().all(is_rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_prove_themselves() {
        for (scheme, good, bad) in [
            ("0088", "5790000436071", "5790000436072"),
            ("0192", "974760673", "974760674"),
            ("0184", "DK13585628", "13585628"),
            ("0208", "0202239951", "0202239952"),
            ("0007", "5564231131", "5564231132"),
            ("0151", "51824753556", "51824753557"),
        ] {
            assert_eq!(check_digits(scheme, good).map(|(_, is)| is), Some(true), "{scheme} {good}");
            assert_eq!(check_digits(scheme, bad).map(|(_, is)| is), Some(false), "{scheme} {bad}");
            assert_eq!(check_digits(scheme, "").map(|(_, is)| is), Some(false), "{scheme} empty");
            assert_eq!(
                check_digits(scheme, "é").map(|(_, is)| is),
                Some(false),
                "{scheme} letters"
            );
        }
        assert_eq!(check_digits("0106", "1"), None);
    }

    #[test]
    fn accounts_codes_and_vat_numbers() {
        assert!(is_account("NL91 ABNA 0417 1643 00") && is_account("GB82WEST12345698765432"));
        assert!(!is_account("NL92ABNA0417164300") && !is_account("NL91ÀBNA0417164300"));
        assert!(is_account("20-00-00 12345678"), "an account without IBAN");
        assert!(is_gtin("4006381333931") && !is_gtin("4006381333932") && !is_gtin("400638133393"));
        for good in ["NL123456789B01", "EL123456789", "XI123456789", "ATU12345678"] {
            assert!(is_vat_number(good), "{good}");
        }
        for bad in ["123456789", "ZZ123456789", "nl123456789B01", "NL 123", "N", "", "éé12"] {
            assert!(!is_vat_number(bad), "{bad}");
        }
    }
}
