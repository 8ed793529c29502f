//! What a paper costs: milliseconds by the clock and of processor time, and the most memory the process ever held.
//! `cargo run --release -p portico-documents --example cost`

use portico_documents::samples::{self, english};
use portico_documents::{Look, invoice_pdf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!(
        "{:>8}{:>8}{:>8}{:>10}{:>8}{:>12}",
        "lines", "papers", "ms", "cpu ms", "kB", "MB at most"
    );
    for (lines, papers) in [(1, 1), (20, 50), (1_000, 5), (1_600, 5), (20, 50)] {
        let invoice = samples::many_lines(lines);
        let (start, cpu_before) = (Instant::now(), cpu_ms()?);
        let mut bytes = 0;
        for _ in 0..papers {
            bytes = invoice_pdf(&invoice, &english(), Look::default())?.len();
        }
        let ms = start.elapsed().as_secs_f64() * 1_000.0 / f64::from(papers);
        let cpu = (cpu_ms()? - cpu_before) / f64::from(papers);
        println!("{lines:>8}{papers:>8}{ms:>8.1}{cpu:>10.1}{:>8}{:>12}", bytes / 1_024, most_mb()?);
    }
    Ok(())
}

/// Processor time of this process so far; the kernel counts hundredths of a second.
fn cpu_ms() -> Result<f64, Box<dyn std::error::Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    Ok(fields.skip(11).take(2).map(|ticks| ticks.parse::<f64>().unwrap_or(0.0) * 10.0).sum())
}

/// The most memory held at once, in MB.
fn most_mb() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kb: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kb / 1_024)
}
