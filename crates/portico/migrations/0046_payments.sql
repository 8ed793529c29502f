-- Payments that customers start, what they are for, what went back, and what gateways told.

-- status: pending, paid, failed, cancelled, expired, refunded. gateway is blank where nothing was left to pay in money.
-- attempt: which key the gateway was called with. told: how many messages named it; trouble: why staff must look.
create table payments (
    id bigint primary key,
    number text not null,
    number_key text not null,
    customer_id bigint not null references customers (id),
    login_id bigint,
    currency text not null,
    amount_minor bigint not null,
    status text not null,
    gateway text not null,
    gateway_id text,
    charge_id text,
    redirect_url text,
    attempt bigint not null,
    document_id bigint references documents (id),
    trouble text,
    told bigint not null,
    next_ask_at bigint,
    created_at bigint not null,
    finished_at bigint,
    version bigint not null
) strict;
create unique index payments_number on payments (number_key);
create unique index payments_gateway on payments (gateway, gateway_id);
create index payments_charge on payments (charge_id) where charge_id is not null;
create index payments_by_customer on payments (customer_id, id);
create index payments_to_ask on payments (next_ask_at, id) where next_ask_at is not null;

-- What a payment settles; below nought: the credit note or payment that it uses.
create table payment_parts (
    payment_id bigint not null references payments (id),
    document_id bigint not null references documents (id),
    amount_minor bigint not null,
    primary key (payment_id, document_id)
) strict;
create index payment_parts_by_document on payment_parts (document_id);

-- Money that went back: asked, pending, done, undone. gateway_ref: the gateway's id of it, once it is known.
create table payment_backs (
    id bigint primary key,
    payment_id bigint not null references payments (id),
    gateway_ref text,
    kind text not null,
    amount_minor bigint not null,
    state text not null,
    reference text,
    reason text,
    login_id bigint,
    document_id bigint references documents (id),
    at bigint not null
) strict;
create unique index payment_backs_ref on payment_backs (payment_id, gateway_ref);
create index payment_backs_document on payment_backs (document_id) where document_id is not null;

-- Messages that were believed, each once.
create table gateway_events (
    gateway text not null,
    event_id text not null,
    came_at bigint not null,
    primary key (gateway, event_id)
) strict;

-- The demo gateway's own books: it is a gateway like others, and its pages come with the program.
create table demo_payments (
    id text primary key,
    start_key text not null,
    reference text not null,
    description text not null,
    currency text not null,
    amount_minor bigint not null,
    return_url text not null,
    phase text not null,
    at bigint not null
) strict;
create unique index demo_payments_key on demo_payments (start_key);

create table demo_backs (
    id text primary key,
    demo_id text not null references demo_payments (id),
    reference text,
    kind text not null,
    amount_minor bigint not null,
    state text not null,
    at bigint not null
) strict;
create unique index demo_backs_reference on demo_backs (demo_id, reference);
