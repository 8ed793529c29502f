-- What running the portal needs: which backups were taken, and how many calls a token has made of late.

-- cause: daily, command, before_migration. place: where the archive was written to, on the machine that took it.
create table backups (
    id bigint primary key,
    taken_at bigint not null,
    cause text not null,
    place text not null,
    bytes bigint not null,
    row_count bigint not null,
    took_ms bigint not null
) strict;
create index backups_by_time on backups (taken_at);

-- Calls of a token that servers have taken out beforehand, paid for with time: see platform/auth/allowance.rs.
create table allowances (
    token_id bigint primary key,
    paid_until bigint not null
) strict;
create index allowances_by_time on allowances (paid_until);
