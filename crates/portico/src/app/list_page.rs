//! A list's page and its file, whole, from one description: a slice says what the list is called, how its rows are read
//! and which columns they have; what all such pages share stands here.

use super::lists::{self, Export};
use super::{App, Routes, frame};
use crate::access::visit::{Signed, StaffVisit, Visit};
use crate::access::{Buyer, PricesShown, Staff, StaffRole};
use crate::platform::db::{DbError, View};
use crate::platform::list::view::{ListView, buttons, list};
use crate::platform::list::{Asked, Column, Kept, Listing, Page, Pairs, columns};
use crate::platform::problem::AppError;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::nothing_here;
use crate::platform::wholesaler;
use crate::platform::words::Language;
use axum::extract::{FromRequestParts, Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use portico_types::{Day, Zone};
use std::ops::Deref;

/// What there is to choose in fields of the form above a list: name of the field, then value and words of each.
pub type Given = Vec<(&'static str, Vec<(String, String)>)>;

/// Who looks at a list: somebody of a customer, or of the staff.
pub trait Looks: FromRequestParts<App> + Deref<Target = Signed> + Clone + Send + Sync {
    /// By whom the rows are read.
    type Person;
    /// By whom the rows are read.
    fn person(&self) -> &Self::Person;
    /// Whose list it is, in a file's name.
    fn of(&self) -> &str;
    /// Whether this person may act on the rows.
    fn acts(&self) -> bool;
    /// Whether this person sees prices.
    fn sees_prices(&self) -> bool;
}

impl Looks for StaffVisit {
    type Person = Staff;

    fn person(&self) -> &Staff {
        &self.staff
    }

    fn of(&self) -> &'static str {
        ""
    }

    fn acts(&self) -> bool {
        self.staff.role >= StaffRole::Write
    }

    fn sees_prices(&self) -> bool {
        true
    }
}

impl Looks for Visit {
    type Person = Buyer;

    fn person(&self) -> &Buyer {
        &self.buyer
    }

    fn of(&self) -> &str {
        &self.buyer.customer.number
    }

    fn acts(&self) -> bool {
        self.buyer.may_order()
    }

    fn sees_prices(&self) -> bool {
        self.buyer.customer.prices_shown != PricesShown::Hidden
    }
}

/// What the columns are drawn by.
pub struct Sight {
    /// The clock on the wholesaler's wall.
    pub zone: Zone,
    /// The day it is there.
    pub today: Day,
    /// Whether the reader may act on the rows; never in a file.
    pub acts: bool,
    /// Whether the reader sees prices.
    pub prices: bool,
}

/// The keys of what a list's page says.
#[derive(Clone, Copy)]
pub struct Said {
    /// Its title.
    pub title: &'static str,
    /// The sentence below the title.
    pub context: &'static str,
    /// What is said where there is nothing.
    pub none: &'static str,
    /// What would stand there.
    pub none_what: &'static str,
}

/// The way on from a list.
#[derive(Clone, Copy)]
pub enum WayOn {
    /// None.
    Nowhere,
    /// A link where there is nothing: key of its words, address.
    FromNothing(&'static str, &'static str),
    /// The main button, for whoever may act: key of its words, address.
    New(&'static str, &'static str),
}

type Rows<P, R> = fn(&mut View, &P, &Asked) -> Result<Page<R>, DbError>;
type Columns<R> = for<'a> fn(&'a Language, &'a Sight) -> Vec<Column<'a, R>>;
type Offers<P> = fn(&mut View, &P) -> Result<Given, DbError>;

/// A list's page and its file.
pub struct ListPage<V: Looks, R: 'static> {
    /// What may be asked of it.
    pub listing: &'static Listing,
    /// Address of the file.
    pub file: &'static str,
    /// Rows of a page.
    pub rows_of_page: i64,
    /// Whether what narrows it may fit few rows, far apart: that is no short read.
    pub long_when_filtered: bool,
    /// Class of the table.
    pub class: &'static str,
    /// What it says.
    pub said: Said,
    /// Where it leads.
    pub way_on: WayOn,
    /// Reads a page.
    pub rows: Rows<V::Person, R>,
    /// Its columns.
    pub columns: Columns<R>,
    /// What its form offers.
    pub given: Offers<V::Person>,
    /// What stands between the title and the list: the views that it is one of, by its address.
    pub above: fn(&Language, &str) -> Markup,
    /// What stands below rows that the reader may act on: words, and what forms carry.
    pub below: fn(&Language, &str) -> Markup,
}

/// A form that offers nothing of its own.
///
/// # Errors
/// None.
pub fn no_offers<P>(_: &mut View, _: &P) -> Result<Given, DbError> {
    Ok(Vec::new())
}

/// Nothing above or below the rows.
#[must_use]
pub fn nothing_there(_: &Language, _: &str) -> Markup {
    html! {}
}

impl<V: Looks + 'static, R: Send> ListPage<V, R> {
    /// The routes of the page and the file.
    #[must_use]
    pub fn routes(&'static self) -> Routes {
        let page = move |State(app): State<App>, visit: V, Query(pairs): Query<Pairs>| {
            self.show(app, visit, pairs)
        };
        let file = move |State(app): State<App>, visit: V, Query(pairs): Query<Pairs>| {
            self.export(app, visit, pairs)
        };
        Routes::new().get(self.listing.path, page).get(self.file, file)
    }

    async fn show(&'static self, app: App, visit: V, pairs: Pairs) -> Result<Response, AppError> {
        let asked = self.listing.asked(&pairs, self.rows_of_page);
        let (by, of) = (visit.clone(), asked.clone());
        let read = move |view: &mut View| -> Result<_, DbError> {
            let page = (self.rows)(view, by.person(), &of)?;
            let kept = columns::kept(view, by.login_id(), self.listing.name)?;
            let given = (self.given)(view, by.person())?;
            Ok((
                page,
                kept,
                given,
                sight(view, (by.acts(), by.sees_prices()))?,
                frame::read(view, &by)?,
            ))
        };
        let long = self.long_when_filtered && asked.is_filtered();
        let (page, kept, given, sight, data) =
            if long { app.db.report(read).await } else { app.db.read(read).await }?;
        let content = self.content(&visit, (&asked, &given), (&kept, &page), &sight);
        Ok(visit.page(data, visit.words.say(self.said.title), content).into_response())
    }

    fn content(
        &self,
        visit: &V,
        (asked, given): (&Asked, &Given),
        (kept, page): (&Kept, &Page<R>),
        sight: &Sight,
    ) -> Markup {
        let (words, said) = (&visit.words, self.said);
        let (from_nothing, new) = match self.way_on {
            WayOn::Nowhere => (None, None),
            WayOn::FromNothing(key, href) => (Some((words.say(key), href)), None),
            WayOn::New(key, href) => {
                let button = sight.acts.then(|| (words.say(key), href));
                (button, button)
            }
        };
        let what = html! { (words.say(said.none_what)) };
        let columns = (self.columns)(words, sight);
        let view = ListView {
            listing: self.listing,
            asked,
            words,
            columns: &columns,
            kept,
            page,
            csrf: &visit.csrf,
            class: self.class,
            caption: words.say(said.title),
            given,
            tint: &|_| "",
            nothing: nothing_here(words.say(said.none), what, from_nothing),
        };
        let actions = html! {
            (buttons(&view))
            @if let Some((label, href)) = new { a.button.main href=(href) { (label) } }
        };
        let head = Head {
            title: words.say(said.title),
            context: Some(html! { (words.say(said.context)) }),
            actions: Some(actions),
            ..Head::default()
        };
        html! {
            (title(head)) ((self.above)(words, self.listing.path)) (list(&view))
            @if sight.acts && !page.rows.is_empty() { ((self.below)(words, &visit.csrf)) }
        }
    }

    async fn export(&'static self, app: App, visit: V, pairs: Pairs) -> Result<Response, AppError> {
        let asked = self.listing.asked(&pairs, self.rows_of_page);
        let (by, of) = (visit.clone(), asked.clone());
        let title = visit.words.say(self.said.title);
        let export =
            Export { listing: self.listing, asked: &asked, pairs: &pairs, of: visit.of(), title };
        lists::export(&app, &visit, export, move |read, sheet, kept| {
            let sight = sight(read, (false, by.sees_prices()))?;
            let columns = (self.columns)(&by.words, &sight);
            sheet.all(read, (&columns, kept), &of.paging, |read, paging| {
                (self.rows)(read, by.person(), &of.on(paging))
            })
        })
        .await
    }
}

fn sight(view: &mut View, (acts, prices): (bool, bool)) -> Result<Sight, DbError> {
    let (zone, today) = (wholesaler::zone(view)?, wholesaler::today(view)?);
    Ok(Sight { zone, today, acts, prices })
}
