//! The guards against races, each with the code without it.

use super::Loses::{Race, Test};
use super::{Edit, Guard};
use crate::program::Kind;

const BOTH: &[Kind] = &[Kind::Sqlite, Kind::Postgres];
/// Locks between two transactions: SQLite has one writer.
const POSTGRES: &[Kind] = &[Kind::Postgres];

const KEEPER: &str = "crates/portico/src/customers/keeper.rs";
const CREDIT: &str = "crates/portico/src/customers/credit.rs";
const STOCK: &str = "crates/portico/src/catalogue/stock.rs";
const LEDGER: &str = "crates/portico/src/orders/ledger.rs";
const SHIP: &str = "crates/portico/src/orders/shipping/ship.rs";
const ALLOCATE: &str = "crates/portico/src/orders/allocate.rs";
const APPROVE: &str = "crates/portico/src/orders/approve.rs";
const PICK: &str = "crates/portico/src/backoffice/goods_out/pick.rs";
const DISPATCH: &str = "crates/portico/src/backoffice/goods_out/dispatch.rs";
const RETURNS: &str = "crates/portico/src/backoffice/returns/receive.rs";
const TAKE_BACK: &str = "crates/portico/src/orders/take_back.rs";
const COUNTS: &str = "crates/portico/src/backoffice/counts/mod.rs";
const REVERSE: &str = "crates/portico/src/backoffice/goods_in/reverse.rs";
const CONVERT: &str = "crates/portico/src/quotes/convert.rs";
const QUOTES: &str = "crates/portico/src/quotes/write.rs";
const SETTLE: &str = "crates/portico/src/billing/settle.rs";
const PLAN: &str = "crates/portico/src/billing/pay/plan.rs";
const INVOICE: &str = "crates/portico/src/billing/invoice.rs";
const ISSUE: &str = "crates/portico/src/billing/issue.rs";
const CREDIT_NOTE: &str = "crates/portico/src/billing/credit_note.rs";
const BOOK: &str = "crates/portico/src/billing/pay/book.rs";
const RECEIVED: &str = "crates/portico/src/billing/remit/received.rs";
const IDEMPOTENCY: &str = "crates/portico/src/platform/idempotency.rs";

/// Locks the stock rows of a deed.
const STOCK_LOCK: Edit = Edit {
    file: STOCK,
    with: "\"update stock set version = version + 1 where product_id = $1 and location = $2
         returning on_hand, allocated\"",
    without: "\"select on_hand, allocated from stock where product_id = $1 and location = $2\"",
};

/// Locks the heads of orders.
const HEAD_LOCK: Edit = Edit {
    file: LEDGER,
    with: "tx.exec_many(\"update orders set changed_at = $2 where id = $1\", &rows)?;",
    without: "&rows;",
};

/// Looks whether so much of a line lies reserved as is to leave.
const STANDING: Edit = Edit {
    file: SHIP,
    with: "if *taken + line.quantity > there {",
    without: "if *taken + line.quantity > there + i64::MAX / 2 {",
};

/// Who waits longest comes first.
const QUEUE_ORDER: Edit = Edit {
    file: ALLOCATE,
    with: "order by l.priority, l.queue_at, l.id\n",
    without: "order by l.priority, l.queue_at desc, l.id\n",
};

pub(super) const GUARDS: &[Guard] = &[
    Guard {
        name: "lock of the stock rows, where people order",
        loses: Race("last units", POSTGRES),
        edits: &[STOCK_LOCK],
    },
    Guard {
        name: "one order of locks, whatever order the lines come in",
        loses: Race("crosswise", POSTGRES),
        edits: &[Edit {
            file: STOCK,
            with: "    places.sort_unstable();\n    places.dedup();\n",
            without: "    places.dedup();\n",
        }],
    },
    Guard {
        name: "lock of the credit row",
        loses: Race("credit", POSTGRES),
        edits: &[Edit {
            file: CREDIT,
            with: "\"insert into credit (customer_id, currency, owed_minor, ordered_minor, version)
         values ($1, $2, 0, 0, 1)
         on conflict (customer_id, currency) do update set version = credit.version + 1
         returning owed_minor, ordered_minor\"",
            without: "\"select owed_minor, ordered_minor from credit
         where customer_id = $1 and currency = $2\"",
        }],
    },
    Guard {
        name: "look at the credit limit",
        loses: Race("credit", BOTH),
        edits: &[Edit {
            file: CREDIT,
            with: "if by.minor <= 0 || total.minor <= 0 {",
            without: "if by.minor <= i64::MAX || total.minor <= 0 {",
        }],
    },
    Guard {
        name: "lock of the customer whose addresses change",
        loses: Test("twenty_new_addresses_at_once"),
        edits: &[
            Edit {
                file: KEEPER,
                with: "\"update customers set changed_at = changed_at where id = $1\",",
                without: "\"update customers set changed_at = changed_at where id = $1 and id < 0\",",
            },
            Edit {
                file: KEEPER,
                with: "if locked == 1 { Ok(()) }",
                without: "if locked < 2 { Ok(()) }",
            },
        ],
    },
    Guard {
        name: "key of a request, seen before",
        loses: Race("clicks", BOTH),
        edits: &[Edit {
            file: IDEMPOTENCY,
            with: "on conflict (scope, key) do nothing\",",
            without: "on conflict (scope, key) do update set created_at = excluded.created_at\",",
        }],
    },
    Guard {
        name: "lock of the stock rows, where goods come in",
        loses: Race("beside stock", POSTGRES),
        edits: &[STOCK_LOCK],
    },
    Guard { name: "order of the queue", loses: Race("goods in", BOTH), edits: &[QUEUE_ORDER] },
    Guard {
        name: "giving on in the transaction of the goods-in",
        loses: Race("goods in", BOTH),
        edits: &[Edit {
            file: ALLOCATE,
            with: "allocate_backorders(tx, &freed.products(), cause)\n",
            without: "allocate_backorders(tx, &freed.products()[..0], cause)\n",
        }],
    },
    Guard {
        name: "what stands on the line, before it is sent",
        loses: Race("sent", BOTH),
        edits: &[
            Edit {
                file: DISPATCH,
                with: "if quantity > available.units {",
                without: "if quantity > available.units + i64::MAX / 2 {",
            },
            STANDING,
        ],
    },
    Guard {
        name: "locks of stock and order, where a line is sent",
        loses: Race("sent", POSTGRES),
        edits: &[STOCK_LOCK, HEAD_LOCK],
    },
    Guard {
        name: "what a note asks for, in the statement that counts a scan",
        loses: Race("picked", BOTH),
        edits: &[Edit {
            file: PICK,
            with: "picked + $3 <= quantity\",\n        args![note.id, line.position,",
            without: "picked + $3 > 0\",\n        args![note.id, line.position,",
        }],
    },
    Guard {
        name: "state of the note, and what stands on its lines, before it is sent",
        loses: Race("picked", BOTH),
        edits: &[
            Edit {
                file: DISPATCH,
                with: "where id = $1 and state = 'packed'\",",
                without: "where id = $1\",",
            },
            STANDING,
        ],
    },
    Guard {
        name: "locks of stock and order, where an order is released",
        loses: Race("picked", POSTGRES),
        edits: &[STOCK_LOCK, HEAD_LOCK],
    },
    Guard {
        name: "first decision on an order",
        loses: Race("approval", BOTH),
        edits: &[
            Edit {
                file: APPROVE,
                with: "where id = $1 and status = 'awaiting_approval'\",",
                without: "where id = $1\",",
            },
            Edit {
                file: APPROVE,
                with: "if head.status != Status::AwaitingApproval {",
                without: "if head.status == Status::AwaitingPayment {",
            },
        ],
    },
    Guard {
        name: "claim of the order by who decides",
        loses: Race("approval", POSTGRES),
        edits: &[Edit {
            file: APPROVE,
            with: "where id = $1 and status = 'awaiting_approval'\",",
            without: "where id = $1\",",
        }],
    },
    Guard {
        name: "order of the queue, among any deeds",
        loses: Test("any_deeds_in_any_order"),
        edits: &[QUEUE_ORDER],
    },
    Guard {
        name: "locks of stock and order, among any deeds",
        loses: Test("any_deeds_at_once"),
        edits: &[STOCK_LOCK, HEAD_LOCK],
    },
    Guard {
        name: "what was sent and has not come back, where goods come back",
        loses: Test("no_more_comes_back_than_was_sent"),
        edits: &[
            Edit {
                file: RETURNS,
                with: "if quantity > line.shipped - line.returned {",
                without: "if quantity > line.shipped - line.returned + i64::MAX / 2 {",
            },
            Edit {
                file: TAKE_BACK,
                with: "and returned + $2 > returned and returned + $2 <= shipped",
                without: "and returned + $2 > returned",
            },
        ],
    },
    Guard {
        name: "state of a count that is booked",
        loses: Test("a_count_is_booked_once"),
        edits: &[Edit {
            file: COUNTS,
            with: "if state == State::Open { Ok((id, location)) } else { Err(Refusal::NotOpen.into()) }",
            without: "Ok((id, location))",
        }],
    },
    Guard {
        name: "index over what is taken back",
        loses: Test("a_note_is_taken_back_once"),
        edits: &[
            Edit {
                file: REVERSE,
                with: "_ if already => ",
                without: "_ if already && products.is_empty() => ",
            },
            Edit { file: REVERSE, with: "reverses: Some(note.id),", without: "reverses: None," },
        ],
    },
    Guard {
        name: "lock of a quotation, where it is converted",
        loses: Test("quotes::tests::staff_withdraw_while_the_customer_converts"),
        edits: &[Edit { file: CONVERT, with: "lock(tx, quote.head.id)?;", without: "" }],
    },
    Guard {
        name: "state of a quotation, looked at again under its lock",
        loses: Test("quotes::tests::staff_withdraw_while_the_customer_converts"),
        edits: &[Edit { file: CONVERT, with: "check(buyer, &now, needs_release)?;", without: "" }],
    },
    Guard {
        name: "version of a quotation that staff saw",
        loses: Test("quotes::tests::staff_withdraw_while_the_customer_converts"),
        edits: &[Edit {
            file: QUOTES,
            with: "where id = $1 and version = $2\",\n        args![head.id, seen],",
            without: "where id = $1 and version >= $2\",\n        args![head.id, 0 * seen],",
        }],
    },
    Guard {
        name: "lock of an order that is invoiced",
        loses: Test("two_invoices_at_once_charge_each_piece_once"),
        edits: &[Edit { file: INVOICE, with: "let _ = ledger::lock(tx, order_id)?;", without: "" }],
    },
    Guard {
        name: "an announced transfer is received once",
        loses: Test("an_announced_transfer_that_two_people_book_is_booked_once"),
        edits: &[
            Edit {
                file: RECEIVED,
                with: "where id = $1 and status = 'announced'\",",
                without: "where id = $1\",",
            },
            Edit {
                file: RECEIVED,
                with: " and r.currency = $3 and r.status = 'announced'",
                without: " and r.currency = $3",
            },
        ],
    },
    Guard {
        name: "rules of EN 16931, where a document is issued",
        loses: Test("an_invoice_that_breaks_the_rules_is_not_issued"),
        edits: &[Edit {
            file: ISSUE,
            with: "if !core.is_empty() {",
            without: "if !core.is_empty() && false {",
        }],
    },
    Guard {
        name: "locks of the invoice that a credit note corrects",
        loses: Test("two_credit_notes_at_once_give_each_piece_back_once"),
        edits: &[
            Edit { file: CREDIT_NOTE, with: "        lock_orders(tx, head.id)?;\n", without: "" },
            Edit {
                file: CREDIT_NOTE,
                with: "let _ = credit::lock(tx, head.customer_id, head.total.currency.code())?;",
                without: "",
            },
            Edit { file: CREDIT_NOTE, with: "let _ = settle::lock(tx, &[head.id])?;", without: "" },
        ],
    },
    Guard {
        name: "sum of the credit notes of an invoice",
        loses: Test("a_credit_note_gives_back_no_more_than_was_charged"),
        edits: &[Edit {
            file: CREDIT_NOTE,
            with: "if credited > invoice.head.total.minor {",
            without: "if credited > i64::MAX - invoice.head.total.minor {",
        }],
    },
    Guard {
        name: "return that was credited before",
        loses: Test("two_credit_notes_for_one_return_are_one"),
        edits: &[Edit { file: CREDIT_NOTE, with: "    not_before(tx, &source)?;\n", without: "" }],
    },
    Guard {
        name: "what is open, where a payment is begun",
        loses: Test("two_who_pay_one_invoice_at_once_hold_it_once"),
        edits: &[Edit {
            file: SETTLE,
            with: "and open_minor - pending_minor >= $2 and cast($2 as bigint) > 0",
            without: "and cast($2 as bigint) > 0",
        }],
    },
    Guard {
        name: "lock of the documents that are paid",
        loses: Test("two_who_pay_the_same_invoice_one_within_the_other"),
        edits: &[Edit {
            file: SETTLE,
            with: "tx.exec_many(\"update documents set version = version + 1 where id = $1\", &rows)?;",
            without: "&rows;",
        }],
    },
    Guard {
        name: "one payment at a time for a document",
        loses: Race("invoice", BOTH),
        edits: &[Edit {
            file: PLAN,
            with: "let is_under_way = document.pending.minor > 0",
            without: "let is_under_way = document.pending.minor < 0",
        }],
    },
    Guard {
        name: "lock of a payment that is booked",
        loses: Test("one_answer_of_the_gateway_is_booked_once"),
        edits: &[Edit {
            file: BOOK,
            with: "(Status::Paid | Status::Refunded, _) => Booked::Nothing,",
            without: "(Status::Refunded, _) => Booked::Nothing,",
        }],
    },
    Guard {
        name: "what the gateway speaks of is compared with what was asked for",
        loses: Test("what_is_for_something_else_is_not_booked"),
        edits: &[Edit {
            file: BOOK,
            with: "(state.amount != payment.amount).then_some(\"amount\")",
            without: "None",
        }],
    },
];
