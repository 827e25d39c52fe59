//! Strict-Transport-Security (RFC 6797 §6.1).

use model::facts::Answer;

/// A header that browsers obey.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sts {
    /// Seconds.
    pub(super) max_age: u64,
    /// Subdomains too.
    pub(super) subdomains: bool,
    /// Asks to be built into browsers (no directive of the RFC).
    pub(super) preload: bool,
}

impl Sts {
    /// What the answer says; of several headers only the first counts (RFC 6797 §8.1). `None` for no header, and for
    /// one that browsers ignore.
    pub(super) fn of(answer: &Answer) -> Option<Self> {
        Self::parse(answer.header("strict-transport-security")?)
    }

    /// A directive given twice, or a `max-age` that is missing or no number, makes browsers ignore the whole header.
    fn parse(text: &str) -> Option<Self> {
        let mut seen: Vec<(String, Option<String>)> = Vec::new();
        for directive in directives(text) {
            let (name, value) = match directive.split_once('=') {
                Some((name, value)) => (name, Some(unquote(value.trim())?)),
                None => (directive.as_str(), None),
            };
            let name = name.trim().to_ascii_lowercase();
            if name.is_empty() || seen.iter().any(|(n, _)| *n == name) {
                return None;
            }
            seen.push((name, value));
        }
        let has = |name: &str| seen.iter().any(|(n, _)| n == name);
        let digits = seen.iter().find(|(n, _)| n == "max-age")?.1.as_deref()?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // More seconds than fit are very many.
        let max_age = digits.parse().unwrap_or(u64::MAX);
        Some(Self { max_age, subdomains: has("includesubdomains"), preload: has("preload") })
    }
}

/// The parts between semicolons that are not inside quotes, empty ones left out.
fn directives(text: &str) -> Vec<String> {
    let mut list = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if c == ';' && !quoted {
            list.push(String::new());
            continue;
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && c == '\\' && !escaped;
        if let Some(last) = list.last_mut() {
            last.push(c);
        }
    }
    list.into_iter().map(|d| d.trim().to_owned()).filter(|d| !d.is_empty()).collect()
}

/// A token as it is, a quoted string without its quotes; `None` when a quote is left open.
fn unquote(value: &str) -> Option<String> {
    let Some(rest) = value.strip_prefix('"') else { return Some(value.to_owned()) };
    Some(rest.strip_suffix('"')?.replace('\\', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn age(text: &str) -> Option<u64> {
        Sts::parse(text).map(|s| s.max_age)
    }

    #[test]
    fn directives_come_in_any_case_order_and_quotes() {
        assert_eq!(age("max-age=31536000"), Some(31_536_000));
        assert_eq!(age("includeSubDomains; MAX-AGE = \"31536000\" ;; preload"), Some(31_536_000));
        assert_eq!(age("x=\"a;b\"; max-age=5"), Some(5));
        assert_eq!(age("max-age=99999999999999999999999"), Some(u64::MAX));
        let all = Sts { max_age: 1, subdomains: true, preload: true };
        assert_eq!(Sts::parse("max-age=1; INCLUDESUBDOMAINS; preload"), Some(all));
    }

    #[test]
    fn browsers_ignore_a_header_that_breaks_the_rules() {
        for text in
            ["", "max-age", "max-age=", "max-age=1y", "max-age=-1", "includeSubDomains", "max-age=\"1", "=1; max-age=1"]
        {
            assert_eq!(Sts::parse(text), None, "{text}");
        }
        assert_eq!(Sts::parse("max-age=1; max-age=2"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,80}") {
            let _ = Sts::parse(&text);
        }

        #[test]
        fn every_age_is_read(age in any::<u64>(), sub in any::<bool>()) {
            let text = format!("max-age={age}{}", if sub { "; includeSubDomains" } else { "" });
            prop_assert_eq!(Sts::parse(&text), Some(Sts { max_age: age, subdomains: sub, preload: false }));
        }
    }
}
