//! The catalogue on both databases: what whom is shown, at which price, page by page.

mod drawn;
mod facets;
mod finding;
mod indicator;
mod lists;
mod rules;
mod seen;
mod shop;
mod staff_lists;

use super::*;
use crate::platform::db::DbError;
use crate::testkit::on_both;
use portico_types::{Country, Day};
use shop::{buyer, fill, in_assortment};

on_both!(an_assortment_never_leaks, |db| {
    fill(&db).await;
    db.read(|view| {
        let acme = in_assortment(buyer(), 7);
        let all: Vec<i64> = (1..=8).collect();
        let seen = |cards: Vec<Card>| cards.into_iter().map(|card| card.sku).collect::<Vec<_>>();
        assert_eq!(seen(cards(view, &acme, &all)?), ["A-1", "A-2", "OUT-1"]);
        assert_eq!(seen(cards(view, &buyer(), &all)?), ["A-1", "A-2", "B-1", "OUT-1", "SEEN-1"]);
        assert!(product(view, &acme, "B-1")?.is_none(), "outside the assortment");
        assert!(product(view, &acme, "NO-SUCH")?.is_none());
        assert!(product(view, &buyer(), "HIDDEN-1")?.is_none());
        assert!(product(view, &buyer(), "CLOSED-1")?.is_none());
        let kit = product(view, &acme, "a-1")?.unwrap();
        assert_eq!(
            kit.components,
            [("A-2".to_owned(), portico_types::Quantity::whole(2))],
            "B-1 is not its to see"
        );
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
});

on_both!(every_kind_of_code_finds_its_product_inside_the_assortment, |db| {
    fill(&db).await;
    db.read(|view| {
        let codes = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let asked = codes(&[
            "a-1 ",
            "5012345000017",
            "mk-2",
            "MY-A2",
            "B-1",
            "HIDDEN-1",
            "CLOSED-1",
            "TWICE",
            "",
            "?",
        ]);
        let of_all = resolve(view, &buyer(), &asked)?;
        assert_eq!(
            of_all,
            [Some(1), Some(1), Some(2), Some(2), Some(3), None, Some(5), None, None, None]
        );
        let of_acme = resolve(view, &in_assortment(buyer(), 7), &asked)?;
        assert_eq!(of_acme[4], None, "outside the assortment");
        let mut other = buyer();
        other.customer.id = 12;
        assert_eq!(resolve(view, &other, &asked)?[3], None, "another customer's code");
        let many: Vec<String> =
            (0..120).map(|i| if i == 77 { "b-1".into() } else { format!("none-{i}") }).collect();
        let found = resolve(view, &buyer(), &many)?;
        assert_eq!(found.iter().filter(|id| id.is_some()).count(), 1);
        assert_eq!(found[77], Some(3));
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
});

on_both!(prices_come_from_every_source_that_holds_today, |db| {
    fill(&db).await;
    db.read(|view| {
        let price = |card: &Card, units| card.tariff.at(units).unwrap().amount();
        let found = cards(view, &buyer(), &[1, 2, 3])?;
        assert_eq!(price(&found[0], 12), "5.92", "the list");
        assert_eq!(price(&found[0], 48), "5.55", "its break");
        assert_eq!(found[0].tariff.base().unwrap().amount(), "7.40");
        assert_eq!(
            price(&found[1], 1),
            "4.00",
            "own, 4.80 with VAT at 20 %, below 12.00 with VAT for two"
        );
        assert_eq!(price(&found[2], 1), "9.00", "base 10.00 less 10 %");
        let mut stranger = buyer();
        stranger.customer.id = 12;
        stranger.customer.discount = portico_types::Rate::ZERO;
        let found = cards(view, &stranger, &[1, 2, 3])?;
        assert_eq!(price(&found[0], 48), "7.40", "no list of its own");
        assert_eq!(
            price(&found[1], 1),
            "50.00",
            "for ten; another customer's price does not count"
        );
        assert_eq!(tariffs(view, &stranger.customer, &[3])?[&3].at(1).unwrap().amount(), "10.00");
        stranger.customer.currency = portico_types::Currency::EUR;
        assert_eq!(cards(view, &stranger, &[1])?[0].tariff.at(1), None, "nothing in this currency");
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
});

on_both!(vat_follows_the_delivery, |db| {
    fill(&db).await;
    db.read(|view| {
        use crate::access::VatTreatment::{Export, Normal, ReverseCharge};
        let today = Day::parse("2026-03-28").unwrap();
        for (country, treatment, class, rate, category) in [
            ("GB", Normal, "standard", "20", "S"),
            ("GB", Normal, "zero", "0", "Z"),
            ("GB", Export, "standard", "20", "S"),
            ("DE", Normal, "standard", "0", "G"),
            ("DE", ReverseCharge, "standard", "0", "AE"),
            ("IE", Normal, "standard", "23", "S"),
        ] {
            let country = Country::from_code(country).unwrap();
            let taxed = crate::pricing::vat_table(view, country, treatment, today)?.of(class);
            assert_eq!(
                (taxed.rate.text().as_str(), taxed.category.code()),
                (rate, category),
                "{country} {class}"
            );
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
});

on_both!(a_card_knows_stock_and_current_order, |db| {
    fill(&db).await;
    db.read(|view| {
        let found = cards(view, &buyer(), &[2, 1, 1, 6, 99])?;
        let facts: Vec<_> =
            found.iter().map(|c| (c.sku.as_str(), c.free, c.in_cart, c.orderable())).collect();
        assert_eq!(facts, [("A-2", 0, 0, true), ("A-1", 140, 24, true), ("OUT-1", 0, 0, false)]);
        let mut colleague = buyer();
        colleague.login.id = 22;
        assert_eq!(
            cards(view, &colleague, &[1])?[0].in_cart,
            0,
            "a colleague's current order is another one"
        );
        let closed = closed_cards(view, &buyer(), &[5])?;
        assert_eq!((closed[0].sku.as_str(), closed[0].name.as_str()), ("CLOSED-1", "Gone"));
        let mut shy = buyer();
        assert_eq!(
            showing(view, &shy)?,
            Showing { stock: StockShown::Number, low: 10, last: 3, cap: 50 }
        );
        shy.customer.stock_shown = Some("none".into());
        assert_eq!(showing(view, &shy)?.stock, StockShown::None);
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
});
