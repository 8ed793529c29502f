-- Indexes for the sweeps: what ended long ago is found without looking at the rest.

create index outbox_by_end on outbox (finished_at);
create index login_links_by_end on login_links (ends_at);
