//! What the company sells: one product for each reason a product can behave in its own way.

use super::{COUNTER, Company, GIFTS, GROUP, HOTELS, TRADE};
use crate::testkit::builders::product;

/// What only the trade may see: it is missing from the gift shops' assortment.
const TRADE_ONLY: [&str; 3] = ["CREAMER-500", "TRADE-ONLY", "CATERING/12"];

/// Adds all products, their prices and their assortment.
pub(super) fn fill(company: &mut Company) {
    sold_in_packs(company);
    sold_otherwise(company);
    not_from_the_shelf(company);
    for_few(company);
    out_of_stock(company);
    not_for_sale(company);
    odd_names(company);
    prices(company);
    let gifts = company.rows.products.iter().filter(|p| !TRADE_ONLY.contains(&p.sku.as_str()));
    company.rows.assortment_products = gifts.map(|p| (GIFTS, p.id)).collect();
}

fn sold_in_packs(company: &mut Company) {
    for (colour, free, ean) in [
        ("Sand", 412, "5012345104208"),
        ("Slate", 0, "5012345104215"),
        ("Moss", 250, "5012345104222"),
    ] {
        let sku = format!("MUG-{}", colour.to_uppercase());
        let mug = product(&sku)
            .named(&format!("Stoneware mug, {}, 350 ml", colour.to_lowercase()))
            .about("Thrown and glazed in Staffordshire. Heavy foot, comfortable handle. Safe in dishwasher and microwave.")
            .by("Harrow Pottery", "Tableware")
            .price("7.40")
            .pack(12)
            .group("MUG")
            .codes(ean, &format!("HP-350-{}", &colour.to_uppercase()[..3]))
            .fact("Colour", colour)
            .fact("Size", "350 ml")
            .image(&format!("mug-{}.svg", colour.to_lowercase()));
        company.add(mug, free);
    }
    let candle = |sku, name| {
        product(sku).named(name).by("Wick & Wold", "Candles").price("11.00").pack(6).group("CANDLE")
    };
    company.add(
        candle("CANDLE-FIG", "Soy candle, fig and cassis, 220 g").image("candle-plum.svg"),
        960,
    );
    company.add(candle("CANDLE-SALT", "Soy candle, sea salt, 220 g").image("candle-teal.svg"), 744);
    let towel =
        product("TOWEL-FERN").named("Linen tea towel, fern stripe").by("Marren Mill", "Textiles");
    company.add(towel.price("6.60").pack(10).image("towel-sage.svg"), 1_240);
}

fn sold_otherwise(company: &mut Company) {
    let teapot = product("TEAPOT-IRON")
        .named("Cast-iron teapot, black, 0.8 l")
        .by("Kuroda", "Tableware")
        .price("38.00");
    company.add(teapot.image("teapot-ink.svg"), 31);
    let minimum = product("TIN-MIN6")
        .named("Tea tin, 250 g, at least six")
        .by("Tea Row", "Tea and pantry")
        .price("7.90");
    company.add(minimum.minimum(6).vat("zero").image("tin-brick.svg"), 540);
    let multiple = product("GLASS-STEP4")
        .named("Tumbler, smoked glass, in fours")
        .by("Lindhome", "Glass")
        .price("3.20");
    company.add(multiple.minimum(8).multiple(4).image("glass-slate.svg"), 320);
    let metres = product("RIBBON-M")
        .named("Satin ribbon, plum, by the metre")
        .by("Paperhouse", "Paper and cards");
    company.add(
        metres.price("0.85").unit("metre", 1).minimum(5).multiple(5).image("wrap-plum.svg"),
        12_500,
    );
    let hundred = product("PICK-100")
        .named("Cocktail picks, bamboo")
        .by("Lindhome", "Kitchen")
        .price("3.99")
        .per(100);
    company.add(hundred.minimum(50).multiple(50).image("jar-sand.svg"), 9_000);
    let fraction = product("LABEL-4DEC")
        .named("Jar label, kraft, each")
        .by("Paperhouse", "Paper and cards")
        .price("0.0125");
    company.add(fraction.minimum(100).multiple(100).image("cards-sand.svg"), 50_000);
}

fn not_from_the_shelf(company: &mut Company) {
    let service = product("GIFT-WRAPPING")
        .named("Gift wrapping, by hand")
        .by("Hartwell & Pike", "Services")
        .price("2.50");
    company.add(service.kept("untracked").image("wrap-sage.svg"), 0);
    let direct = product("BENCH-OAK")
        .named("Oak bench, sent by the maker")
        .by("Ironside", "Garden")
        .price("145.00");
    company.add(direct.kept("supplier"), 0);
    let hamper = product("HAMPER-2")
        .named("Tea hamper for two")
        .by("Hartwell & Pike", "Gifts")
        .price("24.00")
        .image("basket-sand.svg");
    company.add(hamper, 40);
    let parts = [("MUG-SAND", 2), ("TIN-MIN6", 1)]
        .map(|(sku, n)| (company.product("HAMPER-2").id, company.product(sku).id, n));
    company.rows.components = parts.to_vec();
}

fn for_few(company: &mut Company) {
    let book = product("BOOK-BAKING")
        .named("The Sunday Baking Book")
        .by("Paperhouse", "Paper and cards")
        .price("9.00");
    company.add(book.vat("zero").image("notebook-brick.svg"), 66);
    company.add(
        product("CREAMER-500")
            .named("Cream jug, catering, 0.5 l")
            .by("Tolland Enamel", "Catering")
            .price("4.10"),
        300,
    );
    company.add(
        product("TRADE-ONLY")
            .named("Counter display, only for the trade")
            .by("Lindhome", "Catering")
            .price("55.00"),
        12,
    );
}

fn out_of_stock(company: &mut Company) {
    let jug = |sku, name| product(sku).named(name).by("Tolland Enamel", "Tableware").price("14.50");
    company.add(jug("OUT-HIDE", "Enamel jug, green: hidden when out").when_out("hide"), 0);
    company.add(
        jug("OUT-SHOW", "Enamel jug, blue: shown when out").when_out("show").image("vase-navy.svg"),
        0,
    );
    company.add(
        jug("OUT-BACK", "Enamel jug, cream: on backorder")
            .when_out("backorder")
            .image("vase-cream.svg"),
        0,
    );
    let last = product("LAST-20")
        .named("Storm lantern, brass, last twenty")
        .by("Ironside", "Candles")
        .price("26.00");
    company.add(last.when_out("show").image("lantern-brass.svg"), 20);
    company.add(
        product("FEW-3")
            .named("Mantel clock, walnut")
            .by("Ironside", "Home")
            .price("42.00")
            .image("clock-walnut.svg"),
        3,
    );
}

fn not_for_sale(company: &mut Company) {
    let jar = |sku, name| product(sku).named(name).by("Lindhome", "Kitchen").price("8.60");
    company.add(
        jar("VISIBLE-1", "Storage jar, glass and cork: not orderable")
            .state("visible")
            .image("jar-sand.svg"),
        100,
    );
    company.add(jar("HIDDEN-1", "Storage jar, hidden").state("hidden"), 100);
    company.add(jar("CLOSED-1", "Storage jar, no longer sold").state("closed"), 0);
}

fn odd_names(company: &mut Company) {
    let plain = |sku, name| product(sku).named(name).by("Paperhouse", "Gifts").price("4.00");
    let long = "Greetings cards, winter birds in the hedgerow by the old canal, letterpress on cotton paper, \
                with envelopes of recycled kraft, assorted, in a box of eight";
    company.add(plain("LONG-1", long).image("cards-brick.svg"), 330);
    company.add(plain("SCRIPT-1", "<script>alert(1)</script> & \"Sons\" <b>mug</b>"), 50);
    company.add(
        plain("ÆBLE-Ø1", "Blåbær crème brûlée dish, “petit déjeuner” № 5")
            .by("Fjord Keramik", "Tableware")
            .image("bowl-navy.svg"),
        75,
    );
    company.add(
        plain("CATERING/12", "Code with a slash, tray of twelve").by("Tolland Enamel", "Catering"),
        60,
    );
    company.add(plain("NO-PICTURE", "Pocket notebook without a picture"), 675);
}

fn prices(company: &mut Company) {
    for sku in ["MUG-SAND", "MUG-SLATE", "MUG-MOSS"] {
        for (from, text) in [(1, "5.92"), (48, "5.55"), (144, "5.20")] {
            company.list_price(TRADE, sku, from, text);
        }
        company.list_price(GROUP, sku, 1, "5.70");
    }
    for sku in ["CANDLE-FIG", "CANDLE-SALT"] {
        company.list_price(TRADE, sku, 1, "8.80");
        company.list_price(TRADE, sku, 36, "8.25");
        company.list_price(GROUP, sku, 1, "8.40");
    }
    company.list_price(TRADE, "TOWEL-FERN", 1, "5.28");
    company.list_price(TRADE, "TOWEL-FERN", 60, "4.95");
    company.list_price(TRADE, "TEAPOT-IRON", 1, "32.30");
    company.list_price(TRADE, "LAST-20", 1, "22.10");
    company.list_price(HOTELS, "MUG-SAND", 1, "6.80");
    company.list_price(HOTELS, "GLASS-STEP4", 1, "2.95");
    company.list_price(COUNTER, "MUG-SAND", 1, "8.40");
    company.list_price(COUNTER, "CANDLE-FIG", 1, "12.60");
}
