//! A picture that was sent is made in three sizes, kept, and set behind those the product has.

use super::{Kept, PICTURES_MAX, held, write};
use crate::access::Staff;
use crate::catalogue::Image;
use crate::platform::activity::{self, Deed};
use crate::platform::db::{DbError, Tx};
use crate::platform::files::{self, NewFile, Store};
use crate::platform::ids::Ids;
use crate::platform::pictures::{Darkroom, NoPicture, SIZES, hash, name, stem};
use crate::platform::problem::{AppError, Text};

/// Where pictures are made and kept.
#[derive(Clone)]
pub struct Workshop {
    /// Makes them.
    pub darkroom: Darkroom,
    /// Keeps them.
    pub store: Store,
    /// Names them.
    pub ids: Ids,
}

/// A picture in all its sizes, kept where files are kept, without a row yet.
#[derive(Clone, Debug)]
pub struct NewPicture {
    files: Vec<NewFile>,
    pub(super) kept: Kept,
}

/// Why a picture is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The file is none.
    NoPicture(NoPicture),
    /// The file has more than this many megabytes.
    TooLarge(i64),
    /// The product has as many as it may.
    Many,
    /// The product has this very picture.
    Same,
}

impl Refusal {
    /// The sentence for who sent it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Refusal::NoPicture(why) => why.text(),
            Refusal::TooLarge(most) => Text::plain("picture-too-large").with("most", most),
            Refusal::Many => Text::plain("picture-many").with("most", PICTURES_MAX),
            Refusal::Same => Text::plain("picture-same"),
        }
    }
}

impl Workshop {
    /// Makes the picture's files and keeps them; the row that names them comes in a transaction after.
    ///
    /// # Errors
    /// Why it is none; a place of files that does not answer.
    pub async fn develop(&self, bytes: Vec<u8>) -> Result<Result<NewPicture, Refusal>, AppError> {
        let source_hash = hash(&bytes).to_vec();
        let sides = SIZES.iter().map(|(_, side)| *side).collect();
        let made = match self.darkroom.make(bytes, sides).await? {
            Ok(made) => made,
            Err(why) => return Ok(Err(Refusal::NoPicture(why))),
        };
        let stem = stem(&self.ids.secret());
        let files: Vec<NewFile> = SIZES
            .iter()
            .zip(made)
            .map(|((size, _), made)| NewFile {
                name: name(&stem, *size, made.ending),
                content_type: made.content_type,
                bytes: made.bytes,
            })
            .collect();
        self.store.put(&files).await?;
        let image = Image { file: files[0].name.clone(), alt: String::new() };
        Ok(Ok(NewPicture { files, kept: Kept { image, source_hash: Some(source_hash) } }))
    }
}

/// Names the files of these pictures.
pub(super) fn keep(tx: &mut Tx, store: &Store, new: &[NewPicture]) -> Result<(), DbError> {
    let files: Vec<NewFile> = new.iter().flat_map(|one| one.files.iter().cloned()).collect();
    files::keep(tx, store, &files)
}

/// Sets the picture behind the others.
///
/// # Errors
/// What the database says.
pub fn take(
    tx: &mut Tx,
    staff: &Staff,
    store: &Store,
    product_id: i64,
    new: &NewPicture,
) -> Result<Result<(), Refusal>, DbError> {
    let before = held(tx, product_id)?;
    if before.iter().any(|one| one.source_hash == new.kept.source_hash) {
        return Ok(Err(Refusal::Same));
    }
    if before.len() >= PICTURES_MAX {
        return Ok(Err(Refusal::Many));
    }
    keep(tx, store, std::slice::from_ref(new))?;
    let after: Vec<Kept> = before.iter().chain([&new.kept]).cloned().collect();
    write(tx, product_id, &before, &after)?;
    note(tx, Some(staff.login.id), product_id, "picture_added", after.len())?;
    Ok(Ok(()))
}

/// Records what was done to a product's pictures, and how many it has now.
pub(super) fn note(
    tx: &mut Tx,
    login_id: Option<i64>,
    product_id: i64,
    verb: &'static str,
    count: usize,
) -> Result<(), DbError> {
    let object = format!("product:{product_id}");
    let facts = serde_json::json!({ "pictures": count });
    let deed = Deed { login_id, customer_id: None, verb, object: &object, facts, free_text: None };
    activity::record(tx, &deed)
}
