-- Pictures of products with their words, files kept elsewhere than here, what the dashboard says, who changed a setting.

-- `place`: 'database' (its bytes stand here) or 'store' (in the folder or bucket of the configuration, under its name).
alter table files add column place text not null default 'database';
-- Since when nobody names the file any more.
alter table files add column unused_since bigint;
create index files_unused on files (unused_since);

alter table product_images add column alt text not null default '';
-- SHA-256 of the file as it was sent: the same picture is not taken twice.
alter table product_images add column source_hash blob;
create index product_images_by_file on product_images (file_name);

-- The staff login that set it.
alter table settings add column changed_by bigint;

-- Every text the dashboard ever showed; of each language the newest holds.
create table dashboard_texts (
    id bigint primary key,
    language text not null,
    body text not null,
    written_at bigint not null,
    login_id bigint
) strict;
create index dashboard_texts_newest on dashboard_texts (language, id);

-- `kind`: 'info' or 'attention'. `audience`: 'all', 'country', 'assortment' or 'price_list', with `audience_code`.
create table announcements (
    id bigint primary key,
    kind text not null,
    body text not null,
    from_day text not null,
    until_day text not null,
    audience text not null,
    audience_code text not null,
    everywhere boolean not null,
    dismissable boolean not null,
    written_at bigint not null,
    login_id bigint,
    ended_at bigint
) strict;
create index announcements_by_day on announcements (until_day, id);

create table announcement_dismissals (
    announcement_id bigint not null references announcements (id),
    login_id bigint not null references logins (id),
    dismissed_at bigint not null,
    primary key (announcement_id, login_id)
) strict;
