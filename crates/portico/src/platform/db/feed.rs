//! The statements of the change feed, the one thing whose text differs: on PostgreSQL transactions end in another order
//! than they began, so a reader must stop before the oldest one that is still open.

/// Notes a change: `$1` topic, `$2` object.
pub const NOTE_SQLITE: &str = "insert into changes (xid, topic, object_id) values (0, $1, $2)";
/// Notes a change with the number of its transaction.
pub const NOTE_POSTGRES: &str = "insert into changes (xid, topic, object_id) \
     values (cast(cast(pg_current_xact_id() as text) as bigint), $1, $2)";

/// Reads changes of topic `$1` behind (`$2`, `$3`), at most `$4`. The one writer of SQLite numbers the rows in order.
pub const READ_SQLITE: &str = "select xid, seq, object_id from changes where topic = $1 and (xid, seq) > ($2, $3) \
     order by xid, seq limit $4";
/// Reads only below the oldest transaction that is still open.
pub const READ_POSTGRES: &str = "select xid, seq, object_id from changes where topic = $1 and (xid, seq) > ($2, $3) \
     and xid < cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) \
     order by xid, seq limit $4";

/// The last readable change of topic `$1`.
pub const LATEST_SQLITE: &str =
    "select xid, seq from changes where topic = $1 order by xid desc, seq desc limit 1";
/// The last change below the oldest transaction that is still open.
pub const LATEST_POSTGRES: &str = "select xid, seq from changes where topic = $1 \
     and xid < cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) \
     order by xid desc, seq desc limit 1";
