-- What the platform itself keeps: the change feed, settings, counters.

-- xid: the number of the transaction on PostgreSQL, where order of commit is not order of seq; 0 on SQLite.
create table changes (
    seq integer primary key autoincrement, -- only: sqlite
    seq bigint generated always as identity primary key, -- only: postgres
    xid bigint not null,
    topic text not null,
    object_id bigint not null
) strict;
create index changes_by_topic on changes (topic, xid, seq);

create table settings (
    key text primary key,
    value text not null,
    changed_at bigint not null
) strict;

create table counters (
    name text primary key,
    value bigint not null
) strict;
