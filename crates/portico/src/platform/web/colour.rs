//! Colours in OKLCH, from a hexadecimal colour and with their contrast, so that a brand's colour can be made to fit.
//!
//! The matrices are those of Björn Ottosson's Oklab and of sRGB (IEC 61966-2-1); contrast is that of WCAG 2.2.

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

impl Oklch {
    /// Reads `#672f5e`; nothing else is a colour.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| {
            digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })?;
        let mut linear = [0.0; 3];
        for (at, channel) in linear.iter_mut().enumerate() {
            let byte = u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok()?;
            *channel = decode(f64::from(byte) / 255.0);
        }
        Some(Self::from_linear(linear))
    }

    /// The colour as CSS writes it.
    pub fn css(self) -> String {
        format!("oklch({:.3} {:.3} {:.0})", self.lightness, self.chroma, self.hue)
    }

    /// The colour as `#rrggbb`, cut off where a screen cannot show it.
    pub fn hex(self) -> String {
        let byte = |channel: f64| (encode(channel) * 255.0).round() as u8;
        let [r, g, b] = self.linear().map(byte);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Contrast with another colour, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn from_linear([r, g, b]: [f64; 3]) -> Self {
        let l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b).cbrt();
        let m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b).cbrt();
        let s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b).cbrt();
        let lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        let a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        let b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        Self { lightness, chroma: a.hypot(b), hue: b.atan2(a).to_degrees().rem_euclid(360.0) }
    }

    /// Linear red, green and blue, cut off where a screen cannot show them.
    fn linear(self) -> [f64; 3] {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (self.chroma * cos, self.chroma * sin);
        let l = (self.lightness + 0.3963377774 * a + 0.2158037573 * b).powi(3);
        let m = (self.lightness - 0.1055613458 * a - 0.0638541728 * b).powi(3);
        let s = (self.lightness - 0.0894841775 * a - 1.2914855480 * b).powi(3);
        [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ]
        .map(|channel: f64| channel.clamp(0.0, 1.0))
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

fn encode(channel: f64) -> f64 {
    if channel <= 0.0031308 { channel * 12.92 } else { 1.055 * channel.powf(1.0 / 2.4) - 0.055 }
}

fn decode(channel: f64) -> f64 {
    if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_colours_are_read() {
        let white = Oklch::from_hex("#ffffff").unwrap();
        assert!((white.lightness - 1.0).abs() < 1e-6 && white.chroma < 1e-6);
        for text in ["#000000", "#ffffff", "#672f5e", "#0a7fc2"] {
            assert_eq!(Oklch::from_hex(text).unwrap().hex(), text);
        }
        let red = Oklch::from_hex("#FF0000").unwrap();
        assert!(
            (red.lightness - 0.628).abs() < 1e-3
                && (red.chroma - 0.2577).abs() < 1e-3
                && (red.hue - 29.23).abs() < 0.05
        );
        for wrong in ["", "#fff", "672f5e", "#67zz5e", "#67\u{e9}5e"] {
            assert_eq!(Oklch::from_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) =
            (Oklch::from_hex("#000000").unwrap(), Oklch::from_hex("#ffffff").unwrap());
        assert!((black.contrast(white) - 21.0).abs() < 1e-6);
        let grey = Oklch::from_hex("#767676").unwrap();
        assert!((grey.contrast(white) - 4.54).abs() < 0.01);
    }
}
