//! Several people are let in at once: a list is read, looked at line by line, and exactly its good lines are invited. Each
//! line has an answer of its own.

use super::deeds;
use super::invite::{self, Invitation};
use super::links::{self, Purpose};
use super::memberships::For;
use super::{CustomerRole, Staff, StaffRole, names};
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, Tx, View, args};
use crate::platform::problem::{AppError, Problem};
use std::collections::HashMap;

/// Lines of one list at most.
pub const LINES_MOST: usize = 200;
/// Bytes of one list at most.
pub const BYTES_MOST: usize = 60 * 1024;

/// A line as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its place in the list, from 1.
    pub at: usize,
    /// Number of the customer.
    pub customer: String,
    /// E-mail address.
    pub email: String,
    /// Name of the person.
    pub name: String,
    /// Code of the role; blank: buyer.
    pub role: String,
}

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A new login will be made.
    New,
    /// The address has a login, which will act for this customer too.
    Adds,
    /// The login acts for this customer already.
    ActsAlready,
    /// The login is closed.
    Closed,
    /// The same person for the same customer stands on this line above.
    Twice(usize),
    /// No e-mail address.
    BadEmail,
    /// No name, or one too long.
    BadName,
    /// No open customer has this number.
    NoCustomer,
    /// No such role.
    NoRole,
}

impl Verdict {
    /// Whether the line will be invited.
    #[must_use]
    pub fn is_good(self) -> bool {
        matches!(self, Verdict::New | Verdict::Adds)
    }
}

/// A line, what it means, how it stands.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The line.
    pub line: Line,
    /// How it stands.
    pub verdict: Verdict,
    /// The customer, where there is one.
    pub customer_id: Option<i64>,
    /// The role that is meant, where it is one.
    pub role: Option<CustomerRole>,
}

/// Reads a list: number of the customer; e-mail; name; role, with semicolons, tabs or commas between them. Blank lines and a
/// line of headings are passed over, and counted as lines. Pure.
#[must_use]
pub fn read(text: &str) -> Vec<Line> {
    let text = text.trim_start_matches('\u{feff}');
    let between = [b';', b'\t'].into_iter().find(|c| text.as_bytes().contains(c)).unwrap_or(b',');
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(between)
            .trim(csv::Trim::All)
            .from_reader(line.as_bytes());
        let Some(Ok(cells)) = reader.records().next() else { continue };
        let cell = |at: usize| cells.get(at).unwrap_or_default().to_owned();
        let line =
            Line { at: at + 1, customer: cell(0), email: cell(1), name: cell(2), role: cell(3) };
        let is_head = found.is_empty() && !line.email.is_empty() && is_heading(&line.email);
        if !is_head && cells.iter().any(|cell| !cell.is_empty()) {
            found.push(line);
        }
    }
    found
}

fn is_heading(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "e-mail" | "email" | "e-mail address" | "mail")
}

/// The list as a text that [`read`] reads: a line each.
#[must_use]
pub fn text<'a>(lines: impl Iterator<Item = &'a Line>) -> String {
    let one = |line: &Line| {
        let cells = [&line.customer, &line.email, &line.name, &line.role];
        cells.map(|cell| quoted(cell)).join(";")
    };
    lines.map(one).collect::<Vec<_>>().join("\n")
}

fn quoted(cell: &str) -> String {
    if cell.contains([';', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// What the database knows about a line: customer, login, whether that is closed, whether it acts for the customer.
type Known = (Option<i64>, Option<i64>, bool, bool);

fn known(view: &mut View, lines: &[Line]) -> Result<Vec<Known>, DbError> {
    let keys: Vec<(String, String)> = lines
        .iter()
        .map(|line| (line.customer.trim().to_lowercase(), names::key(&line.email)))
        .collect();
    let numbers: Vec<_> = keys.iter().map(|(number, _)| args![number]).collect();
    let emails: Vec<_> = keys.iter().map(|(_, email)| args![email]).collect();
    let both: Vec<_> = keys.iter().map(|(number, email)| args![number, email]).collect();
    let customers = view.all_many::<i64>(
        "select id from customers where number_key = $1 and closed_at is null limit 2",
        &numbers,
    )?;
    let logins = view.all_many::<(i64, bool)>(
        "select id, closed_at is not null from logins where email_key = $1 limit 2",
        &emails,
    )?;
    let acting = view.all_many::<i64>(
        "select m.id from memberships m
         join logins l on l.id = m.login_id join customers c on c.id = m.customer_id
         where c.number_key = $1 and l.email_key = $2 and m.ended_at is null limit 2",
        &both,
    )?;
    let all = customers.iter().zip(&logins).zip(&acting);
    Ok(all
        .map(|((customer, login), acts)| {
            let login = login.first();
            let closed = login.is_some_and(|(_, closed)| *closed);
            (customer.first().copied(), login.map(|(id, _)| *id), closed, !acts.is_empty())
        })
        .collect())
}

/// Looks at each line. Changes nothing.
///
/// # Errors
/// What the database says.
pub fn look(view: &mut View, _: &Staff, lines: Vec<Line>) -> Result<Vec<Looked>, DbError> {
    let known = known(view, &lines)?;
    let mut seen = HashMap::new();
    let mut looked = Vec::with_capacity(lines.len());
    for (line, known) in lines.into_iter().zip(known) {
        let key = (line.customer.to_lowercase(), names::key(&line.email));
        let first = *seen.entry(key).or_insert(line.at);
        let role = if line.role.is_empty() { "buyer" } else { &line.role }.to_lowercase();
        let role = CustomerRole::from_code(&role);
        let verdict = check(&line, known, role, first);
        looked.push(Looked { line, verdict, customer_id: known.0, role });
    }
    Ok(looked)
}

/// How one line stands; `first`: the first line about this person and customer. Pure.
fn check(line: &Line, known: Known, role: Option<CustomerRole>, first: usize) -> Verdict {
    let (customer, login, closed, acts) = known;
    let length = line.name.chars().count();
    if customer.is_none() {
        Verdict::NoCustomer
    } else if !names::is_email(&line.email) {
        Verdict::BadEmail
    } else if length == 0 || length > names::NAME_MAX {
        Verdict::BadName
    } else if role.is_none() {
        Verdict::NoRole
    } else if first != line.at {
        Verdict::Twice(first)
    } else if closed {
        Verdict::Closed
    } else if acts {
        Verdict::ActsAlready
    } else if login.is_some() {
        Verdict::Adds
    } else {
        Verdict::New
    }
}

/// How the people hear of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By a mail each.
    Mail,
    /// By a link each that staff hand on.
    Link,
}

/// What came of a line.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The line as it was looked at.
    pub looked: Looked,
    /// How the people hear of it.
    pub by: By,
    /// Secret of its link; none for mails, for lines not invited, and for logins that have a password.
    pub secret: Option<Secret>,
}

/// Invites exactly the good lines, in one deed; every line is looked at again, so that one that was good in the preview and is
/// no longer answers why.
///
/// # Errors
/// 403 for whoever only reads; 503 where somebody else made one of these logins in the same moment: then nothing was done.
pub fn invite(
    tx: &mut Tx,
    staff: &Staff,
    lines: Vec<Line>,
    by: By,
) -> Result<Vec<Answered>, AppError> {
    if staff.role < StaffRole::Write {
        return Err(Problem::not_allowed().into());
    }
    let looked = look(tx, staff, lines)?;
    let mut answered = Vec::with_capacity(looked.len());
    for one in looked {
        let secret = match (one.verdict.is_good(), one.customer_id, one.role) {
            (true, Some(customer_id), Some(role)) => {
                let acts_for = For::Customer(customer_id, role);
                invited(tx, staff, &one.line, acts_for, by)?
            }
            _ => None,
        };
        answered.push(Answered { looked: one, by, secret });
    }
    Ok(answered)
}

fn invited(
    tx: &mut Tx,
    staff: &Staff,
    line: &Line,
    acts_for: For,
    by: By,
) -> Result<Option<Secret>, AppError> {
    let wish = Invitation {
        email: line.email.clone(),
        name: line.name.clone(),
        username: None,
        language: staff.login.language.clone(),
        acts_for,
        by: Some(staff.login.id),
    };
    let secret = Secret::of(tx.secret());
    if by == By::Mail {
        invite::invite(tx, &wish, &secret)?;
        return Ok(None);
    }
    let made = invite::let_in(tx, &wish)?;
    if invite::has_password(tx, made.login_id)? {
        return Ok(None);
    }
    let _ = links::make(tx, made.login_id, Purpose::Invite, wish.by, &secret)?;
    deeds::of_login(tx, "invitation_link_made", wish.by, made.login_id, serde_json::json!({}))?;
    Ok(Some(secret))
}

/// A line for the first contact of each of these customers; those that are not there, or closed, bring none.
///
/// # Errors
/// What the database says.
pub fn of_customers(view: &mut View, _: &Staff, numbers: &[String]) -> Result<Vec<Line>, DbError> {
    let keys: Vec<String> = numbers.iter().map(|number| number.trim().to_lowercase()).collect();
    let sets: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let found = view.all_many::<(String, Option<String>, Option<String>)>(
        "select number, contact_email, contact_name from customers
         where number_key = $1 and closed_at is null limit 2",
        &sets,
    )?;
    let first = found.into_iter().filter_map(|rows| rows.into_iter().next());
    let line =
        |(at, (customer, email, name)): (usize, (String, Option<String>, Option<String>))| {
            let (email, name) = (email.unwrap_or_default(), name.unwrap_or_default());
            Line { at: at + 1, customer, email, name, role: "buyer".to_owned() }
        };
    Ok(first.enumerate().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: usize, cells: [&str; 4]) -> Line {
        let [customer, email, name, role] = cells.map(str::to_owned);
        Line { at, customer, email, name, role }
    }

    #[test]
    fn a_list_is_read_with_any_of_three_separators_and_a_heading() {
        let wanted = line(1, ["C-1", "a@x.example", "Ann Ash", "viewer"]);
        for text in [
            "C-1; a@x.example; Ann Ash; viewer",
            "C-1\ta@x.example\tAnn Ash\tviewer\r\n",
            "\u{feff}C-1,a@x.example,Ann Ash,viewer",
            "C-1;a@x.example;\"Ann Ash\";viewer\n\n",
        ] {
            assert_eq!(read(text), std::slice::from_ref(&wanted), "{text:?}");
        }
        let with_head = read("customer;e-mail;name;role\n\n C-1 ; a@x.example ;\"Ash; Ann\"");
        assert_eq!(with_head, [line(3, ["C-1", "a@x.example", "Ash; Ann", ""])]);
        assert_eq!(read(" \n;;;\n"), []);
    }

    #[test]
    fn a_list_written_is_read_as_the_same() {
        let lines = [line(1, ["C;1", "a@x.example", "Ann \"A\" Ash, jr", "viewer"])];
        assert_eq!(read(&text(lines.iter())), lines);
    }

    #[test]
    fn each_thing_wrong_with_a_line_has_its_name() {
        let good = line(2, ["C-1", "a@x.example", "Ann", ""]);
        let buyer = Some(CustomerRole::Buyer);
        let long = "x".repeat(names::NAME_MAX + 1);
        let cases = [
            (good.clone(), (Some(1), None, false, false), buyer, 2, Verdict::New),
            (good.clone(), (Some(1), Some(7), false, false), buyer, 2, Verdict::Adds),
            (good.clone(), (Some(1), Some(7), false, true), buyer, 2, Verdict::ActsAlready),
            (good.clone(), (Some(1), Some(7), true, true), buyer, 2, Verdict::Closed),
            (good.clone(), (Some(1), None, false, false), buyer, 1, Verdict::Twice(1)),
            (good.clone(), (None, None, false, false), buyer, 2, Verdict::NoCustomer),
            (good.clone(), (Some(1), None, false, false), None, 2, Verdict::NoRole),
            (
                Line { email: "ann".into(), ..good.clone() },
                (Some(1), None, false, false),
                buyer,
                2,
                Verdict::BadEmail,
            ),
            (
                Line { name: long, ..good },
                (Some(1), None, false, false),
                buyer,
                2,
                Verdict::BadName,
            ),
        ];
        for (line, known, role, first, wanted) in cases {
            assert_eq!(check(&line, known, role, first), wanted, "{line:?}");
        }
    }
}
