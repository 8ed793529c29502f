//! The answer of the search as you type: a listbox in groups, keys and a link to all results below.

use maud::{Markup, html};

use super::picture::picture;

/// A group of suggestions under one heading.
#[derive(Clone, Debug)]
pub struct SuggestGroup<'a> {
    /// "Products", "Your own codes", "Orders and documents".
    pub name: &'a str,
    /// What fits.
    pub options: Vec<Suggestion<'a>>,
}

/// One suggestion.
#[derive(Clone, Debug)]
pub struct Suggestion<'a> {
    /// Where Enter leads.
    pub href: String,
    /// Code or number, marked.
    pub code: Markup,
    /// Name or sentence, marked; see [`marked`].
    pub what: Markup,
    /// What else is shown.
    pub rest: SuggestRest<'a>,
}

/// What stands beside a suggestion.
#[derive(Clone, Debug)]
pub enum SuggestRest<'a> {
    /// A product: picture, second line, stock, price, and the form that adds one pack.
    Product {
        /// Address of the picture.
        picture: Option<&'a str>,
        /// Name, for the first letter where there is no picture.
        name: &'a str,
        /// Maker and pack.
        second: &'a str,
        /// Stock, see [`super::marks::stock`].
        stock: Markup,
        /// Own price.
        price: &'a str,
        /// Where the form posts to and its hidden fields (csrf, code, quantity); none if it cannot be ordered.
        add: Option<(&'a str, &'a [(&'a str, &'a str)])>,
    },
    /// Anything else: a word or state at the end.
    Words(Markup),
}

/// The words below the list: names of keys and what they do.
#[derive(Clone, Copy, Debug)]
pub struct SuggestFoot<'a> {
    /// Keys and their deed: `(&["↑", "↓"], "choose")`.
    pub keys: &'a [(&'a [&'a str], &'a str)],
    /// "All 41 results for “tea”" and its address.
    pub all: (&'a str, &'a str),
    /// Name of the list.
    pub label: &'a str,
}

/// The content of the search pop-up.
pub fn suggestions(groups: &[SuggestGroup<'_>], foot: SuggestFoot<'_>) -> Markup {
    html! {
        div role="listbox" aria-label=(foot.label) {
            @for (at, group) in groups.iter().enumerate().filter(|(_, group)| !group.options.is_empty()) {
                div role="group" aria-labelledby={ "suggest-group-" (at) } {
                    div.group-name id={ "suggest-group-" (at) } role="presentation" { (group.name) }
                    @for (index, option) in group.options.iter().enumerate() { (suggestion(option, at, index)) }
                }
            }
        }
        div.keys {
            @for (keys, deed) in foot.keys { span { @for key in *keys { kbd { (key) } " " } (deed) } }
            a href=(foot.all.1) { (foot.all.0) }
        }
    }
}

fn suggestion(option: &Suggestion<'_>, group: usize, index: usize) -> Markup {
    html! {
        div id={ "suggest-" (group) "-" (index) } role="option" aria-selected="false" data-href=(option.href) {
            span.code { (option.code) }
            @match &option.rest {
                SuggestRest::Product { picture: url, name, second, stock, price, add } => {
                    (picture(*url, name))
                    span.what { span.name { (option.what) } small { (second) } }
                    (stock)
                    span.end { (price) }
                    @if let Some((action, fields)) = add {
                        form hidden method="post" action=(action) data-add { @for (name, value) in *fields { input type="hidden" name=(name) value=(value); } }
                    }
                },
                SuggestRest::Words(words) => { span.what.only { (option.what) } span.end.words { (words) } },
            }
        }
    }
}

/// A text with every place that fits a searched word underlined, whatever its case.
pub fn marked(text: &str, query: &str) -> Markup {
    let words: Vec<Vec<char>> = query
        .split_whitespace()
        .map(|word| word.chars().flat_map(char::to_lowercase).collect())
        .collect();
    let letters: Vec<char> = text.chars().collect();
    let mut pieces: Vec<(bool, String)> = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let fits = words
            .iter()
            .filter(|word| fits_at(&letters, at, word))
            .map(Vec::len)
            .max()
            .unwrap_or(0);
        let (hit, length) = if fits > 0 { (true, fits) } else { (false, 1) };
        let piece: String = letters[at..at + length].iter().collect();
        match pieces.last_mut() {
            Some((last, so_far)) if *last == hit => so_far.push_str(&piece),
            _ => pieces.push((hit, piece)),
        }
        at += length;
    }
    html! { @for (hit, piece) in &pieces { @if *hit { mark { (piece) } } @else { (piece) } } }
}

fn fits_at(letters: &[char], at: usize, word: &[char]) -> bool {
    let enough = !word.is_empty() && letters.len() - at >= word.len();
    enough
        && letters[at..]
            .iter()
            .zip(word)
            .all(|(letter, wanted)| letter.to_lowercase().eq([*wanted]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_marked_and_the_rest_escaped() {
        assert_eq!(
            marked("Cast-iron Teapot <1 l>", "tea").into_string(),
            "Cast-iron <mark>Tea</mark>pot &lt;1 l&gt;"
        );
        assert_eq!(marked("Tee", "").into_string(), "Tee");
        assert_eq!(marked("", "tea").into_string(), "");
        assert_eq!(marked("İstanbul ist", "ist").into_string(), "İstanbul <mark>ist</mark>");
    }
}
