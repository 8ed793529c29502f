//! Rows of a made-up company on their way into an empty database: plain values, written table by table.

use super::shelf_rows::Shelf;
use crate::args;
use crate::catalogue::{code_key, name_key, shelf};
use crate::platform::db::{DbError, Tx, Val};

/// Rows to insert. Builders fill it; [`Rows::write`] puts it into the database.
#[derive(Clone, Default)]
pub(crate) struct Rows {
    pub(crate) settings: Vec<(String, String)>,
    pub(crate) files: Vec<(String, &'static str, Vec<u8>)>,
    /// Country, class, rate in hundredths of a percent, category.
    pub(crate) vat_rates: Vec<(&'static str, &'static str, i64, &'static str)>,
    pub(crate) assortments: Vec<(i64, String, String)>,
    /// Assortment, product.
    pub(crate) assortment_products: Vec<(i64, i64)>,
    pub(crate) price_lists: Vec<PriceList>,
    pub(crate) prices: Vec<Price>,
    pub(crate) customers: Vec<Customer>,
    pub(crate) addresses: Vec<AddressRow>,
    /// Customer, price list.
    pub(crate) customer_price_lists: Vec<(i64, i64)>,
    pub(crate) customer_prices: Vec<CustomerPrice>,
    /// Customer, code, product.
    pub(crate) customer_codes: Vec<(i64, String, i64)>,
    pub(crate) products: Vec<Product>,
    /// Kit, part, quantity in the part's smallest step.
    pub(crate) components: Vec<(i64, i64, i64)>,
    pub(crate) stock: Vec<Stock>,
    pub(crate) shelf: Shelf,
    pub(crate) logins: Vec<LoginRow>,
    pub(crate) memberships: Vec<Membership>,
}

/// A list of prices.
#[derive(Clone, Default)]
pub(crate) struct PriceList {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) includes_vat: bool,
    pub(crate) exclusive: bool,
}

/// A price of a list, in ten-thousandths.
#[derive(Clone, Copy)]
pub(crate) struct Price {
    pub(crate) product_id: i64,
    pub(crate) list_id: i64,
    pub(crate) from: i64,
    pub(crate) price: i64,
    pub(crate) per: i64,
}

/// A customer's own price, in ten-thousandths.
#[derive(Clone, Copy)]
pub(crate) struct CustomerPrice {
    pub(crate) customer_id: i64,
    pub(crate) product_id: i64,
    pub(crate) from: i64,
    pub(crate) price: i64,
    pub(crate) per: i64,
}

/// A company that buys.
#[derive(Clone)]
pub(crate) struct Customer {
    pub(crate) id: i64,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) country: &'static str,
    pub(crate) vat_number: Option<String>,
    pub(crate) vat_treatment: &'static str,
    pub(crate) invoiced_to: Option<i64>,
    pub(crate) assortment_id: Option<i64>,
    pub(crate) prices_shown: &'static str,
    pub(crate) stock_shown: Option<&'static str>,
    pub(crate) discount: i64,
    pub(crate) minimum_order_minor: Option<i64>,
    pub(crate) payment_days: i64,
    pub(crate) credit_limit_minor: Option<i64>,
    pub(crate) on_hold: bool,
    pub(crate) part_deliveries: bool,
    pub(crate) contact_name: Option<String>,
    pub(crate) contact_email: Option<String>,
    pub(crate) contact_phone: Option<String>,
    pub(crate) closed_at: Option<i64>,
    pub(crate) created_at: i64,
}

/// Where goods of a customer go.
#[derive(Clone, Default)]
pub(crate) struct AddressRow {
    pub(crate) id: i64,
    pub(crate) customer_id: i64,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) contact: Option<String>,
    pub(crate) line1: String,
    pub(crate) line2: Option<String>,
    pub(crate) postcode: Option<String>,
    pub(crate) city: String,
    pub(crate) region: Option<String>,
    pub(crate) country: &'static str,
    pub(crate) phone: Option<String>,
    pub(crate) default: bool,
}

/// A product and what hangs on it.
#[derive(Clone)]
pub(crate) struct Product {
    pub(crate) id: i64,
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) brand: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) unit: &'static str,
    pub(crate) decimals: i64,
    pub(crate) pack_size: i64,
    pub(crate) pack_name: Option<&'static str>,
    pub(crate) minimum: i64,
    pub(crate) multiple: i64,
    pub(crate) base_price: i64,
    pub(crate) base_per: i64,
    pub(crate) vat_class: &'static str,
    pub(crate) stock_kind: &'static str,
    pub(crate) when_out: &'static str,
    pub(crate) state: &'static str,
    pub(crate) group: Option<String>,
    pub(crate) ean: Option<String>,
    pub(crate) maker_code: Option<String>,
    pub(crate) images: Vec<String>,
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) listed_day: String,
    pub(crate) created_at: i64,
}

/// What of a product lies in the main location.
#[derive(Clone, Copy)]
pub(crate) struct Stock {
    pub(crate) product_id: i64,
    pub(crate) on_hand: i64,
    pub(crate) allocated: i64,
}

/// A login.
#[derive(Clone, Default)]
pub(crate) struct LoginRow {
    pub(crate) id: i64,
    pub(crate) username: Option<String>,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) created_at: i64,
}

/// For whom a login acts.
#[derive(Clone, Default)]
pub(crate) struct Membership {
    pub(crate) id: i64,
    pub(crate) login_id: i64,
    pub(crate) customer_id: Option<i64>,
    pub(crate) role: &'static str,
    pub(crate) sees_own: bool,
    pub(crate) order_limit_minor: Option<i64>,
    pub(crate) ended_at: Option<i64>,
    pub(crate) created_at: i64,
}

/// Inserts all of `rows`, a few thousand at a time.
pub(crate) fn insert<'r, T, const N: usize>(
    tx: &mut Tx,
    sql: &'static str,
    rows: &'r [T],
    values: impl Fn(&'r T) -> [Val<'r>; N],
) -> Result<(), DbError> {
    for chunk in rows.chunks(4_000) {
        let sets: Vec<[Val<'r>; N]> = chunk.iter().map(&values).collect();
        tx.exec_each_one(sql, &sets)?;
    }
    Ok(())
}

impl Rows {
    /// Writes every table, parents first.
    pub(crate) fn write(&self, tx: &mut Tx) -> Result<(), DbError> {
        self.write_house(tx)?;
        self.write_customers(tx)?;
        self.write_products(tx)?;
        self.write_product_parts(tx)?;
        self.write_prices(tx)?;
        self.write_people(tx)?;
        let ids: Vec<i64> = self.products.iter().map(|p| p.id).collect();
        shelf::refresh(tx, &ids)
    }

    pub(crate) fn write_house(&self, tx: &mut Tx) -> Result<(), DbError> {
        let now = tx.now();
        // The migration made it; databases that tests share are wiped.
        let _ = tx.exec(
            "insert into locations (code, name, created_at) values ('main', 'Main', 0)
             on conflict (code) do nothing",
            args![],
        )?;
        insert(
            tx,
            "insert into settings (key, value, changed_at) values ($1, $2, $3)",
            &self.settings,
            |(key, value)| args![key, value, now],
        )?;
        insert(
            tx,
            "insert into files (name, content_type, bytes, created_at) values ($1, $2, $3, $4)",
            &self.files,
            |(name, kind, bytes)| args![name, *kind, bytes, now],
        )?;
        insert(
            tx,
            "insert into vat_rates (country, vat_class, valid_from, rate, category) values ($1, $2, '', $3, $4)",
            &self.vat_rates,
            |(country, class, rate, category)| args![*country, *class, *rate, *category],
        )?;
        let keys: Vec<_> = self
            .assortments
            .iter()
            .map(|(id, code, name)| (*id, code, code_key(code), name))
            .collect();
        insert(
            tx,
            "insert into assortments (id, code, code_key, name) values ($1, $2, $3, $4)",
            &keys,
            |(id, code, key, name)| args![*id, *code, key, *name],
        )
    }

    pub(crate) fn write_customers(&self, tx: &mut Tx) -> Result<(), DbError> {
        let keyed: Vec<_> = self
            .customers
            .iter()
            .map(|c| {
                let (email, vat) = (c.contact_email.as_deref(), c.vat_number.as_deref());
                let find_key = crate::customers::sheet::find_key(&c.number, &c.name, email, vat);
                (c, c.number.to_lowercase(), name_key(&c.name), find_key)
            })
            .collect();
        insert(
            tx,
            "insert into customers (id, number, number_key, name, name_key, currency, language, country, vat_number,
                vat_treatment, invoiced_to, assortment_id, prices_shown, stock_shown, discount, minimum_order_minor,
                payment_days, payment_end_of_month, credit_limit_minor, on_hold, part_deliveries, contact_name,
                contact_email, contact_phone, closed_at, created_at, changed_at, find_key)
             values ($1, $2, $3, $4, $5, 'GBP', 'en', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, false, $16, $17,
                $18, $19, $20, $21, $22, $23, $23, $24)",
            &keyed,
            |(c, number_key, name_key, find_key)| {
                args![
                    c.id, &c.number, number_key, &c.name, name_key, c.country, &c.vat_number, c.vat_treatment,
                    c.invoiced_to, c.assortment_id, c.prices_shown, c.stock_shown, c.discount, c.minimum_order_minor,
                    c.payment_days, c.credit_limit_minor, c.on_hold, c.part_deliveries, &c.contact_name,
                    &c.contact_email, &c.contact_phone, c.closed_at, c.created_at, find_key
                ]
            },
        )?;
        insert(
            tx,
            "insert into addresses (id, customer_id, number, name, contact, line1, line2, postcode, city, region, country,
                phone, default_delivery, default_invoice, state)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 'ok')",
            &self.addresses,
            |a| {
                args![
                    a.id, a.customer_id, &a.number, &a.name, &a.contact, &a.line1, &a.line2, &a.postcode, &a.city,
                    &a.region, a.country, &a.phone, a.default
                ]
            },
        )
    }

    pub(crate) fn write_products(&self, tx: &mut Tx) -> Result<(), DbError> {
        let keyed: Vec<_> = self
            .products
            .iter()
            .map(|p| {
                (p, code_key(&p.sku), name_key(&p.name), p.maker_code.as_ref().map(|c| code_key(c)))
            })
            .collect();
        insert(
            tx,
            "insert into products (id, sku, sku_key, name, name_key, description, brand, category, unit, quantity_decimals,
                pack_size, pack_name, minimum, multiple, base_price, base_per, currency, vat_class, stock_kind, when_out,
                state, product_group, ean, maker_code, maker_code_key, image, listed_day, created_at, changed_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'GBP', $17, $18, $19, $20, $21,
                $22, $23, $24, $25, $26, $27, $27)",
            &keyed,
            |(p, sku_key, name_key, maker_key)| {
                args![
                    p.id, &p.sku, sku_key, &p.name, name_key, &p.description, &p.brand, &p.category, p.unit, p.decimals,
                    p.pack_size, p.pack_name, p.minimum, p.multiple, p.base_price, p.base_per, p.vat_class, p.stock_kind,
                    p.when_out, p.state, &p.group, &p.ean, &p.maker_code, maker_key, p.images.first(), &p.listed_day,
                    p.created_at
                ]
            },
        )
    }

    pub(crate) fn write_product_parts(&self, tx: &mut Tx) -> Result<(), DbError> {
        let images: Vec<_> = self
            .products
            .iter()
            .flat_map(|p| (1_i64..).zip(&p.images).map(|(n, file)| (p.id, n, file)))
            .collect();
        insert(
            tx,
            "insert into product_images (product_id, position, file_name) values ($1, $2, $3)",
            &images,
            |(product, n, file)| args![*product, *n, *file],
        )?;
        let attributes: Vec<_> = self
            .products
            .iter()
            .flat_map(|p| (1_i64..).zip(&p.attributes).map(|(n, pair)| (p.id, n, pair)))
            .collect();
        insert(
            tx,
            "insert into product_attributes (product_id, position, name, value) values ($1, $2, $3, $4)",
            &attributes,
            |(product, n, (name, value))| args![*product, *n, *name, value],
        )?;
        insert(
            tx,
            "insert into components (product_id, component_id, quantity) values ($1, $2, $3)",
            &self.components,
            |(kit, part, quantity)| args![*kit, *part, *quantity],
        )?;
        insert(
            tx,
            "insert into stock (product_id, location, on_hand, allocated, version) values ($1, 'main', $2, $3, 1)",
            &self.stock,
            |s| args![s.product_id, s.on_hand, s.allocated],
        )?;
        insert(
            tx,
            "insert into stock_movements (id, product_id, location, kind, quantity, on_hand, source, at)
             values ($1, $1, 'main', 'opening', $2, $2, 'made', 0)",
            &self.stock,
            |s| args![s.product_id, s.on_hand],
        )?;
        insert(
            tx,
            "insert into assortment_products (assortment_id, product_id) values ($1, $2)",
            &self.assortment_products,
            |(assortment, product)| args![*assortment, *product],
        )
    }

    pub(crate) fn write_prices(&self, tx: &mut Tx) -> Result<(), DbError> {
        let keyed: Vec<_> = self.price_lists.iter().map(|l| (l, code_key(&l.code))).collect();
        insert(
            tx,
            "insert into price_lists (id, code, code_key, name, currency, includes_vat, exclusive)
             values ($1, $2, $3, $4, 'GBP', $5, $6)",
            &keyed,
            |(l, key)| args![l.id, &l.code, key, &l.name, l.includes_vat, l.exclusive],
        )?;
        insert(
            tx,
            "insert into customer_price_lists (customer_id, price_list_id) values ($1, $2)",
            &self.customer_price_lists,
            |(customer, list)| args![*customer, *list],
        )?;
        insert(
            tx,
            "insert into prices (product_id, price_list_id, from_quantity, valid_from, price, per)
             values ($1, $2, $3, '', $4, $5)",
            &self.prices,
            |p| args![p.product_id, p.list_id, p.from, p.price, p.per],
        )?;
        insert(
            tx,
            "insert into customer_prices (customer_id, product_id, from_quantity, valid_from, price, per, currency,
                includes_vat)
             values ($1, $2, $3, '', $4, $5, 'GBP', false)",
            &self.customer_prices,
            |p| args![p.customer_id, p.product_id, p.from, p.price, p.per],
        )?;
        let keyed: Vec<_> =
            self.customer_codes.iter().map(|(c, code, p)| (*c, code_key(code), code, *p)).collect();
        insert(
            tx,
            "insert into customer_codes (customer_id, code_key, code, product_id) values ($1, $2, $3, $4)",
            &keyed,
            |(customer, key, code, product)| args![*customer, key, *code, *product],
        )
    }

    pub(crate) fn write_people(&self, tx: &mut Tx) -> Result<(), DbError> {
        let keyed: Vec<_> = self
            .logins
            .iter()
            .map(|l| {
                (l, l.email.to_lowercase(), l.username.as_ref().map(|name| name.to_lowercase()))
            })
            .collect();
        insert(
            tx,
            "insert into logins (id, username, username_key, email, email_key, name, language, password_hash,
                password_must_change, password_set_at, created_at)
             values ($1, $2, $3, $4, $5, $6, 'en', $7, false, $8, $8)",
            &keyed,
            |(l, email_key, username_key)| {
                args![l.id, &l.username, username_key, &l.email, email_key, &l.name, &l.password_hash, l.created_at]
            },
        )?;
        insert(
            tx,
            "insert into memberships (id, login_id, kind, customer_id, role, sees, order_limit_minor, ended_at, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &self.memberships,
            |m| {
                let kind = if m.customer_id.is_some() { "customer" } else { "staff" };
                let sees = if m.sees_own { "own" } else { "all" };
                args![
                    m.id, m.login_id, kind, m.customer_id, m.role, sees, m.order_limit_minor, m.ended_at, m.created_at
                ]
            },
        )
    }
}
