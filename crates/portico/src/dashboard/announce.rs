//! Announcements: from one day to another, to all customers or some; who may, puts one away for good.

use super::text::LONGEST;
use crate::access::{Buyer, Staff, StaffRole};
use crate::args;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use crate::platform::settings::{self, Setting};
use crate::platform::wholesaler;
use portico_types::Day;

/// Announcements that one page shows at most.
const SHOWN: i64 = 5;
/// Announcements that staff see listed.
const LISTED: i64 = 50;

/// The last day on which an announcement stands on every page; blank: none does. Spares pages a statement.
const EVERYWHERE_UNTIL: Setting<String> =
    Setting { key: "dashboard.everywhere_until", default: String::new };

/// How loud it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Good to know.
    #[default]
    Info,
    /// Look at this.
    Attention,
}

impl Kind {
    /// `info` or `attention`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Kind::Info => "info",
            Kind::Attention => "attention",
        }
    }
}

/// Whom an announcement is for: `all`, or the customers of a country, an assortment, a price list.
pub const AUDIENCES: [&str; 4] = ["all", "country", "assortment", "price_list"];

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Its id; 0: not published.
    pub id: i64,
    /// How loud.
    pub kind: Kind,
    /// Markdown.
    pub body: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub until: Day,
    /// One of [`AUDIENCES`].
    pub audience: String,
    /// Code of the country, assortment or price list; blank for all.
    pub audience_code: String,
    /// On every page, not only on the dashboard.
    pub everywhere: bool,
    /// Whether readers may put it away.
    pub dismissable: bool,
    /// Whether it was ended early.
    pub ended: bool,
}

impl FromRow for Announcement {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, kind, body): (i64, String, String) = (row.next()?, row.next()?, row.next()?);
        let (from, until): (String, String) = (row.next()?, row.next()?);
        let day = |text: &str| {
            Day::parse(text).ok_or_else(|| DbError::Failed("an announcement has no day".to_owned()))
        };
        Ok(Announcement {
            id,
            kind: if kind == "attention" { Kind::Attention } else { Kind::Info },
            body,
            from: day(&from)?,
            until: day(&until)?,
            audience: row.next()?,
            audience_code: row.next()?,
            everywhere: row.next()?,
            dismissable: row.next()?,
            ended: row.next()?,
        })
    }
}

/// Announcements of the dashboard alone, for this reader.
///
/// # Errors
/// What the database says.
pub fn here(view: &mut View, buyer: &Buyer) -> Result<Vec<Announcement>, DbError> {
    of(view, buyer, false)
}

/// Announcements of every page, for this reader; without a statement where there are none.
///
/// # Errors
/// What the database says.
pub fn everywhere(view: &mut View, buyer: &Buyer) -> Result<Vec<Announcement>, DbError> {
    let until = settings::get(view, &EVERYWHERE_UNTIL)?;
    if until.is_empty() || until < wholesaler::today(view)?.text() {
        return Ok(Vec::new());
    }
    of(view, buyer, true)
}

fn of(view: &mut View, buyer: &Buyer, everywhere: bool) -> Result<Vec<Announcement>, DbError> {
    let today = wholesaler::today(view)?.text();
    let customer = &buyer.customer;
    view.all(
        "select a.id, a.kind, a.body, a.from_day, a.until_day, a.audience, a.audience_code,
             a.everywhere, a.dismissable, a.ended_at is not null
         from announcements a
         where a.until_day >= $1 and a.from_day <= $1 and a.ended_at is null and a.everywhere = $2
           and (a.audience = 'all'
             or (a.audience = 'country' and a.audience_code = $3)
             or (a.audience = 'assortment' and exists (select 1 from assortments s
                 where s.id = $4 and s.code_key = a.audience_code))
             or (a.audience = 'price_list' and exists (select 1 from customer_price_lists c
                 join price_lists p on p.id = c.price_list_id
                 where c.customer_id = $5 and p.code_key = a.audience_code)))
           and not exists (select 1 from announcement_dismissals d
                 where d.announcement_id = a.id and d.login_id = $6)
         order by a.id desc limit $7",
        args![
            &today,
            everywhere,
            customer.country.code(),
            customer.assortment_id,
            customer.id,
            buyer.login.id,
            SHOWN
        ],
    )
}

/// All announcements for staff, newest first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff) -> Result<Vec<Announcement>, DbError> {
    view.all(
        "select id, kind, body, from_day, until_day, audience, audience_code, everywhere,
             dismissable, ended_at is not null
         from announcements order by id desc limit $1",
        args![LISTED],
    )
}

/// An announcement as it is typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Markdown.
    pub body: String,
    /// `info` or `attention`.
    pub kind: String,
    /// `2026-11-23`; blank: today.
    pub from: String,
    /// `2026-12-24`.
    pub until: String,
    /// One of [`AUDIENCES`].
    pub audience: String,
    /// The code that the audience needs.
    pub audience_code: String,
    /// `yes`.
    pub everywhere: String,
    /// `yes`.
    pub dismissable: String,
    /// `yes`: also for those who put it away.
    pub again: String,
    /// What the form was made of, where one is changed.
    pub version: i64,
    /// `preview`, or blank.
    pub deed: String,
}

/// What was typed, as an announcement. Pure.
///
/// # Errors
/// What is missing or no value, at its field.
pub fn check(typed: &Typed, today: Day) -> Result<Announcement, Vec<FieldProblem>> {
    let mut faults = Vec::new();
    let mut fault =
        |field: &str, text: Text| faults.push(FieldProblem::new(field, "invalid", text));
    let body = typed.body.replace("\r\n", "\n").trim().to_owned();
    if body.is_empty() {
        fault("body", Text::plain("announcement-no-text"));
    } else if body.chars().count() > LONGEST {
        fault("body", Text::plain("field-too-long").with("most", LONGEST));
    }
    let from =
        if typed.from.trim().is_empty() { Some(today) } else { Day::parse(typed.from.trim()) };
    let until = Day::parse(typed.until.trim());
    if from.is_none() {
        fault("from", Text::plain("announcement-no-day"));
    }
    match (from, until) {
        (_, None) => fault("until", Text::plain("announcement-no-day")),
        (_, Some(until)) if until < today => fault("until", Text::plain("announcement-over")),
        (Some(from), Some(until)) if until < from => {
            fault("until", Text::plain("announcement-before"))
        }
        _ => {}
    }
    let audience = if typed.audience.is_empty() { "all" } else { typed.audience.as_str() };
    let code =
        if audience == "all" { String::new() } else { typed.audience_code.trim().to_uppercase() };
    if !AUDIENCES.contains(&audience) {
        fault("audience", Text::plain("setting-no-value"));
    } else if audience != "all" && code.is_empty() {
        fault("audience_code", Text::plain("announcement-no-code"));
    }
    let (Some(from), Some(until), true) = (from, until, faults.is_empty()) else {
        return Err(faults);
    };
    Ok(Announcement {
        id: 0,
        kind: if typed.kind == "attention" { Kind::Attention } else { Kind::Info },
        body,
        from,
        until,
        audience: audience.to_owned(),
        audience_code: code,
        everywhere: typed.everywhere == "yes",
        dismissable: typed.dismissable == "yes",
        ended: false,
    })
}

/// Publishes an announcement.
///
/// # Errors
/// Only who may write; a code that is no country's, assortment's or price list's.
pub fn announce(tx: &mut Tx, staff: &Staff, new: &Announcement) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    if !audience_exists(tx, new)? {
        return Err(unknown_audience(new).into());
    }
    let (id, now, by) = (tx.new_id(), tx.now(), staff.login.id);
    let (from, until) = (new.from.text(), new.until.text());
    tx.exec_each_one(
        "insert into announcements (id, kind, body, from_day, until_day, audience, audience_code,
             everywhere, dismissable, written_at, login_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[args![
            id,
            new.kind.code(),
            &new.body,
            &from,
            &until,
            &new.audience,
            &new.audience_code,
            new.everywhere,
            new.dismissable,
            now,
            by
        ]],
    )?;
    stands_everywhere(tx, staff, new)?;
    Ok(note(tx, staff, id, "announced")?)
}

/// Notes until which day pages must look for announcements.
pub(super) fn stands_everywhere(
    tx: &mut Tx,
    staff: &Staff,
    new: &Announcement,
) -> Result<(), DbError> {
    let until = new.until.text();
    if new.everywhere && until > settings::get(tx, &EVERYWHERE_UNTIL)? {
        settings::set_by(tx, Some(staff.login.id), EVERYWHERE_UNTIL.key, &until)?;
    }
    Ok(())
}

/// Nothing has the code of its audience.
pub(super) fn unknown_audience(new: &Announcement) -> Problem {
    let text = Text::plain("announcement-unknown").with("code", &new.audience_code);
    Problem::invalid(vec![FieldProblem::new("audience_code", "unknown", text)])
}

pub(super) fn audience_exists(view: &mut View, new: &Announcement) -> Result<bool, DbError> {
    let code = &new.audience_code;
    let sql = match new.audience.as_str() {
        "all" => return Ok(true),
        "country" => return Ok(portico_types::Country::from_code(code).is_some()),
        "assortment" => "select id from assortments where code_key = $1",
        _ => "select id from price_lists where code_key = $1",
    };
    Ok(view.one::<i64>(sql, args![code])?.is_some())
}

/// Ends an announcement before its last day; one that is over stays as it was.
///
/// # Errors
/// Only who may write; 404.
pub fn end(tx: &mut Tx, staff: &Staff, id: i64) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let now = tx.now();
    let sql = "update announcements set ended_at = $2 where id = $1 and ended_at is null";
    if tx.exec(sql, args![id, now])? == 0 {
        return Err(Problem::not_found().into());
    }
    Ok(note(tx, staff, id, "announcement_ended")?)
}

pub(super) fn note(tx: &mut Tx, staff: &Staff, id: i64, verb: &'static str) -> Result<(), DbError> {
    let object = format!("announcement:{id}");
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: &object,
        facts: serde_json::json!({}),
        free_text: None,
    };
    activity::record(tx, &deed)
}

/// Puts an announcement away for this login. One that may not be put away, or is not there, stays as it is.
///
/// # Errors
/// What the database says.
pub fn dismiss(tx: &mut Tx, buyer: &Buyer, id: i64) -> Result<(), DbError> {
    let now = tx.now();
    let _ = tx.exec(
        "insert into announcement_dismissals (announcement_id, login_id, dismissed_at)
         select a.id, cast($2 as bigint), cast($3 as bigint) from announcements a
         where a.id = $1 and a.dismissable
         on conflict (announcement_id, login_id) do nothing",
        args![id, buyer.login.id, now],
    )?;
    Ok(())
}
