//! What every slice stands on, without a business word: pages, database, sign-in, jobs.

pub mod activity;
pub mod activity_chain;
pub mod archive;
pub mod auth;
pub mod backups;
pub mod brand;
pub mod changes;
pub mod clock;
pub mod closing;
pub mod counters;
pub mod db;
pub mod export;
pub mod files;
pub mod idempotency;
pub mod ids;
pub mod importing;
pub mod json;
pub mod leases;
pub mod list;
pub mod mail;
#[cfg(test)]
mod mail_tests;
pub mod metrics;
pub mod migrate;
pub mod outbox;
pub mod pictures;
#[cfg(test)]
pub(crate) mod pictures_tests;
pub mod problem;
pub mod routes;
pub mod search;
pub mod settings;
pub mod standby;
pub mod turns;
pub mod web;
pub mod wholesaler;
pub mod words;
pub mod worker;
