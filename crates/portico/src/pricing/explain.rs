//! Why a price is what it is: every price a customer might have paid, and what became of it.

use super::{Source, Tariff};
use portico_types::UnitPrice;

/// Where a price stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// The customer's own prices.
    Own,
    /// A price list, by its id.
    List(i64),
    /// The base price less the customer's discount.
    Base,
}

/// What became of a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The customer pays it.
    Holds,
    /// Another one is lower, or as low and found first.
    NotLowest,
    /// An exclusive list hides it.
    Hidden,
    /// Too few are ordered.
    NotReached,
    /// A larger quantity break of the same list holds instead.
    Passed,
}

/// A price that a customer might pay, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Where it stands.
    pub stands: Stands,
    /// Whether its list is exclusive.
    pub exclusive: bool,
    /// From how many units, in the product's smallest step.
    pub from_units: i64,
    /// Since which day; empty: since ever.
    pub valid_from: String,
    /// The price without VAT; the base price after the discount.
    pub price: UnitPrice,
    /// What became of it.
    pub verdict: Verdict,
}

impl Tariff {
    /// Every price there is on the day, base price first, and what becomes of it when so many are
    /// ordered. The one that holds is what [`Tariff::at`] answers.
    #[must_use]
    pub fn explain(&self, units: i64) -> Vec<Candidate> {
        let exclusive = self.breaks_at(units).any(|offer| offer.exclusive);
        let base = self.discounted.map(|price| Candidate {
            stands: Stands::Base,
            exclusive: false,
            from_units: 0,
            valid_from: String::new(),
            price,
            verdict: if exclusive { Verdict::Hidden } else { Verdict::NotLowest },
        });
        let offers = self.offers.iter().enumerate().map(|(i, offer)| {
            let next = self.offers.get(i + 1).filter(|next| next.source == offer.source);
            let verdict = if offer.from_units > units {
                Verdict::NotReached
            } else if next.is_some_and(|next| next.from_units <= units) {
                Verdict::Passed
            } else if exclusive && !offer.exclusive && offer.source != Source::Own {
                Verdict::Hidden
            } else {
                Verdict::NotLowest
            };
            let stands = match offer.source {
                Source::Own => Stands::Own,
                Source::List(id) => Stands::List(id),
            };
            Candidate {
                stands,
                exclusive: offer.exclusive,
                from_units: offer.from_units,
                valid_from: offer.valid_from.clone(),
                price: offer.price,
                verdict,
            }
        });
        let mut all: Vec<Candidate> = base.into_iter().chain(offers).collect();
        let standing = all.iter_mut().filter(|c| c.verdict == Verdict::NotLowest);
        let lowest =
            standing.reduce(|low, next| if next.price.is_below(low.price) { next } else { low });
        if let Some(lowest) = lowest {
            lowest.verdict = Verdict::Holds;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::Offer;
    use portico_types::{Currency, Rate};
    use proptest::prelude::*;

    fn offer(list: i64, exclusive: bool, from_units: i64, value: i64) -> Offer {
        let source = if list == 0 { Source::Own } else { Source::List(list) };
        let price = UnitPrice::new(value, 1, Currency::GBP);
        Offer { source, exclusive, from_units, valid_from: String::new(), price }
    }

    fn verdicts(offers: &[Offer], base: Option<i64>, units: i64) -> Vec<(Stands, i64, Verdict)> {
        let base = base.map(|value| UnitPrice::new(value, 1, Currency::GBP));
        let tariff = Tariff::new(offers.to_vec(), base, Rate::ZERO);
        let told = tariff.explain(units).into_iter();
        told.map(|c| (c.stands, c.from_units, c.verdict)).collect()
    }

    #[test]
    fn each_price_is_told_what_became_of_it() {
        use Stands::{Base, List, Own};
        use Verdict::{Hidden, Holds, NotLowest, NotReached, Passed};
        let breaks = [offer(1, false, 1, 592), offer(1, false, 48, 555), offer(1, false, 144, 520)];
        assert_eq!(
            verdicts(&breaks, Some(740), 50),
            [
                (Base, 0, NotLowest),
                (List(1), 1, Passed),
                (List(1), 48, Holds),
                (List(1), 144, NotReached)
            ]
        );
        let hidden = [offer(1, false, 1, 592), offer(2, true, 1, 800), offer(0, false, 1, 900)];
        assert_eq!(
            verdicts(&hidden, Some(740), 1),
            [(Base, 0, Hidden), (Own, 1, NotLowest), (List(1), 1, Hidden), (List(2), 1, Holds)]
        );
        assert_eq!(verdicts(&[offer(1, false, 12, 500)], None, 1), [(List(1), 12, NotReached)]);
    }

    proptest! {
        #[test]
        fn the_one_that_holds_is_the_price(
            rows in prop::collection::vec((0_i64..4, 0_i64..60, 0_i64..1_000), 0..12),
            base in prop::option::of(0_i64..1_000),
            units in 0_i64..80,
        ) {
            let offers = rows.into_iter().map(|(list, from, value)| offer(list, list == 3, from, value));
            let base = base.map(|value| UnitPrice::new(value, 1, Currency::GBP));
            let tariff = Tariff::new(offers.collect(), base, Rate::new(1_250));
            let told = tariff.explain(units);
            let holding: Vec<UnitPrice> =
                told.iter().filter(|c| c.verdict == Verdict::Holds).map(|c| c.price).collect();
            prop_assert_eq!(holding, tariff.at(units).into_iter().collect::<Vec<_>>());
        }
    }
}
