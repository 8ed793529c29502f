-- Stock counts: a sheet of products at one location, what was counted of each, and what was there when it was booked.

-- state: open, booked, withdrawn. version is bumped first by everybody who changes a count: two people enter one after the other.
create table stock_counts (
    id bigint primary key,
    number text not null,
    number_key text not null,
    location text not null,
    label text not null,
    state text not null,
    created_at bigint not null,
    created_by bigint references logins (id),
    done_at bigint,
    done_by bigint references logins (id),
    version bigint not null
) strict;
create unique index stock_counts_number on stock_counts (number_key);
create index stock_counts_by_time on stock_counts (created_at, id);

-- counted: nothing where nobody counted it yet. on_hand: what was there when it was booked.
create table stock_count_lines (
    count_id bigint not null references stock_counts (id),
    product_id bigint not null references products (id),
    counted bigint,
    on_hand bigint,
    primary key (count_id, product_id)
) strict;

-- Lines of orders that lost something by it (below nought), or got something.
create table stock_count_moved (
    count_id bigint not null references stock_counts (id),
    order_line_id bigint not null references order_lines (id),
    quantity bigint not null,
    primary key (count_id, order_line_id)
) strict;
