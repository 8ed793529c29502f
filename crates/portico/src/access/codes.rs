//! How roles and kinds are written in the database and at the edge, and how a person is read from a row.

use super::{
    Buyer, CustomerHead, CustomerRole, Login, Person, PricesShown, Sections, Sees, Staff,
    StaffRole, SupplierUser, VatTreatment,
};
use crate::platform::db::{DbError, FromRow, Row};
use portico_types::{Country, Currency, Money, Rate};

/// Columns of a person, in the order [`read_person`] takes them: `l` logins, `m` memberships, `c` customers.
macro_rules! person_columns {
    () => {
        "l.id, l.name, l.email, l.language, m.id, m.kind, m.role, m.sees, m.order_limit_minor, m.supplier_id, \
         c.id, c.number, c.name, c.currency, c.language, c.country, c.assortment_id, c.prices_shown, c.stock_shown, \
         c.discount, c.minimum_order_minor, c.maximum_order_minor, c.vat_treatment, c.part_deliveries, c.on_hold, \
         c.pays_online"
    };
}
pub(super) use person_columns;

const CUSTOMER_ROLES: [(CustomerRole, &str); 4] = [
    (CustomerRole::Viewer, "viewer"),
    (CustomerRole::Buyer, "buyer"),
    (CustomerRole::Approver, "approver"),
    (CustomerRole::Manager, "manager"),
];
const STAFF_ROLES: [(StaffRole, &str); 3] =
    [(StaffRole::Read, "read"), (StaffRole::Write, "write"), (StaffRole::Owner, "owner")];
const SEES: [(Sees, &str); 2] = [(Sees::Own, "own"), (Sees::All, "all")];
const PRICES_SHOWN: [(PricesShown, &str); 3] =
    [(PricesShown::Net, "net"), (PricesShown::Gross, "gross"), (PricesShown::Hidden, "hidden")];
const VAT_TREATMENTS: [(VatTreatment, &str); 3] = [
    (VatTreatment::Normal, "normal"),
    (VatTreatment::ReverseCharge, "reverse_charge"),
    (VatTreatment::Export, "export"),
];

fn code_of<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table.iter().find(|(v, _)| *v == value).map_or("", |(_, code)| code)
}

fn value_of<T: Copy>(table: &[(T, &'static str)], code: &str) -> Option<T> {
    table.iter().find(|(_, c)| *c == code).map(|(value, _)| *value)
}

impl CustomerRole {
    /// `viewer`, `buyer`, `approver`, `manager`.
    #[must_use]
    pub fn code(self) -> &'static str {
        code_of(&CUSTOMER_ROLES, self)
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<CustomerRole> {
        value_of(&CUSTOMER_ROLES, code)
    }
}

impl StaffRole {
    /// `read`, `write`, `owner`.
    #[must_use]
    pub fn code(self) -> &'static str {
        code_of(&STAFF_ROLES, self)
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<StaffRole> {
        value_of(&STAFF_ROLES, code)
    }
}

impl Sees {
    /// `own`, `all`.
    #[must_use]
    pub fn code(self) -> &'static str {
        code_of(&SEES, self)
    }

    /// What this code means.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Sees> {
        value_of(&SEES, code)
    }
}

impl PricesShown {
    /// `net`, `gross`, `hidden`.
    #[must_use]
    pub fn code(self) -> &'static str {
        code_of(&PRICES_SHOWN, self)
    }

    /// What this code means.
    #[must_use]
    pub fn from_code(code: &str) -> Option<PricesShown> {
        value_of(&PRICES_SHOWN, code)
    }
}

impl VatTreatment {
    /// `normal`, `reverse_charge`, `export`.
    #[must_use]
    pub fn code(self) -> &'static str {
        code_of(&VAT_TREATMENTS, self)
    }

    /// What this code means.
    #[must_use]
    pub fn from_code(code: &str) -> Option<VatTreatment> {
        value_of(&VAT_TREATMENTS, code)
    }
}

/// A membership with its login, and the customer that was read beside it.
pub(super) struct PersonRow {
    login: Login,
    membership_id: i64,
    pub(super) kind: String,
    role: String,
    sees: String,
    order_limit_minor: Option<i64>,
    supplier_id: Option<i64>,
    pub(super) customer: Option<CustomerHead>,
}

impl FromRow for PersonRow {
    /// Takes the columns of [`person_columns`].
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let login =
            Login { id: row.next()?, name: row.next()?, email: row.next()?, language: row.next()? };
        Ok(PersonRow {
            login,
            membership_id: row.next()?,
            kind: row.next()?,
            role: row.next()?,
            sees: row.next()?,
            order_limit_minor: row.next()?,
            supplier_id: row.next()?,
            customer: read_customer(row)?,
        })
    }
}

impl PersonRow {
    /// Who it is.
    pub(super) fn person(self) -> Result<Person, DbError> {
        let PersonRow { login, membership_id, .. } = self;
        match (self.kind.as_str(), self.customer, self.supplier_id) {
            ("customer", Some(customer), _) => Ok(Person::Buyer(Buyer {
                login,
                membership_id,
                role: customer_role(&self.role)?,
                sees: sees(&self.sees)?,
                order_limit: self
                    .order_limit_minor
                    .map(|minor| Money::new(minor, customer.currency)),
                sections: Sections::default(),
                view_as: None,
                customer,
            })),
            ("supplier", _, Some(supplier_id)) => {
                Ok(Person::Supplier(SupplierUser { login, membership_id, supplier_id }))
            }
            ("staff", _, _) => {
                let role = StaffRole::from_code(&self.role).ok_or_else(|| unknown("role"))?;
                Ok(Person::Staff(Staff { login, membership_id, role }))
            }
            _ => Err(unknown("kind")),
        }
    }
}

/// Takes the columns of [`person_columns`].
pub(super) fn read_person(row: &mut Row<'_>) -> Result<Person, DbError> {
    PersonRow::from_row(row)?.person()
}

pub(super) fn customer_role(code: &str) -> Result<CustomerRole, DbError> {
    CustomerRole::from_code(code).ok_or_else(|| unknown("role"))
}

pub(super) fn sees(code: &str) -> Result<Sees, DbError> {
    Sees::from_code(code).ok_or_else(|| unknown("sees"))
}

/// The customer's columns, all empty where the person acts for none.
pub(super) fn read_customer(row: &mut Row<'_>) -> Result<Option<CustomerHead>, DbError> {
    let id: Option<i64> = row.next()?;
    let number: Option<String> = row.next()?;
    let name: Option<String> = row.next()?;
    let currency: Option<String> = row.next()?;
    let language: Option<String> = row.next()?;
    let country: Option<String> = row.next()?;
    let assortment_id = row.next()?;
    let prices_shown: Option<String> = row.next()?;
    let stock_shown = row.next()?;
    let discount: Option<i64> = row.next()?;
    let minimum_order_minor: Option<i64> = row.next()?;
    let maximum_order_minor: Option<i64> = row.next()?;
    let vat_treatment: Option<String> = row.next()?;
    let part_deliveries: Option<bool> = row.next()?;
    let on_hold: Option<bool> = row.next()?;
    let pays_online: Option<bool> = row.next()?;
    let Some(id) = id else { return Ok(None) };
    let currency =
        currency.and_then(|c| Currency::from_code(&c)).ok_or_else(|| unknown("currency"))?;
    Ok(Some(CustomerHead {
        id,
        number: number.unwrap_or_default(),
        name: name.unwrap_or_default(),
        currency,
        language: language.unwrap_or_default(),
        country: country.and_then(|c| Country::from_code(&c)).ok_or_else(|| unknown("country"))?,
        assortment_id,
        prices_shown: prices_shown
            .and_then(|c| PricesShown::from_code(&c))
            .ok_or_else(|| unknown("prices_shown"))?,
        stock_shown,
        discount: Rate::new(discount.unwrap_or_default()),
        minimum_order: minimum_order_minor.map(|minor| Money::new(minor, currency)),
        maximum_order: maximum_order_minor.map(|minor| Money::new(minor, currency)),
        vat_treatment: vat_treatment
            .and_then(|c| VatTreatment::from_code(&c))
            .ok_or_else(|| unknown("vat_treatment"))?,
        part_deliveries: part_deliveries.unwrap_or_default(),
        on_hold: on_hold.unwrap_or_default(),
        pays_online: pays_online.unwrap_or_default(),
    }))
}

fn unknown(column: &str) -> DbError {
    DbError::Failed(format!("a person's {column} is none of ours"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for (role, code) in CUSTOMER_ROLES {
            assert_eq!((role.code(), CustomerRole::from_code(code)), (code, Some(role)));
        }
        for (role, code) in STAFF_ROLES {
            assert_eq!((role.code(), StaffRole::from_code(code)), (code, Some(role)));
        }
        assert_eq!(Sees::from_code(Sees::Own.code()), Some(Sees::Own));
        assert_eq!(PricesShown::from_code("gross"), Some(PricesShown::Gross));
        assert_eq!(
            VatTreatment::from_code(VatTreatment::Export.code()),
            Some(VatTreatment::Export)
        );
        assert_eq!(CustomerRole::from_code("owner"), None);
    }
}
