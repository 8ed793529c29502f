//! The mapping as the page's form has it: a list to choose from for each of our columns, and how the
//! file is written. What the form does not show (rules, several columns joined) stays as it is.

use super::files::form::Encoding;
use super::map::values::DayOrder;
use super::map::{Fed, Map, Repeats, Some1};
use crate::access::form::Fields;

/// The value of a field, empty if it was not sent.
#[must_use]
pub fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value.as_str())
}

/// The mapping with what was chosen. A mapping written as text counts alone.
///
/// # Errors
/// A sentence: the text is no mapping.
pub fn mended(map: &Map, fields: &Fields) -> anyhow::Result<Map> {
    if value(fields, "do") == "text" {
        return Map::parse(value(fields, "text"));
    }
    let mut map = map.clone();
    let sent = |name: &str| fields.iter().any(|(other, _)| other == name);
    let mark = |name: &str| match value(fields, name) {
        "tab" => Some('\t'),
        "blank" => Some(' '),
        other => other.chars().next(),
    };
    if sent("delimiter") {
        map.delimiter = mark("delimiter");
        let encoding = value(fields, "encoding");
        map.encoding = Encoding::ALL.into_iter().find(|known| known.text() == encoding);
    }
    if sent("sheet") {
        map.sheet = Some(value(fields, "sheet").to_owned()).filter(|sheet| !sheet.is_empty());
    }
    if sent("header_row") {
        map.header_row = value(fields, "header_row").trim().parse().ok();
    }
    if sent("decimal") {
        map.decimal = mark("decimal");
        map.grouping = mark("grouping");
        let order = value(fields, "day_order");
        map.day_order = DayOrder::ALL.into_iter().find(|known| known.text() == order);
        map.repeats = match value(fields, "repeats") {
            "first" => Repeats::First,
            "last" => Repeats::Last,
            _ => Repeats::Refuse,
        };
    }
    for (name, chosen) in fields {
        let Some(ours) = name.strip_prefix("column-") else { continue };
        if chosen == first(&map, ours) {
            continue;
        }
        if chosen.is_empty() {
            map.columns.remove(ours);
        } else {
            map.columns.insert(ours.to_owned(), Fed::Names(Some1::One(chosen.clone())));
        }
    }
    Ok(map)
}

/// The column of the file that feeds ours, or the first of several.
#[must_use]
pub fn first<'a>(map: &'a Map, ours: &str) -> &'a str {
    let from = match map.columns.get(ours) {
        Some(Fed::Names(names)) => names,
        Some(Fed::Full(feed)) => &feed.from,
        None => return "",
    };
    from.all().first().map_or("", String::as_str)
}

/// Whether more is said of this column than one name.
#[must_use]
pub fn is_more(map: &Map, ours: &str) -> bool {
    match map.columns.get(ours) {
        Some(Fed::Names(names)) => names.all().len() > 1,
        Some(Fed::Full(_)) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(all: &[(&str, &str)]) -> Fields {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_form_changes_what_it_shows_and_keeps_the_rest() {
        let text = "leave_out = 'old'\n[rules]\nold = { column = 'S', empty = true }\n[columns]\n\
            sku = { from = 'Nr', upper = true }\nname = 'Text'\nprice = 'VK'\n";
        let map = Map::parse(text).unwrap();
        let same = fields(&[("column-sku", "Nr"), ("column-name", "Text"), ("column-price", "VK")]);
        assert_eq!(mended(&map, &same).unwrap(), map);
        let other = fields(&[
            ("delimiter", "tab"),
            ("encoding", "windows-1252"),
            ("decimal", ","),
            ("grouping", "blank"),
            ("day_order", "dmy"),
            ("repeats", "last"),
            ("column-sku", "Nr"),
            ("column-name", "Langtext"),
            ("column-price", ""),
            ("column-brand", "Marke"),
        ]);
        let mended = mended(&map, &other).unwrap();
        assert_eq!(
            (mended.delimiter, mended.decimal, mended.grouping),
            (Some('\t'), Some(','), Some(' '))
        );
        assert_eq!((mended.encoding, mended.repeats), (Some(Encoding::Windows1252), Repeats::Last));
        assert_eq!(mended.columns.get("sku"), map.columns.get("sku"));
        assert_eq!((first(&mended, "name"), first(&mended, "price")), ("Langtext", ""));
        assert_eq!((first(&mended, "brand"), mended.rules.len()), ("Marke", 1));
    }

    #[test]
    fn a_mapping_written_as_text_counts_alone() {
        let text = fields(&[("do", "text"), ("text", "[columns]\nsku = 'A'"), ("column-sku", "B")]);
        assert_eq!(first(&mended(&Map::default(), &text).unwrap(), "sku"), "A");
        let wrong = fields(&[("do", "text"), ("text", "[columns]\n")]);
        assert!(mended(&Map::default(), &wrong).is_err());
    }
}
