//! Puts heads and lines together to whole documents. One wrong row keeps its whole document out.

use super::document_columns::{self as columns, Form, Head, Line, Role};
use super::orders::rounded;
use super::{Context, Known, Made, Place, Reading, Wanted};
use crate::billing::import::{DocumentRow, Sums};
use crate::billing::{DocumentLine, DocumentType};
use crate::import::cells::{Cell, Cells};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::{Layout, Read};
use crate::import::staged::{Group, checked};
use portico_types::{Currency, Money, Quantity, Rate, UnitPrice};
use std::collections::HashSet;

/// The rows of one document, as far as they were found.
#[derive(Debug, Default)]
struct Gathered {
    head: Option<(Place, Head)>,
    lines: Vec<(Place, Line)>,
    /// Every row that names the document.
    places: Vec<Place>,
    faults: Faults,
}

type Faults = Vec<(Place, String)>;

/// Reads documents: all rows that name one document come together.
#[derive(Debug)]
pub struct Documents {
    context: Context,
    /// What each file is.
    forms: Vec<Form>,
}

/// Reads documents.
#[must_use]
pub fn reading(context: Context) -> Documents {
    Documents { context, forms: Vec::new() }
}

impl Reading for Documents {
    type Row = DocumentRow;

    fn layout(&mut self, sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout> {
        let (form, layout) = columns::form(sheet, map)?;
        self.forms.push(form);
        Ok(layout)
    }

    fn key(&mut self, _place: Place, layout: &Layout, read: &Read) -> Cell<String> {
        let number = layout.cells(read).raw("document").map(str::to_lowercase);
        number.ok_or_else(|| read.fault.clone().unwrap_or_else(|| "`document` is empty".to_owned()))
    }

    fn check(&mut self, place: Place, layout: &Layout, read: &Read) -> Cell<()> {
        let cells = layout.cells(read);
        checked(read, || {
            let form = self.forms[place.sheet];
            take(&mut Gathered::default(), (place, form), &cells, &self.context)
        })?;
        self.key(place, layout, read).map(drop)
    }

    fn wanted(&self, layouts: &[Layout], groups: &[Group], wanted: &mut Wanted) {
        for row in groups.iter().flatten() {
            let cells = layouts[row.place.sheet].cells(&row.read);
            wanted.customers.extend(cells.raw("customer").map(str::to_lowercase));
            wanted.products.extend(cells.sku("sku").ok().flatten().map(|sku| sku.key()));
        }
    }

    fn make(
        &self,
        layouts: &[Layout],
        groups: Vec<Group>,
        known: &Known,
        made: &mut Made<DocumentRow>,
    ) {
        for group in groups {
            let document = self.gather(layouts, group);
            let places = document.places.clone();
            match assemble(document, known, &self.context) {
                Ok(row) => made.items.push((places, row)),
                Err(faults) => self.refuse(places, faults, made),
            }
        }
    }
}

impl Documents {
    fn gather(&self, layouts: &[Layout], group: Group) -> Gathered {
        let mut document = Gathered::default();
        for row in group {
            let place = row.place;
            document.places.push(place);
            let cells = layouts[place.sheet].cells(&row.read);
            let form = self.forms[place.sheet];
            let taken =
                checked(&row.read, || take(&mut document, (place, form), &cells, &self.context));
            if let Err(why) = taken {
                document.faults.push((place, why));
            }
        }
        document
    }

    /// Every row of a refused document is refused: the wrong ones with their reason, the others with a hint.
    fn refuse(&self, places: Vec<Place>, faults: Faults, made: &mut Made<DocumentRow>) {
        let wrong: HashSet<Place> = faults.iter().map(|(place, _)| *place).collect();
        let hint = faults.first().map(|(place, _)| self.context.told(*place)).unwrap_or_default();
        let others = places.into_iter().filter(|place| !wrong.contains(place));
        let why = || format!("the document is taken whole or not at all: see {hint}");
        made.refused.extend(others.map(|place| (place, why())));
        made.refused.extend(faults);
    }
}

fn take(
    document: &mut Gathered,
    (place, form): (Place, Form),
    cells: &Cells<'_>,
    context: &Context,
) -> Cell<()> {
    if form.role == Role::Heads && document.head.is_some() {
        return Err("the document's head stands there twice".to_owned());
    }
    if form.role != Role::Lines {
        let head = columns::head(cells, form.kind, context)?;
        match &document.head {
            None => document.head = Some((place, head)),
            Some((_, first)) if *first == head => {}
            Some(_) => {
                return Err("says something else about the document than its first row".to_owned());
            }
        }
    }
    if form.role != Role::Heads {
        match columns::line(cells, context)? {
            Some(line) => document.lines.push((place, line)),
            None if form.role == Role::All => {}
            None => return Err("`quantity` and `price` are empty".to_owned()),
        }
    }
    Ok(())
}

fn assemble(document: Gathered, known: &Known, context: &Context) -> Result<DocumentRow, Faults> {
    let mut faults = document.faults;
    let first = document.places[0];
    let Some((place, head)) = document.head else {
        if faults.is_empty() {
            let why = "the document has no head: its customer and day are unknown";
            faults.push((first, why.to_owned()));
        }
        return Err(faults);
    };
    let Some(customer) = known.customers.get(&head.customer.to_lowercase()) else {
        faults.push((place, format!("there is no customer `{}`", head.customer)));
        return Err(faults);
    };
    let currency = head.currency.or_else(|| Currency::from_code(&customer.currency));
    let currency = currency.unwrap_or(context.currency);
    let mut lines = Vec::with_capacity(document.lines.len());
    let mut taken = HashSet::new();
    for (position, (place, line)) in (1_i64..).zip(document.lines) {
        let number = line.line.unwrap_or(position);
        match document_line(line, number, known, currency) {
            Ok(_) if !taken.insert(number) => {
                faults.push((place, format!("line {number} stands there twice in this document")));
            }
            Ok(row) => lines.push(row),
            Err(why) => faults.push((place, why)),
        }
    }
    lines.sort_by_key(|line| line.line);
    if faults.is_empty() {
        let row = whole(head, lines, customer.id, currency);
        return row.map_err(|why| vec![(place, why)]);
    }
    Err(faults)
}

/// A document that lost rows on the way is not taken for a smaller one.
fn whole(
    head: Head,
    lines: Vec<DocumentLine>,
    customer_id: i64,
    currency: Currency,
) -> Cell<DocumentRow> {
    if let Some(count) = head.line_count.filter(|count| *count != lines.len() as i64) {
        return Err(format!("its head says {count} lines, but {} were found", lines.len()));
    }
    if head.kind == DocumentType::Payment && !lines.is_empty() {
        return Err("a payment has no lines".to_owned());
    }
    let amount = |name: &str, text: &Option<String>| {
        let minor = text.as_deref().map(|text| {
            let wrong = || format!("`{name}` is not an amount from 0 on with 4 decimals at most");
            rounded(text, currency).filter(|minor| *minor >= 0).ok_or_else(wrong)
        });
        minor.transpose()
    };
    let total = amount("total", &head.total)?;
    let sums = Sums::of(&lines, total, currency)?;
    let settled = match (amount("open", &head.open)?, amount("settled", &head.settled)?) {
        (None, None) => 0,
        (Some(open), None) => sums.total.minor - open,
        (None, Some(settled)) => settled,
        (Some(open), Some(settled)) if open + settled == sums.total.minor => settled,
        (Some(_), Some(_)) => return Err("`open` and `settled` do not make the total".to_owned()),
    };
    if !(0..=sums.total.minor).contains(&settled) {
        return Err(format!(
            "more than its total of {} is open or settled",
            sums.total.with_sign()
        ));
    }
    Ok(DocumentRow {
        number: head.number,
        kind: head.kind,
        customer_id,
        issued_day: head.issued_day,
        due_day: head.due_day,
        reference: head.reference,
        reason: head.reason,
        corrects: head.corrects,
        settled_before: Money::new(settled, currency),
        lines,
        sums,
    })
}

fn document_line(line: Line, number: i64, known: &Known, currency: Currency) -> Cell<DocumentLine> {
    let product = line.sku.as_ref().filter(|_| !line.is_no_product);
    let product = product.and_then(|sku| known.products.get(&sku.key()));
    // A code we do not know may have decimals: those that are written.
    let written = line.quantity.trim_end_matches('0').split_once('.').map_or(0, |(_, d)| d.len());
    let decimals = product.map_or(written.min(4) as u8, |product| product.decimals);
    let quantity = Quantity::parse(&line.quantity, decimals).map_err(|fault| {
        let code = fault.code().replace('_', " ");
        format!("`quantity` is {code}: above 0, at most 1,000,000, with the product's decimals")
    })?;
    let price = UnitPrice::new(line.price, line.per, currency);
    let net = price.net(quantity).map_err(|error| format!("its sum cannot be told: {error}"))?;
    let name = line.name.or_else(|| Some(product?.name.clone()));
    let sku = line.sku.map_or_else(String::new, |sku| sku.as_str().to_owned());
    let name = name.or_else(|| (!sku.is_empty()).then(|| sku.clone()));
    Ok(DocumentLine {
        line: number,
        order_line_id: None,
        of_order: line.of_order,
        product_id: product.map(|product| product.id),
        sku: product.map_or(sku, |product| product.sku.clone()),
        name: name.ok_or("`sku` and `name` are empty")?,
        unit: product.map_or_else(|| "piece".to_owned(), |product| product.unit.clone()),
        quantity,
        price,
        discount: Rate::ZERO,
        net,
        taxed: line.taxed,
        of_line: None,
        credited: 0,
    })
}
