-- What is sold, at which prices, and how much of it there is.

-- state: sellable, visible (shown, not orderable), hidden, closed (no longer sold; kept for orders that name it).
-- stock_kind: tracked, untracked, supplier. when_out: hide, show, backorder. Prices in ten-thousandths for `per` units.
-- Quantities (pack_size, minimum, multiple) in the smallest step of quantity_decimals.
create table products (
    id bigint primary key,
    sku text not null,
    sku_key text not null,
    name text not null,
    name_key text not null,
    description text not null,
    brand text,
    category text,
    unit text not null,
    quantity_decimals bigint not null,
    pack_size bigint not null,
    pack_name text,
    minimum bigint not null,
    multiple bigint not null,
    base_price bigint not null,
    base_per bigint not null,
    currency text not null,
    vat_class text not null,
    stock_kind text not null,
    when_out text not null,
    state text not null,
    product_group text,
    ean text,
    maker_code text,
    maker_code_key text,
    image text,
    listed_day text not null,
    created_at bigint not null,
    changed_at bigint not null,
    erp_ref text
) strict;
create unique index products_sku on products (sku_key);
create unique index products_erp_ref on products (erp_ref);
create index products_name on products (name_key, id);
create index products_newest on products (listed_day, id);
create index products_ean on products (ean);
create index products_maker_code on products (maker_code_key);

create table product_images (
    product_id bigint not null references products (id),
    position bigint not null,
    file_name text not null,
    primary key (product_id, position)
) strict;

create table product_attributes (
    product_id bigint not null references products (id),
    position bigint not null,
    name text not null,
    value text not null,
    primary key (product_id, position)
) strict;

create table components (
    product_id bigint not null references products (id),
    component_id bigint not null references products (id),
    quantity bigint not null,
    primary key (product_id, component_id)
) strict;

create table customer_codes (
    customer_id bigint not null references customers (id),
    code_key text not null,
    code text not null,
    product_id bigint not null references products (id),
    primary key (customer_id, code_key)
) strict;
create index customer_codes_by_product on customer_codes (customer_id, product_id);

create table assortment_products (
    assortment_id bigint not null references assortments (id),
    product_id bigint not null references products (id),
    primary key (assortment_id, product_id)
) strict;
create index assortment_products_by_product on assortment_products (product_id, assortment_id);

-- version is bumped first by everybody who changes a row: the lock of the stock race.
create table stock (
    product_id bigint not null references products (id),
    location text not null,
    on_hand bigint not null,
    allocated bigint not null,
    version bigint not null,
    primary key (product_id, location)
) strict;

create table price_lists (
    id bigint primary key,
    code text not null,
    code_key text not null,
    name text not null,
    currency text not null,
    includes_vat boolean not null,
    exclusive boolean not null,
    valid_from text,
    valid_until text,
    erp_ref text
) strict;
create unique index price_lists_code on price_lists (code_key);

create table customer_price_lists (
    customer_id bigint not null references customers (id),
    price_list_id bigint not null references price_lists (id),
    primary key (customer_id, price_list_id)
) strict;

-- valid_from '' : since ever. valid_until null: no end.
create table prices (
    product_id bigint not null references products (id),
    price_list_id bigint not null references price_lists (id),
    from_quantity bigint not null,
    valid_from text not null,
    valid_until text,
    price bigint not null,
    per bigint not null,
    primary key (product_id, price_list_id, from_quantity, valid_from)
) strict;
create index prices_by_list on prices (price_list_id, product_id);

create table customer_prices (
    customer_id bigint not null references customers (id),
    product_id bigint not null references products (id),
    from_quantity bigint not null,
    valid_from text not null,
    valid_until text,
    price bigint not null,
    per bigint not null,
    currency text not null,
    includes_vat boolean not null,
    primary key (customer_id, product_id, from_quantity, valid_from)
) strict;

-- rate in hundredths of a percent; category is the code of UNCL 5305.
create table vat_rates (
    country text not null,
    vat_class text not null,
    valid_from text not null,
    valid_until text,
    rate bigint not null,
    category text not null,
    primary key (country, vat_class, valid_from)
) strict;
