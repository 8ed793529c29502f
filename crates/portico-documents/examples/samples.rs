//! Writes every sample in every form into a folder, for the public validator and for looking at:
//! `cargo run -p portico-documents --example samples -- DIR`.

use portico_documents::samples::{self, english};
use portico_documents::{
    Logo, Look, cii, invoice_pdf, packing_slip_pdf, picking_sheet_pdf, quotation_pdf,
    statement_pdf, ubl,
};
use std::path::Path;

/// A small drawing of our own, as a wholesaler would upload one.
const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
<rect width="40" height="40" rx="8" fill="#6b2d5c"/><path d="M10 28 L20 10 L30 28 Z" fill="#fff"/>
<rect x="50" y="12" width="70" height="6" fill="#6b2d5c"/><rect x="50" y="24" width="46" height="6" fill="#6b2d5c"/></svg>"##;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).expect("the folder to write into");
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let logo = Logo::read(LOGO.as_bytes()).map_err(|fault| format!("{fault:?}"))?;
    let look = Look { logo: Some(&logo), brand: Some([0x6b, 0x2d, 0x5c]) };
    for (name, invoice) in samples::all() {
        std::fs::write(folder.join(format!("{name}.ubl.xml")), ubl(&invoice))?;
        std::fs::write(folder.join(format!("{name}.cii.xml")), cii(&invoice))?;
        let look = if name.starts_with("credit") { look } else { Look::default() };
        std::fs::write(
            folder.join(format!("{name}.pdf")),
            invoice_pdf(&invoice, &english(), look)?,
        )?;
    }
    let papers = folder.join("papers");
    std::fs::create_dir_all(&papers)?;
    std::fs::write(
        papers.join("statement.pdf"),
        statement_pdf(&samples::statement(12), &english(), look)?,
    )?;
    std::fs::write(
        papers.join("statement-long.pdf"),
        statement_pdf(&samples::statement(300), &english(), look)?,
    )?;
    std::fs::write(
        papers.join("quotation.pdf"),
        quotation_pdf(&samples::quotation(), &english(), look)?,
    )?;
    let slip = packing_slip_pdf(&samples::packing_slip(), &english(), look)?;
    std::fs::write(papers.join("packing-slip.pdf"), slip)?;
    for (name, lines) in [("picking-sheet", 12), ("picking-sheet-long", 1_000)] {
        let picks = picking_sheet_pdf(&samples::picking_sheet(lines), &english(), look)?;
        std::fs::write(papers.join(format!("{name}.pdf")), picks)?;
    }
    Ok(())
}
