-- All lines that wait, the longest waiting first; and the orders that go out whole and have not gone.
create index order_lines_queue on order_lines (queue_at, id) where backordered > 0;
create index orders_whole on orders (placed_at, id) where not part_deliveries and delivery <> 'all';
