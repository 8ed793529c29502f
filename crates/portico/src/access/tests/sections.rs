//! Parts of the portal that are switched off: gone from menus and pages, absent for people and programs; and the
//! wholesaler's address at the foot of pages and mails.

use crate::access::sections::{ACCOUNT, BACKORDERS, ORDERS, PRICE_LIST};
use crate::app::router;
use crate::platform::db::{DbError, Tx};
use crate::platform::settings::{self, Setting};
use crate::platform::wholesaler;
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::http::StatusCode;

/// A part, and where its routes begin.
const PARTS: [(&Setting<bool>, &[&str]); 4] = [
    (&ORDERS, &["/orders", "/api/v1/orders"]),
    (&BACKORDERS, &["/backorders", "/api/v1/backorders"]),
    (&PRICE_LIST, &["/products/price-list"]),
    (&ACCOUNT, &["/account", "/addresses", "/api/v1/account", "/api/v1/addresses"]),
];

async fn switch(world: &World, part: &'static Setting<bool>, on: bool) {
    let done = move |tx: &mut Tx| -> Result<(), DbError> { settings::set(tx, part, &on) };
    world.db.write(done).await.unwrap();
}

/// What a part's routes that read answer to a customer, by page or program; a single order is none of them.
async fn answers(world: &World, starts: &[&str]) -> Vec<(&'static str, StatusCode)> {
    let (mut mona, mut program) = (world.sign_in("mona@").await, world.program("mona@").await);
    let mut all = Vec::new();
    for route in router::routes().list() {
        let belongs = starts.iter().any(|start| route.path.starts_with(start));
        if !belongs || route.method != "GET" || route.path.contains('{') {
            continue;
        }
        let person = if route.path.starts_with("/api/") { &mut program } else { &mut mona };
        all.push((route.path, person.get(route.path).await.status));
    }
    all
}

in_world!(a_part_that_is_off_is_absent_for_pages_and_programs_and_the_others_stay, |world| {
    for (part, starts) in PARTS {
        let open = answers(&world, starts).await;
        assert!(!open.is_empty(), "{}", part.key);
        assert!(open.iter().all(|(_, status)| *status == StatusCode::OK), "{open:?}");
        switch(&world, part, false).await;
        let off = answers(&world, starts).await;
        assert!(off.iter().all(|(_, status)| *status == StatusCode::NOT_FOUND), "{off:?}");
        for (other, starts) in PARTS.iter().filter(|(other, _)| other.key != part.key) {
            let on = answers(&world, starts).await;
            assert!(on.iter().all(|(_, s)| *s == StatusCode::OK), "{}: {on:?}", other.key);
        }
        switch(&world, part, true).await;
    }
});

in_world!(no_page_leads_to_a_part_that_is_off, |world| {
    let links = ["href=\"/orders\"", "href=\"/backorders\"", "/products/price-list"];
    let pages = ["/", "/products", "/orders/P-100001", "/cart", "/me"];
    let mut anna = world.sign_in("anna@").await;
    let before: Vec<String> = {
        let mut all = Vec::new();
        for page in pages {
            all.push(anna.get(page).await.html);
        }
        all
    };
    assert!(links.iter().all(|link| before.iter().any(|page| page.contains(link))));
    for part in [&ORDERS, &BACKORDERS, &PRICE_LIST] {
        switch(&world, part, false).await;
    }
    for page in pages {
        let shown = anna.get(page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        for link in links {
            assert!(!shown.html.contains(link), "{page} leads to {link}");
        }
    }
    let mut olive = world.sign_in("olive@").await;
    assert_eq!(olive.get("/staff/orders").await.status, StatusCode::OK, "staff keep theirs");
});

in_world!(customers_pages_and_mails_end_with_the_wholesalers_address, |world| {
    let set = |tx: &mut Tx| -> Result<(), DbError> {
        settings::set(tx, &wholesaler::ADDRESS, &"Dock 2\n<Otley> LS21".to_owned())?;
        settings::set(tx, &wholesaler::PHONE, &"+44 1632 960 143".to_owned())?;
        settings::set(tx, &wholesaler::EMAIL, &"orders@hartwell.example".to_owned())
    };
    world.db.write(set).await.unwrap();
    let mut anna = world.sign_in("anna@").await;
    for path in ["/products", "/me"] {
        let page = anna.get(path).await;
        assert!(page.says("Dock 2") && page.says("<Otley> LS21"), "{path}");
        assert!(page.html.contains("href=\"tel:+441632960143\""));
        assert!(page.html.contains("href=\"mailto:orders@hartwell.example\""));
    }
    let mut nobody = world.anybody();
    assert!(nobody.get("/sign-in").await.says("Dock 2"));
    nobody.get("/forgotten").await;
    nobody.post("/forgotten", &[("name", "anna@larchlime.example")]).await;
    let mails = crate::access::tests::new_mails(&world).await;
    let mail = mails.last().unwrap();
    assert!(mail.contains("Dock 2\r\n<Otley> LS21\r\n+44 1632 960 143\r\norders@hartwell.example"));
    assert!(mail.contains("Dock 2<br>&lt;Otley&gt; LS21<br>"), "{mail}");
    let mut olive = world.sign_in("olive@").await;
    assert!(!olive.get("/staff/orders").await.html.contains("company-foot"));
});
