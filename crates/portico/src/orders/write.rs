//! Writes a new order: head, lines, first moves of the ledger, allocations, charges and VAT, each
//! kind of row in one round trip. Called by `place` alone.

use super::draft::{Draft, DraftLine};
use super::place::{Head, Split};
use super::{HandOver, Status};
use crate::access::Buyer;
use crate::catalogue::bought::{self, Bought};
use crate::catalogue::{StockKind, stock};
use crate::platform::db::{DbError, Tx, args};
use crate::platform::problem::AppError;
use crate::platform::wholesaler;
use anyhow::anyhow;

/// Everything a new order is made of.
pub(super) struct NewOrder<'a> {
    pub(super) buyer: &'a Buyer,
    pub(super) head: &'a Head,
    pub(super) draft: &'a Draft,
    pub(super) splits: &'a [Split],
    pub(super) status: Status,
}

/// Writes it and answers with its id. A total that is not the sum of its parts stops the deed.
pub(super) fn order(tx: &mut Tx, number: &str, new: &NewOrder<'_>) -> Result<i64, AppError> {
    assert_sums(new.draft, new.splits)?;
    let id = tx.new_id();
    write_head(tx, id, number, new)?;
    let line_ids = write_lines(tx, id, new)?;
    write_moves(tx, (id, number), &line_ids, new)?;
    write_allocations(tx, &line_ids, new)?;
    write_charges(tx, id, new.draft)?;
    note_bought(tx, new)?;
    Ok(id)
}

/// Invariants of money and stock, in release builds too (style.md, Code 13).
fn assert_sums(draft: &Draft, splits: &[Split]) -> Result<(), AppError> {
    let goods: i64 = draft.lines.iter().map(|l| l.net.minor).sum();
    let total = goods + draft.charges_total().minor + draft.vat_total().minor;
    let whole = |(line, split): (&DraftLine, &Split)| {
        let units = line.quantity.map_or(0, |q| q.units);
        split.pending + split.backordered + split.allocated == units && units > 0
    };
    let stages = draft.lines.len() == splits.len() && draft.lines.iter().zip(splits).all(whole);
    if goods == draft.goods.minor && total == draft.total.minor && stages {
        return Ok(());
    }
    tracing::error!(invariant = "order sums", "an order's parts do not add up: not written");
    Err(anyhow!("an order's parts do not add up").into())
}

fn write_head(tx: &mut Tx, id: i64, number: &str, new: &NewOrder<'_>) -> Result<(), DbError> {
    let (now, today) = (tx.now(), wholesaler::today(tx)?);
    let (head, draft, address) = (new.head, new.draft, &new.head.address);
    let reference = head.reference.as_deref();
    let find_key = format!("{} {}", number, reference.unwrap_or("")).to_lowercase();
    let source_key = head.source.starts_with("quote:").then_some(head.source.as_str());
    let by_staff = new.buyer.view_as.is_some() && source_key.is_none();
    let source = if by_staff { "staff" } else { head.source.as_str() };
    let requested_day = head.requested_day.map(|d| d.text());
    let count = i64::try_from(draft.lines.len()).unwrap_or(i64::MAX);
    let written = tx.exec(
        "insert into orders (id, number, number_key, customer_id, login_id, source, source_key,
             status, hand_over, currency, reference, remarks, requested_day, part_deliveries,
             address_id, address_name, address_contact, address_line1, address_line2,
             address_postcode, address_city, address_region, address_country, address_phone,
             placed_at, placed_day, line_count, goods_minor, charges_minor, vat_minor, total_minor,
             delivery, payment, find_key, changed_at, staff_login_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
             $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, 'none', 'none', $32,
             $25, $33)",
        args![
            id,
            number,
            &number.to_lowercase(),
            new.buyer.customer.id,
            new.buyer.orders_login(),
            source,
            source_key,
            new.status.text(),
            HandOver::Waiting.text(),
            draft.total.currency.code(),
            reference,
            head.remarks.as_deref(),
            requested_day.as_deref(),
            head.part_deliveries,
            head.address_id,
            &address.name,
            address.contact.as_deref(),
            &address.line1,
            address.line2.as_deref(),
            address.postcode.as_deref(),
            &address.city,
            address.region.as_deref(),
            address.country.code(),
            address.phone.as_deref(),
            now,
            &today.text(),
            count,
            draft.goods.minor,
            draft.charges_total().minor,
            draft.vat_total().minor,
            draft.total.minor,
            &find_key,
            new.buyer.staff_login()
        ],
    )?;
    if written == 1 { Ok(()) } else { Err(DbError::Failed("order not written".to_owned())) }
}

/// What was bought is marked in lists.
fn note_bought(tx: &mut Tx, new: &NewOrder<'_>) -> Result<(), DbError> {
    let today = wholesaler::today(tx)?.text();
    let line = |line: &DraftLine| {
        let (card, quantity) = (line.card.as_ref()?, line.quantity?);
        let customer_id = new.buyer.customer.id;
        Some(Bought { customer_id, product_id: card.id, day: &today, quantity: quantity.units })
    };
    let lines: Vec<Bought<'_>> = new.draft.lines.iter().filter_map(line).collect();
    bought::note(tx, &lines)
}

fn write_lines(tx: &mut Tx, order_id: i64, new: &NewOrder<'_>) -> Result<Vec<i64>, DbError> {
    let (customer_id, now) = (new.buyer.customer.id, tx.now());
    let ids: Vec<i64> = new.draft.lines.iter().map(|_| tx.new_id()).collect();
    let mut rows = Vec::with_capacity(ids.len());
    for (index, (line, split)) in new.draft.lines.iter().zip(new.splits).enumerate() {
        let (Some(card), Some(quantity), Some(price)) = (&line.card, line.quantity, line.price)
        else {
            return Err(DbError::Failed("an order line without product or price".to_owned()));
        };
        rows.push(args![
            ids[index],
            order_id,
            customer_id,
            i64::try_from(index + 1).unwrap_or(i64::MAX),
            card.id,
            &card.sku,
            &card.name,
            &card.unit,
            quantity.units,
            i64::from(quantity.decimals),
            price.ten_thousandths,
            price.per,
            line.net.minor,
            line.taxed.rate.basis_points,
            line.taxed.category.code(),
            line.remarks.as_deref(),
            supplied_from(card.stock_kind),
            split.pending,
            split.backordered,
            split.allocated,
            now
        ]);
    }
    tx.exec_each_one(
        "insert into order_lines (id, order_id, customer_id, line, product_id, sku, name, unit,
             quantity, quantity_decimals, price, per, discount, net_minor, vat_rate, vat_category,
             remarks, supplied_from, pending, backordered, allocated, released, shipped, cancelled,
             returned, invoiced, credited, queue_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17,
             $18, $19, $20, 0, 0, 0, 0, 0, 0, $21)",
        &rows,
    )?;
    Ok(ids)
}

fn write_moves(
    tx: &mut Tx,
    order: (i64, &str),
    line_ids: &[i64],
    new: &NewOrder<'_>,
) -> Result<(), DbError> {
    let now = tx.now();
    let source = format!("order:{}", order.1);
    let mut moves = Vec::new();
    for (line_id, split) in line_ids.iter().zip(new.splits) {
        for (stage, quantity) in split.stages() {
            moves.push((tx.new_id(), *line_id, stage.text(), quantity));
        }
    }
    let rows: Vec<_> = moves
        .iter()
        .map(|(id, line, stage, quantity)| {
            args![*id, order.0, *line, now, *stage, *quantity, &source, new.buyer.login.id]
        })
        .collect();
    tx.exec_each_one(
        "insert into line_moves (id, order_id, order_line_id, at, from_stage, to_stage, quantity,
             source, login_id)
         values ($1, $2, $3, $4, '', $5, $6, $7, $8)",
        &rows,
    )
}

fn write_allocations(tx: &mut Tx, line_ids: &[i64], new: &NewOrder<'_>) -> Result<(), DbError> {
    let reserved = line_ids.iter().zip(&new.draft.lines).zip(new.splits);
    let rows: Vec<_> = reserved
        .filter_map(|((line_id, line), split)| {
            let card = line.card.as_ref().filter(|card| card.stock_kind == StockKind::Tracked)?;
            (split.allocated > 0).then(|| args![*line_id, stock::MAIN, card.id, split.allocated])
        })
        .collect();
    tx.exec_each_one(
        "insert into allocations (order_line_id, location, product_id, quantity)
         values ($1, $2, $3, $4)",
        &rows,
    )
}

/// Writes today's prices, charges and VAT on an order whose lines wait: its quantities stay as they are.
pub(super) fn reprice(
    tx: &mut Tx,
    order_id: i64,
    line_ids: &[i64],
    (draft, splits): (&Draft, &[Split]),
) -> Result<(), AppError> {
    assert_sums(draft, splits)?;
    let mut rows = Vec::with_capacity(line_ids.len());
    for (line_id, line) in line_ids.iter().zip(&draft.lines) {
        let price = line.price.ok_or_else(|| anyhow!("an order line without a price"))?;
        let (rate, category) = (line.taxed.rate.basis_points, line.taxed.category.code());
        let net = line.net.minor;
        rows.push(args![*line_id, price.ten_thousandths, price.per, net, rate, category]);
    }
    tx.exec_each_one(
        "update order_lines set price = $2, per = $3, net_minor = $4, vat_rate = $5,
             vat_category = $6 where id = $1",
        &rows,
    )?;
    let _ = tx.exec("delete from order_charges where order_id = $1", args![order_id])?;
    let _ = tx.exec("delete from order_vat where order_id = $1", args![order_id])?;
    write_charges(tx, order_id, draft)?;
    let sums = args![
        order_id,
        draft.goods.minor,
        draft.charges_total().minor,
        draft.vat_total().minor,
        draft.total.minor
    ];
    let written = tx.exec(
        "update orders set goods_minor = $2, charges_minor = $3, vat_minor = $4, total_minor = $5
         where id = $1",
        sums,
    )?;
    if written == 1 { Ok(()) } else { Err(DbError::Failed("order vanished".to_owned()).into()) }
}

fn write_charges(tx: &mut Tx, order_id: i64, draft: &Draft) -> Result<(), DbError> {
    let charges: Vec<_> = draft
        .charges
        .iter()
        .zip(1_i64..)
        .map(|((charge, taxed), position)| {
            args![
                order_id,
                position,
                charge.kind,
                &charge.name,
                charge.net.minor,
                taxed.rate.basis_points,
                taxed.category.code()
            ]
        })
        .collect();
    tx.exec_each_one(
        "insert into order_charges (order_id, position, kind, name, net_minor, vat_rate, vat_category)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &charges,
    )?;
    let parts: Vec<_> = draft
        .vat
        .iter()
        .map(|part| {
            let (rate, code) = (part.taxed.rate.basis_points, part.taxed.category.code());
            args![order_id, rate, code, part.taxable.minor, part.vat.minor]
        })
        .collect();
    tx.exec_each_one(
        "insert into order_vat (order_id, vat_rate, vat_category, taxable_minor, vat_minor)
         values ($1, $2, $3, $4, $5)",
        &parts,
    )
}

/// As in the API: where a line's goods come from.
fn supplied_from(kind: StockKind) -> &'static str {
    match kind {
        StockKind::Tracked => "stock",
        StockKind::Supplier => "supplier",
        StockKind::Untracked => "none",
    }
}
