-- Mails about what happens in the portal that somebody of the staff asked for; without a row none goes out.
create table staff_mails (
    membership_id bigint not null references memberships (id),
    notice text not null,
    primary key (membership_id, notice)
) strict;
create index staff_mails_by_notice on staff_mails (notice, membership_id);
