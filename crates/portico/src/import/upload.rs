//! Takes uploaded files to disk as they come, never more than the limit: a body that says it is
//! larger is not read at all, and one that turns out larger is dropped where it passes the limit.

use super::bring::File;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files of one import: heads, lines and charges of orders at most.
const FILES_MAX: usize = 3;
/// Bytes of a field that is no file.
const FIELD_MAX: usize = 16 << 10;

/// What came.
#[derive(Debug)]
pub struct Uploaded {
    /// Fields that are no files.
    pub fields: Vec<(String, String)>,
    /// The files.
    pub files: Vec<File>,
    /// Their bytes.
    pub bytes: u64,
    kept: bool,
}

/// Why an upload was not taken.
#[derive(Debug)]
pub enum Refusal {
    /// Larger than the limit.
    TooLarge,
    /// More files than an import has.
    TooMany,
    /// The body ends early or is no form.
    Broken,
    /// The token of the form is missing or stands behind a file.
    Unsigned,
    /// The disk takes no more.
    Disk(std::io::Error),
}

impl Uploaded {
    /// The value of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The files are needed from now on.
    #[must_use]
    pub fn keep(mut self) -> (Vec<File>, u64) {
        self.kept = true;
        (std::mem::take(&mut self.files), self.bytes)
    }
}

impl Drop for Uploaded {
    fn drop(&mut self) {
        // Also when the browser went away and this work was dropped half-way.
        if !self.kept {
            for file in &self.files {
                let _ = fs::remove_file(&file.path);
            }
        }
    }
}

/// Reads the body. `is_signed` looks at the fields that came before the first file.
///
/// # Errors
/// Why the upload is not taken; nothing of it is left on the disk.
pub async fn receive(
    mut body: Multipart,
    (folder, id): (&Path, i64),
    bytes_max: u64,
    is_signed: impl Fn(&[(String, String)]) -> bool,
) -> Result<Uploaded, Refusal> {
    let mut uploaded = Uploaded { fields: Vec::new(), files: Vec::new(), bytes: 0, kept: false };
    fs::create_dir_all(folder).map_err(Refusal::Disk)?;
    while let Some(field) = body.next_field().await.map_err(|_| Refusal::Broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(shown_name) {
            None => {
                let text = text(field).await?;
                uploaded.fields.push((name, text));
            }
            // A file field that was left empty.
            Some(file_name) if file_name.is_empty() => {}
            Some(file_name) => {
                if !is_signed(&uploaded.fields) {
                    return Err(Refusal::Unsigned);
                }
                let number = uploaded.files.len();
                if number == FILES_MAX {
                    return Err(Refusal::TooMany);
                }
                let path = folder.join(format!("{id}-{number}"));
                uploaded.files.push(File { path: path.clone(), name: file_name });
                uploaded.bytes += store(field, path, bytes_max - uploaded.bytes).await?;
            }
        }
    }
    if is_signed(&uploaded.fields) { Ok(uploaded) } else { Err(Refusal::Unsigned) }
}

async fn text(mut field: Field<'_>) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Refusal::Broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > FIELD_MAX {
            return Err(Refusal::Broken);
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| Refusal::Broken)?;
    if text.contains('\0') { Err(Refusal::Broken) } else { Ok(text) }
}

async fn store(mut field: Field<'_>, path: PathBuf, bytes_max: u64) -> Result<u64, Refusal> {
    let mut file = fs::File::create(path).map_err(Refusal::Disk)?;
    let mut bytes = 0;
    while let Some(chunk) = field.chunk().await.map_err(|_| Refusal::Broken)? {
        bytes += chunk.len() as u64;
        if bytes > bytes_max {
            return Err(Refusal::TooLarge);
        }
        file.write_all(&chunk).map_err(Refusal::Disk)?;
    }
    file.sync_all().map_err(Refusal::Disk)?;
    Ok(bytes)
}

/// The file's name without folders and control characters, at most 100 characters.
fn shown_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    base.chars().filter(|c| !c.is_control()).take(100).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_is_shown_without_folders() {
        assert_eq!(shown_name("C:\\Users\\x\\artikel.csv"), "artikel.csv");
        assert_eq!(shown_name("../../etc/pass\nwd"), "passwd");
        assert_eq!(shown_name(&"x".repeat(300)).len(), 100);
    }
}
