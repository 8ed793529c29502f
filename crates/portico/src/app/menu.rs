//! The menu at the left of every page.

use crate::access::colleagues::may_manage;
use crate::access::{Buyer, Person, StaffRole};
use crate::orders::approvals::may_be_asked;
use crate::platform::web::frame::{MenuEntry, MenuGroup};
use crate::platform::words::Language;

/// A page in the menu of the staff: where, its words, who sees it.
type StaffEntry = (&'static str, &'static str, StaffRole);

/// The menu of the staff below their work list.
const STAFF: [(&str, &[StaffEntry]); 6] = [
    (
        "menu-group-orders",
        &[
            ("/staff/orders", "menu-orders", StaffRole::Read),
            ("/staff/quotes", "quotes-title", StaffRole::Read),
            ("/staff/backorders", "menu-backorders", StaffRole::Read),
            ("/staff/work", "menu-release", StaffRole::Read),
            ("/staff/goods-out", "notes-of-goods-title", StaffRole::Read),
            ("/staff/shipments", "shipments-title", StaffRole::Read),
            ("/staff/returns", "returns-title", StaffRole::Read),
            ("/staff/hand-over", "menu-hand-over", StaffRole::Read),
        ],
    ),
    (
        "menu-group-stock",
        &[
            ("/staff/stock", "menu-stock", StaffRole::Read),
            ("/staff/goods-in", "goods-in-title", StaffRole::Read),
            ("/staff/counts", "counts-title", StaffRole::Read),
        ],
    ),
    (
        "menu-group-products",
        &[
            ("/staff/products", "menu-staff-products", StaffRole::Read),
            ("/staff/pictures", "menu-pictures", StaffRole::Read),
            ("/staff/assortments", "menu-assortments", StaffRole::Read),
            ("/staff/price-lists", "menu-price-lists", StaffRole::Read),
            ("/staff/price-check", "check-title", StaffRole::Read),
            ("/staff/vat-rates", "vat-title", StaffRole::Read),
        ],
    ),
    (
        "menu-group-money",
        &[
            ("/staff/to-invoice", "to-invoice-title", StaffRole::Read),
            ("/staff/documents", "menu-documents", StaffRole::Read),
            ("/staff/payments", "payments-title", StaffRole::Read),
            ("/staff/bank", "bank-title", StaffRole::Read),
        ],
    ),
    (
        "menu-group-customers",
        &[
            ("/staff/customers", "menu-customers", StaffRole::Read),
            ("/staff/logins", "menu-logins", StaffRole::Read),
            ("/staff/tokens", "menu-tokens", StaffRole::Owner),
            ("/staff/announcements", "menu-announcements", StaffRole::Read),
        ],
    ),
    (
        "menu-group-portal",
        &[
            ("/staff/import", "menu-import", StaffRole::Read),
            ("/staff/carriers", "carriers-title", StaffRole::Read),
            ("/staff/brand", "menu-brand", StaffRole::Read),
            ("/staff/settings", "menu-settings", StaffRole::Read),
            ("/staff/activity", "menu-activity", StaffRole::Read),
            ("/staff/running", "menu-running", StaffRole::Read),
        ],
    ),
];

/// How many there are of what the menu counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Order lines that lack stock.
    pub backorders: i64,
    /// Orders that wait for this person's approval.
    pub approvals: i64,
    /// Open quotations.
    pub quotes: i64,
}

/// The menu of this person; the entry of the page at `path` is marked.
#[must_use]
pub fn menu(person: &Person, words: &Language, path: &str, counts: &Counts) -> Vec<MenuGroup> {
    let entry = |href: &str, key: &'static str| MenuEntry {
        label: words.say(key).to_owned(),
        href: href.to_owned(),
        current: is_below(path, href),
        ..MenuEntry::default()
    };
    let mut groups = match person {
        Person::Buyer(buyer) => {
            vec![MenuGroup { name: None, entries: of_buyer(buyer, counts, &entry) }]
        }
        Person::Staff(staff) => {
            let work = MenuEntry { current: path == "/staff", ..entry("/staff", "menu-work") };
            let mut groups = vec![MenuGroup { name: None, entries: vec![work] }];
            groups.extend(STAFF.iter().map(|(name, entries)| {
                let shown = entries.iter().filter(|(.., least)| staff.role >= *least);
                let entries = shown.map(|(href, key, _)| entry(href, key)).collect();
                MenuGroup { name: Some(words.say(name).to_owned()), entries }
            }));
            groups
        }
        Person::Supplier(_) => Vec::new(),
    };
    let sign_out = MenuEntry { posts: true, current: false, ..entry("/sign-out", "menu-sign-out") };
    let me = entry("/me", "menu-me");
    let me = MenuEntry { current: me.current || path == "/password", ..me };
    let manages = matches!(person, Person::Buyer(buyer) if may_manage(buyer));
    let mut second: Vec<MenuEntry> = Vec::new();
    if matches!(person, Person::Buyer(buyer) if buyer.sections.account) {
        second.push(entry("/account", "account-title"));
        second.push(entry("/addresses", "own-addresses-title"));
    }
    second.extend(manages.then(|| entry("/colleagues", "colleagues-title")));
    second.extend([me, sign_out]);
    groups.push(MenuGroup { name: None, entries: second });
    groups
}

/// The entries of somebody who acts for a customer.
fn of_buyer(
    buyer: &Buyer,
    counts: &Counts,
    entry: &dyn Fn(&str, &'static str) -> MenuEntry,
) -> Vec<MenuEntry> {
    let counted = |count: i64, entry: MenuEntry| MenuEntry {
        count: (count > 0).then(|| count.to_string()),
        ..entry
    };
    let waiting = counted(counts.backorders, entry("/backorders", "menu-backorders"));
    let quotes = counted(counts.quotes, entry("/quotes", "quotes-title"));
    let to_approve = counted(counts.approvals, entry("/approvals", "approvals-title"));
    let mut all = vec![entry("/", "menu-dashboard"), entry("/products", "menu-products")];
    all.extend(buyer.sections.orders.then(|| entry("/orders", "menu-orders")));
    all.extend(buyer.sections.backorders.then_some(waiting));
    all.push(quotes);
    all.extend(may_be_asked(buyer).then_some(to_approve));
    all.extend(buyer.may_order().then(|| entry("/quick-order", "quick-title")));
    all.push(entry("/bought", "bought-title"));
    all.push(entry("/lists", "saved-title"));
    all.push(entry("/transactions", "menu-transactions"));
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
