//! Pictures as they are sent: good ones of each kind, turned ones, huge ones, damaged ones, and what only looks like one.

use super::pictures::{Darkroom, NoPicture, Size, make, name, sized, stem};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    let pixel = |x, _| if x < width / 2 { Rgb([200, 20, 20]) } else { Rgb([20, 20, 200]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, pixel))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG whose EXIF says how it is to be turned, and who made it.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([0x01, 0x3b, 0, 2, 0, 0, 0, 4]);
    exif.extend(b"Ada\0");
    exif.extend([0, 0, 0, 0]);
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}

/// A PNG that says it is so large, and holds nothing.
pub(crate) fn huge_png(side: u32) -> Vec<u8> {
    let mut png = encoded(&halves(2, 2), ImageFormat::Png);
    png[16..20].copy_from_slice(&side.to_be_bytes());
    png[20..24].copy_from_slice(&side.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&png[12..29]);
    png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    png
}

fn size_of(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

#[test]
fn pictures_of_each_kind_are_made_anew_in_all_sizes() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let made = make(&encoded(&halves(1_800, 900), format), &[1_400, 480, 144]).unwrap();
        let sizes: Vec<_> = made.iter().map(|one| size_of(&one.bytes)).collect();
        assert_eq!(sizes, [(1_400, 700), (480, 240), (144, 72)], "{format:?}");
        assert!(made.iter().all(|one| one.content_type == "image/jpeg"), "{format:?}");
    }
    let small = make(&encoded(&halves(40, 20), ImageFormat::Png), &[1_400, 144]).unwrap();
    assert_eq!(size_of(&small[0].bytes), (40, 20), "nothing is made larger than it came");
}

#[test]
fn what_is_seen_through_stays_so() {
    let clear = RgbaImage::from_fn(60, 60, |x, _| Rgba([9, 9, 9, if x < 30 { 0 } else { 255 }]));
    let sent = encoded(&DynamicImage::ImageRgba8(clear), ImageFormat::Png);
    let made = make(&sent, &[48]).unwrap();
    assert_eq!((made[0].content_type, made[0].ending), ("image/webp", "webp"));
    let pixels = image::load_from_memory(&made[0].bytes).unwrap().to_rgba8();
    assert_eq!((pixels.get_pixel(2, 2).0[3], pixels.get_pixel(46, 2).0[3]), (0, 255));
    let opaque = RgbaImage::from_pixel(60, 60, Rgba([9, 9, 9, 255]));
    let sent = encoded(&DynamicImage::ImageRgba8(opaque), ImageFormat::Png);
    assert_eq!(make(&sent, &[48]).unwrap()[0].ending, "jpg");
}

#[test]
fn a_turned_picture_is_set_upright_and_says_nothing_of_its_sender() {
    let sent = with_exif(&encoded(&halves(64, 32), ImageFormat::Jpeg), 6);
    assert!(sent.windows(3).any(|at| at == b"Ada"));
    let made = make(&sent, &[64]).unwrap().remove(0);
    assert_eq!(size_of(&made.bytes), (32, 64), "turned by a quarter");
    let pixels = image::load_from_memory(&made.bytes).unwrap().to_rgb8();
    assert!(pixels.get_pixel(16, 4)[0] > 150, "what was left is now on top");
    assert!(pixels.get_pixel(16, 60)[2] > 150);
    for trace in [b"Exif".as_slice(), b"Ada"] {
        assert!(!made.bytes.windows(trace.len()).any(|at| at == trace));
    }
}

#[test]
fn a_second_file_behind_the_first_does_not_come_through() {
    let mut sent = encoded(&halves(20, 20), ImageFormat::Png);
    sent.extend(b"<script>alert(1)</script>PK\x03\x04");
    let made = make(&sent, &[20]).unwrap().remove(0);
    assert!(!made.bytes.windows(7).any(|at| at == b"<script"));
}

#[test]
fn a_picture_of_1_600_million_pixels_is_refused_by_its_head() {
    assert_eq!(
        make(&huge_png(40_000), &[144]).err(),
        Some(NoPicture::Pixels { width: 40_000, height: 40_000 })
    );
    assert_eq!(
        make(&huge_png(7_000), &[144]).err(),
        Some(NoPicture::Pixels { width: 7_000, height: 7_000 })
    );
    // Within the limits its head is believed, and its missing pixels are seen.
    assert_eq!(make(&huge_png(4_000), &[144]).err(), Some(NoPicture::Damaged));
}

#[test]
fn what_only_looks_like_a_picture_is_refused() {
    let svg = b"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let cut = encoded(&halves(300, 300), ImageFormat::Jpeg);
    let cases: [(&[u8], NoPicture); 8] = [
        (svg, NoPicture::Svg),
        (b"  <SVG onload=alert(1)>", NoPicture::Svg),
        (b"", NoPicture::Unknown),
        (b"PK\x03\x04", NoPicture::Unknown),
        (b"%PDF-1.7", NoPicture::Unknown),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", NoPicture::Unknown),
        (b"\x89PNG\r\n\x1a\n\0\0", NoPicture::Damaged),
        (&cut[..60], NoPicture::Damaged),
    ];
    for (bytes, why) in cases {
        assert_eq!(make(bytes, &[144]).err(), Some(why), "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[tokio::test]
async fn a_damaged_picture_does_not_block_the_next() {
    let room = Darkroom::default();
    let good = encoded(&halves(20, 20), ImageFormat::Png);
    assert!(room.make(b"nothing".to_vec(), vec![20]).await.unwrap().is_err());
    let (a, b) = tokio::join!(room.make(good.clone(), vec![20]), room.make(good, vec![20]));
    assert!(a.unwrap().is_ok() && b.unwrap().is_ok());
}

#[test]
fn the_sizes_of_a_picture_are_found_by_its_name() {
    let stem = stem(&[7; 32]);
    let large = name(&stem, Size::Large, "jpg");
    assert_eq!(sized(&large, Size::Thumbnail), format!("{stem}-t.jpg"));
    assert_eq!(sized(&large, Size::Card), format!("{stem}-c.jpg"));
    assert_eq!(sized(&large, Size::Large), large);
    let address = format!("/files/{large}");
    assert_eq!(sized(&address, Size::Card), format!("/files/{stem}-c.jpg"));
    assert_eq!(sized("mug-sand.svg", Size::Thumbnail), "mug-sand.svg");
    assert_eq!(sized("mug-l.svg", Size::Thumbnail), "mug-l.svg");
}
