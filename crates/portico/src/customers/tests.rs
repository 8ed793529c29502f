//! Staff's pages about customers: finding, making, changing, closing; two people at once.

use crate::args;
use crate::billing::issue_tests::{raise, with_seller};
use crate::customers::change::{self, Terms};
use crate::platform::db::{DbError, Tx, View};
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

/// Version and one column of C-1001.
async fn kept(world: &World) -> (i64, String, Option<i64>, bool) {
    let read = |view: &mut View| -> Result<_, DbError> {
        view.one::<(i64, String, Option<i64>, bool)>(
            "select version, name, credit_limit_minor, on_hold from customers where number = 'C-1001'",
            args![],
        )
    };
    world.db.read(read).await.unwrap().unwrap()
}

in_world!(customers_are_found_by_what_staff_know_of_them, |world| {
    let mut ruth = world.sign_in("ruth@").await;
    let all = ruth.get("/staff/customers").await;
    assert!(all.says("Larch & Lime") && !all.says("New customer"), "{}", all.text());
    for q in ["c-1001", "LARCH", "Lime"] {
        let found = ruth.get(&format!("/staff/customers?q={q}")).await;
        assert!(found.says("C-1001") && !found.says("Moorland"), "{q}: {}", found.text());
    }
    assert!(ruth.get("/staff/customers?state=closed").await.says("C-1011"));
    assert!(!ruth.get("/staff/customers?state=open").await.says("C-1011"));
    assert!(!ruth.get("/staff/customers?logins=without").await.says("Larch & Lime"));
    let sheet = ruth.get("/staff/customers/export?as=csv&q=larch").await;
    assert!(sheet.html.contains("C-1001") && !sheet.html.contains("Moorland"), "{}", sheet.html);
    let page = ruth.get("/staff/customers/C-1001").await;
    for said in ["Larch & Lime", "Anna Kay", "Payment days", "Owed", "P-1000"] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    assert!(!page.says("Close customer") && page.says("View as customer"));
    assert_eq!(ruth.get("/staff/customers/C-9999").await.status, StatusCode::NOT_FOUND);
});

in_world!(a_customer_is_made_by_hand_with_a_number_drawn_or_typed, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/customers/new").await;
    let base = [("country", "NL"), ("language", "en"), ("vat_treatment", "reverse_charge")];
    let bare = will.post("/staff/customers", &base).await;
    assert!(bare.status == StatusCode::UNPROCESSABLE_ENTITY && bare.html.contains("aria-invalid"));
    let fields = |number: &'static str, name: &'static str| {
        let mut fields = base.to_vec();
        fields.extend([("number", number), ("name", name)]);
        fields
    };
    let taken = will.post("/staff/customers", &fields("c-1001", "Other")).await;
    assert!(taken.says("A customer has this number."), "{}", taken.text());
    assert!(will.post("/staff/customers", &fields("NEW", "Other")).await.says("no number"));
    let made = will.post("/staff/customers", &fields("", "Kade <b>7</b>")).await;
    assert_eq!(made.location(), Some("/staff/customers/C-10001"), "{}", made.text());
    let page = will.get("/staff/customers/C-10001").await;
    assert!(page.says("Kade <b>7</b>") && page.says("made the customer"), "{}", page.text());
    assert!(!page.html.contains("<b>7"));
    assert!(will.get("/staff/customers?q=kade").await.says("C-10001"));
});

in_world!(terms_are_saved_whole_and_what_is_wrong_stands_at_its_field, |world| {
    let mut will = world.sign_in("will@").await;
    let form = will.get("/staff/customers/C-1001/terms").await;
    let version = form.hidden("version").unwrap();
    let wrong = [
        ("version", version.as_str()),
        ("payment_days", "soon"),
        ("credit_limit", "-1"),
        ("discount", "101"),
        ("minimum_order", "a lot"),
        ("approvals_needed", "6"),
        ("maximum_order", "-5"),
        ("assortment", "NO-SUCH"),
        ("prices_shown", "perhaps"),
    ];
    let refused = will.post("/staff/customers/C-1001/terms", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.html.matches("aria-invalid").count(), 8, "{}", refused.text());
    assert!(refused.html.contains("value=\"soon\"") && refused.html.contains("value=\"a lot\""));
    let good = [
        ("version", version.as_str()),
        ("payment_days", "14"),
        ("credit_limit", "2500.50"),
        ("discount", "2.5"),
        ("prices_shown", "net"),
        ("on_hold", "yes"),
        ("minimum_order", "50"),
        ("maximum_order", "4000"),
        ("approvals_needed", "2"),
    ];
    let mut crossed = good;
    crossed[7] = ("maximum_order", "49.99");
    let refused = will.post("/staff/customers/C-1001/terms", &crossed).await;
    assert!(refused.says("Less than the minimum order."), "{}", refused.text());
    let saved = will.post("/staff/customers/C-1001/terms", &good).await;
    assert_eq!(saved.location(), Some("/staff/customers/C-1001"), "{}", saved.text());
    let (_, _, limit, hold) = kept(&world).await;
    assert_eq!((limit, hold), (Some(250_050), true));
    let form = will.get("/staff/customers/C-1001/terms").await;
    for kept in ["value=\"50.00\"", "value=\"4000.00\"", "name=\"approvals_needed\" value=\"2\""] {
        assert!(form.html.contains(kept), "{kept}: {}", form.html);
    }
    assert!(will.get("/staff/customers/C-1001").await.says("4,000.00"), "the sheet says it");
    let late = will.post("/staff/customers/C-1001/terms", &good).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.says("Somebody changed this since you opened it."), "{}", late.text());
    assert!(late.html.contains("value=\"2500.50\""), "what was typed stays");
    let mut ruth = world.sign_in("ruth@").await;
    assert_eq!(ruth.get("/staff/customers/C-1001/terms").await.status, StatusCode::FORBIDDEN);
});

in_world!(what_e_invoices_say_of_a_customer_is_typed_and_stands_on_the_next, |world| {
    with_seller(&world).await;
    let mut will = world.sign_in("will@").await;
    let form = will.get("/staff/customers/C-1001/details").await;
    let version = form.hidden("version").unwrap();
    let typed = |registration, endpoint, reference| {
        [
            ("version", version.clone()),
            ("name", "Larch & Lime Cafés".to_owned()),
            ("country", "GB".to_owned()),
            ("language", "en".to_owned()),
            ("vat_treatment", "normal".to_owned()),
            ("registration", registration),
            ("endpoint", endpoint),
            ("buyer_reference", reference),
        ]
    };
    let text = str::to_owned;
    let path = "/staff/customers/C-1001/details";
    let wrong = typed(text("12345678"), text("0088:7300010000002"), "9".repeat(101));
    let refused = will.post(path, &wrong.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.html.matches("aria-invalid").count(), 3, "{}", refused.text());
    for said in ["Write the scheme, a colon and the number", "its check digit does not fit"] {
        assert!(refused.says(said), "{}", refused.text());
    }
    assert!(refused.html.contains("value=\"0088:7300010000002\""), "what was typed stays");
    let unknown = typed(text("9930:DE1"), text("0001:5"), String::new());
    let refused = will.post(path, &unknown.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
    assert_eq!(refused.text().matches("is not on the list").count(), 2, "{}", refused.text());
    let good = typed(text("0106: 12345678"), text("0088:7300010000001"), text(" 04011000-1 "));
    let saved = will.post(path, &good.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(will.get("/staff/customers/C-1001").await.says("0106:12345678"));
    let number = raise(&world, Vec::new()).await.unwrap();
    let ubl = will.get(&format!("/staff/documents/{number}.xml")).await.html;
    for kept in ["12345678</cbc:CompanyID>", "7300010000001</cbc:EndpointID>", ">04011000-1<"] {
        assert!(ubl.contains(kept), "{kept}: {ubl}");
    }
    world.work().await;
});

in_world!(of_twenty_who_save_the_same_form_one_wins, |world| {
    let (version, ..) = kept(&world).await;
    let (db, will) = (world.db.clone(), world.staff("will@"));
    let saved = race(20, move |i| {
        let (db, will) = (db.clone(), will.clone());
        let terms = Terms {
            payment_days: i.to_string(),
            discount: "0".to_owned(),
            prices_shown: "net".to_owned(),
            ..Terms::default()
        };
        async move {
            let deed =
                move |tx: &mut Tx| change::change_terms(tx, &will, "C-1001", (version, &terms));
            db.write(deed).await
        }
    })
    .await;
    let won = saved.iter().filter(|answer| answer.is_ok()).count();
    let late = saved.iter().filter_map(|answer| answer.as_ref().err());
    assert!(late.clone().all(|e| e.problem().code == "changed_meanwhile"), "{saved:?}");
    assert_eq!((won, late.count()), (1, 19));
    assert_eq!(kept(&world).await.0, version + 1);
});

in_world!(what_an_erp_keeps_is_shown_and_not_changed_here, |world| {
    let owned = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update customers set erp_ref = 'brightpearl:7' where number = 'C-1001'", args![])
    };
    assert_eq!(world.db.write(owned).await.unwrap(), 1);
    let mut will = world.sign_in("will@").await;
    let page = will.get("/staff/customers/C-1001").await;
    assert!(page.says("brightpearl keeps this customer"), "{}", page.text());
    assert!(!page.html.contains("C-1001/details") && !page.html.contains("contacts/first"));
    let form = [
        ("version", "1"),
        ("name", "X"),
        ("country", "GB"),
        ("language", "en"),
        ("vat_treatment", "normal"),
    ];
    let refused = will.post("/staff/customers/C-1001/details", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(kept(&world).await.1, "Larch & Lime Cafés");
});

in_world!(of_a_customer_that_an_erp_keeps_the_portals_own_terms_are_set_here, |world| {
    let owned = |tx: &mut Tx| -> Result<u64, DbError> {
        tx.exec("update customers set erp_ref = 'brightpearl:7', minimum_order_minor = 5000 where number = 'C-1001'", args![])
    };
    assert_eq!(world.db.write(owned).await.unwrap(), 1);
    let mut will = world.sign_in("will@").await;
    let form = will.get("/staff/customers/C-1001/terms").await;
    assert!(!form.html.contains("name=\"payment_days\""), "the ERP's are not asked for");
    assert!(form.html.contains("name=\"pays_online\""), "this is the portal's own");
    let version = form.hidden("version").unwrap();
    let own = |largest, approvals| {
        [("version", version.as_str()), ("maximum_order", largest), ("approvals_needed", approvals)]
    };
    let refused = will.post("/staff/customers/C-1001/terms", &own("49", "6")).await;
    assert_eq!(refused.html.matches("aria-invalid").count(), 2, "{}", refused.text());
    let with_theirs = [own("4000", "2").as_slice(), &[("payment_days", "14")]].concat();
    let refused = will.post("/staff/customers/C-1001/terms", &with_theirs).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "a term of the ERP's is not taken in silence");
    let saved = will.post("/staff/customers/C-1001/terms", &own("4000", "2")).await;
    assert_eq!(saved.location(), Some("/staff/customers/C-1001"), "{}", saved.text());
    let sheet = will.get("/staff/customers/C-1001").await;
    assert!(sheet.says("4,000.00") && sheet.says("30 days"), "{}", sheet.text());
    assert!(sheet.says("May pay online No"), "{}", sheet.text());
    let late = will.post("/staff/customers/C-1001/terms", &own("", "")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "somebody changed it since");
});

in_world!(a_closed_customer_lets_nobody_in_and_opens_again, |world| {
    let mut anna = world.sign_in("anna@").await;
    let mut will = world.sign_in("will@").await;
    let version = will.get("/staff/customers/C-1001").await.hidden("version").unwrap();
    let close = [("version", version.as_str()), ("open", "no")];
    assert_eq!(
        will.post("/staff/customers/C-1001/state", &close).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(anna.get("/orders").await.location().is_some_and(|to| to.starts_with("/sign-in")));
    let page = will.get("/staff/customers/C-1001").await;
    assert!(page.says("Reopen customer") && page.says("closed the customer"), "{}", page.text());
    let version = page.hidden("version").unwrap();
    let open = [("version", version.as_str()), ("open", "yes")];
    assert_eq!(
        will.post("/staff/customers/C-1001/state", &open).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(anna.get("/orders").await.status, StatusCode::OK);
});

in_world!(contacts_and_addresses_come_change_and_go, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/customers/C-1001/contacts/new").await;
    let bad = [("name", ""), ("email", "no address")];
    let refused = will.post("/staff/customers/C-1001/contacts/new", &bad).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.says("not an e-mail address")
    );
    let cora =
        [("name", "Cora Ledger"), ("role", "bookkeeping"), ("email", "cora@larchlime.example")];
    will.post("/staff/customers/C-1001/contacts/new", &cora).await;
    let page = will.get("/staff/customers/C-1001").await;
    assert!(page.says("Cora Ledger") && page.says("bookkeeping"), "{}", page.text());
    let id = page
        .html
        .split("/contacts/")
        .filter_map(|rest| rest.split('"').next()?.parse::<i64>().ok())
        .next()
        .unwrap();
    let path = format!("/staff/customers/C-1001/contacts/{id}");
    assert_eq!(
        will.post(&format!("/staff/customers/C-1002/contacts/{id}/removal"), &[]).await.status,
        StatusCode::NOT_FOUND
    );
    will.post(&format!("{path}/removal"), &[]).await;
    assert!(!will.get("/staff/customers/C-1001").await.says("Cora Ledger"));
    let address = [
        ("name", "Larch & Lime"),
        ("line1", "9 Quay"),
        ("city", "Leeds"),
        ("postcode", "LS1"),
        ("country", "GB"),
        ("default_delivery", "yes"),
    ];
    let new = "/staff/customers/C-1001/addresses/new";
    let refused = will.post(new, &address).await;
    assert!(
        refused.says("postcode") && refused.html.contains("value=\"LS1\""),
        "{}",
        refused.text()
    );
    let mut good = address.to_vec();
    good.retain(|(name, _)| *name != "postcode");
    good.push(("postcode", "LS1 4AP"));
    assert_eq!(will.post(new, &good).await.status, StatusCode::SEE_OTHER);
    let mut anna = world.sign_in("anna@").await;
    assert!(anna.get("/").await.says("9 Quay"), "the new default is the customer's");
});
