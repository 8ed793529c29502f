-- The last lines of a customer with a product: how much of it is ordered as a rule.
create index order_lines_bought on order_lines (customer_id, product_id, id);
