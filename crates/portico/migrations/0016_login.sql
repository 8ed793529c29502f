-- What a login keeps for itself: how its sessions end, how pages look, which mails it wants, its second factor.

-- theme: system, light, dark. shortcuts: whether single keys do something on pages.
alter table logins add column theme text not null default 'system';
alter table logins add column shortcuts boolean not null default true;

-- ended_how: out, elsewhere, password, reset, factor; null: by time, or not ended. proved_at: when the person last
-- showed password or code in this session. awaits_code: the password was right, the code is still to come.
alter table sessions add column ended_how text;
alter table sessions add column proved_at bigint not null default 0;
alter table sessions add column awaits_code boolean not null default false;

alter table api_tokens add column used_at bigint;
create index api_tokens_by_membership on api_tokens (membership_id, id);

-- A wish for another e-mail address; it holds once the new address has confirmed it. old_email: where that is told to.
create table email_changes (
    id bigint primary key,
    login_id bigint not null references logins (id),
    email text not null,
    old_email text,
    secret_hash blob not null,
    created_at bigint not null,
    ends_at bigint not null,
    used_at bigint
) strict;
create unique index email_changes_secret on email_changes (secret_hash);
create index email_changes_by_login on email_changes (login_id, id);

-- Mails a login does not want. membership_id 0: those about the login itself.
create table mails_unwanted (
    login_id bigint not null references logins (id),
    membership_id bigint not null,
    notice text not null
) strict;
create unique index mails_unwanted_once on mails_unwanted (login_id, membership_id, notice);

-- confirmed_at null: shown, not yet confirmed by a code. last_step: the newest time step whose code was used.
create table second_factors (
    login_id bigint primary key references logins (id),
    secret blob not null,
    confirmed_at bigint,
    last_step bigint not null,
    created_at bigint not null
) strict;

create table recovery_codes (
    id bigint primary key,
    login_id bigint not null references logins (id),
    code_hash blob not null,
    used_at bigint
) strict;
create unique index recovery_codes_hash on recovery_codes (login_id, code_hash);
