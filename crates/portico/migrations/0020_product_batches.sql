-- What staff change of several products at once: what exactly, and the products as they were seen.

-- category, brand, state: null stays, '' takes away. Tags are parted by semicolons.
create table product_batches (
    id bigint primary key,
    login_id bigint not null references logins (id),
    category text,
    brand text,
    state text,
    tags_added text not null,
    tags_removed text not null,
    made_at bigint not null,
    done_at bigint
) strict;
create index product_batches_open on product_batches (made_at) where done_at is null;

-- seen: what stood in the fields when it was looked at, in short. outcome: changes, same, meanwhile, owned; null until done.
create table product_batch_lines (
    batch_id bigint not null references product_batches (id),
    product_id bigint not null references products (id),
    seen text not null,
    outcome text,
    primary key (batch_id, product_id)
) strict;
