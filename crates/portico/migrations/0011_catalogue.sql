-- Categories, brands, tags, assortments by rules, and what lists are walked by.

-- path: "Kitchen > Mugs"; path_key is the same in lower case, made by the program.
create table categories (
    id bigint primary key,
    parent_id bigint references categories (id),
    name text not null,
    path text not null,
    path_key text not null,
    position bigint not null
) strict;
create unique index categories_path on categories (path_key);

create table brands (
    id bigint primary key,
    name text not null,
    name_key text not null
) strict;
create unique index brands_name on brands (name_key);

create table tags (
    id bigint primary key,
    name text not null,
    name_key text not null
) strict;
create unique index tags_name on tags (name_key);

create table product_tags (
    product_id bigint not null references products (id),
    tag_id bigint not null references tags (id),
    primary key (product_id, tag_id)
) strict;
create index product_tags_by_tag on product_tags (tag_id, product_id);

-- Derived from category, brand, state and stock by catalogue::shelf. listed: stands in lists. available: free, or not counted.
alter table products add column category_id bigint references categories (id);
alter table products add column brand_id bigint references brands (id);
alter table products add column listed boolean not null default true;
alter table products add column available boolean not null default true;

update products set available = (stock_kind <> 'tracked'
    or coalesce((select sum(s.on_hand - s.allocated) from stock s where s.product_id = products.id), 0) > 0);
update products set listed = (state in ('sellable', 'visible')
    and (when_out <> 'hide' or stock_kind <> 'tracked' or available));

drop index products_name;
drop index products_newest;
create index products_listed_sku on products (sku_key) where listed;
create index products_listed_name on products (name_key, id) where listed;
create index products_listed_newest on products (listed_day, id) where listed;
create index products_by_category on products (category_id, id);
create index products_by_brand on products (brand_id, id);
create index products_by_group on products (product_group, id);

-- named: put here by name (an import, staff), not by a rule. The keys stand here while the product is listed, so that
-- the lists of a small assortment walk no more than the assortment.
alter table assortment_products add column named boolean not null default true;
alter table assortment_products add column sku_key text;
alter table assortment_products add column name_key text;
alter table assortment_products add column listed_day text;
update assortment_products set
    sku_key = (select p.sku_key from products p where p.id = assortment_products.product_id and p.listed),
    name_key = (select p.name_key from products p where p.id = assortment_products.product_id and p.listed),
    listed_day = (select p.listed_day from products p where p.id = assortment_products.product_id and p.listed);
create index assortment_products_sku on assortment_products (assortment_id, sku_key);
create index assortment_products_name on assortment_products (assortment_id, name_key, product_id);
create index assortment_products_newest on assortment_products (assortment_id, listed_day, product_id);

-- Named for an assortment that a rule shuts them out of; they come back when the rule goes.
create table assortment_held (
    assortment_id bigint not null references assortments (id),
    product_id bigint not null references products (id),
    primary key (assortment_id, product_id)
) strict;
create index assortment_held_by_product on assortment_held (product_id, assortment_id);

-- kind: category, brand, tag, product; subject_id is the id of that. excluded: shuts out, and wins.
create table assortment_rules (
    assortment_id bigint not null references assortments (id),
    kind text not null,
    subject_id bigint not null,
    excluded boolean not null,
    primary key (assortment_id, kind, subject_id)
) strict;
create index assortment_rules_by_subject on assortment_rules (kind, subject_id);

-- One row while everything derived is brought up to date: the first product that is still to come.
create table shelf_walk (
    id bigint primary key,
    next_product_id bigint not null,
    begun_at bigint not null
) strict;
insert into shelf_walk (id, next_product_id, begun_at) select 1, 0, 0 from products where id = (select min(id) from products);

-- What a customer has to do with a product. last_day null: never bought.
create table customer_products (
    customer_id bigint not null references customers (id),
    product_id bigint not null references products (id),
    last_day text,
    last_quantity bigint not null,
    times bigint not null,
    favourite boolean not null,
    primary key (customer_id, product_id)
) strict;
create index customer_products_bought on customer_products (customer_id, last_day, product_id);

-- The quantity that goes with the last day comes along behind it.
insert into customer_products (customer_id, product_id, last_day, last_quantity, times, favourite)
    select l.customer_id, l.product_id, max(o.placed_day),
        cast(substr(max(o.placed_day || ' ' || l.quantity), 12) as bigint), count(*), false
    from order_lines l join orders o on o.id = l.order_id
    where l.product_id is not null
    group by l.customer_id, l.product_id;
