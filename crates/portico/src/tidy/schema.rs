//! Rules on files that are no Rust: tables of the migrations, numbers of the decisions.

use super::Breaches;
use super::source::{named, read, root, walk};
use std::collections::BTreeMap;

/// Tables whose rows are told apart by a unique index instead, and why.
const BY_AN_INDEX: [(&str, &str); 1] =
    [("mails_unwanted", "its unique index spans every column, and none may be null")];

/// Tables of the migrations without a primary key: a row that cannot be named cannot be mended, copied in order or
/// compared with its copy.
pub fn without_primary_key() -> Breaches {
    let mut files = Vec::new();
    walk(&root().join("crates/portico/migrations"), &mut files);
    files.iter().flat_map(|path| keyless(&named(path), &read(path))).collect()
}

fn keyless(path: &str, sql: &str) -> Breaches {
    let tables = sql.split("create table ").skip(1).map(|rest| {
        let (name, body) = rest.split_once('(').unwrap_or((rest, ""));
        (name.trim(), body.split_once(") strict;").map_or(body, |(body, _)| body))
    });
    let keyless = tables.filter(|(name, body)| {
        !body.contains("primary key") && BY_AN_INDEX.iter().all(|(table, _)| table != name)
    });
    keyless.map(|(name, _)| format!("{path}:1 table {name} has no primary key")).collect()
}

/// Decisions that share a number, or have none: a number in a sentence would mean two pages.
pub fn unclear_decisions() -> Breaches {
    let mut files = Vec::new();
    walk(&root().join("docs/decisions"), &mut files);
    misnumbered(&files.iter().map(|path| named(path)).collect::<Vec<_>>())
}

fn misnumbered(paths: &[String]) -> Breaches {
    let mut by_number: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        let name = path.rsplit('/').next().unwrap_or_default();
        let number = name.split('-').next().unwrap_or_default();
        let well = number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit());
        by_number.entry(if well { number } else { "" }).or_default().push(path);
    }
    let none = by_number.remove("").unwrap_or_default();
    let none = none.into_iter().map(|path| format!("{path}:1 has no number of four digits"));
    let shared = by_number.into_iter().filter(|(_, paths)| paths.len() > 1);
    none.chain(shared.map(|(number, paths)| format!("{}:1 shares {number}", paths.join(", "))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_a_key_is_seen() {
        let sql = "create table a (\n id bigint primary key\n) strict;\ncreate index x on b (id);\n\
                   create table b (\n id bigint,\n check (id > 0)\n) strict;\n\
                   create table c (a bigint, b bigint, primary key (a, b)) strict;\n\
                   create table mails_unwanted (a bigint) strict;";
        assert_eq!(keyless("m.sql", sql), ["m.sql:1 table b has no primary key"]);
    }

    #[test]
    fn two_decisions_of_one_number_are_seen() {
        let named = |name: &str| format!("docs/decisions/{name}");
        let good = ["0001-a.md", "0002-b.md", "0010-c.md"].map(named);
        assert!(misnumbered(&good).is_empty());
        assert_eq!(
            misnumbered(&["0002-a.md", "0002-b.md", "7-c.md", "notes.md"].map(named)).len(),
            3
        );
    }
}
