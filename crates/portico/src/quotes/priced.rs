//! What staff type becomes lines with prices, VAT and charges: everything that is wrong is said at its field, nothing is
//! guessed. A line without a price gets the customer's own. Reads only.

use crate::access::Buyer;
use crate::customers::addresses;
use crate::orders::charges::{CARRIAGE_NAME, Charge};
use crate::orders::draft::clean;
use crate::orders::refusal::REMARK_LONGEST;
use crate::orders::{
    Agreed, Asked, DeliverTo, Draft, Exceptions, ProductRef, SetPrice, Wish, WishLine, draft,
};
use crate::platform::db::View;
use crate::platform::problem::{AppError, FieldProblem, Text};
use crate::platform::settings;
use portico_types::{Country, Currency, Day, Money, UnitPrice};

/// The longest title, the longest terms, in characters.
pub const TITLE_LONGEST: usize = 120;
/// See [`TITLE_LONGEST`].
pub const TERMS_LONGEST: usize = 2_000;

/// A quotation as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// What it is called.
    pub title: String,
    /// What holds beside the prices.
    pub terms: String,
    /// Its last day; blank: it never expires.
    pub valid_until: String,
    /// Carriage; blank: by the rules.
    pub carriage: String,
    /// Its lines; blank ones are left out.
    pub lines: Vec<TypedLine>,
}

/// A line as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedLine {
    /// A code of the product.
    pub code: String,
    /// How many.
    pub quantity: String,
    /// What is offered; blank: the customer's own price.
    pub price: String,
    /// For people.
    pub remarks: String,
}

impl TypedLine {
    /// Whether nothing says that there is to be a line.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.code.trim().is_empty() && self.quantity.trim().is_empty()
    }
}

/// A quotation that can be written.
#[derive(Clone, Debug)]
pub struct Priced {
    /// Lines, charges and sums.
    pub draft: Draft,
    /// VAT is as for a delivery there.
    pub country: Country,
    /// Its last day.
    pub valid_until: Option<Day>,
    /// Carriage as typed.
    pub carriage: Option<Money>,
    /// What it is called.
    pub title: String,
    /// What holds beside the prices.
    pub terms: String,
}

/// Reads what was typed for this customer.
///
/// # Errors
/// 422 with a field for everything that is wrong: `/lines/2/price` is that of the third line that was typed.
pub fn priced(view: &mut View, buyer: &Buyer, typed: &Typed) -> Result<Priced, AppError> {
    let currency = buyer.customer.currency;
    let country = country(view, buyer)?;
    let mut faults = text_faults(typed);
    let valid_until = read_day(&typed.valid_until, &mut faults);
    let carriage = read_carriage(&typed.carriage, currency, &mut faults);
    let places: Vec<usize> =
        (0..typed.lines.len()).filter(|index| !typed.lines[*index].is_blank()).collect();
    let mut wish = wish(places.iter().map(|index| &typed.lines[*index]));
    let usual = draft(view, buyer, &wish, country)?;
    for (at, (place, line)) in places.iter().zip(&mut wish.lines).enumerate() {
        match offered(&typed.lines[*place].price, usual.lines[at].usual, currency) {
            Ok(price) => {
                line.set_price = price.map(|price| SetPrice { price, reason: String::new() });
            }
            Err(text) => {
                faults.push(FieldProblem::new(
                    format!("/lines/{place}/price"),
                    "not_a_number",
                    text,
                ));
            }
        }
    }
    let goods = draft(view, buyer, &wish, country)?;
    for (at, refusal) in goods.refused_lines() {
        let field = refusal.field(places[at]);
        faults.push(FieldProblem { text: for_staff(&field), ..field });
    }
    if !faults.is_empty() {
        return Err(crate::platform::problem::Problem::invalid(faults).into());
    }
    let charges = match carriage {
        Some(net) if net.minor == 0 => Vec::new(),
        Some(net) => {
            let name = settings::get(view, &CARRIAGE_NAME)?;
            vec![Charge { kind: "carriage", name, net }]
        }
        None => goods.rules.charges(goods.goods),
    };
    wish.agreed = Some(Agreed { charges });
    let draft = draft(view, buyer, &wish, country)?;
    let text = |text: &str| clean(text).unwrap_or_default();
    let (title, terms) = (text(&typed.title), text(&typed.terms));
    Ok(Priced { draft, country, valid_until, carriage, title, terms })
}

/// Where goods go unless said otherwise, or the customer's own country.
pub(super) fn country(view: &mut View, buyer: &Buyer) -> Result<Country, AppError> {
    let usual = addresses::default_delivery(view, buyer)?;
    Ok(usual.map_or(buyer.customer.country, |usual| usual.address.country))
}

fn wish<'a>(lines: impl Iterator<Item = &'a TypedLine>) -> Wish {
    let line = |line: &TypedLine| WishLine {
        product: ProductRef::Code(line.code.trim().to_owned()),
        quantity: Asked::Text(line.quantity.trim().to_owned()),
        remarks: clean(&line.remarks),
        price_seen: None,
        set_price: None,
    };
    of_lines(lines.map(line).collect())
}

/// These lines as something agreed, without charges.
pub(super) fn of_lines(lines: Vec<WishLine>) -> Wish {
    Wish {
        lines,
        deliver_to: DeliverTo::Default,
        reference: None,
        remarks: None,
        requested_day: None,
        part_deliveries: None,
        expected_total: None,
        source: String::new(),
        exceptions: Exceptions::default(),
        agreed: Some(Agreed::default()),
    }
}

/// Staff read of the customer's assortment, not of theirs; stock keeps nobody from offering.
fn for_staff(field: &FieldProblem) -> Text {
    if field.code == "unknown_code" {
        Text { key: "entry-unknown-code", ..field.text.clone() }
    } else {
        field.text.clone()
    }
}

/// What is offered; nothing where the customer's own price holds. Pure.
fn offered(
    typed: &str,
    usual: Option<UnitPrice>,
    currency: Currency,
) -> Result<Option<UnitPrice>, Text> {
    if typed.trim().is_empty() {
        return Ok(usual);
    }
    let per = usual.map_or(1, |usual| usual.per);
    let price = UnitPrice::parse(typed.trim(), per, currency);
    let good = price.ok().filter(|price| price.ten_thousandths >= 0);
    good.map(Some).ok_or_else(|| Text::plain("entry-bad-price"))
}

fn text_faults(typed: &Typed) -> Vec<FieldProblem> {
    let long = |field: String, text: &str, most: usize| {
        let said = Text::plain("field-too-long").with("most", most);
        (text.trim().chars().count() > most).then(|| FieldProblem::new(field, "too_long", said))
    };
    let head = [
        long("/title".to_owned(), &typed.title, TITLE_LONGEST),
        long("/terms".to_owned(), &typed.terms, TERMS_LONGEST),
        (typed.lines.len() > super::LINES_MOST).then(|| {
            let said = Text::plain("quote-too-many-lines").with("most", super::LINES_MOST);
            FieldProblem::new("/lines", "too_large", said)
        }),
    ];
    let remarks = typed.lines.iter().enumerate().map(|(index, line)| {
        long(format!("/lines/{index}/remarks"), &line.remarks, REMARK_LONGEST)
    });
    head.into_iter().chain(remarks).flatten().collect()
}

fn read_day(typed: &str, faults: &mut Vec<FieldProblem>) -> Option<Day> {
    let typed = Some(typed.trim()).filter(|typed| !typed.is_empty())?;
    let day = Day::parse(typed);
    if day.is_none() {
        faults.push(FieldProblem::new("/valid_until", "invalid", Text::plain("field-bad-day")));
    }
    day
}

fn read_carriage(typed: &str, currency: Currency, faults: &mut Vec<FieldProblem>) -> Option<Money> {
    let typed = Some(typed.trim()).filter(|typed| !typed.is_empty())?;
    let money = Money::parse(typed, currency).ok().filter(|money| money.minor >= 0);
    if money.is_none() {
        faults.push(FieldProblem::new("/carriage", "not_a_number", Text::plain("api-bad-amount")));
    }
    money
}
