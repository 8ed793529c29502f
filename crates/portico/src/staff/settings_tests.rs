//! The page of settings as people use it: looking for one, two people at once, the way back to the default.

use crate::orders::charges::CARRIAGE;
use crate::platform::db::{DbError, View};
use crate::platform::settings;
use crate::platform::wholesaler::NAME;
use crate::testkit::in_world;
use crate::testkit::race::race;
use crate::testkit::world::World;
use axum::http::StatusCode;

const PAGE: &str = "/staff/settings";
const CARRIAGE_SEEN: &str = "seen.orders.carriage_minor";

async fn carriage(world: &World) -> Option<i64> {
    let read = |view: &mut View| -> Result<_, DbError> { settings::stored(view, &CARRIAGE) };
    world.db.read(read).await.unwrap().flatten()
}

in_world!(settings_are_found_by_their_words_their_values_and_whether_they_changed, |world| {
    let mut olive = world.sign_in("olive@").await;
    let found = olive.get("/staff/settings?q=carriage+BLANK").await;
    assert!(found.says("Carriage is free from") && !found.says("Telephone"), "{}", found.text());
    assert!(olive.get("/staff/settings?q=qqzzxx").await.says("No setting fits."));
    olive.get(PAGE).await;
    let fields = [("orders.carriage_minor", "8.55"), (CARRIAGE_SEEN, "")];
    assert_eq!(olive.post(PAGE, &fields).await.location(), Some(PAGE));
    let by_value = olive.get("/staff/settings?q=8.55").await;
    assert!(by_value.says("Changed by Olive") && by_value.says("Default: not set"));
    let changed = olive.get("/staff/settings?changed=yes").await;
    assert!(changed.says("Blank: none is charged.") && !changed.says("Name of carriage"));
    let mut ruth = world.sign_in("ruth@").await;
    let read = ruth.get("/staff/settings?q=carriage").await;
    assert!(read.says("Changed by Olive") && !read.says("Back to the default"));
});

in_world!(the_page_shows_what_the_file_says_and_where_it_is_changed, |world| {
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/settings?q=base_url").await;
    assert!(page.says("Address of the portal") && page.says(&world.app.config.base_url));
    assert!(page.says("They are changed there, and hold after a restart."));
});

in_world!(a_page_that_was_open_puts_nothing_back_that_somebody_changed, |world| {
    let mut olive = world.sign_in("olive@").await;
    olive.get(PAGE).await;
    let first = [("orders.carriage_minor", "8.55"), (CARRIAGE_SEEN, "")];
    assert_eq!(olive.post(PAGE, &first).await.location(), Some(PAGE));
    // Another tab, opened before: it shows the old carriage and changes the telephone only.
    let phone = olive.get(PAGE).await.hidden("seen.wholesaler.phone").unwrap();
    let other = [
        ("orders.carriage_minor", ""),
        (CARRIAGE_SEEN, ""),
        ("wholesaler.phone", "01632 960 199"),
        ("seen.wholesaler.phone", phone.as_str()),
    ];
    assert_eq!(olive.post(PAGE, &other).await.location(), Some(PAGE));
    assert_eq!(carriage(&world).await, Some(855), "what only one tab still showed");
    // A tab that changes the carriage too is told, keeps what was typed, and may insist.
    let late = [("orders.carriage_minor", "9.10"), (CARRIAGE_SEEN, "")];
    let told = olive.post(PAGE, &late).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.says("it is now: 8.55") && told.html.contains("value=\"9.10\""));
    assert_eq!(carriage(&world).await, Some(855));
    let seen = told.hidden(CARRIAGE_SEEN).unwrap();
    let again = [("orders.carriage_minor", "9.10"), (CARRIAGE_SEEN, seen.as_str())];
    assert_eq!(olive.post(PAGE, &again).await.location(), Some(PAGE));
    assert_eq!(carriage(&world).await, Some(910));
});

in_world!(of_many_who_change_a_setting_at_once_one_does_and_the_others_are_told, |world| {
    let mut people = Vec::new();
    for _ in 0..8 {
        let mut olive = world.sign_in("olive@").await;
        olive.get(PAGE).await;
        people.push(olive);
    }
    let people = std::sync::Mutex::new(people.into_iter().map(Some).collect::<Vec<_>>());
    let answers = race(8, |at| {
        let mut olive = people.lock().unwrap()[at].take().unwrap();
        async move {
            let amount = format!("{}.00", at + 1);
            let fields = [("orders.carriage_minor", amount.as_str()), (CARRIAGE_SEEN, "")];
            olive.post(PAGE, &fields).await.status
        }
    })
    .await;
    let done = answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count();
    let told = answers.iter().filter(|s| **s == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert_eq!((done, told), (1, 7), "{answers:?}");
    let winner = answers.iter().position(|status| *status == StatusCode::SEE_OTHER).unwrap();
    assert_eq!(carriage(&world).await, Some(100 * (winner as i64 + 1)));
});

in_world!(a_setting_goes_back_to_its_default_and_what_else_was_typed_stays, |world| {
    let mut olive = world.sign_in("olive@").await;
    olive.get(PAGE).await;
    let fields = [("orders.carriage_minor", "8.55"), (CARRIAGE_SEEN, "")];
    olive.post(PAGE, &fields).await;
    let back = "/staff/settings/default";
    let stale = [("default", "orders.carriage_minor"), (CARRIAGE_SEEN, "7.00")];
    assert!(olive.post(back, &stale).await.says("it is now: 8.55"));
    assert_eq!(carriage(&world).await, Some(855));
    let with_more = [
        ("default", "orders.carriage_minor"),
        ("orders.carriage_minor", "8.55"),
        (CARRIAGE_SEEN, "8.55"),
        ("wholesaler.name", "Hartwell & Pike <2>"),
        ("seen.wholesaler.name", "Hartwell"),
    ];
    let done = olive.post(back, &with_more).await;
    assert!(done.says("What else you typed is not saved yet."), "{}", done.text());
    assert!(done.html.contains("Hartwell &amp; Pike &lt;2&gt;"));
    assert_eq!(carriage(&world).await, None);
    let name = |view: &mut View| -> Result<_, DbError> { settings::get(view, &NAME) };
    assert_ne!(world.db.read(name).await.unwrap(), "Hartwell & Pike <2>");
    assert_eq!(olive.post(back, &[("default", "no.such")]).await.status, StatusCode::NOT_FOUND);
});
