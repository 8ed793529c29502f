//! The wholesaler's brand as it is set: colour, corner, density, logo and font, read with the settings.

use super::db::{DbError, View};
use super::settings::{self, Setting, SettingValue};
use super::web::brand::{BrandTokens, Density, Oklch};

/// The colour as `#rrggbb`; blank: ours.
pub const COLOUR: Setting<String> = Setting { key: "brand.colour", default: String::new };
/// Corner of controls in pixels, 0 to 10.
pub const CORNER: Setting<i64> = Setting { key: "brand.corner", default: || 6 };
/// Height of rows.
pub const DENSITY: Setting<Density> = Setting { key: "brand.density", default: Density::default };
/// File name of the logo; blank: none.
pub const LOGO: Setting<String> = Setting { key: "brand.logo", default: String::new };
/// File name of the font, a woff2; blank: that of the device.
pub const FONT: Setting<String> = Setting { key: "brand.font", default: String::new };

/// Most pixels of a logo's side.
pub const LOGO_SIDE: u32 = 400;
/// Most bytes of a font.
pub const FONT_BYTES_MAX: usize = 512 * 1024;

impl SettingValue for Density {
    fn read(text: &str) -> Option<Density> {
        match text {
            "compact" => Some(Density::Compact),
            "normal" => Some(Density::Normal),
            "roomy" => Some(Density::Roomy),
            _ => None,
        }
    }
    fn write(&self) -> String {
        match self {
            Density::Compact => "compact",
            Density::Normal => "normal",
            Density::Roomy => "roomy",
        }
        .to_owned()
    }
}

/// What makes a brand, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// `#rrggbb`, or blank.
    pub colour: String,
    /// Pixels.
    pub corner: i64,
    /// Height of rows.
    pub density: Density,
    /// File name, or blank.
    pub logo: String,
    /// File name, or blank.
    pub font: String,
}

/// The brand that holds now.
///
/// # Errors
/// What the database says.
pub fn read(view: &mut View) -> Result<Brand, DbError> {
    Ok(Brand {
        colour: settings::get(view, &COLOUR)?,
        corner: settings::get(view, &CORNER)?,
        density: settings::get(view, &DENSITY)?,
        logo: settings::get(view, &LOGO)?,
        font: settings::get(view, &FONT)?,
    })
}

impl Brand {
    /// The same as tokens of the stylesheet.
    #[must_use]
    pub fn tokens(&self) -> BrandTokens {
        let plain = BrandTokens {
            corner_px: u8::try_from(self.corner.clamp(0, 10)).unwrap_or(6),
            density: self.density,
            font_url: (!self.font.is_empty()).then(|| format!("/files/{}", self.font)),
            ..BrandTokens::default()
        };
        match Oklch::from_hex(&self.colour) {
            Some(colour) => plain.with_colour(colour).0,
            None => plain,
        }
    }

    /// Address of the logo.
    #[must_use]
    pub fn logo_url(&self) -> Option<String> {
        (!self.logo.is_empty()).then(|| format!("/files/{}", self.logo))
    }
}

/// Whether these bytes are a font as browsers take it: the head of WOFF2 (W3C, 4.1), true to its own length.
#[must_use]
pub fn is_woff2(bytes: &[u8]) -> bool {
    let number =
        |at: usize| bytes.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    let flavors = [0x0001_0000, u32::from_be_bytes(*b"OTTO"), u32::from_be_bytes(*b"true")];
    bytes.starts_with(b"wOF2")
        && number(4).is_some_and(|flavor| flavors.contains(&flavor))
        && number(8).is_some_and(|length| length as usize == bytes.len())
        && number(12).is_some_and(|tables| tables >> 16 > 0 && tables & 0xffff == 0)
        && bytes.len() >= 48
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest thing that says it is a woff2 of its own length.
    fn font(length: u32) -> Vec<u8> {
        let mut bytes = b"wOF2\x00\x01\x00\x00".to_vec();
        bytes.extend(length.to_be_bytes());
        bytes.extend([0, 9, 0, 0]);
        bytes.resize(60, 0);
        bytes
    }

    #[test]
    fn a_font_is_known_by_its_head() {
        assert!(is_woff2(&font(60)));
        assert!(!is_woff2(&font(61)), "cut off");
        assert!(!is_woff2(b"wOF2"));
        assert!(!is_woff2(b"<svg onload=alert(1)>"));
        let mut ttf = font(60);
        ttf[..4].copy_from_slice(b"\0\x01\0\0");
        assert!(!is_woff2(&ttf));
    }

    #[test]
    fn tokens_follow_from_what_is_set() {
        let none = Brand { corner: 6, ..Brand::default() };
        assert_eq!(none.tokens(), BrandTokens::default());
        let own =
            Brand { colour: "#17505c".to_owned(), corner: 99, font: "f.woff2".to_owned(), ..none };
        let tokens = own.tokens();
        assert_eq!(tokens.corner_px, 10);
        assert_ne!(tokens.light, BrandTokens::default().light);
        assert!(tokens.css().contains("/files/f.woff2"));
    }
}
