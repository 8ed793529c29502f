//! UBL 2.1 as Peppol BIS Billing 3 wants it, in the order of its schema.

use super::{
    Xml, amount, amount_unless_nought, buyer_reference, buyers_number, note, only_order, percent,
    price, vat_number,
};
use crate::invoice::{
    Charge, ChargeKind, Corrected, Delivery, Identifier, Invoice, Kind, Line, Party, PaymentMeans,
    Place, VatPart,
};
use portico_types::{Money, Taxed};

const CUSTOMIZATION: &str =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
const PROFILE: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
const COMMON: &str = "urn:oasis:names:specification:ubl:schema:xsd:Common";

/// What the two kinds call the same.
struct Names {
    root: &'static str,
    type_element: &'static str,
    type_code: &'static str,
    line: &'static str,
    quantity: &'static str,
}

const INVOICE: Names = Names {
    root: "Invoice",
    type_element: "cbc:InvoiceTypeCode",
    type_code: "380",
    line: "cac:InvoiceLine",
    quantity: "cbc:InvoicedQuantity",
};

const CREDIT_NOTE: Names = Names {
    root: "CreditNote",
    type_element: "cbc:CreditNoteTypeCode",
    type_code: "381",
    line: "cac:CreditNoteLine",
    quantity: "cbc:CreditedQuantity",
};

/// The document as UBL 2.1, ready for Peppol if [`crate::check()`] finds nothing.
#[must_use]
pub fn ubl(invoice: &Invoice) -> String {
    let names = match invoice.kind {
        Kind::Invoice => &INVOICE,
        Kind::CreditNote => &CREDIT_NOTE,
    };
    let own = format!("urn:oasis:names:specification:ubl:schema:xsd:{}-2", names.root);
    let (cac, cbc) =
        (format!("{COMMON}AggregateComponents-2"), format!("{COMMON}BasicComponents-2"));
    let namespaces = [("xmlns", own.as_str()), ("xmlns:cac", &cac), ("xmlns:cbc", &cbc)];
    Xml::document(names.root, &namespaces, |xml| {
        head(xml, invoice, names);
        references(xml, invoice);
        xml.group("cac:AccountingSupplierParty", |xml| party(xml, invoice, &invoice.seller));
        xml.group("cac:AccountingCustomerParty", |xml| party(xml, invoice, &invoice.buyer));
        delivery(xml, invoice.delivery.as_ref());
        for means in &invoice.means {
            xml.group("cac:PaymentMeans", |xml| payment_means(xml, invoice, means));
        }
        xml.group("cac:PaymentTerms", |xml| xml.maybe("cbc:Note", invoice.terms.as_deref()));
        for charge in &invoice.charges {
            xml.group("cac:AllowanceCharge", |xml| allowance_charge(xml, invoice, charge));
        }
        vat(xml, invoice);
        totals(xml, invoice);
        for line in &invoice.lines {
            xml.group(names.line, |xml| self::line(xml, invoice, line, names));
        }
    })
}

fn head(xml: &mut Xml, invoice: &Invoice, names: &Names) {
    xml.text("cbc:CustomizationID", CUSTOMIZATION);
    xml.text("cbc:ProfileID", PROFILE);
    xml.text("cbc:ID", &invoice.number);
    xml.text("cbc:IssueDate", &invoice.issued.text());
    if invoice.kind == Kind::Invoice {
        xml.maybe("cbc:DueDate", invoice.due.map(|day| day.text()).as_deref());
    }
    xml.text(names.type_element, names.type_code);
    xml.text("cbc:Note", &note(invoice));
    xml.text("cbc:DocumentCurrencyCode", invoice.currency.code());
    xml.maybe("cbc:TaxCurrencyCode", invoice.vat_elsewhere.map(|vat| vat.currency.code()));
    xml.maybe("cbc:BuyerReference", buyer_reference(invoice).as_deref());
}

fn references(xml: &mut Xml, invoice: &Invoice) {
    if let Some(order) = only_order(invoice) {
        xml.group("cac:OrderReference", |xml| {
            xml.text("cbc:ID", buyers_number(order));
            xml.text("cbc:SalesOrderID", &order.number);
        });
    }
    for Corrected { number, issued } in &invoice.corrects {
        xml.group("cac:BillingReference", |xml| {
            xml.group("cac:InvoiceDocumentReference", |xml| {
                xml.text("cbc:ID", number);
                xml.maybe("cbc:IssueDate", issued.map(|day| day.text()).as_deref());
            });
        });
    }
}

fn identifier(xml: &mut Xml, name: &str, id: Option<&Identifier>) {
    if let Some(id) = id {
        xml.with(name, &[("schemeID", &id.scheme)], &id.value);
    }
}

fn party(xml: &mut Xml, invoice: &Invoice, party: &Party) {
    xml.group("cac:Party", |xml| {
        identifier(xml, "cbc:EndpointID", party.endpoint.as_ref());
        xml.group("cac:PartyIdentification", |xml| xml.maybe("cbc:ID", party.number.as_deref()));
        xml.group("cac:PartyName", |xml| xml.maybe("cbc:Name", party.trading_name.as_deref()));
        xml.group("cac:PostalAddress", |xml| address(xml, &party.address));
        if let Some(number) = vat_number(invoice, party) {
            xml.group("cac:PartyTaxScheme", |xml| {
                xml.text("cbc:CompanyID", number);
                scheme(xml);
            });
        }
        xml.group("cac:PartyLegalEntity", |xml| {
            xml.text("cbc:RegistrationName", &party.name);
            identifier(xml, "cbc:CompanyID", party.legal_id.as_ref());
        });
        let contact = party.contact.clone().unwrap_or_default();
        xml.group("cac:Contact", |xml| {
            xml.maybe("cbc:Name", contact.name.as_deref());
            xml.maybe("cbc:Telephone", contact.phone.as_deref());
            xml.maybe("cbc:ElectronicMail", contact.email.as_deref());
        });
    });
}

fn address(xml: &mut Xml, place: &Place) {
    xml.text("cbc:StreetName", &place.line1);
    xml.maybe("cbc:AdditionalStreetName", place.line2.as_deref());
    xml.text("cbc:CityName", &place.city);
    xml.maybe("cbc:PostalZone", place.postcode.as_deref());
    xml.maybe("cbc:CountrySubentity", place.region.as_deref());
    xml.group("cac:Country", |xml| xml.text("cbc:IdentificationCode", place.country.code()));
}

fn delivery(xml: &mut Xml, delivery: Option<&Delivery>) {
    let Some(delivery) = delivery else { return };
    xml.group("cac:Delivery", |xml| {
        xml.maybe("cbc:ActualDeliveryDate", delivery.day.map(|day| day.text()).as_deref());
        if let Some(place) = &delivery.place {
            xml.group("cac:DeliveryLocation", |xml| {
                xml.group("cac:Address", |xml| address(xml, place));
            });
        }
        xml.group("cac:DeliveryParty", |xml| {
            xml.group("cac:PartyName", |xml| xml.maybe("cbc:Name", delivery.name.as_deref()));
        });
    });
}

fn payment_means(xml: &mut Xml, invoice: &Invoice, means: &PaymentMeans) {
    xml.text("cbc:PaymentMeansCode", &means.code);
    if invoice.kind == Kind::CreditNote {
        xml.maybe("cbc:PaymentDueDate", invoice.due.map(|day| day.text()).as_deref());
    }
    xml.maybe("cbc:PaymentID", means.reference.as_deref());
    xml.group("cac:PayeeFinancialAccount", |xml| {
        xml.maybe("cbc:ID", means.account.as_deref());
        xml.maybe("cbc:Name", means.account_name.as_deref());
        xml.group("cac:FinancialInstitutionBranch", |xml| {
            xml.maybe("cbc:ID", means.bic.as_deref())
        });
    });
}

fn allowance_charge(xml: &mut Xml, invoice: &Invoice, charge: &Charge) {
    let is_charge = charge.kind == ChargeKind::Charge;
    xml.text("cbc:ChargeIndicator", if is_charge { "true" } else { "false" });
    xml.maybe("cbc:AllowanceChargeReasonCode", charge.code.as_deref());
    xml.text("cbc:AllowanceChargeReason", &charge.name);
    money(xml, "cbc:Amount", invoice, charge.net_minor);
    xml.group("cac:TaxCategory", |xml| category(xml, charge.vat, None));
}

fn money(xml: &mut Xml, name: &str, invoice: &Invoice, minor: i64) {
    xml.with(name, &[("currencyID", invoice.currency.code())], &amount(invoice, minor));
}

fn scheme(xml: &mut Xml) {
    xml.group("cac:TaxScheme", |xml| xml.text("cbc:ID", "VAT"));
}

fn category(xml: &mut Xml, vat: Taxed, part: Option<&VatPart>) {
    xml.text("cbc:ID", vat.category.code());
    xml.maybe("cbc:Percent", percent(vat).as_deref());
    if let Some(reason) = part.and_then(|part| part.exemption.as_ref()) {
        xml.maybe("cbc:TaxExemptionReasonCode", reason.code.as_deref());
        xml.text("cbc:TaxExemptionReason", &reason.text);
    }
    scheme(xml);
}

fn vat(xml: &mut Xml, invoice: &Invoice) {
    xml.group("cac:TaxTotal", |xml| {
        money(xml, "cbc:TaxAmount", invoice, invoice.totals.vat_minor);
        for part in &invoice.vat {
            xml.group("cac:TaxSubtotal", |xml| {
                money(xml, "cbc:TaxableAmount", invoice, part.taxable_minor);
                money(xml, "cbc:TaxAmount", invoice, part.vat_minor);
                xml.group("cac:TaxCategory", |xml| category(xml, part.vat, Some(part)));
            });
        }
    });
    if let Some(vat) = invoice.vat_elsewhere {
        let text = Money::new(vat.vat_minor, vat.currency).amount();
        xml.group("cac:TaxTotal", |xml| {
            xml.with("cbc:TaxAmount", &[("currencyID", vat.currency.code())], &text);
        });
    }
}

fn totals(xml: &mut Xml, invoice: &Invoice) {
    let totals = &invoice.totals;
    xml.group("cac:LegalMonetaryTotal", |xml| {
        money(xml, "cbc:LineExtensionAmount", invoice, totals.lines_minor);
        money(xml, "cbc:TaxExclusiveAmount", invoice, totals.net_minor);
        money(xml, "cbc:TaxInclusiveAmount", invoice, totals.gross_minor);
        for (name, minor) in [
            ("cbc:AllowanceTotalAmount", totals.allowances_minor),
            ("cbc:ChargeTotalAmount", totals.charges_minor),
            ("cbc:PrepaidAmount", totals.prepaid_minor),
        ] {
            let text = amount_unless_nought(invoice, minor).unwrap_or_default();
            xml.with(name, &[("currencyID", invoice.currency.code())], &text);
        }
        money(xml, "cbc:PayableAmount", invoice, totals.payable_minor);
    });
}

fn line(xml: &mut Xml, invoice: &Invoice, line: &Line, names: &Names) {
    xml.text("cbc:ID", &line.position.to_string());
    xml.maybe("cbc:Note", line.note.as_deref());
    xml.with(names.quantity, &[("unitCode", &line.unit)], &line.quantity.text());
    money(xml, "cbc:LineExtensionAmount", invoice, line.net_minor);
    let has_order = only_order(invoice).is_some();
    // A line of an order says nothing without the order (NL-R-009).
    if let Some(order_line) = line.order_line.as_deref().filter(|_| has_order) {
        xml.group("cac:OrderLineReference", |xml| xml.text("cbc:LineID", order_line));
    }
    xml.group("cac:Item", |xml| {
        xml.text("cbc:Name", &line.name);
        let id = |xml: &mut Xml, name: &str, value: Option<&str>, scheme: &str| {
            xml.group(name, |xml| {
                xml.with("cbc:ID", &[("schemeID", scheme)], value.unwrap_or_default())
            });
        };
        id(xml, "cac:BuyersItemIdentification", line.buyer_sku.as_deref(), "");
        id(xml, "cac:SellersItemIdentification", line.sku.as_deref(), "");
        id(xml, "cac:StandardItemIdentification", line.gtin.as_deref(), "0160");
        xml.group("cac:ClassifiedTaxCategory", |xml| category(xml, line.vat, None));
        if let Some(order) = line.order.as_deref().filter(|_| !has_order) {
            xml.group("cac:AdditionalItemProperty", |xml| {
                xml.text("cbc:Name", "Order");
                xml.text("cbc:Value", order);
            });
        }
    });
    xml.group("cac:Price", |xml| {
        let currency = [("currencyID", invoice.currency.code())];
        xml.with("cbc:PriceAmount", &currency, &price(invoice, line));
        if line.price_per != 1 {
            xml.with("cbc:BaseQuantity", &[("unitCode", &line.unit)], &line.price_per.to_string());
        }
    });
}
