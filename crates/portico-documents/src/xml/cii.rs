//! UN/CEFACT Cross Industry Invoice, the EN 16931 profile of Factur-X and ZUGFeRD: what lies inside the PDF.

use super::{
    Xml, amount, amount_unless_nought, buyer_reference, buyers_number, only_order, percent, price,
    vat_number,
};
use crate::invoice::{
    Charge, ChargeKind, Contact, Corrected, Delivery, Invoice, Kind, Line, Party, PaymentMeans,
    Place, VatPart,
};
use portico_types::{Day, Money, Taxed};

const STANDARD: &str = "urn:un:unece:uncefact:data:standard";

/// The document as CII for the file `factur-x.xml` inside the PDF.
#[must_use]
pub fn cii(invoice: &Invoice) -> String {
    let rsm = format!("{STANDARD}:CrossIndustryInvoice:100");
    let ram = format!("{STANDARD}:ReusableAggregateBusinessInformationEntity:100");
    let udt = format!("{STANDARD}:UnqualifiedDataType:100");
    let qdt = format!("{STANDARD}:QualifiedDataType:100");
    let namespaces: [(&str, &str); 4] =
        [("xmlns:rsm", &rsm), ("xmlns:ram", &ram), ("xmlns:udt", &udt), ("xmlns:qdt", &qdt)];
    Xml::document("rsm:CrossIndustryInvoice", &namespaces, |xml| {
        xml.group("rsm:ExchangedDocumentContext", |xml| {
            xml.group("ram:GuidelineSpecifiedDocumentContextParameter", |xml| {
                xml.text("ram:ID", "urn:cen.eu:en16931:2017");
            });
        });
        xml.group("rsm:ExchangedDocument", |xml| head(xml, invoice));
        xml.group("rsm:SupplyChainTradeTransaction", |xml| {
            for line in &invoice.lines {
                xml.group("ram:IncludedSupplyChainTradeLineItem", |xml| {
                    self::line(xml, invoice, line)
                });
            }
            xml.group("ram:ApplicableHeaderTradeAgreement", |xml| agreement(xml, invoice));
            delivery(xml, invoice.delivery.as_ref());
            xml.group("ram:ApplicableHeaderTradeSettlement", |xml| settlement(xml, invoice));
        });
    })
}

fn head(xml: &mut Xml, invoice: &Invoice) {
    xml.text("ram:ID", &invoice.number);
    xml.text("ram:TypeCode", if invoice.kind == Kind::Invoice { "380" } else { "381" });
    day(xml, "ram:IssueDateTime", "udt", Some(invoice.issued));
    for note in &invoice.notes {
        xml.group("ram:IncludedNote", |xml| xml.text("ram:Content", note));
    }
}

/// A day as `20260331`, format 102.
fn day(xml: &mut Xml, name: &str, prefix: &str, day: Option<Day>) {
    let text = day.map(|day| day.text().replace('-', "")).unwrap_or_default();
    xml.group(name, |xml| {
        xml.with(&format!("{prefix}:DateTimeString"), &[("format", "102")], &text)
    });
}

fn line(xml: &mut Xml, invoice: &Invoice, line: &Line) {
    xml.group("ram:AssociatedDocumentLineDocument", |xml| {
        xml.text("ram:LineID", &line.position.to_string());
        xml.group("ram:IncludedNote", |xml| xml.maybe("ram:Content", line.note.as_deref()));
    });
    let has_order = only_order(invoice).is_some();
    xml.group("ram:SpecifiedTradeProduct", |xml| {
        xml.with("ram:GlobalID", &[("schemeID", "0160")], line.gtin.as_deref().unwrap_or_default());
        xml.maybe("ram:SellerAssignedID", line.sku.as_deref());
        xml.maybe("ram:BuyerAssignedID", line.buyer_sku.as_deref());
        xml.text("ram:Name", &line.name);
        if let Some(order) = line.order.as_deref().filter(|_| !has_order) {
            xml.group("ram:ApplicableProductCharacteristic", |xml| {
                xml.text("ram:Description", "Order");
                xml.text("ram:Value", order);
            });
        }
    });
    xml.group("ram:SpecifiedLineTradeAgreement", |xml| {
        if let Some(order_line) = line.order_line.as_deref().filter(|_| has_order) {
            xml.group("ram:BuyerOrderReferencedDocument", |xml| xml.text("ram:LineID", order_line));
        }
        xml.group("ram:NetPriceProductTradePrice", |xml| {
            xml.text("ram:ChargeAmount", &price(invoice, line));
            if line.price_per != 1 {
                let per = line.price_per.to_string();
                xml.with("ram:BasisQuantity", &[("unitCode", &line.unit)], &per);
            }
        });
    });
    xml.group("ram:SpecifiedLineTradeDelivery", |xml| {
        xml.with("ram:BilledQuantity", &[("unitCode", &line.unit)], &line.quantity.text());
    });
    xml.group("ram:SpecifiedLineTradeSettlement", |xml| {
        xml.group("ram:ApplicableTradeTax", |xml| category(xml, line.vat));
        xml.group("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| {
            xml.text("ram:LineTotalAmount", &amount(invoice, line.net_minor));
        });
    });
}

fn category(xml: &mut Xml, vat: Taxed) {
    xml.text("ram:TypeCode", "VAT");
    xml.text("ram:CategoryCode", vat.category.code());
    xml.maybe("ram:RateApplicablePercent", percent(vat).as_deref());
}

fn agreement(xml: &mut Xml, invoice: &Invoice) {
    xml.maybe("ram:BuyerReference", buyer_reference(invoice).as_deref());
    xml.group("ram:SellerTradeParty", |xml| party(xml, invoice, &invoice.seller));
    xml.group("ram:BuyerTradeParty", |xml| party(xml, invoice, &invoice.buyer));
    if let Some(order) = only_order(invoice) {
        xml.group("ram:SellerOrderReferencedDocument", |xml| {
            xml.text("ram:IssuerAssignedID", &order.number);
        });
        xml.group("ram:BuyerOrderReferencedDocument", |xml| {
            xml.text("ram:IssuerAssignedID", buyers_number(order));
        });
    }
}

fn party(xml: &mut Xml, invoice: &Invoice, party: &Party) {
    xml.maybe("ram:ID", party.number.as_deref());
    xml.text("ram:Name", &party.name);
    xml.group("ram:SpecifiedLegalOrganization", |xml| {
        if let Some(id) = &party.legal_id {
            xml.with("ram:ID", &[("schemeID", &id.scheme)], &id.value);
        }
        xml.maybe("ram:TradingBusinessName", party.trading_name.as_deref());
    });
    if let Some(Contact { name, phone, email }) = &party.contact {
        xml.group("ram:DefinedTradeContact", |xml| {
            xml.maybe("ram:PersonName", name.as_deref());
            xml.group("ram:TelephoneUniversalCommunication", |xml| {
                xml.maybe("ram:CompleteNumber", phone.as_deref());
            });
            xml.group("ram:EmailURIUniversalCommunication", |xml| {
                xml.maybe("ram:URIID", email.as_deref());
            });
        });
    }
    xml.group("ram:PostalTradeAddress", |xml| address(xml, &party.address));
    if let Some(id) = &party.endpoint {
        xml.group("ram:URIUniversalCommunication", |xml| {
            xml.with("ram:URIID", &[("schemeID", &id.scheme)], &id.value);
        });
    }
    xml.group("ram:SpecifiedTaxRegistration", |xml| {
        let number = vat_number(invoice, party).unwrap_or_default();
        xml.with("ram:ID", &[("schemeID", "VA")], number);
    });
}

fn address(xml: &mut Xml, place: &Place) {
    xml.maybe("ram:PostcodeCode", place.postcode.as_deref());
    xml.text("ram:LineOne", &place.line1);
    xml.maybe("ram:LineTwo", place.line2.as_deref());
    xml.text("ram:CityName", &place.city);
    xml.text("ram:CountryID", place.country.code());
    xml.maybe("ram:CountrySubDivisionName", place.region.as_deref());
}

/// The one group that stands even if it says nothing.
fn delivery(xml: &mut Xml, delivery: Option<&Delivery>) {
    let nothing = Delivery::default();
    let delivery = delivery.unwrap_or(&nothing);
    let name = "ram:ApplicableHeaderTradeDelivery";
    let is_empty = delivery.place.is_none() && delivery.day.is_none() && delivery.name.is_none();
    if is_empty {
        return xml.empty(name);
    }
    xml.group(name, |xml| {
        xml.group("ram:ShipToTradeParty", |xml| {
            xml.maybe("ram:Name", delivery.name.as_deref());
            if let Some(place) = &delivery.place {
                xml.group("ram:PostalTradeAddress", |xml| address(xml, place));
            }
        });
        xml.group("ram:ActualDeliverySupplyChainEvent", |xml| {
            day(xml, "ram:OccurrenceDateTime", "udt", delivery.day);
        });
    });
}

fn settlement(xml: &mut Xml, invoice: &Invoice) {
    let reference = invoice.means.iter().find_map(|means| means.reference.as_deref());
    xml.maybe("ram:PaymentReference", reference);
    xml.maybe("ram:TaxCurrencyCode", invoice.vat_elsewhere.map(|vat| vat.currency.code()));
    xml.text("ram:InvoiceCurrencyCode", invoice.currency.code());
    for means in &invoice.means {
        xml.group("ram:SpecifiedTradeSettlementPaymentMeans", |xml| payment_means(xml, means));
    }
    for part in &invoice.vat {
        xml.group("ram:ApplicableTradeTax", |xml| vat_part(xml, invoice, part));
    }
    for charge in &invoice.charges {
        xml.group("ram:SpecifiedTradeAllowanceCharge", |xml| {
            allowance_charge(xml, invoice, charge)
        });
    }
    xml.group("ram:SpecifiedTradePaymentTerms", |xml| {
        xml.maybe("ram:Description", invoice.terms.as_deref());
        day(xml, "ram:DueDateDateTime", "udt", invoice.due);
    });
    xml.group("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| totals(xml, invoice));
    for Corrected { number, issued } in &invoice.corrects {
        xml.group("ram:InvoiceReferencedDocument", |xml| {
            xml.text("ram:IssuerAssignedID", number);
            day(xml, "ram:FormattedIssueDateTime", "qdt", *issued);
        });
    }
}

fn payment_means(xml: &mut Xml, means: &PaymentMeans) {
    xml.text("ram:TypeCode", &means.code);
    xml.group("ram:PayeePartyCreditorFinancialAccount", |xml| {
        xml.maybe("ram:IBANID", means.account.as_deref());
        xml.maybe("ram:AccountName", means.account_name.as_deref());
    });
    xml.group("ram:PayeeSpecifiedCreditorFinancialInstitution", |xml| {
        xml.maybe("ram:BICID", means.bic.as_deref());
    });
}

fn vat_part(xml: &mut Xml, invoice: &Invoice, part: &VatPart) {
    let reason = part.exemption.as_ref();
    xml.text("ram:CalculatedAmount", &amount(invoice, part.vat_minor));
    xml.text("ram:TypeCode", "VAT");
    xml.maybe("ram:ExemptionReason", reason.map(|reason| reason.text.as_str()));
    xml.text("ram:BasisAmount", &amount(invoice, part.taxable_minor));
    xml.text("ram:CategoryCode", part.vat.category.code());
    xml.maybe("ram:ExemptionReasonCode", reason.and_then(|reason| reason.code.as_deref()));
    xml.maybe("ram:RateApplicablePercent", percent(part.vat).as_deref());
}

fn allowance_charge(xml: &mut Xml, invoice: &Invoice, charge: &Charge) {
    let is_charge = charge.kind == ChargeKind::Charge;
    xml.group("ram:ChargeIndicator", |xml| {
        xml.text("udt:Indicator", if is_charge { "true" } else { "false" });
    });
    xml.text("ram:ActualAmount", &amount(invoice, charge.net_minor));
    xml.maybe("ram:ReasonCode", charge.code.as_deref());
    xml.text("ram:Reason", &charge.name);
    xml.group("ram:CategoryTradeTax", |xml| category(xml, charge.vat));
}

fn totals(xml: &mut Xml, invoice: &Invoice) {
    let totals = &invoice.totals;
    let maybe = |minor| amount_unless_nought(invoice, minor);
    xml.text("ram:LineTotalAmount", &amount(invoice, totals.lines_minor));
    xml.maybe("ram:ChargeTotalAmount", maybe(totals.charges_minor).as_deref());
    xml.maybe("ram:AllowanceTotalAmount", maybe(totals.allowances_minor).as_deref());
    xml.text("ram:TaxBasisTotalAmount", &amount(invoice, totals.net_minor));
    let currency = [("currencyID", invoice.currency.code())];
    xml.with("ram:TaxTotalAmount", &currency, &amount(invoice, totals.vat_minor));
    if let Some(vat) = invoice.vat_elsewhere {
        let text = Money::new(vat.vat_minor, vat.currency).amount();
        xml.with("ram:TaxTotalAmount", &[("currencyID", vat.currency.code())], &text);
    }
    xml.text("ram:GrandTotalAmount", &amount(invoice, totals.gross_minor));
    xml.maybe("ram:TotalPrepaidAmount", maybe(totals.prepaid_minor).as_deref());
    xml.text("ram:DuePayableAmount", &amount(invoice, totals.payable_minor));
}
