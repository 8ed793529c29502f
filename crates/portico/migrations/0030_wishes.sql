-- What customers ask to be changed of a placed order.

-- state: open, accepted, declined, replaced (by a newer one).
create table order_changes (
    id bigint primary key,
    order_id bigint not null references orders (id),
    login_id bigint not null references logins (id),
    at bigint not null,
    reason text,
    requested_day text,
    address_id bigint references addresses (id),
    state text not null,
    decided_at bigint,
    decided_by bigint references logins (id),
    answer text
) strict;
create unique index order_changes_open on order_changes (order_id) where state = 'open';
create index order_changes_by_order on order_changes (order_id, id);

create table order_change_lines (
    change_id bigint not null references order_changes (id),
    order_line_id bigint not null references order_lines (id),
    old_quantity bigint not null,
    quantity bigint not null,
    primary key (change_id, order_line_id)
) strict;

-- The customer's wish that an adjustment grants.
alter table order_adjustments add column change_id bigint references order_changes (id);
