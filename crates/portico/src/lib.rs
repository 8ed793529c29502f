//! Portico: a portal that a wholesaler puts in front of its ERP.

pub mod access;
pub mod api;
pub mod app;
pub mod backoffice;
pub mod backup;
pub mod billing;
pub mod cart;
pub mod catalogue;
pub mod commands;
pub mod config;
pub mod customers;
pub mod dashboard;
pub mod demo;
pub mod doctor;
pub mod import;
pub mod orders;
pub mod platform;
pub mod pricing;
pub mod quotes;
pub mod serve;
pub mod staff;
pub mod sync;
pub mod testkit;

#[cfg(test)]
mod tidy;
