-- Why an order waits for a review, and how staff changed it.

-- reasons: codes with what was found, in the order of importance: over_credit:41200 first_orders:0 (backoffice/reasons.rs).
alter table backoffice_orders add column reasons text not null default '';

-- review_always: staff look at every order of this customer, whatever the other rules say.
alter table customers add column review_always boolean not null default false;

-- version grows with every deed on the order: the guard of two people who change it at once.
alter table orders add column version bigint not null default 1;

-- What staff changed of an order, and why; the customer reads it. Only what differs has a value.
create table order_adjustments (
    id bigint primary key,
    order_id bigint not null references orders (id),
    login_id bigint not null references logins (id),
    at bigint not null,
    reason text not null,
    old_total_minor bigint not null,
    new_total_minor bigint not null,
    old_day text,
    new_day text,
    old_address text,
    new_address text
) strict;
create index order_adjustments_by_order on order_adjustments (order_id, id);

create table order_adjustment_lines (
    adjustment_id bigint not null references order_adjustments (id),
    order_line_id bigint not null references order_lines (id),
    old_quantity bigint not null,
    new_quantity bigint not null,
    old_price bigint not null,
    old_per bigint not null,
    new_price bigint not null,
    new_per bigint not null,
    primary key (adjustment_id, order_line_id)
) strict;

create table order_adjustment_charges (
    adjustment_id bigint not null references order_adjustments (id),
    position bigint not null,
    name text not null,
    old_minor bigint not null,
    new_minor bigint not null,
    primary key (adjustment_id, position)
) strict;
