//! HTML of the demo gateway's page.

use super::demo::DemoPayment;
use crate::access::visit::Visit;
use crate::platform::web::forms::csrf;
use crate::platform::web::layout::{Head, title};
use crate::platform::web::lists::{Fact, facts};
use crate::platform::web::marks::Tone;
use maud::{Markup, html};

/// What can happen to a payment as it stands: value of the button, key of its words; the first is the main one.
fn deeds(phase: &str) -> &'static [(&'static str, &'static str)] {
    match phase {
        "open" => &[
            ("pay", "demo-pay"),
            ("pay-later", "demo-pay-later"),
            ("fail", "demo-fail"),
            ("cancel", "demo-cancel"),
        ],
        "pending" => &[("arrives", "demo-arrives"), ("fail", "demo-bounces")],
        "paid" => &[("dispute", "demo-dispute"), ("dispute-won", "demo-dispute-won")],
        _ => &[],
    }
}

/// The page.
pub(super) fn content(visit: &Visit, payment: &DemoPayment) -> Markup {
    let words = &visit.words;
    let back = format!("/payments/{}", payment.reference);
    let crumbs =
        [(words.say("payments-title"), "/payments"), (payment.reference.as_str(), back.as_str())];
    let deeds = deeds(&payment.phase);
    html! {
        (title(Head {
            crumbs: &crumbs,
            crumbs_label: words.say("crumbs-label"),
            title: words.say("demo-gateway-title"),
            context: Some(html! { (words.say("demo-gateway-context")) }),
            ..Head::default()
        }))
        (facts(&[
            Fact { label: words.say("payment-amount"), figure: html! { (payment.amount.with_sign()) }, second: "", tone: Tone::Plain },
            Fact { label: words.say("demo-gateway-for"), figure: html! { (payment.reference) }, second: "", tone: Tone::Plain },
        ]))
        p.note { (payment.description) }
        @if deeds.is_empty() {
            p.note { (words.say("demo-gateway-over")) }
        } @else {
            form.actions.gap-above method="post" action={ "/demo-gateway/" (payment.id) } {
                (csrf(&visit.csrf))
                @for (index, (deed, word)) in deeds.iter().enumerate() {
                    button class=(if index == 0 && payment.phase != "paid" { "button main" } else { "button" }) type="submit" name="deed" value=(deed) { (words.say(word)) }
                }
            }
        }
    }
}
