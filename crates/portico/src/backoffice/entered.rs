//! Codes and quantities as they are scanned, typed or pasted into one field, a line each, and the products they mean.

use crate::access::Staff;
use crate::catalogue::code_key;
use crate::orders::refusal::quantity_text;
use crate::platform::db::{DbError, View, args};
use crate::platform::problem::{FieldProblem, Text};
use portico_types::Quantity;

/// Lines of one list at most.
pub const LINES_MOST: usize = 2_000;

/// A line as it was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entered {
    /// Our code, EAN or the maker's code.
    pub code: String,
    /// How many; blank: one.
    pub quantity: String,
}

impl Entered {
    /// `CODE 3` as a code and a quantity.
    fn apart(&self) -> Option<Entered> {
        let (code, quantity) = self.code.rsplit_once(' ')?;
        let reads = self.quantity.is_empty() && starts_a_number(quantity);
        reads.then(|| Entered { code: code.trim().to_owned(), quantity: quantity.to_owned() })
    }
}

/// Reads lines: `CODE`, `3*CODE`, or a code and a quantity with a tab or semicolon between them. Blank lines are passed
/// over. A blank may stand in a code: [`look`] knows whether `CODE 3` is one. Pure.
#[must_use]
pub fn read(text: &str) -> Vec<Entered> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let entered = |line: &str| {
        let (code, quantity) = match line.split_once(['\t', ';']) {
            Some((code, quantity)) => (code, quantity),
            None => match line.split_once(['*', '×']) {
                Some((quantity, code)) if starts_a_number(quantity) => (code, quantity),
                _ => (line, ""),
            },
        };
        Entered { code: code.trim().to_owned(), quantity: quantity.trim().to_owned() }
    };
    lines.map(entered).collect()
}

fn starts_a_number(text: &str) -> bool {
    text.trim().starts_with(|c: char| c.is_ascii_digit())
}

/// A product that a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// Id of the product.
    pub product_id: i64,
    /// Its code as stored.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// How many.
    pub quantity: Quantity,
}

/// What a line means, or what is wrong with it.
pub type Looked = (Entered, Result<Meant, FieldProblem>);

/// Looks every line up: as our code, else as EAN, else as the maker's code. Problems name the line as in the API:
/// `/lines/3/sku`. `least` is 1 for what comes in, 0 for what is counted.
///
/// # Errors
/// What the database says.
pub fn look(
    view: &mut View,
    _: &Staff,
    lines: Vec<Entered>,
    least: i64,
) -> Result<Vec<Looked>, DbError> {
    let mut lines = lines;
    let mut found = found(view, &lines)?;
    // What is no code as a whole may be a code, a blank and a quantity.
    let apart: Vec<(usize, Entered)> = lines
        .iter()
        .zip(&found)
        .enumerate()
        .filter(|(_, (_, found))| found.is_none())
        .filter_map(|(index, (line, _))| Some((index, line.apart()?)))
        .collect();
    let (at, tried): (Vec<usize>, Vec<Entered>) = apart.into_iter().unzip();
    for ((index, line), again) in at.into_iter().zip(tried.clone()).zip(self::found(view, &tried)?)
    {
        if again.is_some() {
            (lines[index], found[index]) = (line, again);
        }
    }
    let looked = lines.into_iter().zip(found).enumerate();
    Ok(looked
        .map(|(index, (line, found))| {
            let meant = meant(index, &line, found, least);
            (line, meant)
        })
        .collect())
}

/// Id, code, name, decimals and kind of stock.
type Found = (i64, String, String, i64, String);

/// The product of each line's code; one round trip, none where there are no lines.
fn found(view: &mut View, lines: &[Entered]) -> Result<Vec<Option<Found>>, DbError> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<(String, String)> =
        lines.iter().map(|line| (code_key(&line.code), line.code.clone())).collect();
    let rows: Vec<_> = keys.iter().map(|(key, code)| args![key, code]).collect();
    let found = view.all_many::<Found>(
        "select id, sku, name, quantity_decimals, stock_kind from products
         where sku_key = $1 or ean = $2 or maker_code_key = $1
         order by case when sku_key = $1 then 0 when ean = $2 then 1 else 2 end, id limit 1",
        &rows,
    )?;
    Ok(found.into_iter().map(|rows| rows.into_iter().next()).collect())
}

fn meant(
    index: usize,
    line: &Entered,
    found: Option<Found>,
    least: i64,
) -> Result<Meant, FieldProblem> {
    let wrong =
        |part: &str, code, text| FieldProblem::new(format!("/lines/{index}/{part}"), code, text);
    let Some((product_id, sku, name, decimals, stock_kind)) = found else {
        let code: String = line.code.chars().take(60).collect();
        return Err(wrong(
            "sku",
            "unknown_code",
            Text::plain("entered-unknown-code").with("code", code),
        ));
    };
    if stock_kind != "tracked" {
        return Err(wrong("sku", "not_available", Text::plain("stock-not-tracked")));
    }
    let typed = if line.quantity.is_empty() { "1" } else { line.quantity.as_str() };
    let decimals = u8::try_from(decimals).unwrap_or(0);
    let quantity = if least > 0 {
        Quantity::parse(&typed.replace(',', "."), decimals)
    } else {
        Quantity::parse_or_zero(&typed.replace(',', "."), decimals)
    };
    match quantity {
        Ok(quantity) => Ok(Meant { product_id, sku, name, quantity }),
        Err(fault) => Err(wrong("quantity", fault.code(), quantity_text(fault))),
    }
}

/// The lines that mean something, the same product once with the sum, by ascending product; or every problem.
///
/// # Errors
/// The problems, in the order of the lines.
pub fn sums(looked: &[Looked]) -> Result<Vec<Meant>, Vec<FieldProblem>> {
    let wrong: Vec<FieldProblem> =
        looked.iter().filter_map(|(_, meant)| meant.as_ref().err().cloned()).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut sums: Vec<Meant> = Vec::new();
    let mut all: Vec<&Meant> = looked.iter().filter_map(|(_, meant)| meant.as_ref().ok()).collect();
    all.sort_by_key(|meant| meant.product_id);
    for meant in all {
        match sums.last_mut().filter(|last| last.product_id == meant.product_id) {
            Some(last) => last.quantity.units += meant.quantity.units,
            None => sums.push(meant.clone()),
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::builders::product;
    use crate::testkit::in_world;

    #[test]
    fn lines_are_read_as_they_are_scanned_typed_or_pasted() {
        let entered = |code: &str, quantity: &str| Entered {
            code: code.to_owned(),
            quantity: quantity.to_owned(),
        };
        let text = "\u{feff}MUG-SAND\n\n 3*TIN-6 \nA*B\nRIBBON\t2,5\r\nTOWEL; 12";
        let expected = [
            entered("MUG-SAND", ""),
            entered("TIN-6", "3"),
            entered("A*B", ""),
            entered("RIBBON", "2,5"),
            entered("TOWEL", "12"),
        ];
        assert_eq!(read(text), expected);
        assert_eq!(entered("MUG SAND 3", "").apart(), Some(entered("MUG SAND", "3")));
        assert_eq!(entered("MUG SAND", "").apart(), None);
        assert_eq!(entered("MUG 3", "4").apart(), None, "its quantity is said");
    }

    in_world!(a_blank_stands_between_code_and_quantity_or_in_the_code, |world| {
        let kept = world.add_product(product("K 2").named("K 2").price("2.00"), 0).await;
        let will = world.staff("will@");
        let lines = read("MUG-SAND 3\nK 2\nK 2 5\nNO-SUCH 1");
        let looked = world.db.read(move |view| look(view, &will, lines.clone(), 1)).await.unwrap();
        let said: Vec<_> = looked
            .iter()
            .map(|(_, meant)| meant.as_ref().ok().map(|m| (m.sku.as_str(), m.quantity.units)))
            .collect();
        assert_eq!(said, [Some(("MUG-SAND", 3)), Some(("K 2", 1)), Some(("K 2", 5)), None]);
        assert_eq!(looked[1].1.as_ref().unwrap().product_id, kept);
        assert_eq!(looked[3].0.code, "NO-SUCH 1", "what is unknown stays as it was typed");
    });
}
