//! VAT rates through their page.

use crate::testkit::in_world;
use axum::http::StatusCode;

in_world!(a_rate_is_added_and_taken_away_on_its_page, |world| {
    let mut will = world.sign_in("will@").await;
    let path = "/staff/vat-rates";
    assert!(will.get(path).await.says("20 %"));
    let rate = |rate: &'static str, from: &'static str| {
        let of = [("country", "GB"), ("class", "standard"), ("category", "S")];
        [of[0], of[1], of[2], ("rate", rate), ("from", from)]
    };
    let past = will.post(path, &rate("21", "2001-01-01")).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.says("The past stays as it was"), "{}", past.text());
    assert!(past.html.contains("value=\"21\""), "what was typed stays");
    assert_eq!(will.post(path, &rate("21.5", "2098-01-01")).await.location(), Some(path));
    let shown = will.get(path).await;
    assert!(shown.says("21.5 %") && shown.says("31 Dec 2097"), "{}", shown.text());
    let removal = format!("{path}/removal");
    assert_eq!(will.post(&removal, &rate("", "")).await.status, StatusCode::CONFLICT);
    assert_eq!(will.post(&removal, &rate("", "2098-01-01")).await.location(), Some(path));
    assert!(!will.get(path).await.says("21.5 %"));
});
