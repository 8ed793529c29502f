-- What colleagues said to orders above a limit: one word each. total_minor: what the order came to when they said it; an
-- approval of less does not count for more. decision: approve, refuse.
create table order_approvals (
    order_id bigint not null references orders (id),
    login_id bigint not null references logins (id),
    decision text not null,
    total_minor bigint not null,
    decided_at bigint not null,
    primary key (order_id, login_id)
) strict;

create index orders_awaiting_approval on orders (customer_id, id) where status = 'awaiting_approval';
