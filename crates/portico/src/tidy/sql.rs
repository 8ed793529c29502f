//! Which tables a statement reads and which it writes, by its words.

use std::collections::BTreeSet;

/// The tables of one statement.
#[derive(Debug, Default, PartialEq)]
pub struct Tables {
    /// Named after `from` or `join`.
    pub read: BTreeSet<String>,
    /// Named after `insert into`, `update` or `delete from`.
    pub written: BTreeSet<String>,
}

/// Whether a text between quotes is SQL.
pub fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    match words.as_slice() {
        ["select" | "with", _, ..] => {
            ["from", "as"].iter().any(|word| text.split_whitespace().any(|other| other == *word))
                || text.trim_start().starts_with("select cast")
        }
        ["insert", "into", _, ..] | ["delete", "from", _, ..] | ["update", _, "set", ..] => true,
        _ => false,
    }
}

/// Reads a statement.
pub fn tables(sql: &str) -> Tables {
    let words = words(sql);
    let named_here = names_of_with(&words);
    let mut tables = Tables::default();
    for (at, word) in words.iter().enumerate() {
        let before =
            at.checked_sub(1).and_then(|before| words.get(before)).map_or("", String::as_str);
        match word.as_str() {
            "from" if before == "delete" => add(&mut tables.written, &words, at + 1, &named_here),
            // `is distinct from x` compares.
            "from" if before == "distinct" => {}
            "from" => {
                add(&mut tables.read, &words, at + 1, &named_here);
                more(&mut tables.read, &words, at + 1, &named_here);
            }
            "join" => add(&mut tables.read, &words, at + 1, &named_here),
            "into" => add(&mut tables.written, &words, at + 1, &named_here),
            "update" if !["do", "for"].contains(&before) => {
                add(&mut tables.written, &words, at + 1, &named_here);
            }
            _ => {}
        }
    }
    tables
}

/// Words and the marks `(`, `)` and `,`.
fn words(sql: &str) -> Vec<String> {
    let spaced = sql.replace('(', " ( ").replace(')', " ) ").replace(',', " , ");
    spaced
        .replace("\\n", " ")
        .split_whitespace()
        .map(|word| word.trim_matches(['\\', ';']).to_lowercase())
        .collect()
}

/// `with a as (…), b as (…)`: names that are no tables.
fn names_of_with(words: &[String]) -> BTreeSet<String> {
    words
        .windows(3)
        .filter(|three| three[1] == "as" && three[2] == "(")
        .map(|three| three[0].clone())
        .chain(words.windows(2).filter(|two| two[0] == "recursive").map(|two| two[1].clone()))
        .collect()
}

fn add(to: &mut BTreeSet<String>, words: &[String], at: usize, not: &BTreeSet<String>) {
    let Some(word) = words.get(at) else { return };
    let name = word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if name
        && word != "select"
        && !not.contains(word)
        && words.get(at + 1).is_none_or(|next| next != "(" || to_is_write(words, at))
    {
        to.insert(word.clone());
    }
}

/// `insert into orders (id, …)` has a bracket after the table; `from generate_series(…)` is a function.
fn to_is_write(words: &[String], at: usize) -> bool {
    at > 0 && words[at - 1] == "into"
}

/// `from a x, b y`: the tables after the commas.
fn more(to: &mut BTreeSet<String>, words: &[String], first: usize, not: &BTreeSet<String>) {
    let mut at = first;
    loop {
        // A table, perhaps `as`, perhaps its short name, then a comma.
        let comma = (at + 1..=at + 3).find(|next| words.get(*next).is_some_and(|word| word == ","));
        let Some(comma) = comma else { return };
        let between = &words[at + 1..comma];
        if between.iter().any(|word| {
            ["(", ")", "where", "on", "join", "order", "group", "set"].contains(&word.as_str())
        }) {
            return;
        }
        at = comma + 1;
        add(to, words, at, not);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(sql: &str) -> (Vec<String>, Vec<String>) {
        let tables = tables(sql);
        (tables.read.into_iter().collect(), tables.written.into_iter().collect())
    }

    #[test]
    fn tables_are_found_by_their_place() {
        let cases: [(&str, &[&str], &[&str]); 7] = [
            (
                "select a from orders o join order_lines l on l.order_id = o.id",
                &["order_lines", "orders"],
                &[],
            ),
            (
                "select a from orders o, customers as c where c.id = $1",
                &["customers", "orders"],
                &[],
            ),
            (
                "insert into carts (id) values ($1) on conflict do update set id = $1",
                &[],
                &["carts"],
            ),
            ("update stock set version = version + 1 where product_id = $1", &[], &["stock"]),
            (
                "delete from cart_lines where cart_id in (select id from carts)",
                &["carts"],
                &["cart_lines"],
            ),
            ("with x as (select id from orders) select id from x", &["orders"], &[]),
            ("select a from (select b from stock) s where a is distinct from b", &["stock"], &[]),
        ];
        for (sql, read, written) in cases {
            let found = named(sql);
            assert_eq!(
                (found.0.as_slice(), found.1.as_slice()),
                (&*strings(read), &*strings(written)),
                "{sql}"
            );
        }
    }

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn sentences_are_not_sql() {
        assert!(is_sql("select id\n from orders"));
        assert!(is_sql("update orders set status = $1"));
        assert!(!is_sql("select a product"));
        assert!(!is_sql("update the prices"));
    }
}
