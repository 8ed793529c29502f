//! What was ordered from the company: one order in each state it can be in.

use super::people::{AIRPORT, FJORD, HAUS, LARCH, MOORLAND};
use super::{Company, Owed};
use crate::testkit::order_rows::{
    ALLOCATED, BACKORDERED, CANCELLED, Charge, IDS_PER_ORDER, Line, Order, PENDING, RELEASED,
    SHIPPED, taxed,
};

/// Adds all orders, and posts those that are open to the customers' credit.
pub(super) fn fill(company: &mut Company) {
    delivered(company);
    under_way(company);
    waiting(company);
    ended(company);
    elsewhere(company);
    for order in company.orders.clone() {
        post(company, &order);
    }
}

/// An order that was placed this many days and hours ago and is confirmed.
fn placed(company: &Company, number: &str, customer_id: i64, (days, hours): (i64, i64)) -> Order {
    let placed_at = company.ago(days, hours);
    let buyer = company
        .rows
        .memberships
        .iter()
        .find(|m| m.customer_id == Some(customer_id) && m.role == "buyer");
    Order {
        id: (i64::try_from(company.orders.len()).unwrap_or(0) + 1) * IDS_PER_ORDER,
        number: number.to_owned(),
        wholesaler_number: None,
        customer_id,
        login_id: buyer.map(|m| m.login_id),
        source: "cart",
        status: "confirmed",
        refused_why: None,
        hand_over: "received",
        reference: None,
        remarks: None,
        requested_day: None,
        part_deliveries: true,
        address: company.address_of(customer_id),
        placed_at,
        placed_day: company.day(placed_at),
        lines: Vec::new(),
        charges: Vec::new(),
    }
}

fn shipped(line: Line, at: i64) -> Line {
    let quantity = line.quantity;
    let (picked, left) = (at + 4 * 3_600_000, at + 26 * 3_600_000);
    line.all_reserved(at).moved(picked, (ALLOCATED, RELEASED), quantity).moved(
        left,
        (RELEASED, SHIPPED),
        quantity,
    )
}

fn delivered(company: &mut Company) {
    let order = placed(company, "SO-9001", LARCH, (240, 3));
    let at = order.placed_at;
    let mut line = company.product("CLOSED-1").line(24);
    line = line.ordered(at, SHIPPED, 24);
    let mug = company.product("MUG-SAND").line(48).at("5.55").ordered(at, SHIPPED, 48);
    let imported = Order {
        source: "import",
        hand_over: "by_hand",
        login_id: None,
        lines: vec![line, mug],
        ..order
    };
    company.orders.push(Order { wholesaler_number: Some("SO-9001".to_owned()), ..imported });

    let order = placed(company, "P-100001", LARCH, (40, 2));
    let at = order.placed_at;
    let lines = vec![
        shipped(company.product("MUG-SAND").line(24).at("5.92"), at),
        shipped(company.product("TIN-MIN6").line(6), at),
        shipped(company.product("RIBBON-M").line(125), at),
    ];
    let charges = vec![Charge {
        kind: "carriage",
        name: "Carriage",
        net_minor: 850,
        taxed: taxed(2_000, "S"),
    }];
    company.orders.push(Order { lines, charges, reference: Some("PO 7701".to_owned()), ..order });
}

fn under_way(company: &mut Company) {
    let order = placed(company, "P-100002", LARCH, (12, 5));
    let at = order.placed_at;
    let part = company
        .product("MUG-SLATE")
        .line(168)
        .at("5.20")
        .ordered(at, ALLOCATED, 144)
        .ordered(at, BACKORDERED, 24);
    let (picked, left) = (at + 5 * 3_600_000, at + 30 * 3_600_000);
    let part = part.moved(picked, (ALLOCATED, RELEASED), 96).moved(left, (RELEASED, SHIPPED), 96);
    let lines = vec![part, company.product("OUT-BACK").line(12).ordered(at, BACKORDERED, 12)];
    let remarks = Some("Ring the bell at the side door.".to_owned());
    company.orders.push(Order { lines, remarks, reference: Some("PO 7781".to_owned()), ..order });

    let order = placed(company, "P-100003", LARCH, (3, 1));
    let at = order.placed_at;
    let candle = company.product("CANDLE-FIG").line(36).at("8.25").all_reserved(at);
    let lines = vec![
        candle.moved(at + 3_600_000, (ALLOCATED, RELEASED), 36),
        company.product("TOWEL-FERN").line(60).at("4.95").all_reserved(at),
    ];
    company.orders.push(Order { lines, wholesaler_number: Some("HP-20417".to_owned()), ..order });
}

fn waiting(company: &mut Company) {
    let order = placed(company, "P-100004", LARCH, (0, 2));
    let lines = vec![company.product("GLASS-STEP4").line(16).all_reserved(order.placed_at)];
    company.orders.push(Order { lines, status: "placed", ..order });

    let order = placed(company, "P-100005", LARCH, (1, 3));
    let lines = vec![company.product("TEAPOT-IRON").line(10).at("30.00").ordered(
        order.placed_at,
        PENDING,
        10,
    )];
    let otto = company.rows.logins.iter().find(|l| l.email.starts_with("otto@")).map(|l| l.id);
    company.orders.push(Order {
        lines,
        status: "awaiting_approval",
        hand_over: "waiting",
        login_id: otto,
        ..order
    });

    let order = placed(company, "P-100006", LARCH, (2, 4));
    let lines = vec![company.product("HAMPER-2").line(5).ordered(order.placed_at, PENDING, 5)];
    company.orders.push(Order { lines, status: "awaiting_payment", hand_over: "waiting", ..order });
}

fn ended(company: &mut Company) {
    let order = placed(company, "P-100007", LARCH, (18, 2));
    let at = order.placed_at;
    let later = at + 2 * 3_600_000;
    let line = company.product("BENCH-OAK").line(2).ordered(at, BACKORDERED, 2).moved(
        later,
        (BACKORDERED, CANCELLED),
        2,
    );
    let refused_why = Some("The maker no longer sends to this postcode.");
    company.orders.push(Order {
        lines: vec![line],
        status: "refused",
        hand_over: "refused",
        refused_why,
        ..order
    });

    let order = placed(company, "P-100008", LARCH, (25, 6));
    let at = order.placed_at;
    let line = company.product("CANDLE-SALT").line(6).at("8.80").all_reserved(at);
    let line = line.moved(at + 3_600_000, (ALLOCATED, CANCELLED), 6);
    company.orders.push(Order { lines: vec![line], status: "cancelled", ..order });
}

fn elsewhere(company: &mut Company) {
    let order = placed(company, "P-100009", MOORLAND, (6, 4));
    let lines = vec![shipped(company.product("MUG-MOSS").line(36).at("5.70"), order.placed_at)];
    company.orders.push(Order { lines, reference: Some("Moor 12".to_owned()), ..order });

    let order = placed(company, "P-100010", FJORD, (9, 4));
    let mut line = shipped(company.product("MUG-SAND").line(12).at("5.92"), order.placed_at);
    line.taxed = taxed(0, "G");
    company.orders.push(Order { lines: vec![line], ..order });

    let order = placed(company, "P-100011", HAUS, (4, 4));
    let mut line = company.product("TOWEL-FERN").line(20).at("5.28").all_reserved(order.placed_at);
    line.taxed = taxed(0, "AE");
    company.orders.push(Order { lines: vec![line], ..order });

    let order = placed(company, "P-100012", AIRPORT, (5, 4));
    let lines = vec![company.product("MUG-SAND").line(12).at("5.92").all_reserved(order.placed_at)];
    company.orders.push(Order { lines, ..order });
}

/// What is placed or confirmed and not yet all delivered counts as ordered; Larch & Lime pays for its airport shop.
fn post(company: &mut Company, order: &Order) {
    let open = matches!(order.status, "placed" | "confirmed") && order.delivery() != "all";
    if open {
        let customer = company.rows.customers.iter().find(|c| c.id == order.customer_id);
        company.postings.push(Owed {
            customer_id: customer.and_then(|c| c.invoiced_to).unwrap_or(order.customer_id),
            reason: "order",
            source: format!("order:{}", order.number),
            owed_minor: 0,
            ordered_minor: order.sums().total_minor,
            at: order.placed_at,
        });
    }
}
