//! A day in the warehouse of the demo: carriers are kept, orders are released, picked, packed and sent by the same verbs
//! as on the pages, so that there is a goods-out note in every state.

use crate::access::{Login, Staff, StaffRole};
use crate::backoffice::counts::open as counting;
use crate::backoffice::entered::{self, Meant};
use crate::backoffice::goods_in::book::{self, Arrival};
use crate::backoffice::goods_out::pick::Typed;
use crate::backoffice::goods_out::release::{Wanted, release};
use crate::backoffice::goods_out::{dispatch, give_up, pack, pick, store};
use crate::backoffice::returns::Fate;
use crate::backoffice::returns::receive::{self, Back};
use crate::backoffice::work::store::{Filter, ready};
use crate::catalogue::stock::MAIN;
use crate::orders::shipping::carriers;
use crate::orders::shipping::ship::NewParcel;
use crate::platform::db::{Db, Tx};
use crate::platform::list::Paging;
use crate::platform::problem::AppError;
use crate::testkit::company::Company;
use crate::testkit::order_rows::CARRIERS;

/// Orders that are on notes when the demo opens, at most.
const NOTES: i64 = 12;
/// Orders of the first customer, which come first: the demo's visitors see theirs.
const FIRST: [&str; 2] = ["P-100002", "P-100003"];

/// Does the day's work.
///
/// # Errors
/// What the database says, or a refusal: then the demo's goods do not fit together.
pub(super) async fn work(db: &Db, company: &Company) -> anyhow::Result<()> {
    let Some(staff) = staff_of(company, "will@") else { return Ok(()) };
    let done = db.write(move |tx| day(tx, &staff)).await;
    done.map_err(|error: AppError| anyhow::anyhow!("the warehouse stands still: {error:?}"))
}

/// One of the staff, by the beginning of the e-mail address, with the right to write.
pub(super) fn staff_of(company: &Company, email: &str) -> Option<Staff> {
    let login = company.rows.logins.iter().find(|login| login.email.starts_with(email))?;
    let membership = company.rows.memberships.iter().find(|m| m.login_id == login.id)?;
    Some(Staff {
        login: Login {
            id: login.id,
            name: login.name.clone(),
            email: login.email.clone(),
            language: "en".to_owned(),
        },
        membership_id: membership.id,
        role: StaffRole::Write,
    })
}

fn day(tx: &mut Tx, staff: &Staff) -> Result<(), AppError> {
    for carrier in CARRIERS {
        carriers::keep(tx, staff, None, carrier)?;
    }
    let filter =
        Filter { q: String::new(), covered: false, paging: Paging::first("placed", true, NOTES) };
    let newest = ready(tx, staff, &filter)?.rows.into_iter().map(|order| order.number);
    let mut orders: Vec<String> = FIRST.map(str::to_owned).to_vec();
    orders.extend(newest.filter(|number| !FIRST.contains(&number.as_str())));
    let wanted: Vec<_> = orders.into_iter().map(|number| (number, Wanted::All)).collect();
    let notes: Vec<String> = release(tx, staff, &wanted)?
        .into_iter()
        .filter_map(|released| released.note.ok())
        .collect();
    // The first leaves, the second waits for its carrier, the third is being picked, the last is taken back.
    for number in notes.iter().take(2) {
        pick::all(tx, staff, number, "demo")?;
        pack::close(tx, staff, number)?;
    }
    if let Some(first) = notes.first() {
        let parcel =
            NewParcel { carrier: CARRIERS[0].0.to_owned(), tracking: "150000071882".to_owned() };
        dispatch::of_note(tx, staff, first, &[parcel])?;
    }
    if let Some(third) = notes.get(2) {
        begin(tx, staff, third)?;
    }
    received(tx, staff)?;
    counting(tx, staff)?;
    match notes.last() {
        Some(last) if notes.len() > 4 => give_up::withdraw(tx, staff, last),
        _ => Ok(()),
    }
}

/// Goods come in, and something comes back of the first customer's first order.
fn received(tx: &mut Tx, staff: &Staff) -> Result<(), AppError> {
    let arrival = Arrival {
        lines: entered::read("24*TEAPOT-IRON\n60*MUG-SAND"),
        location: MAIN.to_owned(),
        reference: "DN 20931".to_owned(),
        purchase_order: "PO-5512".to_owned(),
    };
    book::book(tx, staff, &arrival, "staff")?;
    let back = [
        Back { line: 1, quantity: "2".to_owned(), fate: Fate::WrittenOff },
        Back { line: 2, quantity: "1".to_owned(), fate: Fate::Stock },
    ];
    receive::receive(tx, staff, "P-100001", (&back, "Two mugs came chipped, one tin too many."))?;
    Ok(())
}

/// A stock count is under way: two of three products are counted, and both differ.
fn counting(tx: &mut Tx, staff: &Staff) -> Result<(), AppError> {
    let look = |tx: &mut Tx, text: &str| -> Result<Vec<Meant>, AppError> {
        let looked = entered::look(tx, staff, entered::read(text), 0)?;
        Ok(entered::sums(&looked).unwrap_or_default())
    };
    let sheet = look(tx, "MUG-SAND\nMUG-SLATE\nTEAPOT-IRON")?;
    let products: Vec<i64> = sheet.iter().map(|line| line.product_id).collect();
    let number = counting::open(tx, staff, (MAIN, "Mugs and teapots"), &products)?;
    let counted = look(tx, "MUG-SAND;96\nTEAPOT-IRON;31")?;
    counting::enter(tx, staff, &number, (&counted, false))
}

/// Counts one piece of a note's first line.
fn begin(tx: &mut Tx, staff: &Staff, number: &str) -> Result<(), AppError> {
    let Some(detail) = store::get(tx, staff, number)? else { return Ok(()) };
    if let Some(line) = detail.lines.first() {
        let typed = Typed { code: line.sku.clone(), form: "demo".to_owned() };
        pick::scan(tx, staff, number, &typed)?;
    }
    Ok(())
}
