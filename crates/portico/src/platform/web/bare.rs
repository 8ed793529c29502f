//! Pages before the menu: sign-in beside a drawn still life, and errors where nobody is known.

use std::sync::Arc;

use maud::{DOCTYPE, Markup, html};

use super::assets::Assets;
use super::frame::{BrandView, Theme};
use super::layout::{brand_mark, company_foot, head, theme};
use super::still_life;

/// What a page without menu needs around its content.
#[derive(Clone, Debug)]
pub struct BareFrame {
    /// Title of the page.
    pub title: String,
    /// Language of the words.
    pub lang: String,
    /// Light or dark.
    pub theme: Theme,
    /// Stylesheet and script.
    pub assets: Arc<Assets>,
    /// The wholesaler.
    pub brand: BrandView,
    /// Links at the foot: word and address.
    pub foot: Vec<(String, String)>,
    /// The language in words, at the end of the foot.
    pub language: String,
    /// Whether the still life stands beside the form.
    pub still_life: bool,
}

/// A page without menu.
pub fn bare(frame: &BareFrame, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(frame.lang) data-theme=[theme(frame.theme)] {
            (head(&frame.title, &frame.brand, &frame.assets))
            body {
                div.bare.alone[!frame.still_life] {
                    div.bare-side {
                        header { (brand_mark(&frame.brand, "")) }
                        main.bare-main { (content) }
                        footer {
                            (company_foot(&frame.brand))
                            div.bare-foot {
                                @for (word, href) in &frame.foot { a href=(href) { (word) } }
                                span.end { (frame.language) }
                            }
                        }
                    }
                    @if frame.still_life { (still_life::panel()) }
                }
            }
        }
    }
}

/// The content of an error page, for [`bare`] or [`super::layout::page`]: what happened, what can be done.
pub fn error_page(
    status: u16,
    heading: &str,
    sentence: &str,
    button: Option<(&str, &str)>,
) -> Markup {
    html! {
        div.nothing {
            p.status { (status) }
            h1 { (heading) }
            p { (sentence) }
            @if let Some((word, href)) = button { a.button href=(href) { (word) } }
        }
    }
}
