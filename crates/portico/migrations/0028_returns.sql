-- Goods that customers sent back, per line of an order. fate: stock (it lies on the shelf again), written_off.
create table returns (
    id bigint primary key,
    number text not null,
    number_key text not null,
    order_id bigint not null references orders (id),
    customer_id bigint not null references customers (id),
    received_at bigint not null,
    received_day text not null,
    reason text not null,
    login_id bigint references logins (id),
    find_key text not null
) strict;
create unique index returns_number on returns (number_key);
create index returns_by_order on returns (order_id, id);
create index returns_by_customer on returns (customer_id, received_at, id);
create index returns_by_time on returns (received_at, id);

create table return_lines (
    return_id bigint not null references returns (id),
    order_line_id bigint not null references order_lines (id),
    quantity bigint not null,
    fate text not null,
    primary key (return_id, order_line_id)
) strict;
create index return_lines_by_line on return_lines (order_line_id);
