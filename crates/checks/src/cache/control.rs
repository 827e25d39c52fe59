//! Cache-Control, as far as is judged (RFC 9111 §5.2.2).

use model::facts::Answer;

/// The directives of an answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Control {
    no_store: bool,
    no_cache: bool,
    private: bool,
    public: bool,
    max_age: Option<u64>,
    s_maxage: Option<u64>,
}

impl Control {
    /// All Cache-Control headers of an answer together.
    pub(super) fn of(answer: &Answer) -> Self {
        let all: Vec<&str> = answer.headers_named("cache-control").collect();
        Self::parse(&all.join(","))
    }

    pub(super) fn parse(text: &str) -> Self {
        let mut control = Self::default();
        for part in text.split(',') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let seconds = value.trim().trim_matches('"').parse().ok();
            match name.trim().to_ascii_lowercase().as_str() {
                "no-store" => control.no_store = true,
                "no-cache" => control.no_cache = true,
                "private" => control.private = true,
                "public" => control.public = true,
                "max-age" => control.max_age = seconds,
                "s-maxage" => control.s_maxage = seconds,
                _ => {}
            }
        }
        control
    }

    /// For how long a shared cache may hand it out without asking; `None` where nothing allows it.
    pub(super) fn shared_seconds(&self) -> Option<u64> {
        let forbidden = self.no_store || self.no_cache || self.private;
        self.s_maxage.or(self.max_age).filter(|_| !forbidden)
    }

    /// For how long any cache may hand it out without asking.
    pub(super) fn any_seconds(&self) -> Option<u64> {
        self.max_age.or(self.s_maxage).filter(|_| !self.no_store && !self.no_cache)
    }

    /// Does it say in so many words that shared caches may keep it?
    pub(super) fn explicitly_shared(&self) -> bool {
        let forbidden = self.no_store || self.no_cache || self.private;
        !forbidden && (self.s_maxage.is_some_and(|s| s > 0) || (self.public && self.max_age != Some(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_read_in_any_case() {
        assert_eq!(Control::parse("Public, MAX-AGE=\"60\"").shared_seconds(), Some(60));
        assert_eq!(Control::parse("private, max-age=60").shared_seconds(), None);
        assert_eq!(Control::parse("private, max-age=60").any_seconds(), Some(60));
        assert_eq!(Control::parse("max-age=0, s-maxage=600").shared_seconds(), Some(600));
        assert!(Control::parse("s-maxage=5").explicitly_shared() && !Control::parse("max-age=5").explicitly_shared());
    }
}
