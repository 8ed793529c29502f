-- Lines that somebody pasted or uploaded and that are not in the current order yet; one list for each login and customer.
create table pasted_lists (
    id bigint primary key,
    login_id bigint not null references logins (id),
    customer_id bigint not null references customers (id),
    changed_at bigint not null
) strict;
create unique index pasted_lists_one on pasted_lists (login_id, customer_id);

-- written: the line as it was pasted. code_read: the code that was read in it; code: the same, or what it was corrected to.
-- quantity: as read, several separated by a bar where it could be any of them, empty where there is none; 0 stays out.
-- product_id: chosen by the person; null: whatever the code says.
create table pasted_lines (
    list_id bigint not null references pasted_lists (id),
    line bigint not null,
    written text not null,
    code_read text not null,
    code text not null,
    quantity text not null,
    product_id bigint references products (id),
    primary key (list_id, line)
) strict;

-- What a code that is none of ours meant to a customer's people: taken once, it is known the next time.
create table code_corrections (
    customer_id bigint not null references customers (id),
    code_key text not null,
    product_id bigint not null references products (id),
    login_id bigint not null references logins (id),
    created_at bigint not null,
    primary key (customer_id, code_key)
) strict;
