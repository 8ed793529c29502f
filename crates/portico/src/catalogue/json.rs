//! The shapes of products in the API (api.md §2).

use super::places::Place;
use super::{Card, Product, Showing, StockLabel, StockShown, WhenOut};
use crate::access::PricesShown;
use crate::platform::json::UnitPriceJson;
use crate::pricing::VatTable;
use portico_types::{Day, Quantity, UnitPrice};
use serde::Serialize;
use serde_json::{Number, Value};
use std::collections::HashMap;
use utoipa::ToSchema;

/// How a product is sold.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Pack)]
pub struct PackJson {
    /// How many units it holds.
    #[schema(value_type = f64)]
    pub size: Value,
    /// What it is called.
    pub name: Option<String>,
}

/// Goods that are expected.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NextStock)]
pub struct NextJson {
    /// The day.
    pub day: String,
    /// How many nobody waits for; `null` where only an indicator is shown.
    #[schema(value_type = Option<f64>)]
    pub quantity: Value,
}

/// The stock as this customer may see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Stock)]
pub struct StockJson {
    /// `in_stock · low · out · not_tracked`.
    pub state: &'static str,
    /// Free stock; `null` where only an indicator is shown.
    #[schema(value_type = Option<f64>)]
    pub quantity: Value,
    /// Whether more than `quantity` is free: numbers are told up to a cap.
    pub more: bool,
    /// `limited · pre_order · discontinued · sold_out`: what the wholesaler calls it by hand, or `null`.
    pub label: Option<&'static str>,
    /// What comes next; `null` until known.
    pub next: Option<NextJson>,
}

/// A product in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ProductSummary)]
pub struct CardJson {
    /// Its code as stored.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Who makes it.
    pub brand: Option<String>,
    /// What is counted.
    pub unit: String,
    /// Decimals a quantity may have.
    pub quantity_decimals: u8,
    /// How it is packed.
    pub pack: PackJson,
    /// Least quantity of an order.
    #[schema(value_type = f64)]
    pub minimum: Value,
    /// Step of quantities.
    #[schema(value_type = f64)]
    pub multiple: Value,
    /// This customer's price at the least orderable quantity; `null` where prices are hidden or there is none.
    pub price: Option<UnitPriceJson>,
    /// Whether `price` includes VAT.
    pub price_includes_vat: bool,
    /// VAT rate as text.
    pub vat_rate: String,
    /// The stock; `null` where none is shown.
    pub stock: Option<StockJson>,
    /// Whether it can be ordered now.
    pub orderable: bool,
    /// Whether more can be ordered than is in stock.
    pub backorder_allowed: bool,
    /// How many are in the current order.
    #[schema(value_type = f64)]
    pub in_cart: Value,
    /// Address of its picture.
    pub image: Option<String>,
    /// The group it stands in.
    pub category: Option<String>,
    /// What joins the variants of one product.
    pub group: Option<String>,
}

/// A name and a value.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Attribute)]
pub struct AttributeJson {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Other codes of a product.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ProductCodes)]
pub struct CodesJson {
    /// EAN (GTIN).
    pub ean: Option<String>,
    /// The maker's.
    pub maker: Option<String>,
    /// The customer's own.
    pub own: Option<String>,
}

/// A price from a quantity on.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PriceBreak)]
pub struct BreakJson {
    /// From how many.
    #[schema(value_type = f64)]
    pub from: Value,
    /// The price of each.
    pub price: UnitPriceJson,
}

/// A part of a kit.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Component)]
pub struct ComponentJson {
    /// Its code.
    pub sku: String,
    /// How many are in the kit.
    #[schema(value_type = f64)]
    pub quantity: Value,
}

/// A product with all there is to say about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Product)]
pub struct ProductJson {
    /// What lists say of it.
    #[serde(flatten)]
    pub summary: CardJson,
    /// Text for people.
    pub description: String,
    /// Addresses of its pictures.
    pub images: Vec<String>,
    /// Names and values.
    pub attributes: Vec<AttributeJson>,
    /// Other codes.
    pub codes: CodesJson,
    /// Lower prices from larger quantities on.
    pub breaks: Vec<BreakJson>,
    /// Parts of a kit; else empty.
    pub components: Vec<ComponentJson>,
    /// What is free at each location; empty where the wholesaler does not tell.
    pub locations: Vec<PlaceJson>,
}

/// What is free at a location. Only `main` is promised to orders.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ProductLocation)]
pub struct PlaceJson {
    /// Its code.
    pub location: String,
    /// Its name.
    pub name: String,
    /// Free stock there; `null` where only an indicator is shown.
    #[schema(value_type = Option<f64>)]
    pub quantity: Value,
    /// Whether more than `quantity` is free.
    pub more: bool,
}

/// What is needed beside a card: how stock and prices are shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The stock.
    pub showing: Showing,
    /// The VAT of this customer's country.
    pub vat: VatTable,
    /// The prices.
    pub prices: PricesShown,
    /// By product: the next day on which something comes that nobody waits for, and how much.
    pub next: HashMap<i64, (Day, i64)>,
}

impl Shown {
    /// The price as this customer is shown it.
    #[must_use]
    pub fn price(&self, price: UnitPrice, vat_class: &str) -> Option<UnitPrice> {
        match self.prices {
            PricesShown::Hidden => None,
            PricesShown::Net => Some(price),
            PricesShown::Gross => Some(price.with_vat(self.vat.of(vat_class).rate)),
        }
    }
}

/// A quantity as a JSON number: whole where it is whole.
fn number(quantity: Quantity) -> Value {
    let text = quantity.text();
    let whole = text.parse::<i64>().map(Number::from).ok();
    let decimal = || text.parse::<f64>().ok().and_then(Number::from_f64);
    whole.or_else(decimal).map_or(Value::Null, Value::Number)
}

/// Address of a picture.
#[must_use]
pub fn image_url(file: &str) -> String {
    format!("/files/{}", super::encoded(file))
}

/// A product of a list.
#[must_use]
pub fn card(card: &Card, shown: &Shown) -> CardJson {
    let amount = |units| number(card.quantity(units));
    let stock = (shown.showing.stock != StockShown::None).then(|| {
        let told = shown.showing.told(card, card.free);
        StockJson {
            state: card.stock_state(shown.showing.low).code(),
            quantity: told.map_or(Value::Null, |told| amount(told.units)),
            more: told.is_some_and(|told| told.more),
            label: card.label.map(StockLabel::code),
            next: shown.next.get(&card.id).map(|(day, units)| NextJson {
                day: day.text(),
                quantity: shown.showing.told(card, *units).map_or(Value::Null, |t| amount(t.units)),
            }),
        }
    });
    let price = card.price().and_then(|price| shown.price(price, &card.vat_class));
    CardJson {
        sku: card.sku.clone(),
        name: card.name.clone(),
        brand: card.brand.clone(),
        unit: card.unit.clone(),
        quantity_decimals: card.quantity_decimals,
        pack: PackJson { size: amount(card.pack_size), name: card.pack_name.clone() },
        minimum: amount(card.minimum),
        multiple: amount(card.multiple),
        price: price.map(Into::into),
        price_includes_vat: shown.prices == PricesShown::Gross,
        vat_rate: shown.vat.of(&card.vat_class).rate.text(),
        stock,
        orderable: card.orderable(),
        backorder_allowed: card.when_out == WhenOut::Backorder,
        in_cart: amount(card.in_cart),
        image: card.image.as_deref().map(image_url),
        category: card.category.clone(),
        group: card.group.clone(),
    }
}

/// A product with everything.
#[must_use]
pub fn product(product: &Product, shown: &Shown) -> ProductJson {
    let card = &product.card;
    let least = card.least_quantity();
    let breaks = card.tariff.breaks().into_iter().filter(|(from, _)| *from > least);
    let breaks = breaks.filter_map(|(from, price)| {
        let price = shown.price(price, &card.vat_class)?.into();
        Some(BreakJson { from: number(card.quantity(from)), price })
    });
    let attribute = |(name, value): &(String, String)| AttributeJson {
        name: name.clone(),
        value: value.clone(),
    };
    let place = |place: &Place| {
        let told = shown.showing.told(card, place.free);
        PlaceJson {
            location: place.code.clone(),
            name: place.name.clone(),
            quantity: told.map_or(Value::Null, |told| number(card.quantity(told.units))),
            more: told.is_some_and(|told| told.more),
        }
    };
    let component = |(sku, quantity): &(String, Quantity)| ComponentJson {
        sku: sku.clone(),
        quantity: number(*quantity),
    };
    ProductJson {
        summary: self::card(card, shown),
        description: product.description.clone(),
        images: product.images.iter().map(|image| image_url(&image.file)).collect(),
        attributes: product.attributes.iter().map(attribute).collect(),
        codes: CodesJson {
            ean: product.ean.clone(),
            maker: product.maker_code.clone(),
            own: product.own_code.clone(),
        },
        breaks: breaks.collect(),
        components: product.components.iter().map(component).collect(),
        locations: product.places.iter().map(place).collect(),
    }
}
