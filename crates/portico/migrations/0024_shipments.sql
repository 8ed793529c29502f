-- Parcels on their way, and the paper that sends people into the warehouse.

-- tracking_url: where a parcel is followed, with {tracking} (and {postcode}) in it.
create table carriers (
    id bigint primary key,
    name text not null,
    name_key text not null,
    tracking_url text,
    created_at bigint not null,
    closed_at bigint
) strict;
create unique index carriers_name on carriers (name_key);

-- source: note:N-7, api, staff. find_key: what people look for: numbers, reference, tracking.
create table shipments (
    id bigint primary key,
    number text not null,
    number_key text not null,
    order_id bigint not null references orders (id),
    customer_id bigint not null references customers (id),
    source text not null,
    shipped_at bigint not null,
    shipped_day text not null,
    arrived_day text,
    login_id bigint references logins (id),
    find_key text not null
) strict;
create unique index shipments_number on shipments (number_key);
create index shipments_by_order on shipments (order_id, id);
create index shipments_by_customer on shipments (customer_id, shipped_at, id);

create table shipment_parcels (
    shipment_id bigint not null references shipments (id),
    parcel bigint not null,
    carrier text,
    tracking text,
    tracking_url text,
    primary key (shipment_id, parcel)
) strict;

create table shipment_lines (
    shipment_id bigint not null references shipments (id),
    parcel bigint not null,
    order_line_id bigint not null references order_lines (id),
    quantity bigint not null,
    primary key (shipment_id, parcel, order_line_id)
) strict;
create index shipment_lines_by_line on shipment_lines (order_line_id);

-- state: open, packed, shipped, withdrawn. parcels: how many were begun. version is bumped first by everybody who
-- changes a note: the lock of two people at one note.
create table goods_out_notes (
    id bigint primary key,
    number text not null,
    number_key text not null,
    order_id bigint not null references orders (id),
    location text not null,
    state text not null,
    parcels bigint not null,
    created_at bigint not null,
    created_by bigint references logins (id),
    done_at bigint,
    done_by bigint references logins (id),
    version bigint not null
) strict;
create unique index goods_out_notes_number on goods_out_notes (number_key);
create index goods_out_notes_by_order on goods_out_notes (order_id, id);
create index goods_out_notes_by_state on goods_out_notes (state, id);
create index goods_out_notes_by_time on goods_out_notes (created_at, id);

create table goods_out_lines (
    note_id bigint not null references goods_out_notes (id),
    position bigint not null,
    order_line_id bigint not null references order_lines (id),
    quantity bigint not null,
    picked bigint not null,
    primary key (note_id, position)
) strict;
create index goods_out_lines_by_line on goods_out_lines (order_line_id);

-- What was counted up, one row a scan; form_key: one form is counted once.
create table goods_out_scans (
    id bigint primary key,
    note_id bigint not null references goods_out_notes (id),
    position bigint not null,
    parcel bigint not null,
    quantity bigint not null,
    login_id bigint references logins (id),
    at bigint not null,
    undone boolean not null,
    form_key text not null
) strict;
create unique index goods_out_scans_form on goods_out_scans (note_id, form_key, position);

-- What can be sent into the warehouse, for the work queues.
create index order_lines_allocated on order_lines (order_id, line) where allocated > 0;
