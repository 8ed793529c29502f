//! Price lists as staff read them: all of them with how much hangs on each, one, and who buys by it.

use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use portico_types::{Currency, Day};

/// What staff may ask of the price lists.
pub static PRICE_LISTS: Listing = Listing {
    name: "price-lists",
    path: "/staff/price-lists",
    sorts: &[Sort::up("code")],
    asks: &[Ask::search("lists-search"), Ask::choice("state", "price-state", WHEN)],
};

/// When a price or a list holds, seen from a day.
pub const WHEN: &[(&str, &str)] =
    &[("now", "price-holds"), ("later", "price-later"), ("over", "price-over")];

/// A price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceList {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Whether its prices include VAT.
    pub includes_vat: bool,
    /// Whether it hides other lists and the base price.
    pub exclusive: bool,
    /// First day; `None`: since ever.
    pub valid_from: Option<Day>,
    /// Last day; `None`: no end.
    pub valid_until: Option<Day>,
    /// Known to an ERP by this: it is changed there.
    pub erp_ref: Option<String>,
}

impl FromRow for PriceList {
    fn from_row(r: &mut Row<'_>) -> Result<PriceList, DbError> {
        let unknown = || DbError::Failed("a price list has an unknown currency".into());
        Ok(PriceList {
            id: r.next()?,
            code: r.next()?,
            name: r.next()?,
            currency: Currency::from_code(&r.next::<String>()?).ok_or_else(unknown)?,
            includes_vat: r.next()?,
            exclusive: r.next()?,
            valid_from: day(r)?,
            valid_until: day(r)?,
            erp_ref: r.next()?,
        })
    }
}

fn day(r: &mut Row<'_>) -> Result<Option<Day>, DbError> {
    let text: Option<String> = r.next()?;
    Ok(text.as_deref().and_then(Day::parse))
}

/// A price list and how much hangs on it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The list.
    pub list: PriceList,
    /// How many prices stand in it, of all days.
    pub prices: i64,
    /// How many customers buy by it.
    pub customers: i64,
}

impl FromRow for Counted {
    fn from_row(r: &mut Row<'_>) -> Result<Counted, DbError> {
        Ok(Counted { list: PriceList::from_row(r)?, prices: r.next()?, customers: r.next()? })
    }
}

/// Which price lists.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of code or name; blank: all.
    pub q: String,
    /// Of [`WHEN`]; blank: any.
    pub when: String,
    /// The day it is.
    pub today: Day,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`PRICE_LISTS`].
    #[must_use]
    pub fn asked(asked: &Asked, today: Day) -> Filter {
        Filter {
            q: asked.text("q").to_owned(),
            when: asked.text("state").to_owned(),
            today,
            paging: asked.paging.clone(),
        }
    }
}

macro_rules! lists_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select l.id, l.code, l.name, l.currency, l.includes_vat, l.exclusive, l.valid_from,
                 l.valid_until, l.erp_ref,
                 (select count(*) from prices p where p.price_list_id = l.id),
                 (select count(*) from customer_price_lists g where g.price_list_id = l.id)
             from price_lists l
             where (l.code_key like $1 escape '!' or l.name like $2 escape '!' or lower(l.name) like $3 escape '!')
             and ($4 = ''
                 or ($4 = 'later' and l.valid_from is not null and l.valid_from > $5)
                 or ($4 = 'over' and l.valid_until is not null and l.valid_until < $5)
                 or ($4 = 'now' and coalesce(l.valid_from, '') <= $5
                     and (l.valid_until is null or l.valid_until >= $5)))
             and (l.code_key, l.id) ",
            $compare,
            " ($6, $7) order by l.code_key",
            $direction,
            ", l.id",
            $direction,
            " limit $8"
        )
    };
}

const FORWARD: &str = lists_sql!(">", "");
const BACKWARD: &str = lists_sql!("<", " desc");

/// A page of price lists by code.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<Counted>, DbError> {
    let paging = &filter.paging;
    let sql = if paging.is_read_down() { BACKWARD } else { FORWARD };
    let (key, id) = paging.from_text();
    let code = contains(&filter.q.to_uppercase());
    let (name, lower) = (contains(&filter.q), contains(&filter.q.to_lowercase()));
    let today = filter.today.text();
    let args = args![code, name, lower, filter.when.as_str(), today, key, id, paging.limit + 1];
    let rows = view.all::<Counted>(sql, &args)?;
    Ok(paging.page(rows, |row| Cursor::text(&row.list.code.to_uppercase(), row.list.id)))
}

/// The list with this code.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, _: &Staff, code: &str) -> Result<Option<PriceList>, DbError> {
    view.one(
        "select id, code, name, currency, includes_vat, exclusive, valid_from, valid_until, erp_ref
         from price_lists where code_key = $1",
        args![&code.trim().to_uppercase()],
    )
}

/// How many prices stand in the list, how many customers buy by it, and how many open customers there are in its
/// currency: as many means everybody.
///
/// # Errors
/// What the database says.
pub fn count(view: &mut View, _: &Staff, list: &PriceList) -> Result<(i64, i64, i64), DbError> {
    let counted = view.one::<(i64, i64, i64)>(
        "select (select count(*) from prices where price_list_id = $1),
             (select count(*) from customer_price_lists where price_list_id = $1),
             (select count(*) from customers where closed_at is null and currency = $2)",
        args![list.id, list.currency.code()],
    )?;
    Ok(counted.unwrap_or_default())
}

/// Code and name of the lists in this currency, by code; 200 at most.
///
/// # Errors
/// What the database says.
pub fn in_currency(
    view: &mut View,
    _: &Staff,
    currency: Currency,
) -> Result<Vec<(String, String)>, DbError> {
    view.all(
        "select code, name from price_lists where currency = $1 order by code_key limit 200",
        args![currency.code()],
    )
}
