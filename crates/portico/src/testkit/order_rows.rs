//! Orders of a made-up company: from what was ordered and what happened to it follow totals, stages, ledger and
//! allocations, so that nothing can disagree.

use super::rows::insert;
use crate::args;
use crate::platform::db::{DbError, Tx};
use portico_types::{
    Currency, Moment, Money, Quantity, Rate, Taxed, UnitPrice, VatCategory, VatPart, Zone,
    vat_by_rate,
};

/// Stages in the order of the columns.
pub(crate) const PENDING: usize = 0;
pub(crate) const BACKORDERED: usize = 1;
pub(crate) const ALLOCATED: usize = 2;
pub(crate) const RELEASED: usize = 3;
pub(crate) const SHIPPED: usize = 4;
pub(crate) const CANCELLED: usize = 5;
/// Where a quantity is before it was ordered.
pub(crate) const NOWHERE: usize = 6;
const STAGES: [&str; 7] =
    ["pending", "backordered", "allocated", "released", "shipped", "cancelled", ""];
/// Lines and moves take their ids from the order's: this many ids behind each order are its own.
pub(crate) const IDS_PER_ORDER: i64 = 1 << 14;

/// A sales order with all that happened to it.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) id: i64,
    pub(crate) number: String,
    pub(crate) wholesaler_number: Option<String>,
    pub(crate) customer_id: i64,
    pub(crate) login_id: Option<i64>,
    pub(crate) source: &'static str,
    pub(crate) status: &'static str,
    pub(crate) refused_why: Option<&'static str>,
    pub(crate) hand_over: &'static str,
    pub(crate) reference: Option<String>,
    pub(crate) remarks: Option<String>,
    pub(crate) requested_day: Option<String>,
    pub(crate) part_deliveries: bool,
    pub(crate) address: super::rows::AddressRow,
    pub(crate) placed_at: i64,
    pub(crate) placed_day: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) charges: Vec<Charge>,
}

/// A line of an order.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) product_id: i64,
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) unit: &'static str,
    pub(crate) quantity: i64,
    pub(crate) decimals: i64,
    pub(crate) price: i64,
    pub(crate) per: i64,
    pub(crate) taxed: Taxed,
    pub(crate) supplied_from: &'static str,
    pub(crate) remarks: Option<String>,
    pub(crate) moves: Vec<Move>,
}

/// A quantity of a line going from one stage to another.
#[derive(Clone, Copy)]
pub(crate) struct Move {
    pub(crate) at: i64,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) quantity: i64,
}

/// Carriage or a fee.
#[derive(Clone)]
pub(crate) struct Charge {
    pub(crate) kind: &'static str,
    pub(crate) name: &'static str,
    pub(crate) net_minor: i64,
    pub(crate) taxed: Taxed,
}

/// An order's sums.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    pub(crate) goods_minor: i64,
    pub(crate) charges_minor: i64,
    pub(crate) vat: Vec<VatPart>,
    pub(crate) total_minor: i64,
}

impl Line {
    /// Where the quantity stands after all moves.
    pub(crate) fn stages(&self) -> [i64; 6] {
        let mut at = [0; 7];
        for step in &self.moves {
            at[step.from] -= step.quantity;
            at[step.to] += step.quantity;
        }
        assert!(
            at[NOWHERE] == -self.quantity && at[..6].iter().all(|n| *n >= 0),
            "moves of {} do not add up",
            self.sku
        );
        let [pending, backordered, allocated, released, shipped, cancelled, _] = at;
        [pending, backordered, allocated, released, shipped, cancelled]
    }

    /// Quantity × price ÷ per.
    pub(crate) fn net_minor(&self) -> i64 {
        let decimals = u8::try_from(self.decimals).unwrap_or(0);
        UnitPrice::new(self.price, self.per, Currency::GBP)
            .net(Quantity::steps(self.quantity, decimals))
            .map_or(0, |money| money.minor)
    }

    /// What is reserved for it on the shelf.
    pub(crate) fn reserved(&self) -> i64 {
        let stages = self.stages();
        if self.supplied_from == "stock" { stages[ALLOCATED] + stages[RELEASED] } else { 0 }
    }
}

impl Order {
    /// Sums of lines and charges, VAT once per rate.
    pub(crate) fn sums(&self) -> Sums {
        let gbp = |minor| Money::new(minor, Currency::GBP);
        let goods: Vec<(Taxed, Money)> =
            self.lines.iter().map(|l| (l.taxed, gbp(l.net_minor()))).collect();
        let charges: Vec<(Taxed, Money)> =
            self.charges.iter().map(|c| (c.taxed, gbp(c.net_minor))).collect();
        let goods_minor = goods.iter().map(|(_, net)| net.minor).sum::<i64>();
        let charges_minor = charges.iter().map(|(_, net)| net.minor).sum::<i64>();
        let vat = vat_by_rate(goods.into_iter().chain(charges), Currency::GBP).unwrap_or_default();
        let total_minor =
            goods_minor + charges_minor + vat.iter().map(|part| part.vat.minor).sum::<i64>();
        Sums { goods_minor, charges_minor, vat, total_minor }
    }

    /// `none`, `part` or `all` of what was not cancelled has left.
    pub(crate) fn delivery(&self) -> &'static str {
        let (mut shipped, mut wanted) = (0, 0);
        for line in &self.lines {
            let stages = line.stages();
            shipped += stages[SHIPPED];
            wanted += line.quantity - stages[CANCELLED];
        }
        match shipped {
            0 => "none",
            some if some == wanted => "all",
            _ => "part",
        }
    }

    /// What its moves come from.
    fn deed(&self) -> String {
        if self.source == "import" { "import".to_owned() } else { format!("order:{}", self.number) }
    }

    fn find_key(&self) -> String {
        let words = [
            Some(self.number.as_str()),
            self.reference.as_deref(),
            self.wholesaler_number.as_deref(),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
    }
}

/// Reads `20` per cent and so on from the pair that VAT tables hold.
pub(crate) fn taxed(rate: i64, category: &str) -> Taxed {
    Taxed {
        rate: Rate::new(rate),
        category: VatCategory::from_code(category).unwrap_or(VatCategory::Standard),
    }
}

/// Writes orders and everything below them.
pub(crate) fn write_orders(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    write_heads(tx, orders)?;
    write_lines(tx, orders)?;
    write_moves(tx, orders)?;
    write_reserved(tx, orders)?;
    write_back_office(tx, orders)?;
    write_sums(tx, orders)?;
    // Last: its row is locked until COMMIT, and other batches want it too.
    start_numbers_after(tx, orders)
}

/// Notes what the customers with these ids have bought, as orders do when they are placed.
pub(crate) fn write_bought(tx: &mut Tx, first: i64, last: i64) -> Result<(), DbError> {
    let _ = tx.exec(
        "insert into customer_products (customer_id, product_id, last_day, last_quantity, times, favourite)
         select o.customer_id, l.product_id, max(o.placed_day),
             cast(substr(max(o.placed_day || ' ' || l.quantity), 12) as bigint), count(*), false
         from orders o join order_lines l on l.order_id = o.id
         where o.customer_id >= $1 and o.customer_id <= $2 and l.product_id is not null
         group by o.customer_id, l.product_id",
        args![first, last],
    )?;
    Ok(())
}

/// Carriers of what was sent, as staff of the demo keep them.
pub(crate) const CARRIERS: [(&str, &str); 2] = [
    ("Swift Parcels", "https://swift-parcels.example/track/{tracking}"),
    ("Northway Freight", "https://northway.example/{tracking}"),
];

/// An order's shipment, before it is written.
struct Sent<'a> {
    order: &'a Order,
    number: String,
    key: String,
    at: i64,
    day: String,
    carrier: &'static str,
    tracking: String,
    url: String,
    find_key: String,
}

impl Sent<'_> {
    /// What left of an order, last; nothing for what was imported. Its number is the order's.
    fn of(order: &Order) -> Option<Sent<'_>> {
        let moves = order.lines.iter().flat_map(|line| &line.moves);
        let left = moves.filter(|step| step.to == SHIPPED && order.source != "import");
        let at = left.map(|step| step.at).max()?;
        let zone = Zone::named("Europe/London").unwrap_or_else(Zone::utc);
        let number = order.number.replace("P-", "S-");
        let tracking = format!("{}{:07}", 15 + order.id % 7, order.id / 7 % 9_999_991);
        let (carrier, url) = CARRIERS[usize::from(order.id / IDS_PER_ORDER % 4 == 0)];
        Some(Sent {
            order,
            key: number.to_lowercase(),
            at,
            day: Moment(at).day(&zone).text(),
            carrier,
            url: url.replace("{tracking}", &tracking),
            find_key: format!("{number} {} {tracking}", order.find_key()).to_lowercase(),
            number,
            tracking,
        })
    }
}

/// Days that a parcel of the demo takes.
const DAYS_UNDER_WAY: i64 = 2;

impl Sent<'_> {
    /// The day it arrived, where it is that long ago.
    fn arrived(&self, now: i64) -> Option<String> {
        let at = Moment(self.at + DAYS_UNDER_WAY * 24 * 60 * 60 * 1_000);
        let zone = Zone::named("Europe/London").unwrap_or_else(Zone::utc);
        (at.0 <= now).then(|| at.day(&zone).text())
    }
}

/// Writes a shipment for each of these orders of which something left.
pub(crate) fn write_shipments(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let sent: Vec<Sent<'_>> = orders.iter().filter_map(Sent::of).collect();
    insert(
        tx,
        "insert into shipments (id, number, number_key, order_id, customer_id, source, shipped_at, shipped_day, find_key)
         values ($1, $2, $3, $4, $5, 'staff', $6, $7, $8)",
        &sent,
        |s| args![s.order.id, &s.number, &s.key, s.order.id, s.order.customer_id, s.at, &s.day, &s.find_key],
    )?;
    insert(
        tx,
        "insert into shipment_parcels (shipment_id, parcel, carrier, tracking, tracking_url) values ($1, 1, $2, $3, $4)",
        &sent,
        |s| args![s.order.id, s.carrier, &s.tracking, &s.url],
    )?;
    let now = tx.now();
    let arrived: Vec<_> = sent.iter().filter_map(|s| Some((s.order.id, s.arrived(now)?))).collect();
    insert(
        tx,
        "insert into shipment_arrivals (shipment_id, entry, day, recorded_at) values ($1, 1, $2, $3)",
        &arrived,
        |(shipment, day)| args![*shipment, day, now],
    )?;
    insert(
        tx,
        "update shipments set arrived_day = $2 where id = $1",
        &arrived,
        |(shipment, day)| args![*shipment, day],
    )?;
    let lines: Vec<_> = numbered(orders)
        .filter(|(order, ..)| order.source != "import")
        .map(|(order, id, _, line)| (order.id, id, line.stages()[SHIPPED]))
        .filter(|(_, _, shipped)| *shipped > 0)
        .collect();
    insert(
        tx,
        "insert into shipment_lines (shipment_id, parcel, order_line_id, quantity) values ($1, 1, $2, $3)",
        &lines,
        |(shipment, line, shipped)| args![*shipment, *line, *shipped],
    )?;
    let numbers = sent.iter().filter_map(|s| s.number.strip_prefix("S-")?.parse::<i64>().ok());
    numbers.max().map_or(Ok(()), |last| go_on_after(tx, "shipments", last))
}

fn write_heads(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let summed: Vec<_> = orders
        .iter()
        .map(|o| {
            let sums = o.sums();
            let vat_minor: i64 = sums.total_minor - sums.goods_minor - sums.charges_minor;
            (
                o,
                sums,
                vat_minor,
                o.number.to_lowercase(),
                o.find_key(),
                i64::try_from(o.lines.len()).unwrap_or(0),
            )
        })
        .collect();
    insert(
        tx,
        "insert into orders (id, number, number_key, wholesaler_number, customer_id, login_id, source, status, refused_why,
            hand_over, currency, reference, remarks, requested_day, part_deliveries, address_id, address_name,
            address_contact, address_line1, address_line2, address_postcode, address_city, address_region,
            address_country, address_phone, placed_at, placed_day, line_count, goods_minor, charges_minor, vat_minor,
            total_minor, delivery, payment, find_key, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'GBP', $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, 'none', $33, $25)",
        &summed,
        |(o, sums, vat_minor, number_key, find_key, line_count)| {
            let a = &o.address;
            args![
                o.id, &o.number, number_key, &o.wholesaler_number, o.customer_id, o.login_id, o.source, o.status,
                o.refused_why, o.hand_over, &o.reference, &o.remarks, &o.requested_day, o.part_deliveries, a.id, &a.name,
                &a.contact, &a.line1, &a.line2, &a.postcode, &a.city, &a.region, a.country, &a.phone, o.placed_at,
                &o.placed_day, *line_count, sums.goods_minor, sums.charges_minor, *vat_minor, sums.total_minor,
                o.delivery(), find_key
            ]
        },
    )
}

fn numbered(orders: &[Order]) -> impl Iterator<Item = (&Order, i64, i64, &Line)> {
    orders.iter().flat_map(|o| (1_i64..).zip(&o.lines).map(move |(n, line)| (o, o.id + n, n, line)))
}

fn write_lines(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let rows: Vec<_> = numbered(orders)
        .map(|(o, id, n, line)| (o, id, n, line, line.net_minor(), line.stages()))
        .collect();
    insert(
        tx,
        "insert into order_lines (id, order_id, customer_id, line, product_id, sku, name, unit, quantity,
            quantity_decimals, price, per, discount, net_minor, vat_rate, vat_category, remarks, supplied_from, pending,
            backordered, allocated, released, shipped, cancelled, returned, invoiced, credited, queue_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, 0, 0, 0, $24)",
        &rows,
        |(o, id, n, l, net, stages)| {
            args![
                *id, o.id, o.customer_id, *n, l.product_id, &l.sku, &l.name, l.unit, l.quantity, l.decimals, l.price,
                l.per, *net, l.taxed.rate.basis_points, l.taxed.category.code(), &l.remarks, l.supplied_from,
                stages[PENDING], stages[BACKORDERED], stages[ALLOCATED], stages[RELEASED], stages[SHIPPED],
                stages[CANCELLED], o.placed_at
            ]
        },
    )
}

fn write_moves(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let sources: Vec<String> = orders.iter().map(Order::deed).collect();
    let mut rows = Vec::new();
    for (order, source) in orders.iter().zip(&sources) {
        let steps = (1_i64..).zip(&order.lines);
        let steps =
            steps.flat_map(|(n, line)| line.moves.iter().map(move |step| (order.id + n, step)));
        let mut steps: Vec<_> = steps.collect();
        steps.sort_by_key(|(_, step)| step.at);
        let ids = order.id + IDS_PER_ORDER / 4..;
        rows.extend(ids.zip(steps).map(|(id, (line, step))| (id, order, line, step, source)));
    }
    insert(
        tx,
        "insert into line_moves (id, order_id, order_line_id, at, from_stage, to_stage, quantity, source, login_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &rows,
        |(id, o, line, step, source)| {
            let login = if step.from == NOWHERE { o.login_id } else { None };
            args![*id, o.id, *line, step.at, STAGES[step.from], STAGES[step.to], step.quantity, *source, login]
        },
    )
}

/// What the back office knows of orders: those it has yet to review, and those it confirmed this month.
fn write_back_office(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let known = orders.iter().filter(|o| o.hand_over == "received" && o.source != "import");
    let month = tx.now() - 30 * 86_400_000;
    let known: Vec<_> = known.filter(|o| o.placed_at > month && o.status != "cancelled").collect();
    insert(
        tx,
        "insert into backoffice_orders (id, order_number, state, received_at, decided_at) values ($1, $2, $3, $4, $5)",
        &known,
        |o| {
            let open = o.status == "placed";
            let (state, decided) =
                if open { ("to_review", None) } else { ("confirmed", Some(o.placed_at + 600_000)) };
            args![o.id, &o.number, state, o.placed_at + 2_000, decided]
        },
    )
}

fn write_reserved(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let rows: Vec<_> = numbered(orders)
        .map(|(_, id, _, line)| (id, line.product_id, line.reserved()))
        .filter(|(_, _, reserved)| *reserved > 0)
        .collect();
    insert(
        tx,
        "insert into allocations (order_line_id, location, product_id, quantity) values ($1, 'main', $2, $3)",
        &rows,
        |(line, product, reserved)| args![*line, *product, *reserved],
    )
}

fn write_sums(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let charges: Vec<_> = orders
        .iter()
        .flat_map(|o| (1_i64..).zip(&o.charges).map(move |(n, c)| (o.id, n, c)))
        .collect();
    insert(
        tx,
        "insert into order_charges (order_id, position, kind, name, net_minor, vat_rate, vat_category)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &charges,
        |(order, n, c)| {
            args![*order, *n, c.kind, c.name, c.net_minor, c.taxed.rate.basis_points, c.taxed.category.code()]
        },
    )?;
    let parts: Vec<_> = orders
        .iter()
        .flat_map(|o| o.sums().vat.into_iter().map(move |part| (o.id, part)))
        .collect();
    insert(
        tx,
        "insert into order_vat (order_id, vat_rate, vat_category, taxable_minor, vat_minor) values ($1, $2, $3, $4, $5)",
        &parts,
        |(order, p)| {
            args![
                *order,
                p.taxed.rate.basis_points,
                p.taxed.category.code(),
                p.taxable.minor,
                p.vat.minor
            ]
        },
    )
}

/// The portal's own series goes on after the orders that are written.
fn start_numbers_after(tx: &mut Tx, orders: &[Order]) -> Result<(), DbError> {
    let numbers = orders.iter().filter_map(|o| o.number.strip_prefix("P-")?.parse::<i64>().ok());
    let Some(last) = numbers.max() else {
        return Ok(());
    };
    go_on_after(tx, "orders", last)
}

fn go_on_after(tx: &mut Tx, counter: &'static str, last: i64) -> Result<(), DbError> {
    let _ = tx.exec(
        "insert into counters (name, value) values ($1, $2)
         on conflict (name) do update set value = excluded.value where counters.value < excluded.value",
        args![counter, last],
    )?;
    Ok(())
}
