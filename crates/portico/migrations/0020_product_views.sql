-- How a login wants a list drawn, where there is more than one way: a table, a grid.

create table list_views (
    login_id bigint not null references logins (id),
    list text not null,
    view text not null,
    changed_at bigint not null,
    primary key (login_id, list)
) strict;
