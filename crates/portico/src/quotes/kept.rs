//! A quotation as it is kept: what pages, mails and the API read of it.

use crate::platform::db::{DbError, FromRow, Row};
use crate::platform::problem::AppError;
use portico_types::{
    Country, Currency, Day, Moment, Money, Quantity, Rate, Taxed, UnitPrice, VatCategory, VatPart,
    vat_by_rate,
};

/// Where a quotation stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Never sent: asked for, or being written.
    Draft,
    /// Open.
    Sent,
    /// Its last day is over.
    Expired,
    /// It became an order.
    Converted,
    /// The customer said no.
    Declined,
    /// The wholesaler took it back.
    Withdrawn,
}

impl State {
    /// As addresses and the API name it.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Sent => "sent",
            State::Expired => "expired",
            State::Converted => "converted",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
        }
    }

    /// The state with this text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<State> {
        Some(match text {
            "draft" => State::Draft,
            "sent" => State::Sent,
            "expired" => State::Expired,
            "converted" => State::Converted,
            "declined" => State::Declined,
            "withdrawn" => State::Withdrawn,
            _ => return None,
        })
    }
}

/// The head of a quotation: its revision is the one that was read, for customers the one that was sent last.
#[derive(Clone, Debug)]
pub struct QuoteHead {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub customer_id: i64,
    /// The login that asked for it.
    pub login_id: Option<i64>,
    /// Name of that person.
    pub asked_by: Option<String>,
    /// Where it stands today.
    pub state: State,
    /// The revision that was sent last; 0: none.
    pub revision: i64,
    /// Whether staff write the next one.
    pub has_draft: bool,
    /// Grows with every deed.
    pub version: i64,
    /// Number of the order it became.
    pub order: Option<String>,
    /// When the customer asked for it.
    pub asked_at: Option<Moment>,
    /// What was said then.
    pub asked_remarks: Option<String>,
    /// Why it was declined or withdrawn.
    pub why: Option<String>,
    /// Whether staff released it for ordering.
    pub promotable: bool,
    /// When it was sent, asked for or begun.
    pub dated_at: Moment,
    /// When the customer was reminded of it.
    pub reminded_at: Option<Moment>,
    /// What it is called.
    pub title: String,
    /// What holds beside the prices.
    pub terms: String,
    /// The last day on which it can be converted; none: it never expires.
    pub valid_until: Option<Day>,
    /// VAT is as for a delivery there.
    pub country: Country,
    /// Carriage as staff set it; none: by the rules.
    pub carriage: Option<Money>,
    /// How many lines it has.
    pub line_count: i64,
    /// Sum of the lines' nets.
    pub goods: Money,
    /// Sum of the charges.
    pub charges: Money,
    /// Sum of the VAT.
    pub vat: Money,
    /// What it comes to.
    pub total: Money,
    /// When this revision was sent.
    pub sent_at: Option<Moment>,
    /// Who of the staff wrote it.
    pub written_by: Option<String>,
}

impl FromRow for QuoteHead {
    fn from_row(row: &mut Row<'_>) -> Result<QuoteHead, DbError> {
        let unknown = |what: &str| DbError::Failed(format!("a quotation has an unknown {what}"));
        let (id, number, customer_id) = (row.next()?, row.next()?, row.next()?);
        let (login_id, asked_by) = (row.next()?, row.next()?);
        let state = State::from_text(&row.next::<String>()?).ok_or_else(|| unknown("state"))?;
        let (revision, has_draft, version) = (row.next()?, row.next()?, row.next()?);
        let (order, asked_at, asked_remarks) =
            (row.next()?, row.next::<Option<i64>>()?, row.next()?);
        let (why, promotable) = (row.next()?, row.next()?);
        let (dated_at, reminded_at) = (Moment(row.next()?), row.next::<Option<i64>>()?);
        let (title, terms) = (row.next()?, row.next()?);
        let valid_until = row.next::<Option<String>>()?.as_deref().and_then(Day::parse);
        let country =
            Country::from_code(&row.next::<String>()?).ok_or_else(|| unknown("country"))?;
        let currency = currency(&row.next::<String>()?)?;
        let carriage = row.next::<Option<i64>>()?.map(|minor| Money::new(minor, currency));
        let line_count = row.next()?;
        let mut money = || Ok::<_, DbError>(Money::new(row.next()?, currency));
        let (goods, charges, vat, total) = (money()?, money()?, money()?, money()?);
        Ok(QuoteHead {
            id,
            number,
            customer_id,
            login_id,
            asked_by,
            state,
            revision,
            has_draft,
            version,
            order,
            asked_at: asked_at.map(Moment),
            asked_remarks,
            why,
            promotable,
            dated_at,
            reminded_at: reminded_at.map(Moment),
            title,
            terms,
            valid_until,
            country,
            carriage,
            line_count,
            goods,
            charges,
            vat,
            total,
            sent_at: row.next::<Option<i64>>()?.map(Moment),
            written_by: row.next()?,
        })
    }
}

/// The currency with this code.
pub(super) fn currency(code: &str) -> Result<Currency, DbError> {
    Currency::from_code(code).ok_or_else(|| DbError::Failed(format!("no such currency: {code}")))
}

fn taxed(row: &mut Row<'_>) -> Result<Taxed, DbError> {
    let rate = Rate::new(row.next()?);
    let category = VatCategory::from_code(&row.next::<String>()?)
        .ok_or_else(|| DbError::Failed("a quotation has an unknown VAT category".to_owned()))?;
    Ok(Taxed { rate, category })
}

/// A net amount and its VAT.
pub(super) struct TaxedNet(pub(super) Taxed, pub(super) Money);

impl FromRow for TaxedNet {
    fn from_row(row: &mut Row<'_>) -> Result<TaxedNet, DbError> {
        let taxed = taxed(row)?;
        let net = row.next()?;
        Ok(TaxedNet(taxed, Money::new(net, currency(&row.next::<String>()?)?)))
    }
}

/// A line of a quotation.
#[derive(Clone, Debug)]
pub struct QuoteLine {
    /// Its number.
    pub line: i64,
    /// Its product.
    pub product_id: i64,
    /// Our code, as it was.
    pub sku: String,
    /// The name, as it was.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    pub quantity: Quantity,
    /// What is offered, net of VAT.
    pub price: UnitPrice,
    /// The customer's own price when the line was written.
    pub usual: Option<UnitPrice>,
    /// Quantity × price, rounded.
    pub net: Money,
    /// Its VAT.
    pub taxed: Taxed,
    /// For people.
    pub remarks: Option<String>,
    /// File name of the product's picture.
    pub image: Option<String>,
}

impl FromRow for QuoteLine {
    fn from_row(row: &mut Row<'_>) -> Result<QuoteLine, DbError> {
        let (line, product_id) = (row.next()?, row.next()?);
        let (sku, name, unit) = (row.next()?, row.next()?, row.next()?);
        let (units, decimals) = (row.next()?, u8::try_from(row.next::<i64>()?).unwrap_or(0));
        let (price, per, usual): (i64, i64, Option<i64>) = (row.next()?, row.next()?, row.next()?);
        let net = row.next()?;
        let taxed = taxed(row)?;
        let (remarks, image) = (row.next()?, row.next()?);
        let currency = currency(&row.next::<String>()?)?;
        Ok(QuoteLine {
            line,
            product_id,
            sku,
            name,
            unit,
            quantity: Quantity::steps(units, decimals),
            price: UnitPrice::new(price, per, currency),
            usual: usual.map(|usual| UnitPrice::new(usual, per, currency)),
            net: Money::new(net, currency),
            taxed,
            remarks,
            image,
        })
    }
}

/// A charge of a quotation.
#[derive(Clone, Debug)]
pub struct QuoteCharge {
    /// `carriage` or `small_order`.
    pub kind: String,
    /// What people read.
    pub name: String,
    /// Net amount.
    pub net: Money,
    /// Its VAT.
    pub taxed: Taxed,
}

impl FromRow for QuoteCharge {
    fn from_row(row: &mut Row<'_>) -> Result<QuoteCharge, DbError> {
        let (kind, name, net) = (row.next()?, row.next()?, row.next()?);
        let taxed = taxed(row)?;
        let currency = currency(&row.next::<String>()?)?;
        Ok(QuoteCharge { kind, name, net: Money::new(net, currency), taxed })
    }
}

/// One revision of a quotation with everything below it.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Its head.
    pub head: QuoteHead,
    /// Its lines.
    pub lines: Vec<QuoteLine>,
    /// Carriage and fees.
    pub charges: Vec<QuoteCharge>,
}

impl Quote {
    /// VAT once per rate.
    ///
    /// # Errors
    /// Sums beyond what money can hold.
    pub fn vat(&self) -> Result<Vec<VatPart>, AppError> {
        let lines = self.lines.iter().map(|line| (line.taxed, line.net));
        let charges = self.charges.iter().map(|charge| (charge.taxed, charge.net));
        let nets = lines.chain(charges).filter(|(_, net)| net.minor != 0);
        Ok(vat_by_rate(nets, self.head.total.currency)?)
    }
}
