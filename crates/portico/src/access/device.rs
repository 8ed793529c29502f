//! What a browser calls itself, as people know it: "Firefox on Windows".

use crate::platform::words::Language;

/// Browsers, the more particular first: Edge and Opera also say Chrome, Chrome also says Safari.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// Systems, likewise: Android also says Linux, an iPad also says Mac OS X.
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// "Firefox on Windows"; else what it says itself, cut to 60 characters.
#[must_use]
pub fn said(words: &Language, user_agent: Option<&str>) -> String {
    let Some(agent) = user_agent.filter(|agent| !agent.trim().is_empty()) else {
        return words.say("device-unknown").to_owned();
    };
    let known = |table: &[(&str, &'static str)]| {
        table.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => {
            words.fill("device-on", &[("browser", browser), ("system", system)])
        }
        (Some(name), None) => name.to_owned(),
        _ => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::words::Words;

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let all = Words::load().unwrap();
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
        for (agent, wanted) in [
            (chrome.to_owned(), "Chrome on Windows"),
            (format!("{chrome} Edg/126.0"), "Edge on Windows"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".into(), "Firefox on Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1".into(), "Safari on iPhone"),
            ("curl/8.5.0".into(), "curl/8.5.0"),
        ] {
            assert_eq!(said(all.language("en"), Some(&agent)), wanted);
        }
        assert!(said(all.language("en"), None).starts_with("A browser"));
    }
}
