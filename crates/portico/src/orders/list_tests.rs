//! The list of orders as people use it: filters, order, columns, files.

use crate::testkit::in_world;
use axum::http::StatusCode;

in_world!(a_list_is_sorted_by_its_headings_and_says_so, |world| {
    let mut anna = world.sign_in("anna@").await;
    let newest = anna.get("/orders").await;
    assert!(
        newest.html.contains(r#"aria-sort="descending"><a href="/orders?sort=placed">"#),
        "{}",
        newest.html
    );
    let largest = anna.get("/orders?sort=-total").await;
    assert!(largest.html.contains(r#"aria-sort="descending"><a href="/orders?sort=total">"#));
    assert!(largest.html.contains(r#"name="sort" value="-total""#), "the form keeps the order");
});

in_world!(what_is_chosen_stands_as_chips_that_take_it_away, |world| {
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/orders?status=refused&from=2020-01-01").await;
    assert!(page.says("P-100007") && !page.says("P-100001"));
    assert!(
        page.html.contains(r#"href="/orders?from=2020-01-01" aria-label="Remove: Refused""#),
        "{}",
        page.html
    );
    assert!(page.html.contains(r#"<a href="/orders">Clear</a>"#));
});

in_world!(what_a_list_cannot_read_is_said_where_it_was_typed, |world| {
    let mut anna = world.sign_in("anna@").await;
    for (query, said) in [
        ("from=31.2.2026", "This day cannot be read."),
        ("from=2026-02-01&to=2026-01-01", "The last day is before the first."),
        ("status=sold", "There is no such choice"),
        ("sort=secret", "cannot be sorted by that"),
        ("after=1774944930000.81", "That page of the list cannot be found."),
        ("q=%25%5F%21%27%3B--", "Nothing fits."),
    ] {
        let page = anna.get(&format!("/orders?{query}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says(said), "{query}: {}", page.text());
    }
    let long = anna.get(&format!("/orders?q={}", "a".repeat(10_000))).await;
    assert!(long.says("Only the first 200 characters"), "{}", long.text());
    assert!(anna.get("/orders?from=31.2.2026").await.html.contains(r#"value="31.2.2026""#));
});

in_world!(a_login_chooses_its_columns_and_only_its_own, |world| {
    let mut anna = world.sign_in("anna@").await;
    assert!(!anna.get("/orders").await.html.contains(">Placed by</th>"));
    let ticked = [
        ("column", "total"),
        ("show", "total"),
        ("place", "1"),
        ("column", "placed-by"),
        ("show", "placed-by"),
        ("place", "2"),
        ("column", "reference"),
        ("place", "3"),
        ("column", "drop table orders"),
        ("show", "drop table orders"),
        ("back", "/orders?status=placed"),
    ];
    let kept = anna.post("/lists/orders/columns", &ticked).await;
    assert_eq!(kept.headers["location"], "/orders?status=placed");
    let page = anna.get("/orders").await;
    let heads: Vec<usize> = [">Order", "Total £", ">Placed by</th>", ">State</th>"]
        .iter()
        .map(|head| page.html.find(head).unwrap_or_else(|| panic!("{head}: {}", page.html)))
        .collect();
    assert!(heads.is_sorted(), "{heads:?}");
    assert!(!page.html.contains(">Your reference</th>"), "{}", page.html);
    let mut vera = world.sign_in("vera@").await;
    assert!(vera.get("/orders").await.html.contains(">Your reference</th>"), "hers are her own");
    anna.post("/lists/orders/columns", &[("own", "yes"), ("back", "//elsewhere.example")]).await;
    assert!(anna.get("/orders").await.html.contains(">Your reference</th>"));
});

in_world!(a_file_holds_what_is_filtered_and_shown_and_nobody_elses, |world| {
    let mut anna = world.sign_in("anna@").await;
    let file = anna.get("/orders/export?as=csv").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let name = file.headers["content-disposition"].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"orders-C-1001-20"), "{name}");
    assert!(file.html.starts_with("\u{FEFF}Order,Placed,Your reference,"), "{}", file.html);
    assert!(file.html.contains("P-100001,") && file.html.contains("SO-9001,"));
    assert!(!file.html.contains("P-100009"), "another customer's is absent");
    let refused = anna.get("/orders/export?as=csv&status=refused").await;
    assert_eq!(refused.html.lines().count(), 2, "{}", refused.html);
    let mut otto = world.sign_in("otto@").await;
    let own = otto.get("/orders/export").await;
    assert_eq!(own.html.lines().count(), 2, "who sees own orders exports no other: {}", own.html);
    let mut isla = world.sign_in("isla@").await;
    let without = isla.get("/orders/export").await;
    assert!(!without.html.contains("Total"), "who sees no prices exports none: {}", without.html);
    let wrong = anna.get("/orders/export?from=31.2.2026").await;
    assert_eq!(wrong.headers["location"], "/orders?from=31.2.2026");
});

in_world!(staff_exports_are_written_down_without_names, |world| {
    let mut will = world.sign_in("will@").await;
    let file = will.get("/staff/orders/export?as=csv&q=moorland").await;
    assert!(file.html.contains("Moorland Gift Rooms"), "{}", file.html);
    let rows = file.html.lines().count() - 1;
    let read = |view: &mut crate::platform::db::View| {
        view.all::<(String, String)>(
            "select object, facts from activity where verb = 'list_exported' order by id limit 10",
            crate::args![],
        )
    };
    let deeds: Result<Vec<(String, String)>, crate::platform::db::DbError> =
        world.db.read(read).await;
    let facts = format!("{{\"format\":\"csv\",\"rows\":{rows}}}");
    assert_eq!(deeds.unwrap(), [("list:staff-orders".to_owned(), facts)]);
    let mut anna = world.sign_in("anna@").await;
    anna.get("/orders/export").await;
    let deeds: Result<Vec<(String, String)>, crate::platform::db::DbError> =
        world.db.read(read).await;
    assert_eq!(deeds.unwrap().len(), 1, "a customer's own file is nobody's business");
});
