-- Sales orders, their lines, and the ledger that moves every quantity of a line between stages.

-- status: awaiting_approval, awaiting_payment, placed, confirmed, refused, cancelled.
-- hand_over: waiting, sent, received, refused, by_hand. source: cart, api, staff, import, erp, quote:Q-1.
-- source_key: set only where the same source may make one order (quote:Q-1), else null.
-- source_total_minor: what the system an order was imported from says it comes to.
create table orders (
    id bigint primary key,
    number text not null,
    number_key text not null,
    wholesaler_number text,
    customer_id bigint not null references customers (id),
    login_id bigint references logins (id),
    source text not null,
    source_key text,
    status text not null,
    refused_why text,
    hand_over text not null,
    currency text not null,
    reference text,
    remarks text,
    requested_day text,
    part_deliveries boolean not null,
    address_id bigint references addresses (id),
    address_name text not null,
    address_contact text,
    address_line1 text not null,
    address_line2 text,
    address_postcode text,
    address_city text not null,
    address_region text,
    address_country text not null,
    address_phone text,
    placed_at bigint not null,
    placed_day text not null,
    line_count bigint not null,
    goods_minor bigint not null,
    charges_minor bigint not null,
    vat_minor bigint not null,
    total_minor bigint not null,
    source_total_minor bigint,
    delivery text not null,
    payment text not null,
    find_key text not null,
    changed_at bigint not null
) strict;
create unique index orders_number on orders (number_key);
create unique index orders_source on orders (source_key);
create index orders_by_customer on orders (customer_id, placed_at, id);
create index orders_by_login on orders (login_id, customer_id, placed_at, id);
create index orders_by_time on orders (placed_at, id);

-- Several orders at the ERP may carry out one of ours.
create table order_erp_refs (
    erp_ref text primary key,
    order_id bigint not null references orders (id)
) strict;
create index order_erp_refs_by_order on order_erp_refs (order_id);

-- pending + backordered + allocated + released + shipped + cancelled = quantity, always; the moves say how it came about.
create table order_lines (
    id bigint primary key,
    order_id bigint not null references orders (id),
    customer_id bigint not null references customers (id),
    line bigint not null,
    parent_line bigint,
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
    remarks text,
    supplied_from text not null,
    pending bigint not null,
    backordered bigint not null,
    allocated bigint not null,
    released bigint not null,
    shipped bigint not null,
    cancelled bigint not null,
    returned bigint not null,
    invoiced bigint not null,
    credited bigint not null
) strict;
create unique index order_lines_line on order_lines (order_id, line);
create index order_lines_by_product on order_lines (product_id, order_id);
create index order_lines_backordered on order_lines (customer_id, order_id, line) where backordered > 0;

-- from_stage '' is the moment the line came to be.
create table line_moves (
    id bigint primary key,
    order_id bigint not null references orders (id),
    order_line_id bigint not null references order_lines (id),
    at bigint not null,
    from_stage text not null,
    to_stage text not null,
    quantity bigint not null,
    source text not null,
    login_id bigint
) strict;
create index line_moves_by_order on line_moves (order_id, id);

create table allocations (
    order_line_id bigint not null references order_lines (id),
    location text not null,
    product_id bigint not null references products (id),
    quantity bigint not null,
    primary key (order_line_id, location)
) strict;
create index allocations_by_product on allocations (product_id, location);

create table order_charges (
    order_id bigint not null references orders (id),
    position bigint not null,
    kind text not null,
    name text not null,
    net_minor bigint not null,
    vat_rate bigint not null,
    vat_category text not null,
    primary key (order_id, position)
) strict;

create table order_vat (
    order_id bigint not null references orders (id),
    vat_rate bigint not null,
    vat_category text not null,
    taxable_minor bigint not null,
    vat_minor bigint not null,
    primary key (order_id, vat_rate, vat_category)
) strict;
