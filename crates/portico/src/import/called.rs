//! What other systems call our columns, in English, German, Dutch and French.

use super::Kind;

/// The names of one of our columns elsewhere, the usual ones first.
#[must_use]
pub fn called(kind: Kind, column: &str) -> &'static [&'static str] {
    let column = match (kind, column) {
        (Kind::Customers, "number") => "customers.number",
        (_, "number") => return &[],
        (Kind::Documents, "total") => "document.total",
        (Kind::Customers | Kind::Addresses, "name") => "company.name",
        (_, column) => column,
    };
    CALLED.iter().find(|(ours, _)| *ours == column).map_or(&[], |(_, names)| names)
}

#[rustfmt::skip]
const CALLED: &[(&str, &[&str])] = &[
    ("sku", &[
        "Artikelnummer", "Artikel-Nr", "Art-Nr", "Artikel", "Artikelcode", "Productcode", "Product code", "StockCode", "Item no", "Item number",
        "Item code", "Item", "Code", "Part number", "Part no", "Material", "Materialnummer", "Bestellnummer", "Code article", "Code produit",
        "Référence", "Réf", "Ref", "Reference",
    ]),
    ("customers.number", &[
        "Kundennummer", "Kunden-Nr", "Kd-Nr", "Debitor", "Debitorennummer", "Customer no", "Customer number", "CustomerID", "Customer code",
        "Account no", "Account", "Klantnummer", "Klantcode", "Debiteur", "Debiteurnummer", "Numéro client", "N° client", "Code client",
    ]),
    ("customer", &[
        "Kundennummer", "Kunden-Nr", "Kd-Nr", "Debitor", "Kunde", "Customer no", "Customer number", "CustomerID", "Customer code", "Account",
        "Klantnummer", "Klant", "Debiteur", "Numéro client", "Code client", "Client",
    ]),
    ("company.name", &[
        "Firma", "Firmenname", "Name 1", "Kundenname", "Company", "Company name", "Customer name", "Bedrijf", "Bedrijfsnaam", "Klantnaam", "Naam",
        "Raison sociale", "Société", "Nom",
    ]),
    ("name", &[
        "Bezeichnung", "Artikelbezeichnung", "Artikelname", "Kurztext", "Product name", "Item name", "Title", "Description", "Item description",
        "Omschrijving", "Artikelomschrijving", "Productnaam", "Naam", "Désignation", "Libellé", "Nom",
    ]),
    ("description", &["Langtext", "Beschreibung", "Long description", "Lange omschrijving", "Description longue"]),
    ("price", &[
        "Preis", "VK", "VK netto", "Verkaufspreis", "Nettopreis", "Einzelpreis", "Price", "UnitPrice", "Unit price", "Net price", "List price",
        "Sales price", "Prijs", "Verkoopprijs", "Nettoprijs", "Prix", "Prix HT", "Prix unitaire", "Prix de vente",
    ]),
    ("currency", &["Währung", "Valuta", "Munt", "Devise"]),
    ("brand", &["Marke", "Hersteller", "Manufacturer", "Merk", "Fabrikant", "Marque"]),
    ("category", &["Warengruppe", "Kategorie", "Product group", "Categorie", "Productgroep", "Catégorie", "Famille"]),
    ("ean", &["GTIN", "EAN-Code", "EAN13", "Barcode", "Strichcode", "Streepjescode", "Code-barres", "Gencod"]),
    ("unit", &["Einheit", "ME", "Mengeneinheit", "UOM", "Unit of measure", "Eenheid", "Unité"]),
    ("pack_size", &["VE", "VPE", "Verpackungseinheit", "Pack", "Pack qty", "Case size", "Verpakkingseenheid", "Colisage", "Conditionnement"]),
    ("minimum", &["Mindestmenge", "MOQ", "Minimum quantity", "Minimum order quantity", "Minimale afname", "Quantité minimum"]),
    ("on_hand", &["Bestand", "Lagerbestand", "Menge", "Stock", "Qty on hand", "Quantity", "Voorraad", "Aantal", "Quantité", "Stock disponible"]),
    ("quantity", &["Menge", "Anzahl", "Qty", "Aantal", "Quantité"]),
    ("from_quantity", &["ab Menge", "Staffel", "Staffelmenge", "From qty", "Minimum quantity", "Vanaf", "Vanaf aantal", "À partir de", "Quantité"]),
    ("price_list", &["Preisliste", "Preisgruppe", "Pricelist", "List", "Prijslijst", "Tarif", "Liste de prix"]),
    ("order", &[
        "Auftrag", "Auftragsnummer", "Belegnummer", "Rechnungsnummer", "InvoiceNo", "Invoice number", "Order number", "Order no", "Ordernummer",
        "Factuurnummer", "Numéro de commande", "Commande", "Numéro de facture",
    ]),
    ("placed_at", &["Datum", "Auftragsdatum", "Belegdatum", "InvoiceDate", "Order date", "Date", "Orderdatum", "Besteldatum", "Date de commande"]),
    ("document", &[
        "Belegnummer", "Rechnungsnummer", "Gutschriftsnummer", "Invoice number", "Credit note number", "Document number", "Factuurnummer",
        "Creditnota", "Numéro de facture", "Numéro d'avoir",
    ]),
    ("issued_day", &["Datum", "Belegdatum", "Rechnungsdatum", "Invoice date", "Date", "Factuurdatum", "Date de facture"]),
    ("due_day", &["Fällig am", "Fälligkeit", "Due date", "Due", "Vervaldatum", "Échéance", "Date d'échéance"]),
    ("document.total", &["Brutto", "Gesamtbetrag", "Betrag", "Gross", "Amount", "Totaal", "Bedrag", "Total TTC", "Montant"]),
    ("open", &["Offen", "Offener Betrag", "Open amount", "Balance due", "Openstaand", "Reste dû", "Solde"]),
    ("country", &["Land", "Pays", "Country code", "Ländercode", "Landcode"]),
    ("delivery_country", &["Land", "Pays", "Country code", "Ländercode", "Landcode"]),
    ("line1", &["Straße", "Strasse", "Adresse", "Street", "Address", "Address line 1", "Straat", "Adres", "Rue"]),
    ("postcode", &["PLZ", "Postleitzahl", "Zip", "Zip code", "Postal code", "Code postal", "CP"]),
    ("city", &["Ort", "Stadt", "Town", "Plaats", "Woonplaats", "Ville"]),
    ("vat_number", &["USt-IdNr", "USt-ID", "UID", "VAT no", "VAT ID", "BTW-nummer", "N° TVA", "TVA intracommunautaire"]),
    ("discount", &["Rabatt", "Rabatt %", "Korting", "Korting %", "Remise"]),
    ("credit_limit", &["Kreditlimit", "Kredietlimiet", "Limite de crédit", "Encours autorisé"]),
    ("payment_days", &["Zahlungsziel", "Zahlungsziel Tage", "Payment terms", "Terms days", "Betalingstermijn", "Délai de paiement"]),
    ("contact_name", &["Ansprechpartner", "Kontakt", "Contact", "Contactpersoon", "Interlocuteur"]),
    ("contact", &["Ansprechpartner", "Kontakt", "Contact", "Contactpersoon", "Interlocuteur"]),
    ("contact_email", &["E-Mail", "Email", "Mail", "E-mail address", "E-mailadres", "Courriel"]),
    ("contact_phone", &["Telefon", "Tel", "Phone", "Telephone", "Telefoon", "Téléphone"]),
    ("phone", &["Telefon", "Tel", "Phone", "Telephone", "Telefoon", "Téléphone"]),
    ("valid_from", &["gültig ab", "Valid from", "Geldig vanaf", "Valable du"]),
    ("valid_until", &["gültig bis", "Valid to", "Geldig tot", "Valable au"]),
];
