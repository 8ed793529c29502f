//! The shapes of orders in the API (api.md §2): own types at the edge, to the letter.

use super::Stage;
use super::backorders_api::PromiseJson;
use super::comment::Comment;
use super::kept::{OrderDetail, OrderHead, OrderLine, OrderRow};
use super::refusal::number;
use super::shipping::json::ShipmentJson;
use super::to_charge::to_charge;
use crate::platform::json::{MoneyJson, UnitPriceJson};
use crate::platform::list::Cursor;
use portico_types::{Address, Money, VatPart};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// VAT of one rate.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VatByRate)]
pub struct VatByRateJson {
    /// Percentage as text: `20`.
    pub rate: String,
    /// Code of UNCL 5305: `S`, `Z`, `E`, `AE`, `K`, `G`, `O`.
    pub category: String,
    /// Sum of the nets.
    pub taxable: MoneyJson,
    /// VAT on that sum, rounded half up.
    pub vat: MoneyJson,
}

/// What an order or current order comes to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Totals)]
pub struct TotalsJson {
    /// Sum of the lines' nets.
    pub goods: MoneyJson,
    /// Sum of the charges' nets.
    pub charges: MoneyJson,
    /// Goods and charges.
    pub net: MoneyJson,
    /// Sum of the VAT.
    pub vat: MoneyJson,
    /// VAT once per rate.
    pub vat_by_rate: Vec<VatByRateJson>,
    /// Net and VAT.
    pub total: MoneyJson,
}

impl TotalsJson {
    /// The totals of these sums.
    #[must_use]
    pub fn of(goods: Money, charges: Money, parts: &[VatPart]) -> TotalsJson {
        let vat: i64 = parts.iter().map(|part| part.vat.minor).sum();
        let net = goods.minor + charges.minor;
        let money = |minor| MoneyJson::from(Money::new(minor, goods.currency));
        TotalsJson {
            goods: goods.into(),
            charges: charges.into(),
            net: money(net),
            vat: money(vat),
            vat_by_rate: parts.iter().map(vat_part).collect(),
            total: money(net + vat),
        }
    }
}

fn vat_part(part: &VatPart) -> VatByRateJson {
    VatByRateJson {
        rate: part.taxed.rate.text(),
        category: part.taxed.category.code().to_owned(),
        taxable: part.taxable.into(),
        vat: part.vat.into(),
    }
}

/// An address.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Address)]
pub struct AddressJson {
    /// `A-3`; `null` where it was given for one order only.
    pub id: Option<String>,
    /// Company or person.
    pub name: String,
    /// Person to ask for.
    pub contact: Option<String>,
    /// Street and number.
    pub line1: String,
    /// Further line.
    pub line2: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub city: String,
    /// County, state or province.
    pub region: Option<String>,
    /// ISO 3166-1, two letters.
    pub country: String,
    /// For the carrier.
    pub phone: Option<String>,
}

impl AddressJson {
    /// This address, by this number.
    #[must_use]
    pub fn of(id: Option<String>, address: &Address) -> AddressJson {
        AddressJson {
            id,
            name: address.name.clone(),
            contact: address.contact.clone(),
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            postcode: address.postcode.clone(),
            city: address.city.clone(),
            region: address.region.clone(),
            country: address.country.code().to_owned(),
            phone: address.phone.clone(),
        }
    }
}

/// An order in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrderSummary)]
pub struct OrderSummaryJson {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: OrderHeadJson,
    /// How many lines it has.
    pub line_count: i64,
}

/// What an order is, but for its lines.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrderHead)]
pub struct OrderHeadJson {
    /// The portal's number; never changes.
    pub number: String,
    /// The ERP's number, once known.
    pub wholesaler_number: Option<String>,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// `awaiting_approval · awaiting_payment · placed · confirmed · refused · cancelled`.
    pub status: String,
    /// `waiting · sent · received · refused · by_hand`.
    pub hand_over: String,
    /// `none · part · all`.
    pub delivery: String,
    /// `none · open · part · paid`.
    pub payment: String,
    /// When it was placed.
    pub placed_at: String,
    /// Who placed it.
    pub placed_by: Option<String>,
    /// `cart · api · staff · import · erp · quote:Q-1001`.
    pub source: String,
    /// Day wished for.
    pub requested_day: Option<String>,
    /// Whether part deliveries are welcome.
    pub part_deliveries: bool,
    /// Where it goes, as it was when it was placed.
    pub delivery_address: AddressJson,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// What it comes to.
    pub totals: TotalsJson,
}

/// An order with everything below it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Order)]
pub struct OrderJson {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: OrderHeadJson,
    /// Its lines.
    pub lines: Vec<OrderLineJson>,
    /// Carriage and fees.
    pub charges: Vec<ChargeJson>,
    /// What is left to deliver and to charge: `totals` without what was cancelled.
    pub to_charge: TotalsJson,
    /// What left us, oldest first.
    pub shipments: Vec<ShipmentJson>,
    /// Invoices and credit notes; oldest first.
    #[schema(value_type = Vec<Object>)]
    pub documents: Vec<Value>,
    /// What customer and wholesaler wrote to each other about it, oldest first.
    pub comments: Vec<CommentJson>,
}

impl OrderJson {
    /// The same with its documents: number and type of each.
    #[must_use]
    pub fn with_documents<'d>(
        mut self,
        documents: impl IntoIterator<Item = (&'d str, &'d str)>,
    ) -> OrderJson {
        let one = |(number, kind)| serde_json::json!({ "number": number, "type": kind });
        self.documents = documents.into_iter().map(one).collect();
        self
    }

    /// The same with what was written about it.
    #[must_use]
    pub fn with_comments(mut self, comments: &[Comment]) -> OrderJson {
        self.comments = comments.iter().map(CommentJson::of).collect();
        self
    }
}

/// A comment on an order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Comment)]
pub struct CommentJson {
    /// When it was written.
    pub at: String,
    /// Who wrote it; to the customer, staff go by the wholesaler's name.
    pub by: String,
    /// `customer · wholesaler`.
    pub side: String,
    /// The text.
    pub text: String,
}

impl CommentJson {
    /// This comment, as whoever read it may.
    #[must_use]
    pub fn of(comment: &Comment) -> CommentJson {
        CommentJson {
            at: comment.at.text(),
            by: comment.by.clone(),
            side: comment.side.text().to_owned(),
            text: comment.text.clone(),
        }
    }
}

/// A line of an order. `quantity = pending + allocated + backordered + shipped + cancelled`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrderLine)]
pub struct OrderLineJson {
    /// 1, 2, 3 …
    pub line: i64,
    /// The kit it is part of.
    pub parent_line: Option<i64>,
    /// The product's code.
    pub sku: String,
    /// The product's name.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// Unit price, net of VAT, after discount.
    pub price: UnitPriceJson,
    /// Discount in it, percent as text.
    pub discount_percent: String,
    /// Quantity × price, rounded.
    pub net: MoneyJson,
    /// Percentage as text.
    pub vat_rate: String,
    /// For people.
    pub remarks: Option<String>,
    /// `stock · supplier · none`.
    pub supplied_from: String,
    /// Waits for approval or payment; holds no stock.
    #[schema(value_type = f64)]
    pub pending: Value,
    /// Reserved, or being picked.
    #[schema(value_type = f64)]
    pub allocated: Value,
    /// Lacks stock.
    #[schema(value_type = f64)]
    pub backordered: Value,
    /// Left us.
    #[schema(value_type = f64)]
    pub shipped: Value,
    /// Will not come.
    #[schema(value_type = f64)]
    pub cancelled: Value,
    /// Sent back.
    #[schema(value_type = f64)]
    pub returned: Value,
    /// On an invoice.
    #[schema(value_type = f64)]
    pub invoiced: Value,
    /// When what is backordered is expected.
    pub promises: Vec<PromiseJson>,
}

/// A charge of an order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Charge)]
pub struct ChargeJson {
    /// `carriage`, `small_order` …
    pub kind: String,
    /// What people read.
    pub name: String,
    /// Net amount.
    pub net: MoneyJson,
    /// Percentage as text.
    pub vat_rate: String,
}

/// An order's head in the API's shape.
#[must_use]
pub fn head(head: &OrderHead, vat: &[VatPart]) -> OrderHeadJson {
    OrderHeadJson {
        number: head.number.clone(),
        wholesaler_number: head.wholesaler_number.clone(),
        reference: head.reference.clone(),
        status: head.status.text().to_owned(),
        hand_over: head.hand_over.text().to_owned(),
        delivery: head.delivery.text().to_owned(),
        payment: head.payment.clone(),
        placed_at: head.placed_at.text(),
        placed_by: head.placed_by.clone(),
        source: head.source.clone(),
        requested_day: head.requested_day.map(|day| day.text()),
        part_deliveries: head.part_deliveries,
        delivery_address: AddressJson::of(head.address_number.clone(), &head.address),
        remarks: head.remarks.clone(),
        totals: TotalsJson::of(head.goods, head.charges, vat),
    }
}

/// A row of a list in the API's shape.
#[must_use]
pub fn summary(row: &OrderRow) -> OrderSummaryJson {
    OrderSummaryJson { head: head(&row.head, &row.vat), line_count: row.head.line_count }
}

/// A whole order in the API's shape.
#[must_use]
pub fn order(order: &OrderDetail) -> OrderJson {
    let charge = |charge: &super::kept::OrderCharge| ChargeJson {
        kind: charge.kind.clone(),
        name: charge.name.clone(),
        net: charge.net.into(),
        vat_rate: charge.taxed.rate.text(),
    };
    let left = to_charge(order);
    OrderJson {
        head: head(&order.head, &order.vat),
        to_charge: TotalsJson::of(left.goods, left.charges, &left.vat),
        lines: order.lines.iter().map(line).collect(),
        charges: order.charges.iter().map(charge).collect(),
        shipments: order.shipments.iter().map(ShipmentJson::of).collect(),
        documents: Vec::new(),
        comments: Vec::new(),
    }
}

fn line(line: &OrderLine) -> OrderLineJson {
    let steps = |units| number(line.steps(units));
    let stage = |stage| steps(line.stages.of(stage));
    OrderLineJson {
        line: line.line,
        parent_line: line.parent_line,
        sku: line.sku.clone(),
        name: line.name.clone(),
        unit: line.unit.clone(),
        quantity: number(line.quantity),
        price: line.price.into(),
        discount_percent: line.discount.text(),
        net: line.net.into(),
        vat_rate: line.taxed.rate.text(),
        remarks: line.remarks.clone(),
        supplied_from: line.supplied_from.clone(),
        pending: stage(Stage::Pending),
        allocated: steps(line.stages.reserved()),
        backordered: stage(Stage::Backordered),
        shipped: stage(Stage::Shipped),
        cancelled: stage(Stage::Cancelled),
        returned: steps(line.returned),
        invoiced: steps(line.invoiced),
        promises: line.promises.iter().map(Into::into).collect(),
    }
}

/// The cursor of the last row, for `next`.
#[must_use]
pub fn next(cursor: Option<&Cursor>) -> Option<String> {
    cursor.map(|cursor| cursor.encoded(CURSOR_OF))
}

/// What cursors of the API's list of orders are made for: they fit no other list.
pub const CURSOR_OF: &str = "api orders placed";
