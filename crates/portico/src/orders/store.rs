//! Reading orders for one customer. Every statement has the customer in its `where`, and the login where the
//! membership sees only its own orders: somebody else's order is absent.

use super::kept::{
    OrderCharge, OrderDetail, OrderHead, OrderLine, OrderRow, Stages, currency, taxed,
};
use super::place::own_only;
use super::promises::{self, Lacking};
use super::{Delivery, Stage, Status, shipping};
use crate::access::Buyer;
use crate::ids50;
use crate::platform::db::{DbError, FromRow, Row, Val, View, args, chunks50};
pub use crate::platform::list::contains;
use crate::platform::list::{Ask, Asked, Cursor, Listing, Page, Paging, Sort};
use portico_types::{Day, Money, Taxed, VatPart};
use std::collections::HashMap;

/// What may be asked of a customer's orders.
pub static ORDERS: Listing = Listing {
    name: "orders",
    path: "/orders",
    sorts: &[Sort::down("placed"), Sort::down("total")],
    asks: &[
        Ask::search("orders-search"),
        Ask::choice("status", "order-state", STATES),
        Ask::choice("delivery", "orders-delivery", DELIVERIES),
        Ask::days("order-placed"),
    ],
};

/// States of an order, as addresses and people say them.
pub const STATES: &[(&str, &str)] = &[
    ("awaiting_approval", "order-state-approval"),
    ("awaiting_payment", "order-state-payment"),
    ("placed", "order-state-placed"),
    ("confirmed", "order-state-confirmed"),
    ("refused", "order-state-refused"),
    ("cancelled", "order-state-cancelled"),
];
/// How much of an order is delivered, as addresses and people say it.
pub const DELIVERIES: &[(&str, &str)] = &[
    ("none", "orders-delivery-none"),
    ("part", "orders-delivery-part"),
    ("all", "orders-delivery-all"),
];

/// Which orders, in which order, how many.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Part of the number, of the reference, of the code or name of a line's product; blank: all.
    pub q: String,
    /// Only with this status.
    pub status: Option<Status>,
    /// Only with so much delivered.
    pub delivery: Option<Delivery>,
    /// Only with exactly this reference.
    pub reference: Option<String>,
    /// Only placed on this day or later.
    pub from: Option<Day>,
    /// Only placed on this day or earlier.
    pub to: Option<Day>,
    /// Only from this source; asked by staff.
    pub source: Option<String>,
    /// Only in this state of being told to the ERP; asked by staff.
    pub hand_over: Option<String>,
    /// Only this customer's; for staff, who see all.
    pub customer_id: Option<i64>,
    /// Which page, in which order: by `placed` or `total`.
    pub paging: Paging,
}

impl Filter {
    /// What an address asks of [`ORDERS`] or of the staff's list. What cannot be read narrows nothing; the page says so.
    #[must_use]
    pub fn asked(asked: &Asked) -> Filter {
        Filter {
            q: asked.text("q").to_owned(),
            status: Status::from_text(asked.text("status")),
            delivery: Delivery::from_text(asked.text("delivery")),
            reference: None,
            from: asked.from(),
            to: asked.to(),
            source: asked.some("source").map(str::to_owned),
            hand_over: asked.some("hand_over").map(str::to_owned),
            customer_id: None,
            paging: asked.paging.clone(),
        }
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Filter {
        Filter { paging: paging.clone(), ..self.clone() }
    }
}

impl Default for Filter {
    fn default() -> Filter {
        Filter {
            q: String::new(),
            status: None,
            delivery: None,
            reference: None,
            from: None,
            to: None,
            source: None,
            hand_over: None,
            customer_id: None,
            paging: Paging::first("placed", true, 50),
        }
    }
}

/// The columns of an [`OrderHead`]; `o` is orders, `w` logins, `a` addresses.
macro_rules! head_columns {
    () => {
        "o.id, o.number, o.wholesaler_number, o.customer_id, o.login_id,
         case when o.staff_login_id is null then w.name end, o.staff_login_id, o.source, o.status,
         o.refused_why, o.hand_over, o.currency, o.reference, o.remarks, o.requested_day,
         o.part_deliveries, a.number, o.address_name, o.address_contact, o.address_line1,
         o.address_line2, o.address_postcode, o.address_city, o.address_region, o.address_country,
         o.address_phone, o.placed_at, o.placed_day, o.line_count, o.goods_minor, o.charges_minor,
         o.vat_minor, o.total_minor, o.delivery,
         coalesce((select y.state from order_payments y where y.order_id = o.id), o.payment),
         o.version, (select max(h.shipped_day) from shipments h
             where h.order_id = o.id and h.arrived_day is null)"
    };
}
pub(super) use head_columns;

macro_rules! from_heads {
    () => {
        " from orders o
         left join logins w on w.id = o.login_id
         left join addresses a on a.id = o.address_id"
    };
}
pub(super) use from_heads;

/// What a filter asks for: `$3` to `$9`; `o` is orders.
macro_rules! matching {
    () => {
        " and (cast($3 as text) is null or o.status = $3)
          and (cast($4 as text) is null or o.delivery = $4)
          and (cast($5 as text) is null or o.reference = $5)
          and (cast($6 as text) is null or o.placed_day >= $6)
          and (cast($7 as text) is null or o.placed_day <= $7)
          and (cast($8 as text) is null or o.find_key like $8 escape '!'
               or exists (select 1 from order_lines x join products p on p.id = x.product_id
                          where x.order_id = o.id
                          and (p.name_key like $8 escape '!' or p.sku_key like $9 escape '!')))"
    };
}
pub(super) use matching;

/// The list in one direction.
macro_rules! list_sql {
    ($key:literal, $compare:literal, $direction:literal) => {
        concat!(
            "select ",
            head_columns!(),
            from_heads!(),
            " where o.customer_id = $1 and (cast($2 as bigint) is null or o.login_id = $2)",
            matching!(),
            " and (",
            $key,
            ", o.id) ",
            $compare,
            " ($10, $11) order by ",
            $key,
            $direction,
            ", o.id",
            $direction,
            " limit $12"
        )
    };
}

const NEWEST: &str = list_sql!("o.placed_at", "<", " desc");
const OLDEST: &str = list_sql!("o.placed_at", ">", " asc");
const LARGEST: &str = list_sql!("o.total_minor", "<", " desc");
const SMALLEST: &str = list_sql!("o.total_minor", ">", " asc");

/// A filter as arguments `$3` to `$9`.
pub(super) struct Bound {
    texts: [Option<String>; 5],
    patterns: [Option<String>; 2],
}

impl Bound {
    pub(super) fn of(filter: &Filter) -> Bound {
        let q: String = filter.q.trim().chars().filter(|c| *c != '\0').take(200).collect();
        let pattern = |text: String| (!q.is_empty()).then(|| contains(&text));
        Bound {
            texts: [
                filter.status.map(|s| s.text().to_owned()),
                filter.delivery.map(|d| d.text().to_owned()),
                filter.reference.clone().map(|r| r.replace('\0', "")),
                filter.from.map(Day::text),
                filter.to.map(Day::text),
            ],
            patterns: [pattern(q.to_lowercase()), pattern(q.to_uppercase())],
        }
    }

    pub(super) fn vals(&self) -> impl Iterator<Item = Val<'_>> {
        self.texts
            .iter()
            .chain(&self.patterns)
            .map(|text| text.as_deref().map_or(Val::Null, Val::Text))
    }
}

/// The place of an order in this sorting.
#[must_use]
pub fn cursor(head: &OrderHead, paging: &Paging) -> Cursor {
    let key = if paging.sort == "total" { head.total.minor } else { head.placed_at.0 };
    Cursor::number(key, head.id)
}

/// A page of the customer's orders, with where their pieces are: three statements, however many orders.
///
/// # Errors
/// What the database says.
pub fn list(view: &mut View, buyer: &Buyer, filter: &Filter) -> Result<Page<OrderRow>, DbError> {
    let paging = &filter.paging;
    let sql = match (paging.sort, paging.is_read_down()) {
        ("total", true) => LARGEST,
        ("total", false) => SMALLEST,
        (_, true) => NEWEST,
        (_, false) => OLDEST,
    };
    let (key, id) = paging.from_number();
    let bound = Bound::of(filter);
    let whose = args![buyer.customer.id, own_only(buyer)];
    let ends = args![key, id, paging.limit + 1];
    let all: Vec<Val<'_>> = whose.into_iter().chain(bound.vals()).chain(ends).collect();
    let heads = view.all::<OrderHead>(sql, &all)?;
    let heads = paging.page(heads, |head| cursor(head, paging));
    let rows = with_pieces(view, heads.rows)?;
    Ok(Page { rows, previous: heads.previous, next: heads.next })
}

const STAGES: &str = concat!(
    "select order_id, quantity_decimals, cast(sum(pending) as bigint),
         cast(sum(backordered) as bigint), cast(sum(allocated) as bigint),
         cast(sum(released) as bigint), cast(sum(shipped) as bigint),
         cast(sum(cancelled) as bigint)
     from order_lines where order_id in (",
    ids50!(),
    ") group by order_id, quantity_decimals"
);

const VAT_OF_MANY: &str = concat!(
    "select v.order_id, v.vat_rate, v.vat_category, v.taxable_minor, v.vat_minor, o.currency
     from order_vat v join orders o on o.id = v.order_id where v.order_id in (",
    ids50!(),
    ") order by v.order_id, v.vat_rate desc, v.vat_category"
);

/// Adds to heads of orders where their pieces are, and their VAT. The heads were read for the person who asks.
pub(super) fn with_pieces(
    view: &mut View,
    heads: Vec<OrderHead>,
) -> Result<Vec<OrderRow>, DbError> {
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = heads.iter().map(|head| head.id).collect();
    let chunks = chunks50(&ids);
    let keys: Vec<Vec<Val<'_>>> =
        chunks.iter().map(|c| c.iter().map(|id| Val::Int(*id)).collect()).collect();
    type Sums = (i64, i64, i64, i64, i64, i64, i64, i64);
    let mut stages: HashMap<i64, Stages> = HashMap::new();
    for sums in view.all_many::<Sums>(STAGES, &keys)?.into_iter().flatten() {
        let (order, decimals, p, b, a, r, s, c) = sums;
        stages.entry(order).or_default().add([p, b, a, r, s, c], decimals);
    }
    let mut vat: HashMap<i64, Vec<VatPart>> = HashMap::new();
    for row in view.all_many::<VatRow>(VAT_OF_MANY, &keys)?.into_iter().flatten() {
        vat.entry(row.order_id).or_default().push(row.part);
    }
    let row = |head: OrderHead| OrderRow {
        stages: stages.remove(&head.id).unwrap_or_default(),
        vat: vat.remove(&head.id).unwrap_or_default(),
        head,
    };
    Ok(heads.into_iter().map(row).collect())
}

struct VatRow {
    order_id: i64,
    part: VatPart,
}

impl FromRow for VatRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let order_id = row.next()?;
        let taxed: Taxed = taxed(row)?;
        let (taxable, vat) = (row.next()?, row.next()?);
        let currency = currency(&row.next::<String>()?)?;
        let part = VatPart {
            taxed,
            taxable: Money::new(taxable, currency),
            vat: Money::new(vat, currency),
        };
        Ok(VatRow { order_id, part })
    }
}

impl FromRow for OrderCharge {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (kind, name, net) = (row.next()?, row.next()?, row.next()?);
        let taxed = taxed(row)?;
        let currency = currency(&row.next::<String>()?)?;
        let invoiced = row.next()?;
        Ok(OrderCharge { kind, name, net: Money::new(net, currency), taxed, invoiced })
    }
}

/// The head of one order by its number, whatever its case; somebody else's is absent.
///
/// # Errors
/// What the database says.
pub fn head(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<OrderHead>, DbError> {
    view.one::<OrderHead>(
        concat!(
            "select ",
            head_columns!(),
            from_heads!(),
            " where o.number_key = $3 and o.customer_id = $1
              and (cast($2 as bigint) is null or o.login_id = $2)"
        ),
        args![buyer.customer.id, own_only(buyer), &number_key(number)],
    )
}

/// What order numbers are found by.
#[must_use]
pub fn number_key(number: &str) -> String {
    number.trim().replace('\0', "").to_lowercase()
}

/// One order with everything below it; somebody else's is absent.
///
/// # Errors
/// What the database says.
pub fn get(view: &mut View, buyer: &Buyer, number: &str) -> Result<Option<OrderDetail>, DbError> {
    let Some(head) = head(view, buyer, number)? else {
        return Ok(None);
    };
    let lines = view.all::<OrderLine>(
        "select l.id, l.line, l.parent_line, l.sku, l.name, l.unit, l.quantity, l.quantity_decimals,
             l.price, l.per, l.discount, l.net_minor, l.vat_rate, l.vat_category, l.remarks,
             l.supplied_from, l.pending, l.backordered, l.allocated, l.released, l.shipped,
             l.cancelled, l.returned, l.invoiced, p.image,
             coalesce(p.state in ('sellable', 'visible') and (cast($3 as bigint) is null or exists
                 (select 1 from assortment_products s
                  where s.assortment_id = $3 and s.product_id = p.id)), false), o.currency,
             l.product_id
         from order_lines l
         join orders o on o.id = l.order_id
         left join products p on p.id = l.product_id
         where l.order_id = $1 and l.customer_id = $2 order by l.line limit 5000",
        args![head.id, buyer.customer.id, buyer.customer.assortment_id],
    )?;
    below(view, head, lines).map(Some)
}

/// The rest of an order whose head was read for the person who asks.
pub(super) fn below(
    view: &mut View,
    head: OrderHead,
    mut lines: Vec<OrderLine>,
) -> Result<OrderDetail, DbError> {
    let lacking = |line: &OrderLine| {
        let (line_id, decimals) = (line.id, line.quantity.decimals);
        let product_id = line.product_id.filter(|_| line.stages.of(Stage::Backordered) > 0)?;
        Some(Lacking { line_id, product_id, decimals })
    };
    let lacking: Vec<Lacking> = lines.iter().filter_map(lacking).collect();
    let mut promised = promises::of_lines(view, &lacking)?;
    for line in &mut lines {
        line.promises = promised.remove(&line.id).unwrap_or_default();
    }
    let charges = view.all::<OrderCharge>(
        "select c.kind, c.name, c.net_minor, c.vat_rate, c.vat_category, o.currency, c.invoiced
         from order_charges c join orders o on o.id = c.order_id
         where c.order_id = $1 order by c.position limit 100",
        args![head.id],
    )?;
    let vat = view.all::<VatRow>(
        "select v.order_id, v.vat_rate, v.vat_category, v.taxable_minor, v.vat_minor, o.currency
         from order_vat v join orders o on o.id = v.order_id
         where v.order_id = $1 order by v.vat_rate desc, v.vat_category limit 100",
        args![head.id],
    )?;
    let vat = vat.into_iter().map(|row| row.part).collect();
    let shipments = shipping::store::of_order(view, &head)?;
    Ok(OrderDetail { head, lines, charges, vat, shipments })
}

/// How many orders this person sees.
///
/// # Errors
/// What the database says.
pub fn count(view: &mut View, buyer: &Buyer) -> Result<i64, DbError> {
    let count = view.one::<i64>(
        "select count(*) from orders o
         where o.customer_id = $1 and (cast($2 as bigint) is null or o.login_id = $2)",
        args![buyer.customer.id, own_only(buyer)],
    )?;
    Ok(count.unwrap_or(0))
}

/// The number of an order that is still to be delivered to the address of this id, the latest; none: none is.
///
/// # Errors
/// What the database says.
pub fn under_way_to(view: &mut View, address_id: i64) -> Result<Option<String>, DbError> {
    view.one::<String>(
        "select o.number from addresses a
         join orders o on o.customer_id = a.customer_id and o.address_id = a.id
         where a.id = $1 and o.delivery <> 'all'
             and o.status in ('awaiting_approval', 'awaiting_payment', 'placed', 'confirmed')
         order by o.placed_at desc, o.id desc limit 1",
        args![address_id],
    )
}
