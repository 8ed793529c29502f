//! Made-up orders over the last two years: who orders when, what, and how far it has come. Older ones count as imported.

use super::books::BIGGEST;
use super::buyers::FIRST_ID as FIRST_CUSTOMER;
use super::cli::Size;
use super::figures::{
    self, BOUGHT_BEFORE, CHARGED, HOURS, LINES, MONTHS, ORDERS, POPULARITY, WEEKDAYS, draw,
    quantity, whole,
};
use super::goods::Goods;
use crate::testkit::company::{LARCH, MOORLAND, Owed};
use crate::testkit::order_rows::{
    ALLOCATED, BACKORDERED, CANCELLED, Charge, IDS_PER_ORDER, Line, Move, NOWHERE, Order, PENDING,
    RELEASED, SHIPPED, taxed,
};
use crate::testkit::rows::{AddressRow, Customer, Rows};
use portico_types::{Day, Moment, Zone};
use rand::Rng;
use rand::distr::{Distribution, weighted::WeightedIndex};
use rand_chacha::ChaCha8Rng;
use std::collections::{HashMap, HashSet};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Days of history.
const DAYS: i32 = 730;
/// Orders older than this were brought in from the system before.
const IMPORTED_DAYS: i64 = 365;
/// Ids of made-up orders begin behind those of the company all tests know.
const FIRST_ID: i64 = 1_000 * IDS_PER_ORDER;
/// The portal's own numbers of made-up orders begin here; they rise, so that new orders go on behind them.
const FIRST_NUMBER: i64 = 100_101;

/// Lines of the long orders that the biggest customer of load tests places, and how such an order is found.
const LONG: usize = 1_000;
const LONG_REFERENCE: &str = "Shop fitting 1000";
/// Of so many orders one is long, where it is the biggest customer's.
const LONG_EACH: i64 = 500;

/// A customer, who orders for it, and how often.
#[derive(Clone, Copy)]
struct Orderer<'a> {
    customer: &'a Customer,
    login_id: i64,
    loyalty: f64,
}

/// All made-up customers; and the two that visitors of the demo sign in for, who order often.
fn orderers<'a>(rng: &mut ChaCha8Rng, rows: &'a Rows) -> Vec<Orderer<'a>> {
    let known = [LARCH, MOORLAND];
    let all = rows.customers.iter().filter(|c| c.id >= FIRST_CUSTOMER || known.contains(&c.id));
    let buyers: HashMap<Option<i64>, i64> = rows
        .memberships
        .iter()
        .rev()
        .filter(|m| m.role == "buyer" && !m.sees_own)
        .map(|m| (m.customer_id, m.login_id))
        .collect();
    let orderer = |customer: &'a Customer| Orderer {
        customer,
        login_id: buyers.get(&Some(customer.id)).copied().unwrap_or(customer.id),
        loyalty: if known.contains(&customer.id) { 70.0 } else { draw(rng, ORDERS) },
    };
    all.map(orderer).collect()
}

/// One customer orders so much that a seventh of all orders is its own.
fn grow_the_biggest(orderers: &mut [Orderer<'_>]) {
    let others: f64 = orderers.iter().map(|o| o.loyalty).sum();
    for biggest in orderers.iter_mut().filter(|o| o.customer.id == BIGGEST) {
        biggest.loyalty = others / 6.0;
    }
}

/// How far an order has come.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Imported,
    Delivered,
    InPart,
    Reserved,
    ToReview,
    AwaitingApproval,
    Refused,
    Cancelled,
}

/// Makes orders one after the other, oldest first.
pub(crate) struct Sales<'a> {
    rng: ChaCha8Rng,
    goods: &'a Goods,
    customers: Vec<Orderer<'a>>,
    addresses: HashMap<i64, Vec<&'a AddressRow>>,
    zone: Zone,
    now: i64,
    /// Whether the biggest customer orders a thousand lines at times.
    long: bool,
    /// When and by which customer, still to come; the last is the next.
    coming: Vec<(i64, usize)>,
    bought: HashMap<i64, Vec<u32>>,
    made: i64,
    imported: i64,
    /// What is reserved of each product, for its stock.
    pub(crate) reserved: Vec<i64>,
    /// Whether somebody waits for a product: then nothing of it is free.
    pub(crate) waited_for: Vec<bool>,
    /// What open orders add to what customers have on order.
    pub(crate) postings: Vec<Owed>,
}

impl<'a> Sales<'a> {
    /// The orders of a world of this size by the made-up customers in `rows`.
    pub(crate) fn new(
        mut rng: ChaCha8Rng,
        size: Size,
        goods: &'a Goods,
        rows: &'a Rows,
        now: i64,
    ) -> Sales<'a> {
        let zone = Zone::named("Europe/London").unwrap_or_else(Zone::utc);
        let mut customers = orderers(&mut rng, rows);
        if size.books {
            grow_the_biggest(&mut customers);
        }
        let mut addresses: HashMap<i64, Vec<&AddressRow>> = HashMap::new();
        for address in &rows.addresses {
            addresses.entry(address.customer_id).or_default().push(address);
        }
        let coming = coming(&mut rng, size.orders, &customers, (now, &zone));
        Sales {
            rng,
            goods,
            customers,
            addresses,
            zone,
            now,
            long: size.books,
            coming,
            bought: HashMap::new(),
            made: 0,
            imported: 0,
            reserved: vec![0; goods.products.len()],
            waited_for: vec![false; goods.products.len()],
            postings: Vec::new(),
        }
    }

    /// Up to `most` more orders; none when all are made.
    pub(crate) fn next(&mut self, most: usize) -> Vec<Order> {
        let mut orders = Vec::with_capacity(most.min(self.coming.len()));
        while orders.len() < most {
            let Some((at, customer)) = self.coming.pop() else {
                break;
            };
            orders.push(self.order(at, customer));
        }
        orders
    }

    fn order(&mut self, placed_at: i64, customer: usize) -> Order {
        let Orderer { customer, login_id, .. } = self.customers[customer];
        let fate = fate(&mut self.rng, (self.now - placed_at) / DAY_MS);
        self.made += 1;
        let lines = self.lines(customer, placed_at, fate);
        let mut order = Order {
            lines,
            charges: self.charges(customer),
            reference: self
                .rng
                .random_bool(0.4)
                .then(|| format!("PO {}", self.rng.random_range(1_000..99_999))),
            ..self.head(placed_at, customer, fate)
        };
        if order.lines.len() == LONG {
            order.reference = Some(LONG_REFERENCE.to_owned());
        }
        order.login_id = order.login_id.map(|_| login_id);
        self.post(&order);
        order
    }

    fn head(&mut self, placed_at: i64, customer: &Customer, fate: Fate) -> Order {
        let imported = fate == Fate::Imported;
        let number = if imported {
            self.imported += 1;
            format!("SO-{}", 20_000 + self.imported)
        } else {
            format!("P-{}", FIRST_NUMBER + self.made - self.imported)
        };
        let at = self.addresses.get(&customer.id).map_or(&[][..], Vec::as_slice);
        let address = at
            .get(self.rng.random_range(0..at.len().max(1)))
            .map_or_else(AddressRow::default, |a| (*a).clone());
        let source = ["cart", "cart", "cart", "cart", "staff", "api"][self.rng.random_range(0..6)];
        Order {
            id: FIRST_ID + self.made * IDS_PER_ORDER,
            number,
            wholesaler_number: None,
            customer_id: customer.id,
            login_id: (!imported && source != "staff").then_some(customer.id),
            source: if imported { "import" } else { source },
            status: match fate {
                Fate::ToReview => "placed",
                Fate::AwaitingApproval => "awaiting_approval",
                Fate::Refused => "refused",
                Fate::Cancelled => "cancelled",
                _ => "confirmed",
            },
            refused_why: (fate == Fate::Refused).then_some("This range is no longer made."),
            hand_over: match fate {
                Fate::Imported => "by_hand",
                Fate::AwaitingApproval => "waiting",
                Fate::Refused => "refused",
                _ => "received",
            },
            reference: None,
            remarks: self
                .rng
                .random_bool(0.03)
                .then(|| "Deliver to the back door, before noon.".to_owned()),
            requested_day: None,
            part_deliveries: customer.part_deliveries,
            address,
            placed_at,
            placed_day: Moment(placed_at).day(&self.zone).text(),
            lines: Vec::new(),
            charges: Vec::new(),
        }
    }

    fn lines(&mut self, customer: &Customer, at: i64, fate: Fate) -> Vec<Line> {
        let mut count = whole(draw(&mut self.rng, LINES)) as usize;
        if self.long && customer.id == BIGGEST && self.made % LONG_EACH == 0 {
            count = LONG;
        }
        let mut chosen = HashSet::with_capacity(count);
        let mut lines = Vec::with_capacity(count);
        // Who has bought all they usually buy does not look for ever.
        for tried in 0..count * 3 {
            let index = if count == LONG {
                self.goods.popular[tried % self.goods.popular.len()]
            } else {
                self.choose(customer.id)
            };
            if lines.len() == count {
                break;
            }
            if !chosen.insert(index) {
                continue;
            }
            let mut line = self.line(index, customer);
            line.moves = self.moves(index, line.quantity, at, fate);
            if self.goods.products[index].stock_kind == "tracked" {
                self.reserved[index] += line.reserved();
                self.waited_for[index] |= line.stages()[BACKORDERED] > 0;
            }
            self.bought.entry(customer.id).or_default().push(index as u32);
            lines.push(line);
        }
        lines
    }

    /// One bought before, or one as popular as chance has it.
    fn choose(&mut self, customer_id: i64) -> usize {
        if let Some(before) = self.bought.get(&customer_id)
            && self.rng.random_bool(BOUGHT_BEFORE * 0.8)
        {
            return before[self.rng.random_range(0..before.len())] as usize;
        }
        let popular = &self.goods.popular;
        let rank = figures::at(POPULARITY, self.rng.random::<f64>()) * popular.len() as f64;
        popular[(rank as usize).min(popular.len() - 1)]
    }

    fn line(&mut self, index: usize, customer: &Customer) -> Line {
        let product = &self.goods.products[index];
        let wish =
            quantity(&mut self.rng, product.base_price as f64 / 10_000.0).max(product.minimum);
        let mut line =
            product.line((wish + product.multiple - 1) / product.multiple * product.multiple);
        if let Some((from, price)) = self.goods.breaks[index]
            && line.quantity >= from
        {
            line.price = price;
        }
        match customer.vat_treatment {
            "reverse_charge" => line.taxed = taxed(0, "AE"),
            "export" => line.taxed = taxed(0, "G"),
            _ => {}
        }
        line
    }

    /// What happened to this quantity of a product, as the order's fate has it.
    fn moves(&mut self, index: usize, quantity: i64, at: i64, fate: Fate) -> Vec<Move> {
        let product = &self.goods.products[index];
        let (picked, left) = (
            at + self.rng.random_range(1..20) * HOUR_MS,
            at + self.rng.random_range(21..60) * HOUR_MS,
        );
        let short =
            product.stock_kind == "supplier" || product.when_out == "backorder" && index % 17 == 5;
        let first = if short { BACKORDERED } else { ALLOCATED };
        let path: &[(i64, usize)] = match fate {
            Fate::Imported => &[(at, SHIPPED)],
            Fate::AwaitingApproval => &[(at, PENDING)],
            Fate::Refused | Fate::Cancelled => &[(at, first), (at + 2 * HOUR_MS, CANCELLED)],
            Fate::Delivered if short => {
                &[(at, BACKORDERED), (picked + 9 * DAY_MS, ALLOCATED), (left + 9 * DAY_MS, SHIPPED)]
            }
            Fate::Delivered => &[(at, ALLOCATED), (picked, RELEASED), (left, SHIPPED)],
            Fate::InPart if short => &[(at, BACKORDERED)],
            Fate::InPart if self.rng.random_bool(0.15) => &[(at, ALLOCATED)],
            Fate::InPart => &[(at, ALLOCATED), (picked, RELEASED), (left, SHIPPED)],
            _ => &[(at, first)],
        };
        let from = std::iter::once(NOWHERE).chain(path.iter().map(|(_, stage)| *stage));
        // Nothing has happened that is still to come.
        let step = |(from, (at, to)): (usize, &(i64, usize))| Move {
            at: (*at).min(self.now),
            from,
            to: *to,
            quantity,
        };
        from.zip(path).map(step).collect()
    }

    fn charges(&mut self, customer: &Customer) -> Vec<Charge> {
        if !self.rng.random_bool(CHARGED) {
            return Vec::new();
        }
        let taxed = match customer.vat_treatment {
            "reverse_charge" => taxed(0, "AE"),
            "export" => taxed(0, "G"),
            _ => taxed(2_000, "S"),
        };
        let net_minor =
            if customer.country == "GB" { 850 } else { self.rng.random_range(18..95) * 100 };
        vec![Charge { kind: "carriage", name: "Carriage", net_minor, taxed }]
    }

    fn post(&mut self, order: &Order) {
        let open = matches!(order.status, "placed" | "confirmed")
            && order.source != "import"
            && order.delivery() != "all";
        if open {
            self.postings.push(Owed {
                customer_id: order.customer_id,
                reason: "order",
                source: format!("order:{}", order.number),
                owed_minor: 0,
                ordered_minor: order.sums().total_minor,
                at: order.placed_at,
            });
        }
    }
}

fn fate(rng: &mut ChaCha8Rng, days: i64) -> Fate {
    let chance = rng.random_range(0..100);
    match (days, chance) {
        (IMPORTED_DAYS.., _) => Fate::Imported,
        (2.., 0) => Fate::Refused,
        (2.., 1..3) => Fate::Cancelled,
        (30.., _) => Fate::Delivered,
        (5.., 3..78) => Fate::Delivered,
        (5.., 78..95) => Fate::InPart,
        (5.., _) | (1.., 3..50) => Fate::Reserved,
        (_, 96..) => Fate::AwaitingApproval,
        (_, 70..) => Fate::ToReview,
        _ => Fate::Reserved,
    }
}

/// Moments and customers of all orders, the latest first.
fn coming(
    rng: &mut ChaCha8Rng,
    count: usize,
    customers: &[Orderer<'_>],
    (now, zone): (i64, &Zone),
) -> Vec<(i64, usize)> {
    let today = Moment(now).day(zone);
    let days: Vec<Day> = (0..DAYS).map(|back| today.plus_days(-back)).collect();
    let weights = days.iter().map(|day| {
        let (_, month, _) = day.parts();
        MONTHS[usize::try_from(month - 1).unwrap_or(0)]
            * WEEKDAYS[usize::try_from(day.weekday() - 1).unwrap_or(0)]
            + 1.0
    });
    let by_day = WeightedIndex::new(weights).expect("every day has a weight above nought");
    let by_customer = WeightedIndex::new(customers.iter().map(|c| c.loyalty))
        .expect("every customer orders at times");
    let mut coming: Vec<(i64, usize)> = (0..count)
        .map(|_| {
            let midnight = days[by_day.sample(rng)].start(zone).0;
            let at = midnight + (draw(rng, HOURS) * HOUR_MS as f64) as i64;
            let at = if at > now - HOUR_MS { at - DAY_MS } else { at };
            (at, by_customer.sample(rng))
        })
        .collect();
    coming.sort_unstable_by(|a, b| b.cmp(a));
    coming
}
