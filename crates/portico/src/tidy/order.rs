//! Which slice may know which, and which slice owns which table.

use super::Breaches;
use super::source::{self, Source};
use super::sql;

/// From left to right: a slice calls verbs of slices to its left only.
const ORDER: [&str; 24] = [
    "platform",
    "config",
    "access",
    "customers",
    "pricing",
    "catalogue",
    "orders",
    "cart",
    "quotes",
    "billing",
    "purchasing",
    "backoffice",
    "sync",
    "dashboard",
    "staff",
    "api",
    "import",
    "doctor",
    "backup",
    "serve",
    "testkit",
    "demo",
    "app",
    "commands",
];

/// The state of handlers, named by whoever answers requests.
const NAMED_BY_HANDLERS: [&str; 1] = ["app"];

/// They make a whole company out of nothing, by plain inserts into an empty database.
const MAKES_COMPANIES: [&str; 1] = ["testkit"];

/// Who writes a table.
const OWNERS: [(&str, &[&str]); 13] = [
    (
        "platform",
        &[
            "settings",
            "idempotency",
            "outbox",
            "leases",
            "activity",
            "activity_chain",
            "files",
            "throttle",
            "allowances",
            "backups",
            "changes",
            "counters",
            "list_columns",
            "list_views",
            "schema_migrations",
        ],
    ),
    (
        "access",
        &[
            "logins",
            "memberships",
            "login_links",
            "sessions",
            "api_tokens",
            "email_changes",
            "mails_unwanted",
            "staff_mails",
            "second_factors",
            "recovery_codes",
        ],
    ),
    (
        "customers",
        &[
            "assortments",
            "customers",
            "addresses",
            "contacts",
            "contact_wishes",
            "credit",
            "credit_journal",
        ],
    ),
    (
        "pricing",
        &[
            "price_lists",
            "customer_price_lists",
            "prices",
            "customer_prices",
            "price_changes",
            "vat_rates",
        ],
    ),
    (
        "catalogue",
        &[
            "products",
            "product_images",
            "product_attributes",
            "components",
            "customer_codes",
            "assortment_products",
            "assortment_held",
            "assortment_rules",
            "brands",
            "categories",
            "customer_products",
            "incoming",
            "product_tags",
            "product_batches",
            "product_batch_lines",
            "shelf_walk",
            "stock",
            "tags",
            "stock_movements",
            "locations",
        ],
    ),
    (
        "orders",
        &[
            "orders",
            "order_erp_refs",
            "order_lines",
            "line_moves",
            "allocations",
            "order_charges",
            "order_vat",
            "order_notes",
            "carriers",
            "shipments",
            "shipment_parcels",
            "shipment_lines",
            "shipment_arrivals",
            "order_approvals",
            "order_comments",
            "order_exceptions",
            "order_adjustments",
            "order_adjustment_lines",
            "order_adjustment_charges",
            "order_changes",
            "order_change_lines",
            "order_payments",
        ],
    ),
    (
        "cart",
        &[
            "carts",
            "cart_lines",
            "pasted_lists",
            "pasted_lines",
            "code_corrections",
            "saved_lists",
            "saved_list_lines",
        ],
    ),
    (
        "quotes",
        &[
            "quotes",
            "quote_revisions",
            "quote_lines",
            "quote_charges",
            "quote_comments",
            "quote_notes",
            "quote_shares",
        ],
    ),
    (
        "billing",
        &[
            "documents",
            "document_lines",
            "document_charges",
            "document_vat",
            "document_orders",
            "settlements",
            "number_series",
            "payments",
            "payment_parts",
            "payment_backs",
            "gateway_events",
            "demo_payments",
            "demo_backs",
            "bank_entries",
            "remittances",
            "remittance_parts",
        ],
    ),
    (
        "backoffice",
        &[
            "backoffice_orders",
            "goods_out_notes",
            "goods_out_lines",
            "goods_out_scans",
            "goods_in_notes",
            "goods_in_lines",
            "goods_in_covered",
            "returns",
            "return_lines",
            "stock_counts",
            "stock_count_lines",
            "stock_count_moved",
        ],
    ),
    ("sync", &["feed_cursors"]),
    ("dashboard", &["dashboard_texts", "announcements", "announcement_dismissals"]),
    ("import", &["imports", "import_mappings"]),
];

/// Reads to the right: slice, table, and why the fact cannot be pushed left instead.
const READS_TO_THE_RIGHT: [(&str, &str, &str); 3] = [
    (
        "access",
        "customers",
        "a person acts for a customer: session and customer are read in one statement for every request",
    ),
    ("catalogue", "carts", "every list of products shows what is in the current order"),
    ("catalogue", "cart_lines", "every list of products shows what is in the current order"),
];

/// Tables of the database itself.
const OF_THE_DATABASE: [&str; 10] = [
    "pg_attribute",
    "pg_class",
    "pg_constraint",
    "pg_database",
    "pg_index",
    "pg_locks",
    "pg_stat_activity",
    "pg_tables",
    "sqlite_master",
    "sqlite_schema",
];

fn place_of(slice: &str) -> Option<usize> {
    ORDER.iter().position(|other| *other == slice)
}

fn owner(table: &str) -> Option<&'static str> {
    OWNERS.iter().find(|(_, tables)| tables.contains(&table)).map(|(slice, _)| *slice)
}

/// Every folder and file of the program stands in the order.
pub fn known(file: &Source) -> Breaches {
    match file.slice() {
        Some(slice) if place_of(slice).is_none() => {
            vec![format!("{}:1 `{slice}` has no place in the order of tidy/order.rs", file.path)]
        }
        _ => Vec::new(),
    }
}

/// `use crate::…` to the right. Pages may read every slice; tests may use what they like.
pub fn imports(file: &Source) -> Breaches {
    let Some(here) = file.slice().and_then(place_of).filter(|_| !file.is_page()) else {
        return Vec::new();
    };
    let named = crate_paths(file.program());
    named
        .into_iter()
        .filter(|(_, slice)| !NAMED_BY_HANDLERS.contains(&slice.as_str()))
        .filter(|(_, slice)| place_of(slice).is_some_and(|there| there > here))
        .map(|(at, slice)| {
            format!("{} {} knows {slice}, which stands to its right", file.place(at), ORDER[here])
        })
        .collect()
}

/// Every first name after `crate::`, also in braces.
fn crate_paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(inside) = rest.strip_prefix('{') {
            found.extend(first_names(inside).into_iter().map(|name| (at, name)));
        } else {
            found.push((at, name_at_start(rest)));
        }
    }
    found
}

fn first_names(inside: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut names = vec![String::new()];
    for c in inside.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            _ if depth == 0 => names.last_mut().expect("never empty").push(c),
            _ => {}
        }
    }
    names
        .iter()
        .map(|name| name_at_start(name.trim_start()))
        .filter(|name| !name.is_empty())
        .collect()
}

fn name_at_start(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Writes to other slices' tables, and reads of tables to the right.
pub fn tables(file: &Source) -> Breaches {
    let Some(slice) = file.slice() else {
        return Vec::new();
    };
    let statements =
        file.quotes.iter().filter(|(at, text)| *at < file.tests_from && sql::is_sql(text));
    statements.flat_map(|(at, text)| of_statement(file, slice, *at, &sql::tables(text))).collect()
}

fn of_statement(file: &Source, slice: &str, at: usize, tables: &sql::Tables) -> Breaches {
    let mut found = Vec::new();
    let here = place_of(slice).unwrap_or(0);
    for table in tables.written.iter().chain(&tables.read) {
        let Some(owner) = owner(table) else {
            if !OF_THE_DATABASE.contains(&table.as_str()) {
                found.push(format!(
                    "{} table {table} has no owner in tidy/order.rs",
                    file.place(at)
                ));
            }
            continue;
        };
        let excused =
            READS_TO_THE_RIGHT.iter().any(|(who, what, _)| *who == slice && what == table);
        let made_up = MAKES_COMPANIES.contains(&slice);
        if tables.written.contains(table) && owner != slice && !made_up {
            found.push(format!("{} {slice} writes {table}, which {owner} owns", file.place(at)));
        } else if place_of(owner) > Some(here) && !excused {
            found
                .push(format!("{} {slice} reads {table} of {owner}, to its right", file.place(at)));
        }
    }
    found
}

/// The tables that migrations make.
pub fn migrated() -> Vec<String> {
    let mut files = Vec::new();
    source::walk(&source::root().join("crates/portico/migrations"), &mut files);
    let text: String = files.iter().map(|path| source::read(path)).collect();
    text.match_indices("create table ")
        .map(|(at, start)| name_at_start(&text[at + start.len()..]))
        .collect()
}

/// Tables without an owner.
pub fn owners_match(migrated: &[String]) -> Breaches {
    let without = migrated.iter().filter(|table| owner(table).is_none());
    without.map(|table| format!("table {table} has no owner in tidy/order.rs")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(text: &str) -> Source {
        Source::new("crates/portico/src/orders/place.rs", text)
    }

    #[test]
    fn knowing_to_the_right_is_seen() {
        assert_eq!(imports(&orders("use crate::cart::Cart;")).len(), 1);
        assert_eq!(
            imports(&orders("use crate::{catalogue, quotes::{Quote, convert}, staff};")).len(),
            2
        );
        assert_eq!(imports(&orders("use crate::catalogue::stock;")).len(), 0);
        assert_eq!(
            imports(&orders(
                "// crate::cart\n#[cfg(test)]\nmod tests { use crate::testkit::World; }"
            ))
            .len(),
            0
        );
        let page = Source::new("crates/portico/src/orders/pages.rs", "use crate::cart::panel;");
        assert_eq!(imports(&page).len(), 0);
    }

    #[test]
    fn writing_a_neighbours_table_is_seen() {
        assert_eq!(tables(&orders("const A: &str = \"update carts set version = 1\";")).len(), 1);
        assert_eq!(tables(&orders("const A: &str = \"select id from carts\";")).len(), 1);
        assert_eq!(tables(&orders("const A: &str = \"select id from stock\";")).len(), 0);
        assert_eq!(tables(&orders("const A: &str = \"update orders set status = $1\";")).len(), 0);
        assert_eq!(tables(&orders("const A: &str = \"select id from nowhere\";")).len(), 1);
    }

    #[test]
    fn a_file_outside_the_order_is_seen() {
        assert_eq!(known(&Source::new("crates/portico/src/misc/mod.rs", "")).len(), 1);
    }
}
