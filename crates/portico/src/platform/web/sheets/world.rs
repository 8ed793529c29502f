//! The invented wholesaler and customer of the sheets.

use std::sync::Arc;

use super::super::assets::Assets;
use super::super::frame::{
    Acting, BottomBar, BrandView, CartPanel, Frame, FrameWords, MenuEntry, MenuGroup, SearchBox,
    SessionWords, Theme,
};
use super::super::marks::{Stock, stock};

/// A product of the sheets.
pub struct Thing {
    pub code: &'static str,
    pub picture: &'static str,
    pub name: &'static str,
    pub maker: &'static str,
    pub pack: &'static str,
    pub stock: (Stock, &'static str),
    pub list: &'static str,
    pub price: &'static str,
    pub cheaper: &'static str,
    pub quantity: &'static str,
}

#[rustfmt::skip]
pub const THINGS: &[Thing] = &[
    thing("FS-1042", "mug", "Stoneware mug, sand, 350 ml", "Harrow Pottery", "pack of 6", (Stock::Here, "412 in stock"), "7.40", "5.92", "from 48: 5.55", "24"),
    thing("FS-1043", "mug", "Stoneware mug, slate, 350 ml", "Harrow Pottery", "pack of 6", (Stock::Few, "8 left"), "7.40", "5.92", "from 48: 5.55", "0"),
    thing("FS-1050", "cup", "Espresso cup and saucer, white", "Harrow Pottery", "pack of 4", (Stock::Here, "186 in stock"), "9.20", "7.36", "from 24: 6.90", "12"),
    thing("FS-1107", "teapot", "Cast-iron teapot, black, 0.8 l", "Kuroda", "single", (Stock::Here, "31 in stock"), "38.00", "32.30", "", "0"),
    thing("FS-1188", "jug", "Enamel milk jug, cream, 0.5 l", "Tolland Enamel", "pack of 2", (Stock::Expected, "Expected 19 Dec"), "14.50", "12.33", "from 12: 11.60", "6"),
    thing("FS-2014", "candle", "Soy candle, fig and cassis, 220 g", "Wick & Wold", "pack of 6", (Stock::Here, "960 in stock"), "11.00", "8.80", "from 36: 8.25", "36"),
    thing("FS-2015", "candle", "Soy candle, sea salt, 220 g", "Wick & Wold", "pack of 6", (Stock::Here, "744 in stock"), "11.00", "8.80", "from 36: 8.25", "0"),
    thing("FS-2031", "pillars", "Beeswax pillar candles, pair, 150 mm", "Wick & Wold", "pack of 4", (Stock::Few, "4 left"), "", "12.80", "", "0"),
    thing("FS-2207", "lantern", "Storm lantern, brass, small", "Ironside", "single", (Stock::Expected, "Expected 8 Jan"), "26.00", "22.10", "from 6: 20.80", "4"),
    thing("FS-3002", "", "Linen tea towel, fennel stripe", "Marren Mill", "pack of 10", (Stock::Here, "1,240 in stock"), "6.60", "5.28", "from 60: 4.95", "60"),
    thing("FS-3009", "apron", "Cotton apron, ink blue", "Marren Mill", "pack of 2", (Stock::Here, "88 in stock"), "18.00", "15.30", "", "0"),
    thing("FS-3310", "wrap", "Gift wrap, pressed fern, 5 m roll", "Paperhouse", "pack of 12", (Stock::Here, "2,016 in stock"), "3.90", "3.12", "from 72: 2.85", "72"),
    thing("FS-3318", "cards", "Greetings cards, winter birds, box of 8", "Paperhouse", "pack of 6", (Stock::Here, "330 in stock"), "5.20", "4.16", "from 48: 3.90", "0"),
    thing("FS-4101", "jar", "Storage jar, glass and cork, 1 l", "Lindhome", "pack of 4", (Stock::NotOrderable, "Not orderable"), "8.60", "7.31", "", "0"),
    thing("FS-5006", "tin", "Assam loose-leaf tea, 250 g tin", "Tea Row", "pack of 6 · VAT 0 %", (Stock::Here, "540 in stock"), "7.90", "6.72", "from 24: 6.30", "12"),
    thing("FS-4420", "", "Pocket notebook, ruled, A6", "Paperhouse", "pack of 10", (Stock::Here, "675 in stock"), "4.10", "3.28", "from 50: 3.05", "0"),
];

#[expect(clippy::too_many_arguments, reason = "a row of the table above, read as one")]
const fn thing(
    code: &'static str,
    picture: &'static str,
    name: &'static str,
    maker: &'static str,
    pack: &'static str,
    stock: (Stock, &'static str),
    list: &'static str,
    price: &'static str,
    cheaper: &'static str,
    quantity: &'static str,
) -> Thing {
    Thing { code, picture, name, maker, pack, stock, list, price, cheaper, quantity }
}

impl Thing {
    pub fn by_code(code: &str) -> &'static Thing {
        THINGS.iter().find(|thing| thing.code == code).unwrap()
    }

    pub fn picture_url(&self) -> Option<String> {
        (!self.picture.is_empty()).then(|| format!("/pictures/{}.svg", self.picture))
    }

    pub fn second(&self) -> String {
        format!("{} · {}", self.maker, self.pack)
    }

    pub fn stock(&self) -> maud::Markup {
        stock(self.stock.0, self.stock.1)
    }
}

/// The frame of every sheet.
pub fn frame(assets: &Arc<Assets>, title: &str, current: &str) -> Frame {
    Frame {
        session: None,
        foot: true,
        shortcuts: true,
        title: title.into(),
        lang: "en-GB".into(),
        theme: Theme::System,
        assets: assets.clone(),
        brand: brand(),
        menu: menu(current),
        search: Some(SearchBox {
            action: "/products".into(),
            suggest: Some("/products/suggest".into()),
            query: String::new(),
            label: "Search products, orders, your own codes".into(),
        }),
        paste: Some(("/cart/paste".into(), "Paste lines".into())),
        acting: Acting {
            company: "Acme Cafés".into(),
            login: "Anna Bell".into(),
            initials: "AB".into(),
            others: vec![("Acme Roastery".into(), "C-0419".into())],
            switch_action: "/acting".into(),
            viewed_as: None,
        },
        cart: Some(cart_panel()),
        bottom: BottomBar::Cart,
        notices: Vec::new(),
        flash: None,
        csrf: "token".into(),
        words: Arc::new(words()),
    }
}

pub fn brand() -> BrandView {
    BrandView {
        name: "Fennel & Sons".into(),
        logo_url: Some("/pictures/fennel.svg".into()),
        help: Some("Help: 01632 960 143".into()),
        phone: "01632 960 143".into(),
        email: "orders@fennel.example".into(),
        print_lines: vec!["Fennel & Sons".into(), "Dock 2, Otley LS21 3DB".into()],
        ..BrandView::default()
    }
}

fn cart_panel() -> CartPanel {
    let line = |name: &str, quantity: &str| (name.to_owned(), quantity.to_owned());
    CartPanel {
        lines: vec![
            line("Soy candle, fig and cassis", "36"),
            line("Gift wrap, pressed fern", "72"),
            line("Linen tea towel, fennel stripe", "60"),
        ],
        line_count: "8 lines".into(),
        total: "£1,297.37".into(),
        hint: "Carriage is paid from £350.".into(),
    }
}

fn words() -> FrameWords {
    FrameWords {
        session: SessionWords::default(),
        skip: "Skip to the content".into(),
        menu: "Menu".into(),
        menu_open: "Open the menu".into(),
        search_open: "Search".into(),
        cart_title: "Current order".into(),
        cart_goods: "Goods".into(),
        cart_view: "View current order".into(),
        acting_switch: "Act for".into(),
    }
}

fn menu(current: &str) -> Vec<MenuGroup> {
    let entry = |label: &str, count: Option<&str>| MenuEntry {
        label: label.into(),
        href: format!("/{}", label.to_lowercase().replace(' ', "-")),
        count: count.map(Into::into),
        alarming: count.is_some_and(|words| words.contains("overdue")),
        current: label == current,
        posts: label == "Sign out",
    };
    let first = [
        ("Dashboard", None),
        ("Products", None),
        ("Orders", None),
        ("Backorders", Some("6")),
        ("Quotations", Some("2")),
        ("Transactions", Some("2 overdue")),
    ];
    let second = ["Account details", "Delivery addresses", "Sign out"];
    vec![
        MenuGroup {
            name: None,
            entries: first.iter().map(|(label, count)| entry(label, *count)).collect(),
        },
        MenuGroup { name: None, entries: second.iter().map(|label| entry(label, None)).collect() },
    ]
}
