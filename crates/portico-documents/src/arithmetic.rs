//! The sums of a document: lines to the cent, VAT once per category and rate on the sum.

use crate::invoice::{Charge, ChargeKind, Invoice, Line, Totals, VatPart};
use crate::vat_case::exemption;
use portico_types::{Currency, Money, MoneyError, Taxed, vat_by_rate};

/// The VAT parts (highest rate first) and the totals of these lines and charges, nothing prepaid.
///
/// Half a cent goes away from zero (EN 16931 BR-CO-17). VAT is never summed from rounded lines.
///
/// # Errors
/// Where a sum does not fit 64 bits of minor units.
pub fn arithmetic(
    lines: &[Line],
    charges: &[Charge],
    currency: Currency,
) -> Result<(Vec<VatPart>, Totals), MoneyError> {
    let lines_of = lines.iter().map(|line| (line.vat, line.net_minor));
    let charges_of = charges.iter().map(|charge| (charge.vat, charge.signed_minor()));
    let nets: Vec<(Taxed, i64)> = lines_of.chain(charges_of).collect();
    let money = |(taxed, minor): &(Taxed, i64)| (*taxed, Money::new(*minor, currency));
    let parts = vat_by_rate(nets.iter().map(money), currency)?;

    let of_kind = |kind| charges.iter().filter(move |c| c.kind == kind).map(|c| c.net_minor);
    let lines_minor = sum(lines.iter().map(|line| line.net_minor))?;
    let allowances_minor = sum(of_kind(ChargeKind::Allowance))?;
    let charges_minor = sum(of_kind(ChargeKind::Charge))?;
    let net_minor = sum(nets.iter().map(|(_, minor)| *minor))?;
    let vat_minor = sum(parts.iter().map(|part| part.vat.minor))?;
    let gross_minor = sum([net_minor, vat_minor])?;
    let totals = Totals {
        lines_minor,
        allowances_minor,
        charges_minor,
        net_minor,
        vat_minor,
        gross_minor,
        prepaid_minor: 0,
        payable_minor: gross_minor,
    };
    let parts = parts.into_iter().map(|part| VatPart {
        vat: part.taxed,
        taxable_minor: part.taxable.minor,
        vat_minor: part.vat.minor,
        exemption: None,
    });
    Ok((parts.collect(), totals))
}

fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, MoneyError> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(MoneyError::TooLarge)
}

impl Invoice {
    /// Writes VAT parts and totals anew from lines and charges. What was prepaid stays, and so does the
    /// exemption already given for a category; others get the usual one of the seller's country.
    ///
    /// # Errors
    /// Where a sum does not fit; nothing is changed then.
    pub fn sum_up(&mut self) -> Result<(), MoneyError> {
        let (mut parts, totals) = arithmetic(&self.lines, &self.charges, self.currency)?;
        for part in &mut parts {
            let given = self.vat.iter().find(|old| old.vat.category == part.vat.category);
            part.exemption = given
                .and_then(|old| old.exemption.clone())
                .or_else(|| exemption(part.vat.category, self.seller.address.country));
        }
        let prepaid_minor = self.totals.prepaid_minor;
        let payable_minor =
            totals.gross_minor.checked_sub(prepaid_minor).ok_or(MoneyError::TooLarge)?;
        self.totals = Totals { prepaid_minor, payable_minor, ..totals };
        self.vat = parts;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{self, line, standard};

    #[test]
    fn vat_is_worked_out_on_the_sum_and_not_on_lines() {
        // Ten lines of 0.07 at 21 %: 0.0147 each would be 0.01, ten of them 0.10; of the sum it is 0.15.
        let lines: Vec<Line> = (1..=10).map(|n| line(n, "Tea", 1, 700, standard(21))).collect();
        let (parts, totals) = arithmetic(&lines, &[], Currency::EUR).unwrap();
        assert_eq!((parts[0].taxable_minor, parts[0].vat_minor), (70, 15));
        assert_eq!((totals.net_minor, totals.gross_minor, totals.payable_minor), (70, 85, 85));
    }

    #[test]
    fn half_a_cent_goes_away_from_zero() {
        // 10 % of 0.05 is 0.005.
        let mut tea = line(1, "Tea", 1, 500, standard(10));
        let vat_of = |line: &Line| {
            arithmetic(std::slice::from_ref(line), &[], Currency::EUR).unwrap().1.vat_minor
        };
        assert_eq!(vat_of(&tea), 1);
        tea.net_minor = -5;
        assert_eq!(vat_of(&tea), -1);
    }

    #[test]
    fn charges_add_and_allowances_take_off_within_their_rate() {
        let invoice = samples::invoice();
        // 120 × 5.20 + 12.50 at 21 %, 96 × 6.10 at 9 %.
        assert_eq!((invoice.vat[0].taxable_minor, invoice.vat[0].vat_minor), (63_650, 13_367));
        assert_eq!((invoice.vat[1].taxable_minor, invoice.vat[1].vat_minor), (58_560, 5_270));
        assert_eq!(invoice.totals.gross_minor, 63_650 + 13_367 + 58_560 + 5_270);
        let mut less = invoice.clone();
        less.charges[0].kind = ChargeKind::Allowance;
        less.sum_up().unwrap();
        assert_eq!(less.vat[0].taxable_minor, 62_400 - 1_250);
        assert_eq!((less.totals.allowances_minor, less.totals.charges_minor), (1_250, 0));
    }

    #[test]
    fn what_was_prepaid_and_the_reasons_given_stay() {
        let mut invoice = samples::invoice();
        invoice.totals.prepaid_minor = 1_000;
        invoice.sum_up().unwrap();
        assert_eq!(invoice.totals.payable_minor, invoice.totals.gross_minor - 1_000);
        let before = invoice.clone();
        invoice.lines[0].net_minor = i64::MAX;
        assert_eq!(invoice.sum_up(), Err(MoneyError::TooLarge));
        assert_eq!(invoice.totals, before.totals, "nothing is changed by sums that do not fit");
    }

    #[test]
    fn a_frozen_document_is_read_again_the_same() {
        for (name, invoice) in samples::all() {
            let frozen = serde_json::to_string(&invoice).unwrap();
            let read: Invoice = serde_json::from_str(&frozen).unwrap();
            assert_eq!(read, invoice, "{name}");
        }
    }

    #[test]
    fn the_first_form_is_read_for_ever() {
        // What version 1 needed at least; a field added later has a default, or this test fails.
        let frozen = r#"{"kind":"credit_note","number":"C-1","issued":"2026-03-31","currency":"GBP",
            "seller":{"name":"A","address":{"line1":"1","city":"Leeds","country":"GB"}},
            "buyer":{"name":"B","address":{"line1":"2","city":"York","country":"GB"}},
            "lines":[{"position":1,"name":"Tea","quantity":{"units":125,"decimals":1},
                "price_ten_thousandths":10000,"net_minor":1250,
                "vat":{"category":"S","rate_basis_points":2000}}]}"#;
        let mut read: Invoice = serde_json::from_str(frozen).unwrap();
        assert_eq!((read.version, read.language.as_str()), (1, "en"));
        assert_eq!((read.lines[0].unit.as_str(), read.lines[0].price_per), ("C62", 1));
        read.sum_up().unwrap();
        assert_eq!(read.totals.gross_minor, 1_500);
        for (part, worse) in
            [("2026-03-31", "2026-02-31"), ("\"GBP\"", "\"GBX\""), ("\"S\"", "\"Q\"")]
        {
            assert!(
                serde_json::from_str::<Invoice>(&frozen.replace(part, worse)).is_err(),
                "{worse}"
            );
        }
    }
}
