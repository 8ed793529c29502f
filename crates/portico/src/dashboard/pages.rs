//! `/`: the front page of a customer. Staff are led to theirs.

use super::announce::{self, Announcement};
use super::store::{self, Month, Usual, Waiting};
use super::view::{self, Front};
use crate::access::visit::{Signed, Visit};
use crate::access::{Buyer, Person};
use crate::app::{App, Routes, frame};
use crate::billing::{self, statement::Ageing};
use crate::cart::{self, CartView};
use crate::catalogue::{self, Card};
use crate::customers::{self, Account, DeliveryAddress, addresses};
use crate::orders::store::{Filter, list};
use crate::orders::{OrderRow, backorders};
use crate::platform::db::{DbError, View};
use crate::platform::list::Paging;
use crate::platform::problem::AppError;
use crate::platform::settings;
use crate::platform::wholesaler;
use crate::quotes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use portico_types::Day;

/// Recent orders shown.
const RECENT: i64 = 6;
/// Products of "You usually order".
const USUAL: usize = 3;
/// How long a refused order needs somebody, in days.
const REFUSED_DAYS: i32 = 30;

/// The routes of this slice.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get("/", front)
}

/// Everything the page is made of.
pub struct FrontPage {
    /// The day it is at the wholesaler's.
    pub today: Day,
    /// What is announced on this page.
    pub announcements: Vec<Announcement>,
    /// The wholesaler's own text.
    pub text: String,
    /// Name, telephone and e-mail of the wholesaler.
    pub wholesaler: [String; 3],
    /// Terms and credit.
    pub account: Account,
    /// What is open by its age, for whoever sees all documents of the company.
    pub ageing: Option<Ageing>,
    /// Whether what is owed can be paid here.
    pub pays: bool,
    /// Where goods go unless said otherwise.
    pub address: Option<DeliveryAddress>,
    /// Orders that await approval or were refused.
    pub waiting: Vec<Waiting>,
    /// How many order lines lack stock.
    pub backorders: i64,
    /// How many quotations are open.
    pub quotes: i64,
    /// The current order, where something is in it.
    pub cart: Option<CartView>,
    /// The newest orders.
    pub recent: Vec<OrderRow>,
    /// Whether there are more.
    pub more: bool,
    /// Goods by month of two years.
    pub months: Vec<Month>,
    /// What is ordered again and again, with its cards.
    pub usual: Vec<(Usual, Card)>,
}

async fn front(State(app): State<App>, signed: Signed) -> Result<Response, AppError> {
    if let Person::Staff(_) = signed.session.person {
        return Ok(Redirect::to("/staff").into_response());
    }
    let visit = Visit::try_from(signed)?;
    let by = visit.clone();
    let read = move |view: &mut View| -> Result<_, AppError> {
        Ok((read(view, &by)?, frame::read(view, &by)?))
    };
    let (page, data) = app.db.read(read).await?;
    let words = &visit.words;
    let content =
        view::content(&Front { words, buyer: &visit.buyer, csrf: &visit.csrf, page: &page });
    Ok(visit.page(data, words.say("dashboard-title"), content).into_response())
}

fn read(view: &mut View, visit: &Visit) -> Result<FrontPage, AppError> {
    let buyer = &visit.buyer;
    let (zone, today) = (wholesaler::zone(view)?, wholesaler::today(view)?);
    let since = first_of_month(today, 23);
    let recent = list(
        view,
        buyer,
        &Filter { paging: Paging::first("placed", true, RECENT), ..Filter::default() },
    )?;
    Ok(FrontPage {
        today,
        announcements: announce::here(view, buyer)?,
        text: settings::get(view, &super::TEXT)?,
        wholesaler: [
            settings::get(view, &wholesaler::NAME)?,
            settings::get(view, &wholesaler::PHONE)?,
            settings::get(view, &wholesaler::EMAIL)?,
        ],
        account: customers::account(view, buyer)?,
        ageing: ageing(view, buyer, today)?,
        pays: billing::pay::start::is_offered(view, buyer)?,
        address: addresses::default_delivery(view, buyer)?,
        waiting: store::waiting(view, buyer, today.plus_days(-REFUSED_DAYS), &zone)?,
        backorders: backorders::count(view, buyer)?,
        quotes: quotes::store::count_open(view, buyer)?,
        cart: cart_in_use(view, visit)?,
        more: recent.next.is_some(),
        recent: recent.rows,
        months: store::months(view, buyer, since, &zone)?,
        usual: usual(view, visit)?,
    })
}

fn ageing(view: &mut View, buyer: &Buyer, today: Day) -> Result<Option<Ageing>, DbError> {
    if !billing::pages::sees_all(buyer) {
        return Ok(None);
    }
    let (customer, currency) = (buyer.customer.id, buyer.customer.currency);
    billing::statement::open_now(view, customer, currency, today).map(Some)
}

fn cart_in_use(view: &mut View, visit: &Visit) -> Result<Option<CartView>, AppError> {
    if !visit.buyer.may_order() || cart::panel(view, &visit.buyer)?.line_count == 0 {
        return Ok(None);
    }
    cart::view_with_draft(view, &visit.buyer).map(Some)
}

fn usual(view: &mut View, visit: &Visit) -> Result<Vec<(Usual, Card)>, AppError> {
    if !visit.buyer.may_order() {
        return Ok(Vec::new());
    }
    let usual = store::usual(view, &visit.buyer)?;
    let ids: Vec<i64> = usual.iter().map(|one| one.product_id).collect();
    let cards = catalogue::cards(view, &visit.buyer, &ids)?;
    let with_card =
        |card: Card| usual.iter().find(|one| one.product_id == card.id).map(|one| (*one, card));
    Ok(cards.into_iter().filter(Card::orderable).filter_map(with_card).take(USUAL).collect())
}

/// The first day of the month that lies so many months before this day's.
#[must_use]
pub fn first_of_month(day: Day, months_before: i32) -> Day {
    let (year, month, _) = day.parts();
    let months = i32::from(year) * 12 + i32::from(month) - 1 - months_before;
    let text = format!("{:04}-{:02}-01", months.div_euclid(12), months.rem_euclid(12) + 1);
    Day::parse(&text).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_years() {
        let day = Day::parse("2026-03-29").unwrap();
        assert_eq!(first_of_month(day, 0).text(), "2026-03-01");
        assert_eq!(first_of_month(day, 3).text(), "2025-12-01");
        assert_eq!(first_of_month(day, 23).text(), "2024-04-01");
    }
}
