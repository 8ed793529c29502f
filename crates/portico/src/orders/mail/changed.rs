//! The mail of what staff adjusted: old and new, and why.

use super::super::adjust::kept::{Adjusted, LineAdjusted, adjusted};
use super::super::view::detail::each;
use super::{Letter, read, read_body, reader};
use crate::access::notices::Notice;
use crate::platform::db::{DbError, View, args};
use crate::platform::mail::{Desk, Mail};
use crate::platform::web::dates;
use portico_types::Day;

/// To the customer: every line that was adjusted, old and new.
pub(super) fn order_changed(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some((order, reader)) = read(view, &body, Notice::OrderChanged)? else { return Ok(None) };
    let all = adjusted(view, &order.head)?;
    let Some(one) = all.into_iter().find(|one| one.id.to_string() == body.about) else {
        return Ok(None);
    };
    let letter = Letter::to(view, desk, &order.head.number, reader)?;
    let mut before = vec![letter.say("mail-changed"), one.reason.clone()];
    before.push(rows(&letter, &one).join("\n"));
    Ok(Some(letter.mail("mail-changed-subject", before, Vec::new())))
}

/// To whoever asked for a change: that it was declined, and why.
pub(super) fn change_declined(
    view: &mut View,
    desk: &Desk,
    body: &str,
) -> Result<Option<Mail>, DbError> {
    let body = read_body(body)?;
    let Some(reader) = reader(view, &body, Notice::OrderChanged)? else { return Ok(None) };
    let why = view.one::<Option<String>>(
        "select answer from order_changes where id = $1",
        args![body.about.parse::<i64>().unwrap_or_default()],
    )?;
    let letter = Letter::to(view, desk, &body.order, reader)?;
    let before = vec![letter.say("mail-declined"), why.flatten().unwrap_or_default()];
    Ok(Some(letter.mail("mail-declined-subject", before, Vec::new())))
}

fn rows(letter: &Letter<'_>, one: &Adjusted) -> Vec<String> {
    let words = letter.words;
    let mut rows: Vec<String> = one.lines.iter().map(|line| row(letter, line)).collect();
    let said = |label: &str, old: &str, new: &str| {
        words.fill("changed-row", &[("what", label), ("old", old), ("new", new)])
    };
    if let Some((old, new)) = one.day {
        let day = |day: Option<Day>| {
            day.map_or_else(|| words.say("changed-no-day").to_owned(), |d| dates::long(words, d))
        };
        rows.push(said(words.say("order-day"), &day(old), &day(new)));
    }
    if let Some((old, new)) = &one.address {
        rows.push(said(words.say("order-delivers-to"), old, new));
    }
    if letter.reader.prices {
        for (name, old, new) in &one.charges {
            rows.push(said(name, &old.with_sign(), &new.with_sign()));
        }
        let (old, new) = one.total;
        rows.push(said(words.say("order-total"), &old.with_sign(), &new.with_sign()));
    }
    rows
}

fn row(letter: &Letter<'_>, line: &LineAdjusted) -> String {
    let words = letter.words;
    let name = format!("{} {}", line.sku, line.name);
    let mut parts = Vec::new();
    if line.quantity.0 != line.quantity.1 {
        let (old, new) = (line.quantity.0.grouped(), line.quantity.1.grouped());
        parts.push(words.fill("changed-pair", &[("old", &old), ("new", &new)]));
    }
    if letter.reader.prices && line.price.0 != line.price.1 {
        let (old, new) = (each(words, line.price.0), each(words, line.price.1));
        parts.push(words.fill("changed-pair", &[("old", &old), ("new", &new)]));
    }
    format!("{name}: {}", parts.join(", "))
}
