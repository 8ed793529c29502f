//! The statement as a page, a sheet and a file, for its customer and for staff.

use super::DocumentType;
use super::issue_tests::{raise, with_seller};
use super::settle::{NewPayment, record_payment};
use super::statement::{Period, Statement, statement};
use super::statement_paper::paper;
use super::view::STATEMENT_PAGE;
use crate::app::papers::Paper;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use crate::testkit::client::Client;
use crate::testkit::world::{World, in_world};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use portico_types::{Currency, Day, Money};

/// The sheet behind an address: its name, or the status of what came instead.
async fn sheet(client: &mut Client, path: &str) -> Result<String, u16> {
    let page = client.get(path).await;
    if page.status != 200 {
        return Err(page.status.as_u16());
    }
    assert_eq!(page.headers[CONTENT_TYPE], "application/pdf");
    assert!(page.html.starts_with("%PDF-"), "{path}");
    Ok(page.headers[CONTENT_DISPOSITION].to_str().unwrap().to_owned())
}

async fn this_year(world: &World) -> Statement {
    let (ruth, app) = (world.staff("ruth@"), world.app.clone());
    let read = move |view: &mut View| -> Result<Statement, AppError> {
        let customer = crate::customers::sheet::sheet(view, &ruth, "C-1001")?;
        let (today, from) = (wholesaler::today(view)?, Day::parse("2020-01-01").unwrap());
        let period = Period { from, to: today };
        let read = statement(view, customer.id, customer.currency()?, period)?;
        let Paper::Statement(facts) = paper(view, &app.words, customer.id, &read)? else {
            panic!("another paper")
        };
        assert_eq!(facts.customer.number.as_deref(), Some("C-1001"));
        assert_eq!(facts.seller.name, "Hartwell & Pike Ltd");
        assert_eq!(facts.closing_minor, read.closing.minor);
        assert_eq!(
            facts.ageing.iter().map(|age| age.amount_minor).sum::<i64>(),
            facts.closing_minor
        );
        assert_eq!(
            facts.entries.last().map(|entry| entry.balance_minor),
            Some(facts.closing_minor)
        );
        Ok(read)
    };
    world.db.read(read).await.unwrap()
}

in_world!(a_statement_is_a_page_a_sheet_and_a_file, |world| {
    with_seller(&world).await;
    let number = raise(&world, Vec::new()).await.unwrap();
    assert!(this_year(&world).await.entries.iter().any(|one| one.document.number == number));
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/statement").await.says(&number));
    let name = sheet(&mut anna, "/statement.pdf").await.unwrap();
    assert!(name.contains("statement-C-1001-"), "{name}");
    let backwards = "/statement.pdf?from=2026-05-01&to=2026-04-01";
    assert_eq!(sheet(&mut anna, backwards).await, Err(422));
    assert_eq!(sheet(&mut anna, "/statement.pdf?from=soon").await, Err(422));

    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/customers/C-1001/statement").await;
    assert!(page.says(&number) && page.says("Larch & Lime"), "{}", page.text());
    let pdf = sheet(&mut ruth, "/staff/customers/C-1001/statement.pdf").await.unwrap();
    assert!(pdf.contains("statement-C-1001-"), "{pdf}");
    let csv = ruth.get("/staff/customers/C-1001/statement/export?as=csv").await;
    assert!(csv.html.contains(&number), "{}", csv.html);
    let other = ruth.get("/staff/customers/C-1002/statement").await;
    assert!(other.status == 200 && !other.says(&number));
    let refused = ruth.get("/staff/customers/C-1001/statement?from=2026-05-01&to=2026-04-01").await;
    assert!(refused.says("The last day is before the first."));
    world.work().await;
});

in_world!(who_sees_own_orders_only_gets_no_sheet_either, |world| {
    let mut otto = world.sign_in("otto@").await;
    assert_eq!(otto.get("/statement").await.status, 403);
    assert_eq!(sheet(&mut otto, "/statement.pdf").await, Err(403));
});

in_world!(a_long_statement_has_pages_that_carry_forward, |world| {
    let whose = world.buyer("anna@").customer.id;
    let pennies = move |tx: &mut Tx| -> Result<(), DbError> {
        let day = wholesaler::today(tx)?;
        for at in 0..=STATEMENT_PAGE {
            let number = format!("PENNY-{at}");
            let new = NewPayment {
                kind: DocumentType::Payment,
                number: &number,
                customer_id: whose,
                amount: Money::new(1, Currency::GBP),
                day,
                reference: None,
                reason: None,
                source: &number,
                login_id: None,
            };
            let _ = record_payment(tx, &new)?;
        }
        Ok(())
    };
    world.db.write(pennies).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    let first = anna.get("/statement").await;
    let last = format!("PENNY-{STATEMENT_PAGE}");
    assert!(first.says("1 to 500 of 501") && first.says("Carried forward"), "{}", first.text());
    assert!(first.says("PENNY-0") && !first.says(&last) && !first.says("Brought forward"));
    let second = anna.get("/statement?before=500").await;
    assert!(
        second.says("501 to 501 of 501") && second.says("Brought forward"),
        "{}",
        second.text()
    );
    assert!(second.says(&last) && !second.says("Carried forward"));
    for odd in ["18446744073709551615", "-1", "soon", "501"] {
        assert_eq!(anna.get(&format!("/statement?before={odd}")).await.status, 200, "{odd}");
    }
});
