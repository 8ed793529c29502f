-- What e-invoices say of a customer: number in the register of companies, where e-invoices go, and what the customer wants
-- to read on each. The first two as scheme and number: 0106:12345678.
alter table customers add column registration text;
alter table customers add column endpoint text;
alter table customers add column buyer_reference text;
