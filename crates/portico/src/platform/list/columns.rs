//! Which columns of a list a login wants, in which order: kept per login, read beside the rows.

use super::Column;
use crate::platform::db::{DbError, Tx, View, args};

/// Most lists of which a login keeps columns, and most columns of one.
const MOST: usize = 100;
/// Longest name of a list or column.
const NAME_LONGEST: usize = 40;

/// The columns a login wants: names in order, and whether each is shown. A column that is not named stands as the list has
/// it; a name that the list does not know is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept(Vec<(String, bool)>);

impl Kept {
    /// Nothing chosen: the list's own columns.
    #[must_use]
    pub fn none() -> Kept {
        Kept::default()
    }

    /// These columns in this order; what does not look like a name is passed over.
    #[must_use]
    pub fn new(columns: Vec<(String, bool)>) -> Kept {
        let mut kept: Vec<(String, bool)> = Vec::new();
        for (name, shown) in columns {
            if is_name(&name) && kept.len() < MOST && !kept.iter().any(|(known, _)| *known == name)
            {
                kept.push((name, shown));
            }
        }
        Kept(kept)
    }

    fn text(&self) -> String {
        let one = |(name, shown): &(String, bool)| {
            if *shown { name.clone() } else { format!("-{name}") }
        };
        self.0.iter().map(one).collect::<Vec<_>>().join(",")
    }

    fn parse(text: &str) -> Kept {
        let one = |part: &str| match part.strip_prefix('-') {
            Some(name) => (name.to_owned(), false),
            None => (part.to_owned(), true),
        };
        Kept::new(text.split(',').map(one).collect())
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|(known, _)| known == name)
    }

    /// Whether this column is shown.
    #[must_use]
    pub fn shows<R>(&self, column: &Column<'_, R>) -> bool {
        let kept = self.place(column.name).filter(|_| column.is_chosen());
        kept.map_or(column.by_default, |at| self.0[at].1)
    }

    /// All columns in the wanted order, shown or not. The first names the row and stays; so do those nobody chooses.
    #[must_use]
    pub fn arranged<'c, 'a, R>(&self, columns: &'c [Column<'a, R>]) -> Vec<&'c Column<'a, R>> {
        let named = name_of_rows(columns);
        let moves = |column: &Column<'a, R>| Some(column.name) != named && column.is_chosen();
        let mut free: Vec<_> = columns.iter().filter(|column| moves(column)).collect();
        // Sorted stably: what is not named follows what is, as the list has it.
        free.sort_by_key(|column| self.place(column.name).unwrap_or(usize::MAX));
        let mut free = free.into_iter();
        let slot = |column: &'c Column<'a, R>| {
            if moves(column) { free.next().unwrap_or(column) } else { column }
        };
        columns.iter().map(slot).collect()
    }

    /// The columns of the page.
    #[must_use]
    pub fn on_page<'c, 'a, R>(&self, columns: &'c [Column<'a, R>]) -> Vec<&'c Column<'a, R>> {
        let named = name_of_rows(columns);
        let shown =
            |c: &&Column<'a, R>| c.is_on_pages() && (self.shows(c) || Some(c.name) == named);
        self.arranged(columns).into_iter().filter(shown).collect()
    }

    /// The columns of a file.
    #[must_use]
    pub fn in_file<'c, 'a, R>(&self, columns: &'c [Column<'a, R>]) -> Vec<&'c Column<'a, R>> {
        let named = name_of_rows(columns);
        let shown =
            |c: &&Column<'a, R>| c.is_in_files() && (self.shows(c) || Some(c.name) == named);
        self.arranged(columns).into_iter().filter(shown).collect()
    }
}

/// The column that names a row: the first that is no tick box, picture or button.
#[must_use]
pub fn name_of_rows<R>(columns: &[Column<'_, R>]) -> Option<&'static str> {
    columns.iter().find(|column| column.is_in_files()).map(|column| column.name)
}

/// Whether this may name a list or column: small letters, digits, `-` inside, `_`.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= NAME_LONGEST
        && name.chars().all(plain)
}

/// The columns this login wants of this list.
///
/// # Errors
/// What the database says.
pub fn kept(view: &mut View, login_id: i64, list: &str) -> Result<Kept, DbError> {
    let text = view.one::<String>(
        "select columns from list_columns where login_id = $1 and list = $2",
        args![login_id, list],
    )?;
    Ok(text.map_or(Kept::none(), |text| Kept::parse(&text)))
}

/// Keeps the columns this login wants of this list, and says whether it did: not for what cannot be a list's name, and not
/// for more lists than there can be.
///
/// # Errors
/// What the database says.
pub fn keep(tx: &mut Tx, login_id: i64, list: &str, wanted: &Kept) -> Result<bool, DbError> {
    if !is_name(list) {
        return Ok(false);
    }
    let (now, most) = (tx.now(), i64::try_from(MOST).unwrap_or(i64::MAX));
    let kept = tx.exec(
        "insert into list_columns (login_id, list, columns, changed_at)
         select cast($1 as bigint), cast($2 as text), cast($3 as text), cast($4 as bigint)
         where (select count(*) from list_columns where login_id = $1 and list <> $2) < $5
         on conflict (login_id, list) do update
         set columns = excluded.columns, changed_at = excluded.changed_at",
        args![login_id, list, &wanted.text(), now, most],
    )?;
    Ok(kept == 1)
}

/// The list's own columns again.
///
/// # Errors
/// What the database says.
pub fn forget(tx: &mut Tx, login_id: i64, list: &str) -> Result<(), DbError> {
    let _ = tx.exec(
        "delete from list_columns where login_id = $1 and list = $2",
        args![login_id, list],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::list::Value;
    use crate::testkit::in_world;

    fn columns() -> Vec<Column<'static, i64>> {
        let column = |name| Column::new(name, name, |row: &i64| Value::count(*row));
        vec![
            column("number"),
            column("picture").only_on_pages(),
            column("day"),
            column("vat").hidden(),
            column("total"),
            column("currency").only_in_files(),
        ]
    }

    fn names(shown: &[&Column<'_, i64>]) -> String {
        shown.iter().map(|column| column.name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn columns_stand_as_wanted_and_the_rest_as_the_list_has_them() {
        let all = columns();
        assert_eq!(names(&Kept::none().on_page(&all)), "number picture day total");
        assert_eq!(names(&Kept::none().in_file(&all)), "number day total currency");
        let kept = Kept::parse("total,vat,-day,-number,-picture,-currency,nonsense,,drop table");
        assert_eq!(names(&kept.on_page(&all)), "number picture total vat");
        assert_eq!(names(&kept.in_file(&all)), "number total vat currency");
        assert_eq!(names(&Kept::parse("-day").on_page(&all)), "number picture total");
        assert_eq!(Kept::parse(&kept.text()), kept);
    }

    in_world!(columns_are_kept_for_each_login_and_list, |world| {
        let login_id = world.buyer("anna@").login.id;
        let wanted = Kept::parse("total,-placed");
        let (list, other) = (wanted.clone(), wanted.clone());
        let kept = move |tx: &mut Tx| keep(tx, login_id, "orders", &list);
        let kept: Result<bool, DbError> = world.db.write(kept).await;
        assert_eq!(kept, Ok(true));
        let many = move |tx: &mut Tx| -> Result<usize, DbError> {
            let mut kept = 0;
            for at in 0..150 {
                kept += usize::from(keep(tx, login_id, &format!("list-{at}"), &other)?);
            }
            assert!(!keep(tx, login_id, "Not a name", &other)?);
            Ok(kept)
        };
        let kept: Result<usize, DbError> = world.db.write(many).await;
        assert_eq!(kept, Ok(MOST - 1), "there is an end to it");
        let read = move |view: &mut View| -> Result<_, DbError> {
            Ok((kept_of(view, login_id)?, kept_of(view, login_id + 1)?))
        };
        let read: Result<_, DbError> = world.db.read(read).await;
        assert_eq!(read, Ok((wanted, Kept::none())));
        let gone = move |tx: &mut Tx| -> Result<Kept, DbError> {
            forget(tx, login_id, "orders")?;
            kept_of(tx, login_id)
        };
        let gone: Result<Kept, DbError> = world.db.write(gone).await;
        assert_eq!(gone, Ok(Kept::none()));
    });

    fn kept_of(view: &mut View, login_id: i64) -> Result<Kept, DbError> {
        kept(view, login_id, "orders")
    }
}
