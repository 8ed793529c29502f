-- Goods that are expected: what promises to the lines that wait are made of. sure: the supplier confirmed the day.
-- Append-only but for ended_at: they came, or are no longer expected. quantity in the product's smallest step.
create table incoming (
    id bigint primary key,
    product_id bigint not null references products (id),
    day text not null,
    quantity bigint not null,
    sure boolean not null,
    source text not null,
    login_id bigint references logins (id),
    made_at bigint not null,
    ended_at bigint
) strict;
create index incoming_open on incoming (product_id, day, id) where ended_at is null;
