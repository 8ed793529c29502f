//! Every door that sets a paper waits for a turn at it.

use crate::billing::issue_tests::{raise, with_seller};
use crate::orders::shipping::slip_tests::send_mugs;
use crate::testkit::client::Client;
use crate::testkit::world::{World, in_world};

/// A quotation that Anna was sent, and where its link leads.
async fn quotation(world: &World) -> (String, String) {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/customers/C-1001").await;
    let begun = will.post("/staff/quotes", &[("number", "C-1001")]).await;
    let edit = begun.location().expect("it is begun").to_owned();
    let number = edit.split('/').nth(3).expect("its number").to_owned();
    let typed = [
        ("version", "1"),
        ("code.0", "TEAPOT-IRON"),
        ("quantity.0", "2"),
        ("price.0", "27.50"),
        ("title", "Spring counter"),
        ("deed", "save"),
    ];
    will.get(&edit).await;
    will.post(&edit, &typed).await;
    will.get(&format!("/staff/quotes/{number}")).await;
    let send = will.post(&format!("/staff/quotes/{number}/send"), &[("version", "2")]).await;
    assert_eq!(send.status, 303, "{}", send.text());
    let mut anna = world.sign_in("anna@").await;
    anna.get(&format!("/quotes/{number}")).await;
    let shares = format!("/quotes/{number}/shares");
    anna.post(&shares, &[("email", "marta@cafes.example")]).await;
    world.work().await;
    let mails = world.mails();
    let mail = mails.iter().find(|mail| mail.contains("marta@cafes.example")).expect("the link");
    let mail = mail.replace("=\r\n", "");
    let at = mail.find("/shared/").expect("the mail has the link");
    (number, mail[at..].chars().take_while(|c| !c.is_whitespace()).collect())
}

in_world!(every_paper_waits_for_its_turn_and_says_so_when_there_is_none, |world| {
    with_seller(&world).await;
    let invoice = raise(&world, Vec::new()).await.unwrap();
    let (quote, link) = quotation(&world).await;
    send_mugs(&world, "48").await;
    let doors: [(Client, Vec<String>); 5] = [
        (
            world.sign_in("anna@").await,
            vec![
                format!("/transactions/{invoice}.pdf"),
                format!("/transactions/archive?document={invoice}"),
                "/statement.pdf".to_owned(),
                format!("/quotes/{quote}.pdf"),
                "/shipments/S-1/slip.pdf".to_owned(),
            ],
        ),
        (
            world.sign_in("will@").await,
            vec![
                format!("/staff/documents/{invoice}.pdf"),
                format!("/staff/documents/archive?document={invoice}"),
                "/staff/customers/C-1001/statement.pdf".to_owned(),
                format!("/staff/quotes/{quote}.pdf"),
                "/staff/shipments/S-1/slip.pdf".to_owned(),
                "/staff/goods-out/N-1/sheet.pdf".to_owned(),
                "/staff/goods-out/N-1/slip.pdf".to_owned(),
            ],
        ),
        (
            world.sign_in("olive@").await,
            vec!["/staff/brand/preview.pdf?colour=&corner=6&density=normal".to_owned()],
        ),
        (world.anybody(), vec![format!("{link}.pdf")]),
        (world.program("anna@").await, vec![format!("/api/v1/documents/{invoice}.pdf")]),
    ];
    let mut answered = Vec::new();
    for (mut client, paths) in doors {
        for path in paths {
            let paper = client.get(&path).await;
            let is_file = ["%PDF-", "PK"].iter().any(|head| paper.html.starts_with(head));
            assert!(paper.status == 200 && is_file, "{path}: {}", paper.status);
            answered.push((client.clone(), path));
        }
    }
    world.app.exports.setting.close();
    for (mut client, path) in answered {
        let told = client.get(&path).await;
        assert_eq!(told.status, 503, "{path} set a paper without a turn");
        assert!(told.headers.contains_key("retry-after"), "{path}");
        let said = "Many papers are wanted at this moment";
        assert!(told.html.contains(said), "{path}: {}", told.html);
    }
    let mut anna = world.sign_in("anna@").await;
    let e_invoice = anna.get(&format!("/transactions/{invoice}.xml")).await;
    assert_eq!(e_invoice.status, 200, "an e-invoice alone is no sheet");
    world.work().await;
});
