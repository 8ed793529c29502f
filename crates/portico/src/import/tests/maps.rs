//! Foreign files by a mapping, and mappings that are wrong.

use super::*;
use crate::args;
use crate::testkit::on_both;

const GERMAN: &str = r#"
encoding = "windows-1252"
delimiter = ";"
decimal = ","
grouping = "."
day_order = "dmy"
yes = ["ja", "j"]
no = "nein"
collapse_blanks = true
leave_out = ["old", "free"]

[rules]
old = { column = "Status", one_of = ["alt", "gesperrt"] }
free = { column = "Preis", below = 0.01 }
pallet = { column = "VE", above = 999 }

[columns]
sku = { from = "Artikel-Nr.", upper = true, cut_end = "-x" }
maker_code = "Artikel-Nr."
name = { from = ["Bezeichnung 1", "Bezeichnung 2"], join = " " }
ean = ["GTIN", "EAN"]
price = "Preis"
pack_size = { from = "VE", unless = "pallet" }
pack_name = { value = "Palette", when = "pallet" }
unit = { from = "ME", value = "Stück" }
currency = { value = "EUR" }
listed_day = "gelistet am"
"#;

on_both!(a_foreign_file_comes_in_by_its_mapping, |db| {
    let folder = Folder::new();
    let text = "Artikel-Nr.;Bezeichnung 1;Bezeichnung 2;EAN;Preis;VE;ME;gelistet am;Status;Lager\n\
        a1-x;Café  au;lait;4012345678901;1.234,50;1.200;;15.03.2011;neu;A\n\
        a2;Tasse;;;2,5;12;Karton;1.4.2011 08:15;;B\n\
        a3;Alt;;;2,5;12;;1.4.2011;ALT;B\n\
        a4;Geschenk;;;0,00;12;;1.4.2011;;B\n\
        a5;Falsch;;;2.5;12;;1.4.2011;;B\n\
        a6;Falsch;;;2,5;12;;31.2.2011;;=B\n";
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lost);
    let path = folder.file("artikel.csv", bytes);
    let map = Map::parse(GERMAN).unwrap();
    let report = mapped(&db, Kind::Products, &map, &[&path]).await.unwrap();
    assert_eq!((report.rows, counts(&report)), (6, [2, 0, 0, 2]));
    assert_eq!(report.left_out, [("old".to_owned(), 1), ("free".to_owned(), 1)]);
    assert_eq!(report.unread, ["Lager"]);
    let sql = "select sku || '|' || maker_code || '|' || name || '|' || coalesce(ean, '-') || '|' ||
         cast(base_price as text) || '|' || cast(pack_size as text) || '|' || coalesce(pack_name, '-')
         || '|' || unit || '|' || currency || '|' || listed_day from products order by sku limit 9";
    let rows = db.read(move |view| view.all::<String>(sql, args![])).await.unwrap();
    assert_eq!(
        rows,
        [
            "A1|a1-x|Café au lait|4012345678901|12345000|1|Palette|Stück|EUR|2011-03-15",
            "A2|a2|Tasse|-|25000|12|-|Karton|EUR|2011-04-01",
        ]
    );
    let refused = folder.refused("artikel.csv");
    let lines: Vec<&str> = refused.lines().skip(1).collect();
    assert!(
        lines[0].starts_with("6,`price` is not a number with a decimal comma: 2.5,a5"),
        "{refused}"
    );
    assert!(lines[1].contains("`listed_day` is not a day like 31.03.2026: 31.2.2011"), "{refused}");
    assert!(lines[1].ends_with(",'=B"), "{refused}");

    // Mended it goes in with the same mapping, though it is our own form now.
    let mended = refused.replace(",2.5,", ",\"2,5\",").replace("31.2.2011", "28.2.2011");
    let mended = folder.file("mended.csv", mended);
    let report = mapped(&db, Kind::Products, &map, &[&mended]).await.unwrap();
    assert_eq!((counts(&report), report.rows), ([2, 0, 0, 0], 2));
    assert_eq!(counts(&mapped(&db, Kind::Products, &map, &[&path]).await.unwrap()), [0, 0, 2, 2]);
});

on_both!(every_delimiter_encoding_and_headless_file_is_read, |db| {
    let folder = Folder::new();
    for (delimiter, encoding) in
        [(",", "utf-8"), (";", "utf-16le"), ("\\t", "utf-16be"), ("|", "latin1")]
    {
        let mark = delimiter.replace("\\t", "\t");
        let text = format!("K1{mark}Käse{mark}1\n");
        let bytes: Vec<u8> = match encoding {
            "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            "latin1" => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            _ => text.into_bytes(),
        };
        let path = folder.file("k.csv", bytes);
        let map = format!(
            "header_row = 0\ndelimiter = \"{delimiter}\"\nencoding = \"{encoding}\"\n[columns]\nsku = 'A'\nname = 'B'\nprice = 'C'\n"
        );
        let map = Map::parse(&map).unwrap();
        let report = mapped(&db, Kind::Products, &map, &[&path]).await.unwrap();
        let expected = if delimiter == "," { [1, 0, 0, 0] } else { [0, 0, 1, 0] };
        assert_eq!(counts(&report), expected, "{delimiter} {encoding}");
    }
    assert_eq!(count(&db, "select count(*) from products where name = 'Käse'").await, 1);
});

on_both!(of_repeated_rows_the_mapping_says_which_counts, |db| {
    let folder = Folder::new();
    let path = folder.file("p.csv", "code,text,eur\nA,One,1\nB,Two,2\na,Three,3\nA,,4\n");
    let columns = "[columns]\nsku = 'code'\nname = 'text'\nprice = 'eur'\n";
    for (repeats, price, name) in [("first", 10_000, "One"), ("last", 40_000, "One")] {
        let map = Map::parse(&format!("repeats = '{repeats}'\n{columns}")).unwrap();
        let report = mapped(&db, Kind::Products, &map, &[&path]).await.unwrap();
        assert_eq!((report.refused, report.left_out), (0, vec![("repeated".to_owned(), 2)]));
        let sql = "select base_price, name from products where sku_key = 'A'";
        let row = db.read(move |view| view.one::<(i64, String)>(sql, args![])).await.unwrap();
        assert_eq!(row.unwrap(), (price, name.to_owned()));
    }
    let map = Map::parse(columns).unwrap();
    assert_eq!(mapped(&db, Kind::Products, &map, &[&path]).await.unwrap().refused, 2);
});

on_both!(a_wrong_mapping_is_refused_with_a_sentence, |db| {
    let folder = Folder::new();
    let path = folder.file("p.csv", "code,text,eur\nA,One,1\n");
    let wrong = [
        ("", "names no column"),
        ("delimiter = ';'\n[columns]\n", "names no column"),
        ("[columns]\nsku = 'code'\ncolour = 'text'", "names `colour`, which is no column here"),
        (
            "[columns]\nsku = 'Artikel'",
            "has no column `Artikel`, which the mapping names; it has: `code`",
        ),
        ("[columns]\nsku = ['Artikel', 'Nummer']", "has no column `Artikel`"),
        ("[columns]\nname = 'text'", "the mapping says nothing about `sku`, which is needed"),
        ("colums = 1\n[columns]\nsku = 'code'", "unknown field `colums`"),
        ("[columns]\nsku = { form = 'code' }", "unknown field `form`"),
        ("[columns]\nsku = { upper = true }", "says nothing about what feeds `sku`"),
        ("[columns]\nsku = { from = 'code', when = 'x' }", "names the rule `x`"),
        ("leave_out = 'x'\n[columns]\nsku = 'code'", "names the rule `x`"),
        ("[rules]\nx = { column = 'code' }\n[columns]\nsku = 'code'", "needs exactly one of"),
        (
            "leave_out='x'\n[rules]\nx = { column = 'c', empty = true }\n[columns]\nsku = 'code'",
            "has no column `c`",
        ),
        ("delimiter = ':'\n[columns]\nsku = 'code'", "`delimiter` is none of"),
        ("decimal = ','\ngrouping = ','\n[columns]\nsku = 'code'", "are the same"),
        ("encoding = 'ebcdic'\n[columns]\nsku = 'code'", "unknown variant `ebcdic`"),
        ("[columns\nsku = 'code'", "the mapping cannot be read"),
        ("header_row = 7\n[columns]\nsku = 'code'", "has no row 7"),
    ];
    for (text, sentence) in wrong {
        let said = match Map::parse(text) {
            Ok(map) => mapped(&db, Kind::Products, &map, &[&path]).await.map(|_| ()),
            Err(error) => Err(error),
        };
        let said = format!("{:#}", said.expect_err(text));
        assert!(said.contains(sentence), "{text}: {said}");
    }
    assert_eq!(count(&db, "select count(*) from products").await, 0);
});

#[test]
fn a_mapping_written_down_is_read_as_the_same() {
    let map = Map::parse(GERMAN).unwrap();
    assert_eq!(Map::parse(&map.text()).unwrap(), map);
}

on_both!(what_spills_to_the_disk_comes_in_as_what_does_not, |db| {
    let folder = Folder::new();
    let text = |first: usize| {
        let rows = (0..3_000).map(|n| format!("S{},Name {n},{}\n", (n * 7_919) % 3_001, n + first));
        "sku,name,price\n".to_owned() + &rows.collect::<String>() + "S5,Twice,1\n,None,1\n"
    };
    let path = folder.file("p.csv", text(1));
    assert_eq!(counts(&bring(&db, Kind::Products, &[&path]).await), [3_000, 0, 0, 2]);
    let refused = folder.refused("p.csv");
    let small = Limits { sort_bytes: 1 << 14, ..Limits::COMMAND };
    let again = import(&db, Kind::Products, std::slice::from_ref(&path), Mode::Real, &small).await;
    assert_eq!(counts(&again.unwrap()), [0, 0, 3_000, 2]);
    assert_eq!(folder.refused("p.csv"), refused);
});
