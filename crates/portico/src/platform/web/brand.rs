//! The wholesaler's brand as tokens: colour, corner, font and density, written as one small rule.
//!
//! The logo is the fifth token; it is a picture and travels in [`super::frame::BrandView`].

use std::fmt::Write as _;

pub use super::colour::Oklch;

/// Height of a table's row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// 2 rem: one line a row.
    Compact,
    /// 2.5 rem.
    #[default]
    Normal,
    /// 3 rem.
    Roomy,
}

/// What a wholesaler may set about the look. The default is the table in the design.
#[derive(Clone, Debug, PartialEq)]
pub struct BrandTokens {
    /// Brand and fill in light mode.
    pub light: Oklch,
    /// Brand (marks, focus ring, links) in dark mode.
    pub dark: Oklch,
    /// Fill (main button, plots) in dark mode.
    pub dark_fill: Oklch,
    /// Corner of controls in pixels, 0 to 10.
    pub corner_px: u8,
    /// Address of an uploaded woff2 file served from here.
    pub font_url: Option<String>,
    /// Height of rows.
    pub density: Density,
}

impl Default for BrandTokens {
    fn default() -> Self {
        Self {
            light: Oklch { lightness: 0.40, chroma: 0.105, hue: 335.0 },
            dark: Oklch { lightness: 0.79, chroma: 0.095, hue: 335.0 },
            dark_fill: Oklch { lightness: 0.54, chroma: 0.115, hue: 335.0 },
            corner_px: 6,
            font_url: None,
            density: Density::Normal,
        }
    }
}

const FONTS: &str = r#""Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif"#;

/// What stands on a fill, and the surface of light pages.
const WHITE: Oklch = Oklch { lightness: 0.99, chroma: 0.0, hue: 0.0 };

impl BrandTokens {
    /// The same tokens with the brand made of one colour: its hue is kept, its chroma at most 0.12, and it is
    /// darkened until white upon it can be read (4.5 to 1). Returns whether it had to be changed to fit.
    pub fn with_colour(self, colour: Oklch) -> (Self, bool) {
        let light = darkened(Oklch { chroma: colour.chroma.min(0.12), ..colour });
        let changed = light != colour;
        let dark = Oklch { lightness: 0.79, chroma: light.chroma.min(0.095), hue: light.hue };
        let dark_fill = darkened(Oklch { lightness: 0.54, ..light });
        (Self { light, dark, dark_fill, ..self }, changed)
    }
}

impl BrandTokens {
    /// The rule that sets the brand, to be joined to the stylesheet.
    pub fn css(&self) -> String {
        let mut css = String::new();
        let own_font = self.font_url.as_deref().filter(|url| is_plain_url(url));
        if let Some(url) = own_font {
            let _ = writeln!(
                css,
                "@font-face {{ font-family: \"Brand\"; src: url(\"{url}\") format(\"woff2\"); font-display: swap; font-weight: 100 900; }}"
            );
        }
        let _ = writeln!(css, ":root {{");
        let _ = writeln!(css, "  --brand: light-dark({}, {});", self.light.css(), self.dark.css());
        let _ =
            writeln!(css, "  --fill: light-dark({}, {});", self.light.css(), self.dark_fill.css());
        let _ = writeln!(css, "  --on-brand: oklch(0.99 0 0);");
        let _ = writeln!(css, "  --corner: {}px;", self.corner_px.min(10));
        let _ = writeln!(css, "  --row: {}rem;", self.density.rem());
        let first = if own_font.is_some() { "\"Brand\", " } else { "" };
        let _ = writeln!(css, "  --font: {first}{FONTS};\n}}");
        css
    }
}

impl Density {
    fn rem(self) -> &'static str {
        match self {
            Density::Compact => "2",
            Density::Normal => "2.5",
            Density::Roomy => "3",
        }
    }
}

/// The nearest colour that can be a brand's as it is, as `#rrggbb`; the colour itself where it can.
pub fn nearest(colour: Oklch) -> String {
    let fits = |hex: &str| {
        let read = Oklch::from_hex(hex);
        read.is_some_and(|colour| !BrandTokens::default().with_colour(colour).1)
    };
    let mut near = colour;
    // Rounding to whole bytes may lead out again: each step goes a little further in.
    while !fits(&near.hex()) {
        near.chroma = (near.chroma - 0.001).clamp(0.0, 0.12);
        if near.contrast(WHITE) < 4.6 {
            near.lightness -= 0.005;
        }
    }
    near.hex()
}

/// The colour, darkened until white upon it can be read.
fn darkened(mut colour: Oklch) -> Oklch {
    while colour.contrast(WHITE) < 4.5 {
        colour.lightness -= 0.005;
    }
    colour
}

/// Only characters that cannot end the `url("…")` they stand in.
fn is_plain_url(url: &str) -> bool {
    url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~:?=&%".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_the_table_of_the_design() {
        let css = BrandTokens::default().css();
        assert!(
            css.contains("--brand: light-dark(oklch(0.400 0.105 335), oklch(0.790 0.095 335));")
        );
        assert!(css.contains("--corner: 6px;"));
        assert!(!css.contains("@font-face"));
    }

    #[test]
    fn any_colour_is_made_to_fit_in_both_modes() {
        let dark_surface = Oklch { lightness: 0.22, chroma: 0.004, hue: 85.0 };
        for hue in (0..360).step_by(10) {
            for lightness in [0.0, 0.5, 1.0] {
                let (tokens, _) = BrandTokens::default().with_colour(Oklch {
                    lightness,
                    chroma: 0.3,
                    hue: f64::from(hue),
                });
                assert!(tokens.light.contrast(WHITE) >= 4.5, "{hue} {lightness}");
                assert!(tokens.dark_fill.contrast(WHITE) >= 4.5, "{hue} dark fill");
                assert!(tokens.dark.contrast(dark_surface) >= 4.5, "{hue} dark brand");
            }
        }
        let own = BrandTokens::default().light;
        assert!(!BrandTokens::default().with_colour(own).1);
    }

    #[test]
    fn the_nearest_colour_fits_keeps_its_hue_and_is_its_own_nearest() {
        assert_eq!(nearest(Oklch::from_hex("#17505c").unwrap()), "#17505c");
        for hex in ["#ff0000", "#ffff00", "#00ff00", "#ffffff", "#0a7fc2", "#808080"] {
            let colour = Oklch::from_hex(hex).unwrap();
            let near = Oklch::from_hex(&nearest(colour)).unwrap();
            assert!(near.contrast(WHITE) >= 4.5 && near.chroma <= 0.12, "{hex}: {near:?}");
            assert_eq!(nearest(near), near.hex(), "{hex}");
            let turned = (near.hue - colour.hue).abs();
            assert!(near.chroma < 0.01 || turned.min(360.0 - turned) < 4.0, "{hex}: {near:?}");
        }
    }

    #[test]
    fn a_font_address_cannot_end_its_rule() {
        let evil = BrandTokens {
            font_url: Some("/f.woff2\") } body { display: none".into()),
            ..Default::default()
        };
        assert!(!evil.css().contains("@font-face"));
        let plain =
            BrandTokens { font_url: Some("/files/brand-1.woff2".into()), ..Default::default() };
        assert!(plain.css().contains("url(\"/files/brand-1.woff2\")"));
    }
}
