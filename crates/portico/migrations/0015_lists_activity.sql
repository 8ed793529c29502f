-- What staff's lists of activity and hand-over are read by.

create index activity_by_time on activity (at, id);
create index activity_by_verb on activity (verb, at, id);
create index activity_by_login on activity (login_id, at, id);
create index outbox_open on outbox (created_at, id) where state <> 'done';
