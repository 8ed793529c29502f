-- Who gets stock first: priority (1 first, 5 as ordered, 9 last), then queue_at (the moment of the order, or of the release
-- that sent the line to the end), then id. Lines that are closed keep 0: they wait for nothing any more.
alter table order_lines add column priority bigint not null default 5;
alter table order_lines add column queue_at bigint not null default 0;
update order_lines
set queue_at = (select o.placed_at from orders o where o.id = order_lines.order_id)
where pending + backordered + allocated + released > 0;
create index order_lines_waiting on order_lines (product_id, priority, queue_at, id) where backordered > 0;
