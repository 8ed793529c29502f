//! What a form of a pasted list says, read from names and values. Pure; nothing is judged here.

use super::keep::Change;
use std::collections::BTreeMap;

/// What is wished for each line by the fields `code.7` and `quantity.7`, and the buttons `take=7:SKU`, `make=7:60`, `leave=7`, `forget=CODE`.
#[must_use]
pub fn changes(fields: &[(String, String)]) -> (BTreeMap<i64, Change>, Vec<String>) {
    let mut changes: BTreeMap<i64, Change> = BTreeMap::new();
    let mut forgotten = Vec::new();
    let line = |text: &str| text.parse::<i64>().ok();
    for (name, value) in fields {
        let of = |prefix: &str| name.strip_prefix(prefix).and_then(line);
        let said = value.split_once(':').and_then(|(at, said)| Some((line(at)?, said.to_owned())));
        match (name.as_str(), said) {
            ("take", Some((at, code))) => changes.entry(at).or_default().take = Some(code),
            // A button speaks over the field of its line, which stands before it in the form.
            ("make", Some((at, text))) => changes.entry(at).or_default().quantity = Some(text),
            ("leave", _) => {
                if let Some(at) = line(value) {
                    changes.entry(at).or_default().leave = true;
                }
            }
            ("forget", _) => forgotten.push(value.clone()),
            _ => {
                if let Some(at) = of("code.") {
                    changes.entry(at).or_default().code = Some(value.clone());
                } else if let Some(at) = of("quantity.") {
                    let change = changes.entry(at).or_default();
                    change.quantity = change.quantity.take().or(Some(value.clone()));
                }
            }
        }
    }
    (changes, forgotten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_speak_over_fields_wherever_they_stand() {
        let fields = [("code.1", "A"), ("make", "1:60"), ("quantity.1", "65"), ("take", "2:FS:3")];
        let fields: Vec<_> = fields.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
        let (changes, _) = changes(&fields);
        assert_eq!(changes[&1].quantity.as_deref(), Some("60"));
        assert_eq!(changes[&1].code.as_deref(), Some("A"));
        assert_eq!(changes[&2].take.as_deref(), Some("FS:3"));
    }
}
