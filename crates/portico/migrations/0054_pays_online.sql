-- Whether a customer's people may pay online, where there is a gateway.
alter table customers add column pays_online boolean not null default true;
