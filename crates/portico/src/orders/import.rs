//! Orders as they were placed elsewhere: written whole, without any guard, because they have
//! happened. Every line is shipped; the source's own total stands beside ours.

use super::import_store::{self, Children, Was};
use super::place::is_own_number;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::importing::{Imported, Planned};
use portico_types::{
    Currency, Money, MoneyError, Quantity, Rate, Taxed, UnitPrice, VatCategory, VatPart,
    vat_by_rate,
};

/// An order of the source with all its lines and charges.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "each field is the column of the same name, told in docs/manual/import.md"
)]
pub struct OrderRow {
    pub number: String,
    pub customer_id: i64,
    pub currency: Currency,
    pub reference: Option<String>,
    pub remarks: Option<String>,
    pub requested_day: Option<String>,
    pub placed_at: i64,
    pub placed_day: String,
    pub source_total: Option<i64>,
    pub address: AddressRow,
    /// Whether the file gives the address; else it is made of the customer's name and country.
    pub address_is_said: bool,
    pub lines: Vec<LineRow>,
    pub charges: Vec<ChargeRow>,
    /// Worked out by [`OrderRow::add_up`].
    pub totals: Totals,
}

/// Where it went; an imported address may lack street and town.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the parts of an address")]
pub struct AddressRow {
    pub name: String,
    pub contact: Option<String>,
    pub line1: String,
    pub line2: Option<String>,
    pub postcode: Option<String>,
    pub city: String,
    pub region: Option<String>,
    pub country: String,
    pub phone: Option<String>,
}

/// A line of it.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns of a line")]
pub struct LineRow {
    pub line: i64,
    pub product_id: Option<i64>,
    pub sku: String,
    pub name: String,
    /// Whether the file gives the name; else it is the product's.
    pub name_is_said: bool,
    pub unit: String,
    pub quantity: Quantity,
    pub price: UnitPrice,
    pub taxed: Taxed,
    pub remarks: Option<String>,
    /// Worked out by [`OrderRow::add_up`].
    pub net_minor: i64,
}

/// Carriage or a fee.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the columns of a charge")]
pub struct ChargeRow {
    pub kind: String,
    pub name: String,
    pub net_minor: i64,
    pub taxed: Taxed,
}

/// What an order comes to.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "sums in minor units")]
pub struct Totals {
    pub goods_minor: i64,
    pub charges_minor: i64,
    pub vat_minor: i64,
    pub total_minor: i64,
    pub vat: Vec<VatPart>,
}

/// What is due where the source does not say: prices are net and nothing is known of VAT.
pub const UNTAXED: Taxed = Taxed { rate: Rate::ZERO, category: VatCategory::OutOfScope };

impl OrderRow {
    /// Works out line nets, VAT per rate and totals.
    ///
    /// # Errors
    /// If a sum does not fit.
    pub fn add_up(mut self) -> Result<OrderRow, MoneyError> {
        let currency = self.currency;
        for line in &mut self.lines {
            line.net_minor = line.price.net(line.quantity)?.minor;
        }
        let money = |minor| Money::new(minor, currency);
        let goods = Money::sum(self.lines.iter().map(|l| money(l.net_minor)), currency)?;
        let charges = Money::sum(self.charges.iter().map(|c| money(c.net_minor)), currency)?;
        let lines = self.lines.iter().map(|l| (l.taxed, money(l.net_minor)));
        let all = lines.chain(self.charges.iter().map(|c| (c.taxed, money(c.net_minor))));
        let vat = vat_by_rate(all, currency)?;
        let vat_sum = Money::sum(vat.iter().map(|part| part.vat), currency)?;
        self.totals = Totals {
            goods_minor: goods.minor,
            charges_minor: charges.minor,
            vat_minor: vat_sum.minor,
            total_minor: goods.plus(charges)?.plus(vat_sum)?.minor,
            vat,
        };
        Ok(self)
    }

    /// Takes over what the file does not say from what is stored, so that it makes no difference.
    fn with_kept(mut self, was: &Was) -> OrderRow {
        if !self.address_is_said {
            self.address = was.address.clone();
        }
        for (line, old) in self.lines.iter_mut().zip(&was.lines) {
            if !line.name_is_said && line.sku == old.sku {
                line.name.clone_from(&old.name);
            }
        }
        self
    }
}

/// An order to be written.
pub struct Deed {
    /// Its id, if it is there already: then its lines are written anew.
    pub(super) id: Option<i64>,
    pub(super) order: OrderRow,
}

impl Imported for OrderRow {
    type Deed = Deed;

    fn plan(view: &mut View, rows: &[OrderRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        let keys: Vec<String> = rows.iter().map(|row| row.number.to_lowercase()).collect();
        let found = import_store::was(view, &keys)?;
        Ok(rows.iter().zip(found).map(|(row, was)| plan_one(row, was)).collect())
    }

    fn keep(tx: &mut Tx, deeds: Vec<Deed>) -> Result<(), DbError> {
        let (old, new): (Vec<Deed>, Vec<Deed>) = deeds.into_iter().partition(|d| d.id.is_some());
        import_store::update_heads(tx, &old)?;
        let ids = import_store::insert_heads(tx, &new)?;
        let old_ids = old.iter().filter_map(|deed| deed.id);
        let children: Vec<Children<'_>> = (old.iter().zip(old_ids).chain(new.iter().zip(ids)))
            .map(|(deed, order_id)| Children { order_id, order: &deed.order })
            .collect();
        import_store::insert_children(tx, &children)
    }

    fn weight(&self) -> usize {
        1 + 2 * self.lines.len() + self.charges.len()
    }
}

fn plan_one(row: &OrderRow, was: Option<Was>) -> Planned<Deed> {
    let Some(was) = was else {
        if is_own_number(&row.number) {
            let why = "numbers of `P-` and digits are the portal's own series; give it another";
            return Planned::Refused(why.to_owned());
        }
        return Planned::New(Deed { id: None, order: row.clone() });
    };
    if was.source != "import" {
        let why = "an order with this number is here that did not come by an import";
        return Planned::Refused(why.to_owned());
    }
    let order = row.clone().with_kept(&was);
    if was.is(&order) {
        return Planned::Same;
    }
    if was.has_moved {
        let why = "it differs, but has moved on since it was imported, so it stays as it is";
        return Planned::Refused(why.to_owned());
    }
    Planned::Changed(Deed { id: Some(was.id), order })
}
