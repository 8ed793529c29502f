//! Columns of `portico import addresses`.

use super::{Context, Known, Made, Place, Reading};
use crate::customers::import_addresses::AddressRow;
use crate::import::cells::{Cell, Cells, Column, Shape};
use crate::import::files::Sheet;
use crate::import::map::Map;
use crate::import::map::layout::{Layout, Read};
use crate::import::staged::{Group, checked, counted};
use portico_types::{Address, AddressFault};
use std::collections::{BTreeMap, HashMap};

/// The columns.
pub const COLUMNS: &[Column] = &[
    Column::new("customer").also(&["customer_id"]).needed(),
    Column::new("number").needed(),
    Column::new("name").needed(),
    Column::new("contact"),
    Column::new("line1").needed(),
    Column::new("line2"),
    Column::new("postcode"),
    Column::new("city").needed(),
    Column::new("region"),
    Column::new("country"),
    Column::new("phone"),
    Column::new("default_delivery").of(Shape::YesNo),
    Column::new("default_invoice").of(Shape::YesNo),
];

/// Reads addresses; those of one customer come together. A second default of one customer is refused.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// What is known of the wholesaler.
    pub context: Context,
}

impl Reading for Addresses {
    type Row = AddressRow;

    fn layout(&mut self, sheet: &Sheet, map: Option<&Map>) -> anyhow::Result<Layout> {
        Layout::new(sheet, map, COLUMNS, &[])
    }

    fn key(&mut self, _place: Place, layout: &Layout, read: &Read) -> Cell<String> {
        let row = checked(read, || parse(&layout.cells(read), &self.context))?;
        Ok(row.customer.to_lowercase())
    }

    fn make(
        &self,
        layouts: &[Layout],
        groups: Vec<Group>,
        _known: &Known,
        made: &mut Made<AddressRow>,
    ) {
        for group in groups {
            self.of_customer(layouts, group, made);
        }
    }
}

impl Addresses {
    fn of_customer(&self, layouts: &[Layout], group: Group, made: &mut Made<AddressRow>) {
        let mut numbers: BTreeMap<String, Group> = BTreeMap::new();
        for row in group {
            let number = layouts[row.place.sheet].cells(&row.read).raw("number").map(str::to_owned);
            numbers.entry(number.unwrap_or_default()).or_default().push(row);
        }
        let mut rows = Vec::with_capacity(numbers.len());
        for same in numbers.into_values() {
            let counted = counted(same, self.context.repeats);
            let first = counted.row.place;
            let why = || format!("says the same thing as {}", self.context.told(first));
            made.refused.extend(counted.refused.into_iter().map(|place| (place, why())));
            made.left_out += counted.left_out;
            match parse(&layouts[first.sheet].cells(&counted.row.read), &self.context) {
                Ok(row) => rows.push((first, row)),
                Err(why) => made.refused.push((first, why)),
            }
        }
        rows.sort_by_key(|(place, _)| *place);
        let mut defaults: HashMap<&str, Place> = HashMap::new();
        for (place, row) in rows {
            let kinds = [
                ("default_delivery", row.default_delivery),
                ("default_invoice", row.default_invoice),
            ];
            let mut kinds = kinds.into_iter().filter(|(_, is_default)| *is_default);
            let taken = kinds.find_map(|(kind, _)| {
                let first = *defaults.entry(kind).or_insert(place);
                (first != place).then_some((kind, first))
            });
            match taken {
                None => made.items.push((vec![place], row)),
                Some((kind, first)) => made.refused.push((
                    place,
                    format!(
                        "the customer has its `{kind}` already in {}",
                        self.context.told(first)
                    ),
                )),
            }
        }
    }
}

fn parse(cells: &Cells<'_>, context: &Context) -> Cell<AddressRow> {
    let longest = Address::LONGEST;
    let address = Address {
        name: cells.needed("name", longest)?,
        contact: cells.text("contact", longest)?,
        line1: cells.needed("line1", longest)?,
        line2: cells.text("line2", longest)?,
        postcode: cells.text("postcode", longest)?,
        city: cells.needed("city", longest)?,
        region: cells.text("region", longest)?,
        country: cells.country("country")?.unwrap_or(context.country),
        phone: cells.text("phone", longest)?,
    };
    // What an ERP kept until now is kept, also where a new address would be asked for more.
    let is_bad = |fault: &&AddressFault| fault.code != "bad_postcode" && fault.field != "region";
    if let Some(fault) = address.faults().iter().find(is_bad) {
        return Err(format!("`{}` is {}", fault.field, fault.code.replace('_', " ")));
    }
    Ok(AddressRow {
        customer: cells.needed("customer", 50)?,
        number: cells.needed("number", 20)?,
        address,
        default_delivery: cells.yes_no("default_delivery")?.unwrap_or(false),
        default_invoice: cells.yes_no("default_invoice")?.unwrap_or(false),
    })
}
