//! Addresses as an import brings them: a row is the whole address.

use super::addresses::address_from;
use crate::args;
use crate::platform::db::{DbError, FromRow, Row, Tx, View};
use crate::platform::importing::{Imported, Planned};
use portico_types::Address;

/// A row of an addresses file.
#[derive(Clone, Debug)]
pub struct AddressRow {
    /// The customer's number.
    pub customer: String,
    /// The address's number, as people and programs name it: `A-3`.
    pub number: String,
    /// The address.
    pub address: Address,
    /// Whether goods go there unless said otherwise.
    pub default_delivery: bool,
    /// Whether invoices go there unless said otherwise.
    pub default_invoice: bool,
}

/// An address as stored.
struct Kept {
    id: i64,
    address: Address,
    default_delivery: bool,
    default_invoice: bool,
}

impl FromRow for Kept {
    fn from_row(r: &mut Row<'_>) -> Result<Kept, DbError> {
        Ok(Kept {
            id: r.next()?,
            address: address_from(r)?,
            default_delivery: r.next()?,
            default_invoice: r.next()?,
        })
    }
}

/// An address to be written.
pub struct Deed {
    id: Option<i64>,
    customer_id: i64,
    row: AddressRow,
}

impl Imported for AddressRow {
    type Deed = Deed;

    fn plan(view: &mut View, rows: &[AddressRow]) -> Result<Vec<Planned<Deed>>, DbError> {
        let numbers: Vec<&str> = rows.iter().map(|row| row.customer.as_str()).collect();
        let customers = super::import::ids(view, &numbers)?;
        let customers: Vec<Option<i64>> =
            rows.iter().map(|row| customers.get(&row.customer.to_lowercase()).copied()).collect();
        let sets: Vec<_> =
            rows.iter().zip(&customers).map(|(row, id)| args![*id, row.number]).collect();
        let found = view.all_many::<Kept>(
            "select id, name, contact, line1, line2, postcode, city, region, country, phone,
                 default_delivery, default_invoice
             from addresses
             where customer_id = $1 and number = $2
             limit 2",
            &sets,
        )?;
        let planned = rows.iter().zip(customers).zip(found).map(|((row, customer), found)| {
            let Some(customer_id) = customer else {
                return Planned::Refused(format!("there is no customer `{}`", row.customer));
            };
            let kept = found.into_iter().next();
            let id = kept.as_ref().map(|kept| kept.id);
            let deed = Deed { id, customer_id, row: row.clone() };
            match kept {
                None => Planned::New(deed),
                Some(kept) if kept.is(row) => Planned::Same,
                Some(_) => Planned::Changed(deed),
            }
        });
        Ok(planned.collect())
    }

    fn keep(tx: &mut Tx, deeds: Vec<Deed>) -> Result<(), DbError> {
        clear_defaults(tx, &deeds)?;
        let ids: Vec<i64> =
            deeds.iter().map(|deed| deed.id.unwrap_or_else(|| tx.new_id())).collect();
        let sets: Vec<_> = deeds
            .iter()
            .zip(ids)
            .map(|(deed, id)| {
                let (row, a) = (&deed.row, &deed.row.address);
                args![
                    id,
                    deed.customer_id,
                    row.number,
                    a.name,
                    a.contact,
                    a.line1,
                    a.line2,
                    a.postcode,
                    a.city,
                    a.region,
                    a.country.code(),
                    a.phone,
                    row.default_delivery,
                    row.default_invoice
                ]
            })
            .collect();
        tx.exec_each_one(
            "insert into addresses (id, customer_id, number, name, contact, line1, line2, postcode,
                 city, region, country, phone, default_delivery, default_invoice, state)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'ok')
             on conflict (customer_id, number) do update
             set name = excluded.name, contact = excluded.contact, line1 = excluded.line1,
                 line2 = excluded.line2, postcode = excluded.postcode, city = excluded.city,
                 region = excluded.region, country = excluded.country, phone = excluded.phone,
                 default_delivery = excluded.default_delivery,
                 default_invoice = excluded.default_invoice,
                 version = addresses.version + 1",
            &sets,
        )
    }
}

impl Kept {
    fn is(&self, row: &AddressRow) -> bool {
        self.address == row.address
            && self.default_delivery == row.default_delivery
            && self.default_invoice == row.default_invoice
    }
}

/// A customer has one default of each kind: a new one takes the place of the old.
fn clear_defaults(tx: &mut Tx, deeds: &[Deed]) -> Result<(), DbError> {
    let delivery = deeds.iter().filter(|deed| deed.row.default_delivery);
    let delivery: Vec<_> = delivery.map(|deed| args![deed.customer_id, deed.row.number]).collect();
    let _ = tx.exec_many(
        "update addresses set default_delivery = false
         where customer_id = $1 and number <> $2 and default_delivery",
        &delivery,
    )?;
    let invoice = deeds.iter().filter(|deed| deed.row.default_invoice);
    let invoice: Vec<_> = invoice.map(|deed| args![deed.customer_id, deed.row.number]).collect();
    let _ = tx.exec_many(
        "update addresses set default_invoice = false
         where customer_id = $1 and number <> $2 and default_invoice",
        &invoice,
    )?;
    Ok(())
}
