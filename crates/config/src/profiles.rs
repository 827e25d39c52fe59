//! The five profiles that ship, as data.

use crate::suggest::nearest;
use model::Profile;
use std::sync::LazyLock;

/// The profile when neither `launch.toml` nor a flag names one (decision 6).
pub const DEFAULT_PROFILE: &str = "first-customers";

/// The files, in the order of mission.md.
const FILES: [&str; 5] = [
    include_str!("../profiles/admin-demo.toml"),
    include_str!("../profiles/first-customers.toml"),
    include_str!("../profiles/chatbot-demo.toml"),
    include_str!("../profiles/ops-demo.toml"),
    include_str!("../profiles/practice-launch.toml"),
];

/// A file that can't be read would be our mistake; the tests below keep all five readable.
static PROFILES: LazyLock<Vec<Profile>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| toml::from_str(text).ok()).collect());

/// No profile has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub struct UnknownProfile {
    /// The name as given.
    pub name: String,
    /// The name that was probably meant.
    pub meant: Option<String>,
}

impl UnknownProfile {
    fn words(&self) -> String {
        format!("unknown profile \"{}\"; {}", self.name, self.hint())
    }

    /// What to write instead.
    pub(crate) fn hint(&self) -> String {
        let all: Vec<&str> = profiles().iter().map(|p| p.name.as_str()).collect();
        match &self.meant {
            Some(meant) => format!("did you mean \"{meant}\"? (there are {})", all.join(", ")),
            None => format!("there are {}", all.join(", ")),
        }
    }
}

/// The profiles, in the order of mission.md.
#[must_use]
pub fn profiles() -> &'static [Profile] {
    &PROFILES
}

/// The profile with this name.
///
/// # Errors
/// [`UnknownProfile`] names the nearest one and lists all.
pub fn profile(name: &str) -> Result<Profile, UnknownProfile> {
    profiles().iter().find(|p| p.name == name).cloned().ok_or_else(|| UnknownProfile {
        name: name.to_owned(),
        meant: nearest(name, profiles().iter().map(|p| p.name.as_str())).map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use model::Scope;

    #[test]
    fn every_file_is_read_and_refuses_keys_it_does_not_know() {
        for text in FILES {
            let profile: Profile = toml::from_str(text).unwrap();
            assert!(!profile.audience.is_empty());
            assert!(toml::from_str::<Profile>(&format!("colour = 1\n{text}")).is_err());
            assert!(toml::from_str::<Profile>(&format!("{text}\ncolour = 1")).is_err());
        }
        assert_eq!(profiles().len(), FILES.len());
        assert_eq!(profile(DEFAULT_PROFILE).unwrap().name, DEFAULT_PROFILE);
    }

    #[test]
    fn the_figures_are_those_of_the_mission() {
        let of: Vec<_> = profiles().iter().map(|p| (p.name.as_str(), p.thresholds.p95_ms, p.eases_critical)).collect();
        let expected = [
            ("admin-demo", 800, true),
            ("first-customers", 800, false),
            ("chatbot-demo", 800, true),
            ("ops-demo", 300, true),
            ("practice-launch", 500, false),
        ];
        assert_eq!(of, expected);
        for p in profiles() {
            let t = &p.thresholds;
            assert_eq!((t.tls_expiry_high_days, t.tls_expiry_medium_days, t.registration_days), (14, 21, 30));
            assert_eq!((t.hsts_max_age_seconds, t.redirect_hops), (31_536_000, 2));
            assert_eq!(p.scopes.contains(&Scope::Database), !p.eases_critical);
            assert!(p.scopes.contains(&Scope::Outside) && p.scopes.contains(&Scope::People));
        }
    }

    #[test]
    fn an_unknown_name_hears_which_one_was_meant() {
        let told = profile("first-customer").unwrap_err().to_string();
        assert!(told.starts_with("unknown profile \"first-customer\"; did you mean \"first-customers\"?"), "{told}");
        let told = profile("enterprise").unwrap_err().to_string();
        assert!(told.ends_with("there are admin-demo, first-customers, chatbot-demo, ops-demo, practice-launch"));
    }
}
