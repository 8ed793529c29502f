-- What a product's stock is called by hand, whatever the numbers say: rule (nothing by hand), limited, pre_order,
-- discontinued, sold_out.
alter table products add column stock_label text not null default 'rule';
