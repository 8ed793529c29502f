//! The pages of the second factor, as HTML.

use super::super::proof;
use super::super::second_factor::{self, Standing};
use super::super::view::code_field;
use super::super::visit::Signed;
use crate::platform::web::forms::{Field, csrf, field};
use crate::platform::web::layout::section;
use maud::{Markup, html};
use qrcode::{Color, QrCode};

/// Setting it up: the picture for the app, the secret in letters, and the first code.
pub(super) fn set_up(signed: &Signed, secret: &[u8], wholesaler: &str, error: &str) -> Markup {
    let words = &signed.words;
    let email = &signed.session.person.login().email;
    let address = second_factor::address(secret, wholesaler, email);
    html! {
        @if signed.session.factor_must_be_set { p { strong { (words.say("factor-must")) } } }
        div.side-by-side {
            (picture(&address, words.say("factor-picture")))
            div.stack {
                p { (words.say("factor-scan")) }
                p { (words.say("factor-by-hand")) }
                p.secret-text { (second_factor::in_letters(secret)) }
                form.form method="post" action="/me/second-factor" {
                    (csrf(&signed.csrf))
                    (field(Field { hint: words.say("factor-first-code"), ..code_field(words, error) }))
                    button.button.main type="submit" { (words.say("factor-turn-on")) }
                }
            }
        }
    }
}

/// The recovery codes, told once.
pub(super) fn codes(signed: &Signed, codes: &[String]) -> Markup {
    let words = &signed.words;
    html! {
        p { strong { (words.say("factor-codes-once")) } " " (words.say("factor-codes-what")) }
        ol.codes { @for code in codes { li { (code) } } }
        p.actions {
            a.button.main href="/me" { (words.say("factor-codes-kept")) }
            button.button type="button" data-print { (words.say("factor-print")) }
        }
    }
}

/// It is on: how many codes are left, new ones, switching it off.
pub(super) fn is_on(signed: &Signed, standing: &Standing, since: &str, error: &str) -> Markup {
    let words = &signed.words;
    let left = words.fill("factor-codes-left", &[("count", &standing.codes_left.to_string())]);
    let button = |action: &str, words: &str| {
        html! {
            form.form method="post" action=(action) {
                (csrf(&signed.csrf))
                button.button type="submit" { (words) }
            }
        }
    };
    html! {
        p { (words.fill("factor-since", &[("since", since)])) }
        @if !proof::is_fresh(signed) { (section("proof", words.say("proof-title"), None, prove(signed, error))) }
        @else {
            (section("codes", words.say("factor-codes"), None, html! {
                p { (left) " " (words.say("factor-codes-new-what")) }
                (button("/me/second-factor/codes", words.say("factor-codes-new")))
            }))
            (section("off", words.say("factor-off"), None, html! {
                p { (words.say("factor-off-what")) }
                (button("/me/second-factor/off", words.say("factor-turn-off")))
            }))
        }
    }
}

fn prove(signed: &Signed, error: &str) -> Markup {
    html! {
        form.form method="post" action="/me/proof" {
            (csrf(&signed.csrf))
            (proof::ask(signed, error))
            button.button.main type="submit" { (signed.words.say("proof-button")) }
        }
    }
}

/// A picture of squares, drawn here: no picture leaves the page, no library draws in the browser.
fn picture(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::new(text) else {
        return html! {};
    };
    let (width, quiet) = (code.width(), 4);
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + quiet, at / width + quiet));
        }
    }
    let side = width + 2 * quiet;
    html! {
        svg.qr viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) shape-rendering="crispEdges" {
            path d=(path) fill="#000" {}
        }
    }
}
