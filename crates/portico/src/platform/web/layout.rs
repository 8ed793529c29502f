//! The shell of a page: head, skip link, menu, top bar, current order, flash, content; and the head of the content.

use maud::{DOCTYPE, Markup, html};

use super::assets::Assets;
use super::flash::flash;
use super::forms::csrf;
use super::frame::{
    Acting, BottomBar, BrandView, CartPanel, Frame, FrameWords, MenuEntry, MenuGroup, SearchBox,
    SessionEnd, SessionWords, Theme, ViewedAs,
};
use super::icons::{Icon, icon};
use super::ledger::hatch;
use super::marks::{Shape, Tone, mark};

/// A whole page: the frame around this content.
pub fn page(frame: &Frame, content: Markup) -> Markup {
    let bottom = bottom_bar(frame);
    html! {
        (DOCTYPE)
        html lang=(frame.lang) data-theme=[theme(frame.theme)] {
            (head(&frame.title, &frame.brand, &frame.assets))
            body data-no-shortcuts[!frame.shortcuts] {
                a.skip href="#main" { (frame.words.skip) }
                div.frame.no-bar[bottom.is_none()] {
                    header.chrome { (side(frame)) (top(frame)) }
                    main.main id="main" tabindex="-1" {
                        (print_head(&frame.brand))
                        @if let Some(viewed) = &frame.acting.viewed_as { (viewed_as(viewed, &frame.csrf)) }
                        @for notice in &frame.notices { (notice) }
                        div id="flash" aria-live="polite" { @if let Some(said) = &frame.flash { (flash(said)) } }
                        (content)
                        @if frame.foot { (company_foot(&frame.brand)) }
                        @if let Some(end) = &frame.session { noscript { p.session-until { (end.sentence) } } }
                    }
                    @if let Some(bar) = bottom { (bar) }
                }
                @if let Some(end) = &frame.session { (session_end(end, &frame.words.session, &frame.csrf)) }
                (hatch())
            }
        }
    }
}

/// The dialog that a script opens before the session ends.
fn session_end(end: &SessionEnd, words: &SessionWords, token: &str) -> Markup {
    html! {
        dialog.session-end data-ends-in=(end.in_s) data-early=(end.early_s) aria-labelledby="session-end-title" {
            h2 id="session-end-title" { (words.title) }
            p data-soon=(words.soon) data-last=(words.last) data-over=(words.over) {}
            div.row {
                form method="post" action="/session" { (csrf(token)) button.button.main type="submit" { (words.stay) } }
                form method="dialog" { button.button type="submit" { (words.close) } }
            }
        }
    }
}

/// The `<head>` of every page.
pub fn head(title: &str, brand: &BrandView, assets: &Assets) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) " · " (brand.name) }
            link rel="stylesheet" href=(assets.style_url());
            link rel="icon" href=(brand.logo_url.clone().unwrap_or_else(|| assets.icon_url()));
            script src=(assets.script_url()) defer {}
        }
    }
}

/// The value of `data-theme`.
pub fn theme(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    }
}

/// The wholesaler's logo and name, as a link to the first page.
pub fn brand_mark(brand: &BrandView, class: &str) -> Markup {
    html! {
        a class={ "brand-mark " (class) } href="/" {
            @match &brand.logo_url {
                Some(url) => img src=(url) alt="" width="28" height="28";,
                None => span.letter aria-hidden="true" { (brand.name.chars().next().unwrap_or(' ')) },
            }
            span { (brand.name) }
        }
    }
}

/// Title row, one line of context, actions on the right.
#[derive(Clone, Debug, Default)]
pub struct Head<'a> {
    /// Way back: words and addresses, outermost first.
    pub crumbs: &'a [(&'a str, &'a str)],
    /// Name of the crumbs' landmark; needed when there are crumbs.
    pub crumbs_label: &'a str,
    /// The title.
    pub title: &'a str,
    /// The state beside the title.
    pub state: Option<Markup>,
    /// One line beneath.
    pub context: Option<Markup>,
    /// Buttons on the right; one of them may be the main one.
    pub actions: Option<Markup>,
}

/// The head of the content.
pub fn title(head: Head<'_>) -> Markup {
    html! {
        div.head {
            div.words {
                @if !head.crumbs.is_empty() {
                    nav.crumbs aria-label=(head.crumbs_label) { ol { @for (word, href) in head.crumbs { li { a href=(href) { (word) } } } } }
                }
                div.title { h1 { (head.title) } @if let Some(state) = head.state { (state) } }
                @if let Some(context) = head.context { p.context { (context) } }
            }
            @if let Some(actions) = head.actions { div.actions { (actions) } }
        }
    }
}

/// A section: its heading above a rule, something small on the right, its content.
pub fn section(id: &str, heading: &str, aside: Option<Markup>, content: Markup) -> Markup {
    html! {
        section.section aria-labelledby=(id) {
            div.section-head {
                h2 id=(id) { (heading) }
                @if let Some(aside) = aside { div.aside { (aside) } }
            }
            (content)
        }
    }
}

/// The pieces of an answer that bring the current order on the page up to date: panel and narrow bar.
pub fn cart_pieces(cart: &CartPanel, words: &FrameWords) -> Markup {
    html! { (cart_panel(cart, words, Place::Answer)) (cart_bar(cart, words, Place::Answer)) }
}

/// The flash area as a piece of an answer.
pub fn flash_piece(said: &super::flash::Flash) -> Markup {
    html! { div data-replace="flash" aria-live="polite" { (flash(said)) } }
}

/// Where a replaceable piece stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Page,
    Answer,
}

fn side(frame: &Frame) -> Markup {
    html! {
        div.side {
            (brand_mark(&frame.brand, ""))
            (menu(&frame.menu, &frame.words.menu, &frame.csrf))
            div.foot {
                @if let Some(cart) = &frame.cart { (cart_panel(cart, &frame.words, Place::Page)) }
                @if let Some(help) = &frame.brand.help { p.help { (help) } }
            }
        }
    }
}

fn menu(groups: &[MenuGroup], label: &str, token: &str) -> Markup {
    html! {
        nav.menu aria-label=(label) {
            @for group in groups {
                @if let Some(name) = &group.name { p.group { (name) } }
                ul aria-label=[group.name.as_ref()] {
                    @for entry in &group.entries { li { (menu_entry(entry, token)) } }
                }
            }
        }
    }
}

fn menu_entry(entry: &MenuEntry, token: &str) -> Markup {
    if entry.posts {
        return html! {
            form method="post" action=(entry.href) { (csrf(token)) button.entry type="submit" { (entry.label) } }
        };
    }
    html! {
        a.entry href=(entry.href) aria-current=[entry.current.then_some("page")] {
            span { (entry.label) }
            @if let Some(count) = &entry.count { span.count.bad[entry.alarming] { (count) } }
        }
    }
}

fn top(frame: &Frame) -> Markup {
    html! {
        div.top {
            (brand_mark(&frame.brand, "narrow-only"))
            @if let Some(search) = &frame.search { (search_field(search)) }
            @if let Some((href, word)) = &frame.paste {
                a.button.small.wide-only href=(href) { (icon(Icon::Paste)) (word) }
            }
            (acting(&frame.acting, &frame.words, &frame.csrf))
            @if frame.search.is_some() {
                a.icon-button.narrow-only href="#search" aria-label=(frame.words.search_open) { (icon(Icon::Search)) }
            }
            details.narrow-menu.narrow-only data-pop {
                summary.icon-button aria-label=(frame.words.menu_open) { (icon(Icon::Menu)) }
                div.pop {
                    p.who { strong { (frame.acting.company) } " " span.ink-2 { (frame.acting.login) } }
                    (switch(&frame.acting, &frame.words, &frame.csrf))
                    (menu(&frame.menu, &frame.words.menu_open, &frame.csrf))
                    @if let Some(help) = &frame.brand.help { p.help { (help) } }
                }
            }
        }
    }
}

fn search_field(search: &SearchBox) -> Markup {
    let suggests = search.suggest.is_some();
    html! {
        search.search id="search" {
            form action=(search.action) method="get" data-suggest=[search.suggest.as_deref()] {
                (icon(Icon::Search))
                input type="search" name="q" value=(search.query) placeholder=(search.label) aria-label=(search.label)
                    autocomplete="off" spellcheck="false" maxlength="200" role=[suggests.then_some("combobox")]
                    aria-expanded=[suggests.then_some("false")] aria-autocomplete=[suggests.then_some("list")]
                    aria-controls=[suggests.then_some("suggestions")];
                kbd.slash aria-hidden="true" { "/" }
            }
            // Beside the form: its options hold forms of their own.
            @if suggests { div.suggest id="suggestions" data-suggestions hidden {} }
        }
    }
}

fn acting(acting: &Acting, words: &FrameWords, token: &str) -> Markup {
    let who = html! {
        span.initials aria-hidden="true" { (acting.initials) }
        strong { (acting.company) }
        span.login { (acting.login) }
    };
    if acting.others.is_empty() {
        return html! { div.acting.wide-only { div.alone { (who) } } };
    }
    html! {
        details.acting.wide-only data-pop {
            summary { (who) (icon(Icon::Down)) }
            div.pop { (switch(acting, words, token)) }
        }
    }
}

/// The other companies as buttons; nothing for a login that acts for one.
fn switch(acting: &Acting, words: &FrameWords, token: &str) -> Markup {
    html! {
        @if !acting.others.is_empty() {
            form method="post" action=(acting.switch_action) {
                (csrf(token))
                h2 { (words.acting_switch) }
                @for (label, number) in &acting.others {
                    button.choice type="submit" name="number" value=(number) { (label) }
                }
            }
        }
    }
}

fn cart_panel(cart: &CartPanel, words: &FrameWords, place: Place) -> Markup {
    html! {
        section.panel id=[(place == Place::Page).then_some("cart-panel")] data-replace=[(place == Place::Answer).then_some("cart-panel")]
            aria-labelledby="cart-panel-title" {
            div.panel-row.head-row { h2 id="cart-panel-title" { (words.cart_title) } span.ink-2 { (cart.line_count) } }
            @if !cart.lines.is_empty() {
                ul.lines { @for (name, quantity) in cart.lines.iter().take(3) { li.panel-row { span { (name) } span { (quantity) } } } }
            }
            @if !cart.total.is_empty() { div.panel-row.sum { span { (words.cart_goods) } span { (cart.total) } } }
            p.hint { (cart.hint) }
            a.button.small href="/cart" { (words.cart_view) }
        }
    }
}

fn cart_bar(cart: &CartPanel, words: &FrameWords, place: Place) -> Markup {
    html! {
        footer.bottom id=[(place == Place::Page).then_some("cart-bar")] data-replace=[(place == Place::Answer).then_some("cart-bar")] {
            div { small { (words.cart_title) " · " (cart.line_count) } div.amount { (cart.total) } }
            a.button href="/cart" { (words.cart_view) }
        }
    }
}

fn bottom_bar(frame: &Frame) -> Option<Markup> {
    match &frame.bottom {
        BottomBar::None => None,
        BottomBar::Cart => {
            frame.cart.as_ref().map(|cart| cart_bar(cart, &frame.words, Place::Page))
        }
        BottomBar::Own(content) => Some(html! { footer.bottom { (content) } }),
    }
}

fn print_head(brand: &BrandView) -> Markup {
    html! {
        div.print-head aria-hidden="true" {
            div { @match &brand.logo_url { Some(url) => img src=(url) alt="";, None => strong { (brand.name) } } }
            div.from { @for line in &brand.print_lines { div { (line) } } }
        }
    }
}

/// Who the wholesaler is and how to reach them, in one line; nothing where nothing but the name is known.
pub fn company_foot(brand: &BrandView) -> Markup {
    let (phone, email) = (brand.phone.as_str(), brand.email.as_str());
    if phone.is_empty() && email.is_empty() && brand.print_lines.is_empty() {
        return html! {};
    }
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    html! {
        address.company-foot.no-print {
            span { (brand.name) }
            @for line in &brand.print_lines { @if !line.trim().is_empty() && line.trim() != brand.name { span { (line) } } }
            @if !phone.is_empty() { a href={ "tel:" (digits) } { (phone) } }
            @if !email.is_empty() { a href={ "mailto:" (email) } { (email) } }
        }
    }
}

/// The notice above everything when staff look as a customer.
fn viewed_as(viewed: &ViewedAs, token: &str) -> Markup {
    html! {
        div.flash.viewed.(Tone::Wait.class()) {
            (mark(Shape::Half, Tone::Wait))
            span.sentence { (viewed.sentence) }
            @for (word, action, mode) in &viewed.buttons {
                form method="post" action=(action) {
                    (csrf(token))
                    @if !mode.is_empty() { input type="hidden" name="mode" value=(mode); }
                    button.link type="submit" { (word) }
                }
            }
        }
    }
}
