//! An order as it is kept: what pages, mails and the API read of it.

use super::promises::Promise;
use super::shipping::{Shipment, is_under_way};
use super::{HandOver, Stage, Status};
use crate::customers::addresses::address_from;
use crate::platform::db::{DbError, FromRow, Row};
use portico_types::{
    Address, Currency, Day, Moment, Money, Quantity, Rate, Taxed, UnitPrice, VatCategory, VatPart,
};

/// How much of an order has left us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Nothing.
    None,
    /// Some of it.
    Part,
    /// All that was not cancelled.
    All,
}

impl Delivery {
    /// As stored and as in the API.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Delivery::None => "none",
            Delivery::Part => "part",
            Delivery::All => "all",
        }
    }

    /// The state with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Delivery> {
        match text {
            "none" => Some(Delivery::None),
            "part" => Some(Delivery::Part),
            "all" => Some(Delivery::All),
            _ => None,
        }
    }
}

/// The head of an order.
#[derive(Clone, Debug)]
pub struct OrderHead {
    /// Its id.
    pub id: i64,
    /// The portal's number, which never changes.
    pub number: String,
    /// The ERP's number, once it has one.
    pub wholesaler_number: Option<String>,
    /// Whose order it is.
    pub customer_id: i64,
    /// The login that placed it; none for what staff or an import brought.
    pub login_id: Option<i64>,
    /// Name of the person who placed it; none where staff placed it for the customer, who hears the wholesaler's name.
    pub placed_by: Option<String>,
    /// The login of the staff who placed it for the customer.
    pub staff_login_id: Option<i64>,
    /// `cart`, `api`, `staff`, `import`, `erp`, `quote:Q-1001`.
    pub source: String,
    /// Where it stands as a whole.
    pub status: Status,
    /// Why it was refused.
    pub refused_why: Option<String>,
    /// The state of telling the ERP.
    pub hand_over: HandOver,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// Day wished for.
    pub requested_day: Option<Day>,
    /// Whether part deliveries are welcome.
    pub part_deliveries: bool,
    /// Number of the customer's address it goes to; none for one typed for this order.
    pub address_number: Option<String>,
    /// Where it goes, as it was when it was placed.
    pub address: Address,
    /// When it was placed.
    pub placed_at: Moment,
    /// The same as a day at the wholesaler's.
    pub placed_day: Day,
    /// How many lines it has.
    pub line_count: i64,
    /// Sum of the lines' nets.
    pub goods: Money,
    /// Sum of the charges.
    pub charges: Money,
    /// Sum of the VAT.
    pub vat: Money,
    /// What it comes to.
    pub total: Money,
    /// How much has left us.
    pub delivery: Delivery,
    /// `none`, `open`, `part`, `paid`.
    pub payment: String,
    /// Grows with every decision on it.
    pub version: i64,
    /// The day on which the last shipment left that is not known to have arrived.
    pub under_way_since: Option<Day>,
}

impl OrderHead {
    /// Whether something of it is with a carrier, as far as can be known. Pure.
    #[must_use]
    pub fn is_on_its_way(&self, today: Day) -> bool {
        self.under_way_since.is_some_and(|left| is_under_way(left, today))
    }
}

/// Where the pieces of an order or line are, by stage. Of products with decimals, ten-thousandths count, so that
/// pieces and metres can be added up for a bar; only shares of it mean something then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stages([i64; 6]);

impl Stages {
    /// Quantities in the order of `Stage::ALL`.
    #[must_use]
    pub fn new(quantities: [i64; 6]) -> Stages {
        Stages(quantities)
    }

    /// How much stands in this stage.
    #[must_use]
    pub fn of(&self, stage: Stage) -> i64 {
        self.0[stage as usize]
    }

    /// Reserved for the customer: allocated, or released to the warehouse.
    #[must_use]
    pub fn reserved(&self) -> i64 {
        self.of(Stage::Allocated) + self.of(Stage::Released)
    }

    /// These and those, which are in units of `10^-decimals`.
    pub fn add(&mut self, more: [i64; 6], decimals: i64) {
        let scale = 10_i64.pow(u32::try_from((4 - decimals).clamp(0, 4)).unwrap_or(0));
        for (sum, quantity) in self.0.iter_mut().zip(more) {
            *sum = sum.saturating_add(quantity.saturating_mul(scale));
        }
    }
}

/// A row of a list of orders.
#[derive(Clone, Debug)]
pub struct OrderRow {
    /// The head.
    pub head: OrderHead,
    /// Where its pieces are.
    pub stages: Stages,
    /// VAT per rate.
    pub vat: Vec<VatPart>,
}

/// A line of an order.
#[derive(Clone, Debug)]
pub struct OrderLine {
    /// Its id.
    pub id: i64,
    /// Its number in the order.
    pub line: i64,
    /// The kit it is part of.
    pub parent_line: Option<i64>,
    /// Our code, as it was.
    pub sku: String,
    /// The name, as it was.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    pub quantity: Quantity,
    /// Price of a unit, net of VAT, after discount.
    pub price: UnitPrice,
    /// Discount in it.
    pub discount: Rate,
    /// Quantity × price, rounded.
    pub net: Money,
    /// Its VAT.
    pub taxed: Taxed,
    /// For people.
    pub remarks: Option<String>,
    /// `stock`, `supplier`, `none`.
    pub supplied_from: String,
    /// Where its quantity stands, in the product's smallest step.
    pub stages: Stages,
    /// Sent back.
    pub returned: i64,
    /// On an invoice.
    pub invoiced: i64,
    /// File name of the product's picture.
    pub image: Option<String>,
    /// Whether the reader may open the product's page.
    pub product_shown: bool,
    /// Its product, where known.
    pub product_id: Option<i64>,
    /// When what is lacking is expected.
    pub promises: Vec<Promise>,
}

impl OrderLine {
    /// So many of its smallest steps as a quantity.
    #[must_use]
    pub fn steps(&self, units: i64) -> Quantity {
        Quantity::steps(units, self.quantity.decimals)
    }
}

/// A charge of an order.
#[derive(Clone, Debug)]
pub struct OrderCharge {
    /// `carriage`, `small_order` …
    pub kind: String,
    /// What people read.
    pub name: String,
    /// Net amount.
    pub net: Money,
    /// Its VAT.
    pub taxed: Taxed,
    /// Whether it is on an invoice.
    pub invoiced: bool,
}

/// An order with everything below it.
#[derive(Clone, Debug)]
pub struct OrderDetail {
    /// The head.
    pub head: OrderHead,
    /// Its lines.
    pub lines: Vec<OrderLine>,
    /// Its charges.
    pub charges: Vec<OrderCharge>,
    /// VAT per rate.
    pub vat: Vec<VatPart>,
    /// What left us, oldest first.
    pub shipments: Vec<Shipment>,
}

impl FromRow for OrderHead {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, number, wholesaler_number) = (row.next()?, row.next()?, row.next()?);
        let (customer_id, login_id, placed_by) = (row.next()?, row.next()?, row.next()?);
        let staff_login_id = row.next()?;
        let source = row.next()?;
        let status = known(Status::from_text(&row.next::<String>()?), "status")?;
        let refused_why = row.next()?;
        let hand_over = known(HandOver::from_text(&row.next::<String>()?), "hand_over")?;
        let currency = currency(&row.next::<String>()?)?;
        let (reference, remarks) = (row.next()?, row.next()?);
        let requested_day = row.next::<Option<String>>()?.and_then(|d| Day::parse(&d));
        let (part_deliveries, address_number) = (row.next()?, row.next()?);
        let address = address_from(row)?;
        let placed_at = Moment(row.next()?);
        let placed_day = known(Day::parse(&row.next::<String>()?), "placed_day")?;
        let line_count = row.next()?;
        let mut money = || Ok::<_, DbError>(Money::new(row.next()?, currency));
        let (goods, charges, vat, total) = (money()?, money()?, money()?, money()?);
        Ok(OrderHead {
            id,
            number,
            wholesaler_number,
            customer_id,
            login_id,
            placed_by,
            staff_login_id,
            source,
            status,
            refused_why,
            hand_over,
            reference,
            remarks,
            requested_day,
            part_deliveries,
            address_number,
            address,
            placed_at,
            placed_day,
            line_count,
            goods,
            charges,
            vat,
            total,
            delivery: known(Delivery::from_text(&row.next::<String>()?), "delivery")?,
            payment: row.next()?,
            version: row.next()?,
            under_way_since: row.next::<Option<String>>()?.as_deref().and_then(Day::parse),
        })
    }
}

impl FromRow for OrderLine {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let (id, line, parent_line) = (row.next()?, row.next()?, row.next()?);
        let (sku, name, unit) = (row.next()?, row.next()?, row.next()?);
        let units = row.next()?;
        let decimals = u8::try_from(row.next::<i64>()?).unwrap_or(0);
        let (price, per) = (row.next()?, row.next()?);
        let discount = Rate::new(row.next()?);
        let net = row.next()?;
        let taxed = taxed(row)?;
        let (remarks, supplied_from) = (row.next()?, row.next()?);
        let mut stages = [0; 6];
        for stage in &mut stages {
            *stage = row.next()?;
        }
        let (returned, invoiced, image) = (row.next()?, row.next()?, row.next()?);
        let product_shown = row.next()?;
        let currency = currency(&row.next::<String>()?)?;
        let product_id = row.next()?;
        Ok(OrderLine {
            id,
            line,
            parent_line,
            sku,
            name,
            unit,
            quantity: Quantity::steps(units, decimals),
            price: UnitPrice::new(price, per, currency),
            discount,
            net: Money::new(net, currency),
            taxed,
            remarks,
            supplied_from,
            stages: Stages(stages),
            returned,
            invoiced,
            image,
            product_shown,
            product_id,
            promises: Vec::new(),
        })
    }
}

/// Reads `vat_rate, vat_category`.
pub(super) fn taxed(row: &mut Row<'_>) -> Result<Taxed, DbError> {
    let rate = Rate::new(row.next()?);
    let category = known(VatCategory::from_code(&row.next::<String>()?), "vat_category")?;
    Ok(Taxed { rate, category })
}

pub(super) fn currency(code: &str) -> Result<Currency, DbError> {
    known(Currency::from_code(code), "currency")
}

fn known<T>(found: Option<T>, what: &str) -> Result<T, DbError> {
    found.ok_or_else(|| DbError::Failed(format!("an order has an unknown {what}")))
}
