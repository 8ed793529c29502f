-- What customer and wholesaler write to each other about an order. Notes (order_notes) never leave staff; these do.

-- side: customer or wholesaler. seen_at: when staff answered a customer's comment or said that it needs no answer; null
-- while it waits. What the wholesaler writes waits for nobody.
create table order_comments (
    id bigint primary key,
    order_id bigint not null references orders (id),
    side text not null,
    login_id bigint not null references logins (id),
    at bigint not null,
    body text not null,
    seen_at bigint,
    seen_by bigint references logins (id)
) strict;
create index order_comments_by_order on order_comments (order_id, id);
create index order_comments_waiting on order_comments (order_id, id) where seen_at is null;
