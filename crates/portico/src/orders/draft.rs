//! A wish, priced and checked: every line with its price, its VAT and, where it cannot be taken, why.
//! The page of the current order shows a draft; `place` places one. Nothing here writes.

use super::charges::{self, Charge, MAXIMUM_ORDER, MINIMUM_ORDER, Rules, ZERO_PRICED};
use super::refusal::{LineRefusal, REMARK_LONGEST, Refusal};
use super::wish::{Asked, ProductRef, Wish, WishLine};
use crate::access::Buyer;
use crate::catalogue::{self, Card, ProductState, StockKind, StockShown, WhenOut, WrongQuantity};
use crate::platform::db::{DbError, View};
use crate::platform::problem::AppError;
use crate::platform::{settings, wholesaler};
use crate::pricing;
use portico_types::{Country, Money, Quantity, Taxed, UnitPrice, VatPart, vat_by_rate};
use std::collections::HashMap;

/// A line of a draft.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// The product, where this customer may see it.
    pub card: Option<Card>,
    /// How many, if that could be read.
    pub quantity: Option<Quantity>,
    /// The price now, at the sum of this product in the wish, net of VAT.
    pub price: Option<UnitPrice>,
    /// What it would be where staff set no price by hand.
    pub usual: Option<UnitPrice>,
    /// Quantity × price, rounded.
    pub net: Money,
    /// The VAT on it.
    pub taxed: Taxed,
    /// For people.
    pub remarks: Option<String>,
    /// How much of it would be backordered, in the smallest step.
    pub short: i64,
    /// Why it cannot be taken, if so.
    pub refusal: Option<LineRefusal>,
}

/// A wish, priced and checked.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Lines in the order of the wish.
    pub lines: Vec<DraftLine>,
    /// Charges by rule, with their VAT.
    pub charges: Vec<(Charge, Taxed)>,
    /// Sum of the lines' nets.
    pub goods: Money,
    /// VAT once per rate.
    pub vat: Vec<VatPart>,
    /// Goods, charges and VAT.
    pub total: Money,
    /// The least goods value, where there is one.
    pub minimum: Option<Money>,
    /// The largest goods value, where there is one.
    pub maximum: Option<Money>,
    /// The charge rules, for hints.
    pub rules: Rules,
    /// Whether this customer sees stock as a number.
    pub shows_number: bool,
}

/// The value of the goods is outside what is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueFault {
    /// Less than the least order.
    BelowMinimum {
        /// The least order.
        minimum: Money,
        /// How much is missing.
        missing: Money,
    },
    /// More than the largest order.
    AboveMaximum {
        /// The largest order.
        maximum: Money,
        /// How much is too much.
        excess: Money,
    },
}

impl ValueFault {
    /// The limit it breaks.
    #[must_use]
    pub fn limit(&self) -> Money {
        match self {
            ValueFault::BelowMinimum { minimum, .. } => *minimum,
            ValueFault::AboveMaximum { maximum, .. } => *maximum,
        }
    }
}

impl From<ValueFault> for Refusal {
    fn from(fault: ValueFault) -> Refusal {
        match fault {
            ValueFault::BelowMinimum { minimum, missing } => {
                Refusal::BelowMinimumOrder { minimum, missing }
            }
            ValueFault::AboveMaximum { maximum, excess } => {
                Refusal::AboveMaximumOrder { maximum, excess }
            }
        }
    }
}

impl Draft {
    /// Sum of the charges.
    #[must_use]
    pub fn charges_total(&self) -> Money {
        let minor = self.charges.iter().map(|(charge, _)| charge.net.minor).sum();
        Money::new(minor, self.goods.currency)
    }

    /// Sum of the VAT.
    #[must_use]
    pub fn vat_total(&self) -> Money {
        let minor = self.vat.iter().map(|part| part.vat.minor).sum();
        Money::new(minor, self.goods.currency)
    }

    /// What is wrong with the value of the goods, if anything. Pure.
    #[must_use]
    pub fn value_fault(&self) -> Option<ValueFault> {
        let goods = self.goods.minor;
        if let Some(minimum) = self.minimum.filter(|minimum| goods < minimum.minor) {
            let missing = Money::new(minimum.minor - goods, minimum.currency);
            return Some(ValueFault::BelowMinimum { minimum, missing });
        }
        let maximum = self.maximum.filter(|maximum| goods > maximum.minor)?;
        let excess = Money::new(goods - maximum.minor, maximum.currency);
        Some(ValueFault::AboveMaximum { maximum, excess })
    }

    /// Every line that cannot be taken, by its place.
    #[must_use]
    pub fn refused_lines(&self) -> Vec<(usize, LineRefusal)> {
        let refused = |(index, line): (usize, &DraftLine)| Some((index, line.refusal.clone()?));
        self.lines.iter().enumerate().filter_map(refused).collect()
    }
}

/// Prices and checks a wish for delivery to this country. One round trip per kind of fact,
/// however many lines there are.
pub fn draft(
    view: &mut View,
    buyer: &Buyer,
    wish: &Wish,
    country: Country,
) -> Result<Draft, AppError> {
    let ids = product_ids(view, buyer, &wish.lines)?;
    let cards = cards(view, buyer, &ids)?;
    let currency = buyer.customer.currency;
    let today = wholesaler::today(view)?;
    let vat = pricing::vat_table(view, country, buyer.customer.vat_treatment, today)?;
    let rules = charges::rules(view)?;
    let charges_class = settings::get(view, &charges::VAT_CLASS)?;

    let mut lines: Vec<DraftLine> = wish
        .lines
        .iter()
        .zip(&ids)
        .map(|(line, id)| {
            let card = id.and_then(|id| cards.get(&id)).cloned();
            let class = card.as_ref().map_or("standard", |c| c.vat_class.as_str());
            let taxed = vat.of(class);
            unpriced(line, (*id, card), taxed, Money::zero(currency))
        })
        .collect();
    let showing = catalogue::showing(view, buyer)?;
    let shows_number = showing.stock == StockShown::Number;
    let takes_zero = buyer.orders_for() || settings::get(view, &ZERO_PRICED)?;
    let agreed = wish.agreed.is_some();
    price_and_check(Rule { shows_number, takes_zero, agreed }, wish, &mut lines)?;

    let goods = Money::sum(lines.iter().map(|l| l.net), currency)?;
    let taxed = vat.of(&charges_class);
    let charged = wish.agreed.as_ref().map_or_else(|| rules.charges(goods), |a| a.charges.clone());
    let charges: Vec<_> = charged.into_iter().map(|c| (c, taxed)).collect();
    let nets = lines
        .iter()
        .map(|l| (l.taxed, l.net))
        .filter(|(_, net)| net.minor != 0)
        .chain(charges.iter().map(|(c, taxed)| (*taxed, c.net)));
    let vat = vat_by_rate(nets, currency)?;
    let with_charges = Money::sum(charges.iter().map(|(c, _)| c.net), currency)?.plus(goods)?;
    let total = Money::sum(vat.iter().map(|p| p.vat), currency)?.plus(with_charges)?;
    let (minimum, maximum) = value_limits(view, buyer)?;
    Ok(Draft { lines, charges, goods, vat, total, minimum, maximum, rules, shows_number })
}

/// The least and the largest goods value: the customer's own, or else the settings'.
fn value_limits(view: &mut View, buyer: &Buyer) -> Result<(Option<Money>, Option<Money>), DbError> {
    let customer = &buyer.customer;
    let money = |minor| Money::new(minor, customer.currency);
    let least = settings::get(view, &MINIMUM_ORDER)?.map(money);
    let largest = settings::get(view, &MAXIMUM_ORDER)?.map(money);
    Ok((customer.minimum_order.or(least), customer.maximum_order.or(largest)))
}

fn product_ids(
    view: &mut View,
    buyer: &Buyer,
    lines: &[WishLine],
) -> Result<Vec<Option<i64>>, DbError> {
    let codes: Vec<String> = lines
        .iter()
        .filter_map(|line| match &line.product {
            ProductRef::Code(code) => Some(code.clone()),
            ProductRef::Id(_) => None,
        })
        .collect();
    let resolved =
        if codes.is_empty() { Vec::new() } else { catalogue::resolve(view, buyer, &codes)? };
    let mut resolved = resolved.into_iter();
    let id = |line: &WishLine| match line.product {
        ProductRef::Id(id) => Some(id),
        ProductRef::Code(_) => resolved.next().flatten(),
    };
    Ok(lines.iter().map(id).collect())
}

fn cards(
    view: &mut View,
    buyer: &Buyer,
    ids: &[Option<i64>],
) -> Result<HashMap<i64, Card>, DbError> {
    let mut wanted: Vec<i64> = ids.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let cards = catalogue::cards(view, buyer, &wanted)?;
    Ok(cards.into_iter().map(|card| (card.id, card)).collect())
}

/// The line with its product and quantity, and what can be said against it without the others.
fn unpriced(
    line: &WishLine,
    (id, card): (Option<i64>, Option<Card>),
    taxed: Taxed,
    zero: Money,
) -> DraftLine {
    let decimals = card.as_ref().map_or(0, |c| c.quantity_decimals);
    let asked = match &line.quantity {
        Asked::Text(text) => Quantity::parse(text, decimals),
        Asked::Units(units) => Ok(Quantity::steps(*units, decimals)),
    };
    let refusal = match (&card, &line.product, &asked) {
        // A code that resolves but has no card means a product that is closed.
        (None, ProductRef::Code(code), _) if id.is_none() => {
            Some(LineRefusal::UnknownCode { code: code.clone() })
        }
        (None, ..) => Some(LineRefusal::NotAvailable),
        (Some(card), _, _) if card.state != ProductState::Sellable => {
            Some(LineRefusal::NotAvailable)
        }
        (_, _, Err(fault)) => Some(LineRefusal::Quantity(*fault)),
        _ => None,
    };
    DraftLine {
        card,
        quantity: asked.ok(),
        price: None,
        usual: None,
        net: zero,
        taxed,
        remarks: line.remarks.as_deref().and_then(clean),
        short: 0,
        refusal,
    }
}

/// What lines are checked by, beside their products.
#[derive(Clone, Copy)]
struct Rule {
    /// Whether this customer sees stock as a number.
    shows_number: bool,
    /// Whether a line may come to nothing.
    takes_zero: bool,
    /// Whether its quantities were agreed, whatever packs they make.
    agreed: bool,
}

/// Breaks, limits and stock go by the sum of a product in the wish.
fn price_and_check(rule: Rule, wish: &Wish, lines: &mut [DraftLine]) -> Result<(), AppError> {
    let mut sums: HashMap<i64, i64> = HashMap::new();
    for line in lines.iter() {
        if let (Some(card), Some(quantity)) = (&line.card, line.quantity) {
            let sum = sums.entry(card.id).or_default();
            *sum = sum.saturating_add(quantity.units);
        }
    }
    let mut used: HashMap<i64, i64> = HashMap::new();
    for (line, asked) in lines.iter_mut().zip(&wish.lines) {
        let (Some(card), Some(quantity)) = (&line.card, line.quantity) else {
            continue;
        };
        let sum = sums.get(&card.id).copied().unwrap_or(quantity.units);
        line.usual = card.tariff.at(sum);
        line.price = asked.set_price.as_ref().map(|set| set.price).or(line.usual);
        let taken = used.entry(card.id).or_default();
        line.short = short_of(card, taken.saturating_add(quantity.units)).min(quantity.units);
        *taken = taken.saturating_add(quantity.units);
        if let Some(price) = line.price {
            line.net = price.net(quantity)?;
        }
        if line.refusal.is_none() {
            line.refusal = check_line(rule, card, sum, line, asked);
        }
    }
    Ok(())
}

/// What can be said against a line whose product is known and whose quantity is a number.
fn check_line(
    rule: Rule,
    card: &Card,
    sum: i64,
    line: &DraftLine,
    asked: &WishLine,
) -> Option<LineRefusal> {
    if line.price.is_none() {
        return Some(LineRefusal::NotAvailable);
    }
    // What staff priced by hand may be a gift.
    if line.net.minor == 0 && !rule.takes_zero && asked.set_price.is_none() {
        return Some(LineRefusal::ComesToNothing);
    }
    if sum > Quantity::MOST * 10_i64.pow(u32::from(card.quantity_decimals)) {
        return Some(LineRefusal::Quantity(portico_types::QuantityFault::TooLarge));
    }
    if !rule.agreed
        && let Some(refusal) = quantity_refusal(card, sum)
    {
        return Some(refusal);
    }
    if line.short > 0 && !may_be_backordered(card) {
        let left = Quantity::steps(card.free.max(0), card.quantity_decimals);
        let available = rule.shows_number.then_some(left);
        return Some(LineRefusal::InsufficientStock { available });
    }
    if let (Some(old), Some(new)) = (asked.price_seen, line.price)
        && old != new
    {
        return Some(LineRefusal::PriceChanged { old, new });
    }
    let remark = asked.remarks.as_deref().unwrap_or("");
    (remark.chars().count() > REMARK_LONGEST).then_some(LineRefusal::RemarkTooLong)
}

/// A text as it is kept: no control characters but line breaks, no blanks around it; nothing if empty.
#[must_use]
pub fn clean(text: &str) -> Option<String> {
    let kept: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

/// Why so many of a product cannot be ordered, by its minimum and multiple. Pure.
#[must_use]
pub fn quantity_refusal(card: &Card, units: i64) -> Option<LineRefusal> {
    Some(match card.quantity_fault(units)? {
        WrongQuantity::BelowMinimum { minimum, .. } => {
            LineRefusal::BelowMinimum { minimum: card.quantity(minimum) }
        }
        WrongQuantity::NotAMultiple { multiple, below, above } => LineRefusal::NotAMultiple {
            multiple: card.quantity(multiple),
            below: below.map(|units| card.quantity(units)),
            above: card.quantity(above),
        },
    })
}

/// Whether a quantity that lacks stock is taken as a backorder.
#[must_use]
pub fn may_be_backordered(card: &Card) -> bool {
    card.when_out == WhenOut::Backorder || card.stock_kind != StockKind::Tracked
}

/// How much of so many lacks stock, as far as one can see now.
fn short_of(card: &Card, units: i64) -> i64 {
    match card.stock_kind {
        StockKind::Tracked => (units - card.free).max(0),
        StockKind::Untracked => 0,
        StockKind::Supplier => units,
    }
}
