//! A customer as staff keep it: every term, whose word counts for it, and the version that an edit was begun with.

use crate::access::Staff;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::problem::{AppError, Problem, Text};
use portico_types::{Currency, Money, Rate};

/// Everything staff see of a customer's own row.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its id.
    pub id: i64,
    /// Number shown to people.
    pub number: String,
    /// Name of the company.
    pub name: String,
    /// Code of the currency of its prices and orders.
    pub currency: String,
    /// Language of its papers.
    pub language: String,
    /// Code of its country.
    pub country: String,
    /// VAT number.
    pub vat_number: Option<String>,
    /// `normal`, `reverse_charge`, `export`.
    pub vat_treatment: String,
    /// Number of the customer that gets its invoices and whose credit counts; none: itself.
    pub invoiced_to: Option<String>,
    /// Code of the assortment; none: every product.
    pub assortment: Option<String>,
    /// `net`, `gross`, `hidden`.
    pub prices_shown: String,
    /// `number`, `indicator`, `none`; none: as the setting says.
    pub stock_shown: Option<String>,
    /// Discount off the base price, in hundredths of a percent.
    pub discount: i64,
    /// Least goods value of an order, in minor units; none: as the setting says.
    pub minimum_order_minor: Option<i64>,
    /// Largest goods value of an order, in minor units; none: as the setting says.
    pub maximum_order_minor: Option<i64>,
    /// Days until an invoice is due.
    pub payment_days: i64,
    /// Counted from the end of the month.
    pub payment_end_of_month: bool,
    /// Limit of the credit in minor units; none: none set.
    pub credit_limit_minor: Option<i64>,
    /// Whether no order is taken at present.
    pub on_hold: bool,
    /// Whether part deliveries are usual.
    pub part_deliveries: bool,
    /// Name, e-mail address and telephone of the first contact.
    pub contact: [Option<String>; 3],
    /// When it was closed, Unix milliseconds.
    pub closed_at: Option<i64>,
    /// `connector:id` where an ERP keeps it.
    pub erp_ref: Option<String>,
    /// Grows with every change.
    pub version: i64,
    /// Whether staff look at every order of this customer.
    pub review_always: bool,
    /// Colleagues who must approve an order above a limit; none: as the setting says.
    pub approvals_needed: Option<i64>,
    /// Number in the register of companies, as scheme and number.
    pub registration: Option<String>,
    /// Where its e-invoices go, as scheme and number.
    pub endpoint: Option<String>,
    /// What it wants to read on each invoice.
    pub buyer_reference: Option<String>,
    /// Whether its people may pay online.
    pub pays_online: bool,
    /// Owed in minor units, by whoever pays.
    pub owed_minor: i64,
    /// On order in minor units.
    pub ordered_minor: i64,
}

impl FromRow for Sheet {
    fn from_row(r: &mut Row<'_>) -> Result<Sheet, DbError> {
        Ok(Sheet {
            id: r.next()?,
            number: r.next()?,
            name: r.next()?,
            currency: r.next()?,
            language: r.next()?,
            country: r.next()?,
            vat_number: r.next()?,
            vat_treatment: r.next()?,
            invoiced_to: r.next()?,
            assortment: r.next()?,
            prices_shown: r.next()?,
            stock_shown: r.next()?,
            discount: r.next()?,
            minimum_order_minor: r.next()?,
            maximum_order_minor: r.next()?,
            payment_days: r.next()?,
            payment_end_of_month: r.next()?,
            credit_limit_minor: r.next()?,
            on_hold: r.next()?,
            part_deliveries: r.next()?,
            contact: [r.next()?, r.next()?, r.next()?],
            closed_at: r.next()?,
            erp_ref: r.next()?,
            version: r.next()?,
            review_always: r.next()?,
            approvals_needed: r.next()?,
            registration: r.next()?,
            endpoint: r.next()?,
            buyer_reference: r.next()?,
            pays_online: r.next()?,
            owed_minor: r.next()?,
            ordered_minor: r.next()?,
        })
    }
}

impl Sheet {
    /// The currency of its prices and orders.
    ///
    /// # Errors
    /// Where the stored code is none of ours.
    pub fn currency(&self) -> Result<Currency, DbError> {
        Currency::from_code(&self.currency)
            .ok_or_else(|| DbError::Failed(format!("no such currency: {}", self.currency)))
    }

    /// Which ERP keeps its terms; none: staff do.
    #[must_use]
    pub fn kept_by(&self) -> Option<&str> {
        self.erp_ref.as_deref().map(|text| text.split_once(':').map_or(text, |(name, _)| name))
    }

    /// An amount of its currency, as typed; blank where there is none.
    #[must_use]
    pub fn amount(&self, minor: Option<i64>) -> String {
        match (minor, Currency::from_code(&self.currency)) {
            (Some(minor), Some(currency)) => Money::new(minor, currency).amount(),
            _ => String::new(),
        }
    }

    /// The discount in percent, as typed.
    #[must_use]
    pub fn discount_text(&self) -> String {
        Rate::new(self.discount).text()
    }
}

/// The customer with this number, open or closed.
///
/// # Errors
/// 404 where there is none.
pub fn sheet(view: &mut View, _: &Staff, number: &str) -> Result<Sheet, AppError> {
    let found = view.one::<Sheet>(
        "select c.id, c.number, c.name, c.currency, c.language, c.country, c.vat_number,
             c.vat_treatment, p.number, a.code, c.prices_shown, c.stock_shown, c.discount,
             c.minimum_order_minor, c.maximum_order_minor, c.payment_days,
             c.payment_end_of_month, c.credit_limit_minor,
             c.on_hold, c.part_deliveries, c.contact_name, c.contact_email, c.contact_phone,
             c.closed_at, c.erp_ref, c.version, c.review_always, c.approvals_needed,
             c.registration, c.endpoint, c.buyer_reference, c.pays_online,
             coalesce(k.owed_minor, 0), coalesce(k.ordered_minor, 0)
         from customers c
         left join customers p on p.id = c.invoiced_to
         left join assortments a on a.id = c.assortment_id
         left join credit k on k.customer_id = coalesce(c.invoiced_to, c.id)
             and k.currency = c.currency
         where c.number_key = $1",
        args![&number_key(number)],
    )?;
    found.ok_or_else(|| Problem::not_found().into())
}

/// What customers' numbers are found by.
#[must_use]
pub fn number_key(number: &str) -> String {
    number.trim().replace('\0', "").to_lowercase()
}

/// What the list of customers is searched by: number, name, e-mail of the first contact and VAT number.
#[must_use]
pub fn find_key(number: &str, name: &str, email: Option<&str>, vat_number: Option<&str>) -> String {
    format!("{number} {name} {} {}", email.unwrap_or(""), vat_number.unwrap_or("")).to_lowercase()
}

/// Somebody changed it since the form was opened; what was typed is shown again.
#[must_use]
pub fn changed_meanwhile() -> AppError {
    Problem::new(409, "changed_meanwhile", Text::plain("customer-changed-meanwhile")).into()
}

/// Codes and names of all assortments, by code; 500 at most.
///
/// # Errors
/// What the database says.
pub fn assortments(view: &mut View, _: &Staff) -> Result<Vec<(String, String)>, DbError> {
    view.all("select code, name from assortments order by code_key limit 500", args![])
}

/// Whether anything is kept in this customer's currency, so that it cannot change any more.
///
/// # Errors
/// What the database says.
pub fn currency_is_used(view: &mut View, sheet: &Sheet) -> Result<bool, DbError> {
    let used = view.one::<i64>(
        "select count(*) from credit_journal where customer_id = $1",
        args![sheet.id],
    )?;
    Ok(used.unwrap_or(0) > 0 || sheet.owed_minor != 0 || sheet.ordered_minor != 0)
}
