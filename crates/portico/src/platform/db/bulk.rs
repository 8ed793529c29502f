//! Whole tables as lines of text, the same on both databases: what backups are made of and what fills a fresh database
//! quickly.
//!
//! The text is that of PostgreSQL's `copy`: a line for each row in the order of its key, columns parted by tabs, `\N` for
//! null, backslashes before what would be misread. Booleans are `0` and `1`, bytes `\x` and hexadecimal digits. The same
//! rows are the same bytes, whichever database wrote them.

use super::tx::Conn;
use super::{DbError, Tx, View};
use crate::args;

/// A table as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
    /// The columns of its primary key, in their order.
    key: Vec<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as the database calls it.
    pub(super) ty: String,
}

/// What was taken off a schema while it is filled, and how to put it back.
pub struct TakenOff(Vec<String>);

// Tables in the order in which they were made: what a foreign key points to comes first.
const COLUMNS_SQLITE: &str = "select t.name, c.name, lower(c.type), c.pk
     from sqlite_schema t, pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite%' order by t.rowid, c.cid";
const COLUMNS_POSTGRES: &str = "select cast(t.relname as text), cast(a.attname as text), format_type(a.atttypid, null),
        coalesce((select k.place from unnest(i.indkey) with ordinality k (number, place)
                   where k.number = a.attnum), 0)
     from pg_class t
     join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
     left join pg_index i on i.indrelid = t.oid and i.indisprimary
    where t.relkind in ('r', 'p') and t.relnamespace = cast(cast(current_schema() as text) as regnamespace)
    order by t.oid, a.attnum";
/// Indexes that no key is made of: how to drop each, and how to make it again.
const INDEXES_SQLITE: &str = "select 'drop index ' || name, sql from sqlite_schema
    where type = 'index' and sql is not null order by rowid";
const INDEXES_POSTGRES: &str = "select 'drop index ' || cast(cast(i.indexrelid as regclass) as text),
        pg_get_indexdef(i.indexrelid)
     from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = cast(cast(current_schema() as text) as regnamespace)
      and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype <> 'f')
    order by i.indexrelid";
/// Foreign keys, each looked up for every row otherwise; putting them back checks all rows at once.
const REFERENCES_POSTGRES: &str =
    "select 'alter table ' || cast(cast(conrelid as regclass) as text) ||
            ' drop constraint ' || quote_ident(conname),
        'alter table ' || cast(cast(conrelid as regclass) as text) || ' add constraint ' ||
            quote_ident(conname) || ' ' || pg_get_constraintdef(oid)
     from pg_constraint where contype = 'f'
      and connamespace = cast(cast(current_schema() as text) as regnamespace) order by oid";

impl View {
    /// Lets the statements of this job take as long as they need and PostgreSQL plan them for whole tables, with bytes
    /// written as this format does.
    pub(in crate::platform) fn take_time(&mut self) -> Result<(), DbError> {
        self.unless_doomed(|conn| match conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(link) => link.batch(
                "set local statement_timeout = 0; set local lock_timeout = 0; \
                 set local idle_in_transaction_session_timeout = 0; set local bytea_output = 'hex'; \
                 set local enable_seqscan = on; set local enable_hashjoin = on; \
                 set local enable_mergejoin = on; set local enable_sort = on; \
                 set local plan_cache_mode = auto",
            ),
        })
    }

    /// Every table there is, parents before those that point to them.
    pub(in crate::platform) fn tables(&mut self) -> Result<Vec<Table>, DbError> {
        let sql = match self.conn {
            Conn::Sqlite(_) => COLUMNS_SQLITE,
            Conn::Postgres(_) => COLUMNS_POSTGRES,
        };
        let mut tables: Vec<Table> = Vec::new();
        let mut places: Vec<(i64, String)> = Vec::new();
        for (table, name, ty, place) in self.all::<(String, String, String, i64)>(sql, args![])? {
            if tables.last().is_none_or(|last| last.name != table) {
                tables.push(Table { name: table, columns: Vec::new(), key: Vec::new() });
                places.clear();
            }
            let last = tables.last_mut().expect("one was pushed a line above");
            if place > 0 {
                places.push((place, name.clone()));
                places.sort();
                last.key = places.iter().map(|(_, name)| name.clone()).collect();
            }
            last.columns.push(Column { name, ty });
        }
        Ok(tables)
    }

    /// Gives the rows of a table to `sink`, some whole lines at a time; an error of it stops the reading.
    pub(in crate::platform) fn lines_out<E: From<DbError>>(
        &mut self,
        table: &Table,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut stopped = Ok(());
        let mut on_lines = |lines: &[u8]| {
            stopped = sink(lines);
            stopped.is_ok()
        };
        self.unless_doomed(|conn| match conn {
            Conn::Sqlite(link) => link.lines_out(&table.select(), &mut on_lines),
            Conn::Postgres(link) => {
                link.copy_out(&format!("copy ({}) to stdout", table.select()), &mut on_lines)
            }
        })?;
        stopped
    }
}

impl Tx {
    /// Takes indexes and foreign keys off an empty schema. On SQLite foreign keys are looked at when all is done.
    pub(in crate::platform) fn take_off(&mut self) -> Result<TakenOff, DbError> {
        let mut found: Vec<(String, String)> = Vec::new();
        match self.conn {
            Conn::Sqlite(_) => {
                self.batch("pragma defer_foreign_keys = on")?;
                found.extend(self.all(INDEXES_SQLITE, args![])?);
            }
            Conn::Postgres(_) => {
                let references = self.all(REFERENCES_POSTGRES, args![])?;
                found.extend(self.all(INDEXES_POSTGRES, args![])?);
                found.extend::<Vec<(String, String)>>(references);
            }
        }
        for (drop, _) in found.iter().rev() {
            self.batch(drop)?;
        }
        Ok(TakenOff(found.into_iter().map(|(_, make)| make).collect()))
    }

    /// Puts back what was taken off; rows that break it are an error.
    pub(in crate::platform) fn put_back(&mut self, taken: &TakenOff) -> Result<(), DbError> {
        taken.0.iter().try_for_each(|make| self.batch(make))
    }

    /// Deletes every row of a table.
    pub(in crate::platform) fn empty(&mut self, table: &Table) -> Result<(), DbError> {
        self.batch(&format!("delete from {}", quoted(&table.name)))
    }

    /// Writes whole lines into these columns of a table; says how many rows it were.
    pub(in crate::platform) fn lines_in(
        &mut self,
        table: &Table,
        columns: &[String],
        lines: Vec<u8>,
    ) -> Result<u64, DbError> {
        let unknown = columns.iter().find(|name| table.columns.iter().all(|c| c.name != **name));
        if let Some(name) = unknown {
            return Err(DbError::Failed(format!("{} has no column {name}", table.name)));
        }
        let names = list(columns.iter().map(String::as_str));
        let into = format!("{} ({names})", quoted(&table.name));
        self.view_mut().unless_doomed(|conn| match conn {
            Conn::Sqlite(link) => {
                let marks: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
                let insert = format!("insert into {into} values ({})", marks.join(", "));
                link.lines_in(&insert, &table.kinds_of(columns), &lines)
            }
            Conn::Postgres(link) => link.copy_in(&format!("copy {into} from stdin"), lines),
        })
    }
}

/// How SQLite keeps a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeps {
    Number,
    Text,
    Bytes,
}

impl Table {
    /// All rows in the order of the key, or of all columns where there is none; booleans as numbers.
    fn select(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| match column.ty.as_str() {
                "boolean" => format!("cast({} as integer)", quoted(&column.name)),
                _ => quoted(&column.name),
            })
            .collect();
        // Without a key the rows stand in the order of all they hold: the same on both databases, too.
        let key = match self.key.is_empty() {
            true => {
                let all = self.columns.iter().map(|c| format!("{} nulls first", quoted(&c.name)));
                all.collect::<Vec<_>>().join(", ")
            }
            false => list(self.key.iter().map(String::as_str)),
        };
        format!("select {} from {} order by {key}", columns.join(", "), quoted(&self.name))
    }

    fn kinds_of(&self, columns: &[String]) -> Vec<Keeps> {
        let kind = |name: &String| {
            let ty = self.columns.iter().find(|c| c.name == *name).map_or("", |c| c.ty.as_str());
            match ty {
                "integer" => Keeps::Number,
                "blob" => Keeps::Bytes,
                _ => Keeps::Text,
            }
        };
        columns.iter().map(kind).collect()
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(quoted).collect::<Vec<_>>().join(", ")
}

/// Appends a text as `copy` writes it.
pub(super) fn push_text(line: &mut Vec<u8>, text: &[u8]) {
    for byte in text {
        let letter = match byte {
            b'\\' => b'\\',
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x0b => b'v',
            other => {
                line.push(*other);
                continue;
            }
        };
        line.extend([b'\\', letter]);
    }
}

/// Appends bytes as `copy` writes them.
pub(super) fn push_bytes(line: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    line.extend(b"\\\\x");
    for byte in bytes {
        line.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

/// Reads a field as `copy` wrote it; none is null.
pub(super) fn field(raw: &[u8]) -> Result<Option<Vec<u8>>, DbError> {
    if raw == b"\\N" {
        return Ok(None);
    }
    let mut text = Vec::with_capacity(raw.len());
    let mut bytes = raw.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'\\' {
            text.push(*byte);
            continue;
        }
        text.push(match bytes.next() {
            Some(b'\\') => b'\\',
            Some(b'b') => 0x08,
            Some(b'f') => 0x0c,
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'v') => 0x0b,
            _ => return Err(DbError::Failed("a line of the archive cannot be read".into())),
        });
    }
    Ok(Some(text))
}

/// Reads `\x` and hexadecimal digits.
pub(super) fn bytes_of(text: &[u8]) -> Result<Vec<u8>, DbError> {
    let wrong = || DbError::Failed("bytes in the archive cannot be read".into());
    let digits = text.strip_prefix(b"\\x").filter(|d| d.len() % 2 == 0).ok_or_else(wrong)?;
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|d| d as u8);
    let pairs = digits.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?));
    pairs.collect::<Option<Vec<u8>>>().ok_or_else(wrong)
}
