//! Hartwell & Pike of Leeds, kitchen, gift and table ware: the small wholesale company that all tests know and that
//! `portico demo` shows. Every customer, product and order in it is there for a reason, said beside it.

mod goods;
mod logins;
mod orders;
mod people;

pub(crate) use people::{LARCH, MOORLAND};

use super::builders::price;
use super::order_rows::Order;
#[cfg(test)]
use super::order_rows::{write_bought, write_orders};
use super::rows::{AddressRow, CustomerPrice, Price, PriceList, Product, Rows, Stock, insert};
use crate::args;
use crate::platform::db::{DbError, Tx};
use portico_types::{Moment, Zone};
use std::collections::HashMap;

/// The wholesaler's name.
pub(crate) const NAME: &str = "Hartwell & Pike";
/// Price list of cafés and shops, with quantity breaks.
pub(crate) const TRADE: i64 = 1;
/// Price list of gift shop groups: lower from the first piece, no breaks.
pub(crate) const GROUP: i64 = 2;
/// An exclusive price list: it hides all other prices.
pub(crate) const HOTELS: i64 = 3;
/// A price list with VAT in its prices.
pub(crate) const COUNTER: i64 = 4;
/// Assortment without what is only for the trade.
pub(crate) const GIFTS: i64 = 1;
/// The password of every login of the made-up company, in tests and in the demo.
pub(crate) const PASSWORD: &str = "kettle-and-spoon";

/// Everything about the company, ready to be written.
#[derive(Clone)]
pub(crate) struct Company {
    pub(crate) rows: Rows,
    pub(crate) orders: Vec<Order>,
    pub(crate) postings: Vec<Owed>,
    pub(crate) people: Vec<Person>,
    now: i64,
    zone: Zone,
    skus: HashMap<String, usize>,
}

/// A change of what a customer owes or has on order.
#[derive(Clone)]
pub(crate) struct Owed {
    pub(crate) customer_id: i64,
    pub(crate) reason: &'static str,
    pub(crate) source: String,
    pub(crate) owed_minor: i64,
    pub(crate) ordered_minor: i64,
    pub(crate) at: i64,
}

/// Somebody who can sign in.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) login_id: i64,
    pub(crate) membership_id: i64,
    pub(crate) kind: &'static str,
    pub(crate) role: &'static str,
    pub(crate) company: String,
    pub(crate) email: String,
}

/// The company as it is at this moment. All its logins have the password that belongs to `password_hash`.
pub(crate) fn company(now: i64, password_hash: &str) -> Company {
    let zone = Zone::named("Europe/London").unwrap_or_else(Zone::utc);
    let rows = Rows::default();
    let mut company = Company {
        rows,
        orders: Vec::new(),
        postings: Vec::new(),
        people: Vec::new(),
        now,
        zone,
        skus: HashMap::new(),
    };
    company.house();
    goods::fill(&mut company);
    people::fill(&mut company);
    logins::fill(&mut company, password_hash);
    orders::fill(&mut company);
    company.reserve();
    company
}

impl Company {
    /// Puts everything into an empty database.
    #[cfg(test)]
    pub(crate) fn write(&self, tx: &mut Tx) -> Result<(), DbError> {
        self.rows.write(tx)?;
        write_orders(tx, &self.orders)?;
        write_bought(tx, 0, i64::MAX)?;
        write_postings(tx, &self.postings)
    }

    /// The product with this sku.
    pub(crate) fn product(&self, sku: &str) -> &Product {
        &self.rows.products[self.skus[sku]]
    }

    /// The moment this many days and hours ago.
    pub(crate) fn ago(&self, days: i64, hours: i64) -> i64 {
        self.now - (days * 24 + hours) * 3_600_000
    }

    /// The day a moment falls on.
    pub(crate) fn day(&self, at: i64) -> String {
        Moment(at).day(&self.zone).text()
    }

    fn house(&mut self) {
        let settings = [
            ("wholesaler.name", NAME),
            ("wholesaler.zone", "Europe/London"),
            ("wholesaler.currency", "GBP"),
            ("wholesaler.country", "GB"),
            ("wholesaler.phone", "0113 496 0143"),
            ("wholesaler.email", "trade@hartwellpike.example"),
            ("customers.credit_check", "refuse"),
        ];
        self.rows.settings =
            settings.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        let mut rate = |country, class, rate, category| {
            self.rows.vat_rates.push((country, class, rate, category))
        };
        rate("GB", "standard", 2_000, "S");
        rate("GB", "reduced", 500, "S");
        rate("GB", "zero", 0, "Z");
        self.rows.assortments.push((GIFTS, "GIFTS".to_owned(), "Gift shops".to_owned()));
        let list = |id, code: &str, name: &str| PriceList {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            ..PriceList::default()
        };
        self.rows.price_lists = vec![
            list(TRADE, "TRADE", "Trade"),
            list(GROUP, "GROUP", "Gift shop groups"),
            PriceList { exclusive: true, ..list(HOTELS, "HOTELS", "Hotels") },
            PriceList { includes_vat: true, ..list(COUNTER, "COUNTER", "Counter, with VAT") },
        ];
    }

    /// Adds a product with this much free stock; its id is the next one.
    pub(crate) fn add(&mut self, mut product: Product, free: i64) {
        product.id = i64::try_from(self.rows.products.len()).map_or(i64::MAX, |n| n + 1);
        self.skus.insert(product.sku.clone(), self.rows.products.len());
        if product.stock_kind == "tracked" {
            self.rows.stock.push(Stock { product_id: product.id, on_hand: free, allocated: 0 });
        }
        self.rows.products.push(product);
    }

    /// A price of a list, from a quantity in the product's smallest step on.
    fn list_price(&mut self, list_id: i64, sku: &str, from: i64, text: &str) {
        let (product_id, per) = (self.product(sku).id, self.product(sku).base_per);
        self.rows.prices.push(Price { product_id, list_id, from, price: price(text), per });
    }

    fn own_price(&mut self, customer_id: i64, sku: &str, text: &str) {
        let (product_id, per) = (self.product(sku).id, self.product(sku).base_per);
        self.rows.customer_prices.push(CustomerPrice {
            customer_id,
            product_id,
            from: 1,
            price: price(text),
            per,
        });
    }

    fn address_of(&self, customer_id: i64) -> AddressRow {
        let found = self.rows.addresses.iter().find(|a| a.customer_id == customer_id && a.default);
        found.cloned().expect("every customer of the company has a usual address")
    }

    /// Puts on the shelf what orders have reserved, beside the free stock.
    fn reserve(&mut self) {
        let mut reserved: HashMap<i64, i64> = HashMap::new();
        for line in self.orders.iter().flat_map(|o| &o.lines) {
            *reserved.entry(line.product_id).or_default() += line.reserved();
        }
        for stock in &mut self.rows.stock {
            stock.allocated = reserved.get(&stock.product_id).copied().unwrap_or(0);
            stock.on_hand += stock.allocated;
        }
    }
}

/// Writes the credit journal, and its sums per customer.
pub(crate) fn write_postings(tx: &mut Tx, postings: &[Owed]) -> Result<(), DbError> {
    let numbered: Vec<_> = (1_i64..).zip(postings).collect();
    insert(
        tx,
        "insert into credit_journal (id, customer_id, currency, reason, source, owed_minor, ordered_minor, at)
         values ($1, $2, 'GBP', $3, $4, $5, $6, $7)",
        &numbered,
        |(id, p)| args![*id, p.customer_id, p.reason, &p.source, p.owed_minor, p.ordered_minor, p.at],
    )?;
    let mut sums: std::collections::BTreeMap<i64, (i64, i64)> = std::collections::BTreeMap::new();
    for posting in postings {
        let sum = sums.entry(posting.customer_id).or_default();
        *sum = (sum.0 + posting.owed_minor, sum.1 + posting.ordered_minor);
    }
    let sums: Vec<_> = sums.into_iter().collect();
    insert(
        tx,
        "insert into credit (customer_id, currency, owed_minor, ordered_minor, version) values ($1, 'GBP', $2, $3, 1)",
        &sums,
        |(customer, (owed, ordered))| args![*customer, *owed, *ordered],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::db::TEST_NOW_MS;
    use crate::testkit::on_both;

    on_both!(the_company_fits_the_schema, |db| {
        let company = company(TEST_NOW_MS, "hash");
        let orders = company.orders.len() as i64;
        let lines = company.orders.iter().map(|o| o.lines.len() as i64).sum::<i64>();
        db.write(move |tx| company.write(tx)).await.unwrap();
        let counted = db
            .read(|view| {
                view.one::<(i64, i64)>(
                    "select count(*), cast(sum(line_count) as bigint) from orders",
                    args![],
                )
            })
            .await
            .unwrap();
        assert_eq!(counted, Some((orders, lines)));
    });

    #[test]
    fn everybodys_membership_is_their_own() {
        let company = company(TEST_NOW_MS, "hash");
        for person in &company.people {
            let mut memberships = company.rows.memberships.iter();
            let own = memberships.find(|m| m.id == person.membership_id);
            assert_eq!(own.map(|m| m.login_id), Some(person.login_id), "{}", person.email);
        }
    }

    #[test]
    fn stock_covers_what_orders_reserved() {
        let company = company(TEST_NOW_MS, "hash");
        let reserved: i64 =
            company.orders.iter().flat_map(|o| &o.lines).map(|l| l.reserved()).sum();
        assert_eq!(company.rows.stock.iter().map(|s| s.allocated).sum::<i64>(), reserved);
        assert!(company.rows.stock.iter().all(|s| s.allocated <= s.on_hand));
    }

    #[test]
    fn every_customer_but_the_closed_one_has_somebody_who_signs_in() {
        let company = company(TEST_NOW_MS, "hash");
        for customer in company.rows.customers.iter().filter(|c| c.closed_at.is_none()) {
            assert!(
                company.rows.memberships.iter().any(|m| m.customer_id == Some(customer.id)),
                "{}",
                customer.name
            );
        }
        assert_eq!(company.people.len(), 20);
    }
}
