//! Which page of a list: its order, where it begins, how many rows; and a page with where its neighbours begin.

use super::cursor::{Cursor, Key};
use crate::platform::db::{DbError, FromRow, Val, View};

/// One direction of a list by a number: the place is `$1` and `$2`, the limit `$3`; what the select itself is given
/// begins at `$4`. The other direction has the other comparison.
macro_rules! by_number {
    ($select:expr, $key:literal, $id:literal, $compare:literal, $direction:literal) => {
        concat!(
            $select,
            " and (",
            $key,
            ", ",
            $id,
            ") ",
            $compare,
            " ($1, $2) order by ",
            $key,
            $direction,
            ", ",
            $id,
            $direction,
            " limit $3"
        )
    };
}
pub(crate) use by_number;

/// Above every text that is sorted: no character stands behind this one.
const ABOVE_ALL_TEXTS: &str = "\u{10FFFF}";

/// Most rows of a page.
pub const ROWS_MAX: i64 = 500;

/// Where in a list a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum At {
    /// The first.
    #[default]
    Start,
    /// What follows this row.
    After(Cursor),
    /// What stands before this row.
    Before(Cursor),
}

/// Which page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Name of the order: one of the listing's.
    pub sort: &'static str,
    /// Whether the largest comes first.
    pub down: bool,
    /// Where it begins.
    pub at: At,
    /// Rows of a page, 1 to [`ROWS_MAX`].
    pub limit: i64,
}

impl Paging {
    /// The first page in this order, of so many rows.
    #[must_use]
    pub fn first(sort: &'static str, down: bool, limit: i64) -> Paging {
        Paging { sort, down, at: At::Start, limit: limit.clamp(1, ROWS_MAX) }
    }

    /// Whether rows are read from the largest key down: as sorted, or the other way for the page before.
    #[must_use]
    pub fn is_read_down(&self) -> bool {
        self.down != matches!(self.at, At::Before(_))
    }

    /// The key and id behind which rows are read, where the key is a number. Also at the start there are some, so that the
    /// statement is the same.
    #[must_use]
    pub fn from_number(&self) -> (i64, i64) {
        let edge = if self.is_read_down() { i64::MAX } else { i64::MIN };
        match self.beside() {
            Some(Cursor { key: Key::Number(key), id, .. }) => (*key, *id),
            _ => (edge, edge),
        }
    }

    /// The same where a row is a line within an id: key, id, line.
    #[must_use]
    pub fn from_line(&self) -> (i64, i64, i64) {
        let (key, id) = self.from_number();
        (key, id, self.beside().map_or(id, |cursor| cursor.line))
    }

    /// The same where the key is a text.
    #[must_use]
    pub fn from_text(&self) -> (&str, i64) {
        let edge = if self.is_read_down() { (ABOVE_ALL_TEXTS, i64::MAX) } else { ("", i64::MIN) };
        match self.beside() {
            Some(Cursor { key: Key::Text(key), id, .. }) => (key, *id),
            _ => edge,
        }
    }

    /// The same where a row is a line within a text and an id: key, id, line.
    #[must_use]
    pub fn from_text_line(&self) -> (&str, i64, i64) {
        let (key, id) = self.from_text();
        (key, id, self.beside().map_or(id, |cursor| cursor.line))
    }

    fn beside(&self) -> Option<&Cursor> {
        match &self.at {
            At::Start => None,
            At::After(cursor) | At::Before(cursor) => Some(cursor),
        }
    }

    /// Reads a page by one of two literals of `by_number!`: the largest first, and turned. `given` is what the select
    /// is given from `$4` on.
    ///
    /// # Errors
    /// What the database says.
    pub fn read<R: FromRow>(
        &self,
        view: &mut View,
        (down, up): (&'static str, &'static str),
        given: &[Val<'_>],
        cursor: impl Fn(&R) -> Cursor,
    ) -> Result<Page<R>, DbError> {
        let (key, id) = self.from_number();
        self.read_from(view, (down, up), (Val::Int(key), id, given), cursor)
    }

    /// The same where the key is a text.
    ///
    /// # Errors
    /// What the database says.
    pub fn read_text<R: FromRow>(
        &self,
        view: &mut View,
        sql: (&'static str, &'static str),
        given: &[Val<'_>],
        cursor: impl Fn(&R) -> Cursor,
    ) -> Result<Page<R>, DbError> {
        let (key, id) = self.from_text();
        self.read_from(view, sql, (Val::Text(key), id, given), cursor)
    }

    fn read_from<R: FromRow>(
        &self,
        view: &mut View,
        (down, up): (&'static str, &'static str),
        (key, id, given): (Val<'_>, i64, &[Val<'_>]),
        cursor: impl Fn(&R) -> Cursor,
    ) -> Result<Page<R>, DbError> {
        let place = [key, Val::Int(id), Val::Int(self.limit + 1)];
        let sql = if self.is_read_down() { down } else { up };
        let rows = view.all::<R>(sql, [&place, given].concat())?;
        Ok(self.page(rows, cursor))
    }

    /// Rows as read, one more than wanted, as a page; `cursor` is a row's place in this order.
    pub fn page<T>(&self, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
        let limit = usize::try_from(self.limit).unwrap_or(1);
        let more = rows.len() > limit;
        rows.truncate(limit);
        if matches!(self.at, At::Before(_)) {
            rows.reverse();
        }
        let (before, after) = match self.at {
            At::Start => (false, more),
            At::After(_) => (true, more),
            At::Before(_) => (more, true),
        };
        let (first, last) = (rows.first().map(&cursor), rows.last().map(&cursor));
        Page { previous: first.filter(|_| before), next: last.filter(|_| after), rows }
    }
}

/// A page of a list, and where its neighbours begin.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The page before ends before this row.
    pub previous: Option<Cursor>,
    /// The next page follows this row.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// The same page of what each row becomes.
    pub fn map<U>(self, become_: impl FnMut(T) -> U) -> Page<U> {
        let rows = self.rows.into_iter().map(become_).collect();
        Page { rows, previous: self.previous, next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of the numbers 1 to 7 as a statement would read it.
    fn read(paging: &Paging) -> Page<i64> {
        let (from, _) = paging.from_number();
        let mut all: Vec<i64> = (1..=7).collect();
        if paging.is_read_down() {
            all.reverse();
        }
        let down = paging.is_read_down();
        let behind = all.into_iter().filter(|n| if down { *n < from } else { *n > from });
        let rows = behind.take(usize::try_from(paging.limit + 1).unwrap()).collect();
        paging.page(rows, |n| Cursor::number(*n, *n))
    }

    #[test]
    fn pages_lead_through_a_list_and_back() {
        for down in [false, true] {
            let first = Paging::first("n", down, 3);
            let (mut page, mut seen) = (read(&first), Vec::new());
            assert_eq!(page.previous, None);
            while let Some(next) = page.next.clone() {
                seen.extend(page.rows);
                page = read(&Paging { at: At::After(next), ..first.clone() });
            }
            seen.extend(&page.rows);
            let expected: Vec<i64> = if down { (1..=7).rev().collect() } else { (1..=7).collect() };
            assert_eq!(seen, expected);
            let back = read(&Paging { at: At::Before(page.previous.unwrap()), ..first.clone() });
            assert_eq!(back.rows, expected[3..6]);
            assert!(back.previous.is_some() && back.next.is_some());
        }
    }

    #[test]
    fn a_start_by_text_lies_outside_all_texts() {
        let mut paging = Paging::first("name", true, 3);
        assert!(paging.from_text().0.as_bytes() > "zzz 🙂".as_bytes());
        paging.down = false;
        assert_eq!(paging.from_text(), ("", i64::MIN));
    }
}
