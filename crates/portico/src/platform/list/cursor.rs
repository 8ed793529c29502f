//! Where a page of a list begins: the sort key and the id of the row beside it. In addresses it is opaque and checked:
//! it fits one order of one list only, and one that was changed by hand is told from a real one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Bytes of the check in front of a cursor. It guards against slips, not against cleverness: whatever a cursor
/// says, the statement's own `where` decides who sees what.
const CHECK: usize = 5;
/// Longest cursor in an address.
const LONGEST: usize = 2_000;

/// What a list is sorted by, of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A moment, an amount, a count.
    Number(i64),
    /// A name or code, as it is sorted.
    Text(String),
}

/// A row's place in an order: its key, then its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the list is sorted by.
    pub key: Key,
    /// Id of the row, which tells rows of one key apart.
    pub id: i64,
    /// Number within that id (a line of an order); 0 where the id alone names the row.
    pub line: i64,
}

impl Cursor {
    /// The place of a row in an order by number.
    #[must_use]
    pub fn number(key: i64, id: i64) -> Cursor {
        Cursor { key: Key::Number(key), id, line: 0 }
    }

    /// The place of a row in an order by text.
    #[must_use]
    pub fn text(key: &str, id: i64) -> Cursor {
        Cursor { key: Key::Text(key.to_owned()), id, line: 0 }
    }

    /// The place of a line within the row of this id.
    #[must_use]
    pub fn line(self, line: i64) -> Cursor {
        Cursor { line, ..self }
    }

    /// For an address; `of` names the list and its order.
    #[must_use]
    pub fn encoded(&self, of: &str) -> String {
        let plain = match &self.key {
            Key::Number(key) => format!("n{}.{}.{key}", self.id, self.line),
            Key::Text(key) => format!("t{}.{}.{key}", self.id, self.line),
        };
        let mut bytes = check(of, plain.as_bytes()).to_vec();
        bytes.extend(plain.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads what [`Cursor::encoded`] wrote for the same list and order.
    #[must_use]
    pub fn decoded(of: &str, text: &str) -> Option<Cursor> {
        let short = Some(text).filter(|text| text.len() <= LONGEST)?;
        let bytes = URL_SAFE_NO_PAD.decode(short).ok()?;
        let (sum, plain) = bytes.split_at_checked(CHECK)?;
        if sum != check(of, plain) {
            return None;
        }
        let plain = std::str::from_utf8(plain).ok()?;
        let (kind, rest) = plain.split_at_checked(1)?;
        let (id, rest) = rest.split_once('.')?;
        let (line, key) = rest.split_once('.')?;
        let key = match kind {
            "n" => Key::Number(key.parse().ok()?),
            "t" => Key::Text(key.to_owned()),
            _ => return None,
        };
        Some(Cursor { key, id: id.parse().ok()?, line: line.parse().ok()? })
    }
}

fn check(of: &str, plain: &[u8]) -> [u8; CHECK] {
    let sum = Sha256::new().chain_update(of).chain_update([0]).chain_update(plain).finalize();
    let mut short = [0; CHECK];
    short.copy_from_slice(&sum[..CHECK]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let all = [
            Cursor::number(-5, 81),
            Cursor::number(i64::MAX, i64::MIN),
            Cursor::text("a.Ø", 7),
            Cursor::number(1, 2).line(3),
        ];
        for cursor in all {
            assert_eq!(
                Cursor::decoded("orders placed", &cursor.encoded("orders placed")),
                Some(cursor)
            );
        }
    }

    #[test]
    fn a_cursor_of_another_order_or_changed_by_hand_is_none() {
        let text = Cursor::number(1_774_944_930_000, 81).encoded("orders placed");
        assert_eq!(Cursor::decoded("orders total", &text), None);
        assert_eq!(Cursor::decoded("logins placed", &text), None);
        for at in 0..text.len() {
            let other = if &text[at..=at] == "A" { "B" } else { "A" };
            let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
            assert_eq!(Cursor::decoded("orders placed", &changed), None, "{changed}");
        }
        for text in ["", "A", "1774944930000.81", "🙂", &"A".repeat(10_000)] {
            assert_eq!(Cursor::decoded("orders placed", text), None, "{text}");
        }
    }
}
