//! Uploaded pictures: known by their content, measured before they are decoded, always made anew. What comes out holds
//! pixels only: no place or camera of the sender, no second file behind the first, nothing that could run.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use sha2::{Digest, Sha256};
use std::io::Cursor;
use std::sync::Arc;
use tokio::sync::Semaphore;

use super::problem::{AppError, Text};

/// Most pixels of a side; a longer one is refused before anything is decoded.
pub const SIDE_MAX: u32 = 16_000;
/// Most pixels of a picture: 40 million take 160 MB while they are decoded.
pub const PIXELS_MAX: u64 = 40_000_000;
/// Most memory that decoding one picture may take, in bytes.
const DECODING_MAX: u64 = 256 * 1024 * 1024;
const JPEG_QUALITY: u8 = 85;

/// The sizes that are kept of every picture, largest first, with the longest side in pixels.
pub const SIZES: [(Size, u32); 3] =
    [(Size::Large, 1_400), (Size::Card, 480), (Size::Thumbnail, 144)];

/// How large a picture is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// On the product's own page.
    Large,
    /// In grids.
    Card,
    /// In tables and lists.
    Thumbnail,
}

impl Size {
    /// What stands before the ending of its file's name.
    fn mark(self) -> &'static str {
        match self {
            Size::Large => "-l.",
            Size::Card => "-c.",
            Size::Thumbnail => "-t.",
        }
    }
}

/// Why a file is not taken as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// None of the kinds that are taken.
    Unknown,
    /// A drawing that may hold scripts.
    Svg,
    /// More pixels than are decoded.
    Pixels {
        /// As its head says.
        width: u32,
        /// As its head says.
        height: u32,
    },
    /// It ends too early or is damaged.
    Damaged,
}

impl NoPicture {
    /// The sentence for who sent it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            NoPicture::Unknown => Text::plain("picture-unknown"),
            NoPicture::Svg => Text::plain("picture-svg"),
            NoPicture::Pixels { width, height } => {
                Text::plain("picture-pixels").with("width", width).with("height", height)
            }
            NoPicture::Damaged => Text::plain("picture-damaged"),
        }
    }
}

/// A picture made anew in one size.
#[derive(Clone, Debug)]
pub struct Made {
    /// Media type.
    pub content_type: &'static str,
    /// Ending of its file's name: `jpg` or `webp`.
    pub ending: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The name of a picture's file: `stem` cannot be guessed and is the same for all sizes.
#[must_use]
pub fn name(stem: &str, size: Size, ending: &str) -> String {
    format!("{stem}{}{ending}", size.mark())
}

/// The name or address of the same picture in another size; pictures that have one size only keep theirs.
#[must_use]
pub fn sized(large: &str, size: Size) -> String {
    let is_stem = |text: &str| {
        let bytes = text.as_bytes();
        let tail = &bytes[bytes.len().saturating_sub(STEM_LEN)..];
        tail.len() == STEM_LEN && tail.iter().all(u8::is_ascii_hexdigit)
    };
    match large.rsplit_once(Size::Large.mark()) {
        Some((stem, ending)) if is_stem(stem) => name(stem, size, ending),
        _ => large.to_owned(),
    }
}

/// Characters of a stem: 160 random bits.
const STEM_LEN: usize = 40;

/// A stem of these random bytes.
#[must_use]
pub fn stem(secret: &[u8; 32]) -> String {
    secret[..STEM_LEN / 2].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What tells that the same file was sent before.
#[must_use]
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Decodes one picture at a time, so that the memory it takes is bounded for the whole program.
#[derive(Clone)]
pub struct Darkroom {
    turns: Arc<Semaphore>,
}

impl Default for Darkroom {
    fn default() -> Darkroom {
        Darkroom { turns: Arc::new(Semaphore::new(1)) }
    }
}

impl Darkroom {
    /// Makes the picture in files of these longest sides, on a thread that may block.
    ///
    /// # Errors
    /// Why it is none; a thread that cannot be had.
    pub async fn make(
        &self,
        bytes: Vec<u8>,
        sides: Vec<u32>,
    ) -> Result<Result<Vec<Made>, NoPicture>, AppError> {
        let turn = self.turns.clone().acquire_owned().await;
        let made = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            make(&bytes, &sides)
        });
        made.await.map_err(|error| AppError::Surprise(error.into()))
    }
}

/// Makes the picture in files of these longest sides. Never larger than it came.
///
/// # Errors
/// Why it is none.
pub fn make(bytes: &[u8], sides: &[u32]) -> Result<Vec<Made>, NoPicture> {
    let mut picture = decode(bytes)?;
    let opaque = is_opaque(&picture);
    let mut made = Vec::with_capacity(sides.len());
    for side in sides {
        // Each size is made of the one before it: the largest comes first.
        picture = fitted(picture, *side);
        made.push(encoded(&picture, opaque)?);
    }
    Ok(made)
}

/// The pixels, upright. The head is read first: a size beyond the limits is refused before a byte is taken for it.
fn decode(bytes: &[u8]) -> Result<DynamicImage, NoPicture> {
    let format = format(bytes)?;
    let damaged = |_| NoPicture::Damaged;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODING_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let too_many = width.max(height) > SIDE_MAX
        || u64::from(width) * u64::from(height) > PIXELS_MAX
        || decoder.total_bytes() > DECODING_MAX;
    if too_many {
        return Err(NoPicture::Pixels { width, height });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Which of the kinds that are taken it is, by its first bytes.
fn format(bytes: &[u8]) -> Result<ImageFormat, NoPicture> {
    const TAKEN: [ImageFormat; 4] =
        [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    match image::guess_format(bytes) {
        Ok(format) if TAKEN.contains(&format) => Ok(format),
        _ if is_svg(bytes) => Err(NoPicture::Svg),
        _ => Err(NoPicture::Unknown),
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_ascii_lowercase();
    start.contains("<svg") || start.contains("<!doctype svg")
}

/// Not larger than this; a quick pass takes most of the pixels away before the careful one, which needs 16 bytes each.
fn fitted(picture: DynamicImage, side: u32) -> DynamicImage {
    let longest = picture.width().max(picture.height());
    if longest <= side {
        return picture;
    }
    let near = if longest > side * 3 { picture.thumbnail(side * 2, side * 2) } else { picture };
    near.resize(side, side, FilterType::CatmullRom)
}

fn is_opaque(picture: &DynamicImage) -> bool {
    !picture.color().has_alpha()
        || match picture {
            DynamicImage::ImageRgba8(pixels) => pixels.pixels().all(|pixel| pixel.0[3] == 255),
            DynamicImage::ImageLumaA8(pixels) => pixels.pixels().all(|pixel| pixel.0[1] == 255),
            _ => false,
        }
}

/// As JPEG; what is seen through in places, as lossless WebP.
fn encoded(picture: &DynamicImage, opaque: bool) -> Result<Made, NoPicture> {
    let mut bytes = Vec::new();
    if opaque {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        picture.to_rgb8().write_with_encoder(encoder).map_err(|_| NoPicture::Damaged)?;
        return Ok(Made { content_type: "image/jpeg", ending: "jpg", bytes });
    }
    let pixels = DynamicImage::ImageRgba8(picture.to_rgba8());
    let mut out = Cursor::new(&mut bytes);
    pixels.write_to(&mut out, ImageFormat::WebP).map_err(|_| NoPicture::Damaged)?;
    Ok(Made { content_type: "image/webp", ending: "webp", bytes })
}
