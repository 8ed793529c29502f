//! The statements of the change feed, the one thing whose text differs: on PostgreSQL transactions end in another order
//! than they began, so a reader must stop before the oldest one that is still open.

/// Below the oldest transaction of this database that is open in the reader's snapshot. The server's snapshots hold the
/// transactions of all its databases; those that are known to run in another one write nothing here. One that has just
/// ended is not known, and counts. (Without the right to look at other sessions, all count: later, never wrong.)
macro_rules! is_settled {
    () => {
        "xid < (select coalesce(min(cast(cast(x as text) as bigint)),
                     cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint))
                  from pg_snapshot_xip(pg_current_snapshot()) x
                 where not exists (select 1 from pg_stat_activity a where a.backend_xid = cast(x as xid)
                     and a.datname <> current_database()))"
    };
}

/// Notes a change: `$1` topic, `$2` object.
pub const NOTE_SQLITE: &str = "insert into changes (xid, topic, object_id) values (0, $1, $2)";
/// Notes a change with the number of its transaction.
pub const NOTE_POSTGRES: &str = "insert into changes (xid, topic, object_id)
     values (cast(cast(pg_current_xact_id() as text) as bigint), $1, $2)";

/// Reads changes of topic `$1` behind (`$2`, `$3`), at most `$4`. The one writer of SQLite numbers the rows in order.
pub const READ_SQLITE: &str =
    "select xid, seq, object_id from changes where topic = $1 and (xid, seq) > ($2, $3)
     order by xid, seq limit $4";
/// Reads only what is settled.
pub const READ_POSTGRES: &str = concat!(
    "select xid, seq, object_id from changes where topic = $1 and (xid, seq) > ($2, $3) and ",
    is_settled!(),
    " order by xid, seq limit $4"
);

/// The last readable change of topic `$1`.
pub const LATEST_SQLITE: &str =
    "select xid, seq from changes where topic = $1 order by xid desc, seq desc limit 1";
/// The last change that is settled.
pub const LATEST_POSTGRES: &str = concat!(
    "select xid, seq from changes where topic = $1 and ",
    is_settled!(),
    " order by xid desc, seq desc limit 1"
);
