//! What every slice stands on, without a business word: pages, database, sign-in, jobs.

pub mod web;
