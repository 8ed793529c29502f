//! Whole tables as lines of text on SQLite, as `copy` of PostgreSQL writes and reads them: see `bulk`.

use rusqlite::types::Value;

use super::super::bulk::{self, Keeps};
use super::super::values::Columns;
use super::super::{DbError, Val};
use super::Link;

/// Lines of a table that are given out together.
const LINES_BYTES: usize = 64 * 1024;

impl Link {
    /// Gives what a select answers to `sink` as lines, many at a time, until it says `false`.
    pub(in super::super) fn lines_out(
        &self,
        select: &str,
        sink: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<(), DbError> {
        let mut statement = self.conn.prepare(select).map_err(|e| self.explain(&e))?;
        let columns = statement.column_count();
        let mut rows = statement.raw_query();
        let mut lines = Vec::with_capacity(LINES_BYTES + 4_096);
        while let Some(row) = rows.next().map_err(|e| self.explain(&e))? {
            for column in 0..columns {
                if column > 0 {
                    lines.push(b'\t');
                }
                match Columns::get(row, column)? {
                    Val::Null => lines.extend(b"\\N"),
                    Val::Int(value) => lines.extend(value.to_string().as_bytes()),
                    Val::Bool(value) => lines.push(if value { b'1' } else { b'0' }),
                    Val::Text(value) => bulk::push_text(&mut lines, value.as_bytes()),
                    Val::Bytes(value) => bulk::push_bytes(&mut lines, value),
                }
            }
            lines.push(b'\n');
            if lines.len() >= LINES_BYTES {
                if !sink(&lines) {
                    return Ok(());
                }
                lines.clear();
            }
        }
        if !lines.is_empty() {
            let _ = sink(&lines);
        }
        Ok(())
    }

    /// Inserts a row for each line and counts them.
    pub(in super::super) fn lines_in(
        &self,
        insert: &str,
        columns: &[Keeps],
        lines: &[u8],
    ) -> Result<u64, DbError> {
        let mut statement = self.conn.prepare(insert).map_err(|e| self.explain(&e))?;
        let mut count = 0;
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let mut fields = line.split(|byte| *byte == b'\t');
            for (place, keeps) in (1..).zip(columns) {
                let raw = fields.next().ok_or_else(|| unread("too few columns"))?;
                let value = value_of(*keeps, raw)?;
                let bound = statement.raw_bind_parameter(place, value);
                bound.map_err(|e| self.explain(&e))?;
            }
            if fields.next().is_some() {
                return Err(unread("too many columns"));
            }
            let _ = statement.raw_execute().map_err(|e| self.explain(&e))?;
            count += 1;
        }
        Ok(count)
    }
}

/// A field of a line as SQLite keeps it.
fn value_of(keeps: Keeps, raw: &[u8]) -> Result<Value, DbError> {
    let Some(text) = bulk::field(raw)? else {
        return Ok(Value::Null);
    };
    match keeps {
        Keeps::Bytes => Ok(Value::Blob(bulk::bytes_of(&text)?)),
        Keeps::Text => match String::from_utf8(text) {
            Ok(text) => Ok(Value::Text(text)),
            Err(_) => Err(unread("a text that is not UTF-8")),
        },
        Keeps::Number => {
            let number = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
            number.map(Value::Integer).ok_or_else(|| unread("a number that is none"))
        }
    }
}

fn unread(what: &str) -> DbError {
    DbError::Failed(format!("a line of the archive has {what}"))
}
