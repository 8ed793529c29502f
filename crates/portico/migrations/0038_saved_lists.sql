-- Named lists of products with quantities that a customer's people keep; every colleague sees them.
create table saved_lists (
    id bigint primary key,
    customer_id bigint not null references customers (id),
    name text not null,
    name_key text not null,
    made_by bigint not null references logins (id),
    created_at bigint not null,
    changed_at bigint not null
) strict;
create unique index saved_lists_name on saved_lists (customer_id, name_key);

-- quantity: in the product's smallest step.
create table saved_list_lines (
    list_id bigint not null references saved_lists (id),
    product_id bigint not null references products (id),
    position bigint not null,
    quantity bigint not null,
    primary key (list_id, product_id)
) strict;
