//! Reading documents for the person who asks. A customer's people see what their company pays for; whoever sees only own
//! orders sees only the documents that charge one of those.

use super::DocumentType;
use super::kept::{
    Document, DocumentCharge, DocumentDetail, DocumentLine, Settled, currency, day,
    document_columns, from_documents, taxed,
};
use crate::access::{Buyer, Staff};
use crate::orders::OrderHead;
use crate::orders::place::own_only;
use crate::platform::db::{DbError, FromRow, Row, View, args};
use portico_types::{Currency, Money, Quantity, Rate, UnitPrice, VatPart};

/// A document of the customer acted for, by its number.
///
/// # Errors
/// What the database says.
pub fn get(
    view: &mut View,
    buyer: &Buyer,
    number: &str,
) -> Result<Option<DocumentDetail>, DbError> {
    let head = view.one::<Document>(
        concat!(
            "select ",
            document_columns!(),
            from_documents!(),
            " where d.number_key = $1 and d.customer_id = $2 and (cast($3 as bigint) is null
                 or exists (select 1 from document_orders x join orders o on o.id = x.order_id
                     where x.document_id = d.id and o.login_id = $3))"
        ),
        args![&number.to_lowercase(), buyer.customer.id, own_only(buyer)],
    )?;
    head.map(|head| detail(view, head)).transpose()
}

/// Any document by its number, for staff.
///
/// # Errors
/// What the database says.
pub fn get_any(
    view: &mut View,
    _: &Staff,
    number: &str,
) -> Result<Option<DocumentDetail>, DbError> {
    by_key(view, number)?.map(|head| detail(view, head)).transpose()
}

/// The head of a document by its number, for verbs that look at the person themselves.
pub(crate) fn by_key(view: &mut View, number: &str) -> Result<Option<Document>, DbError> {
    view.one::<Document>(
        concat!("select ", document_columns!(), from_documents!(), " where d.number_key = $1"),
        args![&number.to_lowercase()],
    )
}

/// The frozen facts of these documents of the customer acted for, by their numbers; nothing for one that has none, and for
/// one that is somebody else's.
///
/// # Errors
/// What the database says.
pub fn papers(
    view: &mut View,
    buyer: &Buyer,
    numbers: &[String],
) -> Result<Vec<Option<String>>, DbError> {
    let keys: Vec<String> = numbers.iter().map(|number| number.to_lowercase()).collect();
    let whose = (buyer.customer.id, own_only(buyer));
    let keys: Vec<_> = keys.iter().map(|key| args![key, whose.0, whose.1]).collect();
    let found = view.all_many::<String>(
        "select d.paper from documents d
         where d.number_key = $1 and d.customer_id = $2 and d.paper is not null
             and (cast($3 as bigint) is null
                 or exists (select 1 from document_orders x join orders o on o.id = x.order_id
                     where x.document_id = d.id and o.login_id = $3))",
        &keys,
    )?;
    Ok(found.into_iter().map(|mut papers| papers.pop()).collect())
}

/// The same of any documents, for staff.
///
/// # Errors
/// What the database says.
pub fn papers_of_any(
    view: &mut View,
    _: &Staff,
    numbers: &[String],
) -> Result<Vec<Option<String>>, DbError> {
    let keys: Vec<String> = numbers.iter().map(|number| number.to_lowercase()).collect();
    let keys: Vec<_> = keys.iter().map(|key| args![key]).collect();
    let found = view.all_many::<String>(
        "select paper from documents where number_key = $1 and paper is not null",
        &keys,
    )?;
    Ok(found.into_iter().map(|mut papers| papers.pop()).collect())
}

/// The frozen facts of a document that was read for the person who asks.
///
/// # Errors
/// What the database says.
pub fn paper(view: &mut View, document: &Document) -> Result<Option<String>, DbError> {
    let paper = view
        .one::<Option<String>>("select paper from documents where id = $1", args![document.id])?;
    Ok(paper.flatten())
}

/// Everything below a head that was read for the person who asks: six statements.
pub(crate) fn detail(view: &mut View, head: Document) -> Result<DocumentDetail, DbError> {
    let code = head.total.currency;
    let (lines, charges) = (lines(view, head.id, code)?, charges(view, head.id, code)?);
    let vat = vat(view, head.id, code)?;
    let orders = view.all::<String>(
        "select o.number from document_orders x join orders o on o.id = x.order_id
         where x.document_id = $1 order by x.order_id limit 500",
        args![head.id],
    )?;
    let applied = applied(view, &head)?;
    Ok(DocumentDetail { head, lines, charges, vat, orders, applied })
}

/// Documents of an order that was read for the person who asks, oldest first.
///
/// # Errors
/// What the database says.
pub fn of_order(view: &mut View, order: &OrderHead) -> Result<Vec<Document>, DbError> {
    view.all::<Document>(
        concat!(
            "select ",
            document_columns!(),
            from_documents!(),
            " join document_orders x on x.document_id = d.id
             where x.order_id = $1 order by d.id limit 500"
        ),
        args![order.id],
    )
}

/// So much of each line, by its number.
pub type Quantities = Vec<(i64, Quantity)>;

/// The invoice of an order that holds the most of these quantities, by number of the order's line, which are not credited
/// yet; with the numbers of its own lines, and how much of each can be credited.
///
/// # Errors
/// What the database says.
pub fn invoice_of(
    view: &mut View,
    order: &OrderHead,
    wanted: &[(i64, Quantity)],
) -> Result<Option<(Document, Quantities)>, DbError> {
    let mut invoices = of_order(view, order)?;
    invoices.retain(|document| document.kind == DocumentType::Invoice);
    let keys: Vec<_> = invoices.iter().map(|one| (one.id, one.total.currency)).collect();
    let lines = lines_of(view, &keys)?;
    let held = invoices.into_iter().zip(lines).map(|(invoice, lines)| {
        let of = |line: &DocumentLine| {
            let (number, at) = line.of_order.as_ref()?;
            let (_, wanted) =
                wanted.iter().find(|(line, _)| number == &order.number && line == at)?;
            let units = wanted.units.min(line.quantity.units - line.credited);
            (units > 0).then(|| (line.line, Quantity::steps(units, line.quantity.decimals)))
        };
        (invoice, lines.iter().filter_map(of).collect::<Quantities>())
    });
    let units =
        |held: &[(i64, Quantity)]| held.iter().map(|(_, quantity)| quantity.units).sum::<i64>();
    Ok(held.filter(|(_, held)| !held.is_empty()).max_by_key(|(_, held)| units(held)))
}

struct LineRow(DocumentLine);

impl FromRow for LineRow {
    fn from_row(r: &mut Row<'_>) -> Result<LineRow, DbError> {
        let (line, order_line_id, product_id) = (r.next()?, r.next()?, r.next()?);
        let (order, of): (Option<String>, Option<i64>) = (r.next()?, r.next()?);
        let (sku, name, unit) = (r.next()?, r.next()?, r.next()?);
        let (units, decimals): (i64, i64) = (r.next()?, r.next()?);
        let code = currency(&r.next::<String>()?)?;
        let price = UnitPrice::new(r.next()?, r.next()?, code);
        let discount = Rate::new(r.next()?);
        let net = Money::new(r.next()?, code);
        let taxed = taxed(r.next()?, &r.next::<String>()?)?;
        let quantity = Quantity::steps(units, u8::try_from(decimals).unwrap_or(0));
        let (of_line, credited) = (r.next()?, r.next()?);
        Ok(LineRow(DocumentLine {
            line,
            order_line_id,
            of_order: order.zip(of),
            product_id,
            sku,
            name,
            unit,
            quantity,
            price,
            discount,
            net,
            taxed,
            of_line,
            credited,
        }))
    }
}

fn lines(view: &mut View, id: i64, code: Currency) -> Result<Vec<DocumentLine>, DbError> {
    Ok(lines_of(view, &[(id, code)])?.pop().unwrap_or_default())
}

/// The lines of each of these documents, by id and currency.
pub(super) fn lines_of(
    view: &mut View,
    documents: &[(i64, Currency)],
) -> Result<Vec<Vec<DocumentLine>>, DbError> {
    let sets: Vec<_> = documents.iter().map(|(id, code)| args![*id, code.code()]).collect();
    let rows = view.all_many::<LineRow>(
        "select l.line, l.order_line_id, l.product_id, o.number, i.line, l.sku, l.name, l.unit,
             l.quantity, l.quantity_decimals, cast($2 as text), l.price, l.per, l.discount,
             l.net_minor, l.vat_rate, l.vat_category, l.of_line, l.credited
         from document_lines l
         left join order_lines i on i.id = l.order_line_id
         left join orders o on o.id = i.order_id
         where l.document_id = $1 order by l.line limit 5000",
        &sets,
    )?;
    Ok(rows.into_iter().map(|rows| rows.into_iter().map(|row| row.0).collect()).collect())
}

fn charges(view: &mut View, id: i64, code: Currency) -> Result<Vec<DocumentCharge>, DbError> {
    let rows = view.all::<(String, String, i64, i64, String)>(
        "select kind, name, net_minor, vat_rate, vat_category from document_charges
         where document_id = $1 order by position limit 500",
        args![id],
    )?;
    let charge = |(kind, name, net, rate, category): (String, String, i64, i64, String)| {
        Ok(DocumentCharge {
            kind,
            name,
            net: Money::new(net, code),
            taxed: taxed(rate, &category)?,
        })
    };
    rows.into_iter().map(charge).collect()
}

fn vat(view: &mut View, id: i64, code: Currency) -> Result<Vec<VatPart>, DbError> {
    let rows = view.all::<(i64, String, i64, i64)>(
        "select vat_rate, vat_category, taxable_minor, vat_minor from document_vat
         where document_id = $1 order by vat_rate desc, vat_category limit 100",
        args![id],
    )?;
    let part = |(rate, category, taxable, vat): (i64, String, i64, i64)| {
        let (taxable, vat) = (Money::new(taxable, code), Money::new(vat, code));
        Ok(VatPart { taxed: taxed(rate, &category)?, taxable, vat })
    };
    rows.into_iter().map(part).collect()
}

fn applied(view: &mut View, head: &Document) -> Result<Vec<Settled>, DbError> {
    let rows = view.all::<(String, i64, String)>(
        "select d.number, s.amount_minor, s.day from settlements s
         join documents d on d.id = case when s.credit_id = $1 then s.debit_id else s.credit_id end
         where s.credit_id = $1 or s.debit_id = $1 order by s.id limit 5000",
        args![head.id],
    )?;
    let settled = |(number, minor, on): (String, i64, String)| {
        let amount = Money::new(minor, head.total.currency);
        Ok(Settled { number, amount, day: day(&on)? })
    };
    rows.into_iter().map(settled).collect()
}
