//! Who signs in: one login of each role at two customers, one at each other customer, and the staff.

use super::people::{
    AIRPORT, BRAE, COPPER, FJORD, HAUS, KESTREL, LARCH, MOORLAND, OLD_MILL, TILLY,
};
use super::{Company, NAME, Person};
use crate::testkit::rows::{LoginRow, Membership};

/// Adds all logins; their passwords have this hash.
pub(super) fn fill(company: &mut Company, hash: &str) {
    let mut put = |name: &str, email: &str, act: Act| company.login(hash, name, email, act);
    put(
        "Vera Holt",
        "vera@larchlime.example",
        Act::of(LARCH, "viewer"),
    );
    let anna = put(
        "Anna Kay",
        "anna@larchlime.example",
        Act::of(LARCH, "buyer"),
    );
    put(
        "Arthur Penn",
        "arthur@larchlime.example",
        Act::of(LARCH, "approver"),
    );
    put(
        "Mona Lindqvist",
        "mona@larchlime.example",
        Act::of(LARCH, "manager"),
    );
    put(
        "Otto Reyes",
        "otto@larchlime.example",
        Act {
            sees_own: true,
            limit: Some(25_000),
            ..Act::of(LARCH, "buyer")
        },
    );
    put(
        "Vic Dale",
        "vic@moorland.example",
        Act::of(MOORLAND, "viewer"),
    );
    put(
        "Bella Stone",
        "bella@moorland.example",
        Act::of(MOORLAND, "buyer"),
    );
    put(
        "April Fenn",
        "april@moorland.example",
        Act::of(MOORLAND, "approver"),
    );
    put(
        "Max Oduya",
        "max@moorland.example",
        Act::of(MOORLAND, "manager"),
    );
    put(
        "Imogen Shaw",
        "imogen@kestrelbay.example",
        Act::of(KESTREL, "buyer"),
    );
    put(
        "Tilly Marsh",
        "tilly@tillys.example",
        Act::of(TILLY, "manager"),
    );
    put("Isla Brae", "isla@braedeli.example", Act::of(BRAE, "buyer"));
    put(
        "Jörg Weiß",
        "joerg@hausammarkt.example",
        Act::of(HAUS, "buyer"),
    );
    put(
        "Åse Bråten",
        "ase@fjordogform.example",
        Act::of(FJORD, "buyer"),
    );
    put(
        "Hugh Mill",
        "hugh@oldmill.example",
        Act::of(OLD_MILL, "buyer"),
    );
    put(
        "Dee Patel",
        "dee@copperkettle.example",
        Act::of(COPPER, "buyer"),
    );
    let sam = put(
        "Sam Field",
        "sam@larchlime.example",
        Act::of(AIRPORT, "buyer"),
    );
    put("Ruth Hart", "ruth@hartwellpike.example", Act::staff("read"));
    put(
        "Will Pike",
        "will@hartwellpike.example",
        Act::staff("write"),
    );
    put(
        "Olive Hartwell",
        "olive@hartwellpike.example",
        Act::staff("owner"),
    );
    company.also_acts_for(sam, LARCH);
    company.login_named(anna, "anna.kay");
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
        Act {
            customer_id: Some(customer_id),
            role,
            sees_own: false,
            limit: None,
        }
    }

    fn staff(role: &'static str) -> Act {
        Act {
            customer_id: None,
            role,
            sees_own: false,
            limit: None,
        }
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
        self.acts(id, act);
        let customer = self
            .rows
            .customers
            .iter()
            .find(|c| Some(c.id) == act.customer_id);
        self.people.push(Person {
            login_id: id,
            membership_id: id,
            kind: if customer.is_some() {
                "customer"
            } else {
                "staff"
            },
            role: act.role,
            company: customer.map_or(NAME.to_owned(), |c| c.name.clone()),
            email: email.to_owned(),
        });
        id
    }

    fn acts(&mut self, login_id: i64, act: Act) {
        self.rows.memberships.push(Membership {
            id: i64::try_from(self.rows.memberships.len()).map_or(i64::MAX, |n| n + 1),
            login_id,
            customer_id: act.customer_id,
            role: act.role,
            sees_own: act.sees_own,
            order_limit_minor: act.limit,
            ended_at: None,
            created_at: self.ago(400, 0),
        });
    }

    /// A second customer for a login: it can switch.
    fn also_acts_for(&mut self, login_id: i64, customer_id: i64) {
        self.acts(login_id, Act::of(customer_id, "viewer"));
    }

    /// A login that may also sign in with a name.
    fn login_named(&mut self, login_id: i64, username: &str) {
        for login in self.rows.logins.iter_mut().filter(|l| l.id == login_id) {
            login.username = Some(username.to_owned());
        }
    }
}
