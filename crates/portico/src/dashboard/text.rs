//! The wholesaler's own text: Markdown made into HTML that can do no harm. Raw HTML is shown as text, links lead to
//! http, https and mailto only, pictures are their words.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The longest text, in characters.
pub const LONGEST: usize = 5_000;

/// Markdown as HTML. Headings begin below those of the page.
#[must_use]
pub fn markup(text: &str) -> Markup {
    let mut dropped_links = 0_usize;
    let events = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH)
        .filter_map(move |event| safe(event, &mut dropped_links));
    let mut out = String::new();
    html::push_html(&mut out, events);
    PreEscaped(out)
}

fn safe<'a>(event: Event<'a>, dropped_links: &mut usize) -> Option<Event<'a>> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Some(Event::Text(raw)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { dest_url, .. }) if !is_safe(&dest_url) => {
            *dropped_links += 1;
            None
        }
        Event::End(TagEnd::Link) if *dropped_links > 0 => {
            *dropped_links -= 1;
            None
        }
        Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
            let title = CowStr::Borrowed("");
            Some(Event::Start(Tag::Link { link_type, dest_url, title, id }))
        }
        Event::Start(Tag::Heading { .. }) => Some(Event::Start(Tag::Heading {
            level: HeadingLevel::H2,
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        })),
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(HeadingLevel::H2))),
        other => Some(other),
    }
}

/// Only addresses that open a page or write a mail.
fn is_safe(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|start| lower.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::markup;

    #[test]
    fn text_links_and_lists_are_shown() {
        let html = markup("# News\n\n**Order** by [Friday](https://a.example/x).\n\n- one\n- two")
            .into_string();
        assert!(
            html.contains("<h2>News</h2>") && html.contains("<strong>Order</strong>"),
            "{html}"
        );
        assert!(
            html.contains(r#"<a href="https://a.example/x">Friday</a>"#)
                && html.contains("<li>two</li>")
        );
    }

    #[test]
    fn nothing_of_it_can_do_harm() {
        let nasty = "<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b\n\n[x](javascript:alert(1)) \
                     [y](JaVaScRiPt:alert(1)) ![p](https://a.example/p.png) <javascript:alert(1)>\n\n\
                     [z](https://a.example \"\\\" onclick=alert(1)\")";
        let html = markup(nasty).into_string();
        for bad in [
            "<script",
            "<img",
            "href=\"javascript",
            "href=\"JaVa",
            "onclick=\"",
            "onclick=alert(1)\"",
        ] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(html.contains("&lt;script&gt;"), "raw HTML is shown as text: {html}");
    }
}
