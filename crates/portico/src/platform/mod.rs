//! What every slice stands on, without a business word: pages, database, sign-in, jobs.

pub mod changes;
pub mod clock;
pub mod db;
pub mod ids;
pub mod migrate;
pub mod web;
