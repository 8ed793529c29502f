//! Postcodes as countries write them: shape only, not whether the place exists.

/// Shapes by country: `9` a digit, `A` a letter, `*` either. Blanks and hyphens do not count.
const SHAPES: &[(&str, &[&str])] = &[
    ("AD", &["AA999"]),
    ("AL", &["9999"]),
    ("AM", &["9999"]),
    ("AR", &["9999", "A9999AAA"]),
    ("AT", &["9999"]),
    ("AU", &["9999"]),
    ("BA", &["99999"]),
    ("BD", &["9999"]),
    ("BE", &["9999"]),
    ("BG", &["9999"]),
    ("BR", &["99999999"]),
    ("BY", &["999999"]),
    ("CA", &["A9A9A9"]),
    ("CH", &["9999"]),
    ("CL", &["9999999"]),
    ("CN", &["999999"]),
    ("CR", &["99999"]),
    ("CY", &["9999"]),
    ("CZ", &["99999"]),
    ("DE", &["99999"]),
    ("DK", &["9999"]),
    ("DO", &["99999"]),
    ("DZ", &["99999"]),
    ("EC", &["999999"]),
    ("EE", &["99999"]),
    ("ES", &["99999"]),
    ("FI", &["99999"]),
    ("FO", &["999"]),
    ("FR", &["99999"]),
    ("GB", &["A99AA", "A999AA", "A9A9AA", "AA99AA", "AA999AA", "AA9A9AA"]),
    ("GE", &["9999"]),
    ("GF", &["99999"]),
    ("GG", &["AA99AA", "AA999AA"]),
    ("GI", &["AA999AA"]),
    ("GL", &["9999"]),
    ("GP", &["99999"]),
    ("GR", &["99999"]),
    ("GT", &["99999"]),
    ("GU", &["99999", "999999999"]),
    ("HR", &["99999"]),
    ("HU", &["9999"]),
    ("ID", &["99999"]),
    ("IE", &["A9*****"]),
    ("IL", &["99999", "9999999"]),
    ("IM", &["AA99AA", "AA999AA"]),
    ("IN", &["999999"]),
    ("IS", &["999"]),
    ("IT", &["99999"]),
    ("JE", &["AA99AA", "AA999AA"]),
    ("JP", &["9999999"]),
    ("KE", &["99999"]),
    ("KR", &["99999"]),
    ("KZ", &["999999"]),
    ("LI", &["9999"]),
    ("LK", &["99999"]),
    ("LT", &["99999"]),
    ("LU", &["9999"]),
    ("LV", &["9999"]),
    ("MA", &["99999"]),
    ("MC", &["99999"]),
    ("MD", &["9999"]),
    ("ME", &["99999"]),
    ("MK", &["9999"]),
    ("MQ", &["99999"]),
    ("MT", &["AAA9999"]),
    ("MX", &["99999"]),
    ("MY", &["99999"]),
    ("NC", &["99999"]),
    ("NG", &["999999"]),
    ("NL", &["9999AA"]),
    ("NO", &["9999"]),
    ("NP", &["99999"]),
    ("NZ", &["9999"]),
    ("PE", &["99999"]),
    ("PF", &["99999"]),
    ("PH", &["9999"]),
    ("PK", &["99999"]),
    ("PL", &["99999"]),
    ("PR", &["99999", "999999999"]),
    ("PT", &["9999", "9999999"]),
    ("RE", &["99999"]),
    ("RO", &["999999"]),
    ("RS", &["99999", "999999"]),
    ("RU", &["999999"]),
    ("SA", &["99999", "999999999"]),
    ("SE", &["99999"]),
    ("SG", &["999999"]),
    ("SI", &["9999"]),
    ("SK", &["99999"]),
    ("SM", &["99999"]),
    ("TH", &["99999"]),
    ("TN", &["9999"]),
    ("TR", &["99999"]),
    ("TW", &["999", "99999", "999999"]),
    ("UA", &["99999"]),
    ("US", &["99999", "999999999"]),
    ("UY", &["99999"]),
    ("VI", &["99999", "999999999"]),
    ("VN", &["99999", "999999"]),
    ("YT", &["99999"]),
    ("ZA", &["9999"]),
];

/// Whether a text has the shape of a postcode of this country; of countries that are not in the list, any text has.
/// `D-50667` and `CH-8000` count as what follows the hyphen.
#[must_use]
pub fn has_shape(country: &str, text: &str) -> bool {
    let Some((_, shapes)) = SHAPES.iter().find(|(code, _)| *code == country) else {
        return true;
    };
    let text = text.trim();
    let text = match text.split_once('-') {
        Some((sign, rest)) if is_sign(sign) => rest,
        _ => text,
    };
    let plain: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    shapes.iter().any(|shape| fits(shape, &plain))
}

/// Whether this is a country's sign before a hyphen: one or two letters.
fn is_sign(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphabetic())
}

fn fits(shape: &str, plain: &[char]) -> bool {
    shape.len() == plain.len()
        && shape.chars().zip(plain).all(|(wanted, c)| match wanted {
            '9' => c.is_ascii_digit(),
            'A' => c.is_ascii_alphabetic(),
            _ => c.is_ascii_alphanumeric(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_has_the_shape_of_its_country() {
        let good = [
            ("GB", "LS1 4AP"),
            ("GB", "ec1a1bb"),
            ("GB", "M1 1AE"),
            ("DE", "50667"),
            ("DE", "D-50667"),
            ("NL", "1012 AB"),
            ("FR", "75008"),
            ("US", "10001-1234"),
            ("BE", "1000"),
            ("AT", "A-1010"),
            ("CH", "CH-8001"),
            ("ES", "08001"),
            ("IT", "00184"),
            ("IE", "D02 X285"),
            ("IE", "D6W XY00"),
            ("DK", "2100"),
            ("SE", "114 55"),
            ("PL", "00-950"),
            ("PT", "1000-205"),
            ("JP", "100-0001"),
            ("AR", "C1425CLA"),
            ("SG", "018956"),
            ("MD", "MD-2001"),
            ("AD", "AD500"),
            ("JE", "JE2 3AB"),
            ("FJ", "whatever"),
        ];
        for (country, text) in good {
            assert!(has_shape(country, text), "{country} {text}");
        }
        let bad = [
            ("GB", "LS1"),
            ("GB", "50667"),
            ("DE", "5066"),
            ("DE", "LS1 4AP"),
            ("NL", "1012"),
            ("US", "1234"),
            ("CH", "80011"),
            ("IE", "D02"),
            ("PL", "00-95"),
            ("SE", "11455a"),
            ("JP", "Tokyo"),
            ("IN", "11000"),
            ("FR", "７５００８"),
        ];
        for (country, text) in bad {
            assert!(!has_shape(country, text), "{country} {text}");
        }
    }
}
