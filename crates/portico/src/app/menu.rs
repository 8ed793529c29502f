//! The menu at the left of every page.

use crate::access::colleagues::may_manage;
use crate::access::{Buyer, Person, StaffRole};
use crate::orders::approvals::may_be_asked;
use crate::platform::web::frame::{MenuEntry, MenuGroup};
use crate::platform::words::Language;

/// The menu of this person, with how many backorders and orders to approve there are; the entry of the page at `path` is marked.
#[must_use]
pub fn menu(
    person: &Person,
    words: &Language,
    path: &str,
    (backorders, approvals): (i64, i64),
) -> Vec<MenuGroup> {
    let entry = |href: &str, key: &'static str| MenuEntry {
        label: words.say(key).to_owned(),
        href: href.to_owned(),
        current: is_below(path, href),
        ..MenuEntry::default()
    };
    let first = match person {
        Person::Buyer(buyer) => of_buyer(buyer, (backorders, approvals), &entry),
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
    let manages = matches!(person, Person::Buyer(buyer) if may_manage(buyer));
    let mut second: Vec<MenuEntry> =
        manages.then(|| entry("/colleagues", "colleagues-title")).into_iter().collect();
    second.extend([me, sign_out]);
    vec![MenuGroup { entries: first }, MenuGroup { entries: second }]
}

/// The entries of somebody who acts for a customer.
fn of_buyer(
    buyer: &Buyer,
    (backorders, approvals): (i64, i64),
    entry: &dyn Fn(&str, &'static str) -> MenuEntry,
) -> Vec<MenuEntry> {
    let counted = |count: i64, entry: MenuEntry| MenuEntry {
        count: (count > 0).then(|| count.to_string()),
        ..entry
    };
    let waiting = counted(backorders, entry("/backorders", "menu-backorders"));
    let to_approve = counted(approvals, entry("/approvals", "approvals-title"));
    let mut all = vec![entry("/", "menu-dashboard"), entry("/products", "menu-products")];
    all.extend(buyer.sections.orders.then(|| entry("/orders", "menu-orders")));
    all.extend(buyer.sections.backorders.then_some(waiting));
    all.extend(may_be_asked(buyer).then_some(to_approve));
    all.extend(buyer.may_order().then(|| entry("/quick-order", "quick-title")));
    all.push(entry("/cart", "menu-cart"));
    all
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
