//! Who buys from the company, who signs in there, and the company's own staff.

use super::{COUNTER, Company, GIFTS, GROUP, HOTELS, Owed, TRADE};
use crate::testkit::builders::customer;
use crate::testkit::rows::{AddressRow, Customer};

/// Larch & Lime Cafés: the trade price list, every product, one login of each role.
pub(crate) const LARCH: i64 = 1001;
/// Moorland Gift Rooms: another price list and assortment, one login of each role.
pub(crate) const MOORLAND: i64 = 1002;
/// Kestrel Bay Hotels: prices with VAT, stock as an indicator, an exclusive price list.
pub(crate) const KESTREL: i64 = 1003;
/// Tilly's Tea Rooms: owes more than its limit.
pub(crate) const TILLY: i64 = 1004;
/// Brae Deli: sees no prices and no stock.
pub(crate) const BRAE: i64 = 1005;
/// Haus am Markt: a business in Germany, reverse charge.
pub(crate) const HAUS: i64 = 1006;
/// Fjord & Form: Norway, export.
pub(crate) const FJORD: i64 = 1007;
/// Old Mill Antiques: on hold, no order is taken.
pub(crate) const OLD_MILL: i64 = 1008;
/// Copper Kettle Stores: a discount off the base price, an order minimum of its own, only whole deliveries.
pub(crate) const COPPER: i64 = 1009;
/// Larch & Lime Airport: invoiced to Larch & Lime Cafés.
pub(crate) const AIRPORT: i64 = 1010;
/// Shut the Box: a customer no longer.
pub(crate) const SHUT: i64 = 1011;

/// Adds customers, addresses, logins and what they owe.
pub(super) fn fill(company: &mut Company) {
    main_customers(company);
    special_customers(company);
    customers_with_terms(company);
    addresses(company);
    company.rows.customer_price_lists = vec![
        (LARCH, TRADE),
        (MOORLAND, GROUP),
        (KESTREL, HOTELS),
        (COPPER, COUNTER),
        (AIRPORT, TRADE),
        (HAUS, TRADE),
        (FJORD, TRADE),
    ];
    company.own_price(LARCH, "TEAPOT-IRON", "30.00");
    for (code, sku) in [("LL-MUG-S", "MUG-SAND"), ("LL-77", "CANDLE-FIG")] {
        let product = company.product(sku).id;
        company.rows.customer_codes.push((LARCH, code.to_owned(), product));
    }
    let at = company.ago(20, 0);
    let source = "opening:C-1004".to_owned();
    company.postings.push(Owed {
        customer_id: TILLY,
        reason: "opening",
        source,
        owed_minor: 62_000,
        ordered_minor: 0,
        at,
    });
}

fn add(company: &mut Company, id: i64, customer: Customer) {
    company.rows.customers.push(Customer { id, ..customer });
}

fn main_customers(company: &mut Company) {
    let larch = customer("C-1001", "Larch & Lime Cafés").contact(
        "Mona Lindqvist",
        "office@larchlime.example",
        "0113 496 0101",
    );
    add(company, LARCH, Customer { credit_limit_minor: Some(25_000_000), ..larch });
    let moorland = customer("C-1002", "Moorland Gift Rooms").contact(
        "Max Oduya",
        "shop@moorland.example",
        "01434 496 020",
    );
    add(
        company,
        MOORLAND,
        Customer { credit_limit_minor: Some(25_000_000), assortment_id: Some(GIFTS), ..moorland },
    );
    let kestrel = customer("C-1003", "Kestrel Bay Hotels").contact(
        "Imogen Shaw",
        "stores@kestrelbay.example",
        "01326 496 033",
    );
    add(
        company,
        KESTREL,
        Customer { prices_shown: "gross", stock_shown: Some("indicator"), ..kestrel },
    );
    let tilly = customer("C-1004", "Tilly's Tea Rooms").contact(
        "Tilly Marsh",
        "tilly@tillys.example",
        "01904 496 044",
    );
    add(company, TILLY, Customer { credit_limit_minor: Some(50_000), ..tilly });
}

fn special_customers(company: &mut Company) {
    let brae = customer("C-1005", "Brae Deli").contact(
        "Isla Brae",
        "isla@braedeli.example",
        "0131 496 0055",
    );
    add(company, BRAE, Customer { prices_shown: "hidden", stock_shown: Some("none"), ..brae });
    let haus = customer("C-1006", "Haus am Markt GmbH").contact(
        "Jörg Weiß",
        "einkauf@hausammarkt.example",
        "+49 221 496 060",
    );
    add(company, HAUS, haus.abroad("DE", Some("DE129273398"), "reverse_charge"));
    let fjord = customer("C-1007", "Fjord & Form AS").contact(
        "Åse Bråten",
        "innkjop@fjordogform.example",
        "+47 55 49 60 70",
    );
    add(company, FJORD, fjord.abroad("NO", None, "export"));
    let closed_at = Some(company.ago(200, 0));
    let shut = customer("C-1011", "Shut the Box");
    add(company, SHUT, Customer { closed_at, ..shut });
}

fn customers_with_terms(company: &mut Company) {
    let old_mill = customer("C-1008", "Old Mill Antiques").contact(
        "Hugh Mill",
        "hugh@oldmill.example",
        "01539 496 088",
    );
    add(company, OLD_MILL, Customer { on_hold: true, ..old_mill });
    let copper = customer("C-1009", "Copper Kettle Stores").contact(
        "Dee Patel",
        "dee@copperkettle.example",
        "0161 496 0099",
    );
    let minimum_order_minor = Some(15_000);
    add(
        company,
        COPPER,
        Customer { discount: 1_000, minimum_order_minor, part_deliveries: false, ..copper },
    );
    let airport = customer("C-1010", "Larch & Lime Airport").contact(
        "Sam Field",
        "airport@larchlime.example",
        "0113 496 0110",
    );
    add(
        company,
        AIRPORT,
        Customer { invoiced_to: Some(LARCH), credit_limit_minor: None, ..airport },
    );
}

/// Customer, number, name, street, town, postcode, country. The first of a customer is the usual one.
type Place =
    (i64, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const PLACES: [Place; 13] = [
    (LARCH, "A-1", "Larch & Lime Cafés", "12 Canal Wharf", "Leeds", "LS11 5PS", "GB"),
    (LARCH, "A-2", "Larch & Lime, Headingley", "3 Otley Road", "Leeds", "LS6 3PX", "GB"),
    (LARCH, "A-3", "Larch & Lime, Genève", "8 rue du Rhône", "Genève", "1204", "CH"),
    (MOORLAND, "A-4", "Moorland Gift Rooms", "The Old Station", "Hexham", "NE46 1EZ", "GB"),
    (KESTREL, "A-5", "Kestrel Bay Hotels", "Cliff Road", "Falmouth", "TR11 4NZ", "GB"),
    (TILLY, "A-6", "Tilly's Tea Rooms", "40 Stonegate", "York", "YO1 8AS", "GB"),
    (BRAE, "A-7", "Brae Deli", "5 Shore Place", "Edinburgh", "EH6 6SW", "GB"),
    (HAUS, "A-8", "Haus am Markt GmbH", "Alter Markt 14", "Köln", "50667", "DE"),
    (FJORD, "A-9", "Fjord & Form AS", "Strandgaten 21", "Bergen", "5013", "NO"),
    (OLD_MILL, "A-10", "Old Mill Antiques", "Mill Lane", "Kendal", "LA9 4NH", "GB"),
    (COPPER, "A-11", "Copper Kettle Stores", "77 Oldham Street", "Manchester", "M4 1LW", "GB"),
    (AIRPORT, "A-12", "Larch & Lime Airport", "Terminal 1, Airside", "Leeds", "LS19 7TU", "GB"),
    (SHUT, "A-13", "Shut the Box", "9 Tower Street", "Ludlow", "SY8 1RL", "GB"),
];

fn addresses(company: &mut Company) {
    for (id, (customer_id, number, name, street, town, postcode, country)) in (1..).zip(PLACES) {
        let all = &mut company.rows.addresses;
        let default = !all.iter().any(|a| a.customer_id == customer_id);
        all.push(AddressRow {
            id,
            customer_id,
            number: number.to_owned(),
            name: name.to_owned(),
            line1: street.to_owned(),
            line2: (country == "DE").then(|| "Hinterhaus, 2. Tür".to_owned()),
            city: town.to_owned(),
            postcode: Some(postcode.to_owned()),
            country,
            default,
            ..AddressRow::default()
        });
    }
}
