//! Quotations of the demo, made by the same verbs as on the pages: one is open and talked about, one has ended, one became
//! an order, one was declined, and one is asked for.

use super::warehouse::staff_of;
use crate::access::{Buyer, CustomerRole, Login, Staff};
use crate::cart::entry::orders_for;
use crate::orders::{Asked, ProductRef, WishLine};
use crate::platform::db::{Db, DbError, Tx};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::quotes::convert::{Convert, convert};
use crate::quotes::priced::{Typed, TypedLine};
use crate::quotes::{comment, decline, note, request, send, staff_store, write};
use crate::testkit::company::Company;
use crate::testkit::quote_rows::make_older;

const DAY_MS: i64 = 24 * 3_600_000;
/// The customer that the demo's visitors sign in for.
const CUSTOMER: &str = "C-1001";

/// Makes them.
///
/// # Errors
/// What the database says, or a refusal: then the demo's goods do not fit together.
pub(super) async fn make(db: &Db, company: &Company) -> anyhow::Result<()> {
    let (Some(staff), Some(anna)) = (staff_of(company, "will@"), person(company, "anna@")) else {
        return Ok(());
    };
    let done = db.write(move |tx| all(tx, &staff, &anna)).await;
    done.map_err(|error: AppError| anyhow::anyhow!("nothing is offered: {error:?}"))
}

/// A login with its membership.
pub(super) fn person(company: &Company, email: &str) -> Option<(Login, i64)> {
    let login = company.rows.logins.iter().find(|login| login.email.starts_with(email))?;
    let membership = company.rows.memberships.iter().find(|m| m.login_id == login.id)?;
    let of = Login {
        id: login.id,
        name: login.name.clone(),
        email: login.email.clone(),
        language: "en".to_owned(),
    };
    Some((of, membership.id))
}

fn line(code: &str, quantity: &str, price: &str) -> TypedLine {
    let text = str::to_owned;
    TypedLine {
        code: text(code),
        quantity: text(quantity),
        price: text(price),
        remarks: String::new(),
    }
}

/// Writes a quotation of these lines and sends it.
fn offer(
    tx: &mut Tx,
    staff: &Staff,
    title: &str,
    lines: Vec<TypedLine>,
) -> Result<String, AppError> {
    let number = write::begin(tx, staff, CUSTOMER)?;
    let until = wholesaler::today(tx)?.plus_days(21).text();
    let typed = Typed {
        title: title.to_owned(),
        terms: "Prices hold if the quantities stay as they are.".to_owned(),
        valid_until: until,
        carriage: String::new(),
        lines,
    };
    let seen = version(tx, staff, &number)?;
    write::write(tx, staff, &number, (&typed, seen))?;
    send::send(tx, staff, &number, seen + 1)?;
    Ok(number)
}

fn version(tx: &mut Tx, staff: &Staff, number: &str) -> Result<i64, DbError> {
    Ok(staff_store::head(tx, staff, number)?.map_or(0, |found| found.head.version))
}

/// A person as who orders for Larch & Lime.
pub(super) fn buyer(
    tx: &mut Tx,
    staff: &Staff,
    (login, membership): &(Login, i64),
) -> Result<Buyer, AppError> {
    Ok(Buyer {
        login: login.clone(),
        membership_id: *membership,
        role: CustomerRole::Buyer,
        view_as: None,
        ..orders_for(tx, staff, CUSTOMER)?
    })
}

fn all(tx: &mut Tx, staff: &Staff, person: &(Login, i64)) -> Result<(), AppError> {
    let anna = buyer(tx, staff, person)?;
    let today = wholesaler::today(tx)?;
    let ended = offer(tx, staff, "Autumn range", vec![line("TEAPOT-IRON", "12", "26.80")])?;
    make_older(tx, &ended, (40 * DAY_MS, &today.plus_days(-9).text()))?;
    let lines = vec![line("TEAPOT-IRON", "6", "27.50"), line("MUG-SAND", "48", "")];
    let ordered = offer(tx, staff, "Window for December", lines)?;
    convert(tx, &anna, &ordered, &Convert::default())?;
    let declined = offer(tx, staff, "A pallet of mugs", vec![line("MUG-SAND", "960", "4.10")])?;
    decline::decline(tx, &anna, &declined, "More than we can store.")?;
    let lines = vec![line("MUG-SAND", "120", "5.20"), line("TEAPOT-IRON", "12", "27.40")];
    let open = offer(tx, staff, "Spring counter display", lines)?;
    let asked = comment::write(tx, &anna, &open, "Could the mugs be 144, at the same price?")?;
    comment::answer(tx, staff, &open, ("Yes. Write to us, and we change it.", &[asked.id]))?;
    note::add(tx, staff, &open, "They have room for two counters.")?;
    let wish = WishLine {
        product: ProductRef::Code("MUG-SAND".to_owned()),
        quantity: Asked::Text("240".to_owned()),
        remarks: None,
        price_seen: None,
        set_price: None,
    };
    request::request(tx, &anna, (Some(&[wish]), "For four new shops, one delivery each."))?;
    Ok(())
}
