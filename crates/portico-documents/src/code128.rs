//! A number as a bar code that every scanner reads: Code 128, set B, as the bars of an own drawing.
//! Patterns after ISO/IEC 15417: widths of bar, space, bar, space, bar, space for each of the 107 symbols.

use serde::Serialize;

const WIDTHS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];
const START_B: usize = 104;
const STOP: usize = 106;
/// Blank modules on either side, as the standard asks.
const QUIET: u32 = 10;

/// The symbols of a text; characters that set B does not have are left out.
fn symbols(text: &str) -> Vec<usize> {
    let mut all = vec![START_B];
    all.extend(text.bytes().filter(|b| (32..127).contains(b)).map(|b| usize::from(b) - 32));
    let weighted = all.iter().enumerate().map(|(at, symbol)| at.max(1) * symbol);
    let check = weighted.sum::<usize>() % 103;
    all.extend([check, STOP]);
    all
}

/// A bar code, measured in modules: the width of its thinnest bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BarCode {
    /// What scanners read; it stands below, for people.
    pub text: String,
    /// The bars: where each begins, and how wide it is.
    pub bars: Vec<(u32, u32)>,
    /// How wide the whole is, with the blank sides that scanners need.
    pub width: u32,
}

/// The bar code of a text; characters that set B does not have are left out.
#[must_use]
pub fn code128(text: &str) -> BarCode {
    let (mut bars, mut at) = (Vec::new(), QUIET);
    for symbol in symbols(text) {
        for (place, width) in WIDTHS[symbol].bytes().enumerate() {
            let width = u32::from(width - b'0');
            if place % 2 == 0 {
                bars.push((at, width));
            }
            at += width;
        }
    }
    BarCode { text: text.to_owned(), bars, width: at + QUIET }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_symbol_is_the_standards() {
        // The example of the standard's descriptions: "PJJ123C" in set B has the check symbol 54 with start A (103).
        // With start B the sum is one more: 55.
        let symbols = symbols("PJJ123C");
        assert_eq!(symbols[0], START_B);
        assert_eq!(symbols[1..8], [48, 42, 42, 17, 18, 19, 35]);
        assert_eq!(symbols[8..], [55, STOP]);
    }

    #[test]
    fn every_symbol_is_eleven_modules_wide_and_the_stop_thirteen() {
        let width = |text: &str| text.bytes().map(|b| u32::from(b - b'0')).sum::<u32>();
        assert!(WIDTHS[..STOP].iter().all(|widths| width(widths) == 11));
        assert_eq!(width(WIDTHS[STOP]), 13);
        let mut different = WIDTHS.to_vec();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), WIDTHS.len(), "no two symbols look alike");
        assert_eq!(
            code128("N-7").width,
            2 * QUIET + 5 * 11 + 13,
            "start, three characters, check, stop"
        );
    }
}
