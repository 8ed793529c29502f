//! Making text printable: letters that a font of ours has, no control characters, places to break in long words.

use super::world::has_letter;
use serde_json::Value;

/// Which letters are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// All that a font of ours has.
    All,
    /// Those that stand alone: no combining marks, no joining scripts.
    European,
}

/// What stands for a letter that no font has; the e-invoice inside the PDF has the letter itself.
const UNKNOWN: char = '□';

/// A word longer than this may be broken, after every so many letters.
const WORD: usize = 22;
const BREAK_EVERY: usize = 8;

/// Every string of a value, made printable.
pub fn make_printable(value: &mut Value, letters: Letters) {
    match value {
        Value::String(text) => *text = printable(text, letters),
        Value::Array(values) => values.iter_mut().for_each(|value| make_printable(value, letters)),
        Value::Object(map) => map.values_mut().for_each(|value| make_printable(value, letters)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn printable(text: &str, letters: Letters) -> String {
    let words = text.split_whitespace().map(|word| breakable(&shown(word, letters)));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The word's letters, those that cannot be shown replaced or left out.
fn shown(word: &str, letters: Letters) -> String {
    let show = |c: char| match c {
        c if is_silent(c) => None,
        c if letters == Letters::European && !is_european(c) => Some(UNKNOWN),
        c if has_letter(c) => Some(c),
        _ => Some(UNKNOWN),
    };
    word.chars().filter_map(show).collect()
}

/// Characters that draw nothing: controls, marks of direction that could make a number read backwards, joiners, selectors.
fn is_silent(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

/// Latin, Greek and Cyrillic letters, figures and signs that need no neighbour.
fn is_european(c: char) -> bool {
    matches!(c, ' '..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}')
        || matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '€' | '−')
}

/// A long word with places at which it may be broken.
fn breakable(word: &str) -> String {
    if word.chars().count() <= WORD {
        return word.to_owned();
    }
    let mut broken = String::with_capacity(word.len() + word.len() / 2);
    let mut since = 0;
    let mut before = ' ';
    for c in word.chars() {
        // Not before a combining mark, which belongs to the letter before it.
        if since >= BREAK_EVERY && c.is_ascii_graphic() && before.is_ascii_graphic() {
            broken.push('\u{200b}');
            since = 0;
        }
        broken.push(c);
        (since, before) = (since + 1, c);
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_made_of_letters_that_can_be_drawn() {
        let all = |text: &str| printable(text, Letters::All);
        assert_eq!(all(" Stück\t\u{0}\u{7}½ \r\n #[x] \u{202e}321\u{202c} "), "Stück ½ #[x] 321");
        assert_eq!(all("чай τσάι שלום مرحبا"), "чай τσάι שלום مرحبا");
        assert_eq!(all("茶 🫖"), "□ □");
        assert_eq!(printable("a\u{301}b מ €5", Letters::European), "a□b □ €5");
        assert_eq!(all("\u{1}"), "");
    }

    #[test]
    fn long_words_may_be_broken_and_short_ones_may_not() {
        assert_eq!(breakable("administratie"), "administratie");
        let broken = breakable(&"W".repeat(100));
        assert_eq!(broken.split('\u{200b}').map(str::len).max(), Some(BREAK_EVERY));
        assert_eq!(broken.replace('\u{200b}', ""), "W".repeat(100));
    }
}
