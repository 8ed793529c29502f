//! Unit codes of UN/ECE Recommendation 20 and 21, and what ERPs call them.

/// Words of ERPs, in lower case, and their codes. `PCE` and `ST` are no codes, though many systems send them.
const WORDS: &[(&str, &str)] = &[
    ("bag", "XBG"),
    ("bar", "XBR"),
    ("bottle", "XBO"),
    ("box", "XBX"),
    ("boxes", "XBX"),
    ("bundle", "XBE"),
    ("bx", "XBX"),
    ("can", "XCA"),
    ("carton", "XCT"),
    ("case", "XCS"),
    ("cm", "CMT"),
    ("colli", "XPK"),
    ("crate", "XCR"),
    ("ct", "XCT"),
    ("ctn", "XCT"),
    ("day", "DAY"),
    ("days", "DAY"),
    ("dos", "XBX"),
    ("doos", "XBX"),
    ("dozen", "DZN"),
    ("drum", "XDR"),
    ("dz", "DZN"),
    ("each", "EA"),
    ("fl", "XBO"),
    ("fles", "XBO"),
    ("g", "GRM"),
    ("gram", "GRM"),
    ("gross", "GRO"),
    ("hour", "HUR"),
    ("hours", "HUR"),
    ("hr", "HUR"),
    ("jar", "XJR"),
    ("karton", "XCT"),
    ("kg", "KGM"),
    ("kilo", "KGM"),
    ("kilogram", "KGM"),
    ("km", "KMT"),
    ("l", "LTR"),
    ("liter", "LTR"),
    ("litre", "LTR"),
    ("lm", "MTR"),
    ("ltr", "LTR"),
    ("m", "MTR"),
    ("m2", "MTK"),
    ("m3", "MTQ"),
    ("meter", "MTR"),
    ("metre", "MTR"),
    ("min", "MIN"),
    ("minute", "MIN"),
    ("ml", "MLT"),
    ("mm", "MMT"),
    ("month", "MON"),
    ("mt", "MTR"),
    ("mtr", "MTR"),
    ("m²", "MTK"),
    ("m³", "MTQ"),
    ("pack", "XPK"),
    ("package", "XPK"),
    ("packet", "XPA"),
    ("paar", "PR"),
    ("pair", "PR"),
    ("pairs", "PR"),
    ("pal", "XPX"),
    ("pallet", "XPX"),
    ("palette", "XPX"),
    ("pc", "H87"),
    ("pce", "H87"),
    ("pcs", "H87"),
    ("piece", "H87"),
    ("pieces", "H87"),
    ("pièce", "H87"),
    ("pk", "XPK"),
    ("pr", "PR"),
    ("psch", "C62"),
    ("qm", "MTK"),
    ("rol", "XRO"),
    ("roll", "XRO"),
    ("rolle", "XRO"),
    ("set", "SET"),
    ("sets", "SET"),
    ("sheet", "XST"),
    ("st", "H87"),
    ("std", "HUR"),
    ("stk", "H87"),
    ("stuk", "H87"),
    ("stuks", "H87"),
    ("stück", "H87"),
    ("t", "TNE"),
    ("ton", "TNE"),
    ("tonne", "TNE"),
    ("tray", "XPU"),
    ("tube", "XTU"),
    ("unit", "C62"),
    ("units", "C62"),
    ("vel", "XST"),
    ("week", "WEE"),
    ("year", "ANN"),
    ("zak", "XBG"),
];

/// Codes that stand for themselves beside those of [`WORDS`].
const CODES: &[&str] = &[
    "ACR", "BUA", "CEN", "CLT", "CMK", "CMQ", "DLT", "DMK", "DMQ", "DMT", "DTN", "FOT", "FTK",
    "GLI", "GLL", "HLT", "INH", "INK", "KWH", "LBR", "MGM", "MIL", "MMK", "MWH", "NPT", "ONZ",
    "P1", "PTI", "QAN", "SEC", "SMI", "TPR", "XBA", "XBJ", "XCX", "XEN", "XJC", "XKG", "XNE",
    "XPC", "XPE", "XPP", "XRL", "XSA", "XSC", "XTB", "XTN", "XUN", "XVI", "YRD",
];

/// Every code this program knows, each once: all are on the lists that the public validator reads.
pub fn all() -> impl Iterator<Item = &'static str> {
    let mut codes: Vec<&str> =
        WORDS.iter().map(|(_, code)| *code).chain(CODES.iter().copied()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter()
}

/// The code for what an ERP or a person wrote: `pcs` and `H87` give `H87`; none for an unknown word.
#[must_use]
pub fn code(written: &str) -> Option<&'static str> {
    let word = written.trim().trim_end_matches('.').to_lowercase();
    let by_word = WORDS.iter().find(|(known, _)| *known == word).map(|(_, code)| *code);
    by_word.or_else(|| all().find(|code| code.eq_ignore_ascii_case(&word)))
}

/// Whether this may stand in an e-invoice as it is.
#[must_use]
pub fn is_known(code: &str) -> bool {
    all().any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erp_words_become_codes() {
        for (written, expected) in
            [("PCE", "H87"), ("St.", "H87"), (" Stück ", "H87"), ("h87", "H87"), ("M²", "MTK")]
        {
            assert_eq!(code(written), Some(expected), "{written}");
        }
        assert_eq!(code("furlong"), None);
        assert!(is_known("C62") && !is_known("PCE") && !is_known("ST"));
    }

    #[test]
    fn words_stand_once() {
        let mut words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "a word stands twice");
    }
}
