//! Reading the current order: as kept, as a panel for every page, and priced and checked as a draft.

use crate::access::Buyer;
use crate::customers::addresses::{self, DeliveryAddress};
use crate::orders::{
    self, Asked, DeliverTo, Draft, Exceptions, ProductRef, SetPrice, Wish, WishLine,
};
use crate::platform::db::{DbError, FromRow, Row, View, args};
use crate::platform::problem::AppError;
use portico_types::{Address, AddressFault, Country, Currency, Money, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

/// The head of a current order.
#[derive(Clone, Debug, Default)]
pub struct Cart {
    /// Its id; 0 where nothing was ever put in.
    pub id: i64,
    /// The customer's address that was chosen.
    pub address_id: Option<i64>,
    /// An address typed for this order alone.
    pub other_address: Option<TypedAddress>,
    /// The customer's own reference.
    pub reference: Option<String>,
    /// For people at the wholesaler.
    pub remarks: Option<String>,
    /// Day wished for, as typed.
    pub requested_day: Option<String>,
    /// Whether part deliveries are welcome, where it was said.
    pub part_deliveries: Option<bool>,
    /// The idempotency key of the next Place order.
    pub place_key: String,
    /// When it was last changed.
    pub changed_at: i64,
    /// A note that never leaves the staff.
    pub note: Option<String>,
    /// What staff let through beside the rules.
    pub exceptions: Exceptions,
}

/// An address as typed, kept even while it is not complete.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedAddress {
    /// Company or person.
    pub name: String,
    /// Person to ask for.
    pub contact: String,
    /// Street and number.
    pub line1: String,
    /// Further line.
    pub line2: String,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// County, state or province.
    pub region: String,
    /// Two-letter code.
    pub country: String,
    /// For the carrier.
    pub phone: String,
}

impl TypedAddress {
    /// The part with this name in forms and in the API.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "name" => &mut self.name,
            "contact" => &mut self.contact,
            "line1" => &mut self.line1,
            "line2" => &mut self.line2,
            "postcode" => &mut self.postcode,
            "city" => &mut self.city,
            "region" => &mut self.region,
            "country" => &mut self.country,
            "phone" => &mut self.phone,
            _ => return None,
        })
    }

    /// As an address.
    ///
    /// # Errors
    /// The country, if it is missing or none we know.
    pub fn address(&self) -> Result<Address, AddressFault> {
        let text = |t: &str| orders::draft::clean(t);
        let code = if self.country.trim().is_empty() { "required" } else { "bad_country" };
        let fault = AddressFault { field: "country", code };
        Ok(Address {
            name: text(&self.name).unwrap_or_default(),
            contact: text(&self.contact),
            line1: text(&self.line1).unwrap_or_default(),
            line2: text(&self.line2),
            postcode: text(&self.postcode),
            city: text(&self.city).unwrap_or_default(),
            region: text(&self.region),
            country: Country::from_code(&self.country).ok_or(fault)?,
            phone: text(&self.phone),
        })
    }
}

impl FromRow for Cart {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        Ok(Cart {
            id: row.next()?,
            address_id: row.next()?,
            other_address: row
                .next::<Option<String>>()?
                .map(|json| serde_json::from_str(&json).unwrap_or_default()),
            reference: row.next()?,
            remarks: row.next()?,
            requested_day: row.next()?,
            part_deliveries: row.next()?,
            place_key: row.next()?,
            changed_at: row.next()?,
            note: row.next()?,
            exceptions: Exceptions {
                value: row.next()?,
                credit: row.next()?,
                reason: row.next::<Option<String>>()?.unwrap_or_default(),
            },
        })
    }
}

/// A line as kept.
#[derive(Clone, Debug)]
pub struct CartLine {
    /// The product.
    pub product_id: i64,
    /// Its code, also where this customer may no longer see it.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Its picture.
    pub image: Option<String>,
    /// How many.
    pub quantity: Quantity,
    /// For people.
    pub remarks: Option<String>,
    /// The price that was seen.
    pub price_seen: UnitPrice,
    /// The net at that price.
    pub net_seen: Money,
    /// The price that staff set by hand.
    pub set_price: Option<SetPrice>,
}

struct KeptRow {
    product: (i64, String, String, Option<String>),
    quantity: Quantity,
    remarks: Option<String>,
    seen: (i64, i64, i64),
    set: (Option<i64>, Option<i64>, Option<String>),
}

impl FromRow for KeptRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, DbError> {
        let product = (row.next()?, row.next()?, row.next()?, row.next()?);
        let units = row.next()?;
        let decimals = u8::try_from(row.next::<i64>()?).unwrap_or(0);
        Ok(KeptRow {
            product,
            quantity: Quantity::steps(units, decimals),
            remarks: row.next()?,
            seen: (row.next()?, row.next()?, row.next()?),
            set: (row.next()?, row.next()?, row.next()?),
        })
    }
}

impl KeptRow {
    fn line(self, currency: Currency) -> CartLine {
        let (product_id, sku, name, image) = self.product;
        let (price, per, net) = self.seen;
        let set_price = match self.set {
            (Some(price), Some(per), reason) => Some(SetPrice {
                price: UnitPrice::new(price, per, currency),
                reason: reason.unwrap_or_default(),
            }),
            _ => None,
        };
        CartLine {
            product_id,
            sku,
            name,
            image,
            quantity: self.quantity,
            remarks: self.remarks,
            price_seen: UnitPrice::new(price, per, currency),
            net_seen: Money::new(net, currency),
            set_price,
        }
    }
}

/// Reads this person's current order; an empty one where nothing was ever put in.
pub fn load(view: &mut View, buyer: &Buyer) -> Result<(Cart, Vec<CartLine>), DbError> {
    let cart = head(view, buyer)?;
    let currency = buyer.customer.currency;
    let rows = view.all::<KeptRow>(
        "select l.product_id, p.sku, p.name, p.image, l.quantity, p.quantity_decimals, l.remarks,
             l.price_seen, l.per_seen, l.net_minor, l.set_price, l.set_per, l.set_reason
         from cart_lines l join products p on p.id = l.product_id
         where l.cart_id = $1 order by l.position, l.product_id limit 5000",
        args![cart.id],
    )?;
    Ok((cart, rows.into_iter().map(|row| row.line(currency)).collect()))
}

fn head(view: &mut View, buyer: &Buyer) -> Result<Cart, DbError> {
    let found = view.one::<Cart>(
        "select id, address_id, other_address, reference, remarks, requested_day, part_deliveries,
             place_key, changed_at, note, waives_value, passes_credit, waive_reason
         from carts where login_id = $1 and customer_id = $2",
        args![buyer.login.id, buyer.customer.id],
    )?;
    Ok(found.unwrap_or_default())
}

/// Id of the product with this code in the current order, also where this customer no longer sees it.
pub fn product_in_cart(view: &mut View, buyer: &Buyer, sku: &str) -> Result<Option<i64>, DbError> {
    view.one::<i64>(
        "select l.product_id from carts c
         join cart_lines l on l.cart_id = c.id
         join products p on p.id = l.product_id
         where c.login_id = $1 and c.customer_id = $2 and p.sku_key = $3",
        args![buyer.login.id, buyer.customer.id, &sku.trim().to_uppercase()],
    )
}

/// What stands of the current order on every page.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// How many lines it has.
    pub line_count: i64,
    /// Goods value in minor units, as of the last change.
    pub goods_minor: i64,
    /// The last three lines: name, quantity.
    pub last: Vec<(String, Quantity)>,
}

/// Reads the panel in one statement.
pub fn panel(view: &mut View, buyer: &Buyer) -> Result<Panel, DbError> {
    type Row3 = (i64, i64, Option<String>, Option<i64>, Option<i64>);
    let rows = view.all::<Row3>(
        "select c.line_count, c.goods_minor, p.name, l.quantity, p.quantity_decimals
         from carts c
         left join (select n.cart_id, n.product_id, n.quantity, n.changed_at, n.position from cart_lines n
                     where n.cart_id = (select o.id from carts o where o.login_id = $1 and o.customer_id = $2)
                     order by n.changed_at desc, n.position desc limit 3) l on l.cart_id = c.id
         left join products p on p.id = l.product_id
         where c.login_id = $1 and c.customer_id = $2
         order by l.changed_at desc, l.position desc limit 3",
        args![buyer.login.id, buyer.customer.id],
    )?;
    let mut panel = Panel::default();
    for (line_count, goods_minor, name, units, decimals) in rows {
        panel.line_count = line_count;
        panel.goods_minor = goods_minor;
        if let (Some(name), Some(units)) = (name, units) {
            let decimals = u8::try_from(decimals.unwrap_or(0)).unwrap_or(0);
            panel.last.push((name, Quantity::steps(units, decimals)));
        }
    }
    Ok(panel)
}

/// The current order as its page shows it.
#[derive(Clone, Debug)]
pub struct CartView {
    /// Its head.
    pub cart: Cart,
    /// Its lines as kept, in the order of `draft.lines`.
    pub lines: Vec<CartLine>,
    /// Priced and checked.
    pub draft: Draft,
    /// The customer's addresses to choose from.
    pub addresses: Vec<DeliveryAddress>,
    /// The chosen one of them.
    pub chosen: Option<DeliveryAddress>,
}

/// Reads the current order, priced and checked for where it would go.
pub fn view_with_draft(view: &mut View, buyer: &Buyer) -> Result<CartView, AppError> {
    let (cart, lines) = load(view, buyer)?;
    let addresses = addresses::list(view, buyer)?;
    let chosen = chosen(&cart, &addresses).cloned();
    let typed = cart.other_address.as_ref().and_then(|typed| typed.address().ok());
    let country = typed
        .map(|address| address.country)
        .or(chosen.as_ref().map(|c| c.address.country))
        .unwrap_or(buyer.customer.country);
    let wish = wish(&cart, &lines, chosen.as_ref());
    let draft = orders::draft(view, buyer, &wish, country)?;
    Ok(CartView { cart, lines, draft, addresses, chosen })
}

/// The address chosen for it, else the default; none where the one that was chosen is there no more.
pub(super) fn chosen<'a>(
    cart: &Cart,
    addresses: &'a [DeliveryAddress],
) -> Option<&'a DeliveryAddress> {
    match cart.address_id {
        Some(id) => addresses.iter().find(|address| address.id == id),
        None => addresses.first(),
    }
}

/// The current order as a wish, with the prices that were seen.
#[must_use]
pub fn wish(cart: &Cart, lines: &[CartLine], chosen: Option<&DeliveryAddress>) -> Wish {
    let typed = cart.other_address.as_ref().map(TypedAddress::address);
    let deliver_to = match (typed, chosen) {
        (Some(Ok(address)), _) => DeliverTo::Other(Box::new(address)),
        (Some(Err(fault)), _) => DeliverTo::Unreadable(fault),
        (None, Some(chosen)) => DeliverTo::Number(chosen.number.clone()),
        // It would go elsewhere than was chosen, so it is asked again.
        (None, None) if cart.address_id.is_some() => DeliverTo::Number(String::new()),
        (None, None) => DeliverTo::Default,
    };
    let line = |line: &CartLine| WishLine {
        product: ProductRef::Id(line.product_id),
        quantity: Asked::Units(line.quantity.units),
        remarks: line.remarks.clone(),
        price_seen: line.set_price.is_none().then_some(line.price_seen),
        set_price: line.set_price.clone(),
    };
    Wish {
        lines: lines.iter().map(line).collect(),
        deliver_to,
        reference: cart.reference.clone(),
        remarks: cart.remarks.clone(),
        requested_day: cart.requested_day.clone(),
        part_deliveries: cart.part_deliveries,
        expected_total: None,
        source: "cart".to_owned(),
        exceptions: cart.exceptions.clone(),
        agreed: None,
    }
}
