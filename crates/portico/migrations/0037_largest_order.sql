-- The largest goods value of an order of a customer, in minor units; null: as the setting says.
alter table customers add column maximum_order_minor bigint;
