-- The day a shipment arrived, as somebody recorded it: entries are only added, the last one counts; no day: it did not
-- arrive after all. shipments.arrived_day holds what the last entry says.
create table shipment_arrivals (
    shipment_id bigint not null references shipments (id),
    entry bigint not null,
    day text,
    login_id bigint references logins (id),
    recorded_at bigint not null,
    primary key (shipment_id, entry)
) strict;

-- All shipments, the newest first.
create index shipments_by_time on shipments (shipped_at, id);
