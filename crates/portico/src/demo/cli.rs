//! What `portico demo` can be told.

use clap::Args;
use std::path::PathBuf;

/// Builds a made-up wholesale company in a fresh place, says who can sign in, and answers requests.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// How large the company is: 1 is 3,400 products, 3,300 customers and 11,000 orders.
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = scale)]
    pub scale: f64,
    /// So many products, whatever the scale says.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=5_000_000))]
    pub products: Option<u32>,
    /// So many customers, whatever the scale says.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub customers: Option<u32>,
    /// Writes who can sign in into this file, as JSON.
    #[arg(long, value_name = "FILE")]
    pub logins_file: Option<PathBuf>,
    /// Signs so many buyers of different customers in, and writes their cookies and tokens into a file, for load tests.
    #[arg(long, num_args = 2, value_names = ["N", "FILE"])]
    pub bench_logins: Option<Vec<String>>,
}

fn scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(scale) if (0.05..=1_000.0).contains(&scale) => Ok(scale),
        _ => Err("a number from 0.05 to 1000".to_owned()),
    }
}

/// Products, customers and orders of the world at scale 1.
const PRODUCTS: f64 = 3_400.0;
const CUSTOMERS: f64 = 3_300.0;
const ORDERS: f64 = 11_000.0;

/// How much of everything the made-up trade has.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Products.
    pub products: usize,
    /// Customers.
    pub customers: usize,
    /// Orders, of twenty lines on average.
    pub orders: usize,
    /// Whether everybody's orders are invoiced, and one customer has a seventh of all: for load tests.
    pub books: bool,
}

impl Size {
    /// So many times the usual.
    #[must_use]
    pub fn scaled(scale: f64) -> Size {
        let times = |count: f64| ((count * scale) as usize).max(1);
        Size {
            products: times(PRODUCTS),
            customers: times(CUSTOMERS),
            orders: times(ORDERS),
            books: false,
        }
    }
}

impl Options {
    /// How large the company is.
    #[must_use]
    pub fn size(&self) -> Size {
        let scaled = Size::scaled(self.scale);
        let or = |said: Option<u32>, otherwise| said.map_or(otherwise, |count| count as usize);
        Size {
            products: or(self.products, scaled.products),
            customers: or(self.customers, scaled.customers),
            books: self.bench_logins.is_some(),
            ..scaled
        }
    }

    /// How many buyers to sign in, and the file to say so in.
    ///
    /// # Errors
    /// A number that is none.
    pub fn bench(&self) -> anyhow::Result<Option<(usize, PathBuf)>> {
        let Some([count, file]) = self.bench_logins.as_deref() else {
            return Ok(None);
        };
        let count = count.parse().map_err(|_| {
            anyhow::anyhow!("--bench-logins takes a number and a file, not {count}")
        })?;
        Ok(Some((count, PathBuf::from(file))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        options: Options,
    }

    #[test]
    fn the_scale_multiplies_and_has_limits() {
        let of = |words: &[&str]| {
            Cli::try_parse_from([&["demo"], words].concat()).map(|cli| cli.options)
        };
        assert!(of(&[]).is_ok_and(|o| o.scale == 1.0 && o.bench().unwrap().is_none()));
        assert!(of(&["--scale", "10"]).is_ok_and(|o| o.scale == 10.0));
        assert!(of(&["--scale", "0"]).is_err() && of(&["--scale", "x"]).is_err());
        let bench = of(&["--bench-logins", "5", "b.json"]).unwrap().bench().unwrap();
        assert_eq!(bench, Some((5, PathBuf::from("b.json"))));
        assert!(of(&["--bench-logins", "five", "b.json"]).unwrap().bench().is_err());
    }
}
