//! Which VAT a supply falls under: at home, inside the EU, exported, reverse charge, out of scope.

use crate::invoice::Exemption;
use portico_types::{Country, Rate, Taxed, VatCategory};

/// The VAT area of the European Union by ISO 3166. Monaco counts as France.
const EUROPEAN_UNION: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// What is supplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supplied {
    /// Goods, and the carriage that goes with them.
    Goods,
    /// A service of its own: repair, training.
    Service,
}

/// The facts that decide about VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supply {
    /// Goods or a service.
    pub what: Supplied,
    /// Where the seller is registered for VAT.
    pub seller: Country,
    /// Whether the seller has a VAT number; without one it charges none.
    pub seller_has_vat_number: bool,
    /// Where the buyer is established.
    pub buyer: Country,
    /// Whether the buyer has a VAT number, of another country than the seller.
    pub buyer_has_vat_number: bool,
    /// Where the goods go; for a service the buyer's country.
    pub deliver_to: Country,
    /// Whether they go to Northern Ireland (`GB`, postcodes of BT): for goods it is inside the EU as well.
    pub to_northern_ireland: bool,
    /// Whether they come from there.
    pub from_northern_ireland: bool,
    /// What is charged where VAT is charged at all: the rate, or category Z or E.
    pub usual: Taxed,
}

/// What a supply is charged, and why if nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatCase {
    /// Category and rate of its lines.
    pub vat: Taxed,
    /// The reason, where the category needs one.
    pub exemption: Option<Exemption>,
}

/// Decides the VAT of a supply. A rate of nought in category S becomes Z.
#[must_use]
pub fn vat_case(supply: &Supply) -> VatCase {
    let category = category(supply);
    let vat = match category {
        None if supply.usual.rate == Rate::ZERO
            && supply.usual.category == VatCategory::Standard =>
        {
            Taxed { rate: Rate::ZERO, category: VatCategory::Zero }
        }
        None => supply.usual,
        Some(category) => Taxed { rate: Rate::ZERO, category },
    };
    VatCase { vat, exemption: exemption(vat.category, supply.seller) }
}

/// The category of a supply on which nothing is charged; none where the usual VAT is.
fn category(supply: &Supply) -> Option<VatCategory> {
    let inside = |country: Country| EUROPEAN_UNION.contains(&country.code());
    if !supply.seller_has_vat_number {
        return Some(VatCategory::OutOfScope);
    }
    if supply.what == Supplied::Service {
        return service(supply, inside(supply.seller) && inside(supply.buyer));
    }
    if area(supply.seller) == area(supply.deliver_to) {
        return None;
    }
    let from_union = inside(supply.seller) || supply.from_northern_ireland;
    let to_union = inside(supply.deliver_to) || supply.to_northern_ireland;
    match (from_union && to_union, supply.buyer_has_vat_number) {
        (true, true) => Some(VatCategory::IntraCommunity),
        // A sale to somebody without a number: the usual rate, of home or of the country of delivery.
        (true, false) => None,
        (false, _) => Some(VatCategory::Export),
    }
}

/// A service is taxed where a business buyer is: by the buyer inside the EU, elsewhere out of scope.
fn service(supply: &Supply, inside_union: bool) -> Option<VatCategory> {
    if area(supply.seller) == area(supply.buyer) {
        return None;
    }
    match (inside_union, supply.buyer_has_vat_number) {
        (true, true) => Some(VatCategory::ReverseCharge),
        (true, false) => None,
        (false, _) => Some(VatCategory::OutOfScope),
    }
}

/// The country whose VAT holds: Monaco is France's, the Isle of Man the United Kingdom's.
fn area(country: Country) -> &'static str {
    match country.code() {
        "MC" => "FR",
        "IM" => "GB",
        code => code,
    }
}

/// The usual reason of a category for a seller of this country; none for S and Z.
///
/// Sellers in the EU get the code of the VATEX list, which cites its directive; others the words alone.
/// Category E has many reasons: its sellers should give their own.
#[must_use]
pub fn exemption(category: VatCategory, seller: Country) -> Option<Exemption> {
    let union = EUROPEAN_UNION.contains(&seller.code());
    let (code, law, plain) = match category {
        VatCategory::Standard | VatCategory::Zero => return None,
        VatCategory::Exempt => (None, "Exempt from VAT", "Exempt from VAT"),
        VatCategory::ReverseCharge => (
            Some("VATEX-EU-AE"),
            "Reverse charge: VAT is accounted for by the buyer, Article 196 of Directive 2006/112/EC",
            "Reverse charge: VAT is accounted for by the buyer",
        ),
        VatCategory::IntraCommunity => (
            Some("VATEX-EU-IC"),
            "Intra-Community supply, exempt by Article 138 of Directive 2006/112/EC",
            "Intra-Community supply",
        ),
        VatCategory::Export => (
            Some("VATEX-EU-G"),
            "Export outside the EU, exempt by Article 146 of Directive 2006/112/EC",
            "Export: no VAT is charged",
        ),
        VatCategory::OutOfScope => {
            (Some("VATEX-EU-O"), "Not subject to VAT", "Outside the scope of VAT")
        }
    };
    let text = if union { law } else { plain }.to_owned();
    Some(Exemption { code: code.filter(|_| union).map(str::to_owned), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::from_code(code).unwrap()
    }

    /// Goods from the first country to the second, where the buyer is, with a VAT number or not.
    fn goods(seller: &str, to: &str, buyer_has_vat_number: bool) -> Supply {
        Supply {
            what: Supplied::Goods,
            seller: country(seller),
            seller_has_vat_number: true,
            buyer: country(to),
            buyer_has_vat_number,
            deliver_to: country(to),
            to_northern_ireland: false,
            from_northern_ireland: false,
            usual: Taxed { rate: Rate::new(2000), category: VatCategory::Standard },
        }
    }

    fn code(supply: Supply) -> &'static str {
        vat_case(&supply).vat.category.code()
    }

    #[test]
    fn goods_are_taxed_by_where_they_go_and_who_buys() {
        for (seller, to, number, expected) in [
            ("NL", "NL", true, "S"),
            ("NL", "DE", true, "K"),
            ("NL", "DE", false, "S"),
            ("NL", "GB", true, "G"),
            ("NL", "CH", false, "G"),
            ("GB", "GB", true, "S"),
            ("GB", "FR", true, "G"),
            ("GB", "IM", false, "S"),
            ("FR", "MC", true, "S"),
            ("NL", "MC", true, "K"),
            ("NO", "SE", true, "G"),
        ] {
            assert_eq!(code(goods(seller, to, number)), expected, "{seller} to {to}, {number}");
        }
        let collected_at_home = Supply { deliver_to: country("NL"), ..goods("NL", "DE", true) };
        assert_eq!(code(collected_at_home), "S");
    }

    #[test]
    fn northern_ireland_is_inside_both() {
        let to = Supply { to_northern_ireland: true, ..goods("IE", "GB", true) };
        assert_eq!(code(to), "K");
        assert_eq!(code(Supply { buyer_has_vat_number: false, ..to }), "S");
        let from = Supply { from_northern_ireland: true, ..goods("GB", "IE", true) };
        assert_eq!(code(from), "K");
        let within = Supply { to_northern_ireland: true, ..goods("GB", "GB", true) };
        assert_eq!(code(within), "S");
    }

    #[test]
    fn services_zero_exempt_and_out_of_scope() {
        let service = |s: Supply| Supply { what: Supplied::Service, ..s };
        assert_eq!(code(service(goods("NL", "DE", true))), "AE");
        assert_eq!(code(service(goods("NL", "DE", false))), "S");
        assert_eq!(code(service(goods("NL", "US", false))), "O");
        assert_eq!(code(service(goods("GB", "FR", true))), "O");
        let zero = Taxed { rate: Rate::ZERO, category: VatCategory::Standard };
        assert_eq!(code(Supply { usual: zero, ..goods("GB", "GB", true) }), "Z");
        let exempt = Taxed { rate: Rate::ZERO, category: VatCategory::Exempt };
        assert_eq!(code(Supply { usual: exempt, ..goods("GB", "GB", true) }), "E");
        assert_eq!(code(Supply { seller_has_vat_number: false, ..goods("NL", "NL", true) }), "O");
    }

    #[test]
    fn the_reason_cites_the_directive_only_for_its_sellers() {
        let reason = |seller: &str, to: &str| vat_case(&goods(seller, to, true)).exemption;
        assert_eq!(reason("NL", "NL"), None);
        let dutch = reason("NL", "DE").unwrap();
        assert_eq!(dutch.code.as_deref(), Some("VATEX-EU-IC"));
        assert!(dutch.text.contains("Article 138"), "{}", dutch.text);
        let british = reason("GB", "FR").unwrap();
        assert_eq!((british.code, british.text.contains("Directive")), (None, false));
    }
}
