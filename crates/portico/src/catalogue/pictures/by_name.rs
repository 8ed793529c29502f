//! Many pictures at once, each named by the product it shows: `MUG-SAND.jpg`, `MUG-SAND_2.jpg`. What is named comes first
//! in the order of the numbers. Every product is a transaction of its own, and a picture it has already is not made again:
//! what broke off is run again and goes on.

use super::archive::Source;
use super::take::{NewPicture, Refusal, Workshop, keep, note};
use super::{Kept, MEGABYTES, PICTURES_MAX, held, kept, write};
use crate::args;
use crate::catalogue::code_key;
use crate::platform::db::{Db, DbError, Tx, View};
use crate::platform::files::Store;
use crate::platform::pictures::{NoPicture, hash};
use crate::platform::problem::{AppError, Text};
use crate::platform::settings;
use std::collections::BTreeMap;

/// Names that a report spells out; the rest is counted.
const SPELLED: usize = 100;

/// What happens to pictures that were there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// They stay, behind the new ones.
    Stay,
    /// They go, where new ones come.
    Go,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Pictures taken.
    pub taken: usize,
    /// Products that got or kept them.
    pub products: usize,
    /// Pictures that the products had already.
    pub same: usize,
    /// Files whose name is no product's, the first of them spelled out.
    pub unmatched: Vec<String>,
    /// How many these are.
    pub unmatched_count: usize,
    /// Files that are no pictures, and why.
    pub refused: Vec<(String, Text)>,
    /// How many these are.
    pub refused_count: usize,
}

impl Report {
    fn refuse(&mut self, name: &str, why: Text) {
        self.refused_count += 1;
        if self.refused.len() < SPELLED {
            self.refused.push((name.to_owned(), why));
        }
    }
}

/// A file that shows a product: which number of it, where it stands, its name.
type Entry = (u32, usize, String);

/// A product that some of the files show.
struct Shown {
    id: i64,
    entries: Vec<Entry>,
}

/// Takes every picture whose name is a product's.
///
/// # Errors
/// What the database or the place of files says; products before that keep what they got.
pub async fn import(
    db: &Db,
    workshop: &Workshop,
    source: &mut Source,
    before: Before,
    login_id: Option<i64>,
) -> Result<Report, AppError> {
    let names = source.names();
    let (most, (shown, unmatched)) = db
        .read(move |view| -> Result<_, DbError> {
            let most = settings::get(view, &MEGABYTES)?;
            Ok((most, matched(view, &names)?))
        })
        .await?;
    let mut report = Report {
        products: shown.len(),
        unmatched_count: unmatched.len(),
        unmatched: unmatched.into_iter().take(SPELLED).collect(),
        ..Report::default()
    };
    for product in shown {
        let run = Run { db, workshop, most, before, login_id };
        run.product(source, product, &mut report).await?;
    }
    Ok(report)
}

/// The product that each name means, and the names that mean none.
fn matched(
    view: &mut View,
    names: &[(usize, String)],
) -> Result<(Vec<Shown>, Vec<String>), DbError> {
    let meant: Vec<[(String, u32); 2]> = names.iter().map(|(_, name)| meanings(name)).collect();
    let keys: Vec<_> = meant.iter().map(|both| args![&both[0].0, &both[1].0]).collect();
    let found = view.all_many::<(i64, String)>(
        "select id, sku_key from products where sku_key in ($1, $2) order by id limit 2",
        &keys,
    )?;
    let (mut shown, mut unmatched) = (BTreeMap::<i64, Vec<Entry>>::new(), Vec::new());
    for (((at, name), both), rows) in names.iter().zip(&meant).zip(found) {
        // The whole name is meant before the name without its number.
        let of = |meaning: &(String, u32)| {
            let row = rows.iter().find(|(_, key)| *key == meaning.0)?;
            Some((row.0, meaning.1))
        };
        match both.iter().find_map(of) {
            Some((id, number)) => {
                shown.entry(id).or_default().push((number, *at, name.clone()));
            }
            None => unmatched.push(name.clone()),
        }
    }
    let shown = shown.into_iter().map(|(id, mut entries)| {
        entries.sort();
        Shown { id, entries }
    });
    Ok((shown.collect(), unmatched))
}

/// What a name may mean: a code as it stands, or a code with a number behind `_`.
fn meanings(name: &str) -> [(String, u32); 2] {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace('\0', "");
    let numbered = stem.rsplit_once('_').and_then(|(code, n)| Some((code, n.parse().ok()?)));
    let (code, number) = numbered.unwrap_or((stem.as_str(), 1));
    [(code_key(&stem), 1), (code_key(code), number)]
}

/// What one run knows.
struct Run<'a> {
    db: &'a Db,
    workshop: &'a Workshop,
    /// Megabytes that a file may have.
    most: i64,
    before: Before,
    login_id: Option<i64>,
}

/// A picture of the run: had before, or new.
enum Picture {
    Had(Vec<u8>),
    New(NewPicture),
}

impl Picture {
    fn hash(&self) -> &[u8] {
        match self {
            Picture::Had(hash) => hash,
            Picture::New(new) => new.kept.source_hash.as_deref().unwrap_or_default(),
        }
    }
}

impl Run<'_> {
    async fn product(
        &self,
        source: &mut Source,
        product: Shown,
        report: &mut Report,
    ) -> Result<(), AppError> {
        let id = product.id;
        let had: Vec<Kept> = self.db.read(move |view| kept(view, id)).await?;
        let staying = if self.before == Before::Stay { had.len() } else { 0 };
        let mut room = PICTURES_MAX.saturating_sub(staying);
        let mut pictures: Vec<Picture> = Vec::new();
        for (_, at, name) in product.entries {
            match self.picture(source, at, &had, room).await? {
                Err(why) => report.refuse(&name, why.text()),
                Ok(picture) if pictures.iter().any(|one| one.hash() == picture.hash()) => {
                    report.same += 1;
                }
                Ok(picture) => {
                    room -= usize::from(matches!(picture, Picture::New(_)));
                    pictures.push(picture);
                }
            }
        }
        report.same += pictures.iter().filter(|one| matches!(one, Picture::Had(_))).count();
        let new: Vec<NewPicture> = pictures
            .iter()
            .filter_map(|one| if let Picture::New(new) = one { Some(new.clone()) } else { None })
            .collect();
        report.taken += new.len();
        let order: Vec<Vec<u8>> = pictures.iter().map(|one| one.hash().to_vec()).collect();
        let (store, before, login_id) = (self.workshop.store.clone(), self.before, self.login_id);
        let done: Result<(), DbError> = self
            .db
            .write(move |tx| set(tx, &Wish { id, store: &store, before, login_id }, &new, &order))
            .await;
        Ok(done?)
    }

    /// Reads one file of the archive and makes its picture, unless the product has it.
    async fn picture(
        &self,
        source: &mut Source,
        at: usize,
        had: &[Kept],
        room: usize,
    ) -> Result<Result<Picture, Refusal>, AppError> {
        let most = self.most.unsigned_abs() * 1024 * 1024;
        // Reads and unpacks: the other tasks of this thread go elsewhere meanwhile.
        let bytes = match tokio::task::block_in_place(|| source.read(at, most)) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(Err(Refusal::TooLarge(self.most))),
            Err(_) => return Ok(Err(Refusal::NoPicture(NoPicture::Damaged))),
        };
        let hash = hash(&bytes).to_vec();
        if had.iter().any(|one| one.source_hash.as_ref() == Some(&hash)) {
            return Ok(Ok(Picture::Had(hash)));
        }
        if room == 0 {
            return Ok(Err(Refusal::Many));
        }
        Ok(self.workshop.develop(bytes).await?.map(Picture::New))
    }
}

/// What is to become of one product.
struct Wish<'a> {
    id: i64,
    store: &'a Store,
    before: Before,
    login_id: Option<i64>,
}

/// Sets the pictures in their order: those named first, then those that stay.
fn set(tx: &mut Tx, wish: &Wish<'_>, new: &[NewPicture], order: &[Vec<u8>]) -> Result<(), DbError> {
    if order.is_empty() {
        return Ok(());
    }
    let before = held(tx, wish.id)?;
    // Somebody may have sent the same picture meanwhile: the one that stands there wins.
    let all: Vec<&Kept> = before.iter().chain(new.iter().map(|one| &one.kept)).collect();
    let mut after: Vec<Kept> = Vec::new();
    for hash in order {
        let one = all.iter().find(|one| one.source_hash.as_ref() == Some(hash));
        after.extend(one.map(|one| (*one).clone()));
    }
    if wish.before == Before::Stay {
        let staying = before.iter().filter(|one| !after.contains(one)).cloned().collect::<Vec<_>>();
        after.extend(staying);
    }
    if after == before {
        return Ok(());
    }
    keep(tx, wish.store, new)?;
    write(tx, wish.id, &before, &after)?;
    note(tx, wish.login_id, wish.id, "pictures_imported", after.len())
}

#[cfg(test)]
mod tests {
    use super::meanings;

    #[test]
    fn a_name_means_a_code_or_a_code_with_a_number() {
        let of = |name: &str| meanings(name).map(|(code, number)| format!("{code} {number}"));
        assert_eq!(of("mug-sand.jpg"), ["MUG-SAND 1", "MUG-SAND 1"]);
        assert_eq!(of("MUG-SAND_2.JPEG"), ["MUG-SAND_2 1", "MUG-SAND 2"]);
        assert_eq!(of("A_B.png"), ["A_B 1", "A_B 1"]);
        assert_eq!(of("A.B.png"), ["A.B 1", "A.B 1"]);
        assert_eq!(of("no-ending"), ["NO-ENDING 1", "NO-ENDING 1"]);
    }
}
