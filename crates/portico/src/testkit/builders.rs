//! Builders of rows: they start with what is usual, and only say the difference:
//! `product("MUG-1").pack(12).price("5.92")`.

use super::order_rows::{ALLOCATED, Line, Move, NOWHERE, taxed};
use super::rows::{Customer, Product};
use portico_types::{Currency, UnitPrice};

/// A price in ten-thousandths: `5.92` is 59200.
pub(crate) fn price(text: &str) -> i64 {
    UnitPrice::parse(text, 1, Currency::GBP)
        .expect("a price in code is written well")
        .ten_thousandths
}

/// A product that anybody may order, one at a time, while it is in stock or not.
pub(crate) fn product(sku: &str) -> Product {
    Product {
        id: 0,
        sku: sku.to_owned(),
        name: sku.to_owned(),
        description: String::new(),
        brand: None,
        category: None,
        unit: "piece",
        decimals: 0,
        pack_size: 1,
        pack_name: None,
        minimum: 1,
        multiple: 1,
        base_price: 10_000,
        base_per: 1,
        vat_class: "standard",
        stock_kind: "tracked",
        when_out: "backorder",
        state: "sellable",
        group: None,
        ean: None,
        maker_code: None,
        images: Vec::new(),
        attributes: Vec::new(),
        listed_day: "2024-01-08".to_owned(),
        created_at: 1_704_672_000_000,
    }
}

impl Product {
    /// Its name.
    pub(crate) fn named(mut self, name: &str) -> Product {
        name.clone_into(&mut self.name);
        self
    }

    /// What the product page says about it.
    pub(crate) fn about(mut self, text: &str) -> Product {
        text.clone_into(&mut self.description);
        self
    }

    /// Brand and category.
    pub(crate) fn by(mut self, brand: &str, category: &str) -> Product {
        self.brand = Some(brand.to_owned());
        self.category = Some(category.to_owned());
        self
    }

    /// Base price, without VAT.
    pub(crate) fn price(mut self, text: &str) -> Product {
        self.base_price = price(text);
        self
    }

    /// The price is for so many units.
    pub(crate) fn per(mut self, units: i64) -> Product {
        self.base_per = units;
        self
    }

    /// Sold in packs: pack, minimum and multiple are the same.
    pub(crate) fn pack(mut self, size: i64) -> Product {
        (self.pack_size, self.minimum, self.multiple) = (size, size, size);
        self.pack_name = Some("pack");
        self
    }

    /// The least quantity.
    pub(crate) fn minimum(mut self, units: i64) -> Product {
        self.minimum = units;
        self
    }

    /// The step.
    pub(crate) fn multiple(mut self, units: i64) -> Product {
        self.multiple = units;
        self
    }

    /// Unit and decimals of quantities.
    pub(crate) fn unit(mut self, unit: &'static str, decimals: i64) -> Product {
        (self.unit, self.decimals) = (unit, decimals);
        self
    }

    /// `standard`, `reduced` or `zero`.
    pub(crate) fn vat(mut self, class: &'static str) -> Product {
        self.vat_class = class;
        self
    }

    /// `tracked`, `untracked` or `supplier`.
    pub(crate) fn kept(mut self, stock_kind: &'static str) -> Product {
        self.stock_kind = stock_kind;
        self
    }

    /// `hide`, `show` or `backorder`.
    pub(crate) fn when_out(mut self, what: &'static str) -> Product {
        self.when_out = what;
        self
    }

    /// `sellable`, `visible`, `hidden` or `closed`.
    pub(crate) fn state(mut self, state: &'static str) -> Product {
        self.state = state;
        self
    }

    /// Variants of one product share this.
    pub(crate) fn group(mut self, group: &str) -> Product {
        self.group = Some(group.to_owned());
        self
    }

    /// EAN and the maker's code.
    pub(crate) fn codes(mut self, ean: &str, maker: &str) -> Product {
        self.ean = Some(ean.to_owned());
        self.maker_code = Some(maker.to_owned());
        self
    }

    /// One more picture, by the name of its file.
    pub(crate) fn image(mut self, file: &str) -> Product {
        self.images.push(file.to_owned());
        self
    }

    /// One more fact for the product page.
    pub(crate) fn fact(mut self, name: &'static str, value: &str) -> Product {
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// A line of an order for so many of it at its base price, with nothing having happened yet.
    pub(crate) fn line(&self, quantity: i64) -> Line {
        Line {
            product_id: self.id,
            sku: self.sku.clone(),
            name: self.name.clone(),
            unit: self.unit,
            quantity,
            decimals: self.decimals,
            price: self.base_price,
            per: self.base_per,
            taxed: if self.vat_class == "zero" { taxed(0, "Z") } else { taxed(2_000, "S") },
            supplied_from: match self.stock_kind {
                "tracked" => "stock",
                "supplier" => "supplier",
                _ => "none",
            },
            remarks: None,
            moves: Vec::new(),
        }
    }
}

impl Line {
    /// At this unit price instead.
    pub(crate) fn at(mut self, text: &str) -> Line {
        self.price = price(text);
        self
    }

    /// So many of it came into this stage when it was ordered.
    pub(crate) fn ordered(mut self, at: i64, stage: usize, quantity: i64) -> Line {
        self.moves.push(Move { at, from: NOWHERE, to: stage, quantity });
        self
    }

    /// So many of it went on from one stage to another.
    pub(crate) fn moved(mut self, at: i64, stages: (usize, usize), quantity: i64) -> Line {
        self.moves.push(Move { at, from: stages.0, to: stages.1, quantity });
        self
    }

    /// All of it was reserved when it was ordered.
    pub(crate) fn all_reserved(self, at: i64) -> Line {
        let quantity = self.quantity;
        self.ordered(at, ALLOCATED, quantity)
    }
}

/// A British customer that sees every product at the base price, without VAT, on 30 days.
pub(crate) fn customer(number: &str, name: &str) -> Customer {
    Customer {
        id: 0,
        number: number.to_owned(),
        name: name.to_owned(),
        country: "GB",
        vat_number: None,
        vat_treatment: "normal",
        invoiced_to: None,
        assortment_id: None,
        prices_shown: "net",
        stock_shown: None,
        discount: 0,
        minimum_order_minor: None,
        payment_days: 30,
        credit_limit_minor: Some(2_000_000),
        on_hold: false,
        part_deliveries: true,
        contact_name: None,
        contact_email: None,
        contact_phone: None,
        closed_at: None,
        created_at: 1_704_672_000_000,
    }
}

impl Customer {
    /// Whom to ask for there.
    pub(crate) fn contact(mut self, name: &str, email: &str, phone: &str) -> Customer {
        self.contact_name = Some(name.to_owned());
        self.contact_email = Some(email.to_owned());
        self.contact_phone = Some(phone.to_owned());
        self
    }

    /// In another country, with its VAT number and treatment (`reverse_charge`, `export`).
    pub(crate) fn abroad(
        mut self,
        country: &'static str,
        vat_number: Option<&str>,
        treatment: &'static str,
    ) -> Customer {
        self.country = country;
        self.vat_number = vat_number.map(str::to_owned);
        self.vat_treatment = treatment;
        self
    }
}
