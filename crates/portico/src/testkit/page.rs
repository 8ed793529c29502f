//! An answer as a person sees it: status, where it leads, and the page as text.

use axum::http::{HeaderMap, StatusCode, header};

/// What came back.
pub struct Page {
    /// Status of the answer.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub html: String,
}

/// Elements whose content nobody reads.
const UNREAD: [&str; 6] = ["head", "script", "style", "template", "svg", "datalist"];
/// Elements that stay on their line.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "button", "code", "del", "em", "i", "input", "ins", "kbd", "label",
    "mark", "option", "output", "s", "small", "span", "strong", "time", "u",
];

impl Page {
    /// What a person reads: a line for each block, two blanks between cells, `[12]` for a field with 12 in it.
    #[must_use]
    pub fn text(&self) -> String {
        page_text(&self.html)
    }

    /// Whether a person reads this somewhere on the page, blanks not counted exactly.
    #[must_use]
    pub fn says(&self, wanted: &str) -> bool {
        one_blank(&self.text()).contains(&one_blank(wanted))
    }

    /// The lines with this text in them.
    #[must_use]
    pub fn lines_with(&self, wanted: &str) -> Vec<String> {
        self.text().lines().filter(|line| line.contains(wanted)).map(str::to_owned).collect()
    }

    /// Where a redirect leads.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.headers.get(header::LOCATION)?.to_str().ok()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// With the body, when it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.html)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.html))
    }

    /// Value of the first hidden field with this name.
    #[must_use]
    pub fn hidden(&self, name: &str) -> Option<String> {
        tags(&self.html)
            .find(|tag| tag.name == "input" && tag.attribute("name").as_deref() == Some(name))?
            .attribute("value")
    }
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A tag, and the text behind it up to the next one.
struct Tag<'h> {
    name: String,
    closing: bool,
    inside: &'h str,
    text: &'h str,
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).map(|piece| {
        let (inside, text) = split_tag(piece);
        let closing = inside.starts_with('/');
        let name =
            inside.trim_start_matches('/').split([' ', '/', '\n', '\t']).next().unwrap_or("");
        Tag { name: name.to_ascii_lowercase(), closing, inside, text }
    })
}

/// At the first `>` that stands in no quoted attribute.
fn split_tag(piece: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in piece.char_indices() {
        match (quote, c) {
            (None, '>') => return (&piece[..at], &piece[at + 1..]),
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    (piece, "")
}

impl Tag<'_> {
    fn attribute(&self, name: &str) -> Option<String> {
        let start = format!(" {name}=\"");
        let at = self.inside.find(&start)? + start.len();
        let value = self.inside[at..].split('"').next()?;
        Some(decoded(value))
    }

    fn is_unread(&self) -> bool {
        UNREAD.contains(&self.name.as_str())
            || self.inside.ends_with(" hidden")
            || self.inside.contains(" hidden ")
    }

    fn field(&self) -> String {
        let kind = self.attribute("type").unwrap_or_default();
        match kind.as_str() {
            "hidden" => String::new(),
            "checkbox" | "radio" if self.inside.contains(" checked") => "[x] ".to_owned(),
            "checkbox" | "radio" => "[ ] ".to_owned(),
            _ => format!("[{}]", self.attribute("value").unwrap_or_default()),
        }
    }
}

fn decoded(text: &str) -> String {
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'");
    text.replace("&nbsp;", " ").replace('\u{a0}', " ").replace("&amp;", "&")
}

/// The text of a page, without what is hidden.
#[must_use]
pub fn page_text(html: &str) -> String {
    let mut out = String::new();
    let mut unread: Option<(String, usize)> = None;
    for tag in tags(html) {
        if let Some((name, depth)) = &mut unread {
            if tag.name == *name {
                if tag.closing { *depth -= 1 } else { *depth += 1 }
            }
            if *depth > 0 {
                continue;
            }
            unread = None;
        } else if !tag.closing
            && tag.is_unread()
            && !tag.inside.ends_with('/')
            && tag.name != "input"
        {
            unread = Some((tag.name, 1));
            continue;
        }
        match tag.name.as_str() {
            "td" | "th" => out.push_str("  "),
            "input" => out.push_str(&tag.field()),
            name if !INLINE.contains(&name) => out.push('\n'),
            _ => {}
        }
        out.push_str(&decoded(tag.text).replace('\n', " "));
    }
    tidy(&out)
}

/// Blanks at ends and empty lines away; cells keep two blanks between them.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| {
        line.split("  ")
            .map(one_blank)
            .filter(|cell| !cell.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    });
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_like_a_person_reads_it() {
        let html = r#"<!doctype html><html><head><title>Orders</title></head><body><h1>Orders &amp; more</h1>
            <script>let x = "<p>no</p>";</script><p hidden>not this</p>
            <table><tr><th scope="col">No.</th><th>Total</th></tr><tr><td><a href="/o?a=1>2">P-1</a></td><td>£5.00</td></tr></table>
            <label>Quantity <input name="q" value="12"></label><input type="hidden" name="csrf" value="a&quot;b">
            <svg><text>no</text></svg><p>End</p></body></html>"#;
        assert_eq!(page_text(html), "Orders & more\nNo.  Total\nP-1  £5.00\nQuantity [12]\nEnd");
        let page =
            Page { status: StatusCode::OK, headers: HeaderMap::new(), html: html.to_owned() };
        assert_eq!(page.hidden("csrf").as_deref(), Some("a\"b"));
        assert!(page.says("No. Total"));
        assert_eq!(page.lines_with("P-1"), ["P-1  £5.00"]);
    }
}
