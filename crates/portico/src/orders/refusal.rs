//! Why a wish does not become an order: one variant each, one sentence each, one code of api.md each.

use super::credit;
use crate::customers::credit::Over;
use crate::platform::problem::{FieldProblem, Problem, Text};
use portico_types::{Money, Quantity, QuantityFault, UnitPrice};

/// Why one line cannot be taken.
#[derive(Clone, Debug, PartialEq)]
pub enum LineRefusal {
    /// No such code in this customer's assortment.
    UnknownCode {
        /// As typed.
        code: String,
    },
    /// In the assortment, but closed, or sold out for good.
    NotAvailable,
    /// Not a quantity.
    Quantity(QuantityFault),
    /// Less than the least quantity.
    BelowMinimum {
        /// The least quantity.
        minimum: Quantity,
    },
    /// Not a whole number of steps.
    NotAMultiple {
        /// The step.
        multiple: Quantity,
        /// The nearest right quantity below; `None` if there is none.
        below: Option<Quantity>,
        /// The nearest right quantity above.
        above: Quantity,
    },
    /// Not enough of it, and it may not be backordered.
    InsufficientStock {
        /// What is left; `None` where this customer may not see stock.
        available: Option<Quantity>,
    },
    /// The price is not the one that was seen.
    PriceChanged {
        /// Seen.
        old: UnitPrice,
        /// Now.
        new: UnitPrice,
    },
    /// A remark over 2,000 characters.
    RemarkTooLong,
    /// It comes to 0 at its price now, and such lines are not taken.
    ComesToNothing,
}

/// The longest remark, in characters.
pub const REMARK_LONGEST: usize = 2_000;
/// The longest reference, in characters.
pub const REFERENCE_LONGEST: usize = 100;
/// The most lines of one order.
pub const LINES_MOST: usize = 5_000;

impl LineRefusal {
    /// The code of api.md.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            LineRefusal::UnknownCode { .. } => "unknown_code",
            LineRefusal::NotAvailable => "not_available",
            LineRefusal::Quantity(fault) => fault.code(),
            LineRefusal::BelowMinimum { .. } => "below_minimum",
            LineRefusal::NotAMultiple { .. } => "not_a_multiple",
            LineRefusal::InsufficientStock { .. } => "insufficient_stock",
            LineRefusal::PriceChanged { .. } => "price_changed",
            LineRefusal::RemarkTooLong => "too_long",
            LineRefusal::ComesToNothing => "comes_to_nothing",
        }
    }

    /// The sentence.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            LineRefusal::UnknownCode { code } => Text::plain("line-unknown-code")
                .with("code", code.chars().take(60).collect::<String>()),
            LineRefusal::NotAvailable => Text::plain("line-not-available"),
            LineRefusal::Quantity(fault) => quantity_text(*fault),
            LineRefusal::BelowMinimum { minimum } => {
                Text::plain("line-below-minimum").with("minimum", minimum.grouped())
            }
            LineRefusal::NotAMultiple { multiple, .. } => {
                Text::plain("line-not-a-multiple").with("multiple", multiple.grouped())
            }
            LineRefusal::InsufficientStock { available: Some(left) } if left.units > 0 => {
                Text::plain("line-insufficient-stock").with("available", left.grouped())
            }
            LineRefusal::InsufficientStock { .. } => Text::plain("line-out-of-stock"),
            LineRefusal::PriceChanged { old, new } => Text::plain("line-price-changed")
                .with("old", old.grouped())
                .with("new", new.grouped()),
            LineRefusal::ComesToNothing => Text::plain("line-comes-to-nothing"),
            LineRefusal::RemarkTooLong => {
                Text::plain("field-too-long").with("most", REMARK_LONGEST)
            }
        }
    }

    /// As a row of `errors`, for the line at this place of the request.
    #[must_use]
    pub fn field(&self, index: usize) -> FieldProblem {
        let part = match self {
            LineRefusal::UnknownCode { .. } | LineRefusal::NotAvailable => "code",
            LineRefusal::PriceChanged { .. } | LineRefusal::ComesToNothing => "price",
            LineRefusal::RemarkTooLong => "remarks",
            _ => "quantity",
        };
        let problem = FieldProblem::new(format!("/lines/{index}/{part}"), self.code(), self.text());
        match self {
            LineRefusal::BelowMinimum { minimum } => problem.with("minimum", number(*minimum)),
            LineRefusal::NotAMultiple { multiple, .. } => {
                problem.with("multiple", number(*multiple))
            }
            LineRefusal::InsufficientStock { available } => {
                problem.with("available", available.map_or(serde_json::Value::Null, number))
            }
            LineRefusal::PriceChanged { old, new } => {
                problem.with("old", price(*old)).with("new", price(*new))
            }
            _ => problem,
        }
    }
}

/// The sentence for a quantity that is none.
#[must_use]
pub fn quantity_text(fault: QuantityFault) -> Text {
    match fault {
        QuantityFault::NotANumber => Text::plain("quantity-not-a-number"),
        QuantityFault::NotPositive => Text::plain("quantity-not-positive"),
        QuantityFault::TooManyDecimals => Text::plain("quantity-too-many-decimals"),
        QuantityFault::TooLarge => Text::plain("quantity-too-large"),
    }
}

/// A quantity as a JSON number: whole ones without a decimal point.
#[must_use]
pub fn number(quantity: Quantity) -> serde_json::Value {
    serde_json::from_str(&quantity.text()).unwrap_or(serde_json::Value::Null)
}

fn price(price: UnitPrice) -> serde_json::Value {
    serde_json::json!({
        "amount": price.amount(), "currency": price.currency.code(), "per": price.per
    })
}

/// Why a wish as a whole is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The role may not order.
    NotAllowed,
    /// Customers ask for a quotation here instead of ordering.
    OnlyQuotes,
    /// Nothing to order.
    Empty,
    /// More lines than one order may have.
    TooManyLines,
    /// These lines cannot be taken: the place in the wish, and why.
    Lines(Vec<(usize, LineRefusal)>),
    /// Fields of the head are wrong.
    Fields(Vec<FieldProblem>),
    /// The total is not the one that was seen.
    TotalChanged {
        /// Seen.
        old: Money,
        /// Now.
        new: Money,
    },
    /// The goods come to less than the least order.
    BelowMinimumOrder {
        /// The least order.
        minimum: Money,
        /// How much is missing.
        missing: Money,
    },
    /// The goods come to more than the largest order.
    AboveMaximumOrder {
        /// The largest order.
        maximum: Money,
        /// How much is too much.
        excess: Money,
    },
    /// No order is taken from this customer at present.
    OnHold,
    /// Over the credit limit.
    Credit {
        /// How, and by how much.
        over: Over,
        /// The limit.
        limit: Money,
        /// Whether the amounts are told.
        shown: bool,
    },
    /// Above the login's limit, and nobody could approve it.
    OrderLimit {
        /// The limit.
        limit: Money,
    },
}

impl Refusal {
    /// As it leaves the program.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Refusal::NotAllowed => Problem::not_allowed(),
            Refusal::OnlyQuotes => {
                Problem::new(403, "not_allowed", Text::plain("order-only-quotes"))
            }
            Refusal::Empty => Problem::new(422, "cart_empty", Text::plain("order-empty")),
            Refusal::TooManyLines => Problem::new(
                422,
                "out_of_range",
                Text::plain("order-too-many-lines").with("most", LINES_MOST),
            ),
            Refusal::Lines(lines) => lines_problem(lines),
            Refusal::Fields(fields) => Problem::invalid(fields.clone()),
            Refusal::TotalChanged { old, new } => total_problem(*old, *new),
            Refusal::BelowMinimumOrder { minimum, missing } => Problem::new(
                422,
                "below_minimum_order",
                Text::plain("order-below-minimum")
                    .with("minimum", minimum.with_sign())
                    .with("missing", missing.with_sign()),
            ),
            Refusal::AboveMaximumOrder { maximum, excess } => Problem::new(
                422,
                "above_maximum_order",
                Text::plain("order-above-maximum")
                    .with("maximum", maximum.with_sign())
                    .with("excess", excess.with_sign()),
            ),
            Refusal::OnHold => Problem::new(409, "account_on_hold", Text::plain("order-on-hold")),
            Refusal::Credit { over, limit, shown } => {
                Problem::new(409, credit::code(*over), credit::said(*over, *limit, *shown))
            }
            Refusal::OrderLimit { limit } => Problem::new(
                403,
                "order_limit",
                Text::plain("order-limit").with("limit", limit.with_sign()),
            ),
        }
    }
}

impl From<Refusal> for crate::platform::problem::AppError {
    fn from(refusal: Refusal) -> Self {
        refusal.problem().into()
    }
}

/// 409 with both totals, the field that said the old one to blame.
fn total_problem(old: Money, new: Money) -> Problem {
    let money = |money: Money| serde_json::json!({ "amount": money.amount(), "currency": money.currency.code() });
    let text = Text::plain("order-total-changed")
        .with("old", old.with_sign())
        .with("new", new.with_sign());
    let field = FieldProblem::new("/expected_total", "price_changed", text.clone())
        .with("old", money(old))
        .with("new", money(new));
    Problem::new(409, "price_changed", text).with_errors(vec![field])
}

/// 409 where stock or price is the only reason, else 422 (api.md, `POST orders`).
fn lines_problem(lines: &[(usize, LineRefusal)]) -> Problem {
    let all = |code| lines.iter().all(|(_, refusal)| refusal.code() == code);
    let (status, code) = if all("insufficient_stock") {
        (409, "insufficient_stock")
    } else if all("price_changed") {
        (409, "price_changed")
    } else {
        (422, "lines_refused")
    };
    let errors = lines.iter().map(|(index, refusal)| refusal.field(*index)).collect();
    let text = Text::plain("order-lines-refused").with("count", lines.len());
    Problem::new(status, code, text).with_errors(errors)
}
