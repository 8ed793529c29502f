//! Staff see the portal as a customer: what they may, what is recorded, and that nothing is written read-only.

use crate::app::router;
use crate::args;
use crate::platform::db::{DbError, View};
use crate::testkit::client::Client;
use crate::testkit::in_world;
use crate::testkit::world::World;
use axum::body::Body;
use axum::http::{Request, StatusCode};

const BEGIN: &str = "/staff/customers/C-1001/view-as";
const READ_ONLY: &str = "You see the portal as a customer, read-only.";

/// Forms that need no session, and those that end or change the view: all else must be refused.
const OPEN: [&str; 12] = [
    "/hooks/mollie",
    "/hooks/stripe",
    "/email/{secret}",
    "/sign-in/code",
    "/session",
    "/sign-in",
    "/forgotten",
    "/link/{secret}",
    "/first-owner/{secret}",
    "/sign-out",
    "/view-as/stop",
    "/view-as/mode",
];

/// Verbs, facts and logins of what was recorded about a customer's views.
async fn recorded(world: &World) -> Vec<(String, String, Option<i64>)> {
    let read = |view: &mut View| -> Result<Vec<(String, String, Option<i64>)>, DbError> {
        view.all(
            "select verb, facts, login_id from activity
             where verb like 'view_as%' and customer_id is not null order by id limit 50",
            args![],
        )
    };
    world.db.read(read).await.unwrap()
}

async fn viewing(world: &World, email: &str) -> Client {
    let mut staff = world.sign_in(email).await;
    staff.get("/staff/logins").await;
    let begun = staff.post(BEGIN, &[]).await;
    assert_eq!(begun.location(), Some("/"), "{}", begun.text());
    staff.get("/").await;
    staff
}

in_world!(staff_see_what_the_customer_sees_and_the_bar_says_so, |world| {
    let mut ruth = viewing(&world, "ruth@").await;
    for path in [
        "/",
        "/products",
        "/products/MUG-SAND",
        "/orders",
        "/orders/P-100001",
        "/backorders",
        "/cart",
    ] {
        let page = ruth.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.says("You see this as C-1001 Larch & Lime"), "{path}: {}", page.text());
        assert!(page.says("Stop") && !page.says("Order for them"), "readers never order: {path}");
    }
    let mut mona = world.sign_in("mona@").await;
    let (hers, seen) = (mona.get("/products/MUG-SAND").await, ruth.get("/products/MUG-SAND").await);
    let prices = |html: &str| -> Vec<String> {
        let after = html.split('£').skip(1);
        after.map(|rest| rest.split(['<', ' ']).next().unwrap().to_owned()).collect()
    };
    assert!(!prices(&hers.html).is_empty(), "{}", hers.text());
    let (own, shown) = (prices(&hers.html), prices(&seen.html));
    assert!(own.iter().all(|price| shown.contains(price)), "{own:?} {shown:?}");
    for path in ["/password", "/staff", "/staff/logins"] {
        assert_eq!(ruth.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(ruth.post("/view-as/stop", &[]).await.location(), Some("/staff/customers/C-1001"));
    assert_eq!(ruth.get("/staff/logins").await.status, StatusCode::OK);
    let ruth_id = world.login("ruth@").id;
    let all = recorded(&world).await;
    let verbs: Vec<_> = all.iter().map(|(verb, ..)| verb.as_str()).collect();
    assert_eq!(verbs, ["view_as_begun", "view_as_ended"]);
    assert!(all.iter().all(|(.., login)| *login == Some(ruth_id)), "{all:?}");
});

in_world!(read_only_no_route_of_the_program_writes, |world| {
    let mut will = viewing(&world, "will@").await;
    let bodies = crate::access::tests::route_table::called_as();
    let before = counts(&world).await;
    let mut tried = 0;
    for route in router::routes().list().iter().filter(|route| route.method != "GET") {
        let (path, body) = bodies[&format!("{} {}", route.method, route.path)].clone();
        if route.path.starts_with("/api/") {
            let request = Request::builder().method(route.method).uri(&path).body(Body::empty());
            let answer = will.send(request.unwrap()).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{} {path}", route.method);
            continue;
        }
        if OPEN.contains(&route.path) {
            continue;
        }
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(&body).unwrap();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (&**n, &**v)).collect();
        let answer = will.post(&path, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "POST {path}: {}", answer.text());
        assert!(answer.says(READ_ONLY), "POST {path}: {}", answer.text());
        tried += 1;
    }
    assert!(tried >= 10, "only {tried} forms were tried");
    assert_eq!(counts(&world).await, before, "something was written");
});

/// Rows of what customers and staff write.
async fn counts(world: &World) -> Vec<i64> {
    let read = |view: &mut View| -> Result<_, DbError> {
        view.one::<(i64, i64, i64, i64, i64, i64)>(
            "select (select count(*) from orders), (select count(*) from carts),
                 (select count(*) from cart_lines), (select count(*) from outbox),
                 (select count(*) from activity), (select count(*) from settings)",
            args![],
        )
    };
    let (a, b, c, d, e, f) = world.db.read(read).await.unwrap().unwrap();
    vec![a, b, c, d, e, f]
}

in_world!(an_order_for_the_customer_carries_both, |world| {
    let mut will = viewing(&world, "will@").await;
    let refused = will.post("/cart/add", &[("code", "TEAPOT-IRON"), ("quantity", "1")]).await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.says(READ_ONLY));
    assert_eq!(will.post("/view-as/mode", &[("mode", "order")]).await.location(), Some("/"));
    let page = will.get("/cart").await;
    assert!(page.says("You order for C-1001 Larch & Lime"), "{}", page.text());
    will.post("/cart/add", &[("code", "TEAPOT-IRON"), ("quantity", "1")]).await;
    let page = will.get("/cart").await;
    let (key, total) = (page.hidden("place_key").unwrap(), page.hidden("expected_total").unwrap());
    let placed = will.post("/orders", &[("place_key", &key), ("expected_total", &total)]).await;
    let to = placed.location().unwrap_or_default().to_owned();
    let number = to.trim_start_matches("/orders/").split('?').next().unwrap().to_owned();
    assert!(number.starts_with("P-"), "{} {}", placed.status, placed.text());
    let of_number = number.clone();
    let read = move |view: &mut View| -> Result<_, DbError> {
        view.one::<(Option<i64>, Option<i64>, String, i64, i64)>(
            "select o.login_id, o.staff_login_id, o.source, a.login_id, a.customer_id
             from orders o join activity a on a.object = 'order:' || o.number
             and a.verb = 'order_placed' where o.number = $1",
            args![&of_number],
        )
    };
    let (will_id, customer) = (world.login("will@").id, world.buyer("anna@").customer.id);
    let kept = world.db.read(read).await.unwrap().unwrap();
    assert_eq!(kept, (None, Some(will_id), "staff".to_owned(), will_id, customer));
    world.work().await;
    let mut mona = world.sign_in("mona@").await;
    let seen = mona.get(&format!("/orders/{number}")).await;
    assert!(seen.says("by Hartwell & Pike") && !seen.says("Will"), "{}", seen.text());
    let mut mona_program = world.program("mona@").await;
    let told = mona_program.get(&format!("/api/v1/orders/{number}")).await;
    assert!(
        !told.html.contains("Will") && told.html.contains("\"source\":\"staff\""),
        "{}",
        told.html
    );
    assert!(
        !mona.get("/cart").await.says("TEAPOT-IRON"),
        "the staff have a current order of their own"
    );
    let mails = world.mails();
    assert!(
        mails.iter().any(|m| m.contains(&number)) && !mails.iter().any(|m| m.contains("will@"))
    );
    will.post("/view-as/stop", &[]).await;
    let page = will.get(&format!("/staff/orders/{number}")).await;
    assert!(page.says("placed by Will") && page.says("Larch & Lime"), "{}", page.text());
});

in_world!(a_view_ends_by_itself_and_by_sign_out_and_forms_of_another_customer_stay_out, |world| {
    let mut will = viewing(&world, "will@").await;
    will.post("/view-as/mode", &[("mode", "order")]).await;
    let form = will.get("/products/MUG-SAND").await;
    let (csrf, made_for) = (form.hidden("csrf").unwrap(), form.hidden("customer").unwrap());
    will.post("/view-as/stop", &[]).await;
    will.get("/staff/logins").await;
    will.post("/staff/customers/C-1002/view-as", &[]).await;
    will.get("/").await;
    let theirs = will.get("/orders/P-100001").await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND, "an order of C-1001");
    will.post("/view-as/mode", &[("mode", "order")]).await;
    let old = [
        ("csrf", csrf.as_str()),
        ("customer", &made_for),
        ("code", "MUG-SAND"),
        ("quantity", "12"),
    ];
    let crossed = will.post_raw("/cart/add", &old).await;
    assert_eq!(crossed.status, StatusCode::CONFLICT, "a form made for C-1001 reached C-1002");
    world.clock.advance(60 * 60_000);
    let over = will.get("/products").await;
    assert_eq!(over.location(), Some("/staff/customers/C-1002"), "{}", over.text());
    assert_eq!(will.get("/staff/logins").await.status, StatusCode::OK);
    will.post(BEGIN, &[]).await;
    will.get("/").await;
    will.post("/sign-out", &[]).await;
    let whys: Vec<_> =
        recorded(&world).await.into_iter().filter(|(v, ..)| v == "view_as_ended").collect();
    let whys: Vec<_> = whys.iter().map(|(_, facts, _)| facts.as_str()).collect();
    assert_eq!(whys, [r#"{"why":"stopped"}"#, r#"{"why":"time"}"#, r#"{"why":"signed_out"}"#]);
});

in_world!(nobody_else_may_view_and_the_api_never_does, |world| {
    let mut mona = world.sign_in("mona@").await;
    mona.get("/").await;
    assert_eq!(mona.post(BEGIN, &[]).await.status, StatusCode::FORBIDDEN);
    let mut ruth = viewing(&world, "ruth@").await;
    assert_eq!(
        ruth.post("/view-as/mode", &[("mode", "order")]).await.status,
        StatusCode::FORBIDDEN
    );
    let mut program = world.program("ruth@").await;
    assert_eq!(program.get("/api/v1/orders").await.status, StatusCode::FORBIDDEN);
    let mut will = world.sign_in("will@").await;
    will.get("/staff/logins").await;
    let closed = will.post("/staff/customers/C-1011/view-as", &[]).await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND, "a closed customer is not looked at");
    let bella = world.login("bella@").id.to_string();
    let other = will.post(BEGIN, &[("login", &bella)]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "a login of another customer");
    let otto = world.login("otto@").id.to_string();
    assert_eq!(will.post(BEGIN, &[("login", &otto)]).await.location(), Some("/"));
    let as_otto = will.get("/orders").await;
    let mut himself = world.sign_in("otto@").await;
    let own = himself.get("/orders").await;
    assert!(as_otto.says("with the rights of Otto"), "{}", as_otto.text());
    for number in ["P-100001", "P-100002", "P-100003", "P-100004", "P-100005"] {
        assert_eq!(as_otto.says(number), own.says(number), "{number}: only what Otto sees");
    }
});
