-- Imports from the staff's page: what was uploaded, how it is read, how far it is, what it came to.

-- status: draft (the mapping is being looked at), waiting, running, done, failed, stopped.
-- file_names: one a line, in the order of the files beside the database.
create table imports (
    id bigint primary key,
    kind text not null,
    status text not null,
    login_id bigint not null references logins (id),
    file_names text not null,
    file_bytes bigint not null,
    mapping text not null,
    stop_wanted boolean not null,
    attempts bigint not null,
    rows_read bigint not null,
    rows_done bigint not null,
    new_count bigint not null,
    changed_count bigint not null,
    same_count bigint not null,
    refused_count bigint not null,
    left_out_count bigint not null,
    told text not null,
    created_at bigint not null,
    finished_at bigint
) strict;
create index imports_to_do on imports (status, id);

create table import_mappings (
    id bigint primary key,
    kind text not null,
    name text not null,
    name_key text not null,
    mapping text not null,
    login_id bigint not null references logins (id),
    changed_at bigint not null
) strict;
create unique index import_mappings_name on import_mappings (kind, name_key);
