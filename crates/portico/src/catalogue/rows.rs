//! Rows of products as they come from the database.

use super::{Card, ClosedCard, ProductState, StockKind, StockLabel, WhenOut};
use crate::platform::db::{DbError, FromRow, Row};
use crate::pricing::{Base, Tariff};
use portico_types::{Currency, UnitPrice};

impl FromRow for ClosedCard {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(ClosedCard { id: r.next()?, sku: r.next()?, name: r.next()? })
    }
}

/// A card as read, before its prices; and its base price.
pub(super) struct CardRow {
    pub(super) card: Card,
    pub(super) base: Base,
}

impl FromRow for CardRow {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        let mut card = Card {
            id: r.next()?,
            sku: r.next()?,
            name: r.next()?,
            brand: r.next()?,
            category: r.next()?,
            unit: r.next()?,
            quantity_decimals: u8::try_from(r.next::<i64>()?).unwrap_or(0),
            pack_size: r.next()?,
            pack_name: r.next()?,
            minimum: r.next()?,
            multiple: r.next()?,
            vat_class: r.next()?,
            stock_kind: stock_kind(&r.next::<String>()?)?,
            when_out: when_out(&r.next::<String>()?)?,
            state: state(&r.next::<String>()?)?,
            group: r.next()?,
            image: r.next()?,
            listed_day: r.next()?,
            label: StockLabel::from_code(&r.next::<String>()?),
            free: 0,
            tariff: Tariff::default(),
            in_cart: 0,
        };
        card.free = r.next::<Option<i64>>()?.unwrap_or(0).max(0);
        let (price, per) = (r.next()?, r.next()?);
        let currency =
            Currency::from_code(&r.next::<String>()?).ok_or_else(|| unknown("currency"))?;
        let price = UnitPrice::new(price, per, currency);
        let base = Base { product_id: card.id, price, vat_class: card.vat_class.clone() };
        Ok(CardRow { card, base })
    }
}

fn unknown(what: &str) -> DbError {
    DbError::Failed(format!("a product has an unknown {what}"))
}

fn stock_kind(text: &str) -> Result<StockKind, DbError> {
    match text {
        "tracked" => Ok(StockKind::Tracked),
        "untracked" => Ok(StockKind::Untracked),
        "supplier" => Ok(StockKind::Supplier),
        _ => Err(unknown("stock_kind")),
    }
}

fn when_out(text: &str) -> Result<WhenOut, DbError> {
    match text {
        "hide" => Ok(WhenOut::Hide),
        "show" => Ok(WhenOut::Show),
        "backorder" => Ok(WhenOut::Backorder),
        _ => Err(unknown("when_out")),
    }
}

fn state(text: &str) -> Result<ProductState, DbError> {
    match text {
        "sellable" => Ok(ProductState::Sellable),
        "visible" => Ok(ProductState::Visible),
        "hidden" => Ok(ProductState::Hidden),
        "closed" => Ok(ProductState::Closed),
        _ => Err(unknown("state")),
    }
}

/// The columns of a product in the search index; `p` is products.
macro_rules! indexed_columns {
    () => {
        "p.id, p.sku, p.sku_key, p.name, p.name_key, p.description, p.ean, p.maker_code, p.listed_day, p.available,
         (select b.name from brands b where b.id = p.brand_id),
         (select c.path from categories c where c.id = p.category_id)"
    };
}

pub(super) use indexed_columns;

/// What the search index knows of a product.
pub(super) struct Indexed {
    pub(super) id: i64,
    pub(super) sku: String,
    pub(super) sku_key: String,
    pub(super) name: String,
    pub(super) name_key: String,
    pub(super) description: String,
    pub(super) ean: Option<String>,
    pub(super) maker_code: Option<String>,
    pub(super) listed_day: String,
    pub(super) available: bool,
    pub(super) brand: Option<String>,
    pub(super) category: Option<String>,
}

impl FromRow for Indexed {
    fn from_row(r: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Indexed {
            id: r.next()?,
            sku: r.next()?,
            sku_key: r.next()?,
            name: r.next()?,
            name_key: r.next()?,
            description: r.next()?,
            ean: r.next()?,
            maker_code: r.next()?,
            listed_day: r.next()?,
            available: r.next()?,
            brand: r.next()?,
            category: r.next()?,
        })
    }
}
