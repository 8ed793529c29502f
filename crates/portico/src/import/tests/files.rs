//! Files that are broken, huge, binary or in another encoding: a sentence, and nothing changed.

use super::*;
use crate::testkit::on_both;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

fn gz(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Each bad file and a part of the sentence about it.
fn bad_files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let good = b"sku,name,price\nA1,Apple,1.20\n".to_vec();
    let packed = gz(&good.repeat(400));
    let mut damaged = packed.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    vec![
        ("empty", Vec::new(), "is empty"),
        ("blank", b"\n\n".to_vec(), "is empty"),
        (
            "latin 1",
            b"sku,name,price\nA1,Caf\xe9,1.20\n".to_vec(),
            "not in UTF-8: line 2, byte 21 is E9",
        ),
        ("utf-16 without its mark", b"s\0k\0u\0\n\0".to_vec(), "NUL character in line 1"),
        ("cut utf-16", b"\xff\xfes\0k\0u\0\n".to_vec(), "middle of a character"),
        (
            "cut utf-8",
            "sku,name\nA1,Caf\u{e9}".as_bytes().split_last().unwrap().1.to_vec(),
            "middle of a character (line 2",
        ),
        ("old spreadsheet", b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "old spreadsheet"),
        ("nul", b"sku,name,price\nA1,App\0le,1.20\n".to_vec(), "NUL character in line 2"),
        ("spreadsheet", b"PK\x03\x04rest".to_vec(), "the spreadsheet is damaged"),
        ("picture", b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "line 1, byte 0 is 89"),
        ("cut gzip", packed[..packed.len() - 10].to_vec(), "cut short"),
        ("damaged gzip", damaged, "cannot be unpacked"),
        ("bomb", gz(&vec![b'a'; 40 << 20]), "grows more than 200 times"),
        ("gzip in gzip", gz(&packed), "cannot be read"),
        (
            "open quote",
            b"sku,name,price\nA1,\"Apple,1.20\nA2,Pear,1\n".to_vec(),
            "opened in line 2 is never closed",
        ),
        ("semicolons", b"sku;name;price\nA1;Apple;1,20\n".to_vec(), "not separated by commas"),
        ("no sku", b"code,name\nA1,Apple\n".to_vec(), "column `sku` is missing"),
        ("twice", b"sku,name,SKU\nA1,Apple,A1\n".to_vec(), "`SKU` stands there twice"),
        ("two names", b"sku,price,unit_price\nA1,1,2\n".to_vec(), "two columns mean `price`"),
    ]
}

on_both!(a_bad_file_is_refused_with_a_sentence_and_nothing_changes, |db| {
    let folder = Folder::new();
    let good = folder.file("good.csv", "sku,name,price\nG1,Good,1\n");
    for (name, content, sentence) in bad_files() {
        let bad = folder.file("bad.csv", content);
        let error = try_bring(&db, Kind::Products, &[&good, &bad], Mode::Real).await.unwrap_err();
        let said = format!("{error:#}");
        assert!(said.contains(sentence), "{name}: {said}");
        assert!(said.contains("bad.csv"), "{name}: {said}");
    }
    let absent = folder.0.join("absent.csv");
    let error = try_bring(&db, Kind::Products, &[&absent], Mode::Real).await.unwrap_err();
    assert!(format!("{error:#}").contains("absent.csv cannot be opened"));
    let error = try_bring(&db, Kind::Products, &[&folder.0], Mode::Real).await.unwrap_err();
    assert!(format!("{error:#}").contains("is a folder"));
    assert_eq!(count(&db, "select count(*) from products").await, 0);
});

on_both!(limits_are_met_with_a_sentence, |db| {
    let folder = Folder::new();
    let many = folder.file("many.csv", "sku,name,price\nA1,Apple,1\nA2,Pear,1\nA3,Plum,1\n");
    let small = Limits { rows_max: 2, ..Limits::COMMAND };
    let error = import(&db, Kind::Products, std::slice::from_ref(&many), Mode::Real, &small).await;
    assert!(format!("{:#}", error.unwrap_err()).contains("more than 2 rows"));
    let small = Limits { bytes_max: 20, ..Limits::COMMAND };
    let error = import(&db, Kind::Products, std::slice::from_ref(&many), Mode::Real, &small).await;
    assert!(format!("{:#}", error.unwrap_err()).contains("too large"));
    let packed = folder.file("many.csv.gz", gz(&std::fs::read(&many).unwrap()));
    let error = import(&db, Kind::Products, &[packed], Mode::Real, &small).await;
    assert!(format!("{:#}", error.unwrap_err()).contains("too large"));
    let wide = folder.file("wide.csv", "sku,".to_owned() + &"x,".repeat(300) + "\n");
    let error = try_bring(&db, Kind::Products, &[&wide], Mode::Real).await.unwrap_err();
    assert!(format!("{error:#}").contains("more than 200 columns"));
    assert_eq!(count(&db, "select count(*) from products").await, 0);
});

on_both!(gzip_is_known_by_content_and_a_byte_order_mark_is_read_over, |db| {
    let folder = Folder::new();
    let text =
        "\u{feff}SKU,Name,Unit_Price\r\nA1,\"Apple, \"\"red\"\"\",1.20\r\n\r\nÄ2,Öl,0.0125\r\n";
    let packed = folder.file("products.csv", gz(text.as_bytes()));
    let plain = folder.file("products.csv.gz", text);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&packed]).await), [2, 0, 0, 0]);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&plain]).await), [0, 0, 2, 0]);
    let empty = folder.file("none.csv", "sku,name,price\n");
    assert_eq!(counts(&bring(&db, Kind::Products, &[&empty]).await), [0, 0, 0, 0]);
});
