//! Orders to invoice: what left and is on no invoice yet, as a list that staff tick; each ticked order becomes an invoice of
//! its own.

pub mod list;
pub mod staff;
mod staff_view;
#[cfg(test)]
mod tests;
