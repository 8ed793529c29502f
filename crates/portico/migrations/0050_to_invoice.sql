-- Lines of which something left and is on no invoice yet: the list of orders to invoice.
create index order_lines_to_invoice on order_lines (order_id) where shipped > invoiced;
