//! The wholesaler's brand as tokens: colour, corner, font and density, written as one small rule.
//!
//! The logo is the fifth token; it is a picture and travels in [`super::frame::BrandView`].

use std::fmt::Write as _;

/// A colour in OKLCH: lightness 0–1, chroma, hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    /// Lightness, 0 to 1.
    pub lightness: f64,
    /// Chroma, 0 to about 0.37.
    pub chroma: f64,
    /// Hue in degrees.
    pub hue: f64,
}

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
            light: Oklch {
                lightness: 0.40,
                chroma: 0.105,
                hue: 335.0,
            },
            dark: Oklch {
                lightness: 0.79,
                chroma: 0.095,
                hue: 335.0,
            },
            dark_fill: Oklch {
                lightness: 0.54,
                chroma: 0.115,
                hue: 335.0,
            },
            corner_px: 6,
            font_url: None,
            density: Density::Normal,
        }
    }
}

const FONTS: &str = r#""Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif"#;

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
        let _ = writeln!(
            css,
            "  --brand: light-dark({}, {});",
            self.light.css(),
            self.dark.css()
        );
        let _ = writeln!(
            css,
            "  --fill: light-dark({}, {});",
            self.light.css(),
            self.dark_fill.css()
        );
        let _ = writeln!(css, "  --on-brand: oklch(0.99 0 0);");
        let _ = writeln!(css, "  --corner: {}px;", self.corner_px.min(10));
        let _ = writeln!(css, "  --row: {}rem;", self.density.rem());
        let first = if own_font.is_some() {
            "\"Brand\", "
        } else {
            ""
        };
        let _ = writeln!(css, "  --font: {first}{FONTS};\n}}");
        css
    }
}

impl Oklch {
    /// The colour as CSS writes it.
    pub fn css(&self) -> String {
        format!(
            "oklch({:.3} {:.3} {:.0})",
            self.lightness, self.chroma, self.hue
        )
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

/// Only characters that cannot end the `url("…")` they stand in.
fn is_plain_url(url: &str) -> bool {
    url.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~:?=&%".contains(&byte))
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
    fn a_font_address_cannot_end_its_rule() {
        let evil = BrandTokens {
            font_url: Some("/f.woff2\") } body { display: none".into()),
            ..Default::default()
        };
        assert!(!evil.css().contains("@font-face"));
        let plain = BrandTokens {
            font_url: Some("/files/brand-1.woff2".into()),
            ..Default::default()
        };
        assert!(plain.css().contains("url(\"/files/brand-1.woff2\")"));
    }
}
