//! The frame of every page: read together with the page's own data, drawn around its content.
//!
//! A handler reads `frame::read(view, &visit)` in the same `db.read` as its own data and answers
//! `visit.page(data, "title", content)`; where the frame needs more (a search, an own bottom bar) it takes
//! `visit.frame(data, "title")`, changes it and draws it with `frame::draw`.

use super::App;
use super::menu::{Counts, menu};
use crate::access::visit::{Signed, Speech};
use crate::access::{Mode, Person, memberships, view_as};
use crate::cart;
use crate::cart::view::panel::panel;
use crate::dashboard;
use crate::dashboard::announce::{self, Announcement};
use crate::orders::{approvals, backorders, charges};
use crate::platform::brand;
use crate::platform::db::{DbError, View};
use crate::platform::settings;
use crate::platform::web::bare::{BareFrame, bare};
use crate::platform::web::dates;
use crate::platform::web::flash::{Flash, FlashKind, flash};
use crate::platform::web::frame::{
    Acting, BottomBar, BrandView, CartPanel, Frame, SearchBox, SessionEnd, Theme, ViewedAs,
};
use crate::platform::web::layout;
use crate::platform::wholesaler;
use crate::platform::words::Language;
use crate::quotes;
use axum::response::Html;
use maud::Markup;
use portico_types::{Day, Moment, Zone};

/// What the frame needs of the database.
#[derive(Clone, Debug, Default)]
pub struct FrameData {
    /// The wholesaler.
    pub brand: BrandView,
    /// Other companies the login may act for: name and tag.
    pub others: Vec<(String, String)>,
    /// The current order.
    pub cart: Option<CartPanel>,
    /// How many there are of what the menu counts.
    pub counts: Counts,
    /// Staff see the portal as a customer: with the rights of this login of theirs, or a manager's.
    pub seen_as: Option<String>,
    /// Where times of day are told.
    pub zone: Option<Zone>,
    /// What staff read on every page while the portal is closed for customers.
    pub closed: Option<Flash>,
    /// Announcements of every page.
    pub announcements: Vec<Announcement>,
}

/// Reads what the frame needs; settings come from the cache, other companies only where there are some.
pub fn read(view: &mut View, signed: &Signed) -> Result<FrameData, DbError> {
    let brand = brand(view, &signed.words)?;
    let mut others = Vec::new();
    if signed.session.memberships > 1 && view_as::of(&signed.session.person).is_none() {
        let all = memberships::list(view, signed.session.person.login().id)?;
        let other = all.iter().filter(|m| m.tag() != signed.tag());
        others = other.map(|m| (label(m, &signed.words), m.tag().to_owned())).collect();
    }
    let (mut cart, mut counts, mut seen_as) = (None, Counts::default(), None);
    let mut announcements = Vec::new();
    if let Person::Buyer(buyer) = &signed.session.person {
        if buyer.sections.backorders {
            counts.backorders = backorders::count(view, buyer)?;
        }
        counts.approvals = approvals::count_for(view, buyer)?;
        counts.quotes = quotes::store::count_open(view, buyer)?;
        announcements = announce::everywhere(view, buyer)?;
        seen_as = view_as::name_of(view, buyer)?;
        if buyer.may_order() {
            let (kept, rules) = (cart::panel(view, buyer)?, charges::rules(view)?);
            cart = Some(panel(&signed.words, buyer, &kept, &rules));
        }
    }
    let zone = wholesaler::zone(view)?;
    let closed = closed(signed, &zone, wholesaler::today(view)?);
    Ok(FrameData { brand, others, cart, counts, seen_as, zone: Some(zone), closed, announcements })
}

/// The line for staff while the portal is closed for customers; it leads owners to where it is opened.
fn closed(signed: &Signed, zone: &Zone, today: Day) -> Option<Flash> {
    let closing = signed.session.closing.as_ref().filter(|_| signed.session.of_staff)?;
    let words = &signed.words;
    let lead = words.say("closing-notice").to_owned();
    let sentence = match closing.until {
        Some(until) => {
            words.fill("closing-until", &[("until", &dates::moment(words, until, zone, today))])
        }
        None => words.say("closing-no-end").to_owned(),
    };
    let is_staff = matches!(signed.session.person, Person::Staff(_));
    let link =
        is_staff.then(|| (words.say("menu-running").to_owned(), "/staff/running".to_owned()));
    Some(Flash { kind: FlashKind::Look, lead, sentence, link })
}

fn label(membership: &memberships::Membership, words: &Language) -> String {
    match (&membership.customer_name, membership.kind.as_str()) {
        (Some(name), _) => format!("{name} · {}", membership.tag()),
        (None, "staff") => words.say("frame-staff").to_owned(),
        (None, _) => words.say("frame-supplier").to_owned(),
    }
}

/// The wholesaler as pages show it.
pub fn brand(view: &mut View, words: &Language) -> Result<BrandView, DbError> {
    let name = settings::get(view, &wholesaler::NAME)?;
    let phone = settings::get(view, &wholesaler::PHONE)?;
    let help = (!phone.is_empty()).then(|| words.fill("frame-help", &[("phone", &phone)]));
    let address = settings::get(view, &wholesaler::ADDRESS)?;
    let print_lines = address.lines().map(str::to_owned).collect();
    let set = brand::read(view)?;
    let email = settings::get(view, &wholesaler::EMAIL)?;
    let (logo_url, tokens) = (set.logo_url(), set.tokens());
    Ok(BrandView { name, help, phone, email, print_lines, logo_url, tokens })
}

impl Signed {
    /// The frame around a page of this title.
    #[must_use]
    pub fn frame(&self, data: FrameData, title: &str) -> Frame {
        self.app.look.is(&data.brand);
        let person = &self.session.person;
        let session = data.zone.as_ref().map(|zone| self.session_end(zone));
        let search = matches!(person, Person::Buyer(_)).then(|| SearchBox {
            action: "/products".to_owned(),
            suggest: Some("/products/suggest".to_owned()),
            query: String::new(),
            label: self.words.say("frame-search").to_owned(),
        });
        Frame {
            title: title.to_owned(),
            lang: self.words.code().to_owned(),
            theme: match self.session.wishes.theme.as_str() {
                "light" => Theme::Light,
                "dark" => Theme::Dark,
                _ => Theme::System,
            },
            assets: self.app.look.assets(),
            brand: data.brand,
            menu: menu(person, &self.words, &self.path, &data.counts),
            search,
            paste: paste(person, &self.words),
            acting: Acting {
                viewed_as: viewed_as(person, &self.words, data.seen_as.as_deref()),
                ..acting(person, &self.words, data.others)
            },
            cart: data.cart,
            bottom: BottomBar::Cart,
            notices: self.notices(data.closed.as_ref(), &data.announcements),
            flash: self.flash.clone().map(|sentence| Flash::new(FlashKind::Done, sentence)),
            session,
            foot: !matches!(person, Person::Staff(_)),
            shortcuts: self.session.wishes.shortcuts,
            csrf: self.csrf.clone(),
            words: self.app.look.frame_words(&self.words),
        }
    }

    fn notices(&self, closed: Option<&Flash>, announcements: &[Announcement]) -> Vec<Markup> {
        let announced = announcements
            .iter()
            .map(|one| dashboard::view::announcement(&self.words, one, &self.csrf, &self.path));
        closed.map(flash).into_iter().chain(announced).collect()
    }

    /// When the session ends, from now; warned five minutes before, or a third of a short life.
    fn session_end(&self, zone: &Zone) -> SessionEnd {
        let (ends, now) = (self.session.ends, self.app.clock.now_ms());
        let in_s = (ends.next() - now).max(0) / 1_000;
        let time = Moment(ends.next()).clock(zone);
        let early_s = 300.min((ends.idle_at - now).max(0) / 3_000);
        SessionEnd { in_s, early_s, sentence: self.words.fill("session-until", &[("time", &time)]) }
    }

    /// A page of this title in its frame.
    pub fn page(&self, data: FrameData, title: &str, content: Markup) -> Html<String> {
        draw(&self.frame(data, title), content)
    }
}

/// A frame with its content, as an answer.
pub fn draw(frame: &Frame, content: Markup) -> Html<String> {
    Html(layout::page(frame, content).into_string())
}

/// "Paste lines", for whoever may order.
fn paste(person: &Person, words: &Language) -> Option<(String, String)> {
    let Person::Buyer(buyer) = person else { return None };
    buyer.may_order().then(|| ("/cart/paste".to_owned(), words.say("paste-title").to_owned()))
}

fn acting(person: &Person, words: &Language, others: Vec<(String, String)>) -> Acting {
    let company = match person {
        Person::Buyer(buyer) => buyer.customer.name.clone(),
        Person::Staff(_) => words.say("frame-staff").to_owned(),
        Person::Supplier(_) => words.say("frame-supplier").to_owned(),
    };
    let login = person.login().name.clone();
    let initials =
        login.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    Acting {
        company,
        login,
        initials,
        others,
        switch_action: "/acting".to_owned(),
        viewed_as: None,
    }
}

/// The bar of staff who see the portal as a customer.
fn viewed_as(person: &Person, words: &Language, seen_as: Option<&str>) -> Option<ViewedAs> {
    let (Person::Buyer(buyer), Some(view)) = (person, view_as::of(person)) else { return None };
    let customer = format!("{} {}", buyer.customer.number, buyer.customer.name);
    let rights = seen_as.map_or_else(|| words.say("view-as-manager").to_owned(), str::to_owned);
    let (key, other) = match view.mode {
        Mode::Read => ("view-as-bar-read", ("view-as-order", Mode::Order)),
        Mode::Order => ("view-as-bar-order", ("view-as-look", Mode::Read)),
    };
    let mut buttons = Vec::new();
    if view.may_order_for {
        buttons.push((words.say(other.0).to_owned(), "/view-as/mode", other.1.code()));
    }
    buttons.push((words.say("view-as-stop").to_owned(), "/view-as/stop", ""));
    let sentence = words.fill(key, &[("customer", &customer), ("rights", &rights)]);
    Some(ViewedAs { sentence, buttons })
}

/// A page without menu, readable without a session and without the database.
pub fn bare_page(
    app: &App,
    words: &Speech,
    brand: BrandView,
    title: &str,
    content: Markup,
) -> Html<String> {
    draw_bare(app, words, brand, title, content, false)
}

/// The sign-in page and its sisters, beside the still life.
pub fn sign_in_page(
    app: &App,
    words: &Speech,
    brand: BrandView,
    title: &str,
    content: Markup,
) -> Html<String> {
    app.look.is(&brand);
    draw_bare(app, words, brand, title, content, true)
}

fn draw_bare(
    app: &App,
    words: &Language,
    brand: BrandView,
    title: &str,
    content: Markup,
    still_life: bool,
) -> Html<String> {
    let frame = BareFrame {
        title: title.to_owned(),
        lang: words.code().to_owned(),
        theme: Theme::System,
        assets: app.look.assets(),
        brand,
        foot: Vec::new(),
        language: words.say("frame-language").to_owned(),
        still_life,
    };
    Html(bare(&frame, content).into_string())
}
