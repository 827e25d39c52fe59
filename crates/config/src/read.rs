//! Reads single values: each either is right or says what a right one looks like. The words never repeat the
//! value: it may come from the environment, and the carets show it anyway.

use jiff::civil::Date;
use model::name::NameError;
use model::{Name, Origin};
use std::net::IpAddr;

/// A value, or what is wrong with it.
pub(crate) type Read<T> = Result<T, String>;

/// A text of one line with something in it.
pub(crate) fn text(text: &str) -> Read<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("is empty; write a text or leave the key out".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("needs to fit one line, without tabs or other control characters".to_owned());
    }
    Ok(text.to_owned())
}

/// The full name of a host or domain.
pub(crate) fn name(text: &str) -> Read<Name> {
    let text = text.trim();
    let only = "write only the name, such as \"acme.example\"";
    if text.contains('/') || text.contains(':') {
        return Err(format!("is an address; {only}"));
    }
    if text.contains('@') {
        return Err(format!("is an e-mail address; {only}"));
    }
    if text.parse::<IpAddr>().is_ok() {
        return Err(format!("is an IP address; {only}"));
    }
    let name = Name::parse(text).map_err(|e| match e {
        NameError::Label(_) => "has a part between dots that is empty or longer than 63 letters".to_owned(),
        NameError::International(_) => "is no valid international domain name".to_owned(),
        NameError::Empty => format!("is empty; {only}"),
        other => format!("is no domain name: {other}"),
    })?;
    if name.as_str().contains('*') {
        return Err("a wildcard can't stand here; list each host by its full name".to_owned());
    }
    if !name.as_str().contains('.') && name.as_str() != "localhost" {
        return Err("is a single word; write the whole name, such as \"acme.example\"".to_owned());
    }
    Ok(name)
}

/// The domain that a business registers.
pub(crate) fn apex(text: &str) -> Read<Name> {
    let name = name(text)?;
    match name.registrable() {
        Some(domain) if domain == name => Ok(name),
        Some(domain) => Err(format!("is a host below the registered domain; write \"{domain}\"")),
        None => Err(format!("is a public suffix that nobody owns alone; write a name below it, such as acme.{name}")),
    }
}

/// Scheme and host of a site.
pub(crate) fn origin(text: &str) -> Read<Origin> {
    let text = text.trim();
    let example = "such as \"https://acme.example\"";
    let Some((scheme, _)) = text.split_once("://") else {
        return Err(format!("needs a scheme, {example}"));
    };
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Err(format!("needs the scheme https or http, {example}"));
    }
    let url = url::Url::parse(text).map_err(|e| format!("is no address ({e}); write scheme and host, {example}"))?;
    let Some(mut origin) = Origin::of(&url) else {
        return Err(format!("names no host; write scheme and host, {example}"));
    };
    if let Some(url::Host::Domain(host)) = url.host() {
        origin.host = name(host)?.to_string();
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("names a user; write only scheme and host: \"{origin}\""));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(format!("goes on after the host; write only scheme and host: \"{origin}\""));
    }
    Ok(origin)
}

/// The path of a route.
pub(crate) fn path(text: &str) -> Read<String> {
    if !text.starts_with('/') {
        return Err("needs to begin with \"/\", such as \"/login\"".to_owned());
    }
    if text.contains(['?', '#']) {
        return Err("a path ends before \"?\" and \"#\", such as \"/login\"".to_owned());
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("has a space in it; write it as the browser shows it, with %20".to_owned());
    }
    Ok(text.to_owned())
}

/// A DKIM selector.
pub(crate) fn selector(text: &str) -> Read<String> {
    let text = text.trim();
    if text.to_ascii_lowercase().contains("_domainkey") {
        return Err("write only the part in front of \"._domainkey\", such as \"google\"".to_owned());
    }
    match Name::parse(text) {
        Ok(name) if !text.contains('*') => Ok(name.to_string()),
        _ => Err("is no DKIM selector; write letters, digits, dashes and dots, such as \"google\"".to_owned()),
    }
}

/// An e-mail address.
pub(crate) fn email(text: &str) -> Read<String> {
    let text = text.trim();
    let good = text.split_once('@').is_some_and(|(user, domain)| {
        let user_is_plain = !user.is_empty() && !user.chars().any(|c| c.is_whitespace() || c.is_control());
        user_is_plain && name(domain).is_ok()
    });
    if good {
        Ok(text.to_owned())
    } else {
        Err("is no e-mail address; write one such as \"dana@acme.example\"".to_owned())
    }
}

/// The SHA-256 of a file.
pub(crate) fn sha256(text: &str) -> Read<String> {
    let text = text.trim().to_ascii_lowercase();
    if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(text);
    }
    Err("is no SHA-256 of 64 hex digits; `launch-ready attest ITEM --evidence FILE` writes it".to_owned())
}

/// A day, written year first.
pub(crate) fn day(text: &str) -> Read<Date> {
    let text = text.trim();
    let digits = |range: std::ops::Range<usize>| text.as_bytes()[range].iter().all(u8::is_ascii_digit);
    let dashes = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    if !dashes || !digits(0..4) || !digits(5..7) || !digits(8..10) {
        return Err("needs a day written year first, such as \"2026-12-31\"".to_owned());
    }
    text.parse().map_err(|_| "the calendar has no such day; write one such as \"2026-12-31\"".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_origin_is_scheme_and_host() {
        assert_eq!(origin("https://ACME.example/").unwrap().to_string(), "https://acme.example");
        assert_eq!(origin("http://localhost:3000").unwrap().to_string(), "http://localhost:3000");
        assert_eq!(origin("https://müller.example").unwrap().host, "xn--mller-kva.example");
        assert!(origin("acme.example").unwrap_err().starts_with("needs a scheme"));
        assert!(origin("ftp://acme.example").unwrap_err().contains("https or http"));
        assert!(origin("https://acme.example/app").unwrap_err().ends_with("\"https://acme.example\""));
        assert!(origin("https://dana:pw@acme.example").unwrap_err().starts_with("names a user"));
        assert!(origin("https://").is_err());
    }

    #[test]
    fn a_name_is_a_name_and_an_apex_is_registered() {
        assert_eq!(name("App.Acme.example.").unwrap().as_str(), "app.acme.example");
        for wrong in
            ["", "acme", "https://acme.example", "dana@acme.example", "203.0.113.7", "*.acme.example", "a b.example"]
        {
            assert!(name(wrong).is_err(), "{wrong}");
        }
        assert!(apex("www.acme.co.uk").unwrap_err().ends_with("\"acme.co.uk\""));
        assert!(apex("co.uk").unwrap_err().contains("acme.co.uk"));
        assert!(apex("acme.vercel.app").is_ok());
    }

    #[test]
    fn a_day_is_written_year_first_and_exists() {
        assert_eq!(day("2026-12-31").unwrap().to_string(), "2026-12-31");
        for wrong in ["31.12.2026", "2026-1-1", "2026-02-30", "2026-12-31T00:00:00Z", "20261231", "2026–12–31", ""]
        {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn paths_selectors_and_addresses_say_what_is_missing() {
        assert!(path("/a%20b").is_ok() && path("login").is_err() && path("/a?b=1").is_err() && path("/a b").is_err());
        assert!(
            selector("k2.mail").is_ok() && selector("s1._domainkey.acme.example").unwrap_err().contains("in front")
        );
        assert!(email("dana@acme.example").is_ok() && email("dana").is_err() && email("@acme.example").is_err());
        assert!(text(" x ").is_ok() && text(" ").is_err() && text("a\nb").is_err());
    }
}
