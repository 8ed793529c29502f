//! The house rules a machine can check (ARCHITECTURE.md "Who may touch what", STYLE.md), as tests.
//!
//! Each rule answers the places where it is broken; the tests at the end want none. Exceptions would stand in
//! `EXCEPTIONS` with their reason: the list starts empty and may only shrink.

mod literals;
mod order;
mod prepared;
mod rules;
mod schema;
mod source;
mod sql;
mod surface;

use source::Source;

/// A file and a rule that it may break, and why: `("crates/…/x.rs", "length", "because …")`.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

/// Where a rule is broken: `path:line sentence`.
type Breaches = Vec<String>;

fn none(rule: &str, found: Breaches) {
    let excused = |breach: &String| {
        EXCEPTIONS.iter().any(|(file, of, _)| *of == rule && breach.starts_with(file))
    };
    let left: Vec<String> = found.into_iter().filter(|breach| !excused(breach)).collect();
    assert!(left.is_empty(), "{} breaches of the rule '{rule}':\n{}", left.len(), left.join("\n"));
}

fn each(rule: &str, check: impl Fn(&Source) -> Breaches) {
    none(rule, source::all().iter().flat_map(check).collect());
}

#[test]
fn a_file_says_what_it_is_for() {
    each("purpose", rules::purpose);
}

#[test]
fn files_and_functions_are_short() {
    each("length", rules::file_length);
    each("length", rules::function_length);
}

#[test]
fn nothing_is_left_for_later() {
    each("later", rules::left_for_later);
}

#[test]
fn slices_know_only_what_stands_to_their_left() {
    each("order", order::imports);
}

#[test]
fn every_slice_has_its_place_in_the_order() {
    each("order", order::known);
}

#[test]
fn only_the_owner_writes_a_table_and_reading_goes_to_the_left() {
    each("tables", order::tables);
}

#[test]
fn the_list_of_tables_is_the_one_of_the_migrations() {
    none("tables", order::owners_match(&order::migrated()));
}

#[test]
fn every_table_has_a_primary_key() {
    none("keys", schema::without_primary_key());
}

#[test]
fn every_decision_has_a_number_of_its_own() {
    none("decisions", schema::unclear_decisions());
}

#[test]
fn pages_hold_no_sql() {
    each("pages", rules::sql_in_pages);
}

#[test]
fn styles_stand_in_style_sheets() {
    each("styles", rules::inline_styles);
}

#[test]
fn screens_use_the_words_of_the_glossary() {
    let folder = source::root().join("crates/portico/assets/words");
    let mut files = Vec::new();
    source::walk(&folder, &mut files);
    let found =
        files.iter().flat_map(|path| rules::words(&source::named(path), &source::read(path)));
    none("words", found.collect());
}

#[test]
fn no_file_of_others_is_committed() {
    let mut files = Vec::new();
    source::walk(&source::root().join("crates/portico/assets"), &mut files);
    none("assets", files.iter().flat_map(|path| rules::foreign(&source::named(path))).collect());
}

#[test]
fn every_page_is_looked_at() {
    none("pictures", surface::pages_without_pictures());
}
