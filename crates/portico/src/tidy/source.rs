//! Reading our own source: what is code, what is a comment, what is text between quotes, what is a test.

use std::path::{Path, PathBuf};

/// One file of Rust, taken apart.
pub struct Source {
    /// Path from the repository's root: `crates/portico/src/orders/place.rs`.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// The same length and lines, with comments and the insides of quotes blanked out.
    pub code: String,
    /// Every text between quotes, with the byte where it starts.
    pub quotes: Vec<(usize, String)>,
    /// From here on the file is tests (`#[cfg(test)]` closes a file by house style).
    pub tests_from: usize,
}

impl Source {
    /// Takes a text apart.
    pub fn new(path: &str, text: &str) -> Source {
        let (code, quotes) = take_apart(text);
        let whole =
            ["/tidy/", "/tests/", "/tests.rs", "_tests.rs"].iter().any(|part| path.contains(part));
        let tests_from = match code.find("#[cfg(test)]\nmod tests") {
            _ if whole => 0,
            Some(at) => at,
            None => code.len(),
        };
        Source { path: path.to_owned(), text: text.to_owned(), code, quotes, tests_from }
    }

    /// The code without its tests.
    pub fn program(&self) -> &str {
        &self.code[..self.tests_from]
    }

    /// The line a byte stands on, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }

    /// `path:line`, as editors understand it.
    pub fn place(&self, at: usize) -> String {
        format!("{}:{}", self.path, self.line(at))
    }

    /// The slice of the program: `orders` of `crates/portico/src/orders/place.rs`; none elsewhere and for `lib.rs`.
    pub fn slice(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("crates/portico/src/")?;
        let first = inside.split('/').next()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        (!["lib", "main", "tidy"].contains(&name)).then_some(name)
    }

    /// The file's own name without `.rs`.
    pub fn name(&self) -> &str {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        last.strip_suffix(".rs").unwrap_or(last)
    }

    /// Whether the file answers requests: it may read every slice and holds no SQL.
    pub fn is_page(&self) -> bool {
        const PAGES: [&str; 5] = ["pages", "view", "staff", "staff_view", "api"];
        // `link_pages.rs` is a part of `pages.rs`, and so is what stands in a folder `pages/`.
        let names = |name: &str| {
            PAGES.iter().any(|page| name == *page || name.ends_with(&format!("_{page}")))
        };
        let folder = self.path.rsplit('/').nth(1).unwrap_or_default();
        names(self.name()) || names(folder)
    }
}

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the crate stands in crates/portico").to_owned()
}

/// All Rust of the repository.
pub fn all() -> Vec<Source> {
    let mut paths = Vec::new();
    for top in ["crates", "xtask"] {
        walk(&root().join(top), &mut paths);
    }
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "rs"));
    paths.iter().map(|path| Source::new(&named(path), &read(path))).collect()
}

/// All files below a folder, in order of name.
pub fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// A path from the root.
pub fn named(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// A file's text.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands at a place of a text, with its length in bytes.
enum Piece {
    Code(usize),
    Comment(usize),
    /// A quote, with the lengths of its opening and closing marks.
    Quote {
        length: usize,
        open: usize,
        close: usize,
    },
}

fn take_apart(text: &str) -> (String, Vec<(usize, String)>) {
    let mut code = String::with_capacity(text.len());
    let mut quotes = Vec::new();
    let mut at = 0;
    while at < text.len() {
        // Nothing else than these bytes starts a comment or a quote.
        let start = |byte: u8| b"/\"r'".contains(&byte);
        let plain = text.as_bytes()[at..].iter().position(|byte| start(*byte));
        let plain = plain.unwrap_or(text.len() - at);
        code.push_str(&text[at..at + plain]);
        at += plain;
        if at == text.len() {
            break;
        }
        match piece(text, at) {
            Piece::Code(length) => {
                code.push_str(&text[at..at + length]);
                at += length;
            }
            Piece::Comment(length) => {
                blank(&text[at..at + length], &mut code);
                at += length;
            }
            Piece::Quote { length, open, close } => {
                let end = at + length;
                code.push_str(&text[at..at + open]);
                blank(&text[at + open..end - close], &mut code);
                code.push_str(&text[end - close..end]);
                quotes.push((at, text[at + open..end - close].to_owned()));
                at = end;
            }
        }
    }
    (code, quotes)
}

fn blank(text: &str, into: &mut String) {
    into.extend(text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

fn piece(text: &str, at: usize) -> Piece {
    let rest = &text[at..];
    let until = |end: &str, from: usize| {
        rest[from..].find(end).map_or(rest.len(), |found| from + found + end.len())
    };
    if rest.starts_with("//") {
        return Piece::Comment(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Piece::Comment(until("*/", 2));
    }
    if rest.starts_with('"') {
        return Piece::Quote { length: closing_quote(rest), open: 1, close: 1 };
    }
    let in_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    if let Some(raw) = rest.strip_prefix('r').filter(|_| !in_word) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            return Piece::Quote {
                length: until(&end, 2 + hashes),
                open: 2 + hashes,
                close: 1 + hashes,
            };
        }
    }
    // Characters that would be taken for the start of something.
    let lone = ["'\"'", "'\\\"'", "'\\''", "'{'", "'}'"];
    if let Some(literal) = lone.iter().find(|literal| rest.starts_with(**literal)) {
        return Piece::Comment(literal.len());
    }
    Piece::Code(rest.chars().next().map_or(1, char::len_utf8))
}

fn closing_quote(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}
