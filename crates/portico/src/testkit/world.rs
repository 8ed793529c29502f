//! The world of a test: a database with Hartwell & Pike in it, a clock that stands still, and the people who use it.
//!
//! `in_world!(name, |world| { … })` makes `name::sqlite` and `name::postgres`. When the world goes, the test fails if a
//! command or a mail was left unhandled: see [`World::leave_unhandled`].

use super::client::Client;
use super::company::{Company, company};
use super::db::TestDb;
use super::rows::{Customer, LoginRow, Membership, Product, Rows, Stock};
use super::sessions::begin;
use crate::access::bearer::SCOPES;
use crate::access::{
    Buyer, CustomerHead, CustomerRole, Login, NewToken, PricesShown, Sections, Sees, Staff,
    StaffRole, VatTreatment, create_token,
};
use crate::app::{App, Parts, router};
use crate::args;
use crate::config::{Config, Payments};
use crate::platform::auth::{Cost, Secret, hash_password};
use crate::platform::clock::Clock;
use crate::platform::db::{Db, DbConfig, DbError, Kind, Tx};
use crate::platform::ids::Ids;
use crate::platform::search::Search;
use crate::serve::work;
use crate::sync;
use portico_types::{Country, Currency, Money, Rate};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A wholesale company, its database and its time.
pub(crate) struct World {
    /// The database.
    pub(crate) db: Db,
    /// The time; it stands still until a test moves it.
    #[allow(dead_code, reason = "tests of slices move the time as they land")]
    pub(crate) clock: Clock,
    /// What was written into the database at first.
    pub(crate) company: Company,
    /// The program.
    pub(crate) app: App,
    unhandled: Unhandled,
    // Last: connections close before the place goes away.
    place: TestDb,
}

#[derive(Clone, Copy, PartialEq)]
enum Unhandled {
    Fails,
    MayStay,
}

impl World {
    /// The company in a fresh database of this kind.
    pub(crate) async fn on(kind: Kind) -> World {
        World::over(TestDb::new(kind)).await
    }

    /// The company in this database, which must be empty.
    pub(crate) async fn over(place: TestDb) -> World {
        let (db, clock) = (place.db(), place.clock());
        let company = company(clock.now_ms(), password_hash());
        let rows = company.clone();
        db.write(move |tx| rows.write(tx)).await.expect("the company fits into an empty database");
        World { app: app(&place), db, clock, company, unhandled: Unhandled::Fails, place }
    }

    /// Where the database is, to open it once more, as another server process would.
    pub(crate) fn config(&self) -> DbConfig {
        self.place.config()
    }

    /// The same as text: what `--database` takes.
    pub(crate) fn address(&self) -> &str {
        self.place.address()
    }

    /// Nobody in particular, at a browser.
    pub(crate) fn anybody(&self) -> Client {
        Client::new(router::router(&self.app))
    }

    /// This person at a browser, signed in for their first customer.
    pub(crate) async fn sign_in(&self, email: &str) -> Client {
        let login = self.login(email);
        let (login_id, membership_id) = (login.id, self.membership(login).id);
        let begin = move |tx: &mut Tx| begin(tx, login_id, membership_id);
        let begun = self.db.write(begin).await.expect("a session can be begun");
        let (name, value) = begun.cookie.split_once('=').expect("a cookie has a name");
        self.anybody().with_cookie(name, value)
    }

    /// A program of this person's, with every scope their role allows.
    #[allow(dead_code, reason = "tests of the API use it as they land")]
    pub(crate) async fn program(&self, email: &str) -> Client {
        let login = self.login(email);
        let (login_id, membership_id) = (login.id, self.membership(login).id);
        let create = move |tx: &mut Tx| -> Result<Secret, DbError> {
            let secret = Secret::of(tx.secret());
            let scopes = SCOPES.map(|(scope, _)| scope);
            let ends_at = tx.now() + 86_400_000;
            let new = NewToken { login_id, membership_id, name: "test", scopes: &scopes, ends_at };
            create_token(tx, &new, &secret)?;
            Ok(secret)
        };
        let secret = self.db.write(create).await.expect("a token can be made");
        self.anybody().with_token(secret.text())
    }

    /// Hands over what waits for the back office and sends what waits as mail, until nothing is left.
    pub(crate) async fn work(&self) {
        let connectors = work::connectors(&self.app);
        let kinds = Arc::new(work::mail_kinds());
        loop {
            let pushed = sync::push_due(&self.db, &connectors, "test").await;
            let sent = work::send_due(&self.app, &kinds, "test").await;
            if pushed.expect("commands can be pushed") + sent.expect("mails can be sent") == 0 {
                return;
            }
        }
    }

    /// Mails sent so far, oldest first.
    pub(crate) fn mails(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.app.config.data.join("mail")) else {
            return Vec::new();
        };
        let mut files: Vec<PathBuf> = folder.flatten().map(|entry| entry.path()).collect();
        files.sort();
        files.iter().map(|file| std::fs::read_to_string(file).expect("a mail is text")).collect()
    }

    /// What this test leaves undone is no fault.
    pub(crate) fn leave_unhandled(&mut self) {
        self.unhandled = Unhandled::MayStay;
    }

    /// The login whose e-mail address begins like this: `anna@`.
    pub(crate) fn login(&self, email: &str) -> &LoginRow {
        let mut found = self.company.rows.logins.iter().filter(|l| l.email.starts_with(email));
        match (found.next(), found.next()) {
            (Some(login), None) => login,
            _ => panic!("not exactly one login begins with {email}"),
        }
    }

    /// This person acting for their (first) customer.
    pub(crate) fn buyer(&self, email: &str) -> Buyer {
        let login = self.login(email);
        let membership = self.membership(login);
        let customer_id = membership.customer_id.expect("a buyer acts for a customer");
        Buyer {
            login: person(login),
            membership_id: membership.id,
            role: match membership.role {
                "viewer" => CustomerRole::Viewer,
                "buyer" => CustomerRole::Buyer,
                "approver" => CustomerRole::Approver,
                _ => CustomerRole::Manager,
            },
            sees: if membership.sees_own { Sees::Own } else { Sees::All },
            order_limit: membership.order_limit_minor.map(pounds),
            customer: self.customer(customer_id),
            sections: Sections::default(),
            view_as: None,
        }
    }

    /// This person of the wholesaler's.
    pub(crate) fn staff(&self, email: &str) -> Staff {
        let login = self.login(email);
        let membership = self.membership(login);
        Staff {
            login: person(login),
            membership_id: membership.id,
            role: match membership.role {
                "read" => StaffRole::Read,
                "write" => StaffRole::Write,
                _ => StaffRole::Owner,
            },
        }
    }

    /// Id of the product with this sku.
    pub(crate) fn product(&self, sku: &str) -> i64 {
        self.company.product(sku).id
    }

    /// Adds a product with this much free stock; its id is answered.
    pub(crate) async fn add_product(&mut self, product: Product, free: i64) -> i64 {
        self.company.add(product, free);
        let added = self.company.rows.products.last().cloned().expect("it was just added");
        let id = added.id;
        let stock = self.company.rows.stock.iter().filter(|s| s.product_id == id);
        let stock: Vec<Stock> = stock.copied().collect();
        let rows = Rows { products: vec![added], stock, ..Rows::default() };
        self.db.write(move |tx| rows.write(tx)).await.expect("a new product has a new sku");
        id
    }

    /// On hand and allocated of a product, now.
    pub(crate) async fn stock_of(&self, sku: &str) -> (i64, i64) {
        let id = self.product(sku);
        let read = move |view: &mut crate::platform::db::View| {
            view.one::<(i64, i64)>(
                "select on_hand, allocated from stock where product_id = $1",
                args![id],
            )
        };
        self.db.read(read).await.expect("stock can be read").expect("a tracked product has stock")
    }

    fn membership(&self, login: &LoginRow) -> &Membership {
        let found = self.company.rows.memberships.iter().find(|m| m.login_id == login.id);
        found.expect("every login of the company acts for somebody")
    }

    fn customer(&self, id: i64) -> CustomerHead {
        let found = self.company.rows.customers.iter().find(|c| c.id == id);
        head(found.expect("a membership names a customer of the company"))
    }
}

/// The program over this database, with passwords that cost little and mails in a folder.
fn app(place: &TestDb) -> App {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let data = std::env::temp_dir().join(format!("portico-world-{}-{number}", std::process::id()));
    let config = Config {
        data,
        password_memory_kib: Cost::LEAST.memory_kib,
        password_passes: Cost::LEAST.passes,
        payments: Payments { demo: true, ..Payments::default() },
        ..Config::default()
    };
    let search = Search::in_memory().expect("an index in memory needs no disk");
    let ids = Ids::seeded(2);
    let parts = Parts::with_search(search, config, place.db(), place.clock(), ids);
    App::new(parts.expect("the parts of a test's program are well formed"))
}

fn pounds(minor: i64) -> Money {
    Money::new(minor, Currency::GBP)
}

fn person(login: &LoginRow) -> Login {
    Login {
        id: login.id,
        name: login.name.clone(),
        email: login.email.clone(),
        language: "en".to_owned(),
    }
}

fn head(customer: &Customer) -> CustomerHead {
    CustomerHead {
        id: customer.id,
        number: customer.number.clone(),
        name: customer.name.clone(),
        currency: Currency::GBP,
        language: "en".to_owned(),
        country: Country::from_code(customer.country).expect("countries of the company exist"),
        assortment_id: customer.assortment_id,
        prices_shown: match customer.prices_shown {
            "gross" => PricesShown::Gross,
            "hidden" => PricesShown::Hidden,
            _ => PricesShown::Net,
        },
        stock_shown: customer.stock_shown.map(str::to_owned),
        discount: Rate::new(customer.discount),
        minimum_order: customer.minimum_order_minor.map(pounds),
        maximum_order: None,
        vat_treatment: match customer.vat_treatment {
            "reverse_charge" => VatTreatment::ReverseCharge,
            "export" => VatTreatment::Export,
            _ => VatTreatment::Normal,
        },
        part_deliveries: customer.part_deliveries,
        on_hold: customer.on_hold,
        pays_online: true,
    }
}

/// Hash of the company's password, made once for each process, as cheaply as the algorithm allows.
fn password_hash() -> &'static str {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| hash_password(super::company::PASSWORD, Cost::LEAST))
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.app.config.data);
        if self.unhandled == Unhandled::MayStay || std::thread::panicking() {
            return;
        }
        let db = self.db.clone();
        let left = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(db.read(left_behind)).ok()
        });
        let left = left.join().ok().flatten().expect("what was left behind can be read");
        assert!(
            left.is_empty(),
            "left unhandled: {left:?}; call world.work() or world.leave_unhandled()"
        );
    }
}

fn left_behind(view: &mut crate::platform::db::View) -> Result<Vec<(String, String)>, DbError> {
    view.all(
        "select queue, kind from outbox where state in ('waiting', 'dead') order by id limit 20",
        args![],
    )
}

/// Runs a test in a world of its own on this kind of database.
pub(crate) fn run<F: Future<Output = ()>>(kind: Kind, test: fn(World) -> F) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a test needs a runtime").block_on(async move {
        let world = World::on(kind).await;
        test(world).await;
    });
}

/// The same test in a world on SQLite and in one on PostgreSQL: `in_world!(name, |world| { … world.db … })`.
macro_rules! in_world {
    ($name:ident, |$world:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all that its neighbours do")]
            use super::*;

            #[allow(unused_mut, reason = "not every test changes its world")]
            async fn test(mut $world: $crate::testkit::world::World) $body

            #[test]
            fn sqlite() {
                $crate::testkit::world::run($crate::platform::db::Kind::Sqlite, test);
            }

            #[test]
            fn postgres() {
                $crate::testkit::world::run($crate::platform::db::Kind::Postgres, test);
            }
        }
    };
}

pub(crate) use in_world;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::builders::product;

    in_world!(a_world_knows_its_people_and_takes_more_goods, |world| {
        let otto = world.buyer("otto@");
        assert_eq!((otto.role, otto.sees), (CustomerRole::Buyer, Sees::Own));
        assert_eq!(otto.order_limit, Some(pounds(25_000)));
        assert_eq!(world.buyer("ase@").customer.vat_treatment, VatTreatment::Export);
        assert_eq!(world.staff("olive@").role, StaffRole::Owner);
        assert_eq!(world.stock_of("LAST-20").await, (20, 0));
        world.add_product(product("NEW-1").pack(6), 7).await;
        assert_eq!(world.stock_of("NEW-1").await, (7, 0));
    });

    in_world!(people_sign_in_and_programs_have_tokens, |world| {
        let mut anna = world.sign_in("anna@").await;
        assert_eq!(anna.get("/sign-in").await.location(), Some("/"));
        assert!(world.anybody().get("/nowhere").await.status.is_client_error());
        assert_eq!(anna.get("/password").await.status, 200);
        let page = anna.post("/sign-out", &[]).await;
        assert_eq!((page.status.as_u16(), page.location()), (303, Some("/sign-in")));
        world.work().await;
        assert_eq!(world.mails().len(), 0);
    });

    #[test]
    #[should_panic(expected = "left unhandled")]
    fn a_command_left_behind_fails_the_test() {
        run(Kind::Sqlite, |world| async move {
            let enqueue = |tx: &mut crate::platform::db::Tx| {
                crate::platform::outbox::enqueue(tx, "erp", "place_order", "P-1", "{}")
            };
            world.db.write(enqueue).await.unwrap();
        });
    }
}
