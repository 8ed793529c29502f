//! Papers of several documents as one archive: whose they are, how many, what they are called.

use super::issue_tests::{raise, some, with_seller};
use super::papers::{ARCHIVE_MOST, of_customer, ticked};
use crate::platform::db::View;
use crate::testkit::world::in_world;

/// What `document` says so often.
fn fields(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| ("document".to_owned(), format!("INV-{n}"))).collect()
}

#[test]
fn an_archive_has_its_limits() {
    assert_eq!(ticked(&Vec::new()).unwrap_err().code, "nothing_ticked");
    assert_eq!(ticked(&fields(ARCHIVE_MOST)).unwrap().len(), ARCHIVE_MOST);
    assert_eq!(ticked(&fields(ARCHIVE_MOST + 1)).unwrap_err().code, "too_many");
    let twice = vec![fields(1)[0].clone(), fields(1)[0].clone()];
    assert_eq!(ticked(&twice).unwrap(), ["INV-0"], "each once");
}

in_world!(an_archive_holds_the_papers_of_the_person_who_asks, |world| {
    with_seller(&world).await;
    let first = raise(&world, vec![some(1, "10")]).await.unwrap();
    let second = raise(&world, Vec::new()).await.unwrap();
    let both = format!("archive?document={first}&document={second}");
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/transactions").await;
    for said in ["name=\"document\"", "form=\"ticked\"", "formaction=\"/transactions/archive\""] {
        assert!(page.html.contains(said), "{said}");
    }
    let zip = anna.get(&format!("/transactions/{both}")).await;
    assert_eq!(zip.headers["content-type"], "application/zip");
    assert!(zip.headers["content-disposition"].to_str().unwrap().contains("documents-20"));
    for name in [&first, &second].map(|number| [format!("{number}.pdf"), format!("{number}.xml")]) {
        assert!(name.iter().all(|name| zip.html.contains(name)), "{name:?}");
    }
    let mut bella = world.sign_in("bella@").await;
    let theirs = bella.get(&format!("/transactions/{both}")).await;
    let absent = bella.get("/transactions/archive?document=INV-1999-0001").await;
    assert_eq!((theirs.status.as_u16(), theirs.text()), (422, absent.text()), "as if not there");
    let otto = world.buyer("otto@");
    let numbers = vec![first, second];
    let own = world.db.read(move |view: &mut View| of_customer(view, &otto, &numbers)).await;
    assert!(own.unwrap().is_empty(), "another person's order");
    let mut will = world.sign_in("will@").await;
    assert!(
        will.get("/staff/documents").await.html.contains("action=\"/staff/documents/archive\"")
    );
    let zip = will.get(&format!("/staff/documents/{both}")).await;
    assert_eq!((zip.status.as_u16(), &zip.html[..2]), (200, "PK"));
    world.work().await;
});
