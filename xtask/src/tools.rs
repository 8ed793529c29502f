//! Programs the checks need beside Rust: installed from Debian where we may, else named.

use crate::shell;
use anyhow::bail;
use std::process::Command;

/// Makes sure that these programs are there. Each is (program on the path, Debian package).
///
/// # Errors
/// Says what to install, where we are not root or this is not Debian.
pub fn ensure(wanted: &[(&str, &str)]) -> anyhow::Result<()> {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(program, _)| !shell::has(program))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() || !shell::has("apt-get") {
        bail!("missing: {}. Install with: apt-get install {0}", missing.join(" "));
    }
    install(&missing)
}

/// Installs Debian packages, without questions.
pub fn install(packages: &[&str]) -> anyhow::Result<()> {
    println!("installing {}", packages.join(" "));
    shell::run(Command::new("apt-get").args(["-qq", "update"]))?;
    shell::run(
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-qq", "-y", "--no-install-recommends", "install"])
            .args(packages),
    )
}

/// Whether we may install.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
