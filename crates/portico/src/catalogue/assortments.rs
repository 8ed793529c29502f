//! Assortments for staff: their rules, how many products they hold, who buys by them. A rule takes a category with all
//! below it, a brand, a tag or a product in, or shuts it out; what is shut out stays out.

use super::shelf::walk;
use super::{brand_key, category_steps, code_key, path_key};
use crate::access::{Staff, StaffRole};
use crate::args;
use crate::customers::import::assortments as make;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::problem::{AppError, FieldProblem, Problem, Text};
use std::collections::HashSet;

/// The longest code of an assortment, in characters.
pub const CODE_LONGEST: usize = 60;
/// Rules of one assortment.
const RULES_MOST: i64 = 2_000;
/// Customers that are named.
pub const CUSTOMERS_SHOWN: usize = 20;
/// Names that are offered of each kind.
const OFFERED: i64 = 300;

/// An assortment in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Assortment {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many products stand in it, listed or not.
    pub products: i64,
    /// How many rules it has.
    pub rules: i64,
    /// How many customers buy by it.
    pub customers: i64,
}

impl FromRow for Assortment {
    fn from_row(r: &mut Row<'_>) -> Result<Assortment, DbError> {
        Ok(Assortment {
            id: r.next()?,
            code: r.next()?,
            name: r.next()?,
            products: r.next()?,
            rules: r.next()?,
            customers: r.next()?,
        })
    }
}

/// A rule, with the name of what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// `category`, `brand`, `tag` or `product`.
    pub kind: String,
    /// Id of what it is about.
    pub subject_id: i64,
    /// Path, name or code.
    pub subject: String,
    /// Whether it shuts out.
    pub excluded: bool,
    /// How many products it is about.
    pub products: i64,
}

/// One assortment with all there is to say about it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The assortment.
    pub assortment: Assortment,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Number and name of the first customers that buy by it.
    pub customers: Vec<(String, String)>,
    /// Products that were put into it by name and not by a rule.
    pub named: i64,
    /// Names of categories, brands and tags, to choose from.
    pub offered: Vec<String>,
    /// How far the last change of a rule is carried out; `None`: wholly.
    pub underway: Option<walk::Underway>,
}

macro_rules! assortment_columns {
    () => {
        "select a.id, a.code, a.name,
             (select count(*) from assortment_products p where p.assortment_id = a.id),
             (select count(*) from assortment_rules r where r.assortment_id = a.id),
             (select count(*) from customers c where c.assortment_id = a.id and c.closed_at is null)
           from assortments a"
    };
}

const LIST: &str = concat!(assortment_columns!(), " order by a.code_key limit 1000");
const ONE: &str = concat!(assortment_columns!(), " where a.code_key = $1");

/// All assortments, by code.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff) -> Result<Vec<Assortment>, DbError> {
    view.all(LIST, args![])
}

const RULES: &str = "select r.kind, r.subject_id,
         coalesce(c.path, b.name, t.name, p.sku, ''), r.excluded,
         case r.kind
             when 'category' then (select count(*) from products x join categories y on y.id = x.category_id
                 where y.path_key = c.path_key
                    or (y.path_key > c.path_key || ' > ' and y.path_key < c.path_key || ' > ' || $2))
             when 'brand' then (select count(*) from products x where x.brand_id = r.subject_id)
             when 'tag' then (select count(*) from product_tags x where x.tag_id = r.subject_id)
             else 1 end
       from assortment_rules r
       left join categories c on r.kind = 'category' and c.id = r.subject_id
       left join brands b on r.kind = 'brand' and b.id = r.subject_id
       left join tags t on r.kind = 'tag' and t.id = r.subject_id
       left join products p on r.kind = 'product' and p.id = r.subject_id
      where r.assortment_id = $1
      order by r.excluded, r.kind, 3 limit $3";

/// One assortment; `None` where there is none with this code.
///
/// # Errors
/// What the database says.
pub fn open(view: &mut View, _: &Staff, code: &str) -> Result<Option<Opened>, DbError> {
    let Some(assortment) = view.one::<Assortment>(ONE, args![&code_key(code)])? else {
        return Ok(None);
    };
    let id = assortment.id;
    let rules =
        view.all::<(String, i64, String, bool, i64)>(RULES, args![id, "\u{10FFFF}", RULES_MOST])?;
    let rule = |(kind, subject_id, subject, excluded, products)| Rule {
        kind,
        subject_id,
        subject,
        excluded,
        products,
    };
    let customers = view.all(
        "select number, name from customers where assortment_id = $1 and closed_at is null
          order by name_key, id limit $2",
        args![id, CUSTOMERS_SHOWN as i64],
    )?;
    let named = view.one::<i64>(
        "select count(*) from assortment_products where assortment_id = $1 and named",
        args![id],
    )?;
    Ok(Some(Opened {
        assortment,
        rules: rules.into_iter().map(rule).collect(),
        customers,
        named: named.unwrap_or(0),
        offered: offered(view)?,
        underway: walk::underway(view)?,
    }))
}

fn offered(view: &mut View) -> Result<Vec<String>, DbError> {
    let mut names = Vec::new();
    for sql in [
        "select path from categories order by path_key limit $1",
        "select name from brands order by name_key limit $1",
        "select name from tags order by name_key limit $1",
    ] {
        names.extend(view.all::<String>(sql, args![OFFERED])?);
    }
    Ok(names)
}

/// A rule as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// `category`, `brand`, `tag` or `product`.
    pub kind: String,
    /// Path, name or code.
    pub subject: String,
    /// Whether it shuts out.
    pub excluded: bool,
}

/// Why a rule is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may only look.
    NotAllowed,
    /// No such assortment.
    NotFound,
    /// A code that is empty or too long.
    BadCode,
    /// There is no category, brand, tag or product of this name.
    UnknownSubject(String),
    /// More rules than an assortment may have.
    TooMany,
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> AppError {
        let field = |field: &str, text: Text| {
            Problem::invalid(vec![FieldProblem::new(field, "invalid", text)]).into()
        };
        match refusal {
            Refusal::NotAllowed => Problem::not_allowed().into(),
            Refusal::NotFound => Problem::not_found().into(),
            Refusal::BadCode => {
                field("code", Text::plain("assortment-bad-code").with("most", CODE_LONGEST))
            }
            Refusal::UnknownSubject(name) => {
                field("subject", Text::plain("assortment-unknown-subject").with("name", name))
            }
            Refusal::TooMany => {
                field("subject", Text::plain("assortment-too-many").with("most", RULES_MOST))
            }
        }
    }
}

/// Makes an assortment with this code, or finds the one there is. Answers its code as it is written.
///
/// # Errors
/// A role that may not, a code that cannot be, or what the database says.
pub fn create(tx: &mut Tx, staff: &Staff, code: &str) -> Result<String, AppError> {
    may_write(staff)?;
    let code = code.trim();
    if code.is_empty() || code.chars().count() > CODE_LONGEST || code.chars().any(char::is_control)
    {
        return Err(Refusal::BadCode.into());
    }
    let made = make(tx, HashSet::from([code]))?;
    let id = made.values().next().copied().ok_or(Refusal::NotFound)?;
    record(tx, staff, "assortment_made", id, serde_json::json!({}))?;
    Ok(code.to_owned())
}

/// Adds a rule, or turns one that is there. The products follow in the same transaction where they are few, else in
/// pieces, by a job that says how far it is.
///
/// # Errors
/// A [`Refusal`] as a problem, or what the database says.
pub fn add_rule(tx: &mut Tx, staff: &Staff, code: &str, wish: &Wish) -> Result<(), AppError> {
    may_write(staff)?;
    let id = id_of(tx, code)?;
    let subject = subject(tx, wish)?;
    let count =
        tx.one::<i64>("select count(*) from assortment_rules where assortment_id = $1", args![id])?;
    if count.unwrap_or(0) >= RULES_MOST {
        return Err(Refusal::TooMany.into());
    }
    let _ = tx.exec(
        "insert into assortment_rules (assortment_id, kind, subject_id, excluded) values ($1, $2, $3, $4)
         on conflict (assortment_id, kind, subject_id) do update set excluded = excluded.excluded",
        args![id, &wish.kind, subject, wish.excluded],
    )?;
    walk::begin(tx)?;
    let facts =
        serde_json::json!({ "kind": wish.kind, "subject": subject, "excluded": wish.excluded });
    record(tx, staff, "assortment_rule_added", id, facts)
}

/// Takes a rule away; one that is gone already is gone.
///
/// # Errors
/// A [`Refusal`] as a problem, or what the database says.
pub fn remove_rule(
    tx: &mut Tx,
    staff: &Staff,
    code: &str,
    kind: &str,
    subject_id: i64,
) -> Result<(), AppError> {
    may_write(staff)?;
    let id = id_of(tx, code)?;
    let gone = tx.exec(
        "delete from assortment_rules where assortment_id = $1 and kind = $2 and subject_id = $3",
        args![id, kind, subject_id],
    )?;
    if gone == 0 {
        return Ok(());
    }
    walk::begin(tx)?;
    let facts = serde_json::json!({ "kind": kind, "subject": subject_id });
    record(tx, staff, "assortment_rule_removed", id, facts)
}

fn may_write(staff: &Staff) -> Result<(), AppError> {
    if staff.role < StaffRole::Write {
        return Err(Refusal::NotAllowed.into());
    }
    Ok(())
}

fn id_of(tx: &mut Tx, code: &str) -> Result<i64, AppError> {
    let id =
        tx.one::<i64>("select id from assortments where code_key = $1", args![&code_key(code)])?;
    id.ok_or_else(|| Refusal::NotFound.into())
}

fn subject(tx: &mut Tx, wish: &Wish) -> Result<i64, AppError> {
    let typed = wish.subject.trim();
    let (sql, key) = match wish.kind.as_str() {
        "category" => (
            "select id from categories where path_key = $1",
            path_key(&category_steps(typed).pop().unwrap_or_default()),
        ),
        "brand" => ("select id from brands where name_key = $1", brand_key(typed)),
        "tag" => ("select id from tags where name_key = $1", brand_key(typed)),
        "product" => ("select id from products where sku_key = $1", code_key(typed)),
        _ => return Err(Refusal::UnknownSubject(typed.to_owned()).into()),
    };
    let id = if key.contains('\0') { None } else { tx.one::<i64>(sql, args![&key])? };
    id.ok_or_else(|| Refusal::UnknownSubject(typed.to_owned()).into())
}

fn record(
    tx: &mut Tx,
    staff: &Staff,
    verb: &'static str,
    assortment_id: i64,
    facts: serde_json::Value,
) -> Result<(), AppError> {
    let mut facts = facts;
    facts["assortment"] = assortment_id.into();
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb,
        object: "assortment",
        facts,
        free_text: None,
    };
    Ok(activity::record(tx, &deed)?)
}
