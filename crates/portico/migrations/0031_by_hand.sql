-- What staff settle by hand when they order for a customer, beside the rules: a price, the limits of an order's value,
-- the credit limit.

-- set_price: unit price in ten-thousandths, for set_per units; set_reason: why. All three or none.
alter table cart_lines add column set_price bigint;
alter table cart_lines add column set_per bigint;
alter table cart_lines add column set_reason text;

-- note: for staff alone, written on the order when it is placed. waives_value, passes_credit: asked for, with waive_reason.
alter table carts add column note text;
alter table carts add column waives_value boolean not null default false;
alter table carts add column passes_credit boolean not null default false;
alter table carts add column waive_reason text;

-- The trace of it on the order. line: 0 where it is of the whole order. kind: price, value, credit. usual: what would have
-- held: the unit price in ten-thousandths for per units, the limit of the value, or nothing.
create table order_exceptions (
    order_id bigint not null references orders (id),
    line bigint not null,
    kind text not null,
    usual bigint,
    per bigint,
    reason text not null,
    login_id bigint not null references logins (id),
    at bigint not null,
    primary key (order_id, line, kind)
) strict;
