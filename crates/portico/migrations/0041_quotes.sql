-- Quotations: what the wholesaler offers a customer at prices that hold until a day.

-- status: draft (never sent), sent, converted, declined, withdrawn. That one is over its day is derived.
-- revision: the one that was sent last; 0 before. has_draft: revision + 1 is being written. Older ones are kept.
-- version grows with every deed. login_id: whose it is, where somebody asked for it. asked_at: the customer asked for it;
-- its revision 0 says what for. order_id: what it was converted to; an order that a colleague refused gives it back
-- (orders.source_key is null then). dated_at: when it was sent, asked for or begun: lists go by it.
-- promotable: staff released it for ordering, where a setting asks for that.
create table quotes (
    id bigint primary key,
    number text not null,
    number_key text not null,
    customer_id bigint not null references customers (id),
    login_id bigint references logins (id),
    status text not null,
    revision bigint not null,
    has_draft boolean not null,
    version bigint not null,
    order_id bigint references orders (id),
    currency text not null,
    asked_at bigint,
    asked_remarks text,
    why text,
    promotable boolean not null,
    created_by bigint not null references logins (id),
    created_at bigint not null,
    dated_at bigint not null,
    reminded_at bigint
) strict;
create unique index quotes_number on quotes (number_key);
create index quotes_by_customer on quotes (customer_id, dated_at, id);
create index quotes_by_time on quotes (dated_at, id);
create index quotes_sent on quotes (dated_at, id) where status = 'sent';
create index quotes_asked on quotes (id) where status = 'draft';

-- What was offered, each time anew; one that was sent is never changed. find_key: number and title in small letters. country: VAT is as for a delivery there.
create table quote_revisions (
    quote_id bigint not null references quotes (id),
    revision bigint not null,
    title text not null,
    find_key text not null,
    terms text not null,
    valid_until text,
    country text not null,
    carriage_minor bigint,
    line_count bigint not null,
    goods_minor bigint not null,
    charges_minor bigint not null,
    vat_minor bigint not null,
    total_minor bigint not null,
    written_by bigint references logins (id),
    sent_at bigint,
    primary key (quote_id, revision)
) strict;

-- usual: the customer's own price when the line was written, for the same unit.
create table quote_lines (
    quote_id bigint not null,
    revision bigint not null,
    line bigint not null,
    product_id bigint not null references products (id),
    sku text not null,
    name text not null,
    unit text not null,
    quantity bigint not null,
    quantity_decimals bigint not null,
    price bigint not null,
    per bigint not null,
    usual bigint,
    net_minor bigint not null,
    vat_rate bigint not null,
    vat_category text not null,
    remarks text,
    primary key (quote_id, revision, line),
    foreign key (quote_id, revision) references quote_revisions (quote_id, revision)
) strict;

create table quote_charges (
    quote_id bigint not null,
    revision bigint not null,
    position bigint not null,
    kind text not null,
    name text not null,
    net_minor bigint not null,
    vat_rate bigint not null,
    vat_category text not null,
    primary key (quote_id, revision, position),
    foreign key (quote_id, revision) references quote_revisions (quote_id, revision)
) strict;

-- As order_comments.
create table quote_comments (
    id bigint primary key,
    quote_id bigint not null references quotes (id),
    side text not null,
    login_id bigint not null references logins (id),
    at bigint not null,
    body text not null,
    seen_at bigint,
    seen_by bigint references logins (id)
) strict;
create index quote_comments_by_quote on quote_comments (quote_id, id);
create index quote_comments_waiting on quote_comments (quote_id, id) where seen_at is null;

-- Notes never leave staff.
create table quote_notes (
    id bigint primary key,
    quote_id bigint not null references quotes (id),
    login_id bigint not null references logins (id),
    at bigint not null,
    note text not null
) strict;
create index quote_notes_by_quote on quote_notes (quote_id, id);

-- A secret link to one quotation, sent by mail. ends_at: never open again from then on.
create table quote_shares (
    id bigint primary key,
    quote_id bigint not null references quotes (id),
    email text not null,
    message text,
    secret_hash blob not null,
    created_by bigint not null references logins (id),
    created_at bigint not null,
    ends_day text not null,
    ends_at bigint not null,
    revoked_at bigint,
    views bigint not null,
    first_viewed_at bigint,
    last_viewed_at bigint
) strict;
create unique index quote_shares_secret on quote_shares (secret_hash);
create index quote_shares_by_quote on quote_shares (quote_id, id);
