//! Who signs in: one login of each role at two customers, one at each other customer, and the staff.

use super::people::{
    AIRPORT, BRAE, COPPER, FJORD, HAUS, KESTREL, LARCH, MOORLAND, OLD_MILL, TILLY,
};
use super::{Company, NAME, Person};
use crate::testkit::rows::{LoginRow, Membership};

/// Name, e-mail address, customer (none: the wholesaler), role. The first buyer of a customer is the one tests mean.
#[rustfmt::skip]
const LOGINS: [(&str, &str, Option<i64>, &str); 20] = [
    ("Vera Holt", "vera@larchlime.example", Some(LARCH), "viewer"),
    ("Anna Kay", "anna@larchlime.example", Some(LARCH), "buyer"),
    ("Arthur Penn", "arthur@larchlime.example", Some(LARCH), "approver"),
    ("Mona Lindqvist", "mona@larchlime.example", Some(LARCH), "manager"),
    ("Otto Reyes", "otto@larchlime.example", Some(LARCH), "buyer"),
    ("Vic Dale", "vic@moorland.example", Some(MOORLAND), "viewer"),
    ("Bella Stone", "bella@moorland.example", Some(MOORLAND), "buyer"),
    ("April Fenn", "april@moorland.example", Some(MOORLAND), "approver"),
    ("Max Oduya", "max@moorland.example", Some(MOORLAND), "manager"),
    ("Imogen Shaw", "imogen@kestrelbay.example", Some(KESTREL), "buyer"),
    ("Tilly Marsh", "tilly@tillys.example", Some(TILLY), "manager"),
    ("Isla Brae", "isla@braedeli.example", Some(BRAE), "buyer"),
    ("Jörg Weiß", "joerg@hausammarkt.example", Some(HAUS), "buyer"),
    ("Åse Bråten", "ase@fjordogform.example", Some(FJORD), "buyer"),
    ("Hugh Mill", "hugh@oldmill.example", Some(OLD_MILL), "buyer"),
    ("Dee Patel", "dee@copperkettle.example", Some(COPPER), "buyer"),
    ("Sam Field", "sam@larchlime.example", Some(AIRPORT), "buyer"),
    ("Ruth Hart", "ruth@hartwellpike.example", None, "read"),
    ("Will Pike", "will@hartwellpike.example", None, "write"),
    ("Olive Hartwell", "olive@hartwellpike.example", None, "owner"),
];

/// Adds all logins; their passwords have this hash.
pub(super) fn fill(company: &mut Company, hash: &str) {
    for (name, email, customer_id, role) in LOGINS {
        // Otto sees his own orders only, and above £250 a colleague must say yes.
        let (sees_own, limit) = match name {
            "Otto Reyes" => (true, Some(25_000)),
            _ => (false, None),
        };
        let act = Act { customer_id, role, sees_own, limit };
        let id = company.login(hash, name, email, act);
        match name {
            "Anna Kay" => company.login_named(id, "anna.kay"),
            "Sam Field" => company.also_acts_for(id, LARCH),
            _ => {}
        }
    }
}

/// For whom a login acts, and how.
#[derive(Clone, Copy)]
struct Act {
    customer_id: Option<i64>,
    role: &'static str,
    sees_own: bool,
    limit: Option<i64>,
}

impl Act {
    fn of(customer_id: i64, role: &'static str) -> Act {
        Act { customer_id: Some(customer_id), role, sees_own: false, limit: None }
    }
}

impl Company {
    fn login(&mut self, hash: &str, name: &str, email: &str, act: Act) -> i64 {
        let id = i64::try_from(self.rows.logins.len()).map_or(i64::MAX, |n| n + 1);
        let created_at = self.ago(400, 0);
        self.rows.logins.push(LoginRow {
            id,
            username: None,
            email: email.to_owned(),
            name: name.to_owned(),
            password_hash: Some(hash.to_owned()),
            created_at,
        });
        let membership_id = self.acts(id, act);
        let customer = self.rows.customers.iter().find(|c| Some(c.id) == act.customer_id);
        self.people.push(Person {
            login_id: id,
            membership_id,
            kind: if customer.is_some() { "customer" } else { "staff" },
            role: act.role,
            company: customer.map_or(NAME.to_owned(), |c| c.name.clone()),
            email: email.to_owned(),
        });
        id
    }

    /// Adds a membership and answers with its id.
    fn acts(&mut self, login_id: i64, act: Act) -> i64 {
        let id = i64::try_from(self.rows.memberships.len()).map_or(i64::MAX, |n| n + 1);
        self.rows.memberships.push(Membership {
            id,
            login_id,
            customer_id: act.customer_id,
            role: act.role,
            sees_own: act.sees_own,
            order_limit_minor: act.limit,
            ended_at: None,
            created_at: self.ago(400, 0),
        });
        id
    }

    /// A second customer for a login: it can switch.
    fn also_acts_for(&mut self, login_id: i64, customer_id: i64) {
        let _ = self.acts(login_id, Act::of(customer_id, "viewer"));
    }

    /// A login that may also sign in with a name.
    fn login_named(&mut self, login_id: i64, username: &str) {
        for login in self.rows.logins.iter_mut().filter(|l| l.id == login_id) {
            login.username = Some(username.to_owned());
        }
    }
}
