//! All that typst may see: one template, one JSON, one logo, one attachment, four fonts. No disk, no network, no clock.

use super::Logo;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// What a paper is set from.
pub struct Files {
    pub data: Vec<u8>,
    pub logo: Option<Logo>,
    pub attached: Option<Vec<u8>>,
}

/// What the file promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// PDF 1.7.
    Plain,
    /// PDF/A-3b: everything inside, files may be attached.
    Archive,
}

/// What is the same for every paper, read once.
struct Base {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
}

static BASE: LazyLock<Base> = LazyLock::new(|| {
    // Noto Sans sets nearly everything; DejaVu Sans has Hebrew, Arabic and signs beside it.
    let files: [&'static [u8]; 4] = [
        ttf_noto_sans::REGULAR,
        ttf_noto_sans::BOLD,
        dejavu::sans::regular(),
        dejavu::sans::bold(),
    ];
    let fonts: Vec<Font> =
        files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
    let template = include_str!("../sheet/sheet.typ").to_owned();
    Base {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        template: Source::new(id("sheet.typ"), template),
    }
});

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Whether a font of ours draws this character, in both weights.
pub fn has_letter(c: char) -> bool {
    // Every weight of a family covers the same letters here; regular speaks for both.
    BASE.fonts.iter().any(|font| font.info().coverage.contains(c as u32))
}

/// The world of one paper.
struct Paper {
    files: Files,
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &BASE.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BASE.book
    }

    fn main(&self) -> FileId {
        BASE.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(BASE.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.get().vpath().get_without_slash();
        let logo = self.files.logo.as_ref().filter(|logo| logo.file_name() == name);
        let bytes = match name {
            "data.json" => Some(self.files.data.clone()),
            "factur-x.xml" => self.files.attached.clone(),
            _ => logo.map(|logo| logo.bytes().to_vec()),
        };
        bytes.map(Bytes::new).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        BASE.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The PDF of a paper, or what typst says against it.
pub fn compile(files: Files, standard: Standard) -> Result<Vec<u8>, String> {
    let paper = Paper { files };
    let Warned { output, .. } = typst::compile::<PagedDocument>(&paper);
    let pdf = output.and_then(|document| typst_pdf::pdf(&document, &options(standard)));
    // Typst remembers what it has set, for editors; here nothing comes twice.
    comemo::evict(0);
    pdf.map_err(|faults| said(&faults))
}

fn options(standard: Standard) -> PdfOptions {
    let standards = match standard {
        Standard::Plain => PdfStandards::default(),
        Standard::Archive => PdfStandards::new(&[PdfStandard::A_3b]).expect("one standard alone"),
    };
    PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Portico".to_owned())),
        standards,
        ..PdfOptions::default()
    }
}

fn said(faults: &[SourceDiagnostic]) -> String {
    faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>().join("; ")
}
