//! What `portico demo` can be told.

use clap::Args;
use std::path::PathBuf;

/// Builds a made-up wholesale company in a fresh place, says who can sign in, and answers requests.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// How large the company is: 1 is 3,400 products, 3,300 customers and 11,000 orders.
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = scale)]
    pub scale: f64,
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

impl Options {
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
