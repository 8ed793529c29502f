-- Places where stock lies, every change of it, and every change of a price.

-- Orders are served from `main`. What lies elsewhere is promised to nobody until it is moved there.
create table locations (
    code text primary key,
    name text not null,
    created_at bigint not null,
    closed_at bigint
) strict;
insert into locations (code, name, created_at) values ('main', 'Main', 0);

-- kind: opening, import, correction, count, move. quantity in the smallest step; on_hand is what there was afterwards.
-- Append-only: the quantities of a product at a location add up to what is on hand; doctor looks.
create table stock_movements (
    id bigint primary key,
    product_id bigint not null references products (id),
    location text not null,
    kind text not null,
    quantity bigint not null,
    on_hand bigint not null,
    reason text,
    source text not null,
    login_id bigint references logins (id),
    at bigint not null
) strict;
create index stock_movements_by_product on stock_movements (product_id, location, id);

-- What was there before there was a history; at 0: nobody knows since when.
insert into stock_movements (id, product_id, location, kind, quantity, on_hand, source, at)
select product_id, product_id, location, 'opening', on_hand, on_hand, 'migration', 0
from stock where location = 'main' and on_hand <> 0;

-- Append-only. kind: base (of the product), list (price_list_id), own (customer_id). old_ is null where there was no price,
-- new_ where there is none any more.
create table price_changes (
    id bigint primary key,
    product_id bigint not null references products (id),
    kind text not null,
    price_list_id bigint references price_lists (id),
    customer_id bigint references customers (id),
    from_quantity bigint not null,
    valid_from text not null,
    old_price bigint,
    old_per bigint,
    old_until text,
    new_price bigint,
    new_per bigint,
    new_until text,
    currency text not null,
    source text not null,
    login_id bigint references logins (id),
    at bigint not null
) strict;
create index price_changes_by_product on price_changes (product_id, id);
create index price_changes_by_list on price_changes (price_list_id, id);
create index price_changes_by_customer on price_changes (customer_id, id);

-- Lists of the staff walk these, in every state; so does who buys by a price list.
create index products_all_names on products (name_key, id);
create index products_all_newest on products (listed_day, id);
create index products_by_state on products (state, sku_key);
create index customer_price_lists_by_list on customer_price_lists (price_list_id, customer_id);
