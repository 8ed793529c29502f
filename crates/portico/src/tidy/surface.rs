//! What people see: every page that the router knows is looked at by axe and as pictures.

use super::Breaches;
use super::source::{read, root};
use crate::app::router::routes;
use crate::platform::routes::Route;

/// Addresses that answer something else than a page.
const NO_PAGES: [&str; 12] = [
    "/api/",
    "/assets/",
    "/files/",
    "/staff/brand/preview.css",
    "/bench/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/products/suggest",
    "/products/price-list.csv",
    "/products/price-list.xlsx",
    "/session",
];

/// GET routes that `e2e/pages.txt` does not name.
pub fn pages_without_pictures() -> Breaches {
    missing(&routes().list(), &read(&root().join("e2e/pages.txt")))
}

fn missing(routes: &[Route], pages: &str) -> Breaches {
    let lines = pages.lines().filter(|line| !line.starts_with('#'));
    let named: Vec<&str> = lines.filter_map(|line| line.split_whitespace().next()).collect();
    let is_page = |route: &&Route| {
        let is_file = NO_PAGES.iter().any(|start| route.path.starts_with(start))
            || [".pdf", "/archive", "/export"].iter().any(|file| route.path.ends_with(file));
        route.method == "GET" && !is_file
    };
    let unseen = routes.iter().filter(is_page).filter(|route| !named.contains(&route.path));
    unseen.map(|route| format!("GET {} has no line in e2e/pages.txt", route.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_line_is_seen() {
        let route = |method, path| Route { method, path };
        let routes = [
            route("GET", "/orders"),
            route("GET", "/quotes"),
            route("GET", "/api/v1/me"),
            route("POST", "/orders"),
        ];
        let pages = "# /quotes\n/orders buyer /orders orders\n";
        assert_eq!(missing(&routes, pages).len(), 1);
    }
}
