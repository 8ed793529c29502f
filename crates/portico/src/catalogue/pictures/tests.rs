//! Pictures as staff send them and as customers see them.

use super::archive::Source;
use super::by_name::{Before, Report, import};
use super::take::{NewPicture, Refusal, Workshop, take};
use crate::args;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::files;
use crate::platform::pictures_tests::huge_png;
use crate::platform::problem::Text;
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::page::Page;
use crate::testkit::race::{overlap, race};
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::{Cursor, Write};

/// A picture of one colour.
pub(crate) fn png(red: u8) -> Vec<u8> {
    let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(200, 150, Rgb([red, 90, 90])));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Sends files from the page seen last, with its token.
pub(crate) async fn send(
    client: &mut Client,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &str, Vec<u8>)],
) -> Page {
    let carried = client.carried();
    let mut body = Vec::new();
    let texts = carried.iter().map(|(n, v)| (*n, v.as_str())).chain(fields.iter().copied());
    for (name, value) in texts {
        write!(body, "--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            .unwrap();
    }
    for (field, name, bytes) in files {
        write!(body, "--XX\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n").unwrap();
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--XX--\r\n");
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=XX")
        .body(Body::from(body));
    client.send(request.unwrap()).await
}

const OF_MUG: &str = "/staff/products/MUG-SAND/pictures";

/// File names of a product's pictures in their order, and the one of lists.
async fn pictures(world: &World, sku: &str) -> (Vec<String>, Option<String>) {
    let id = world.product(sku);
    let read = move |view: &mut View| -> Result<_, DbError> {
        let sql = "select file_name from product_images where product_id = $1 order by position";
        let all = view.all::<String>(sql, args![id])?;
        let first =
            view.one::<Option<String>>("select image from products where id = $1", args![id])?;
        Ok((all, first.flatten()))
    };
    world.db.read(read).await.unwrap()
}

in_world!(staff_send_pictures_set_them_in_order_and_customers_see_them, |world| {
    let mut will = world.sign_in("will@").await;
    assert!(will.get(OF_MUG).await.says("One picture."), "the one of the demo");
    let two = [("picture", "a.png", png(200)), ("picture", "b.png", png(100))];
    let sent = send(&mut will, OF_MUG, &[], &two).await;
    assert_eq!(sent.location(), Some(OF_MUG), "{}", sent.text());
    assert!(will.get(OF_MUG).await.says("2 pictures were added."));
    let (all, _) = pictures(&world, "MUG-SAND").await;
    let (old, first, second) = (&all[0], &all[1], &all[2]);
    let alt = format!("alt-{second}");
    let changes = format!("{OF_MUG}/changes");
    will.post(&changes, &[("deed", &format!("first:{second}")), (&alt, "A <b>sand</b> mug")]).await;
    let (all, lists) = pictures(&world, "MUG-SAND").await;
    assert_eq!(all, [second.clone(), old.clone(), first.clone()]);
    assert_eq!(lists.as_ref(), Some(second));

    let mut anna = world.sign_in("anna@").await;
    let page = anna.get("/products/MUG-SAND").await;
    assert!(page.html.contains("alt=\"A &lt;b&gt;sand&lt;/b&gt; mug\""), "{}", page.html);
    assert!(page.html.contains("href=\"?picture=2\""), "thumbnails are links");
    let thumbnail = second.replace("-l.", "-t.");
    assert!(anna.get("/products").await.html.contains(&thumbnail), "lists take the small one");
    let answer = anna.get(&format!("/files/{thumbnail}")).await;
    assert_eq!(
        (answer.status, &answer.headers[header::CONTENT_TYPE]),
        (StatusCode::OK, &"image/jpeg".parse().unwrap())
    );

    will.post(&changes, &[("deed", &format!("remove:{second}"))]).await;
    assert_eq!(pictures(&world, "MUG-SAND").await.0, [old.clone(), first.clone()]);
    assert_eq!(
        anna.get(&format!("/files/{thumbnail}")).await.status,
        StatusCode::OK,
        "old pages still show it"
    );
    let gone = will.post(&changes, &[("deed", &format!("up:{second}"))]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
});

in_world!(what_is_no_picture_is_refused_with_its_reason_and_the_others_are_kept, |world| {
    let mut will = world.sign_in("will@").await;
    will.get(OF_MUG).await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    let files = [
        ("picture", "good.png", png(1)),
        ("picture", "drawing.png", svg),
        ("picture", "page.png", b"<html><script>alert(1)</script>".to_vec()),
        ("picture", "again.png", png(1)),
        ("picture", "huge.png", huge_png(40_000)),
    ];
    let sent = send(&mut will, OF_MUG, &[], &files).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "One picture was added.",
        "4 files were not taken",
        "40000",
        "an SVG drawing, which may hold scripts",
        "That is no picture we know",
        "has this picture already",
    ] {
        assert!(sent.says(said), "{said}: {}", sent.text());
    }
    assert!(!sent.html.contains("<script>alert"));
    assert_eq!(pictures(&world, "MUG-SAND").await.0.len(), 2);
    let none = send(&mut will, OF_MUG, &[], &[]).await;
    assert!(none.says("Choose a file first."), "{}", none.text());
    let long = "x".repeat(201);
    let first = pictures(&world, "MUG-SAND").await.0.remove(0);
    let kept = will.post(&format!("{OF_MUG}/changes"), &[(&format!("alt-{first}"), &long)]).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(kept.html.contains(&long), "what was typed stays");
});

in_world!(files_of_somebody_who_may_not_are_not_even_read, |world| {
    let files = [("picture", "a.png", png(9))];
    for (email, status) in [("ruth@", 403), ("anna@", 403)] {
        let mut client = world.sign_in(email).await;
        client.get("/password").await;
        assert_eq!(send(&mut client, OF_MUG, &[], &files).await.status.as_u16(), status, "{email}");
    }
    let mut will = world.sign_in("will@").await;
    let stale = send(&mut will, OF_MUG, &[("csrf", "wrong"), ("customer", "staff")], &files).await;
    assert!(stale.status.is_client_error(), "a form without the session's token: {}", stale.status);
    assert_eq!(pictures(&world, "MUG-SAND").await.0.len(), 1);
});

in_world!(twenty_people_with_the_same_picture_add_it_once, |world| {
    let workshop = Workshop::of(&world.app);
    let staff = world.staff("will@");
    let id = world.product("MUG-SAND");
    let mut made = Vec::new();
    for _ in 0..20 {
        made.push(workshop.develop(png(77)).await.unwrap().unwrap());
    }
    let (db, store) = (world.db.clone(), world.app.files.clone());
    let taken = race(20, |at| {
        let (db, staff, store, new) = (db.clone(), staff.clone(), store.clone(), made[at].clone());
        async move { db.write(move |tx| take(tx, &staff, &store, id, &new)).await }
    })
    .await;
    let good = taken.into_iter().filter(|one| matches!(one, Ok(Ok(())))).count();
    assert_eq!((good, pictures(&world, "MUG-SAND").await.0.len()), (1, 2));
});

in_world!(of_two_who_add_the_same_picture_the_second_is_told, |world| {
    let workshop = Workshop::of(&world.app);
    let (staff, id) = (world.staff("will@"), world.product("MUG-SAND"));
    let mut made = Vec::new();
    for _ in 0..2 {
        made.push(workshop.develop(png(78)).await.unwrap().unwrap());
    }
    let add = |new: NewPicture| {
        let (staff, store) = (staff.clone(), world.app.files.clone());
        move |tx: &mut Tx| take(tx, &staff, &store, id, &new)
    };
    let (later, sooner) = (add(made.remove(1)), add(made.remove(0)));
    assert_eq!(overlap(&world.db, sooner, later).await, (Ok(Ok(())), Ok(Err(Refusal::Same))));
});

/// A ZIP archive with these files.
fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

async fn imported(world: &World, files: &[(&str, Vec<u8>)], before: Before) -> Report {
    let mut source = Source::zip(Box::new(Cursor::new(zip(files)))).unwrap();
    import(&world.db, &Workshop::of(&world.app), &mut source, before, None).await.unwrap()
}

in_world!(an_archive_brings_pictures_by_name_and_says_what_matched_nothing, |world| {
    let files = [
        ("MUG-SAND_2.png", png(2)),
        ("photos/mug-sand.png", png(1)),
        ("../../LAST-20.JPG", png(3)),
        ("NO-SUCH.png", png(4)),
        ("__MACOSX/._MUG-SAND.png", b"x".to_vec()),
        ("CANDLE-FIG.png", vec![0; 16 * 1024 * 1024]),
        ("TOWEL-SAGE.txt", b"a towel".to_vec()),
    ];
    let report = imported(&world, &files, Before::Stay).await;
    assert_eq!((report.taken, report.same), (3, 0), "{report:?}");
    assert!(report.unmatched.contains(&"NO-SUCH.png".to_owned()), "{report:?}");
    let large = ("CANDLE-FIG.png".to_owned(), Text::plain("picture-too-large").with("most", 15));
    assert!(report.refused.contains(&large), "16 MB of nothing in a few kB: {report:?}");
    let (all, first) = pictures(&world, "MUG-SAND").await;
    assert_eq!((all.len(), first.as_ref()), (3, Some(&all[0])), "two new before the old one");
    assert_eq!(all[2], "mug-sand.svg");

    let again = imported(&world, &files, Before::Stay).await;
    assert_eq!((again.taken, again.same), (0, 3), "what is there is not made again");
    assert_eq!(pictures(&world, "MUG-SAND").await.0, all);
    let one = [("MUG-SAND.png", png(2))];
    let only = imported(&world, &one, Before::Go).await;
    assert_eq!((only.taken, only.same), (0, 1));
    assert_eq!(pictures(&world, "MUG-SAND").await.0, [all[1].clone()]);
});

in_world!(staff_send_an_archive_and_read_what_came_of_it, |world| {
    let mut olive = world.sign_in("olive@").await;
    olive.get("/staff/pictures").await;
    let bytes = zip(&[("MUG-SAND.png", png(5)), ("WHO.png", png(6))]);
    let came = send(&mut olive, "/staff/pictures", &[], &[("archive", "a.zip", bytes)]).await;
    assert_eq!(came.status, StatusCode::OK);
    assert!(came.says("Some files were not taken.") && came.says("WHO.png"), "{}", came.text());
    let none =
        send(&mut olive, "/staff/pictures", &[], &[("archive", "a.zip", b"nothing".to_vec())])
            .await;
    assert!(none.says("That is no ZIP archive."));
});

in_world!(a_file_that_several_products_show_stays_until_the_last_lets_go, |world| {
    // Two products of the company show this file.
    let shared = "jar-sand.svg";
    let id = world.product("MUG-SAND");
    let share = move |tx: &mut crate::platform::db::Tx| -> Result<(), DbError> {
        let sql = "insert into files (name, content_type, bytes, created_at) values ($1, 'image/svg+xml', $2, 0)";
        tx.exec_each_one(sql, &[args![shared, b"<svg/>".as_slice()]])?;
        let sql = "insert into product_images (product_id, position, file_name) values ($1, 9, $2)";
        tx.exec_each_one(sql, &[args![id, shared]])
    };
    world.db.write(share).await.unwrap();
    let mut will = world.sign_in("will@").await;
    will.get(OF_MUG).await;
    will.post(&format!("{OF_MUG}/changes"), &[("deed", "remove:jar-sand.svg")]).await;
    world.clock.advance(60 * 24 * 3_600_000);
    files::sweep(&world.db, &world.app.files).await.unwrap();
    let there = files::read(&world.db, &world.app.files, shared).await.unwrap();
    assert!(there.is_some(), "other products show it");
});
