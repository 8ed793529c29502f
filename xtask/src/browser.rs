//! The browser's part: journeys, accessibility and screenshots, by Node, playwright-core and Debian's Chromium.

use crate::{shell, tools};
use std::path::Path;
use std::process::Command;

/// Runs `e2e/run.mjs` with these words, after installing what it needs.
///
/// # Errors
/// What is missing, or what the run found.
pub fn run(program: &Path, words: &[&str]) -> anyhow::Result<()> {
    tools::ensure(&[("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm")])?;
    let e2e = shell::root().join("e2e");
    // `ci` takes exactly what the lock file names.
    shell::run(
        Command::new("npm").args(["ci", "--no-fund", "--no-audit", "--silent"]).current_dir(&e2e),
    )?;
    shell::run(
        Command::new("node").arg("run.mjs").args(words).env("PORTICO", program).current_dir(&e2e),
    )
}

/// Pictures of every page into `e2e/screenshots`, and those of the README into `docs/pictures`.
///
/// # Errors
/// What the run found.
pub fn screenshots(program: &Path) -> anyhow::Result<()> {
    run(program, &["screenshots"])?;
    let (from, to) =
        (shell::root().join("e2e/screenshots/readme"), shell::root().join("docs/pictures"));
    std::fs::create_dir_all(&to)?;
    for picture in std::fs::read_dir(from)? {
        let picture = picture?;
        std::fs::copy(picture.path(), to.join(picture.file_name()))?;
    }
    Ok(())
}
