//! Quantities as people and other systems write them: `12`, `12 pcs`, `1,5`, `1.200`. Pure.

/// How a list writes decimals, where it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimals {
    /// `1.5`; a comma groups thousands.
    Point,
    /// `1,5`; a point groups thousands.
    Comma,
}

/// Words beside a number that say what is counted.
const UNITS: [&str; 40] = [
    "pc", "pcs", "pce", "pcs.", "piece", "pieces", "ea", "each", "unit", "units", "no", "nos",
    "qty", "quantity", "box", "boxes", "pack", "packs", "ctn", "st", "st.", "stk", "stk.", "stck",
    "stück", "stueck", "stuck", "menge", "anzahl", "pièce", "pièces", "piece(s)", "pcs)", "qté",
    "stuks", "x", "×", "*", "@", "off",
];

/// Whether this word only says what is counted, or that a number is a quantity.
pub(super) fn is_unit(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ':', '=', ',', '[', ']']).to_lowercase();
    UNITS.contains(&word.as_str())
}

/// The number in a word that is a quantity: as written, and whether something glued to it (`12x`, `x12`, `12pcs`) says so.
pub(super) fn number_in(word: &str) -> Option<(&str, bool)> {
    let bare = word.trim_matches(['(', ')', '[', ']', ':', '=', ';', ',', '.', '"', '\'']);
    let at = bare.find(|c: char| c.is_ascii_digit())?;
    let end = bare.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (before, number, after) = (&bare[..at], &bare[at..end], &bare[end..]);
    let plain = |c: char| c.is_ascii_digit() || c == '.' || c == ',' || c == '\'';
    let glued = |text: &str| text.is_empty() || is_unit(text);
    let good = number.chars().all(plain) && glued(before) && glued(after);
    good.then_some((number, !(before.is_empty() && after.is_empty())))
}

/// How this number writes decimals, if it can only be read one way.
pub(super) fn decimals_of(number: &str) -> Option<Decimals> {
    match alternatives(number, None).as_slice() {
        [_] if number.contains(['.', ',']) => {
            let last = number.rfind(['.', ','])?;
            let mark = &number[last..=last];
            let is_grouping = number.matches(mark).count() > 1;
            Some(match (mark, is_grouping) {
                (".", false) | (",", true) => Decimals::Point,
                _ => Decimals::Comma,
            })
        }
        _ => None,
    }
}

/// What a number may mean, as plain text with a decimal point: one reading, or two for `1.200`. None for what is no number.
pub(super) fn alternatives(number: &str, decimals: Option<Decimals>) -> Vec<String> {
    let number: String = number.chars().filter(|c| *c != '\'').collect();
    let marks: Vec<(usize, char)> =
        number.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let split = |at: usize| plain(&digits(&number[..at]), &number[at + 1..]);
    let groups_of_three = || {
        let mut parts = number.split(['.', ',']);
        let first = parts.next().unwrap_or("");
        (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3)
    };
    match marks.as_slice() {
        [] => vec![plain(&number, "")],
        [(at, mark)] if groups_of_three() && !number.starts_with('0') => {
            let decimal = split(*at);
            match decimals {
                Some(Decimals::Point) if *mark == '.' => vec![decimal],
                Some(Decimals::Comma) if *mark == ',' => vec![decimal],
                Some(_) => vec![plain(&digits(&number), "")],
                None => vec![decimal, plain(&digits(&number), "")],
            }
        }
        [(at, _)] => vec![split(*at)],
        [first @ .., (at, mark)] if first.iter().all(|(_, other)| other != mark) => {
            vec![split(*at)]
        }
        _ if groups_of_three() => vec![plain(&digits(&number), "")],
        _ => Vec::new(),
    }
}

/// Without noughts that say nothing: `012.50` is `12.5`.
fn plain(whole: &str, fraction: &str) -> String {
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_written_anywhere_in_europe() {
        let cases: [(&str, &[&str]); 12] = [
            ("12", &["12"]),
            ("012", &["12"]),
            ("1,5", &["1.5"]),
            ("12.50", &["12.5"]),
            ("12,00", &["12"]),
            ("1.200", &["1.2", "1200"]),
            ("1,200", &["1.2", "1200"]),
            ("1.200,5", &["1200.5"]),
            ("1,200.50", &["1200.5"]),
            ("1.200.000", &["1200000"]),
            ("1'200", &["1200"]),
            ("1.2.3", &[]),
        ];
        for (number, expected) in cases {
            assert_eq!(alternatives(number, None), expected, "{number}");
        }
        assert_eq!(alternatives("1.200", Some(Decimals::Comma)), ["1200"]);
        assert_eq!(alternatives("1.200", Some(Decimals::Point)), ["1.2"]);
        assert_eq!(decimals_of("4,50"), Some(Decimals::Comma));
        assert_eq!(decimals_of("1.200.000"), Some(Decimals::Comma));
        assert_eq!(decimals_of("1.200"), None);
        assert_eq!(decimals_of("12"), None);
    }

    #[test]
    fn a_number_is_found_in_what_is_glued_to_it() {
        let cases = [
            ("12", Some(("12", false))),
            ("12x", Some(("12", true))),
            ("x12", Some(("12", true))),
            ("(12)", Some(("12", false))),
            ("12pcs", Some(("12", true))),
            ("1,5", Some(("1,5", false))),
            ("12,", Some(("12", false))),
            ("FS-12", None),
            ("85123A", None),
            ("abc", None),
        ];
        for (word, expected) in cases {
            assert_eq!(number_in(word), expected, "{word}");
        }
        assert!(is_unit("pcs.") && is_unit("Stk") && is_unit("×") && !is_unit("mug"));
    }
}
