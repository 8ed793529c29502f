-- Money that came in at the bank, as its files say, each entry once.

-- entry_key: what tells one entry from every other: the bank's own reference, else a hash of what the entry says.
-- state: open, booked (payment_id is the payment), set_aside (not for an invoice).
create table bank_entries (
    id bigint primary key,
    entry_key text not null,
    day text not null,
    currency text not null,
    amount_minor bigint not null,
    payer text not null,
    account text not null,
    reference text not null,
    file text not null,
    state text not null,
    payment_id bigint references payments (id),
    login_id bigint not null,
    created_at bigint not null,
    closed_at bigint
) strict;
create unique index bank_entries_key on bank_entries (entry_key);
create index bank_entries_by_state on bank_entries (state, id);
create index bank_entries_by_account on bank_entries (account, id) where payment_id is not null;
