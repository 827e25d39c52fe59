//! The examples are right, and there is one for each profile.
#![allow(clippy::unwrap_used)]

mod common;
use common::empty;

const EXAMPLES: [(&str, &str); 5] = [
    ("admin-demo", include_str!("../../../examples/admin-demo/launch.toml")),
    ("first-customers", include_str!("../../../examples/first-customers/launch.toml")),
    ("chatbot-demo", include_str!("../../../examples/chatbot-demo/launch.toml")),
    ("ops-demo", include_str!("../../../examples/ops-demo/launch.toml")),
    ("practice-launch", include_str!("../../../examples/practice-launch/launch.toml")),
];

/// Checks that the examples name. The binary's tests hold the examples against the real catalogue.
const NAMED: [&str; 3] = ["header/csp-missing", "header/frameable", "mail/dmarc-not-enforced"];

#[test]
fn every_profile_has_an_example_that_is_right() {
    let names: Vec<&str> = config::profiles().iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, EXAMPLES.map(|(name, _)| name));
    for (name, text) in EXAMPLES {
        let file = format!("examples/{name}/launch.toml");
        let c = config::parse(text, &file, &empty, &NAMED).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(c.profile.name, name);
        assert_eq!(c.notes, Vec::<String>::new(), "{file}");
        let target = model::Target::parse(&c.target().unwrap()).unwrap();
        assert!(c.declared(&target).owned, "{file}");
        assert!(c.attestations.is_empty() && !c.routes.is_empty(), "{file}");
    }
}
