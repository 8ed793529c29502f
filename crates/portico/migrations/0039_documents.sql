-- Invoices, credit notes and payments: what customers owe and what settles it.

-- Numbers without gaps: drawn in the transaction that issues, last of all its locks.
create table number_series (
    series text not null,
    year bigint not null,
    last bigint not null,
    primary key (series, year)
) strict;

-- type: invoice, credit_note, payment, refund, chargeback. Invoices, refunds and chargebacks are owed to us; credit notes and
-- payments are owed by us. customer_id is who pays, ordered_by whose orders they are.
-- open_minor is what is not settled yet, from the whole total to nought; pending_minor, a part of it, is under way at a gateway.
-- paper holds the facts as they were issued, from which the papers are made again, the same each time.
create table documents (
    id bigint primary key,
    number text not null,
    number_key text not null,
    type text not null,
    customer_id bigint not null references customers (id),
    ordered_by bigint not null references customers (id),
    currency text not null,
    issued_day text not null,
    due_day text,
    net_minor bigint not null,
    vat_minor bigint not null,
    total_minor bigint not null,
    open_minor bigint not null,
    pending_minor bigint not null,
    reference text,
    corrects bigint references documents (id),
    reason text,
    source text not null,
    find_key text not null,
    paper text,
    version bigint not null,
    login_id bigint,
    created_at bigint not null,
    erp_ref text
) strict;
create unique index documents_number on documents (number_key);
create unique index documents_source on documents (source);
create unique index documents_erp_ref on documents (erp_ref);
create index documents_by_customer on documents (customer_id, issued_day, id);
create index documents_by_day on documents (issued_day, id);
create index documents_open on documents (customer_id, id) where open_minor > 0;
create index documents_corrects on documents (corrects) where corrects is not null;

-- order_line_id: the line of an order that is charged or credited. of_line: the line of the invoice that is corrected.
-- credited: how much of an invoice's line was credited since.
create table document_lines (
    document_id bigint not null references documents (id),
    line bigint not null,
    order_line_id bigint references order_lines (id),
    product_id bigint references products (id),
    sku text not null,
    name text not null,
    unit text not null,
    quantity bigint not null,
    quantity_decimals bigint not null,
    price bigint not null,
    per bigint not null,
    discount bigint not null,
    net_minor bigint not null,
    vat_rate bigint not null,
    vat_category text not null,
    of_line bigint,
    credited bigint not null,
    primary key (document_id, line)
) strict;
create index document_lines_of_order on document_lines (order_line_id) where order_line_id is not null;

create table document_charges (
    document_id bigint not null references documents (id),
    position bigint not null,
    kind text not null,
    name text not null,
    net_minor bigint not null,
    vat_rate bigint not null,
    vat_category text not null,
    primary key (document_id, position)
) strict;

create table document_vat (
    document_id bigint not null references documents (id),
    vat_rate bigint not null,
    vat_category text not null,
    taxable_minor bigint not null,
    vat_minor bigint not null,
    primary key (document_id, vat_rate, vat_category)
) strict;

create table document_orders (
    document_id bigint not null references documents (id),
    order_id bigint not null references orders (id),
    primary key (document_id, order_id)
) strict;
create index document_orders_by_order on document_orders (order_id, document_id);

-- Append-only: what of a credit note or payment settles which invoice; taken back by a second row below nought.
create table settlements (
    id bigint primary key,
    credit_id bigint not null references documents (id),
    debit_id bigint not null references documents (id),
    amount_minor bigint not null,
    day text not null,
    source text not null,
    at bigint not null
) strict;
create unique index settlements_source on settlements (source, credit_id, debit_id);
create index settlements_by_credit on settlements (credit_id, id);
create index settlements_by_debit on settlements (debit_id, id);

-- Whether an order's charges are on an invoice.
alter table order_charges add column invoiced boolean not null default false;

-- How an order stands with money, told by the documents that charge it: open, part, paid. Without a row: nothing is charged yet.
create table order_payments (
    order_id bigint primary key references orders (id),
    state text not null
) strict;
