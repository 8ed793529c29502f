//! The shape of a wholesaler's trade, as figures: how prices, order sizes, quantities, seasons and loyalty spread.
//!
//! Measured once on a public data set of a British gift wholesaler (Online Retail, UCI 352, December 2010 to August 2011:
//! 11,415 orders, 225,580 lines, 3,406 products, 3,317 ordering customers). Only these figures stand here, none of its data.
//! September to November are not in the part that was measured: their weights are an assumption (the trade before Christmas).

use rand::Rng;

/// A spread as points of its distribution: share of cases up to here, and the value there.
pub(crate) type Spread = &'static [(f64, f64)];

/// Unit price in pounds.
#[rustfmt::skip]
pub(crate) const PRICES: Spread = &[
    (0.0, 0.12), (0.05, 0.39), (0.1, 0.42), (0.2, 0.85), (0.3, 1.25), (0.4, 1.45), (0.5, 1.95), (0.6, 2.55), (0.7, 3.25),
    (0.8, 4.25), (0.9, 7.5), (0.95, 9.95), (0.99, 18.95), (1.0, 65.0),
];
/// Lines of an order; the mean is 19.8.
#[rustfmt::skip]
pub(crate) const LINES: Spread = &[
    (0.0, 1.0), (0.06, 1.0), (0.1, 2.0), (0.2, 5.0), (0.3, 8.0), (0.4, 11.0), (0.5, 14.0), (0.6, 18.0), (0.7, 23.0), (0.8, 30.0),
    (0.9, 44.0), (0.95, 59.0), (0.99, 95.0), (1.0, 200.0),
];
/// Orders of a customer in nine months: two fifths order once, a tenth more than seven times.
#[rustfmt::skip]
pub(crate) const ORDERS: Spread = &[
    (0.0, 1.0), (0.41, 1.0), (0.61, 2.0), (0.73, 3.0), (0.8, 4.0), (0.85, 5.0), (0.9, 7.0), (0.95, 10.0), (0.99, 23.0), (1.0, 127.0),
];
/// Quantity of a line by what a unit costs: up to 50 p, £1, £2, £4, £10, and more.
#[rustfmt::skip]
pub(crate) const QUANTITIES: [(f64, Spread); 6] = [
    (0.5, &[(0.0, 1.0), (0.1, 2.0), (0.2, 6.0), (0.25, 12.0), (0.45, 12.0), (0.5, 24.0), (0.8, 25.0), (0.9, 48.0), (0.95, 96.0), (1.0, 360.0)]),
    (1.0, &[(0.0, 1.0), (0.1, 1.0), (0.2, 2.0), (0.3, 4.0), (0.4, 8.0), (0.5, 12.0), (0.7, 12.0), (0.8, 24.0), (0.9, 24.0), (0.95, 48.0), (1.0, 200.0)]),
    (2.0, &[(0.0, 1.0), (0.1, 1.0), (0.2, 2.0), (0.3, 3.0), (0.4, 6.0), (0.5, 10.0), (0.6, 12.0), (0.8, 12.0), (0.9, 24.0), (0.95, 48.0), (1.0, 190.0)]),
    (4.0, &[(0.0, 1.0), (0.1, 1.0), (0.3, 2.0), (0.4, 4.0), (0.5, 5.0), (0.6, 6.0), (0.7, 6.0), (0.8, 10.0), (0.9, 12.0), (0.95, 24.0), (1.0, 96.0)]),
    (10.0, &[(0.0, 1.0), (0.2, 1.0), (0.4, 2.0), (0.5, 2.0), (0.6, 3.0), (0.7, 4.0), (0.8, 4.0), (0.9, 8.0), (0.95, 12.0), (1.0, 60.0)]),
    (f64::MAX, &[(0.0, 1.0), (0.5, 1.0), (0.6, 2.0), (0.75, 3.0), (0.8, 4.0), (0.9, 6.0), (0.95, 16.0), (1.0, 40.0)]),
];
/// Share of all lines that fall on the best-selling share of products.
#[rustfmt::skip]
pub(crate) const POPULARITY: Spread = &[
    (0.0, 0.0), (0.0166, 0.001), (0.1025, 0.01), (0.1707, 0.02), (0.3131, 0.05), (0.4713, 0.1), (0.6722, 0.2), (0.7947, 0.3),
    (0.9261, 0.5), (0.9923, 0.8), (1.0, 1.0),
];
/// Share of lines on a product the customer had bought before.
pub(crate) const BOUGHT_BEFORE: f64 = 0.28;
/// Orders of each month, January first.
#[rustfmt::skip]
pub(crate) const MONTHS: [f64; 12] = [987.0, 998.0, 1321.0, 1149.0, 1555.0, 1393.0, 1331.0, 1281.0, 1700.0, 1950.0, 2200.0, 1400.0];
/// Share of orders on each day of the week, Monday first. Nobody orders on a Saturday.
pub(crate) const WEEKDAYS: [f64; 7] = [0.149, 0.173, 0.192, 0.22, 0.153, 0.0, 0.114];
/// Hour of the day at which an order is placed.
#[rustfmt::skip]
pub(crate) const HOURS: Spread = &[
    (0.0, 7.5), (0.03, 9.0), (0.104, 10.0), (0.231, 11.0), (0.358, 12.0), (0.525, 13.0), (0.664, 14.0), (0.784, 15.0), (0.894, 16.0),
    (0.95, 17.0), (0.978, 18.0), (1.0, 20.0),
];
/// Share of products charged at one price, and at up to two: the others have three or more.
pub(crate) const ONE_PRICE: f64 = 0.403;
/// See [`ONE_PRICE`].
pub(crate) const TWO_PRICES: f64 = 0.881;
/// A lower price as a share of the usual one.
#[rustfmt::skip]
pub(crate) const REDUCED: Spread = &[(0.0, 0.62), (0.2, 0.73), (0.3, 0.81), (0.5, 0.848), (0.7, 0.862), (0.9, 0.882), (1.0, 0.94)];
/// The quantities from which it is given, as often as they were.
pub(crate) const BREAK_FROM: [i64; 10] = [6, 8, 10, 12, 12, 24, 36, 48, 96, 100];
/// Where customers are: country, share, whether in the EU. What was spread over many more is put down to Ireland.
#[rustfmt::skip]
pub(crate) const COUNTRIES: [(&str, f64, bool); 12] = [
    ("GB", 0.9009, false), ("DE", 0.0217, true), ("FR", 0.0205, true), ("BE", 0.0068, true), ("ES", 0.0063, true), ("CH", 0.0051, false),
    ("PT", 0.0036, true), ("IT", 0.0033, true), ("NL", 0.0045, true), ("AT", 0.0036, true), ("NO", 0.0046, false), ("IE", 0.0191, true),
];
/// Share of orders with carriage or a fee on top.
pub(crate) const CHARGED: f64 = 0.078;

/// A value drawn from a spread, between its points in a straight line.
pub(crate) fn draw(rng: &mut impl Rng, spread: Spread) -> f64 {
    at(spread, rng.random::<f64>())
}

/// The value of a spread at this share.
pub(crate) fn at(spread: Spread, share: f64) -> f64 {
    let next =
        spread.iter().position(|(up_to, _)| *up_to >= share).unwrap_or(spread.len() - 1).max(1);
    let ((from, low), (to, high)) = (spread[next - 1], spread[next]);
    if to <= from {
        high
    } else {
        low + (high - low) * ((share - from) / (to - from)).clamp(0.0, 1.0)
    }
}

/// The quantity of a line for a unit price in pounds.
pub(crate) fn quantity(rng: &mut impl Rng, price: f64) -> i64 {
    let band = QUANTITIES.iter().find(|(up_to, _)| price <= *up_to);
    band.map_or(1, |(_, spread)| whole(draw(rng, spread)))
}

/// Rounded to a whole number, at least 1.
pub(crate) fn whole(value: f64) -> i64 {
    (value.round() as i64).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    fn mean(spread: Spread) -> f64 {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        (0..20_000).map(|_| whole(draw(&mut rng, spread)) as f64).sum::<f64>() / 20_000.0
    }

    #[test]
    fn orders_have_twenty_lines_and_customers_three_orders() {
        assert!((18.5..21.5).contains(&mean(LINES)), "{}", mean(LINES));
        assert!((2.8..4.0).contains(&mean(ORDERS)), "{}", mean(ORDERS));
    }

    #[test]
    fn spreads_rise_from_nought_to_one() {
        let spreads = [PRICES, LINES, ORDERS, POPULARITY, HOURS, REDUCED];
        for spread in spreads.into_iter().chain(QUANTITIES.map(|(_, spread)| spread)) {
            assert!(spread.is_sorted_by(|a, b| a.0 <= b.0 && a.1 <= b.1));
            assert!(spread[0].0 == 0.0 && spread[spread.len() - 1].0 == 1.0);
        }
        assert!((COUNTRIES.iter().map(|(_, share, _)| share).sum::<f64>() - 1.0).abs() < 0.001);
        assert_eq!(at(POPULARITY, 1.0), 1.0);
        assert_eq!(at(LINES, 0.5), 14.0);
    }
}
