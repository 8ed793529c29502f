//! Reading quotations for one customer: always the revision that was sent last, or what was asked for. Every statement has
//! the customer in its `where`, and the login where the membership sees only its own.

use super::kept::{Quote, QuoteCharge, QuoteHead, QuoteLine, TaxedNet};
use crate::access::Buyer;
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort, by_number, contains};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use portico_types::{Day, VatPart, vat_by_rate};

/// What may be asked of a customer's quotations.
pub static QUOTES: Listing = Listing {
    name: "quotes",
    path: "/quotes",
    sorts: &[Sort::down("dated")],
    asks: &[
        Ask::search("quotes-search"),
        Ask::choice("status", "quotes-which", STATES),
        Ask::days("quote-dated"),
    ],
};

/// Which quotations, as addresses and people say it; the active ones are what is asked for by itself.
pub const STATES: &[(&str, &str)] = &[
    ("all", "quotes-all"),
    ("sent", "quote-state-open"),
    ("draft", "quote-state-asked"),
    ("expired", "quote-state-expired"),
    ("converted", "quote-state-converted"),
    ("declined", "quote-state-declined"),
    ("withdrawn", "quote-state-withdrawn"),
];

/// Where a quotation stands on this day; `q` is quotes, `r` its revision, `o` its order.
macro_rules! quote_state {
    ($today:literal) => {
        concat!(
            "case when q.status in ('draft', 'declined', 'withdrawn') then q.status
                  when q.status = 'converted' and o.source_key is not null then 'converted'
                  when r.valid_until is not null and r.valid_until < ",
            $today,
            " then 'expired' else 'sent' end"
        )
    };
}
pub(super) use quote_state;

/// The columns of a [`QuoteHead`].
macro_rules! quote_columns {
    ($today:literal) => {
        concat!(
            "q.id, q.number, q.customer_id, q.login_id, a.name, ",
            quote_state!($today),
            ", q.revision, q.has_draft, q.version,
             case when o.source_key is not null then o.number end, q.asked_at, q.asked_remarks, q.why,
             q.promotable, q.dated_at, q.reminded_at, r.title, r.terms, r.valid_until, r.country,
             q.currency, r.carriage_minor, r.line_count, r.goods_minor, r.charges_minor, r.vat_minor,
             r.total_minor, r.sent_at, w.name"
        )
    };
}
pub(super) use quote_columns;

/// What they are read from; the revision is that of this expression.
macro_rules! quote_heads {
    ($revision:literal) => {
        concat!(
            " from quotes q
              join quote_revisions r on r.quote_id = q.id and r.revision = ",
            $revision,
            " left join orders o on o.id = q.order_id
              left join logins a on a.id = q.login_id
              left join logins w on w.id = r.written_by"
        )
    };
}
pub(super) use quote_heads;

/// What a list asks for: state `$4`, today `$5`, patterns in small letters `$6` and in capitals `$9`, days `$7`, `$8`.
macro_rules! quote_matching {
    () => {
        concat!(
            " (cast($4 as text) = 'all' or ",
            quote_state!("$5"),
            " = $4 or ($4 = 'active' and ",
            quote_state!("$5"),
            " in ('draft', 'sent')))
              and (cast($6 as text) is null or r.find_key like $6 escape '!'
                   or exists (select 1 from quote_lines x join products p on p.id = x.product_id
                              where x.quote_id = q.id and x.revision = r.revision
                              and (p.name_key like $6 escape '!' or p.sku_key like $9 escape '!')))
              and (cast($7 as bigint) is null or q.dated_at >= $7)
              and (cast($8 as bigint) is null or q.dated_at < $8)"
        )
    };
}
pub(super) use quote_matching;

macro_rules! list_sql {
    ($compare:literal, $direction:literal) => {
        by_number!(
            concat!(
                "select ",
                quote_columns!("$5"),
                quote_heads!("q.revision"),
                " where q.customer_id = $10 and (cast($11 as bigint) is null or q.login_id = $11)
                  and (q.revision > 0 or q.asked_at is not null) and ",
                quote_matching!()
            ),
            "q.dated_at",
            "q.id",
            $compare,
            $direction
        )
    };
}

const NEWEST: &str = list_sql!("<", " desc");
const OLDEST: &str = list_sql!(">", " asc");

/// Which quotations.
#[derive(Clone, Debug)]
pub struct Filter {
    /// `active`, `all`, or one state.
    pub status: String,
    /// Part of the number, the title, a product's code or name.
    pub q: String,
    /// Dated on this day or later, this day or earlier.
    pub days: (Option<Day>, Option<Day>),
    /// Which page.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks for; without a word on the state, the active ones.
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            status: asked.some("status").unwrap_or("active").to_owned(),
            q: asked.text("q").to_owned(),
            days: (asked.from(), asked.to()),
            paging: asked.paging.clone(),
        }
    }
}

/// The place of a quotation in lists.
#[must_use]
pub fn cursor(head: &QuoteHead) -> Cursor {
    Cursor::number(head.dated_at.0, head.id)
}

/// The first moment of the first day, and the first after the last.
pub(super) fn moments(
    view: &mut View,
    (from, to): (Option<Day>, Option<Day>),
) -> Result<(Option<i64>, Option<i64>), DbError> {
    let zone = wholesaler::zone(view)?;
    Ok((from.map(|day| day.start(&zone).0), to.map(|day| day.plus_days(1).start(&zone).0)))
}

/// What is searched for, in small letters and in capitals; nothing where nothing is.
pub(super) fn patterns(q: &str) -> [Option<String>; 2] {
    let q: String = q.trim().chars().filter(|c| *c != '\0').take(200).collect();
    let pattern = |text: String| (!q.is_empty()).then(|| contains(&text));
    [pattern(q.to_lowercase()), pattern(q.to_uppercase())]
}

/// A page of the customer's quotations.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<QuoteHead>, DbError> {
    let (from, to) = moments(view, filter.days)?;
    let today = wholesaler::today(view)?.text();
    let [small, capitals] = patterns(&filter.q);
    let given = args![
        &filter.status,
        &today,
        small.as_deref(),
        from,
        to,
        capitals.as_deref(),
        buyer.customer.id,
        own_only(buyer)
    ];
    filter.paging.read(view, (NEWEST, OLDEST), &given, cursor)
}

/// What the list's page asks for.
///
/// # Errors
/// What the database says.
pub fn listed(view: &mut View, buyer: &Buyer, asked: &Asked) -> Result<Page<QuoteHead>, DbError> {
    list(view, buyer, &Filter::asked(asked))
}

/// How many are open for this person.
///
/// # Errors
/// What the database says.
pub fn count_open(view: &mut View, buyer: &Buyer) -> Result<i64, DbError> {
    let today = wholesaler::today(view)?.text();
    let count = view.one::<i64>(
        "select count(*) from quotes q
         join quote_revisions r on r.quote_id = q.id and r.revision = q.revision
         left join orders o on o.id = q.order_id
         where q.customer_id = $1
           and (q.status = 'sent' or q.status = 'converted' and o.source_key is null)
           and (cast($2 as bigint) is null or q.login_id = $2)
           and (r.valid_until is null or r.valid_until >= $3)",
        args![buyer.customer.id, own_only(buyer), &today],
    )?;
    Ok(count.unwrap_or(0))
}

/// What numbers are found by.
#[must_use]
pub fn number_key(number: &str) -> String {
    number.trim().replace('\0', "").to_lowercase()
}

/// The head of one quotation; somebody else's, and what was never sent nor asked for, is absent.
///
/// # Errors
/// What the database says.
pub fn head(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<QuoteHead>, DbError> {
    let today = wholesaler::today(view)?.text();
    view.one::<QuoteHead>(
        concat!(
            "select ",
            quote_columns!("$1"),
            quote_heads!("q.revision"),
            " where q.number_key = $2 and q.customer_id = $3
              and (cast($4 as bigint) is null or q.login_id = $4)
              and (q.revision > 0 or q.asked_at is not null)"
        ),
        args![&today, &number_key(number), buyer.customer.id, own_only(buyer)],
    )
}

/// One quotation with its lines; somebody else's is absent.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<Quote>, DbError> {
    let Some(head) = head(view, buyer, number)? else { return Ok(None) };
    let revision = head.revision;
    below(view, head, revision).map(Some)
}

/// The rest of a quotation whose head was read for the person who asks.
pub(super) fn below(view: &mut View, head: QuoteHead, revision: i64) -> Result<Quote, DbError> {
    let lines = view.all::<QuoteLine>(
        "select l.line, l.product_id, l.sku, l.name, l.unit, l.quantity, l.quantity_decimals, l.price,
             l.per, l.usual, l.net_minor, l.vat_rate, l.vat_category, l.remarks, p.image, q.currency
         from quote_lines l join quotes q on q.id = l.quote_id
         join products p on p.id = l.product_id
         where l.quote_id = $1 and l.revision = $2 order by l.line limit 500",
        args![head.id, revision],
    )?;
    let charges = view.all::<QuoteCharge>(
        "select c.kind, c.name, c.net_minor, c.vat_rate, c.vat_category, q.currency
         from quote_charges c join quotes q on q.id = c.quote_id
         where c.quote_id = $1 and c.revision = $2 order by c.position limit 100",
        args![head.id, revision],
    )?;
    Ok(Quote { head, lines, charges })
}

const OF_LINK: &str = concat!(
    "select ",
    quote_columns!("$1"),
    ", c.name, c.language",
    quote_heads!("q.revision"),
    " join customers c on c.id = q.customer_id where q.id = $2"
);

/// The head of the quotation that a mail or a link is about, with its customer's name and language.
pub(super) fn head_of_link(
    view: &mut View,
    quote_id: i64,
) -> Result<Option<(QuoteHead, String, String)>, DbError> {
    let today = wholesaler::today(view)?.text();
    let found = view.one::<Linked>(OF_LINK, args![&today, quote_id])?;
    Ok(found.map(|linked| (linked.head, linked.customer, linked.language)))
}

struct Linked {
    head: QuoteHead,
    customer: String,
    language: String,
}

impl FromRow for Linked {
    fn from_row(row: &mut Row<'_>) -> Result<Linked, DbError> {
        let head = QuoteHead::from_row(row)?;
        Ok(Linked { head, customer: row.next()?, language: row.next()? })
    }
}

/// Nets by VAT of the revisions that were read, as `vat_by_rate` wants them.
const NETS: &str = "select l.vat_rate, l.vat_category, l.net_minor, q.currency
     from quote_lines l join quotes q on q.id = l.quote_id
     where l.quote_id = $1 and l.revision = $2
     union all
     select c.vat_rate, c.vat_category, c.net_minor, q.currency
     from quote_charges c join quotes q on q.id = c.quote_id
     where c.quote_id = $1 and c.revision = $2";

/// VAT once per rate of each of these quotations, which were read for the person who asks: one round trip.
///
/// # Errors
/// What the database says, or sums beyond what money can hold.
pub fn vat_of_many(view: &mut View, heads: &[QuoteHead]) -> Result<Vec<Vec<VatPart>>, AppError> {
    let keys: Vec<_> = heads.iter().map(|head| args![head.id, head.revision]).collect();
    let nets = view.all_many::<TaxedNet>(NETS, &keys)?;
    let parts = |(head, nets): (&QuoteHead, Vec<TaxedNet>)| {
        let nets = nets.into_iter().map(|net| (net.0, net.1)).filter(|(_, net)| net.minor != 0);
        Ok(vat_by_rate(nets, head.total.currency)?)
    };
    heads.iter().zip(nets).map(parts).collect()
}
