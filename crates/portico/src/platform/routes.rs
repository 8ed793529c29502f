//! The list of routes: each slice adds its own through `Routes`, which hands them to axum and remembers them, so that
//! a test can ask every route who may call it.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

/// Routes of one slice, or of all of them. `S` is the state of the handlers.
pub struct Routes<S = ()> {
    router: axum::Router<S>,
    list: Vec<Route>,
}

/// One route: what the table of rights has a row for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// `/orders/{number}`.
    pub path: &'static str,
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Routes { router: axum::Router::new(), list: Vec::new() }
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No route yet.
    #[must_use]
    pub fn new() -> Routes<S> {
        Routes::default()
    }

    /// Adds a route that reads.
    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Routes<S> {
        self.add(path, Method::GET, on(MethodFilter::GET, handler))
    }

    /// Adds a route that changes something.
    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Routes<S> {
        self.add(path, Method::POST, on(MethodFilter::POST, handler))
    }

    /// Adds a route that puts something in its place.
    #[must_use]
    pub fn put<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Routes<S> {
        self.add(path, Method::PUT, on(MethodFilter::PUT, handler))
    }

    /// Adds a route that changes parts of something.
    #[must_use]
    pub fn patch<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Routes<S> {
        self.add(path, Method::PATCH, on(MethodFilter::PATCH, handler))
    }

    /// Adds a route that takes something away.
    #[must_use]
    pub fn delete<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Routes<S> {
        self.add(path, Method::DELETE, on(MethodFilter::DELETE, handler))
    }

    /// Adds a route whose handler was made elsewhere, for one method.
    #[must_use]
    pub fn add(
        mut self,
        path: &'static str,
        method: Method,
        handler: MethodRouter<S>,
    ) -> Routes<S> {
        self.list.push(Route { path, method: name_of(&method) });
        self.router = self.router.route(path, handler);
        self
    }

    /// These routes and those.
    #[must_use]
    pub fn merge(mut self, other: Routes<S>) -> Routes<S> {
        self.list.extend(other.list);
        self.router = self.router.merge(other.router);
        self
    }

    /// All routes, in order of path.
    #[must_use]
    pub fn list(&self) -> Vec<Route> {
        let mut list = self.list.clone();
        list.sort();
        list
    }

    /// The router for axum.
    pub fn into_router(self) -> axum::Router<S> {
        self.router
    }
}

fn name_of(method: &Method) -> &'static str {
    match *method {
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "GET",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_added_is_remembered() {
        let one = Routes::<()>::new().get("/b", async || "").post("/b", async || "");
        let all = Routes::new().get("/a", async || "").merge(one);
        let list: Vec<_> = all.list().iter().map(|r| format!("{} {}", r.method, r.path)).collect();
        assert_eq!(list, ["GET /a", "GET /b", "POST /b"]);
        let _ = all.into_router();
    }
}
