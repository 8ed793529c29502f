//! Who is asking. Every read and every verb takes one of these people; there is no other way to
//! the data of a customer, a supplier or the wholesaler.

pub mod api;
mod approvers;
pub mod bearer;
mod before;
mod carried;
pub mod change_password;
pub mod cli;
mod closed;
mod codes;
pub mod colleagues;
mod colleagues_pages;
mod colleagues_view;
mod deeds;
mod details;
mod device;
pub mod email_change;
mod email_pages;
mod ended;
pub mod first_owner;
pub mod first_owner_pages;
pub mod form;
mod heads;
pub mod invite;
pub mod link_pages;
pub mod links;
pub mod logins;
mod logins_staff;
mod logins_staff_view;
pub mod mails;
pub mod manage;
mod me_pages;
pub mod memberships;
pub mod names;
pub mod notices;
pub mod pages;
pub mod proof;
mod refused;
pub mod second_factor;
pub mod sections;
pub mod session;
mod session_list;
mod session_pages;
mod settings_kept;
pub mod several;
mod several_staff;
mod several_view;
pub mod sign_in;
mod sign_in_pages;
pub mod staff;
pub mod staff_mails;
mod staff_view;
#[cfg(test)]
mod tests;
mod token_staff;
pub mod tokens;
mod too_late;
mod unwanted;
pub mod upload;
mod view;
pub mod view_as;
mod view_as_pages;
pub mod visit;

pub use approvers::approvers;
pub use bearer::{ApiBuyer, ApiPerson, ApiStaff, ApiSupplier, NewToken, Scope, create_token};
pub use form::{SignedForm, StaffForm, VisitForm};
pub use heads::customer_head;
pub use invite::{Invitation, Invited, invite};
pub use links::set_password;
pub use memberships::For;
pub use sections::Sections;
pub use settings_kept::{KeptSetting, settings_kept};
pub use upload::{StaffUpload, Uploaded, VisitUpload};
pub use view_as::{Mode, ViewAs};
pub use visit::{Signed, Speech, StaffVisit, Visit};

use portico_types::{Country, Currency, Money, Rate};

/// What a login may do for a customer; each may what the one before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustomerRole {
    /// Sees, cannot order.
    Viewer,
    /// Orders.
    Buyer,
    /// Approves colleagues' orders.
    Approver,
    /// Invites colleagues.
    Manager,
}

/// What a login may do as staff; each may what the one before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffRole {
    /// Sees everything.
    Read,
    /// Changes things.
    Write,
    /// Settings, logins, other staff.
    Owner,
}

/// Which of the customer's orders a login sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Only those it placed itself.
    Own,
    /// All of the customer's.
    All,
}

/// How prices are shown to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PricesShown {
    /// Without VAT.
    Net,
    /// With VAT.
    Gross,
    /// Not at all.
    Hidden,
}

/// Why no VAT may be due beside the rate of the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VatTreatment {
    /// The rates of the country of delivery.
    Normal,
    /// A business in another EU country with a VAT number: reverse charge.
    ReverseCharge,
    /// Outside the reach of VAT: export.
    Export,
}

/// A signed-in person, whoever they act for.
#[derive(Clone, Debug)]
pub struct Login {
    /// Id of the login.
    pub id: i64,
    /// Name of the person.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their language's code.
    pub language: String,
}

/// What every page and verb needs to know of the customer acted for; read with the session itself.
#[derive(Clone, Debug)]
pub struct CustomerHead {
    /// Id of the customer.
    pub id: i64,
    /// Number shown to people: `C-1001`.
    pub number: String,
    /// Name of the company.
    pub name: String,
    /// Currency of its prices and orders.
    pub currency: Currency,
    /// Language of its papers.
    pub language: String,
    /// Country of the company.
    pub country: Country,
    /// Assortment it may see; `None`: every product.
    pub assortment_id: Option<i64>,
    /// How prices are shown.
    pub prices_shown: PricesShown,
    /// How stock is shown to this customer, where it differs from the setting: `number`, `indicator`, `none`.
    pub stock_shown: Option<String>,
    /// Discount off the base price.
    pub discount: Rate,
    /// Least goods value of an order, if this customer has its own.
    pub minimum_order: Option<Money>,
    /// Largest goods value of an order, if this customer has its own.
    pub maximum_order: Option<Money>,
    /// VAT treatment.
    pub vat_treatment: VatTreatment,
    /// Whether part deliveries are usual.
    pub part_deliveries: bool,
    /// Whether no order is taken at present.
    pub on_hold: bool,
    /// Whether its people may pay online, where there is a gateway.
    pub pays_online: bool,
}

/// A login acting for one customer.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The person.
    pub login: Login,
    /// The membership they act by.
    pub membership_id: i64,
    /// What they may do.
    pub role: CustomerRole,
    /// Which orders they see.
    pub sees: Sees,
    /// Orders above this need an approval; `None`: no limit.
    pub order_limit: Option<Money>,
    /// The customer.
    pub customer: CustomerHead,
    /// Which parts of the portal there are for customers.
    pub sections: Sections,
    /// Set where this is one of the staff who sees the portal as the customer; `login` is theirs then.
    pub view_as: Option<Box<ViewAs>>,
}

impl Buyer {
    /// The login whose orders these are: the person's own, or that whose rights staff look with; none for a manager's view.
    #[must_use]
    pub fn orders_login(&self) -> Option<i64> {
        self.view_as.as_ref().map_or(Some(self.login.id), |view| view.login_id)
    }

    /// The login of the staff who acts for the customer.
    #[must_use]
    pub fn staff_login(&self) -> Option<i64> {
        self.view_as.as_ref().map(|_| self.login.id)
    }

    /// Whether this person orders for the customer as one of the staff.
    #[must_use]
    pub fn orders_for(&self) -> bool {
        self.view_as
            .as_ref()
            .is_some_and(|view| view.may_order_for && view.mode == view_as::Mode::Order)
    }

    /// Whether this person may put things in the current order and place it.
    #[must_use]
    pub fn may_order(&self) -> bool {
        self.role >= CustomerRole::Buyer
    }
}

/// A login of the wholesaler's own people.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The person.
    pub login: Login,
    /// The membership they act by.
    pub membership_id: i64,
    /// What they may do.
    pub role: StaffRole,
}

/// A login acting for one supplier.
#[derive(Clone, Debug)]
pub struct SupplierUser {
    /// The person.
    pub login: Login,
    /// The membership they act by.
    pub membership_id: i64,
    /// Id of the supplier.
    pub supplier_id: i64,
}

/// Any of them.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one for each request, and most are buyers")]
pub enum Person {
    /// Acts for a customer.
    Buyer(Buyer),
    /// Acts for a supplier.
    Supplier(SupplierUser),
    /// Acts for the wholesaler.
    Staff(Staff),
}

impl Person {
    /// The person's login.
    #[must_use]
    pub fn login(&self) -> &Login {
        match self {
            Person::Buyer(buyer) => &buyer.login,
            Person::Supplier(supplier) => &supplier.login,
            Person::Staff(staff) => &staff.login,
        }
    }
}
