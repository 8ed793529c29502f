//! The menu at the left of every page.

use crate::access::{Person, StaffRole};
use crate::platform::web::frame::{MenuEntry, MenuGroup};
use crate::platform::words::Language;

/// The menu of this person; the entry of the page at `path` is marked.
#[must_use]
pub fn menu(person: &Person, words: &Language, path: &str, backorders: i64) -> Vec<MenuGroup> {
    let entry = |href: &str, key: &'static str| MenuEntry {
        label: words.say(key).to_owned(),
        href: href.to_owned(),
        current: is_below(path, href),
        ..MenuEntry::default()
    };
    let first = match person {
        Person::Buyer(buyer) => {
            let count = (backorders > 0).then(|| backorders.to_string());
            let waiting = MenuEntry { count, ..entry("/backorders", "menu-backorders") };
            let mut all = vec![entry("/", "menu-dashboard"), entry("/products", "menu-products")];
            all.extend(buyer.sections.orders.then(|| entry("/orders", "menu-orders")));
            all.extend(buyer.sections.backorders.then_some(waiting));
            all.push(entry("/cart", "menu-cart"));
            all
        }
        Person::Staff(staff) => {
            let is_owner = staff.role >= StaffRole::Owner;
            let mut all = vec![
                MenuEntry { current: path == "/staff", ..entry("/staff", "menu-work") },
                entry("/staff/orders", "menu-orders"),
                entry("/staff/backorders", "menu-backorders"),
                entry("/staff/work", "menu-release"),
                entry("/staff/goods-out", "notes-of-goods-title"),
                entry("/staff/goods-in", "goods-in-title"),
                entry("/staff/returns", "returns-title"),
                entry("/staff/counts", "counts-title"),
                entry("/staff/products", "menu-staff-products"),
                entry("/staff/stock", "menu-stock"),
                entry("/staff/price-lists", "menu-price-lists"),
                entry("/staff/price-check", "check-title"),
                entry("/staff/customers", "menu-customers"),
                entry("/staff/assortments", "menu-assortments"),
                entry("/staff/logins", "menu-logins"),
            ];
            all.extend(is_owner.then(|| entry("/staff/tokens", "menu-tokens")));
            all.extend([
                entry("/staff/pictures", "menu-pictures"),
                entry("/staff/import", "menu-import"),
                entry("/staff/announcements", "menu-announcements"),
                entry("/staff/brand", "menu-brand"),
                entry("/staff/hand-over", "menu-hand-over"),
                entry("/staff/activity", "menu-activity"),
                entry("/staff/vat-rates", "vat-title"),
                entry("/staff/carriers", "carriers-title"),
                entry("/staff/settings", "menu-settings"),
                entry("/staff/running", "menu-running"),
            ]);
            all
        }
        Person::Supplier(_) => Vec::new(),
    };
    let sign_out = MenuEntry { posts: true, current: false, ..entry("/sign-out", "menu-sign-out") };
    let me = entry("/me", "menu-me");
    let me = MenuEntry { current: me.current || path == "/password", ..me };
    let second = vec![me, sign_out];
    vec![MenuGroup { entries: first }, MenuGroup { entries: second }]
}

/// Whether the page belongs to this entry: `/orders/SO-1` to `/orders`.
fn is_below(path: &str, href: &str) -> bool {
    path == href
        || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_the_entry_above_it() {
        assert!(is_below("/orders/SO-1", "/orders") && is_below("/orders", "/orders"));
        assert!(!is_below("/orders-x", "/orders") && !is_below("/orders", "/"));
    }
}
