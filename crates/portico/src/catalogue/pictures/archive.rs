//! Where many pictures come from: a folder or a ZIP archive. Names are only looked at, never written to; an entry is read
//! up to a limit, whatever it says of its size.

use anyhow::Context;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Most files that are looked at.
pub(super) const ENTRIES_MAX: usize = 50_000;

/// A folder or an archive, open.
pub enum Source {
    /// Files of a folder.
    Folder(Vec<PathBuf>),
    /// An archive; it is read in any order.
    Zip(Box<ZipArchive<Box<dyn Bytes>>>),
}

/// What an archive is read from.
pub trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

impl Source {
    /// The folder or the archive at this path.
    ///
    /// # Errors
    /// A path that is neither.
    pub fn open(path: &Path) -> anyhow::Result<Source> {
        if !path.is_dir() {
            let file =
                File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
            return Source::zip(Box::new(file))
                .with_context(|| format!("{} is no ZIP archive", path.display()));
        }
        let mut files: Vec<PathBuf> = std::fs::read_dir(path)
            .with_context(|| format!("{} cannot be read", path.display()))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.retain(|file| file.is_file());
        files.sort();
        Ok(Source::Folder(files))
    }

    /// The archive with this content.
    ///
    /// # Errors
    /// What is no ZIP archive.
    pub fn zip(content: Box<dyn Bytes>) -> anyhow::Result<Source> {
        Ok(Source::Zip(Box::new(ZipArchive::new(content)?)))
    }

    /// Number and plain name of each file in it; what systems hide beside them is left out.
    pub(super) fn names(&self) -> Vec<(usize, String)> {
        let all: Vec<String> = match self {
            Source::Folder(files) => {
                files.iter().map(|file| file.to_string_lossy().into_owned()).collect()
            }
            Source::Zip(archive) => archive
                .file_names()
                .map(|name| name.map(|name| name.into_owned()).unwrap_or_default())
                .collect(),
        };
        let plain = |name: &String| {
            let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
            (!last.is_empty() && !last.starts_with('.')).then(|| last.to_owned())
        };
        let named = all.iter().enumerate().filter_map(|(at, name)| Some((at, plain(name)?)));
        named.take(ENTRIES_MAX).collect()
    }

    /// The file with this number; `None` where it has more bytes than `most`.
    ///
    /// # Errors
    /// What cannot be read or unpacked.
    pub(super) fn read(&mut self, at: usize, most: u64) -> anyhow::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        let _ = match self {
            Source::Folder(files) => File::open(&files[at])?.take(most + 1).read_to_end(&mut bytes),
            Source::Zip(archive) => archive.by_index(at)?.take(most + 1).read_to_end(&mut bytes),
        }?;
        Ok((bytes.len() as u64 <= most).then_some(bytes))
    }
}
