//! What has not reached the ERP or a mailbox: wishes that wait, were refused or were given up; and the wish to try again.

use crate::access::Staff;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, contains};
use crate::platform::outbox;
use portico_types::Moment;

/// What may be asked of the hand-over.
pub static HAND_OVER: Listing = Listing {
    name: "hand-over",
    path: "/staff/hand-over",
    sorts: &[Sort::up("written")],
    asks: &[
        Ask::search("hand-over-search"),
        Ask::choice("state", "hand-over-state", STATES),
        Ask::choice("queue", "hand-over-to", QUEUES),
    ],
};

/// States of a wish that is not done, and their words.
pub const STATES: &[(&str, &str)] = &[
    ("dead", "hand-over-state-dead"),
    ("refused", "hand-over-state-refused"),
    ("waiting", "hand-over-state-waiting"),
];
/// Where wishes go, and the words for it.
pub const QUEUES: &[(&str, &str)] = &[("erp", "hand-over-erp"), ("mail", "hand-over-mail")];

/// A wish that is not done.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Its id.
    pub id: i64,
    /// `erp` or `mail`.
    pub queue: String,
    /// What it is: `place_order`.
    pub kind: String,
    /// The key that makes it happen once: the order's number.
    pub key: String,
    /// `waiting`, `refused` or `dead` (given up).
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was written.
    pub written_at: Moment,
    /// When it is tried next, where it waits.
    pub next_at: Moment,
    /// What was answered last.
    pub error: Option<String>,
}

impl FromRow for Wish {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Wish {
            id: row.next()?,
            queue: row.next()?,
            kind: row.next()?,
            key: row.next()?,
            state: row.next()?,
            attempts: row.next()?,
            written_at: Moment(row.next()?),
            next_at: Moment(row.next()?),
            error: row.next()?,
        })
    }
}

impl Wish {
    /// Whether staff can have it tried now: mails that were given up are gone, since they may hold secrets, and what was
    /// refused would be refused again.
    #[must_use]
    pub fn can_be_tried(&self) -> bool {
        self.state == "waiting" || (self.state == "dead" && self.queue != "mail")
    }
}

/// What is asked of the hand-over.
#[derive(Clone, Debug)]
pub struct Filter {
    q: Option<String>,
    in_capitals: Option<String>,
    state: Option<String>,
    queue: Option<String>,
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`HAND_OVER`].
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        let some = |name| asked.some(name).map(ToOwned::to_owned);
        Filter {
            q: asked.some("q").map(contains),
            in_capitals: asked.some("q").map(|q| contains(&q.to_uppercase())),
            state: some("state"),
            queue: some("queue"),
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

macro_rules! wishes_sql {
    ($compare:literal, $direction:literal) => {
        concat!(
            "select b.id, b.queue, b.kind, b.idempotency_key, b.state, b.attempts, b.created_at,
                 b.next_at, b.last_error
             from outbox b
             where b.state <> 'done'
               and (cast($1 as text) is null or b.idempotency_key like $1 escape '!'
                    or b.idempotency_key like $7 escape '!')
               and (cast($2 as text) is null or b.state = $2)
               and (cast($3 as text) is null or b.queue = $3)
               and (b.created_at, b.id) ",
            $compare,
            " ($4, $5) order by b.created_at",
            $direction,
            ", b.id",
            $direction,
            " limit $6"
        )
    };
}

const OLDEST: &str = wishes_sql!(">", " asc");
const NEWEST: &str = wishes_sql!("<", " desc");

/// A page of what is not done, the longest waiting first.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, _: &Staff, filter: &Filter) -> Result<Page<Wish>, DbError> {
    let paging = &filter.paging;
    let sql = if paging.is_read_down() { NEWEST } else { OLDEST };
    let (key, id) = paging.from_number();
    let rows = view.all::<Wish>(
        sql,
        args![
            filter.q.as_deref(),
            filter.state.as_deref(),
            filter.queue.as_deref(),
            key,
            id,
            paging.limit + 1,
            filter.in_capitals.as_deref()
        ],
    )?;
    Ok(paging.page(rows, |row| Cursor::number(row.written_at.0, row.id)))
}

/// How many wishes to the ERP were given up: nobody tries them again unless staff do.
///
/// # Errors
/// What the database says.
pub fn problems(view: &mut View, _: &Staff) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        "select count(*) from outbox where queue = 'erp' and state = 'dead'",
        args![],
    )?;
    Ok(count.unwrap_or(0))
}

/// Has a wish tried again now, and records who wanted it. Says whether there was something to try: not for what is done
/// meanwhile, is being tried at this moment, or cannot be tried again.
///
/// # Errors
/// What the database says.
pub fn try_again(tx: &mut Tx, staff: &Staff, id: i64) -> Result<bool, DbError> {
    let Some(key) = outbox::again(tx, id)? else {
        return Ok(false);
    };
    let object = format!("wish:{key}");
    let deed = Deed {
        login_id: Some(staff.login.id),
        customer_id: None,
        verb: "hand_over_tried_again",
        object: &object,
        facts: serde_json::json!({}),
        free_text: None,
    };
    activity::record(tx, &deed)?;
    Ok(true)
}
