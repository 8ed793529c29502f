-- Published announcements are changed: of two people at once, the second is told.
alter table announcements add column version bigint not null default 0;
