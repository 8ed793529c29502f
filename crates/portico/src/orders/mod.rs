//! Sales orders: what was ordered, and where each quantity of each line stands.
//! Reading order: the nouns here, `wish` (what somebody asks for), `draft` (priced and checked),
//! `place` (the only way a person's wish becomes an order), `ledger` (the only writer of stages),
//! `shipping` (what leaves us).

pub mod adjust;
pub mod allocate;
#[cfg(test)]
mod allocate_tests;
pub mod api;
pub mod approval_api;
pub mod approval_mail;
pub mod approval_pages;
pub mod approvals;
pub mod approve;
#[cfg(test)]
mod approve_tests;
pub mod backorders;
pub mod backorders_api;
pub mod cancel;
#[cfg(test)]
mod cancel_tests;
pub mod carried;
pub mod change;
pub mod change_api;
mod change_pages;
pub mod charges;
pub mod command;
pub mod comment;
mod comment_pages;
#[cfg(test)]
mod comment_tests;
pub mod credit;
#[cfg(test)]
mod credit_tests;
pub mod draft;
pub mod erp;
pub mod exceptions;
pub mod happened;
mod held;
pub mod import;
mod import_store;
#[cfg(test)]
mod interleaving_tests;
pub mod invoiced;
pub mod json;
mod kept;
pub mod ledger;
pub mod lines;
#[cfg(test)]
mod list_tests;
pub mod mail;
#[cfg(test)]
mod mail_tests;
pub mod note;
#[cfg(test)]
mod page_tests;
pub mod pages;
pub mod place;
pub mod promises;
#[cfg(test)]
mod promises_tests;
pub mod queue;
pub mod refusal;
pub mod reservation;
pub mod shipping;
pub mod shortage;
pub mod staff_mail;
pub mod staff_store;
pub mod store;
#[cfg(test)]
mod store_tests;
pub mod take_back;
pub mod to_charge;
pub mod version;
pub mod view;
pub mod wish;
mod write;

#[cfg(test)]
mod place_tests;

pub use draft::{Draft, DraftLine, draft};
pub use kept::{Delivery, OrderCharge, OrderDetail, OrderHead, OrderLine, OrderRow, Stages};
pub use place::{Placed, place};
pub use refusal::{LineRefusal, Refusal};
pub use wish::{Agreed, Asked, DeliverTo, Exceptions, ProductRef, SetPrice, Wish, WishLine};

/// Where an order as a whole stands; all else derives from its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Above the login's limit: a colleague must say yes. Holds no stock and no credit.
    AwaitingApproval,
    /// To be paid first. Holds no stock and no credit.
    AwaitingPayment,
    /// Accepted here; the wholesaler has yet to check it.
    Placed,
    /// Checked by staff, rule or ERP.
    Confirmed,
    /// Not accepted; it says by whom and why.
    Refused,
    /// Withdrawn.
    Cancelled,
}

impl Status {
    /// As stored and as in the API.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Status::AwaitingApproval => "awaiting_approval",
            Status::AwaitingPayment => "awaiting_payment",
            Status::Placed => "placed",
            Status::Confirmed => "confirmed",
            Status::Refused => "refused",
            Status::Cancelled => "cancelled",
        }
    }

    /// The status with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Status> {
        Some(match text {
            "awaiting_approval" => Status::AwaitingApproval,
            "awaiting_payment" => Status::AwaitingPayment,
            "placed" => Status::Placed,
            "confirmed" => Status::Confirmed,
            "refused" => Status::Refused,
            "cancelled" => Status::Cancelled,
            _ => return None,
        })
    }
}

/// Where a quantity of an order line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Awaits approval or payment.
    Pending,
    /// Lacks stock.
    Backordered,
    /// Stock is reserved for it.
    Allocated,
    /// Released to the warehouse.
    Released,
    /// Left us.
    Shipped,
    /// Will not be delivered.
    Cancelled,
}

impl Stage {
    /// All of them, in the order a quantity passes through them.
    pub const ALL: [Stage; 6] = [
        Stage::Pending,
        Stage::Backordered,
        Stage::Allocated,
        Stage::Released,
        Stage::Shipped,
        Stage::Cancelled,
    ];

    /// As stored: the column of `order_lines` and the name in `line_moves`.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Stage::Pending => "pending",
            Stage::Backordered => "backordered",
            Stage::Allocated => "allocated",
            Stage::Released => "released",
            Stage::Shipped => "shipped",
            Stage::Cancelled => "cancelled",
        }
    }
}

/// The state of telling the ERP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOver {
    /// Not told yet.
    Waiting,
    /// Told; no answer yet.
    Sent,
    /// The ERP has it.
    Received,
    /// The ERP will not have it.
    Refused,
    /// Done by people (imports, phone).
    ByHand,
}

impl HandOver {
    /// As stored and as in the API.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            HandOver::Waiting => "waiting",
            HandOver::Sent => "sent",
            HandOver::Received => "received",
            HandOver::Refused => "refused",
            HandOver::ByHand => "by_hand",
        }
    }

    /// The state with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<HandOver> {
        Some(match text {
            "waiting" => HandOver::Waiting,
            "sent" => HandOver::Sent,
            "received" => HandOver::Received,
            "refused" => HandOver::Refused,
            "by_hand" => HandOver::ByHand,
            _ => return None,
        })
    }
}
