//! In tests every statement with a list of fifty ids is looked at once: the ids must lead its plan. SQLite plans
//! without statistics here and takes an index over anything else (a state, a day) for the narrower one as soon as
//! there is one, and then every page reads whole tables.

use rusqlite::Connection;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

static SEEN: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);

/// Fails the test whose statement reads by anything but its ids.
pub(super) fn by_its_ids(conn: &Connection, sql: &'static str) {
    let Some(column) = listed(sql) else {
        return;
    };
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if !seen.get_or_insert_default().insert(sql) {
        return;
    }
    let plan = plan(conn, sql);
    assert!(
        is_led(&plan, column),
        "the ids do not lead this statement:\n{sql}\n{}",
        plan.join("\n")
    );
}

/// The column that is compared with fifty ids.
fn listed(sql: &str) -> Option<&str> {
    let list = sql.find(" in ($1, $2,").filter(|_| sql.contains("$50)"))?;
    let column = sql[..list].rsplit([' ', '(', '\n']).next()?;
    column.rsplit('.').next()
}

/// The lines of its plan, without those of subqueries that run for a row.
fn plan(conn: &Connection, sql: &str) -> Vec<String> {
    let mut statement = conn.prepare(&format!("explain query plan {sql}")).unwrap();
    let mut rows = statement.raw_query();
    let (mut plan, mut inner) = (Vec::new(), HashSet::<i64>::new());
    while let Some(row) = rows.next().unwrap() {
        let (id, parent) = (row.get(0).unwrap(), row.get(1).unwrap());
        let line: String = row.get(3).unwrap();
        if inner.contains(&parent) || line.contains("SUBQUERY") {
            inner.insert(id);
        } else {
            plan.push(line);
        }
    }
    plan
}

fn is_led(plan: &[String], column: &str) -> bool {
    let by = [format!("({column}=?"), format!(" {column}=?")];
    let leads = |line: &String| {
        line.starts_with("SEARCH")
            && (by.iter().any(|by| line.contains(by))
                || (column == "id" && line.contains("(rowid=?")))
    };
    plan.iter().any(leads)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids50;

    const TIED: &str = concat!(
        "select t.name from things t where t.id in (",
        ids50!(),
        ") and t.state in ('on', 'off')"
    );

    #[test]
    fn an_index_that_looks_narrower_than_fifty_ids_is_told() {
        let conn = Connection::open_in_memory().unwrap();
        let table = "create table things (id integer primary key, name text, state text)";
        conn.execute_batch(table).unwrap();
        assert_eq!(listed(TIED), Some("id"));
        assert!(is_led(&plan(&conn, TIED), "id"));
        conn.execute_batch("create index things_state on things (state)").unwrap();
        assert!(!is_led(&plan(&conn, TIED), "id"));
    }
}
