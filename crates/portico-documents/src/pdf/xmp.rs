//! The Factur-X block of a PDF's metadata (XMP), which typst does not write: put into the stream, and every offset moved accordingly.
//!
//! Typst's files are plain enough for it: metadata uncompressed, one cross-reference table of fixed width. Where a new version of it
//! writes otherwise, this answers nothing, and tests say so before anybody else does.

/// The four properties that say what lies in the PDF.
const PROPERTIES: &str = concat!(
    r#"<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">"#,
    "<fx:DocumentType>INVOICE</fx:DocumentType>",
    "<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>",
    "<fx:Version>1.0</fx:Version>",
    "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
    "</rdf:Description>",
);

/// PDF/A allows properties of others only where their schema is described beside them.
fn schema() -> String {
    let property = |name: &str, text: &str| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
             <pdfaProperty:valueType>Text</pdfaProperty:valueType>\
             <pdfaProperty:category>external</pdfaProperty:category>\
             <pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        )
    };
    let properties = [
        property("DocumentFileName", "Name of the embedded XML invoice file"),
        property("DocumentType", "INVOICE"),
        property("Version", "Version of the XML data"),
        property("ConformanceLevel", "Profile of the XML data"),
    ];
    format!(
        "<rdf:li rdf:parseType=\"Resource\" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
         xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\
         <pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>\
         <pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>\
         <pdfaSchema:prefix>fx</pdfaSchema:prefix>\
         <pdfaSchema:property><rdf:Seq>{}</rdf:Seq></pdfaSchema:property></rdf:li>",
        properties.concat()
    )
}

/// So many bytes from `at` on become `text`.
struct Edit {
    at: usize,
    length: usize,
    text: String,
}

/// The file with the Factur-X block in its metadata; none where it is not built as expected.
pub fn with_factur_x(pdf: &[u8]) -> Option<Vec<u8>> {
    let schemas = find(pdf, b"</rdf:Bag></pdfaExtension:schemas>", 0)?;
    let end = find(pdf, b"</rdf:RDF>", schemas)?;
    let stream = rfind(&pdf[..schemas], b"stream\n")?;
    let length_at = rfind(&pdf[..stream], b"/Length ")? + b"/Length ".len();
    let (length, digits) = number(pdf, length_at)?;
    let schema = schema();
    let longer = length + schema.len() + PROPERTIES.len();
    let edits = [
        Edit { at: length_at, length: digits, text: longer.to_string() },
        Edit { at: schemas, length: 0, text: schema },
        Edit { at: end, length: 0, text: PROPERTIES.to_owned() },
    ];
    moved(pdf, &edits)
}

/// The file with these edits, in order of their place, and its cross-reference table moved along.
fn moved(pdf: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let grown = |edit: &Edit| edit.text.len() as i64 - edit.length as i64;
    let shift = |old: usize| -> i64 { edits.iter().filter(|edit| edit.at < old).map(grown).sum() };
    let new_place = |old: usize| usize::try_from(i64::try_from(old).ok()? + shift(old)).ok();

    let start_at = rfind(pdf, b"startxref\n")? + b"startxref\n".len();
    let (table, start_digits) = number(pdf, start_at)?;
    let mut file = Vec::with_capacity(pdf.len() + 4 * 1024);
    let mut done = 0;
    for edit in edits {
        file.extend_from_slice(&pdf[done..edit.at]);
        file.extend_from_slice(edit.text.as_bytes());
        done = edit.at + edit.length;
    }
    file.extend_from_slice(&pdf[done..table]);
    let entries_at = after_table_head(pdf, table)?;
    file.extend_from_slice(&pdf[table..entries_at]);
    done = entries_at;
    // Entries of 20 bytes: `0000012345 00000 n`, and the line's end.
    while pdf.get(done..done + 20).is_some_and(|entry| matches!(entry[17], b'n' | b'f')) {
        let (old, digits) = number(pdf, done)?;
        let new = if pdf[done + 17] == b'n' { new_place(old)? } else { old };
        file.extend_from_slice(format!("{new:010}").as_bytes());
        file.extend_from_slice(&pdf[done + digits..done + 20]);
        done += 20;
    }
    file.extend_from_slice(&pdf[done..start_at]);
    file.extend_from_slice(new_place(table)?.to_string().as_bytes());
    file.extend_from_slice(&pdf[start_at + start_digits..]);
    Some(file)
}

/// The first entry behind `xref`, the first number and how many there are.
fn after_table_head(pdf: &[u8], table: usize) -> Option<usize> {
    let head = pdf.get(table..)?.strip_prefix(b"xref\n")?;
    let line = head.iter().position(|byte| *byte == b'\n')?;
    head.starts_with(b"0 ").then_some(table + b"xref\n".len() + line + 1)
}

/// The number at a place, and how many digits it has.
fn number(pdf: &[u8], at: usize) -> Option<(usize, usize)> {
    let digits = pdf.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = std::str::from_utf8(&pdf[at..at + digits]).ok()?;
    Some((text.parse().ok()?, digits))
}

fn find(pdf: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let at = pdf.get(from..)?.windows(wanted.len()).position(|window| window == wanted)?;
    Some(from + at)
}

fn rfind(pdf: &[u8], wanted: &[u8]) -> Option<usize> {
    pdf.windows(wanted.len()).rposition(|window| window == wanted)
}
