//! The panel of the current order on every page.

use crate::access::{Buyer, PricesShown};
use crate::cart::store::Panel;
use crate::orders::charges::Rules;
use crate::platform::web::frame::CartPanel;
use crate::platform::words::Language;
use portico_types::Money;

/// The panel in words.
#[must_use]
pub fn panel(words: &Language, buyer: &Buyer, panel: &Panel, rules: &Rules) -> CartPanel {
    let goods = Money::new(panel.goods_minor, buyer.customer.currency);
    let hidden = buyer.customer.prices_shown == PricesShown::Hidden;
    let lines = panel.last.iter().map(|(name, quantity)| (name.clone(), quantity.grouped()));
    CartPanel {
        lines: lines.collect(),
        line_count: words.fill("lines-count", &[("count", &panel.line_count.to_string())]),
        total: if hidden { String::new() } else { goods.with_sign() },
        hint: if hidden { String::new() } else { hint(words, goods, rules) },
    }
}

fn hint(words: &Language, goods: Money, rules: &Rules) -> String {
    if goods.minor == 0 {
        return words.say("panel-empty").to_owned();
    }
    if let Some(missing) = rules.missing_for_free_carriage(goods) {
        return words.fill("cart-carriage-missing", &[("missing", &missing.with_sign())]);
    }
    rules.carriage_free_from().map_or_else(
        || words.say("panel-kept").to_owned(),
        |from| {
            words.fill(
                "panel-carriage-paid",
                &[("from", &Money::new(from, goods.currency).with_sign())],
            )
        },
    )
}
