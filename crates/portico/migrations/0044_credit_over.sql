-- By how much an order went over the credit limit when it was placed, in minor units; null: it did not, or nobody looks.
alter table orders add column credit_over_minor bigint;
