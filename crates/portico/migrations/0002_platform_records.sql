-- What the platform keeps for every slice: keys already used, commands to hand over, leases, activity, files.

create table idempotency (
    id bigint primary key,
    scope text not null,
    key text not null,
    route text not null,
    content_hash blob not null,
    status bigint not null,
    body text not null,
    location text,
    created_at bigint not null
) strict;
create unique index idempotency_key_once on idempotency (scope, key);
create index idempotency_by_age on idempotency (created_at);

-- queue: 'erp' (commands to a connector) or 'mail'. state: waiting, done, refused, dead.
create table outbox (
    id bigint primary key,
    queue text not null,
    kind text not null,
    idempotency_key text not null,
    body text not null,
    state text not null,
    attempts bigint not null,
    next_at bigint not null,
    lease_until bigint not null,
    leased_by text,
    last_error text,
    created_at bigint not null,
    finished_at bigint
) strict;
create unique index outbox_key_once on outbox (queue, idempotency_key);
create index outbox_waiting on outbox (queue, state, next_at, id);

create table leases (
    name text primary key,
    holder text not null,
    ends_at bigint not null
) strict;

create table feed_cursors (
    feed text primary key,
    cursor text not null,
    read_at bigint not null
) strict;

-- facts: JSON of ids and typed facts. free_text stands beside its salted hash, so that erasing it keeps the chain.
create table activity (
    id bigint primary key,
    at bigint not null,
    login_id bigint,
    as_staff_login_id bigint,
    customer_id bigint,
    verb text not null,
    object text not null,
    facts text not null,
    free_text text,
    salt blob,
    free_text_hash blob,
    sealed boolean not null
) strict;
create index activity_unsealed on activity (sealed, id);
create index activity_by_object on activity (object, id);

create table activity_chain (
    position bigint primary key,
    activity_id bigint not null,
    hash blob not null,
    sealed_at bigint not null
) strict;
create unique index activity_chain_once on activity_chain (activity_id);

create table files (
    name text primary key,
    content_type text not null,
    bytes blob not null,
    created_at bigint not null
) strict;

create table throttle (
    key text primary key,
    failures bigint not null,
    first_at bigint not null,
    blocked_until bigint not null
) strict;
