//! What a person or a program asks to be ordered, before anything is checked.

use super::charges::Charge;
use portico_types::{Address, AddressFault, Money, UnitPrice};

/// A wish for an order.
#[derive(Clone, Debug)]
pub struct Wish {
    /// What, in the order of the page.
    pub lines: Vec<WishLine>,
    /// Where to.
    pub deliver_to: DeliverTo,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// `YYYY-MM-DD` as typed.
    pub requested_day: Option<String>,
    /// Whether part deliveries are welcome; absent: as usual for the customer.
    pub part_deliveries: Option<bool>,
    /// The total the person saw; if it differs now, they are asked again.
    pub expected_total: Option<Money>,
    /// Where the wish comes from: `cart`, `api`, `staff`, `quote:Q-1001`.
    pub source: String,
    /// What staff who order for the customer settle by hand.
    pub exceptions: Exceptions,
    /// What a quotation promised, where the wish is one.
    pub agreed: Option<Agreed>,
}

/// What the wholesaler promised in a quotation: its lines' prices, as set on them, and its charges hold. Packs, minimum
/// and maximum were settled when it was written; stock, credit and approval are looked at as for every order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// Its charges, before VAT.
    pub charges: Vec<Charge>,
}

/// What staff who order for a customer let through beside the rules, as far as a setting allows it to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptions {
    /// An order value outside its limits.
    pub value: bool,
    /// More than the credit limit.
    pub credit: bool,
    /// Why.
    pub reason: String,
}

/// A price set by hand, whatever the lists say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetPrice {
    /// The unit price, net of VAT.
    pub price: UnitPrice,
    /// Why.
    pub reason: String,
}

/// One line of a wish.
#[derive(Clone, Debug)]
pub struct WishLine {
    /// Which product.
    pub product: ProductRef,
    /// How many.
    pub quantity: Asked,
    /// For people.
    pub remarks: Option<String>,
    /// The unit price the person saw; if it differs now, they are asked again.
    pub price_seen: Option<UnitPrice>,
    /// A price that holds whatever the lists say: staff who order for a customer set one, a quotation has promised one.
    pub set_price: Option<SetPrice>,
}

/// How a line names its product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProductRef {
    /// By any of its codes, as typed.
    Code(String),
    /// By id, from the current order.
    Id(i64),
}

/// How a line says its quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// As typed; read with the product's decimals.
    Text(String),
    /// In the product's smallest step.
    Units(i64),
}

/// Where an order is to go.
#[derive(Clone, Debug)]
pub enum DeliverTo {
    /// The customer's default delivery address.
    Default,
    /// One of the customer's addresses by number.
    Number(String),
    /// An address given for this order alone.
    Other(Box<Address>),
    /// An address given for this order alone that is none yet: it is refused, and never replaced by another.
    Unreadable(AddressFault),
}
