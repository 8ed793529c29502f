-- The current order: one for each login and customer, kept until placed.

-- place_key: the idempotency key of the next Place order; a new one is drawn when an order was placed.
-- line_count and goods_minor: as of the last change, for the panel that stands on every page.
-- other_address: JSON of an address that was typed for this order only.
create table carts (
    id bigint primary key,
    login_id bigint not null references logins (id),
    customer_id bigint not null references customers (id),
    address_id bigint references addresses (id),
    other_address text,
    reference text,
    remarks text,
    requested_day text,
    part_deliveries boolean,
    place_key text not null,
    line_count bigint not null,
    goods_minor bigint not null,
    version bigint not null,
    changed_at bigint not null
) strict;
create unique index carts_one on carts (login_id, customer_id);

-- price_seen, net_minor: unit price in ten-thousandths and net of the line as shown when it was last changed or accepted.
create table cart_lines (
    cart_id bigint not null references carts (id),
    product_id bigint not null references products (id),
    position bigint not null,
    quantity bigint not null,
    remarks text,
    price_seen bigint not null,
    per_seen bigint not null,
    net_minor bigint not null,
    changed_at bigint not null,
    primary key (cart_id, product_id)
) strict;
