//! What is found by which words, in which order, page by page.

use super::*;

fn doc(id: i64, code: &str, title: &str) -> Doc {
    let tags = vec!["all".to_owned(), if id % 2 == 0 { "even" } else { "odd" }.to_owned()];
    let keys = [code.to_owned(), title.to_lowercase(), format!("2026-01-{id:02}")];
    Doc { id, codes: vec![code.to_owned()], title: title.to_owned(), tags, keys, ..Doc::default() }
}

fn shop() -> Vec<Doc> {
    let mut docs = vec![
        doc(1, "85123A", "White hanging heart T-light holder"),
        doc(2, "85123B", "Black hanging heart T-light holder"),
        doc(3, "FS-1042", "Stoneware mug, sand"),
        doc(4, "FS-1043", "Stoneware mug, slate"),
        doc(5, "TEA-01", "Crème brûlée dish"),
        doc(6, "22423", "Regency cakestand 3 tier"),
        doc(7, "POT-7", "Cast-iron teapot"),
        doc(8, "LAN-8", "Storm lantern"),
    ];
    docs[4].codes.push("5012345000017".into());
    docs[6].groups = "Kuroda Kitchen".into();
    docs[7].body = "Goes well with a stoneware mug.".into();
    docs
}

fn filled() -> Search {
    let search = Search::in_memory().unwrap();
    put(&search, &shop(), &[], true);
    search
}

fn put(search: &Search, docs: &[Doc], gone: &[i64], anew: bool) {
    let change = Change { gone, docs, source: "test", cursor: "1:1", anew };
    assert!(search.apply(change).unwrap());
}

fn find(search: &Search, typed: &str) -> Found {
    search.find(&Wish { typed, limit: 10, ..Wish::default() }).unwrap()
}

fn ids(found: &Found) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.id).collect()
}

#[test]
fn words_codes_prefixes_parts_and_typing_errors_find() {
    use Mode::{Fewer, Fuzzy, Strict};
    let search = filled();
    for (typed, mode, expected) in [
        ("85123A", Strict, &[1][..]),
        ("85123a", Strict, &[1]),
        ("85123", Strict, &[1, 2]),
        ("512", Strict, &[1, 2]),
        ("123B", Strict, &[2]),
        ("fs1042", Strict, &[3]),
        ("FS 1042", Strict, &[3]),
        ("fs-10", Strict, &[3, 4]),
        ("1042", Strict, &[3]),
        ("501234500001", Strict, &[5]),
        ("345000", Strict, &[5]),
        ("mug", Strict, &[3, 4, 8]),
        ("mugs", Strict, &[3, 4, 8]),
        ("MUG stoneware", Strict, &[3, 4, 8]),
        ("slate ston", Strict, &[4]),
        ("creme BRULEE", Strict, &[5]),
        ("t-light", Strict, &[1, 2]),
        ("kuroda", Strict, &[7]),
        ("lanterns", Strict, &[8]),
        ("stonewear mug", Fuzzy, &[3, 4]),
        ("stnoeware", Fuzzy, &[3, 4]),
        ("hangign hart", Fuzzy, &[1, 2]),
        ("lantren", Fuzzy, &[8]),
        ("cakstand", Fuzzy, &[6]),
        ("regensy cake", Fuzzy, &[6]),
        ("tepo", Fuzzy, &[7]),
        ("stoneware mug 500", Fewer, &[3, 4, 8]),
        ("purple lantern", Fewer, &[8]),
    ] {
        let found = find(&search, typed);
        assert_eq!((found.mode, ids(&found).as_slice()), (mode, expected), "{typed}");
    }
    for typed in ["", "  ", "-", "99999", "zzzzzz", "8512X", "%_'\"*"] {
        assert_eq!(find(&search, typed).hits, [], "{typed}");
    }
}

#[test]
fn better_hits_come_first() {
    let search = Search::in_memory().unwrap();
    let mut docs = vec![
        doc(1, "X-MUG-1", "Cup"),
        doc(2, "A-2", "Blue mug with a long name and more"),
        doc(3, "A-3", "Blue mug"),
        doc(4, "MUG", "Something"),
        doc(5, "MUG-5", "Else"),
        doc(6, "A-6", "Mugshot frame"),
    ];
    docs.push(Doc { groups: "mug".into(), ..doc(7, "A-7", "Tea set") });
    docs.push(Doc { body: "a mug".into(), ..doc(8, "A-8", "Plate") });
    put(&search, &docs, &[], true);
    assert_eq!(ids(&find(&search, "mug")), [4, 5, 1, 3, 2, 6, 7, 8]);
    let wish = Wish { typed: "mug", pinned: &[8, 6], limit: 3, ..Wish::default() };
    assert_eq!(ids(&search.find(&wish).unwrap()), [8, 6, 4]);
}

#[test]
fn tags_keep_documents_apart() {
    let search = filled();
    for (tags, expected) in
        [(&["even"][..], &[4, 8][..]), (&["odd"], &[3]), (&["even", "odd"], &[]), (&["none"], &[])]
    {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let wish = Wish { typed: "stoneware mug, s", tags: &tags, limit: 9, ..Wish::default() };
        let found = search.find(&wish).unwrap();
        assert_eq!(ids(&found), expected, "{tags:?}");
    }
    let wish =
        Wish { typed: "mug", tags: &["odd".to_owned()], pinned: &[2], limit: 9, ..Wish::default() };
    assert_eq!(ids(&search.find(&wish).unwrap()), [3], "a pinned one is no exception");
}

const ORDERS: [Order; 4] = [Order::Rank, Order::Up(0), Order::Up(1), Order::Down(2)];

/// 25 mugs in two parts of an index, and all of them in this order.
fn mugs(order: Order) -> (Search, Found) {
    let search = Search::in_memory().unwrap();
    let mug = |id| doc(id, &format!("M-{:02}", 40 - id), &format!("mug {}", id % 4));
    let docs: Vec<Doc> = (1..=25).map(mug).collect();
    put(&search, &docs[..10], &[], true);
    put(&search, &docs[10..], &[], false);
    let wish = Wish { typed: "mug", order, limit: 100, ..Wish::default() };
    let all = search.find(&wish).unwrap();
    assert_eq!((all.hits.len(), all.total), (25, 25));
    (search, all)
}

#[test]
fn pages_stay_in_order_while_documents_come() {
    for order in ORDERS {
        let (search, all) = mugs(order);
        let mut seen = Vec::new();
        let mut from: Option<Place> = None;
        for page in 0.. {
            let from_here = from.as_ref();
            let wish = Wish { typed: "mug", order, from: from_here, limit: 4, ..Wish::default() };
            let found = search.find(&wish).unwrap();
            let Some(last) = found.hits.last() else { break };
            seen.extend(ids(&found));
            let place = Place { mode: found.mode, key: last.key.clone(), id: last.id };
            from = Place::read(&place.write(), last.id, order);
            if page < 5 {
                let another = doc(100 + page, &format!("M-{page}x"), "mug 2 extra");
                put(&search, &[another], &[], false);
            }
        }
        seen.retain(|id| *id <= 25);
        assert_eq!(seen, ids(&all), "{order:?}");
    }
}

#[test]
fn every_order_can_be_turned_back() {
    for order in ORDERS {
        let (search, all) = mugs(order);
        let middle = &all.hits[12];
        let place = Place { mode: all.mode, key: middle.key.clone(), id: middle.id };
        let from = Some(&place);
        let wish = Wish { typed: "mug", order, from, back: true, limit: 5, ..Wish::default() };
        assert_eq!(ids(&search.find(&wish).unwrap()), &ids(&all)[7..12], "{order:?}");
        let wish = Wish { back: false, ..wish };
        assert_eq!(ids(&search.find(&wish).unwrap()), &ids(&all)[13..18], "{order:?}");
    }
}

#[test]
fn an_index_is_reopened_where_it_was_and_made_anew_when_it_is_another_ones() {
    let folder = std::env::temp_dir().join(format!("portico-search-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let search = Search::open(&folder).unwrap();
    assert_eq!(search.cursor_of("test"), None, "new");
    put(&search, &shop(), &[], true);
    drop(search);
    let search = Search::open(&folder).unwrap();
    assert_eq!(search.cursor_of("test").as_deref(), Some("1:1"));
    assert_eq!(search.cursor_of("another database"), None);
    assert_eq!(search.count(), 8);
    put(&search, &[], &[3], false);
    assert_eq!(ids(&find(&search, "stoneware mug")), [4, 8]);
    drop(search);
    std::fs::write(folder.join("meta.json"), "{ broken").unwrap();
    let search = Search::open(&folder).unwrap();
    assert_eq!((search.count(), search.cursor_of("test")), (0, None));
    drop(search);
    std::fs::remove_dir_all(&folder).unwrap();
}
