-- How many colleagues of a customer must approve an order above a limit; null: as the setting says.
alter table customers add column approvals_needed bigint;
