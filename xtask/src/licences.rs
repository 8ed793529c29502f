//! Reads the licence of every dependency from `cargo metadata` and e2e's lock file, and refuses what we may not ship.

use crate::shell;
use anyhow::{Context, bail};
use serde_json::Value;

/// Licences that allow use in a program under "MIT OR Apache-2.0" without conditions on our own code.
const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Checks every crate and every npm package.
///
/// # Errors
/// Names each package whose licence is not on the list.
pub fn check() -> anyhow::Result<()> {
    let mut packages = crates()?;
    packages.extend(npm_packages()?);
    let refused: Vec<String> = packages
        .iter()
        .filter(|(_, licence)| !allowed(licence))
        .map(|(name, licence)| format!("  {name}: {licence}"))
        .collect();
    if !refused.is_empty() {
        bail!("licences not on the list in xtask/src/licences.rs:\n{}", refused.join("\n"));
    }
    println!("{} packages, all under a licence on the list", packages.len());
    Ok(())
}

fn crates() -> anyhow::Result<Vec<(String, String)>> {
    // Named, so that cargo does not fetch what only other systems need.
    let systems = ["--filter-platform", "x86_64-unknown-linux-gnu"];
    let mut command = shell::cargo();
    command.args(["metadata", "--format-version", "1", "--locked"]).args(systems);
    let text = shell::output(&mut command)?;
    let metadata: Value = serde_json::from_str(&text)?;
    let packages = metadata["packages"].as_array().context("cargo metadata without packages")?;
    Ok(packages
        .iter()
        .map(|package| {
            let name = format!("{} {}", word(&package["name"]), word(&package["version"]));
            (name, word(&package["license"]).to_owned())
        })
        .collect())
}

fn npm_packages() -> anyhow::Result<Vec<(String, String)>> {
    let path = shell::root().join("e2e/package-lock.json");
    let lock: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let packages = lock["packages"].as_object().context("package-lock.json without packages")?;
    Ok(packages
        .iter()
        .map(|(name, package)| (format!("npm {name}"), word(&package["license"]).to_owned()))
        .collect())
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("none given")
}

/// Whether an SPDX expression can be met by allowed licences alone.
fn allowed(expression: &str) -> bool {
    // Before SPDX, crates wrote `MIT/Apache-2.0`.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0 };
    reader.either() && reader.at == words.len()
}

struct Reader<'a> {
    words: &'a [&'a str],
    at: usize,
}

impl Reader<'_> {
    fn either(&mut self) -> bool {
        let mut met = self.both();
        while self.take("OR") {
            met |= self.both();
        }
        met
    }

    fn both(&mut self) -> bool {
        let mut met = self.single();
        while self.take("AND") {
            met &= self.single();
        }
        met
    }

    fn single(&mut self) -> bool {
        if self.take("(") {
            let met = self.either();
            return self.take(")") && met;
        }
        let Some(name) = self.words.get(self.at) else {
            return false;
        };
        self.at += 1;
        // An exception only allows more.
        self.at += 2 * usize::from(self.words.get(self.at) == Some(&"WITH"));
        ALLOWED.contains(name)
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.words.get(self.at) == Some(&word);
        self.at += usize::from(there);
        there
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn an_expression_is_met_by_allowed_licences_alone() {
        for expression in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
        ] {
            assert!(allowed(expression), "{expression}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for expression in [
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "none given",
            "",
            "(MIT",
            "MIT)",
            "MIT AND",
            "AGPL-3.0 WITH x",
        ] {
            assert!(!allowed(expression), "{expression}");
        }
    }
}
