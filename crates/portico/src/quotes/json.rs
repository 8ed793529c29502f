//! The shapes of quotations in the API (api.md), to the letter.

use super::kept::{Quote, QuoteHead, QuoteLine};
use super::share::Share;
use crate::orders::comment::Comment;
use crate::orders::json::{ChargeJson, CommentJson, TotalsJson};
use crate::orders::refusal::number;
use crate::platform::json::{MoneyJson, UnitPriceJson};
use crate::platform::problem::AppError;
use portico_types::VatPart;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A quotation in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuoteSummary)]
pub struct QuoteHeadJson {
    /// `Q-1001`.
    pub number: String,
    /// Grows each time it is sent anew; 0: asked for and not sent yet.
    pub revision: i64,
    /// `draft` (asked for) `· sent · expired · converted · declined · withdrawn`.
    pub status: String,
    /// When this revision was sent.
    pub sent_at: Option<String>,
    /// Its last day; `null`: it never expires.
    pub valid_until: Option<String>,
    /// What it is called.
    pub reference: Option<String>,
    /// What it comes to; for one that was asked for, at your own prices.
    pub totals: TotalsJson,
    /// Number of the order it became.
    pub order: Option<String>,
}

/// A quotation with everything below it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Quote)]
pub struct QuoteJson {
    /// Everything but the lines.
    #[serde(flatten)]
    pub head: QuoteHeadJson,
    /// Its lines.
    pub lines: Vec<QuoteLineJson>,
    /// Carriage and fees.
    pub charges: Vec<ChargeJson>,
    /// What holds beside the prices.
    pub terms: Option<String>,
    /// What customer and wholesaler wrote to each other about it, oldest first.
    pub comments: Vec<CommentJson>,
    /// Links that were sent, the newest first.
    pub shares: Vec<ShareJson>,
}

/// A line of a quotation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuoteLine)]
pub struct QuoteLineJson {
    /// 1, 2, 3 …
    pub line: i64,
    /// The product's code.
    pub sku: String,
    /// The product's name.
    pub name: String,
    /// How many.
    #[schema(value_type = f64)]
    pub quantity: Value,
    /// What is counted.
    pub unit: String,
    /// Unit price, net of VAT.
    pub price: UnitPriceJson,
    /// Quantity × price, rounded.
    pub net: MoneyJson,
    /// Percentage as text.
    pub vat_rate: String,
}

/// A link to a quotation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuoteShare)]
pub struct ShareJson {
    /// Names it when it is revoked.
    pub id: String,
    /// Whom it went to.
    pub email: String,
    /// Its last day.
    pub ends: String,
    /// How often it was opened.
    pub views: i64,
    /// Whether it still opens the quotation.
    pub open: bool,
}

impl ShareJson {
    /// This link.
    #[must_use]
    pub fn of(share: &Share) -> ShareJson {
        ShareJson {
            id: share.id.to_string(),
            email: share.email.clone(),
            ends: share.ends.text(),
            views: share.views,
            open: !share.is_over,
        }
    }
}

/// A head in the API's shape.
#[must_use]
pub fn head(head: &QuoteHead, vat: &[VatPart]) -> QuoteHeadJson {
    QuoteHeadJson {
        number: head.number.clone(),
        revision: head.revision,
        status: head.state.text().to_owned(),
        sent_at: head.sent_at.map(|at| at.text()),
        valid_until: head.valid_until.map(|day| day.text()),
        reference: Some(head.title.clone()).filter(|title| !title.is_empty()),
        totals: TotalsJson::of(head.goods, head.charges, vat),
        order: head.order.clone(),
    }
}

/// A whole quotation in the API's shape.
///
/// # Errors
/// Sums beyond what money can hold.
pub fn quote(quote: &Quote, comments: &[Comment], shares: &[Share]) -> Result<QuoteJson, AppError> {
    let charge = |charge: &super::QuoteCharge| ChargeJson {
        kind: charge.kind.clone(),
        name: charge.name.clone(),
        net: charge.net.into(),
        vat_rate: charge.taxed.rate.text(),
    };
    Ok(QuoteJson {
        head: head(&quote.head, &quote.vat()?),
        lines: quote.lines.iter().map(line).collect(),
        charges: quote.charges.iter().map(charge).collect(),
        terms: Some(quote.head.terms.clone()).filter(|terms| !terms.is_empty()),
        comments: comments.iter().map(CommentJson::of).collect(),
        shares: shares.iter().map(ShareJson::of).collect(),
    })
}

fn line(line: &QuoteLine) -> QuoteLineJson {
    QuoteLineJson {
        line: line.line,
        sku: line.sku.clone(),
        name: line.name.clone(),
        quantity: number(line.quantity),
        unit: line.unit.clone(),
        price: line.price.into(),
        net: line.net.into(),
        vat_rate: line.taxed.rate.text(),
    }
}
