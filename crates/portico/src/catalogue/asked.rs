//! What a page of products is asked for by its address.

use super::narrow::Narrow;
use super::pages::ROWS;
use super::{Cursor, ListWish, Sort, Turn, encoded, search};

/// Begins the name of a parameter that chooses a value of an attribute, as it begins the import's column.
const ATTRIBUTE: &str = "attribute:";
/// Choices that are taken from an address at most.
const CHOICES_MOST: usize = 200;

/// What the list is asked for; what cannot be read counts as not asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Words, codes or parts of codes.
    pub q: String,
    /// `table` or `grid`; blank: as kept.
    pub view: String,
    /// `sku`, `name`, `newest`, `relevance`, `price`, `bought`.
    pub sort: String,
    /// Behind this place.
    pub after: String,
    /// Before this place.
    pub before: String,
    /// What narrows it.
    pub narrow: Narrow,
}

impl Asked {
    /// Reads the parameters of an address.
    #[must_use]
    pub fn read(pairs: Vec<(String, String)>) -> Asked {
        let mut asked = Asked::default();
        for (name, value) in pairs.into_iter().take(CHOICES_MOST) {
            let narrow = &mut asked.narrow;
            let yes = matches!(value.as_str(), "true" | "yes");
            match name.as_str() {
                "q" => asked.q = value,
                "view" => asked.view = value,
                "sort" => asked.sort = value,
                "after" => asked.after = value,
                "before" => asked.before = value,
                "in_stock" => narrow.in_stock = yes,
                "new" => narrow.new = yes,
                "favourite" => narrow.favourite = yes,
                "bought" => narrow.bought = yes,
                _ if value.is_empty() || value.contains('\0') => {}
                "list" => narrow.list = value,
                "category" if !narrow.categories.contains(&value) => narrow.categories.push(value),
                "brand" if !narrow.brands.contains(&value) => narrow.brands.push(value),
                name => {
                    let name = name.strip_prefix(ATTRIBUTE).filter(|name| !name.is_empty());
                    let pair = name.map(|name| (name.to_owned(), value));
                    narrow.attributes.extend(pair);
                }
            }
        }
        asked
    }

    /// As a wish for one page.
    #[must_use]
    pub fn wish(&self) -> ListWish {
        let q: String = self.q.trim().to_owned();
        let sort = self.order();
        let cursor = |text: &str| Cursor::read(text, sort).filter(|at| search::fits(at, sort));
        let turn = match (cursor(&self.after), cursor(&self.before)) {
            (Some(after), _) => Turn::After(after),
            (None, Some(before)) => Turn::Before(before),
            (None, None) => Turn::First,
        };
        let narrow = self.narrow.clone();
        ListWish { q, narrow, sort, turn, limit: ROWS, ..ListWish::default() }
    }

    /// The order that was asked for, where it can be; else the usual one.
    #[must_use]
    pub fn order(&self) -> Sort {
        let searching = !self.q.trim().is_empty();
        let usual = match (searching, self.narrow.bought) {
            (true, _) => Sort::Relevance,
            (false, true) => Sort::Bought,
            (false, false) => Sort::Sku,
        };
        Sort::from_code(&self.sort)
            .filter(|sort| searching || *sort != Sort::Relevance)
            .filter(|sort| self.narrow.bought && !searching || *sort != Sort::Bought)
            .unwrap_or(usual)
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.q.is_empty() || !self.narrow.is_empty()
    }

    /// What stands in the address but for the place: names and values, in a fixed order.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let narrow = &self.narrow;
        let flag = |on: bool| if on { "true" } else { "" };
        let single = [
            ("q", self.q.as_str()),
            ("view", &self.view),
            ("sort", &self.sort),
            ("in_stock", flag(narrow.in_stock)),
            ("new", flag(narrow.new)),
            ("favourite", flag(narrow.favourite)),
            ("bought", flag(narrow.bought)),
            ("list", &narrow.list),
        ];
        let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut pairs: Vec<(String, String)> = single.map(|(name, value)| own(name, value)).into();
        pairs.extend(narrow.categories.iter().map(|value| own("category", value)));
        pairs.extend(narrow.brands.iter().map(|value| own("brand", value)));
        let attributes = narrow.attributes.iter();
        pairs.extend(attributes.map(|(name, value)| (attribute(name), value.clone())));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// The address of this list with some of it changed; an empty value takes a part away. The place is kept
    /// only where it is given.
    #[must_use]
    pub fn href(&self, changes: &[(&str, &str)]) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let changes = changes.iter().filter(|(_, value)| !value.is_empty());
        pairs.extend(changes.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        address(&pairs)
    }

    /// The address of this list without one choice.
    #[must_use]
    pub fn without(&self, name: &str, value: &str) -> String {
        let mut pairs = self.pairs();
        pairs.retain(|(n, v)| (n.as_str(), v.as_str()) != (name, value));
        address(&pairs)
    }

    /// The address of this list without any choice, but with what was searched for.
    #[must_use]
    pub fn cleared(&self) -> String {
        Asked { narrow: Narrow::default(), ..self.clone() }.href(&[])
    }
}

/// The parameter that chooses values of this attribute.
#[must_use]
pub fn attribute(name: &str) -> String {
    format!("{ATTRIBUTE}{name}")
}

fn address(pairs: &[(String, String)]) -> String {
    let mut href = String::from("/products");
    for (at, (name, value)) in pairs.iter().enumerate() {
        href.push(if at == 0 { '?' } else { '&' });
        href.push_str(&encoded(name));
        href.push('=');
        href.push_str(&encoded(value));
    }
    href
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &[(&str, &str)]) -> Asked {
        Asked::read(text.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn an_address_says_everything_that_is_chosen() {
        let all = asked(&[
            ("brand", "Harrow & Co"),
            ("brand", "Kuroda"),
            ("category", "Kitchen > Mugs"),
            ("attribute:Colour", "Blue"),
            ("in_stock", "true"),
            ("sort", "name"),
            ("nonsense", "x"),
            ("new", "perhaps"),
            ("list", "Every week"),
        ]);
        let href = "/products?sort=name&in_stock=true&list=Every%20week&category=Kitchen%20%3E%20Mugs\
                    &brand=Harrow%20%26%20Co&brand=Kuroda&attribute%3AColour=Blue";
        assert_eq!(all.href(&[]), href);
        assert_eq!(all.narrow.chosen(), 6);
        assert!(!all.without("brand", "Kuroda").contains("Kuroda"));
        assert!(all.without("brand", "Kuroda").contains("Harrow"));
        assert_eq!(all.cleared(), "/products?sort=name");
        assert_eq!(all.order(), Sort::Name);
    }

    #[test]
    fn an_order_that_cannot_be_is_not_taken() {
        for (pairs, order) in [
            (&[][..], Sort::Sku),
            (&[("sort", "relevance")], Sort::Sku),
            (&[("sort", "bought")], Sort::Sku),
            (&[("bought", "yes")], Sort::Bought),
            (&[("bought", "yes"), ("sort", "name")], Sort::Name),
            (&[("bought", "yes"), ("q", "tea"), ("sort", "bought")], Sort::Relevance),
            (&[("q", "tea")], Sort::Relevance),
            (&[("sort", "price")], Sort::Price),
        ] {
            assert_eq!(asked(pairs).order(), order, "{pairs:?}");
        }
    }
}
