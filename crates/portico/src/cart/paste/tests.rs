//! Pasted lists on both databases: nothing is lost, nothing is guessed, what was said once is known, and the database is
//! asked no more often for a thousand lines than for ten.

use super::*;
use crate::access::Buyer;
use crate::catalogue::follow::catch_up_fully;
use crate::platform::db::{Db, DbError, Tx, View, args};
use crate::platform::problem::AppError;
use crate::testkit::client::Client;
use crate::testkit::page::Page;
use crate::testkit::world::{World, in_world};
use axum::body::Body;
use axum::http::{Request, header};
use std::collections::BTreeMap;

/// Codes of products that go in as they are, each with a quantity that fits.
const GOOD: [&str; 10] = [
    "MUG-SAND 12",
    "12 x mug-slate",
    "5012345104222;24",
    "HP-350-SAN\t12",
    "LL-77,6",
    "CANDLE-SALT 12 pcs",
    "TOWEL-FERN: 10",
    "2 Stk TEAPOT-IRON",
    "RIBBON-M 12,5",
    "GLASS-STEP4 (8)",
];
/// Lines that somebody has to look at.
const WRONG: [&str; 10] = [
    "MUG-SNAD 12",
    "MUG-SANDD 12",
    "NO-SUCH-THING 4",
    "MUG-SAND 13",
    "TIN-MIN6 5",
    "TEAPOT-IRON",
    "TEAPOT-IRON;3;24",
    "TEAPOT-IRON 1,5",
    "???",
    "stoneware mug slate 12",
];

async fn pasted(db: &Db, buyer: &Buyer, text: &str) -> Look {
    let (buyer, source) = (buyer.clone(), Source::Text(text.to_owned()));
    let all = move |tx: &mut Tx| -> Result<Look, AppError> {
        keep(tx, &buyer, &source)?;
        look(tx, &buyer)
    };
    db.write(all).await.unwrap()
}

async fn done<T: Send + 'static>(
    world: &World,
    deed: impl Fn(&mut Tx, &Buyer) -> Result<T, AppError> + Send + 'static,
) -> T {
    let anna = world.buyer("anna@");
    world.db.write(move |tx: &mut Tx| deed(tx, &anna)).await.unwrap()
}

fn why(line: &Judged) -> &'static str {
    match &line.state {
        State::Ready { .. } => "ready",
        State::Out => "out",
        State::Needs { why, .. } => match why {
            Why::NoCode => "no code",
            Why::Unknown => "unknown",
            Why::Several => "several",
            Why::NoQuantity { .. } => "no quantity",
            Why::Quantities(_) => "quantities",
            Why::Wrong(refusal, _) => refusal.code(),
        },
    }
}

in_world!(
    of_two_hundred_lines_with_ten_wrong_ones_none_is_lost_and_each_wrong_one_says_why,
    |world| {
        catch_up_fully(&world.db, &world.app.search).await.unwrap();
        let anna = world.buyer("anna@");
        let mut lines: Vec<&str> = GOOD.iter().copied().cycle().take(190).collect();
        lines.extend(WRONG);
        let mut found = pasted(&world.db, &anna, &lines.join("\r\n")).await;
        assert_eq!((found.lines.len(), found.ready(), found.needing()), (200, 190, 10));
        let written: Vec<&str> = found.lines.iter().map(|line| line.written.as_str()).collect();
        assert_eq!(written, lines, "every line is kept as it was written");
        let reasons: Vec<&str> = found.lines[190..].iter().map(why).collect();
        assert_eq!(
            reasons,
            [
                "unknown",
                "unknown",
                "unknown",
                "not_a_multiple",
                "below_minimum",
                "no quantity",
                "quantities",
                "too_many_decimals",
                "unknown",
                "unknown",
            ]
        );
        let (index, reader) = (world.app.search.clone(), anna.clone());
        let mut open = found.lines.split_off(190);
        let offered = move |view: &mut View| -> Result<Vec<Vec<String>>, AppError> {
            suggest(view, &index, &reader, &mut open.iter_mut().collect::<Vec<_>>())?;
            let skus = |line: &Judged| match &line.state {
                State::Needs { offered, .. } => {
                    offered.iter().map(|card| card.sku.clone()).collect()
                }
                _ => Vec::new(),
            };
            Ok(open.iter().map(skus).collect())
        };
        let offered = world.db.read(offered).await.unwrap();
        assert_eq!(offered[0][0], "MUG-SAND", "swapped letters: {offered:?}");
        assert_eq!(offered[1][0], "MUG-SAND", "one letter too many");
        assert!(offered[2].is_empty() && offered[8].is_empty(), "{offered:?}");
        assert_eq!(offered[9][0], "MUG-SLATE", "words instead of a code: {offered:?}");
    }
);

in_world!(what_was_corrected_goes_in_and_is_known_the_next_time_at_this_customer_alone, |world| {
    let anna = world.buyer("anna@");
    let found = pasted(&world.db, &anna, "MUG-SNAD 12\nOLD-POT 2\nTEAPOT-IRON 3\nNO-SUCH 1").await;
    assert_eq!(found.ready(), 1);
    let changes = BTreeMap::from([
        (1, Change { take: Some("MUG-SAND".to_owned()), ..Change::default() }),
        (2, Change { code: Some("teapot-iron".to_owned()), ..Change::default() }),
    ]);
    done(&world, move |tx, anna| change(tx, anna, &changes)).await;
    let put = done(&world, put_in).await;
    assert_eq!(put, PutIn { lines: 3, left: 1 });
    let cart = done(&world, |tx, anna| Ok(crate::cart::load(tx, anna)?)).await.1;
    let lines: Vec<_> = cart.iter().map(|l| (l.sku.as_str(), l.quantity.units)).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.contains(&("MUG-SAND", 12)) && lines.contains(&("TEAPOT-IRON", 5)), "{lines:?}");
    // What needs somebody is still there; a new list comes behind it.
    let found = pasted(&world.db, &anna, "mug-snad 12\nold-pot 1").await;
    assert_eq!(found.lines.iter().map(why).collect::<Vec<_>>(), ["unknown", "ready", "ready"]);
    let remembered = |line: &Judged| matches!(line.state, State::Ready { remembered: true, .. });
    assert!(found.lines[1..].iter().all(remembered));
    let bella = world.buyer("bella@");
    let theirs = pasted(&world.db, &bella, "MUG-SNAD 12").await;
    assert_eq!(why(&theirs.lines[0]), "unknown", "what one customer says is no other's business");
    done(&world, |tx, anna| forget(tx, anna, "MUG-SNAD")).await;
    let found = done(&world, |tx, anna| look(tx, anna)).await;
    assert_eq!(found.lines.iter().map(why).collect::<Vec<_>>(), ["unknown", "unknown", "ready"]);
});

in_world!(a_quantity_that_does_not_fit_is_offered_right_beside_what_is_in_the_order, |world| {
    let anna = world.buyer("anna@");
    pasted(&world.db, &anna, "GLASS-STEP4 8").await;
    done(&world, put_in).await;
    let found = pasted(&world.db, &anna, "GLASS-STEP4 5\nGLASS-STEP4 4\nTEAPOT-IRON").await;
    let State::Needs { why: Why::Wrong(_, nearest), .. } = &found.lines[0].state else {
        panic!("{:?}", found.lines[0])
    };
    assert_eq!(nearest.iter().map(|q| q.units).collect::<Vec<_>>(), [4, 8]);
    assert_eq!(why(&found.lines[1]), "ready", "four more are a multiple beside eight");
    let State::Needs { why: Why::NoQuantity { least }, .. } = &found.lines[2].state else {
        panic!("{:?}", found.lines[2])
    };
    assert_eq!(least.units, 1);
});

in_world!(a_code_of_two_products_is_asked_about_and_the_answer_is_remembered, |world| {
    let anna = world.buyer("anna@");
    let twice = |tx: &mut Tx| -> Result<u64, DbError> {
        let sql = "update products set ean = '5012345104208' where sku = 'MUG-SLATE'";
        tx.exec(sql, args![])
    };
    assert_eq!(world.db.write(twice).await.unwrap(), 1);
    let found = pasted(&world.db, &anna, "5012345104208 12").await;
    let State::Needs { why: Why::Several, offered } = &found.lines[0].state else {
        panic!("{:?}", found.lines[0])
    };
    let mut skus: Vec<&str> = offered.iter().map(|card| card.sku.as_str()).collect();
    skus.sort_unstable();
    assert_eq!(skus, ["MUG-SAND", "MUG-SLATE"]);
    let chosen = Change { take: Some("MUG-SLATE".to_owned()), ..Change::default() };
    let changes = BTreeMap::from([(1, chosen)]);
    done(&world, move |tx, anna| change(tx, anna, &changes)).await;
    done(&world, put_in).await;
    let again = pasted(&world.db, &anna, "5012345104208 12").await;
    assert_eq!(why(&again.lines[0]), "ready");
});

/// How often the database is asked to keep, look at, suggest for and put in a list of so many lines.
async fn asked(world: &World, lines: usize) -> (u64, usize) {
    let text: Vec<String> = (0..lines)
        .map(|at| if at % 20 == 0 { format!("MUG-SNAD{at} 12") } else { GOOD[at % 10].to_owned() })
        .collect();
    let (index, source) = (world.app.search.clone(), Source::Text(text.join("\n")));
    done(world, move |tx, anna| {
        throw_away(tx, anna)?;
        crate::cart::empty(tx, anna)?;
        let before = tx.round_trips();
        keep(tx, anna, &source)?;
        let mut found = look(tx, anna)?;
        suggest(tx, &index, anna, &mut found.lines.iter_mut().collect::<Vec<_>>())?;
        let put = put_in(tx, anna)?;
        Ok((tx.round_trips() - before, put.lines))
    })
    .await
}

in_world!(a_thousand_lines_ask_the_database_no_more_often_than_ten, |world| {
    catch_up_fully(&world.db, &world.app.search).await.unwrap();
    let (ten, few) = asked(&world, 10).await;
    let (thousand, many) = asked(&world, 1_000).await;
    assert_eq!((few, many), (9, 950));
    assert_eq!(ten, thousand, "round trips must not grow with the lines");
    assert!(ten < 80, "{ten}");
});

/// Sends the form of the page with a text and a file.
async fn send(client: &mut Client, lines: &str, file: Option<(&str, &[u8])>) -> Page {
    client.get("/cart/paste").await;
    let mut body = Vec::new();
    let mut part = |head: &str, content: &[u8]| {
        let head = format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in client.carried() {
        part(&format!("name=\"{name}\""), value.as_bytes());
    }
    part("name=\"lines\"", lines.as_bytes());
    if let Some((name, content)) = file {
        part(&format!("name=\"file\"; filename=\"{name}\""), content);
    }
    body.extend_from_slice(b"--XX--\r\n");
    let request = Request::post("/cart/paste")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
        .body(Body::from(body))
        .unwrap();
    client.send(request).await
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [("Artikel", "Menge"), ("MUG-SAND", "12"), ("NO-SUCH", "3")].iter().enumerate()
    {
        let row = u32::try_from(row).unwrap();
        sheet.write_string(row, 0, cells.0).unwrap();
        match cells.1.parse::<f64>() {
            Ok(number) => sheet.write_number(row, 1, number).unwrap(),
            Err(_) => sheet.write_string(row, 1, cells.1).unwrap(),
        };
    }
    book.save_to_buffer().unwrap()
}

in_world!(pages_take_a_text_a_csv_and_a_workbook_and_keep_what_was_refused, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = send(&mut anna, "", None).await;
    assert_eq!(page.status, 422, "{}", page.html);
    let page = send(&mut anna, "", Some(("order.pdf", b"%PDF-1.4\n\0\x01"))).await;
    assert_eq!(page.status, 422, "{}", page.html);
    let page = send(&mut anna, "kept text", Some(("order.xlsx", b"PK\x03\x04nothing"))).await;
    assert_eq!(page.status, 422);
    assert!(page.html.contains("kept text"), "what was typed stays");
    for file in [workbook(), b"Menge;Artikel\n12;MUG-SAND\n3;NO-SUCH\n".to_vec()] {
        let page = send(&mut anna, "", Some(("order", &file))).await;
        assert_eq!((page.status.as_u16(), page.location()), (303, Some("/cart/paste/lines")));
        let page = anna.get("/cart/paste/lines").await;
        assert!(page.html.contains("No product has the code NO-SUCH"), "{}", page.html);
        let page = anna.post("/cart/paste/order", &[]).await;
        assert_eq!(page.location(), Some("/cart/paste/lines"));
        let page = anna.get("/cart/paste/lines").await;
        assert!(page.html.contains("One line is in your current order."), "{}", page.html);
        let page = anna.post("/cart/paste/throw-away", &[]).await;
        assert_eq!(page.status, 303);
    }
    let page = anna.get("/cart").await;
    assert!(page.html.contains("MUG-SAND"));
});
