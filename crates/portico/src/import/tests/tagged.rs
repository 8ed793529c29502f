//! Tags and attributes of products: in every form of file the same, the second time nothing new.

use super::*;
use crate::args;
use crate::platform::db::{DbError, View};
use crate::testkit::on_both;
use rust_xlsxwriter::Workbook;

const ROWS: [[&str; 6]; 4] = [
    ["sku", "name", "price", "tags", "attribute:Colour", "ATTRIBUTE: Größe"],
    ["A1", "Mug", "1.50", "Gift;Sale", "sand", "350 ml"],
    ["A2", "Jug", "12.50", "gift", "", "1,5 l"],
    ["A3", "Plate", "3", "", "moss; grey", ""],
];

/// Every product with its tags and attributes.
async fn kept(db: &Db) -> Vec<String> {
    let read = |view: &mut View| -> Result<Vec<String>, DbError> {
        let tags = view.all::<(String, String)>(
            "select p.sku, t.name from product_tags x join products p on p.id = x.product_id
             join tags t on t.id = x.tag_id order by p.sku, t.name",
            args![],
        )?;
        let attributes = view.all::<(String, i64, String, String)>(
            "select p.sku, a.position, a.name, a.value from product_attributes a
             join products p on p.id = a.product_id order by p.sku, a.position",
            args![],
        )?;
        let tags = tags.into_iter().map(|(sku, tag)| format!("{sku} #{tag}"));
        let pairs = attributes.into_iter().map(|(sku, at, n, v)| format!("{sku} {at} {n}: {v}"));
        Ok(tags.chain(pairs).collect())
    };
    db.read(read).await.unwrap()
}

fn text(between: &str, written: impl Fn(usize, &str) -> String) -> String {
    let line = |(row, cells): (usize, &[&str; 6])| {
        let cells: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| if row == 0 { (*cell).to_owned() } else { written(at, cell) })
            .collect();
        cells.join(between) + "\n"
    };
    ROWS.iter().enumerate().map(line).collect()
}

/// The four forms: as we write it, German, UTF-16 with tabs, a spreadsheet; each with its mapping.
fn forms() -> Vec<(&'static str, Vec<u8>, Option<Map>)> {
    let plain = text(",", |_, cell| format!("\"{cell}\""));
    let german = text(";", |at, cell| match at {
        2 => cell.replace('.', ","),
        3 => cell.replace(';', " | "),
        _ => format!("\"{cell}\""),
    });
    let german = german.replace("attribute:Colour", "Farbe").replace("tags", "Schlagworte");
    let (german, _, _) = encoding_rs::WINDOWS_1252.encode(&german);
    let map = Map::parse(
        "encoding = 'windows-1252'\ndelimiter = ';'\ndecimal = ','\nby_name = true\n[columns]\n\
         tags = 'Schlagworte'\n'attribute:Colour' = 'Farbe'\n",
    );
    let tabs = text("\t", |_, cell| cell.to_owned());
    let wide: Vec<u8> =
        ["\u{feff}", &tabs].concat().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let tabbed = Map::parse("delimiter = \"\\t\"\nby_name = true\n");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(ROWS) {
        for (at, cell) in (0..).zip(cells) {
            sheet.write(row, at, cell).unwrap();
        }
    }
    vec![
        ("p.csv", plain.into_bytes(), None),
        ("german.csv", german.into_owned(), Some(map.unwrap())),
        ("wide.txt", wide, Some(tabbed.unwrap())),
        ("book.xlsx", book.save_to_buffer().unwrap(), None),
    ]
}

on_both!(every_form_gives_the_same_tags_and_attributes_once, |db| {
    let folder = Folder::new();
    let wanted = [
        "A1 #Gift",
        "A1 #Sale",
        "A2 #Gift",
        "A1 1 Colour: sand",
        "A1 2 Größe: 350 ml",
        "A2 1 Größe: 1,5 l",
        "A3 1 Colour: moss; grey",
    ];
    let mut first = true;
    for (name, bytes, map) in forms() {
        let path = folder.file(name, bytes);
        let report = match &map {
            Some(map) => mapped(&db, Kind::Products, map, &[&path]).await.unwrap(),
            None => bring(&db, Kind::Products, &[&path]).await,
        };
        let same = if first { [3, 0, 0, 0] } else { [0, 0, 3, 0] };
        assert_eq!((counts(&report), report.unread.len()), (same, 0), "{name}");
        assert_eq!(kept(&db).await, wanted, "{name}");
        first = false;
    }
    assert_eq!(count(&db, "select count(*) from tags").await, 2, "gift is Gift");
});

on_both!(a_column_says_what_it_says_and_no_more, |db| {
    let folder = Folder::new();
    let file = |name: &str, text: &str| folder.file(name, text);
    let first = "sku,name,price,tags,attributes\nA1,Mug,1,Gift|New,Colour: sand; Size: 350 ml\n";
    bring(&db, Kind::Products, &[&file("first.csv", first)]).await;
    let silent = bring(&db, Kind::Products, &[&file("silent.csv", "sku,price\nA1,2\n")]).await;
    assert_eq!(counts(&silent), [0, 1, 0, 0]);
    let all = ["A1 #Gift", "A1 #New", "A1 1 Colour: sand", "A1 2 Size: 350 ml"];
    assert_eq!(kept(&db).await, all, "a file without the columns leaves them");
    let one = "sku,attribute:size,attribute:Glaze,tags\nA1,,salt,new\n";
    assert_eq!(counts(&bring(&db, Kind::Products, &[&file("1.csv", one)]).await), [0, 1, 0, 0]);
    assert_eq!(kept(&db).await, ["A1 #New", "A1 1 Colour: sand", "A1 2 Glaze: salt"]);
    assert_eq!(counts(&bring(&db, Kind::Products, &[&file("2.csv", one)]).await), [0, 0, 1, 0]);
    let none = "sku,tags,attributes\nA1,,\n";
    assert_eq!(counts(&bring(&db, Kind::Products, &[&file("3.csv", none)]).await), [0, 1, 0, 0]);
    assert!(kept(&db).await.is_empty(), "an empty cell takes all away");
});

on_both!(what_can_be_no_tag_or_attribute_is_told, |db| {
    let folder = Folder::new();
    let long = "x".repeat(51);
    let text = format!(
        "sku,name,price,tags,attributes,attribute:Colour\nA1,Mug,1,{long},,\nA2,Mug,1,,Colour,\n\
         A3,Mug,1,,,{}\nA4,Mug,1,ok,,ok\n",
        "y".repeat(401)
    );
    let report = bring(&db, Kind::Products, &[&folder.file("p.csv", text)]).await;
    assert_eq!(counts(&report), [1, 0, 0, 3]);
    let refused = folder.refused("p.csv");
    for said in [
        "`tags` holds a tag of more than 50 characters",
        "`Colour` is not a name, a colon and a value",
        "`attribute:Colour` has more than 400 characters",
    ] {
        assert!(refused.contains(said), "{said}: {refused}");
    }
    for (header, said) in [
        ("sku,attribute:", "1 to 100 characters and no colon"),
        ("sku,attribute:a:b", "1 to 100 characters and no colon"),
        ("sku,attribute:Size,attribute: size", "two columns mean `attribute:size`"),
    ] {
        let path = folder.file("h.csv", format!("{header}\nA4,x,y\n"));
        let refused = try_bring(&db, Kind::Products, &[&path], Mode::Real).await;
        let refused = format!("{:#}", refused.expect_err(header));
        assert!(refused.contains(said), "{header}: {refused}");
    }
});
