//! Several people are let in at once: exactly the good lines, each with its answer; links as a file.

use super::new_mails;
use crate::access::links;
use crate::args;
use crate::platform::auth::Secret;
use crate::platform::db::{DbError, View};
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

/// Two good lines among all that can be wrong.
const LIST: &str = "customer;e-mail;name;role
C-1001; nell@larchlime.example; Nell Quick; viewer
C-1001; anna@larchlime.example; Anna; buyer
C-9999; who@nowhere.example; Who; buyer
C-1001; not an address; Bad; buyer
C-1001; NELL@larchlime.example; Nell again; buyer
C-1001; king@larchlime.example; King; owner
C-1001; noname@larchlime.example; ; buyer
C-1001; bella@moorland.example; =Bella;";

/// Sends the list as a browser does, with a file beside it.
async fn look(client: &mut Client, lines: &str, file: &[u8]) -> Page {
    let page = client.get("/staff/logins/several").await;
    let (csrf, tag) = (page.hidden("csrf").unwrap(), page.hidden("customer").unwrap());
    let mut body = Vec::new();
    for (name, value) in [("csrf", csrf.as_str()), ("customer", &tag), ("lines", lines)] {
        let part =
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--XX--\r\n");
    let request = Request::post("/staff/logins/several")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
        .header(header::CONTENT_LENGTH, body.len());
    client.send(request.body(Body::from(body)).unwrap()).await
}

async fn logins(world: &World) -> i64 {
    let read = |view: &mut View| -> Result<_, DbError> {
        view.one::<i64>("select count(*) from logins", args![])
    };
    world.db.read(read).await.unwrap().unwrap()
}

in_world!(a_list_is_looked_at_and_exactly_its_good_lines_are_invited, |world| {
    let before = logins(&world).await;
    let mut will = world.sign_in("will@").await;
    let page = look(&mut will, LIST, b"").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    for said in [
        "2 of 8 lines can be invited",
        "Has a login for this customer already",
        "No open customer has this number",
        "No e-mail address",
        "The same as line 2",
        "The role is viewer",
        "No name of 1 to 100",
        "will act for this customer too",
    ] {
        assert!(page.says(said), "{said}: {}", page.text());
    }
    assert_eq!(logins(&world).await, before, "a look changes nothing");
    let lines = page.hidden("lines").unwrap();
    let path = "/staff/logins/several/invitations";
    let done = will.post(path, &[("lines", &lines), ("by", "mail")]).await;
    assert!(done.says("2 of 2 lines were invited"), "{}", done.text());
    assert_eq!(logins(&world).await, before + 1, "one is new, one had a login");
    let mut mails = new_mails(&world).await;
    assert_eq!(mails.len(), 2);
    mails.clear();
    let again = will.post(path, &[("lines", &lines), ("by", "mail")]).await;
    assert!(again.says("0 of 2 lines were invited"), "sent twice: {}", again.text());
    assert!(new_mails(&world).await.is_empty());
});

in_world!(links_come_as_a_file_once_instead_of_mails, |world| {
    let mut will = world.sign_in("will@").await;
    let page = look(&mut will, "", b"C-1001;ren\xe9@larchlime.example;Ren\xe9;buyer\nC-1001;rene@larchlime.example;=Ren\xe9;buyer\nC-1001;bella@moorland.example;Bella;buyer").await;
    assert!(page.says("=René"), "Windows-1252 is read: {}", page.text());
    let lines = page.hidden("lines").unwrap();
    let path = "/staff/logins/several/invitations";
    let file = will.post(path, &[("lines", &lines), ("by", "link")]).await;
    assert_eq!(file.status, StatusCode::OK);
    let csv = file.html.clone();
    assert!(csv.contains("'=René"), "no cell begins a formula: {csv}");
    assert!(csv.contains("signs in with the password"), "{csv}");
    let row = csv.lines().find(|row| row.contains("rene@larchlime.example")).unwrap();
    let secret = row.rsplit_once("/link/").unwrap().1.trim().to_owned();
    assert_eq!(csv.matches("/link/").count(), csv.matches("Invited by link").count());
    let look = move |view: &mut View| links::look(view, &Secret::shown(&secret));
    let open: Result<_, DbError> = world.db.read(look).await;
    assert_eq!(open.unwrap().unwrap().email, "rene@larchlime.example");
    assert!(new_mails(&world).await.is_empty(), "a link is no mail");
    let again = will.post(path, &[("lines", &lines), ("by", "link")]).await;
    assert!(!again.html.contains("/link/"), "links are told once: {}", again.html);
});

in_world!(what_is_no_list_is_said_and_stays_typed, |world| {
    let mut will = world.sign_in("will@").await;
    let none = look(&mut will, " ", b"").await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.says("no line yet"));
    let many = "C-1001; a@x.example; A; buyer\n".repeat(201);
    let refused = look(&mut will, &many, b"").await;
    assert!(refused.says("at most 200 lines; this one has 201"), "{}", refused.text());
    assert!(refused.html.contains("C-1001; a@x.example"), "what was typed stays");
    let large = look(&mut will, "C-1001; kept", &vec![b'x'; 70_000]).await;
    assert!(large.says("at most 60 kB") && large.html.contains("C-1001; kept"));
    let no_good = look(&mut will, "C-9999; a@x.example; A", b"").await;
    assert!(no_good.says("No line can be invited") && no_good.hidden("lines").is_none());
    let ticked = will.get("/staff/logins/several?customer=C-1001&customer=NO-SUCH").await;
    assert!(ticked.html.contains("C-1001;"), "{}", ticked.text());
    let list = will.get("/staff/customers?logins=without").await;
    assert_eq!(list.status, StatusCode::OK);
});
