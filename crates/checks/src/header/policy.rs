//! Content-Security-Policy, as far as is judged: which directives an enforced policy has (CSP3 §2.2).

use model::facts::Answer;

/// One enforced policy: directives with their values, names in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Policy(Vec<(String, Vec<String>)>);

impl Policy {
    /// The policies that the headers enforce; empty ones are none.
    pub(super) fn of_headers(answer: &Answer) -> Vec<Self> {
        let lines = answer.headers_named("content-security-policy");
        lines.flat_map(|line| line.split(',')).filter_map(Self::parse).collect()
    }

    /// The policies that `<meta>` elements enforce.
    pub(super) fn of_meta(answer: &Answer) -> Vec<Self> {
        answer.html.iter().flat_map(|h| &h.meta_policies).filter_map(|text| Self::parse(text)).collect()
    }

    /// Reads one policy; one without directives is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut directives: Vec<(String, Vec<String>)> = Vec::new();
        for directive in text.split(';') {
            let mut words = directive.split_ascii_whitespace();
            let Some(name) = words.next().map(str::to_ascii_lowercase) else { continue };
            // The first of two directives of one name counts (CSP3 §2.2.1).
            if !directives.iter().any(|(n, _)| *n == name) {
                directives.push((name, words.map(str::to_owned).collect()));
            }
        }
        (!directives.is_empty()).then_some(Self(directives))
    }

    /// Values of a directive, if it stands there; `name` in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&[String]> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, values)| values.as_slice())
    }

    /// Values of `frame-ancestors`, if it stands there.
    pub(super) fn frame_ancestors(&self) -> Option<&[String]> {
        self.get("frame-ancestors")
    }

    /// Values that rule scripts: `script-src`, else `default-src` (CSP3 §6.8.3).
    pub(super) fn script_sources(&self) -> Option<&[String]> {
        self.get("script-src").or_else(|| self.get("default-src"))
    }

    /// Its directives.
    pub(super) fn directives(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// The same policy with a directive of these values.
    pub(super) fn with(mut self, name: &str, values: &[&str]) -> Self {
        let values: Vec<String> = values.iter().map(|v| (*v).to_owned()).collect();
        match self.0.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = values,
            None => self.0.push((name.to_owned(), values)),
        }
        self
    }

    /// The same policy that lets only the site itself frame it.
    pub(super) fn framed_by_itself(self) -> Self {
        self.with("frame-ancestors", &["'self'"])
    }
}

impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> =
            self.0.iter().map(|(n, v)| format!("{n} {}", v.join(" ")).trim_end().to_owned()).collect();
        f.write_str(&parts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_policy_is_its_directives() {
        assert_eq!(Policy::parse("  ; "), None);
        let policy = Policy::parse("default-src 'self';FRAME-ANCESTORS https://a.example *; frame-ancestors 'none'");
        assert_eq!(policy.as_ref().and_then(|p| p.frame_ancestors()).map(<[_]>::len), Some(2));
        let own = policy.map(|p| p.framed_by_itself().to_string());
        assert_eq!(own.as_deref(), Some("default-src 'self'; frame-ancestors 'self'"));
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_again(text in "[a-z'; ]{0,60}") {
            if let Some(policy) = Policy::parse(&text) {
                prop_assert_eq!(Policy::parse(&policy.to_string()), Some(policy));
            }
        }
    }
}
