//! How lines are read, by table.

use super::*;

/// The first way of reading a single line.
fn first(line: &str) -> (String, String) {
    let read = text(line);
    assert_eq!(read.len(), 1, "{line}");
    let reading = read[0].readings[0].clone();
    (reading.code, reading.quantities.join("|"))
}

#[test]
fn code_and_quantity_are_read_in_any_order_and_with_anything_between() {
    let cases = [
        ("ABC\t12", "ABC", "12"),
        ("12\tABC", "ABC", "12"),
        ("ABC;12", "ABC", "12"),
        ("ABC; 12 pcs", "ABC", "12"),
        ("ABC,12", "ABC", "12"),
        ("12, ABC", "ABC", "12"),
        ("ABC|12", "ABC", "12"),
        ("ABC 12", "ABC", "12"),
        ("ABC   12", "ABC", "12"),
        ("12 x ABC", "ABC", "12"),
        ("12x ABC", "ABC", "12"),
        ("12 × ABC", "ABC", "12"),
        ("ABC x 12", "ABC", "12"),
        ("ABC x12", "ABC", "12"),
        ("ABC 12 pcs", "ABC", "12"),
        ("ABC 12pcs", "ABC", "12"),
        ("12 Stück ABC", "ABC", "12"),
        ("ABC - 12", "ABC", "12"),
        ("ABC: 12", "ABC", "12"),
        ("ABC (12)", "ABC", "12"),
        ("ABC = 12", "ABC", "12"),
        ("\"ABC\";\"12\"", "ABC", "12"),
        ("\"AB,C\",12", "AB,C", "12"),
        ("CLOTH-M 1,5", "CLOTH-M", "1.5"),
        ("CLOTH-M;1,5", "CLOTH-M", "1.5"),
        ("CLOTH-M 12.50", "CLOTH-M", "12.5"),
        ("5012345678900 12", "5012345678900", "12"),
        ("12 5012345678900", "5012345678900", "12"),
        ("5012345678900,12", "5012345678900", "12"),
        ("85123,12", "85123", "12"),
        ("ABC 1.200", "ABC", "1.2|1200"),
        ("ABC", "ABC", ""),
        ("ABC;many", "ABC", ""),
        ("FS-10/42 24", "FS-10/42", "24"),
        ("White mug 24", "White mug", "24"),
        ("ABC;White mug, sand;24;5.92", "ABC", "24"),
        ("ABC;Mug;3;24", "ABC", "3|24"),
    ];
    for (line, code, quantity) in cases {
        assert_eq!(first(line), (code.to_owned(), quantity.to_owned()), "{line}");
    }
}

#[test]
fn both_numbers_may_be_the_code_and_the_codes_decide() {
    let read = text("100200 12");
    let pairs: Vec<(&str, &str)> = read[0]
        .readings
        .iter()
        .map(|r| (r.code.as_str(), r.quantities[..].first().map_or("", |q| q)))
        .collect();
    assert_eq!(pairs[..2], [("100200", "12"), ("12", "100200")]);
}

#[test]
fn a_header_says_which_column_is_which_and_blank_quantities_stay_out() {
    let read = text(
        "Pos;Description;Article no.;EAN;Price;Qty\n1;Mug;FS-1;501;5,92;24\n2;Jug;FS-2;;1,20;\n",
    );
    assert_eq!(read.len(), 2, "the header is no line");
    assert_eq!(read[0].line, 2);
    assert_eq!(read[0].readings[0], Reading { code: "FS-1".into(), quantities: vec!["24".into()] });
    assert_eq!(read[0].readings[1].code, "501", "the EAN, where the code is unknown");
    assert_eq!(read[1].readings[0].quantities, ["0"]);
}

#[test]
fn a_column_that_counts_the_rows_is_no_quantity() {
    let read = text("1;FS-1;24\n2;FS-2;12\n3;FS-3;6");
    let quantities: Vec<&[String]> =
        read.iter().map(|w| w.readings[0].quantities.as_slice()).collect();
    assert_eq!(quantities, [["24"], ["12"], ["6"]]);
    let alone = text("1;FS-1;24");
    assert_eq!(alone[0].readings[0].quantities, ["1", "24"], "a single line is asked about");
}

#[test]
fn the_list_itself_tells_how_it_writes_decimals() {
    let read = text("CLOTH 1,5\nMUG 1.200");
    assert_eq!(read[1].readings[0].quantities, ["1200"]);
    let read = text("CLOTH 1.5\nMUG 1.200");
    assert_eq!(read[1].readings[0].quantities, ["1.2"]);
}

#[test]
fn nothing_is_dropped_whatever_is_written() {
    let lines = ["???", ";;;", "a;;b;;c", "\"open", "12", "x x x", "…", "\u{1F375} 5", "0x12 7"];
    let read = text(&lines.join("\n"));
    assert_eq!(read.len(), lines.len());
    assert!(read.iter().all(|written| !written.readings.is_empty()), "{read:?}");
}

#[test]
fn rows_of_a_spreadsheet_are_read_like_lines() {
    let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let read =
        table(&[row(&["SKU", "Name", "Quantity"]), row(&["A", "Mug", "6"]), row(&["", "", ""])]);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].readings[0], Reading { code: "A".into(), quantities: vec!["6".into()] });
}
