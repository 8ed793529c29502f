-- Goods that came in. A correction is a note of its own that takes everything of another back; nothing is ever edited.

-- source: staff, api. reverses: the note that this one takes back.
create table goods_in_notes (
    id bigint primary key,
    number text not null,
    number_key text not null,
    location text not null,
    reference text,
    purchase_order text,
    source text not null,
    reverses bigint references goods_in_notes (id),
    line_count bigint not null,
    received_at bigint not null,
    login_id bigint references logins (id),
    find_key text not null
) strict;
create unique index goods_in_notes_number on goods_in_notes (number_key);
create unique index goods_in_notes_reversed on goods_in_notes (reverses);
create index goods_in_notes_by_time on goods_in_notes (received_at, id);

-- quantity is below nought on a note that takes another back; on_hand is what there was afterwards.
create table goods_in_lines (
    note_id bigint not null references goods_in_notes (id),
    position bigint not null,
    product_id bigint not null references products (id),
    quantity bigint not null,
    on_hand bigint not null,
    primary key (note_id, position)
) strict;

-- Which lines of orders got something of it, or lost it again: below nought.
create table goods_in_covered (
    note_id bigint not null references goods_in_notes (id),
    order_line_id bigint not null references order_lines (id),
    quantity bigint not null,
    primary key (note_id, order_line_id)
) strict;
