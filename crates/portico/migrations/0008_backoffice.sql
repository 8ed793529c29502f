-- The built-in ERP: what it was told to carry out. Stock and lines stand with catalogue and orders.

-- state: to_review, confirmed, refused.
create table backoffice_orders (
    id bigint primary key,
    order_number text not null,
    state text not null,
    reason text,
    received_at bigint not null,
    decided_at bigint,
    decided_by bigint
) strict;
create unique index backoffice_orders_number on backoffice_orders (order_number);
create index backoffice_orders_state on backoffice_orders (state, id);
