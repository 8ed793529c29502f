-- What PostgreSQL is told about tables whose averages mislead it.

-- Most price lists are one customer's and short, a few hold every product: plan for those. The same for a customer with
-- a price of its own for everything.
alter table prices alter column price_list_id set (n_distinct = 10); -- only: postgres
alter table customer_prices alter column customer_id set (n_distinct = 10); -- only: postgres
