-- Which columns of a list a login wants to see, in which order: names parted by commas, `-` before those left out.

create table list_columns (
    login_id bigint not null references logins (id),
    list text not null,
    columns text not null,
    changed_at bigint not null,
    primary key (login_id, list)
) strict;
