-- Customers change their addresses and their contact themselves. refused_why: what an ERP said that would not take it.
alter table addresses add column refused_why text;

-- The contact that a customer wishes for while an ERP keeps the customer: waiting until it is taken there, or refused.
create table contact_wishes (
    customer_id bigint primary key references customers (id),
    name text,
    email text,
    phone text,
    state text not null,
    refused_why text,
    version bigint not null,
    asked_at bigint not null
) strict;
