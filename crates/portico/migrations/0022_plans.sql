-- No statement walks the states; the mere index made SQLite read whole tables where it should follow ids.
drop index products_by_state;

-- Who is of the same group, without looking at the products.
drop index products_by_group;
create index products_listed_by_group on products (product_group, id) where listed;

-- The lines that changed last stand beside every page.
create index cart_lines_by_change on cart_lines (cart_id, changed_at, position);
