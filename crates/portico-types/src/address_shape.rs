//! What an address of a country is made of, beside what all have: whether a parcel needs the region, and what people there
//! call region and postcode. Facts of postal practice; names of regions are ISO 3166-2.

use crate::Country;

/// Countries whose carriers and post need the region to find a place.
const REGION_NEEDED: &[&str] =
    &["AE", "AU", "BR", "CA", "CN", "CO", "ID", "IN", "JP", "MX", "US", "VE"];

/// Of those, where the code is written (`CA 94103`), not the name.
const REGION_BY_CODE: &[&str] = &["AU", "BR", "CA", "US"];

/// What people call a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegionName {
    /// Nothing of its own.
    Region,
    /// State.
    State,
    /// Province.
    Province,
    /// Prefecture.
    Prefecture,
    /// Emirate.
    Emirate,
    /// County.
    County,
    /// Department.
    Department,
    /// Canton.
    Canton,
}

/// What people call a postcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostcodeName {
    /// Nothing of its own.
    Postcode,
    /// ZIP code.
    Zip,
    /// Eircode.
    Eircode,
    /// PIN code.
    Pin,
}

const REGION_NAMES: &[(RegionName, &[&str])] = &[
    (RegionName::State, &["AU", "BR", "IN", "MX", "MY", "NG", "US", "VE"]),
    (
        RegionName::Province,
        &[
            "AR", "CA", "CN", "CR", "ES", "ID", "IT", "KH", "KR", "LA", "PA", "PH", "TH", "TR",
            "VN", "ZA",
        ],
    ),
    (RegionName::Prefecture, &["GR", "JP"]),
    (RegionName::Emirate, &["AE"]),
    (RegionName::County, &["EE", "GB", "HR", "HU", "IE", "KE", "NO", "RO", "SE", "TW"]),
    (RegionName::Department, &["CO", "FR", "GT", "HN", "NI", "PY", "SV", "UY"]),
    (RegionName::Canton, &["CH"]),
];

impl Country {
    /// Whether an address without its region cannot be delivered to.
    #[must_use]
    pub fn needs_region(self) -> bool {
        REGION_NEEDED.contains(&self.code())
    }

    /// What its people call a region.
    #[must_use]
    pub fn region_name(self) -> RegionName {
        let named = REGION_NAMES.iter().find(|(_, codes)| codes.contains(&self.code()));
        named.map_or(RegionName::Region, |(name, _)| *name)
    }

    /// What its people call a postcode.
    #[must_use]
    pub fn postcode_name(self) -> PostcodeName {
        match self.code() {
            "US" | "AS" | "GU" | "MP" | "PR" | "VI" | "PH" => PostcodeName::Zip,
            "IE" => PostcodeName::Eircode,
            "IN" => PostcodeName::Pin,
            _ => PostcodeName::Postcode,
        }
    }

    /// Its regions to choose from, as they are written on a parcel, with their names, by name; none where no region is
    /// needed.
    #[must_use]
    pub fn regions(self) -> Vec<(&'static str, &'static str)> {
        if !self.needs_region() {
            return Vec::new();
        }
        let found = rust_iso3166::from_alpha2(self.code());
        let by_code = REGION_BY_CODE.contains(&self.code());
        let written = |s: &rust_iso3166::iso3166_2::Subdivision| {
            let code = s.code.split_once('-').map_or(s.code, |(_, code)| code);
            (if by_code { code } else { s.name }, s.name)
        };
        let mut all: Vec<_> =
            found.iter().flat_map(|c| c.subdivisions().unwrap_or_default()).map(written).collect();
        all.sort_by_key(|(_, name)| *name);
        all.dedup();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        Country::from_code(code).unwrap()
    }

    #[test]
    fn whoever_needs_a_region_has_some_to_choose_from() {
        for code in REGION_NEEDED {
            let regions = country(code).regions();
            assert!((7..60).contains(&regions.len()), "{code}: {}", regions.len());
            assert!(regions.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{code}");
        }
        assert!(country("US").regions().contains(&("CA", "California")));
        assert!(
            country("JP").regions().contains(&("Tokyo", "Tokyo")),
            "{:?}",
            country("JP").regions()
        );
        assert_eq!(country("DE").regions(), []);
    }

    #[test]
    fn every_code_of_the_tables_is_a_country_and_stands_once() {
        let named: Vec<&str> =
            REGION_NAMES.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        for code in named.iter().chain(REGION_NEEDED).chain(REGION_BY_CODE) {
            assert!(Country::from_code(code).is_some(), "{code}");
        }
        let mut once = named.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), named.len());
        assert_eq!(country("US").region_name(), RegionName::State);
        assert_eq!(country("DE").region_name(), RegionName::Region);
        assert_eq!(country("IE").postcode_name(), PostcodeName::Eircode);
    }
}
