//! `portico demo`: the company all tests know, and around it a made-up wholesale trade of real size.

mod buyers;
mod families;
mod figures;
mod fill;
mod goods;
mod pictures;
mod sales;
mod shapes;
