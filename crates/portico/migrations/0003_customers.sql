-- Companies that buy, the people to ask for there, where goods go, and what they owe.

create table assortments (
    id bigint primary key,
    code text not null,
    code_key text not null,
    name text not null,
    erp_ref text
) strict;
create unique index assortments_code on assortments (code_key);

-- assortment_id null: every product. discount in hundredths of a percent off the base price.
-- stock_shown: null = the wholesaler's setting, else number, indicator or none.
create table customers (
    id bigint primary key,
    number text not null,
    number_key text not null,
    name text not null,
    name_key text not null,
    currency text not null,
    language text not null,
    country text not null,
    vat_number text,
    vat_treatment text not null,
    invoiced_to bigint,
    assortment_id bigint references assortments (id),
    prices_shown text not null,
    stock_shown text,
    discount bigint not null,
    minimum_order_minor bigint,
    payment_days bigint not null,
    payment_end_of_month boolean not null,
    credit_limit_minor bigint,
    on_hold boolean not null,
    part_deliveries boolean not null,
    contact_name text,
    contact_email text,
    contact_phone text,
    closed_at bigint,
    created_at bigint not null,
    changed_at bigint not null,
    erp_ref text
) strict;
create unique index customers_number on customers (number_key);
create unique index customers_erp_ref on customers (erp_ref);
create index customers_name on customers (name_key, id);

create table addresses (
    id bigint primary key,
    customer_id bigint not null references customers (id),
    number text not null,
    name text not null,
    contact text,
    line1 text not null,
    line2 text,
    postcode text,
    city text not null,
    region text,
    country text not null,
    phone text,
    default_delivery boolean not null,
    default_invoice boolean not null,
    state text not null,
    closed_at bigint,
    erp_ref text
) strict;
create unique index addresses_number on addresses (customer_id, number);
create unique index addresses_erp_ref on addresses (erp_ref);

-- One row per customer and currency: the lock of the credit race. doctor recomputes it from the journal.
create table credit (
    customer_id bigint not null references customers (id),
    currency text not null,
    owed_minor bigint not null,
    ordered_minor bigint not null,
    version bigint not null,
    primary key (customer_id, currency)
) strict;

create table credit_journal (
    id bigint primary key,
    customer_id bigint not null references customers (id),
    currency text not null,
    reason text not null,
    source text not null,
    owed_minor bigint not null,
    ordered_minor bigint not null,
    at bigint not null
) strict;
create unique index credit_journal_source on credit_journal (source);
create index credit_journal_by_customer on credit_journal (customer_id, id);
