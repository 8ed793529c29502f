//! Pictures of products: square; the first letter of the name where there is none.

use crate::platform::pictures::{Size, sized};
use maud::{Markup, html};

/// Size of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureSize {
    /// 2.25 rem, in tables and lists.
    #[default]
    Small,
    /// Thumbnails of the product page.
    Middle,
    /// Full width of its cell in a grid.
    Card,
    /// Full width of its column.
    Large,
}

impl PictureSize {
    /// The file that is fetched for it.
    fn kept(self) -> Size {
        match self {
            PictureSize::Small | PictureSize::Middle => Size::Thumbnail,
            PictureSize::Card => Size::Card,
            PictureSize::Large => Size::Large,
        }
    }
}

/// A picture beside its name, so it has no words of its own.
pub fn picture(url: Option<&str>, name: &str) -> Markup {
    picture_of(url, name, PictureSize::Small, "")
}

/// A picture of any size; `alt` says what is seen where the name does not stand beside it.
pub fn picture_of(url: Option<&str>, name: &str, size: PictureSize, alt: &str) -> Markup {
    let (class, pixels) = match size {
        PictureSize::Small => ("picture", 36),
        PictureSize::Middle => ("picture middle", 66),
        PictureSize::Card => ("picture large", 240),
        PictureSize::Large => ("picture large", 352),
    };
    let lazy = (size != PictureSize::Large).then_some("lazy");
    let url = url.map(|url| sized(url, size.kept()));
    html! {
        @match url {
            Some(url) => img class=(class) src=(url) alt=(alt) width=(pixels) height=(pixels) loading=[lazy] decoding="async";,
            None => span class={ (class) " letter" } aria-hidden="true" { (first_letter(name)) },
        }
    }
}

fn first_letter(name: &str) -> String {
    name.chars()
        .find(|letter| letter.is_alphanumeric())
        .map(|letter| letter.to_uppercase().to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_picture_is_the_first_letter() {
        assert!(picture(None, "“éclair”").into_string().contains(">É<"));
        assert!(picture(None, "").into_string().contains("><"));
    }

    #[test]
    fn a_table_fetches_the_thumbnail_and_only_when_it_is_seen() {
        let stem = "0123456789abcdef0123456789abcdef01234567";
        let html = picture(Some(&format!("/files/{stem}-l.jpg")), "Mug").into_string();
        assert!(html.contains(&format!("src=\"/files/{stem}-t.jpg\"")), "{html}");
        assert!(html.contains("width=\"36\" height=\"36\" loading=\"lazy\""), "{html}");
    }
}
