//! The papers of Portico: invoices, credit notes and what stands beside them, as facts, as sums, as e-invoices and as sheets.
//!
//! How a caller uses it, in the transaction that issues a document:
//!
//! 1. [`vat_case()`] decides category and rate of each line; [`Line::price`] and `UnitPrice::net` give its net.
//! 2. Fill in an [`Invoice`], call [`Invoice::sum_up`], and refuse to issue while [`check()`] names a breach of [`Layer::Core`].
//!    Breaches of the other layers stop only the sending over Peppol: show them to staff.
//! 3. Keep the struct as JSON beside the document's row. It is all that is read when the paper is written again.
//!
//! And when somebody wants the paper: [`ubl()`] is the `.xml`, [`invoice_pdf`] the `.pdf` with [`cii()`] inside. The words of the sheet are
//! asked of [`Words`] by the keys of [`KEYS`] (English ones to start from: [`samples::ENGLISH`]). Setting costs tens of milliseconds of a
//! core, so it is done outside transactions and off the threads that answer requests (`tokio::task::spawn_blocking`).
//!
//! This crate knows neither web nor database, holds no word that people read except what the law wants on a paper, and nothing in it
//! depends on the clock or on chance: one [`Invoice`] always gives the same bytes.

mod arithmetic;
mod check;
mod code128;
mod frozen;
mod invoice;
mod pdf;
pub mod samples;
mod sheet;
pub mod units;
mod vat_case;
mod xml;

pub use arithmetic::arithmetic;
pub use check::{Breach, IdFault, Layer, check, endpoint, legal_id};
pub use code128::{BarCode, code128};
pub use invoice::{
    Charge, ChargeKind, Contact, Corrected, Delivery, Exemption, Identifier, Invoice, Kind, Line,
    OrderReference, Party, PaymentMeans, Place, Totals, UNIT_ONE, VERSION, VatElsewhere, VatPart,
};
pub use pdf::{
    Logo, LogoFault, Look, PdfFault, invoice_pdf, packing_slip_pdf, picking_sheet_pdf,
    quotation_pdf, statement_pdf,
};
pub use sheet::{
    Age, Entry, KEYS, PackingSlip, PickLine, PickingSheet, Quotation, Say, SlipLine, SlipParcel,
    Statement, Words,
};
pub use vat_case::{Supplied, Supply, VatCase, exemption, vat_case};
pub use xml::{cii, ubl};
