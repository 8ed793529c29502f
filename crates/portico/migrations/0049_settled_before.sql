-- What of a document was settled elsewhere, before it came here by an import: open_minor is the total less this and less its settlements.
alter table documents add column settled_before_minor bigint not null default 0;
