//! What was asked of a list, read from an address: checked, cut to what the list knows, and what could not be read with the
//! sentence that says so.

use super::cursor::Cursor;
use super::paging::{At, Paging};
use super::{Ask, AskKind, Listing, SEARCH_LONGEST, Sort, contains};
use portico_types::Day;

/// Longest value of any other field that is kept.
const VALUE_LONGEST: usize = 200;

/// What was asked of a list.
#[derive(Clone, Debug)]
pub struct Asked {
    values: Vec<(&'static str, String)>,
    /// What could not be read: nothing is listed by it, and its field says so.
    pub wrong: Vec<Wrong>,
    /// Which page, in which order.
    pub paging: Paging,
    /// Address of the list, where it stands below something: the prices of one price list.
    below: Option<String>,
}

/// A field that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its name in the address.
    pub field: &'static str,
    /// Key of the sentence.
    pub key: &'static str,
}

impl Asked {
    /// The same of a list that stands at this path, not at its listing's.
    #[must_use]
    pub fn below(self, path: &str) -> Asked {
        Asked { below: Some(path.to_owned()), ..self }
    }

    /// Path of the list.
    #[must_use]
    pub fn path<'a>(&'a self, listing: &'a Listing) -> &'a str {
        self.below.as_deref().unwrap_or(listing.path)
    }

    /// What was asked for in this field, trimmed and without NUL; empty where nothing was.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The same, or none where nothing was asked for.
    #[must_use]
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// What was searched for, as a pattern of `like … escape '!'` over texts in small letters; none where nothing was.
    #[must_use]
    pub fn pattern(&self) -> Option<String> {
        self.some("q").map(|q| contains(&q.to_lowercase()))
    }

    /// The first and the last day as texts, where they were asked for and can be read.
    #[must_use]
    pub fn days(&self) -> (Option<String>, Option<String>) {
        (self.from().map(Day::text), self.to().map(Day::text))
    }

    /// The same on another page.
    #[must_use]
    pub fn on(&self, paging: &Paging) -> Asked {
        Asked { paging: paging.clone(), ..self.clone() }
    }

    /// Whether a tick box is ticked.
    #[must_use]
    pub fn yes(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }

    /// The first day, if one was asked for and can be read.
    #[must_use]
    pub fn from(&self) -> Option<Day> {
        Day::parse(self.text("from"))
    }

    /// The last day, if one was asked for and can be read.
    #[must_use]
    pub fn to(&self) -> Option<Day> {
        Day::parse(self.text("to"))
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.values.iter().any(|(_, value)| !value.is_empty())
    }

    /// The sentence's key for a field.
    #[must_use]
    pub fn wrong_with(&self, field: &str) -> Option<&'static str> {
        self.wrong.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.key)
    }

    /// The query of an address that asks the same of `listing`; `changed` fields have these values instead (empty: left
    /// out). It begins at the start unless `changed` says otherwise.
    #[must_use]
    pub fn query(&self, listing: &Listing, changed: &[(&str, &str)]) -> String {
        let sort = sort_text(listing, self.paging.sort, self.paging.down);
        let values = self.values.iter().map(|(name, value)| (*name, value.as_str()));
        let own = values.chain([("sort", sort.as_str())]);
        let own = own.filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        let all: Vec<_> =
            own.chain(changed.iter().copied()).filter(|(_, value)| !value.is_empty()).collect();
        serde_urlencoded::to_string(all).unwrap_or_default()
    }

    /// Address of the list that asks the same but for `changed`.
    #[must_use]
    pub fn href(&self, listing: &Listing, changed: &[(&str, &str)]) -> String {
        with_query(self.path(listing), &self.query(listing, changed))
    }

    /// What a cursor of this order is made for.
    #[must_use]
    pub fn order(&self, listing: &Listing) -> String {
        order(listing, &self.paging)
    }
}

/// A path and a query, if there is one.
#[must_use]
pub fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// How an order is spelled in addresses; the list's own is left out.
#[must_use]
pub fn sort_text(listing: &Listing, name: &str, down: bool) -> String {
    let own = listing.sorts.first().is_some_and(|sort| sort.name == name && sort.down == down);
    if own { String::new() } else { format!("{}{name}", if down { "-" } else { "" }) }
}

fn order(listing: &Listing, paging: &Paging) -> String {
    format!("{} {} {}", listing.name, paging.sort, paging.down)
}

impl Listing {
    /// Reads what an address asks of this list, in pages of `rows`.
    #[must_use]
    pub fn asked(&self, pairs: &[(String, String)], rows: i64) -> Asked {
        let find = |name: &str| pairs.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim());
        let mut wrong = Vec::new();
        let mut values = Vec::new();
        for ask in self.asks {
            let names: &[&'static str] =
                if matches!(ask.kind, AskKind::Days) { &["from", "to"] } else { &[ask.name] };
            for name in names {
                let (value, key) = read(ask, find(name));
                wrong.extend(key.map(|key| Wrong { field: name, key }));
                values.push((*name, value));
            }
        }
        let mut asked =
            Asked { values, wrong, paging: self.paging(find("sort"), rows), below: None };
        if let (Some(from), Some(to)) = (asked.from(), asked.to())
            && from > to
        {
            asked.wrong.push(Wrong { field: "to", key: "list-days-reversed" });
        }
        let of = order(self, &asked.paging);
        let wanted = [("after", find("after")), ("before", find("before"))];
        if let Some((name, text)) = wanted.into_iter().find(|(_, text)| !text.is_empty()) {
            match (name, Cursor::decoded(&of, text)) {
                ("after", Some(cursor)) => asked.paging.at = At::After(cursor),
                (_, Some(cursor)) => asked.paging.at = At::Before(cursor),
                (_, None) => asked.wrong.push(Wrong { field: "page", key: "list-page-gone" }),
            }
        }
        if self.sort(find("sort")).is_none() && !find("sort").is_empty() {
            asked.wrong.push(Wrong { field: "page", key: "list-sort-unknown" });
        }
        asked
    }

    fn sort(&self, text: &str) -> Option<(&'static str, bool)> {
        let (name, down) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        self.sorts.iter().find(|sort| sort.name == name).map(|sort| (sort.name, down))
    }

    fn paging(&self, sort: &str, rows: i64) -> Paging {
        let own = self.sorts.first().copied().unwrap_or(Sort::up(""));
        let (name, down) = self.sort(sort).unwrap_or((own.name, own.down));
        Paging::first(name, down, rows)
    }
}

/// The value of a field and, if it cannot be read, why. What was typed is kept, cut to a bearable length.
fn read(ask: &Ask, typed: &str) -> (String, Option<&'static str>) {
    let clean: String = typed.chars().filter(|c| *c != '\0').collect();
    let cut = |longest: usize| clean.chars().take(longest).collect::<String>();
    match ask.kind {
        AskKind::Search => {
            let long = clean.chars().count() > SEARCH_LONGEST;
            (cut(SEARCH_LONGEST), long.then_some("list-search-long"))
        }
        AskKind::Choice(choices) => {
            let known = clean.is_empty() || choices.iter().any(|(value, _)| *value == clean);
            if known { (clean, None) } else { (String::new(), Some("list-choice-unknown")) }
        }
        AskKind::Given | AskKind::Text => (cut(VALUE_LONGEST), None),
        AskKind::Days => {
            let known = clean.is_empty() || Day::parse(&clean).is_some();
            (cut(40), (!known).then_some("list-day-unreadable"))
        }
        AskKind::Yes => (if clean == "yes" { clean } else { String::new() }, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static LIST: Listing = Listing {
        name: "orders",
        path: "/orders",
        sorts: &[Sort::down("placed"), Sort::up("number")],
        asks: &[
            Ask::search("orders-search"),
            Ask::choice("status", "order-state", &[("placed", "order-state-placed")]),
            Ask::days("orders-placed"),
            Ask::yes("mine", "orders-mine"),
        ],
    };

    fn asked(query: &str) -> Asked {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        LIST.asked(&pairs, 30)
    }

    #[test]
    fn what_can_be_read_is_asked_and_goes_into_every_address() {
        let asked = asked("q=+mug+&status=placed&from=2026-01-02&mine=yes&sort=number&other=1");
        assert_eq!(asked.text("q"), "mug");
        assert_eq!(asked.from().map(Day::text).as_deref(), Some("2026-01-02"));
        assert!(asked.yes("mine") && asked.is_filtered() && asked.wrong.is_empty());
        assert_eq!(asked.paging, Paging::first("number", false, 30));
        assert_eq!(
            asked.href(&LIST, &[("q", "")]),
            "/orders?status=placed&from=2026-01-02&mine=yes&sort=number"
        );
        assert_eq!(
            asked.query(&LIST, &[("sort", "-placed"), ("q", "")]).matches("sort=").count(),
            1
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_at_its_field() {
        let said = |query: &str| {
            let wrong = asked(query).wrong;
            wrong.iter().map(|wrong| (wrong.field, wrong.key)).collect::<Vec<_>>()
        };
        assert_eq!(said("from=31.2.2026"), [("from", "list-day-unreadable")]);
        assert_eq!(asked("from=31.2.2026").text("from"), "31.2.2026", "what was typed is kept");
        assert_eq!(said("from=2026-02-01&to=2026-01-01"), [("to", "list-days-reversed")]);
        assert_eq!(said("status=sold"), [("status", "list-choice-unknown")]);
        assert_eq!(said("sort=secret"), [("page", "list-sort-unknown")]);
        assert_eq!(said("after=AAAA"), [("page", "list-page-gone")]);
        let long = format!("q={}", "a".repeat(10_000));
        assert_eq!(said(&long), [("q", "list-search-long")]);
        assert_eq!(asked(&long).text("q").len(), SEARCH_LONGEST);
        assert_eq!(asked("q=%00mug").text("q"), "mug");
    }

    #[test]
    fn a_cursor_is_read_in_its_own_order_only() {
        let cursor = Cursor::number(5, 7).encoded("orders placed true");
        assert_eq!(asked(&format!("after={cursor}")).paging.at, At::After(Cursor::number(5, 7)));
        assert_eq!(asked(&format!("before={cursor}")).paging.at, At::Before(Cursor::number(5, 7)));
        let turned = asked(&format!("sort=placed&after={cursor}"));
        assert_eq!((turned.paging.at, turned.wrong.len()), (At::Start, 1));
    }
}
