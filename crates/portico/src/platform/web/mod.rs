//! The shared parts of every page: shell, tables, fields, states, figures.

pub mod assets;
pub mod bare;
pub mod brand;
pub mod flash;
pub mod forms;
pub mod frame;
pub mod icons;
pub mod layout;
pub mod ledger;
pub mod lists;
pub mod marks;
pub mod numbers;
pub mod picture;
pub mod plot;
pub mod search;
#[cfg(test)]
mod sheets;
pub mod stepper;
pub mod still_life;
pub mod table;

/// An id for the page, made of a word and any code: `dom_id("in", "FS 10/42")` is `in-FS_20_10_2f_42`.
pub fn dom_id(word: &str, code: &str) -> String {
    use std::fmt::Write as _;
    let mut id = format!("{word}-");
    for byte in code.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            id.push(char::from(byte));
        } else {
            let _ = write!(id, "_{byte:02x}_");
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_hold_no_blanks_and_differ_as_their_codes_do() {
        assert_eq!(dom_id("in", "FS-1042"), "in-FS-1042");
        assert_eq!(dom_id("in", "FS 10/42"), "in-FS_20_10_2f_42");
        assert_ne!(dom_id("in", "a b"), dom_id("in", "a_b"));
    }
}
