//! The wholesaler's logo: a picture that somebody uploaded, and that goes onto every paper.

use std::fmt;

/// The most bytes of a logo.
const LONGEST: usize = 1024 * 1024;

/// A picture that may stand on a paper.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    kind: Kind,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Png,
    Jpeg,
    Svg,
    WebP,
}

/// Why a picture may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoFault {
    /// Neither PNG nor JPEG nor WebP nor SVG.
    UnknownKind,
    /// More than 1 MiB.
    TooLarge,
    /// An SVG that names other files, holds a script or foreign markup, or declares entities.
    NotOnlyADrawing,
}

impl Logo {
    /// Takes a picture by what its bytes are, whatever its name says.
    ///
    /// # Errors
    /// [`LogoFault`]. A picture that is broken inside is let pass: papers are then set without it.
    pub fn read(bytes: &[u8]) -> Result<Logo, LogoFault> {
        let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Kind::Png
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Kind::Jpeg
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) {
            Kind::WebP
        } else {
            drawing(bytes)?
        };
        if bytes.len() > LONGEST {
            return Err(LogoFault::TooLarge);
        }
        Ok(Logo { kind, bytes: bytes.to_vec() })
    }

    /// The name under which the template knows it.
    pub(super) fn file_name(&self) -> &'static str {
        match self.kind {
            Kind::Png => "logo.png",
            Kind::Jpeg => "logo.jpg",
            Kind::Svg => "logo.svg",
            Kind::WebP => "logo.webp",
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logo({:?}, {} bytes)", self.kind, self.bytes.len())
    }
}

/// An SVG that is a drawing and nothing else.
fn drawing(bytes: &[u8]) -> Result<Kind, LogoFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| LogoFault::UnknownKind)?;
    if !text.contains("<svg") {
        return Err(LogoFault::UnknownKind);
    }
    let lower = text.to_lowercase();
    let forbidden = [
        "<!doctype",
        "<!entity",
        "<script",
        "<foreignobject",
        "<image",
        "<filter",
        "url(http",
        "@import",
    ];
    let links_out = lower.split("href").skip(1).any(|rest| {
        // A link may only name a part of the drawing itself.
        let value = rest.trim_start().trim_start_matches('=').trim_start();
        !value.trim_start_matches(['"', '\'']).trim_start().starts_with('#')
    });
    if links_out || forbidden.iter().any(|word| lower.contains(word)) {
        return Err(LogoFault::NotOnlyADrawing);
    }
    Ok(Kind::Svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_known_by_its_bytes() {
        assert_eq!(Logo::read(b"\x89PNG\r\n\x1a\nrest").map(|l| l.file_name()), Ok("logo.png"));
        assert_eq!(Logo::read(b"\xff\xd8\xff\xe0").map(|l| l.file_name()), Ok("logo.jpg"));
        let webp = b"RIFF\x24\0\0\0WEBPVP8 ";
        assert_eq!(Logo::read(webp).map(|l| l.file_name()), Ok("logo.webp"));
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>"##;
        assert_eq!(Logo::read(svg).map(|l| l.file_name()), Ok("logo.svg"));
        for other in [
            &b"GIF89a"[..],
            b"",
            b"RIFF",
            b"RIFF\x24\0\0\0WAVE",
            b"<html>",
            b"%PDF-1.7",
            b"\xff\xfe<svg",
        ] {
            assert_eq!(Logo::read(other), Err(LogoFault::UnknownKind));
        }
        let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
        large.resize(LONGEST + 1, 0);
        assert_eq!(Logo::read(&large), Err(LogoFault::TooLarge));
    }

    #[test]
    fn an_svg_is_only_a_drawing() {
        for inside in [
            r#"<image href="file:///etc/passwd"/>"#,
            r#"<use xlink:href = 'https://example.com/a.svg#b'/>"#,
            "<script>1</script>",
            "<foreignObject/>",
            r#"<rect fill="url(http://example.com)"/>"#,
            "<style>@import 'x'</style>",
            "<filter id='a'/>",
        ] {
            let svg = format!("<svg>{inside}</svg>");
            assert_eq!(Logo::read(svg.as_bytes()), Err(LogoFault::NotOnlyADrawing), "{inside}");
        }
        let bomb = "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>";
        assert_eq!(Logo::read(bomb.as_bytes()), Err(LogoFault::NotOnlyADrawing));
    }
}
