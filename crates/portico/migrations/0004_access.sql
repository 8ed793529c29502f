-- Who may sign in, for whom they act, and the secrets that prove it (only hashes are kept).

create table logins (
    id bigint primary key,
    username text,
    username_key text,
    email text not null,
    email_key text not null,
    name text not null,
    language text not null,
    password_hash text,
    password_must_change boolean not null,
    password_set_at bigint,
    closed_at bigint,
    created_at bigint not null
) strict;
create unique index logins_email on logins (email_key);
create unique index logins_username on logins (username_key);

-- kind: customer, supplier, staff. role: viewer, buyer, approver, manager; supplier; read, write, owner.
-- sees: own or all orders. order_limit_minor null: none.
create table memberships (
    id bigint primary key,
    login_id bigint not null references logins (id),
    kind text not null,
    customer_id bigint references customers (id),
    supplier_id bigint,
    role text not null,
    sees text not null,
    order_limit_minor bigint,
    ended_at bigint,
    created_at bigint not null
) strict;
create unique index memberships_customer on memberships (login_id, customer_id);
create index memberships_by_customer on memberships (customer_id, login_id);

-- purpose: invite or reset. A link ends after use, or when its time is up.
create table login_links (
    id bigint primary key,
    login_id bigint not null references logins (id),
    purpose text not null,
    secret_hash blob not null,
    created_at bigint not null,
    ends_at bigint not null,
    used_at bigint,
    created_by bigint
) strict;
create unique index login_links_secret on login_links (secret_hash);
create index login_links_by_login on login_links (login_id, purpose);

create table sessions (
    id bigint primary key,
    secret_hash blob not null,
    login_id bigint not null references logins (id),
    membership_id bigint references memberships (id),
    csrf text not null,
    flash text,
    user_agent text,
    created_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null,
    ended_at bigint
) strict;
create unique index sessions_secret on sessions (secret_hash);
create index sessions_by_login on sessions (login_id, id);
create index sessions_by_end on sessions (ends_at);

create table api_tokens (
    id bigint primary key,
    secret_hash blob not null,
    login_id bigint not null references logins (id),
    membership_id bigint not null references memberships (id),
    name text not null,
    scopes text not null,
    created_at bigint not null,
    ends_at bigint not null,
    revoked_at bigint
) strict;
create unique index api_tokens_secret on api_tokens (secret_hash);
create index api_tokens_by_login on api_tokens (login_id, id);
