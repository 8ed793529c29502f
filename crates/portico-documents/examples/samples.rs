//! Writes every sample in every form into a folder, for the public validator: `cargo run -p portico-documents --example samples -- DIR`.

use portico_documents::{cii, samples, ubl};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("the folder to write into");
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    for (name, invoice) in samples::all() {
        std::fs::write(folder.join(format!("{name}.ubl.xml")), ubl(&invoice))?;
        std::fs::write(folder.join(format!("{name}.cii.xml")), cii(&invoice))?;
    }
    Ok(())
}
