-- Staff's work on people and companies: contacts, versions against two people editing at once, looking at the portal as
-- a customer, orders placed for a customer, notes that never leave staff.

-- Further people at a customer; the first contact stands with the customer itself, where an ERP or import writes it.
create table contacts (
    id bigint primary key,
    customer_id bigint not null references customers (id),
    name text not null,
    role text,
    email text,
    phone text,
    version bigint not null,
    created_at bigint not null,
    removed_at bigint
) strict;
create index contacts_by_customer on contacts (customer_id, id);

-- find_key: number, name, e-mail of the first contact and VAT number, in lower case.
alter table customers add column version bigint not null default 1;
alter table customers add column find_key text not null default '';
update customers set find_key = number_key || ' ' || name_key || ' ' || lower(coalesce(contact_email, '')) || ' '
    || lower(coalesce(vat_number, ''));
alter table addresses add column version bigint not null default 1;

-- A staff session that looks at the portal as a customer. view_mode: read or order. viewed_membership_id: with the
-- rights of this login of the customer; null: a manager's.
alter table sessions add column viewed_customer_id bigint;
alter table sessions add column viewed_membership_id bigint;
alter table sessions add column view_mode text;
alter table sessions add column view_ends_at bigint;

-- Who of the staff placed it for the customer.
alter table orders add column staff_login_id bigint;
update orders set find_key = find_key || ' ' || lower(wholesaler_number)
    where wholesaler_number is not null and source <> 'import';

create table order_notes (
    id bigint primary key,
    order_id bigint not null references orders (id),
    login_id bigint not null references logins (id),
    at bigint not null,
    note text not null
) strict;
create index order_notes_by_order on order_notes (order_id, id);

-- What a customer did, and what was done for it.
create index activity_by_customer on activity (customer_id, id);
create index memberships_by_kind on memberships (kind, id);
