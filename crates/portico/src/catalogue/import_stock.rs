//! Stock on hand as an import brings it: counted figures, which never undercut what is promised.

use super::movements::{self, Kind, Movement};
use super::shelf;
use super::stock::{Freed, MAIN};
use crate::args;
use crate::platform::db::{DbError, Tx, View};
use crate::platform::importing::Planned;
use portico_types::{Quantity, Sku};

/// A row of a stock file.
#[derive(Clone, Debug)]
pub struct StockRow {
    /// The product.
    pub sku: Sku,
    /// How much is there, in the product's unit.
    pub on_hand: String,
}

/// Stock to be written.
pub struct Deed {
    product_id: i64,
    on_hand: i64,
    /// What was there, if stock of it was kept.
    was: Option<i64>,
}

type Kept = (i64, i64, Option<i64>, Option<i64>);

impl StockRow {
    /// What each of these rows would do; one answer for each, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub fn plan(view: &mut View, rows: &[StockRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        let keys: Vec<String> = rows.iter().map(|row| row.sku.key()).collect();
        let sets: Vec<_> = keys.iter().map(|key| args![key, MAIN]).collect();
        let found = view.all_many::<Kept>(
            "select p.id, p.quantity_decimals, s.on_hand, s.allocated
             from products p
             left join stock s on s.product_id = p.id and s.location = $2
             where p.sku_key = $1
             limit 2",
            &sets,
        )?;
        let planned = rows.iter().zip(found);
        Ok(planned.map(|(row, found)| plan_one(row, found.into_iter().next())).collect())
    }

    /// Writes it, by product. Answers with the products of which more is there now.
    ///
    /// # Errors
    /// What the database says.
    pub fn keep(tx: &mut Tx, mut deeds: Vec<Deed>) -> Result<Freed, DbError> {
        deeds.sort_unstable_by_key(|deed| deed.product_id);
        let (mut new, mut old) = (Vec::new(), Vec::new());
        for deed in &deeds {
            match deed.was {
                None => new.push(args![deed.product_id, MAIN, deed.on_hand]),
                Some(was) => old.push(args![deed.product_id, MAIN, deed.on_hand, was]),
            }
        }
        tx.exec_each_one(
            "insert into stock (product_id, location, on_hand, allocated, version)
             values ($1, $2, $3, 0, 1)",
            &new,
        )?;
        tx.exec_each_one(
            "update stock set on_hand = $3, version = version + 1
             where product_id = $1 and location = $2 and allocated <= $3 and on_hand = $4",
            &old,
        )?;
        let moved: Vec<Movement<'_>> = deeds
            .iter()
            .map(|deed| Movement {
                product_id: deed.product_id,
                location: MAIN,
                kind: Kind::Import,
                quantity: deed.on_hand - deed.was.unwrap_or(0),
                on_hand: deed.on_hand,
                reason: None,
                source: "import",
                login_id: None,
            })
            .collect();
        movements::write(tx, &moved)?;
        let ids: Vec<i64> = deeds.iter().map(|deed| deed.product_id).collect();
        shelf::refresh_stock(tx, &ids)?;
        let more = deeds.iter().filter(|deed| deed.on_hand > deed.was.unwrap_or(0));
        Ok(Freed::of(more.map(|deed| deed.product_id)))
    }
}

fn plan_one(row: &StockRow, kept: Option<Kept>) -> Planned<Deed> {
    let Some((product_id, decimals, on_hand, allocated)) = kept else {
        return Planned::Refused(format!("there is no product `{}`", row.sku));
    };
    let decimals = u8::try_from(decimals).unwrap_or(0);
    let counted = match Quantity::parse_or_zero(&row.on_hand, decimals) {
        Ok(quantity) => quantity.units,
        Err(fault) => {
            return Planned::Refused(format!("`on_hand` is {}", fault.code().replace('_', " ")));
        }
    };
    let promised = allocated.unwrap_or(0);
    if counted < promised {
        let promised = Quantity::steps(promised, decimals);
        return Planned::Refused(format!(
            "`on_hand` is less than the {promised} promised to orders"
        ));
    }
    let deed = Deed { product_id, on_hand: counted, was: on_hand };
    match on_hand {
        None => Planned::New(deed),
        Some(kept) if kept == counted => Planned::Same,
        Some(_) => Planned::Changed(deed),
    }
}
