//! The staff's pages: upload, guess, mend, run, come back, and what is refused on the way.

use super::*;
use crate::args;
use crate::import::job;
use crate::import::turn::Turn;
use crate::platform::db::Tx;
use crate::platform::settings;
use crate::staff::registry::IMPORT_UPLOAD_MB;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Request, header};
use tokio::sync::watch;

/// A form with files, as a browser sends it.
fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .as_bytes(),
        );
    }
    for (name, content) in files {
        let head = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

async fn send(client: &mut crate::testkit::client::Client, body: Vec<u8>) -> Page {
    let request = Request::post("/staff/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
        .header(header::CONTENT_LENGTH, body.len());
    client.send(request.body(Body::from(body)).unwrap()).await
}

/// What every form of the page carries.
async fn carried(client: &mut crate::testkit::client::Client) -> (String, String) {
    let page = client.get("/staff/import").await;
    (page.hidden("csrf").unwrap(), page.hidden("customer").unwrap())
}

/// Uploads; answers the address of the import.
async fn upload(
    client: &mut crate::testkit::client::Client,
    kind: &str,
    files: &[(&str, &[u8])],
) -> Page {
    let (csrf, tag) = carried(client).await;
    let fields = [("csrf", csrf.as_str()), ("customer", tag.as_str()), ("kind", kind)];
    send(client, multipart(&fields, files)).await
}

async fn run(world: &World) -> bool {
    let (_stop, stopped) = watch::channel(false);
    job::run_next(&world.db, &world.app.config.data, &stopped).await.unwrap()
}

const GERMAN: &[u8] = b"Artikel-Nr.;Bezeichnung;VK netto;Merkmal\nNEW-1;K\xe4se;1.234,50;x\nNEW-2;Brot;2,5;y\nNEW-3;;1,00;z\n";

in_world!(staff_upload_a_foreign_file_look_at_it_and_import_it, |world| {
    let mut will = world.sign_in("will@").await;
    let sent = upload(&mut will, "products", &[("artikel.csv", GERMAN)]).await;
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.html);
    let at = sent.location().unwrap().to_owned();
    let page = will.get(&at).await;
    for shown in ["windows-1252", "Käse", "1234.50", "An import would come to this", "semicolon"] {
        assert!(page.html.contains(shown), "{shown}");
    }
    assert!(page.html.contains("`name` is empty"), "problems are told before anything runs");
    assert_eq!(
        count(&world.db, "select count(*) from products where sku_key like 'NEW-%'").await,
        0
    );
    let mended = [
        ("column-brand", "Merkmal"),
        ("column-sku", "Artikel-Nr."),
        ("do", "look"),
        ("name", "Accounting"),
    ];
    let sent = will.post(&at, &mended).await;
    assert_eq!(sent.status.as_u16(), 303, "{}", sent.html);
    let page = will.get(&at).await;
    assert!(page.html.contains("kept as “Accounting”"), "{}", page.html);
    assert_eq!(will.post(&at, &[("do", "start")]).await.status.as_u16(), 303);
    let page = will.get(&at).await;
    assert!(page.html.contains("You can leave this page"), "{}", page.html);
    assert!(run(&world).await);
    assert!(!run(&world).await, "nothing is left to do");
    let page = will.get(&at).await;
    assert!(page.html.contains("Done, with refused rows"), "{}", page.html);
    let made =
        "select count(*) from products where sku_key in ('NEW-1', 'NEW-2') and brand in ('x', 'y')";
    assert_eq!(count(&world.db, made).await, 2);
    let refused = will.get(&format!("{at}/refused/0")).await;
    assert!(
        refused.html.contains("NEW-3") && refused.html.starts_with("refused_line"),
        "{}",
        refused.html
    );
    let deeds = "select count(*) from activity where login_id is not null and
         verb in ('import_uploaded', 'import_started', 'import_mapping_saved', 'imported')";
    assert_eq!(count(&world.db, deeds).await, 4);
    // Next time the mapping is there under its name.
    let list = will.get("/staff/import").await;
    assert!(list.html.contains("Products: Accounting"), "{}", list.html);
    assert!(list.html.contains("artikel.csv"));
});

in_world!(what_nobody_started_or_finds_again_is_given_up_after_a_week, |world| {
    let mut will = world.sign_in("will@").await;
    let mut at = Vec::new();
    for name in ["left.csv", "lost.csv", "fresh.csv"] {
        let sent = upload(&mut will, "products", &[(name, GERMAN)]).await;
        at.push(sent.location().unwrap().to_owned());
    }
    assert_eq!(will.post(&at[1], &[("do", "start")]).await.status.as_u16(), 303);
    let id = |at: &str| at.rsplit('/').next().unwrap().to_owned();
    let data = world.app.config.data.clone();
    let file = |at: &str| job::folder(&data).join(format!("{}-0", id(at)));
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(8 * 24 * 3_600);
    let left = std::fs::File::options().append(true).open(file(&at[0])).unwrap();
    left.set_modified(long_ago).unwrap();
    // As in a restored database: the import is there, its file is not.
    std::fs::remove_file(file(&at[1])).unwrap();
    let older = |tx: &mut Tx| {
        let week = 8 * 24 * 3_600_000_i64;
        let sql = "update imports set created_at = created_at - $1 where file_names <> 'fresh.csv'";
        tx.exec(sql, args![week])
    };
    world.db.write(older).await.unwrap();
    assert_eq!(job::sweep(&world.db, &data).await.unwrap(), 1);
    assert!(!file(&at[0]).exists() && file(&at[2]).exists());
    let as_wanted = "select count(*) from imports where (file_names, status) in
         (('left.csv', 'stopped'), ('lost.csv', 'failed'), ('fresh.csv', 'draft'))";
    assert_eq!(count(&world.db, as_wanted).await, 3);
});

in_world!(who_may_only_read_sees_imports_and_starts_none, |world| {
    let mut ruth = world.sign_in("ruth@").await;
    let page = ruth.get("/staff/import").await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(!page.html.contains("multipart/form-data"));
    assert_eq!(upload(&mut ruth, "products", &[("a.csv", GERMAN)]).await.status.as_u16(), 403);
    assert_eq!(count(&world.db, "select count(*) from imports").await, 0);
});

in_world!(an_upload_that_is_too_large_is_refused_before_and_while_it_comes, |world| {
    let small = |tx: &mut Tx| settings::set(tx, &IMPORT_UPLOAD_MB, &1);
    world.db.write(small).await.unwrap();
    let mut will = world.sign_in("will@").await;
    will.get("/staff/import").await;
    // Two gigabytes are said, none is sent.
    let request = Request::post("/staff/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
        .header(header::CONTENT_LENGTH, 2_u64 << 30);
    let page = will.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(page.status.as_u16(), 413);
    assert!(page.html.contains("at most") || page.html.contains("more than"), "{}", page.html);
    let large = vec![b'x'; (1 << 20) + 10];
    let page = upload(&mut will, "products", &[("large.csv", &large)]).await;
    assert_eq!(page.status.as_u16(), 413, "{}", page.html);
    assert!(page.html.contains("nothing of it was taken"), "{}", page.html);
    // Chunked, without saying how long it is.
    let (csrf, tag) = carried(&mut will).await;
    let fields = [("csrf", csrf.as_str()), ("customer", tag.as_str()), ("kind", "products")];
    let body = multipart(&fields, &[("large.csv", &large)]);
    let request = Request::post("/staff/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX");
    let page = will.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(page.status.as_u16(), 413);
    let folder = job::folder(&world.app.config.data);
    let left = std::fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(left, 0, "nothing is left on the disk");
});

in_world!(an_upload_without_its_token_or_with_a_broken_file_leaves_nothing, |world| {
    let mut will = world.sign_in("will@").await;
    will.get("/staff/import").await;
    let page = send(&mut will, multipart(&[("kind", "products")], &[("a.csv", GERMAN)])).await;
    assert_eq!(page.status.as_u16(), 403);
    let page = upload(&mut will, "products", &[("bomb.xlsx", b"PK\x03\x04nothing")]).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(page.html.contains("the spreadsheet is damaged"), "{}", page.html);
    let page = upload(&mut will, "products", &[]).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(page.html.contains("Choose a file"), "{}", page.html);
    let four: [(&str, &[u8]); 4] =
        [("a", b"sku\n"), ("b", b"sku\n"), ("c", b"sku\n"), ("d", b"sku\n")];
    assert_eq!(upload(&mut will, "orders", &four).await.status.as_u16(), 422);
    let folder = job::folder(&world.app.config.data);
    assert_eq!(std::fs::read_dir(folder).map_or(0, Iterator::count), 0);
    assert_eq!(count(&world.db, "select count(*) from imports").await, 0);
});

in_world!(a_spreadsheet_that_is_a_bomb_is_refused_on_its_field_and_nothing_of_it_stays, |world| {
    let mut will = world.sign_in("will@").await;
    let blanks = vec![b' '; 24 << 20];
    let bomb = super::books::by_hand("", "", &[("xl/media/a.bin", &blanks)]);
    assert!(bomb.len() < 100_000, "{} bytes become 24 million", bomb.len());
    let page = upload(&mut will, "products", &[("goods.xlsx", &bomb)]).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(page.html.contains("grows to more than"), "{}", page.html);
    let folder = job::folder(&world.app.config.data);
    assert_eq!(std::fs::read_dir(folder).map_or(0, Iterator::count), 0);
});

in_world!(a_mapping_that_names_no_column_is_told_and_starts_nothing, |world| {
    let mut will = world.sign_in("will@").await;
    let sent = upload(&mut will, "products", &[("a.csv", b"sku,name,price\nT9,Nine,9\n")]).await;
    let at = sent.location().unwrap().to_owned();
    let none = [("do", "text"), ("text", "delimiter = ','\n[columns]\n")];
    let unmapped = [("column-sku", ""), ("column-name", ""), ("column-price", ""), ("do", "start")];
    let no_code = [("column-sku", ""), ("column-name", "name"), ("do", "start")];
    for fields in [&none[..], &unmapped[..], &no_code[..]] {
        let page = will.post(&at, fields).await;
        let page = if page.location().is_some() { will.get(&at).await } else { page };
        assert!(
            page.says("names no column") || page.says("says nothing about `sku`"),
            "{}",
            page.text()
        );
        assert!(!run(&world).await, "nothing was started");
    }
    assert_eq!(count(&world.db, "select count(*) from products where sku_key = 'T9'").await, 0);
});

in_world!(a_formula_in_a_file_stays_a_text_on_pages_and_in_files_for_customers, |world| {
    let mut will = world.sign_in("will@").await;
    let rows = b"sku,name,price\nT8,\"=HYPERLINK(\"\"http://evil.example\"\")\",8\n";
    let sent = upload(&mut will, "products", &[("a.csv", rows)]).await;
    will.post(sent.location().unwrap(), &[("do", "start")]).await;
    assert!(run(&world).await);
    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/products/T8").await;
    assert!(page.says("=HYPERLINK(\"http://evil.example\")"), "{}", page.text());
    let file = anna.get("/products/price-list.csv").await;
    let row = file.html.lines().find(|line| line.contains("T8")).unwrap_or_default();
    assert!(row.contains("'=HYPERLINK("), "{row}");
});

in_world!(two_imports_of_one_kind_never_run_at_once, |world| {
    let folder = Folder::new();
    let path = folder.file("p.csv", "sku,name,price\nT1,One,1\n");
    let silent = Arc::new(Progress::silent());
    let turn = Turn::take(&world.db, Kind::Products, &silent).await.unwrap().unwrap();
    assert!(Turn::take(&world.db, Kind::Products, &silent).await.unwrap().is_none());
    let ids = crate::platform::ids::Ids::seeded(9);
    let another_server = Db::open(&world.config(), world.clock.clone(), ids).unwrap();
    assert!(Turn::take(&another_server, Kind::Products, &silent).await.unwrap().is_none());
    let (mode, limits, map) = (Mode::Real, Limits::COMMAND, None);
    let files = vec![File::at(&path)];
    let wish = Wish { kind: Kind::Products, files, map, mode, limits, login_id: None };
    let patience = std::time::Duration::ZERO;
    let error = bring::bring_in_turn(&world.db, &wish, &silent, patience).await.unwrap_err();
    assert!(error.to_string().contains("Another import of products is running"), "{error}");
    // The page's import waits in the queue meanwhile; one of another kind does not.
    let mut will = world.sign_in("will@").await;
    let sent = upload(&mut will, "products", &[("a.csv", b"sku,name,price\nT2,Two,2\n")]).await;
    let at = sent.location().unwrap().to_owned();
    will.post(&at, &[("do", "start")]).await;
    assert!(!run(&world).await);
    assert!(Turn::take(&world.db, Kind::Stock, &silent).await.unwrap().is_some());
    turn.give_back().await.unwrap();
    assert!(run(&world).await);
    let sql = "select count(*) from products where sku_key in ('T1', 'T2')";
    assert_eq!(count(&world.db, sql).await, 1);
});

in_world!(an_interrupted_import_goes_on_and_a_stopped_one_does_not, |world| {
    let mut will = world.sign_in("will@").await;
    let rows: String = (0..500).map(|n| format!("R{n},Row {n},1\n")).collect();
    let text = format!("sku,name,price\n{rows}");
    let sent = upload(&mut will, "products", &[("a.csv", text.as_bytes())]).await;
    let at = sent.location().unwrap().to_owned();
    will.post(&at, &[("do", "start")]).await;
    // As if a server had died in the middle: the row says running, nobody holds the turn, half is in.
    let folder = Folder::new();
    let half: String = text.lines().take(251).map(|line| format!("{line}\n")).collect();
    bring(&world.db, Kind::Products, &[&folder.file("half.csv", half)]).await;
    let died = "update imports set status = 'running', attempts = 1, rows_done = 100";
    assert_eq!(world.db.write(move |tx| tx.exec(died, crate::args![])).await.unwrap(), 1);
    assert!(run(&world).await);
    let page = will.get(&at).await;
    assert!(page.html.contains("went on from the beginning"), "{}", page.html);
    let sql = "select new_count * 1000 + same_count from imports";
    assert_eq!(count(&world.db, sql).await, 250_250);
    assert_eq!(
        count(&world.db, "select count(*) from products where name like 'Row %'").await,
        500
    );

    let sent = upload(&mut will, "products", &[("b.csv", b"sku,name,price\nS1,Stopped,1\n")]).await;
    let at = sent.location().unwrap().to_owned();
    will.post(&at, &[("do", "start")]).await;
    will.post(&format!("{at}/stop"), &[]).await;
    assert!(!run(&world).await);
    assert!(will.get(&at).await.html.contains("Stopped"));
    assert_eq!(count(&world.db, "select count(*) from products where sku_key = 'S1'").await, 0);
});
