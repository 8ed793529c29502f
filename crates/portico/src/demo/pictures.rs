//! Pictures of the made-up products: calm still lifes, drawn by code as small SVG files. A name says what is on one:
//! `mug-sand.svg` is the mug in sand.

use super::shapes::{Part, SHAPES};
use std::fmt::Write;

/// Four colours that go together: of the thing, its darker side, what is pale on it, and an accent.
#[derive(Clone, Copy)]
pub(crate) struct Palette {
    /// The word in names of products and files.
    pub(crate) name: &'static str,
    main: &'static str,
    deep: &'static str,
    pale: &'static str,
    accent: &'static str,
}

const fn palette(name: &'static str, colours: [&'static str; 4]) -> Palette {
    let [main, deep, pale, accent] = colours;
    Palette { name, main, deep, pale, accent }
}

/// All palettes.
pub(crate) const PALETTES: [Palette; 14] = [
    palette("sand", ["#cdb596", "#8a7356", "#f3ead9", "#a8603c"]),
    palette("slate", ["#75818c", "#47525d", "#e3e8eb", "#c9a24a"]),
    palette("moss", ["#7d8a63", "#4f5a3b", "#e9ebdc", "#b98a3e"]),
    palette("plum", ["#7c4f68", "#50304a", "#f4e9ee", "#c99a5b"]),
    palette("teal", ["#5f949c", "#376a72", "#e2eff0", "#d08a55"]),
    palette("sage", ["#a3b394", "#6a7f5e", "#f0f3ea", "#8c5a4c"]),
    palette("ink", ["#45474d", "#26282d", "#e6e5e2", "#b89a5e"]),
    palette("brick", ["#a0503f", "#6a2f25", "#f6e8dc", "#3f5566"]),
    palette("navy", ["#3e5a80", "#263b58", "#e6ebf2", "#c9a24a"]),
    palette("cream", ["#ece1c8", "#b5a27c", "#fbf7ee", "#36536f"]),
    palette("brass", ["#c2a054", "#8a6c2c", "#fbf1d8", "#6a2f25"]),
    palette("walnut", ["#8b6446", "#573a26", "#f1e4d3", "#5f7d78"]),
    palette("rose", ["#cf9a95", "#9a625f", "#f9ebe8", "#5c6f57"]),
    palette("ochre", ["#d1a04a", "#9a6d22", "#fbf0d6", "#45607a"]),
];

/// Wall, table and light, the same in every picture.
const ROOM: &str = concat!(
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><linearGradient id="w" x2="0" y2="1">"##,
    r##"<stop stop-color="#f6f5f2"/><stop offset="1" stop-color="#e8e5df"/></linearGradient>"##,
    r##"<linearGradient id="t" x2="0" y2="1"><stop stop-color="#d9d4cc"/><stop offset="1" stop-color="#e5e0da"/></linearGradient>"##,
    r##"<linearGradient id="s"><stop stop-color="#fff" stop-opacity=".2"/><stop offset=".4" stop-color="#fff" stop-opacity=".04"/>"##,
    r##"<stop offset=".6" stop-opacity=".04"/><stop offset="1" stop-opacity=".3"/></linearGradient>"##,
    r##"<path fill="url(#w)" d="M0 0h400v290H0z"/><path fill="url(#t)" d="M0 290h400v110H0z"/>"##,
);

/// Every shape's name, in the order of [`SHAPES`].
#[cfg(test)]
pub(crate) fn shape_names() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|(name, _)| *name)
}

/// The picture with this name (`mug-sand.svg`), if there is such a shape and palette.
pub(crate) fn svg(file: &str) -> Option<String> {
    let (shape, colour) = file.strip_suffix(".svg")?.split_once('-')?;
    let (_, parts) = SHAPES.iter().find(|(name, _)| *name == shape)?;
    let palette = PALETTES.iter().find(|p| p.name == colour)?;
    let mut out = String::with_capacity(1_500);
    out.push_str(ROOM);
    for (number, part) in parts.iter().enumerate() {
        part.draw(&mut out, palette, number);
    }
    out.push_str("</svg>");
    Some(out)
}

impl Palette {
    /// `m`, `d`, `p` and `a` are ours; anything else is a colour by itself.
    fn colour<'a>(&self, name: &'a str) -> &'a str
    where
        'static: 'a,
    {
        match name {
            "m" => self.main,
            "d" => self.deep,
            "p" => self.pale,
            "a" => self.accent,
            other => other,
        }
    }
}

impl Part {
    fn draw(&self, out: &mut String, palette: &Palette, number: usize) {
        let drawn = match *self {
            Part::Shadow(x, r) => {
                write!(
                    out,
                    r##"<ellipse cx="{x}" cy="319" rx="{r}" ry="14" fill="#3a332b" opacity=".24"/>"##
                )
            }
            Part::Solid(colour, d) => {
                let fill = palette.colour(colour);
                write!(
                    out,
                    r##"<g fill="{fill}"><path id="p{number}" d="{d}"/></g><use href="#p{number}" fill="url(#s)"/>"##
                )
            }
            Part::Flat(colour, d) => {
                write!(out, r#"<path fill="{}" d="{d}"/>"#, palette.colour(colour))
            }
            Part::Oval(colour, [x, y, rx, ry]) => {
                write!(
                    out,
                    r#"<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{}"/>"#,
                    palette.colour(colour)
                )
            }
            Part::Line(colour, width, d) => {
                let stroke = palette.colour(colour);
                write!(
                    out,
                    r#"<path fill="none" stroke="{stroke}" stroke-width="{width}" d="{d}"/>"#
                )
            }
        };
        drawn.expect("a text takes what is written into it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_is_small_and_whole() {
        for shape in shape_names() {
            for palette in PALETTES {
                let svg = svg(&format!("{shape}-{}.svg", palette.name)).unwrap();
                assert!(svg.len() <= 2_000, "{shape} takes {} bytes", svg.len());
                assert_eq!(svg.matches('<').count(), svg.matches('>').count());
                assert_eq!(svg.matches('"').count() % 2, 0, "{shape}");
            }
        }
        assert!(svg("mug-nowhere.svg").is_none() && svg("../mug-sand.svg").is_none());
    }
}
