-- Transfers that customers announced, with what they are for, so that the money finds its documents when it comes.

-- status: announced, received (payment_id is the payment that staff booked for it), withdrawn.
create table remittances (
    id bigint primary key,
    number text not null,
    number_key text not null,
    customer_id bigint not null references customers (id),
    login_id bigint not null,
    currency text not null,
    amount_minor bigint not null,
    status text not null,
    payment_id bigint references payments (id),
    created_at bigint not null,
    closed_at bigint
) strict;
create unique index remittances_number on remittances (number_key);
create index remittances_by_customer on remittances (customer_id, id);
create index remittances_by_status on remittances (status, id);
create index remittances_payment on remittances (payment_id) where payment_id is not null;

-- What a transfer is for; below nought: the credit note or payment that it takes into account.
create table remittance_parts (
    remittance_id bigint not null references remittances (id),
    document_id bigint not null references documents (id),
    amount_minor bigint not null,
    primary key (remittance_id, document_id)
) strict;
create index remittance_parts_by_document on remittance_parts (document_id);
