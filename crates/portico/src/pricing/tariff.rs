//! Which price holds: the pure choice among all that a customer might pay for one product.

use portico_types::{Rate, UnitPrice};

/// Where an offered price stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A price of this customer alone.
    Own,
    /// A price list of the customer, by its id.
    List(i64),
}

/// One price that holds today from a quantity on.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Where it stands.
    pub source: Source,
    /// Whether its list hides the other lists and the base price wherever it has a price itself.
    pub exclusive: bool,
    /// From how many units, in the product's smallest step.
    pub from_units: i64,
    /// Since which day; of two offers that differ in nothing else the later one holds.
    pub valid_from: String,
    /// The price without VAT.
    pub price: UnitPrice,
}

/// All prices of one product for one customer on one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tariff {
    /// By source and quantity, at most one for each.
    pub(super) offers: Vec<Offer>,
    base: Option<UnitPrice>,
    pub(super) discounted: Option<UnitPrice>,
}

impl Tariff {
    /// The prices to choose from; each offer must hold on the day and be without VAT.
    #[must_use]
    pub fn new(mut offers: Vec<Offer>, base: Option<UnitPrice>, discount: Rate) -> Tariff {
        offers.sort_by(|a, b| {
            let newest_first = || b.valid_from.cmp(&a.valid_from);
            (a.source, a.from_units).cmp(&(b.source, b.from_units)).then_with(newest_first)
        });
        offers.dedup_by_key(|offer| (offer.source, offer.from_units));
        Tariff { offers, base, discounted: base.map(|price| price.less(discount)) }
    }

    /// The price of each unit when so many are ordered in all; `None` where nothing offers one. The
    /// lowest of the own price, each list's break at this quantity, and the base price less the
    /// customer's discount. An exclusive list with a price at this quantity hides other lists and the
    /// base price; an own price always counts.
    #[must_use]
    pub fn at(&self, units: i64) -> Option<UnitPrice> {
        let exclusive = self.breaks_at(units).any(|offer| offer.exclusive);
        let counts = |offer: &&Offer| !exclusive || offer.exclusive || offer.source == Source::Own;
        let base = self.discounted.filter(|_| !exclusive);
        let offered = self.breaks_at(units).filter(counts).map(|offer| offer.price);
        base.into_iter()
            .chain(offered)
            .reduce(|low, next| if next.is_below(low) { next } else { low })
    }

    /// The base price without any discount: what is shown struck where the customer pays less.
    #[must_use]
    pub fn base(&self) -> Option<UnitPrice> {
        self.base
    }

    /// From which quantity which price holds, ascending; neighbours differ. Empty where there is no price.
    #[must_use]
    pub fn breaks(&self) -> Vec<(i64, UnitPrice)> {
        let mut steps: Vec<i64> = self.offers.iter().map(|offer| offer.from_units.max(1)).collect();
        steps.push(1);
        steps.sort_unstable();
        steps.dedup();
        let mut found: Vec<(i64, UnitPrice)> = Vec::new();
        for from in steps {
            let Some(price) = self.at(from) else { continue };
            if found.last().is_none_or(|(_, last)| *last != price) {
                found.push((from, price));
            }
        }
        found
    }

    /// The first quantity above `units` at which each unit costs less, and that price.
    #[must_use]
    pub fn next_break(&self, units: i64) -> Option<(i64, UnitPrice)> {
        let now = self.at(units)?;
        self.breaks().into_iter().find(|(from, price)| *from > units && price.is_below(now))
    }

    /// Of each source the one offer that holds at this quantity.
    pub(super) fn breaks_at(&self, units: i64) -> impl Iterator<Item = &Offer> {
        let reached = move |offer: &Offer| offer.from_units <= units;
        self.offers.iter().enumerate().filter_map(move |(i, offer)| {
            let next = self.offers.get(i + 1);
            let passed = next.is_some_and(|n| n.source == offer.source && reached(n));
            (reached(offer) && !passed).then_some(offer)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_types::Currency;
    use proptest::prelude::*;

    fn price(text: &str) -> UnitPrice {
        UnitPrice::parse(text, 1, Currency::GBP).unwrap()
    }

    fn offer(source: Source, from_units: i64, text: &str) -> Offer {
        Offer {
            source,
            exclusive: false,
            from_units,
            valid_from: String::new(),
            price: price(text),
        }
    }

    fn exclusive(list: i64, from_units: i64, text: &str) -> Offer {
        Offer { exclusive: true, ..offer(Source::List(list), from_units, text) }
    }

    fn tariff(offers: &[Offer], base: Option<&str>, discount: &str) -> Tariff {
        Tariff::new(offers.to_vec(), base.map(price), Rate::parse(discount).unwrap())
    }

    use Source::{List, Own};

    /// `1@48=5.55`: list 1, from 48, at 5.55; list 0 is the customer's own price.
    fn offers(text: &str) -> Vec<Offer> {
        let read = |word: &str| {
            let (place, amount) = word.split_once('=').unwrap();
            let (list, from) = place.split_once('@').unwrap();
            let source = list.parse().map(|id| if id == 0 { Own } else { List(id) });
            offer(source.unwrap(), from.parse().unwrap(), amount)
        };
        text.split_whitespace().map(read).collect()
    }

    #[test]
    fn the_lowest_price_wins() {
        for row in [
            "base alone | | 7.40 | 0 | 1 | 7.40",
            "base less discount, four decimals | | 2.55 | 12.5 | 1 | 2.2313",
            "a list below the base | 1@1=5.92 1@48=5.55 | 7.40 | 0 | 1 | 5.92",
            "its break | 1@1=5.92 1@48=5.55 | 7.40 | 0 | 48 | 5.55",
            "one piece short of the break | 1@1=5.92 1@48=5.55 | 7.40 | 0 | 47 | 5.92",
            "the lower of two lists | 1@1=5.92 2@1=5.80 | 7.40 | 0 | 1 | 5.80",
            "the break of one below the other | 1@1=5.92 1@48=5.55 2@1=5.80 | 7.40 | 0 | 100 | 5.55",
            "a discount below every list | 1@1=5.92 2@1=5.80 | 7.40 | 30 | 1 | 5.18",
            "the discount leaves lists alone | 1@1=5.92 | 7.40 | 10 | 1 | 5.92",
            "an own price | 0@1=5.00 1@1=5.92 | 7.40 | 0 | 1 | 5.00",
            "an own price above the list | 0@1=6.00 1@1=5.92 | | 0 | 1 | 5.92",
            "a break that is dearer is the list's price | 1@1=5.00 1@48=5.50 | | 0 | 48 | 5.50",
            "nothing | | | 0 | 1 | ",
            "not yet at its first break | 1@12=5.00 | | 0 | 11 | ",
            "free of charge | 0@1=0 | 7.40 | 0 | 1 | 0",
        ] {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
            let tariff = tariff(&offers(cells[1]), some(cells[2]), cells[3]);
            let found = tariff.at(cells[4].parse().unwrap());
            assert_eq!(found, some(cells[5]).map(price), "{row}");
        }
    }

    #[test]
    fn an_exclusive_list_hides_lists_and_base_but_not_own_prices() {
        let dear = [exclusive(9, 1, "8.00"), exclusive(9, 48, "7.90"), offer(List(1), 1, "5.92")];
        assert_eq!(tariff(&dear, Some("7.40"), "50").at(1), Some(price("8.00")));
        assert_eq!(tariff(&dear, Some("7.40"), "50").at(48), Some(price("7.90")));
        let with_own = [dear[0].clone(), dear[2].clone(), offer(Own, 1, "7.00")];
        assert_eq!(tariff(&with_own, Some("6.00"), "0").at(1), Some(price("7.00")));
        let two = [dear[0].clone(), exclusive(8, 1, "7.50")];
        assert_eq!(tariff(&two, Some("1"), "0").at(1), Some(price("7.50")));
        let later = [exclusive(9, 48, "5.00")];
        assert_eq!(
            tariff(&later, Some("7.40"), "0").at(1),
            Some(price("7.40")),
            "no price at 1 yet"
        );
    }

    #[test]
    fn of_two_rows_for_one_break_the_newer_holds() {
        let old = offer(List(1), 1, "5.00");
        let new = Offer { valid_from: "2026-01-01".into(), ..offer(List(1), 1, "6.00") };
        for offers in [[old.clone(), new.clone()], [new, old]] {
            assert_eq!(tariff(&offers, None, "0").at(1), Some(price("6.00")));
        }
    }

    #[test]
    fn prices_for_a_hundred_are_compared_by_the_unit() {
        let per_100 = Offer {
            price: UnitPrice::parse("55", 100, Currency::GBP).unwrap(),
            ..offer(List(1), 1, "0")
        };
        let tariff = tariff(std::slice::from_ref(&per_100), Some("0.56"), "0");
        assert_eq!(tariff.at(1), Some(per_100.price));
    }

    #[test]
    fn breaks_are_those_that_matter() {
        let offers = [
            offer(List(1), 1, "5.92"),
            offer(List(1), 48, "5.55"),
            offer(List(1), 96, "5.55"),
            offer(List(2), 72, "5.60"),
            offer(Own, 144, "5.20"),
        ];
        let tariff = tariff(&offers, Some("7.40"), "0");
        let expected = vec![(1, price("5.92")), (48, price("5.55")), (144, price("5.20"))];
        assert_eq!(tariff.breaks(), expected);
        assert_eq!(tariff.next_break(24), Some((48, price("5.55"))));
        assert_eq!(tariff.next_break(144), None);
        assert_eq!(tariff.base(), Some(price("7.40")));
    }

    prop_compose! {
        fn any_offer()(list in 0_i64..4, exclusive in prop::bool::weighted(0.2), from in 0_i64..60,
                       value in 0_i64..100_000, day in 0..3_i32) -> Offer {
            let source = if list == 0 { Own } else { List(list) };
            let price = UnitPrice::new(value, 1, Currency::GBP);
            // A list is exclusive or not as a whole.
            let exclusive = exclusive && list == 3;
            Offer { source, exclusive, from_units: from, valid_from: format!("2026-01-0{}", day + 1), price }
        }
    }

    /// The rule again, written without any order of offers.
    fn slow(offers: &[Offer], base: Option<UnitPrice>, units: i64) -> Option<i64> {
        let holds = |source: Source| {
            let reached = offers.iter().filter(|o| o.source == source && o.from_units <= units);
            reached.max_by(|a, b| (a.from_units, &a.valid_from).cmp(&(b.from_units, &b.valid_from)))
        };
        let held: Vec<&Offer> =
            [Own, List(1), List(2), List(3)].into_iter().filter_map(holds).collect();
        let hidden = held.iter().any(|o| o.exclusive);
        let offered = held.iter().filter(|o| !hidden || o.exclusive || o.source == Own);
        let base = base.filter(|_| !hidden).map(|price| price.ten_thousandths);
        offered.map(|o| o.price.ten_thousandths).chain(base).min()
    }

    proptest! {
        #[test]
        fn at_is_the_rule_whatever_the_order(
            offers in prop::collection::vec(any_offer(), 0..12),
            base in prop::option::of(0_i64..100_000),
            units in 0_i64..80,
        ) {
            let mut kinds = Vec::new();
            let offers: Vec<Offer> = offers.into_iter().map(|o| {
                let exclusive = o.source == List(3) && *kinds.first().unwrap_or(&o.exclusive);
                if o.source == List(3) { kinds.push(exclusive); }
                Offer { exclusive, ..o }
            }).filter({
                let mut seen = std::collections::HashSet::new();
                move |o| seen.insert((o.source, o.from_units, o.valid_from.clone()))
            }).collect();
            let base = base.map(|value| UnitPrice::new(value, 1, Currency::GBP));
            let tariff = Tariff::new(offers.clone(), base, Rate::ZERO);
            prop_assert_eq!(tariff.at(units).map(|p| p.ten_thousandths), slow(&offers, base, units));
        }

        #[test]
        fn breaks_say_the_price_at_every_quantity(
            offers in prop::collection::vec(any_offer(), 0..12),
            base in prop::option::of(0_i64..100_000),
            units in 1_i64..80,
        ) {
            let base = base.map(|value| UnitPrice::new(value, 1, Currency::GBP));
            let tariff = Tariff::new(offers, base, Rate::ZERO);
            let by_breaks = tariff.breaks().into_iter().rev().find(|(from, _)| *from <= units);
            prop_assert_eq!(by_breaks.map(|(_, price)| price), tariff.at(units));
        }
    }
}
