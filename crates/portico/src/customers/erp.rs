//! What the ERP that keeps a customer is told of its addresses and its contact, and what becomes of it. A wish's key names the
//! thing and its version: `address:12:3`; an older wish than what stands there now has nothing left to say.

use super::addresses::address_from;
use super::keep_address::set_defaults;
use crate::platform::db::{DbError, FromRow, Row, Tx, View, args};
use crate::platform::outbox::{self, Waiting};
use crate::platform::problem::AppError;
use portico_erp::{CloseAddress, Command, KeepAddress, KeepContact, Record};
use portico_types::Address;

/// The kind of a wish to keep an address.
pub const KEEP_ADDRESS: &str = "keep_address";
/// The kind of a wish to close an address.
pub const CLOSE_ADDRESS: &str = "close_address";
/// The kind of a wish to keep a contact.
pub const KEEP_CONTACT: &str = "keep_contact";

/// Whether a wish can be sent.
#[derive(Debug)]
pub enum Ready {
    /// A newer one says more.
    Nothing,
    /// An older one about the same thing is on its way.
    NotYet,
    /// This is to be sent.
    Send(Command),
}

struct Kept {
    customer: String,
    number: String,
    erp_ref: Option<String>,
    default_delivery: bool,
    default_invoice: bool,
    address: Address,
}

impl FromRow for Kept {
    fn from_row(row: &mut Row<'_>) -> Result<Kept, DbError> {
        Ok(Kept {
            customer: row.next()?,
            number: row.next()?,
            erp_ref: row.next()?,
            default_delivery: row.next()?,
            default_invoice: row.next()?,
            address: address_from(row)?,
        })
    }
}

/// What a wish names: the id of the address or customer, and the version it was written for.
fn named(waiting: &Waiting) -> Result<(i64, i64), DbError> {
    let mut parts = waiting.key.split(':').skip(1).map(str::parse::<i64>);
    match (parts.next(), parts.next()) {
        (Some(Ok(id)), Some(Ok(version))) => Ok((id, version)),
        _ => Err(DbError::Failed(format!("a wish with the key {}", waiting.key))),
    }
}

/// The command of a wish about an address or a contact, as it stands now.
///
/// # Errors
/// What the database says.
pub fn command(view: &mut View, waiting: &Waiting) -> Result<Ready, DbError> {
    let (id, version) = named(waiting)?;
    let command = match waiting.kind.as_str() {
        KEEP_CONTACT => contact(view, id, version)?,
        kind => address(view, kind, id, version)?,
    };
    let Some(command) = command else { return Ok(Ready::Nothing) };
    let object = waiting.key.rsplit_once(':').map_or("", |(object, _)| object);
    if outbox::is_older_under_way(view, ("erp", waiting), object)? {
        return Ok(Ready::NotYet);
    }
    Ok(Ready::Send(command))
}

fn address(view: &mut View, kind: &str, id: i64, version: i64) -> Result<Option<Command>, DbError> {
    let kept = view.one::<Kept>(
        "select c.number, a.number, a.erp_ref, a.default_delivery, a.default_invoice, a.name,
             a.contact, a.line1, a.line2, a.postcode, a.city, a.region, a.country, a.phone
         from addresses a join customers c on c.id = a.customer_id
         where a.id = $1 and a.version = $2",
        args![id, version],
    )?;
    Ok(kept.map(|kept| {
        let erp_id = kept.erp_ref.as_deref().and_then(|text| text.split_once(':'));
        let erp_id = erp_id.map(|(_, id)| id.to_owned());
        let (customer, number) = (kept.customer, kept.number);
        if kind == CLOSE_ADDRESS {
            return Command::CloseAddress(CloseAddress { customer, number, erp_id });
        }
        Command::KeepAddress(Box::new(KeepAddress {
            customer,
            number,
            erp_id,
            address: kept.address,
            default_delivery: kept.default_delivery,
            default_invoice: kept.default_invoice,
        }))
    }))
}

type Wished = (String, Option<String>, Option<String>, Option<String>);

fn contact(view: &mut View, customer: i64, version: i64) -> Result<Option<Command>, DbError> {
    let kept = view.one::<Wished>(
        "select c.number, w.name, w.email, w.phone
         from contact_wishes w join customers c on c.id = w.customer_id
         where w.customer_id = $1 and w.version = $2 and w.state = 'waiting'",
        args![customer, version],
    )?;
    Ok(kept.map(|(customer, name, email, phone)| {
        Command::KeepContact(KeepContact { customer, name, email, phone })
    }))
}

/// The ERP has it. What was changed again meanwhile goes on waiting.
///
/// # Errors
/// What the database says.
pub fn taken(
    tx: &mut Tx,
    connector: &str,
    (waiting, record): (&Waiting, &Record),
) -> Result<(), AppError> {
    let (id, version) = named(waiting)?;
    match record {
        Record::Address(record) => {
            let erp_ref = format!("{connector}:{}", record.erp_id);
            let _ = tx.exec(
                "update addresses set erp_ref = $3,
                     state = case when version = $2 then 'ok' else state end,
                     refused_why = case when version = $2 then null else refused_why end
                 where id = $1",
                args![id, version, &erp_ref],
            )?;
        }
        Record::Contact(_) => super::wish_contact::taken(tx, id, version)?,
        Record::Order(_) => {}
    }
    Ok(())
}

/// The ERP will not have it, and says why. An address that it would not close is there again.
///
/// # Errors
/// What the database says.
pub fn refused(tx: &mut Tx, waiting: &Waiting, why: &str) -> Result<(), AppError> {
    let (id, version) = named(waiting)?;
    if waiting.kind == KEEP_CONTACT {
        let _ = tx.exec(
            "update contact_wishes set state = 'refused', refused_why = $3
             where customer_id = $1 and version = $2",
            args![id, version, why],
        )?;
        return Ok(());
    }
    let stays = tx.one::<i64>(
        "update addresses set state = 'refused', refused_why = $3, closed_at = null
         where id = $1 and version = $2 returning customer_id",
        args![id, version, why],
    )?;
    match stays {
        Some(customer_id) => Ok(set_defaults(tx, customer_id, (None, None))?),
        None => Ok(()),
    }
}
