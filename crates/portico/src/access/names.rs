//! The names a person goes by: e-mail address and username, and how they are compared.

/// Characters an e-mail address has at most (RFC 5321: 254).
pub const EMAIL_MAX: usize = 254;
/// Characters a name or username has at most.
pub const NAME_MAX: usize = 100;

/// How names are compared: without outer blanks, in small letters.
#[must_use]
pub fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether it can be an e-mail address that lettre will send to. Linear in its length.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let good_host =
        |host: &str| host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    text.len() <= EMAIL_MAX
        && text.rsplit_once('@').is_some_and(|(_, host)| good_host(host))
        && text.parse::<lettre::Address>().is_ok()
}

/// Whether it can be a username: something short without `@`, blanks or control characters.
#[must_use]
pub fn is_username(text: &str) -> bool {
    let good = |c: char| !c.is_control() && !c.is_whitespace() && c != '@';
    (1..=NAME_MAX).contains(&text.chars().count()) && text.chars().all(good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_usernames() {
        for good in ["anna@acme.example", "a.b+c@d-e.example", "o'neil@x.example"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@x.example", "a".repeat(300));
        for bad in [
            "",
            "anna",
            "anna@",
            "@acme.example",
            "a b@x.example",
            "a@x.example\r\nBcc: b@y.example",
            "a@localhost",
            &long,
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
        assert!(is_username("anna") && is_username("Ünal_7"));
        assert!(!is_username("") && !is_username("a@b") && !is_username("a b"));
        assert_eq!(key("  Anna@ACME.example "), "anna@acme.example");
    }
}
