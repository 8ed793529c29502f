//! Bytes to text: UTF-8, UTF-16 and Windows-1252. A byte that is wrong in its encoding is told with
//! its line and place and never replaced.

use super::form::Encoding;
use encoding_rs::{Decoder, DecoderResult};
use std::io::{self, Read};

const CHUNK: usize = 1 << 16;

/// Gives out UTF-8, whatever goes in.
pub struct Utf8<R> {
    inner: R,
    decoder: Decoder,
    encoding: Encoding,
    raw: Vec<u8>,
    /// Bytes of `raw` that were decoded, and bytes that are there.
    raw_at: usize,
    raw_end: usize,
    text: Vec<u8>,
    text_at: usize,
    text_end: usize,
    /// Bytes decoded before those of `raw`, the byte order mark among them.
    offset: u64,
    line: u64,
    is_over: bool,
}

/// Looks at the first bytes of `inner` and reads it in the encoding that is stated, or that its byte
/// order mark says, or else in UTF-8.
///
/// # Errors
/// A sentence: it is no text, or its mark says something else than was stated.
pub fn utf8<R: Read>(mut inner: R, stated: Option<Encoding>) -> io::Result<Utf8<R>> {
    let mut raw = vec![0; CHUNK];
    let raw_end = fill(&mut inner, &mut raw, 0)?;
    let first = &raw[..raw_end];
    let marks: [(&[u8], Encoding); 3] = [
        (b"\xef\xbb\xbf", Encoding::Utf8),
        (b"\xff\xfe", Encoding::Utf16Le),
        (b"\xfe\xff", Encoding::Utf16Be),
    ];
    let mark = marks.into_iter().find(|(mark, _)| first.starts_with(mark));
    if let (Some((_, marked)), Some(stated)) = (mark, stated)
        && marked != stated
    {
        return Err(io::Error::other(format!(
            "its byte order mark says {}, the mapping says {}.",
            marked.text(),
            stated.text()
        )));
    }
    if first.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(io::Error::other(
            "it is an old spreadsheet (XLS). Save it as XLSX or as CSV in UTF-8.",
        ));
    }
    let encoding = mark.map(|(_, marked)| marked).or(stated).unwrap_or(Encoding::Utf8);
    let raw_at = mark.map_or(0, |(mark, _)| mark.len());
    let decoder = encoding.codec().new_decoder_without_bom_handling();
    let text = vec![0; CHUNK * 3 + 16];
    let (text_at, text_end, offset, line, is_over) = (0, 0, 0, 1, false);
    Ok(Utf8 {
        inner,
        decoder,
        encoding,
        raw,
        raw_at,
        raw_end,
        text,
        text_at,
        text_end,
        offset,
        line,
        is_over,
    })
}

fn fill<R: Read>(inner: &mut R, raw: &mut [u8], from: usize) -> io::Result<usize> {
    let mut end = from;
    while end < raw.len() {
        match inner.read(&mut raw[end..]) {
            Ok(0) => break,
            Ok(got) => end += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(end)
}

impl<R: Read> Utf8<R> {
    fn decode(&mut self) -> io::Result<()> {
        while self.text_at == self.text_end && !self.is_over {
            if self.raw_at == self.raw_end {
                self.offset += self.raw_end as u64;
                self.raw_at = 0;
                self.raw_end = fill(&mut self.inner, &mut self.raw, 0)?;
            }
            let last = self.raw_end < self.raw.len();
            let raw = &self.raw[self.raw_at..self.raw_end];
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, last);
            let known = self.unknown_in_1252(read);
            self.raw_at += read;
            (self.text_at, self.text_end) = (0, written);
            self.is_over = last && result == DecoderResult::InputEmpty;
            if let Some(nul) = self.text[..written].iter().position(|byte| *byte == 0) {
                return Err(self.nul(nul));
            }
            self.line += newlines(&self.text[..written]);
            if let DecoderResult::Malformed(length, after) = result {
                let back = usize::from(length) + usize::from(after);
                let at = (self.offset + self.raw_at as u64).saturating_sub(back as u64);
                return Err(self.wrong(at, last && self.raw_at == self.raw_end));
            }
            if let Some(at) = known {
                self.line -= newlines(&self.raw[at..self.raw_at]);
                return Err(self.wrong(self.offset + at as u64, false));
            }
        }
        Ok(())
    }

    /// Windows-1252 has five bytes without a character, which the decoder lets through as control
    /// characters.
    fn unknown_in_1252(&self, read: usize) -> Option<usize> {
        let raw = &self.raw[self.raw_at..self.raw_at + read];
        let unknown = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
        let at = (self.encoding == Encoding::Windows1252).then(|| raw.iter().position(unknown));
        at.flatten().map(|at| self.raw_at + at)
    }

    fn wrong(&self, at: u64, is_end: bool) -> io::Error {
        let (line, name) = (self.line, self.encoding.text().to_uppercase());
        if is_end {
            return io::Error::other(format!(
                "it ends in the middle of a character (line {line}, byte {at}): it was cut short, or is not in {name}."
            ));
        }
        let byte = usize::try_from(at - self.offset).ok().and_then(|at| self.raw.get(at));
        let byte = byte.map_or_else(String::new, |byte| format!(" is {byte:02X}, which"));
        io::Error::other(format!(
            "it is not in {name}: line {line}, byte {at}{byte} stands for no character there. Say its encoding in the mapping, or save it as CSV in UTF-8."
        ))
    }

    fn nul(&self, at: usize) -> io::Error {
        let line = self.line + newlines(&self.text[..at]);
        io::Error::other(format!(
            "it holds a NUL character in line {line}, so it is no text; or it is UTF-16 without a byte order mark: then say its encoding in the mapping (utf-16le or utf-16be)."
        ))
    }
}

fn newlines(text: &[u8]) -> u64 {
    text.iter().filter(|byte| **byte == b'\n').count() as u64
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decode()?;
        let there = &self.text[self.text_at..self.text_end];
        let count = there.len().min(buffer.len());
        buffer[..count].copy_from_slice(&there[..count]);
        self.text_at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives out one byte at a time, so that every boundary is met.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn read(bytes: &[u8], stated: Option<Encoding>) -> Result<String, String> {
        let mut text = String::new();
        let decoded =
            utf8(Drops(bytes), stated).and_then(|mut utf8| utf8.read_to_string(&mut text));
        decoded.map(|_| text).map_err(|error| error.to_string())
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "sku;name\nÄ1;Café – 5 €\n";
        let utf16 = |big: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            units
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let all = [
            (text.as_bytes().to_vec(), None),
            (marked(b"\xef\xbb\xbf", text.as_bytes().to_vec()), Some(Encoding::Utf8)),
            (marked(b"\xff\xfe", utf16(false)), None),
            (marked(b"\xfe\xff", utf16(true)), None),
            (utf16(false), Some(Encoding::Utf16Le)),
            (utf16(true), Some(Encoding::Utf16Be)),
            (latin.into_owned(), Some(Encoding::Windows1252)),
        ];
        for (bytes, stated) in all {
            assert_eq!(read(&bytes, stated).unwrap(), text, "{stated:?}");
        }
    }

    #[test]
    fn a_wrong_byte_is_told_with_its_line_and_place() {
        let said = |bytes: &[u8], stated| read(bytes, stated).unwrap_err();
        assert!(said(b"a\nb\xe9c\n", None).contains("not in UTF-8: line 2, byte 3 is E9"));
        let latin = said(b"a\nb\n\x81c\nd\n", Some(Encoding::Windows1252));
        assert!(latin.contains("line 3, byte 4 is 81"), "{latin}");
        assert!(
            said("a\né".as_bytes().split_last().unwrap().1, None)
                .contains("middle of a character (line 2, byte 2)")
        );
        assert!(said(b"\xff\xfea\0\n\0b", None).contains("middle of a character (line 2, byte 6)"));
        assert!(
            said(b"\xff\xfea\0\x00\xd8b\0", None).contains("line 1, byte 4"),
            "a lone surrogate"
        );
        assert!(said(b"a\0b\0", None).contains("NUL character in line 1"));
        assert!(said(b"a\nb\0", None).contains("NUL character in line 2"));
        assert!(said(b"\xff\xfea\0", Some(Encoding::Utf8)).contains("mark says utf-16le"));
    }

    #[test]
    fn a_wrong_byte_far_in_is_found_where_it_is() {
        let mut bytes = "é1234567\n".repeat(20_000).into_bytes();
        let at = bytes.len();
        bytes.extend_from_slice(b"\xff\n");
        bytes.extend_from_slice("x\n".repeat(80_000).as_bytes());
        let said = read(&bytes, None).unwrap_err();
        assert!(said.contains(&format!("line 20001, byte {at} is FF")), "{said}");
    }
}
