-- A document's row is as long as its frozen facts, so that reading thousands of rows reads megabytes: what lists begin with
-- and statements add up stands in the index itself. None of it changes after the document is issued.
drop index documents_by_customer;
create index documents_by_customer on documents
    (customer_id, issued_day, id, type, currency, total_minor, settled_before_minor);

-- How many documents of each type a customer has, and how many are open: counted on every page of its transactions.
create index documents_standing on documents (customer_id, type, open_minor);
