//! A small shop: eight products, two customers, one assortment.

use crate::access::{
    Buyer, CustomerHead, CustomerRole, Login, PricesShown, Sections, Sees, VatTreatment,
};
use crate::args;
use crate::catalogue::shelf;
use crate::platform::db::{Db, DbError, Tx};
use portico_types::{Country, Currency, Rate};

/// A product to add, with what matters to a test.
#[derive(Clone)]
pub struct Sold {
    pub id: i64,
    pub sku: String,
    pub name: String,
    pub state: &'static str,
    pub when_out: &'static str,
    pub stock: Option<i64>,
    pub ean: Option<&'static str>,
    pub maker_code: Option<&'static str>,
    pub brand: Option<&'static str>,
    pub category: Option<&'static str>,
    pub base_price: i64,
    pub base_per: i64,
    pub minimum: i64,
    pub multiple: i64,
    pub listed_day: &'static str,
    pub description: &'static str,
}

impl Sold {
    /// A product that is for sale and in stock.
    pub fn new(id: i64, sku: &str) -> Sold {
        Sold {
            id,
            sku: sku.to_owned(),
            name: format!("Thing {sku}"),
            state: "sellable",
            when_out: "backorder",
            stock: Some(100),
            ean: None,
            maker_code: None,
            brand: None,
            category: None,
            base_price: 100_000,
            base_per: 1,
            minimum: 1,
            multiple: 1,
            listed_day: "2026-01-01",
            description: "",
        }
    }

    pub fn named(self, name: &str) -> Sold {
        Sold { name: name.to_owned(), ..self }
    }
}

/// Adds products and notes them for the search index.
pub async fn add(db: &Db, products: Vec<Sold>) {
    db.write(move |tx| {
        for product in &products {
            insert(tx, product)?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

fn insert(tx: &mut Tx, p: &Sold) -> Result<(), DbError> {
    let maker_key = p.maker_code.map(super::code_key);
    tx.exec_each_one(
        "insert into products (id, sku, sku_key, name, name_key, description, brand, category, unit, quantity_decimals,
           pack_size, pack_name, minimum, multiple, base_price, base_per, currency, vat_class, stock_kind, when_out,
           state, ean, maker_code, maker_code_key, listed_day, created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'piece', 0, 1, null, $9, $10, $11, $12, 'GBP', 'standard', 'tracked',
           $13, $14, $15, $16, $17, $18, 0, 0)",
        &[args![
            p.id,
            &p.sku,
            super::code_key(&p.sku),
            &p.name,
            super::name_key(&p.name),
            p.description,
            p.brand,
            p.category,
            p.minimum,
            p.multiple,
            p.base_price,
            p.base_per,
            p.when_out,
            p.state,
            p.ean,
            p.maker_code,
            maker_key,
            p.listed_day
        ]],
    )?;
    if let Some(stock) = p.stock {
        tx.exec_each_one(
            "insert into stock (product_id, location, on_hand, allocated, version) values ($1, 'main', $2, 10, 0)",
            &[args![p.id, stock + 10]],
        )?;
    }
    shelf::refresh(tx, &[p.id])
}

fn products() -> Vec<Sold> {
    vec![
        Sold {
            stock: Some(140),
            ean: Some("5012345000017"),
            maker_code: Some("HP-350"),
            brand: Some("Harrow"),
            category: Some("mugs"),
            base_price: 74_000,
            minimum: 12,
            multiple: 12,
            ..Sold::new(1, "A-1").named("Stoneware mug, sand")
        },
        Sold {
            stock: Some(0),
            maker_code: Some("mk-2"),
            base_price: 500_000,
            base_per: 10,
            listed_day: "2026-01-02",
            ..Sold::new(2, "A-2").named("Enamel jug")
        },
        Sold {
            stock: None,
            when_out: "show",
            category: Some("mugs"),
            maker_code: Some("TWICE"),
            listed_day: "2026-01-03",
            ..Sold::new(3, "B-1").named("Apron")
        },
        Sold { state: "hidden", ..Sold::new(4, "HIDDEN-1").named("Secret") },
        Sold { state: "closed", ..Sold::new(5, "CLOSED-1").named("Gone") },
        Sold { stock: Some(0), when_out: "hide", ..Sold::new(6, "OUT-1").named("Sold out") },
        Sold {
            state: "visible",
            maker_code: Some("TWICE"),
            listed_day: "2026-01-04",
            ..Sold::new(7, "SEEN-1").named("Soon to come")
        },
        Sold { state: "hidden", ..Sold::new(8, "HIDDEN-2").named("Secret too") },
    ]
}

/// The shop.
pub async fn fill(db: &Db) {
    add(db, products()).await;
    db.write(|tx| {
        for sql in SETUP {
            tx.exec_each_one(sql, &[args![]])?;
        }
        shelf::refresh(tx, &(1..=8).collect::<Vec<i64>>())
    })
    .await
    .unwrap();
}

/// Customer 11 (buyer 21) has a list, an own price and a code; customer 12 has nothing.
const SETUP: &[&str] = &[
    "insert into assortments (id, code, code_key, name) values (7, 'tea', 'TEA', 'Tea')",
    "insert into assortment_products (assortment_id, product_id) values (7, 1)",
    "insert into assortment_products (assortment_id, product_id) values (7, 2)",
    "insert into assortment_products (assortment_id, product_id) values (7, 4)",
    "insert into assortment_products (assortment_id, product_id) values (7, 6)",
    "insert into logins (id, email, email_key, name, language, password_must_change, created_at)
     values (21, 'anna@acme.example', 'anna@acme.example', 'Anna', 'en', false, 0)",
    "insert into customers (id, number, number_key, name, name_key, currency, language, country, vat_treatment,
       prices_shown, discount, payment_days, payment_end_of_month, on_hold, part_deliveries, created_at, changed_at)
     values (11, 'C-11', 'C-11', 'Acme', 'acme', 'GBP', 'en', 'GB', 'normal', 'net', 1000, 30, false, false, true, 0, 0)",
    "insert into carts (id, login_id, customer_id, place_key, line_count, goods_minor, version, changed_at)
     values (31, 21, 11, 'k', 1, 0, 0, 0)",
    "insert into cart_lines (cart_id, product_id, position, quantity, price_seen, per_seen, net_minor, changed_at)
     values (31, 1, 1, 24, 59200, 1, 14208, 0)",
    "insert into customer_codes (customer_id, code_key, code, product_id) values (11, 'MY-A2', 'My-a2', 2)",
    "insert into components (product_id, component_id, quantity) values (1, 2, 2)",
    "insert into components (product_id, component_id, quantity) values (1, 3, 1)",
    "insert into price_lists (id, code, code_key, name, currency, includes_vat, exclusive)
     values (41, 'trade', 'TRADE', 'Trade', 'GBP', false, false)",
    "insert into price_lists (id, code, code_key, name, currency, includes_vat, exclusive, valid_until)
     values (42, 'old', 'OLD', 'Last year', 'GBP', false, true, '2026-03-27')",
    "insert into price_lists (id, code, code_key, name, currency, includes_vat, exclusive)
     values (43, 'gross', 'GROSS', 'With VAT', 'GBP', true, false)",
    "insert into customer_price_lists (customer_id, price_list_id) values (11, 41)",
    "insert into customer_price_lists (customer_id, price_list_id) values (11, 42)",
    "insert into customer_price_lists (customer_id, price_list_id) values (11, 43)",
    "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
     values (1, 41, 1, '', 59200, 1)",
    "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
     values (1, 41, 48, '', 55500, 1)",
    "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
     values (1, 41, 12, '2026-03-29', 100, 1)",
    "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
     values (1, 42, 1, '', 10, 1)",
    "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
     values (2, 43, 1, '', 120000, 2)",
    "insert into customer_prices (customer_id, product_id, from_quantity, valid_from, price, per, currency, includes_vat)
     values (11, 2, 1, '', 48000, 1, 'GBP', true)",
    "insert into vat_rates (country, vat_class, valid_from, rate, category) values ('GB', 'standard', '', 1750, 'S')",
    "insert into vat_rates (country, vat_class, valid_from, rate, category)
     values ('GB', 'standard', '2011-01-04', 2000, 'S')",
    "insert into vat_rates (country, vat_class, valid_from, rate, category) values ('GB', 'zero', '', 0, 'Z')",
    "insert into vat_rates (country, vat_class, valid_from, rate, category) values ('IE', 'standard', '', 2300, 'S')",
];

/// Anna of customer 11, who may see every product.
pub fn buyer() -> Buyer {
    Buyer {
        login: Login {
            id: 21,
            name: "Anna".into(),
            email: "anna@acme.example".into(),
            language: "en".into(),
        },
        membership_id: 51,
        role: CustomerRole::Buyer,
        sees: Sees::All,
        order_limit: None,
        sections: Sections::default(),
        view_as: None,
        customer: CustomerHead {
            id: 11,
            number: "C-11".into(),
            name: "Acme".into(),
            currency: Currency::GBP,
            language: "en".into(),
            country: Country::from_code("GB").unwrap(),
            assortment_id: None,
            prices_shown: PricesShown::Net,
            stock_shown: None,
            discount: Rate::new(1_000),
            minimum_order: None,
            maximum_order: None,
            vat_treatment: VatTreatment::Normal,
            part_deliveries: true,
            on_hold: false,
            pays_online: true,
        },
    }
}

/// The same with an assortment.
pub fn in_assortment(mut buyer: Buyer, assortment: i64) -> Buyer {
    buyer.customer.assortment_id = Some(assortment);
    buyer
}
