//! What a file that is right means.
#![allow(clippy::unwrap_used)]

mod common;
use common::{KNOWN, good, told};
use config::{Config, MALFORMED_UNTIL, Overrides};
use model::declared::{Purpose, RouteKind};
use model::{Name, Severity, Target};

const FULL: &str = r#"
profile = "admin-demo"

[app]
name = "Acme"

[domain]
apex = "Acme.example"
canonical = "https://app.acme.example/"
old = ["acme-old.example"]
owned = true

[[domain.hosts]]
name = "console.acme.example"
purpose = "admin"

[[domain.hosts]]
name = "staging.acme.example"

[[domain.hosts]]
name = "acme.status.test"
foreign = true

[mail]
sending = ["acme.example", "news.acme.example"]
selectors = ["google"]

[[route]]
path = "/account"
kind = "private"

[[route]]
path = "/hooks/pay"
kind = "webhook"
host = "api.acme.example"

[thresholds]
p95_ms = 500

[severity]
"mail/dmarc-missing" = "blocker"

[[waiver]]
check = "header/csp-missing"
subject = "https://*.acme.example/*"
reason = "comes with the next release"
by = "Dana"
until = 2026-12-31

[[attestation]]
check = "people/no-second-administrator"
by = "Dana"
evidence = "screenshot in the wiki"
until = "2027-01-31"
"#;

fn target(text: &str) -> Target {
    Target::parse(text).unwrap()
}

#[test]
fn a_full_file_is_read_as_it_is_meant() {
    let c = good(FULL);
    assert_eq!((c.app.as_deref(), c.profile.name.as_str()), (Some("Acme"), "admin-demo"));
    assert_eq!((c.profile.thresholds.p95_ms, c.profile.thresholds.registration_days), (500, 30));
    assert_eq!(c.profile.severity["mail/dmarc-missing"], Severity::Blocker);
    assert_eq!(c.target().as_deref(), Some("https://app.acme.example"));
    assert_eq!(c.waivers[0].until.0.to_string(), "2026-12-31");
    assert_eq!((c.attestations[0].subject.as_str(), c.attestations[0].attestation.by.as_str()), ("*", "Dana"));
    assert!(c.notes.is_empty(), "{:?}", c.notes);

    let d = c.declared(&target("acme.example"));
    assert_eq!(d.canonical.as_ref().unwrap().to_string(), "https://app.acme.example");
    assert_eq!(d.purpose("console.acme.example"), Purpose::Admin);
    assert_eq!(d.purpose("staging.acme.example"), Purpose::Staging);
    assert_eq!(d.routes[1].kind, RouteKind::Webhook);
    assert_eq!((d.sending.len(), d.selectors.len(), d.owned), (2, 1, true));
    assert!(d.owns("acme-old.example") && !d.owns("acme.status.test"));
    assert!(d.is_foreign(&Name::parse("acme.status.test").unwrap()));
}

#[test]
fn an_empty_file_is_the_default_with_a_note() {
    for text in ["", " \n", "\u{feff}"] {
        let mut c = good(text);
        assert!(c.notes.remove(0).contains("launch-ready init"), "{text:?}");
        assert_eq!(c, Config::without_file().unwrap());
    }
    assert_eq!(good("# nothing yet\n").profile.name, config::DEFAULT_PROFILE);
}

#[test]
fn another_companys_domain_is_not_passed_off_as_owned() {
    let c = good(FULL);
    for own in ["acme.example", "https://app.acme.example/x", "api.acme.example", "www.acme-old.example"] {
        assert!(c.declared(&target(own)).owned, "{own}");
    }
    for strange in ["victim.example", "notacme.example", "acme.status.test", "acme.example.victim.test"] {
        let d = c.declared(&target(strange));
        assert!(!d.owned && d.hosts.is_empty() && d.canonical.is_none(), "{strange}");
    }
    let local = c.declared(&target("localhost:3000"));
    assert!(local.owned && local.canonical.is_none());
    assert_eq!(local.routes.len(), 1, "routes of the canonical host apply to a rehearsal too");
}

#[test]
fn a_file_without_names_is_about_any_target() {
    let c = good("[mail]\nselectors = [\"s1\"]\n");
    assert_eq!(c.declared(&target("acme.example")).selectors, ["s1"]);
    assert_eq!(c.target(), None);
    assert!(told("[domain]\nowned = true\n").contains("write apex"));
}

#[test]
fn overrides_apply_to_another_profile_as_well() {
    let c = good(FULL);
    let other = c.overrides.apply(config::profile("ops-demo").unwrap());
    assert_eq!((other.name.as_str(), other.thresholds.p95_ms), ("ops-demo", 500));
    assert_eq!(Overrides::default().apply(other.clone()), other);
}

#[test]
fn values_come_from_the_environment_and_keep_their_rules() {
    let env = |name: &str| match name {
        "APEX" => Some("acme.example".to_owned()),
        "PROFILE" => Some("ops-demo".to_owned()),
        "SECRET" => Some("hunter2 hunter2".to_owned()),
        _ => None,
    };
    let text = "profile = { env = \"PROFILE\" }\n[domain]\napex = { env = \"APEX\" }\nold = [{ env = \"APEX\" }]\n";
    let wrong = config::parse(text, "launch.toml", &env, &KNOWN).unwrap_err().to_string();
    assert!(wrong.contains("launch.toml:4:8") && wrong.contains("domain in use"), "{wrong}");
    let right = config::parse(&text.replace("\nold", "\n#"), "launch.toml", &env, &KNOWN).unwrap();
    assert_eq!((right.profile.name.as_str(), right.target().as_deref()), ("ops-demo", Some("acme.example")));

    let text = "[domain]\napex = { env = \"SECRET\" }\ncanonical = { env = \"SECRET\" }\nhosts = [{ name = { env = \"SECRET\" }, purpose = { env = \"SECRET\" } }]\n[severity]\n\"tls/expired\" = { env = \"SECRET\" }\n[mail]\nselectors = [{ env = \"SECRET\" }]";
    let wrong = config::parse(text, "launch.toml", &env, &KNOWN).unwrap_err();
    assert_eq!(wrong.problems().len(), 6, "{wrong}");
    assert!(!wrong.to_string().contains("hunter2"), "{wrong}");
}

#[test]
fn malformed_waivers_are_kept_as_expired() {
    let c = good(
        "[[waiver]]\ncheck = \"tls/expired\"\nsubject = \"*\"\nreason = \"x\"\nby = \"Dana\"\nuntil = \"soon\"\n[[waiver]]\nreason = \"x\"\n",
    );
    assert_eq!((c.waivers.len(), c.waivers[0].until.0), (1, MALFORMED_UNTIL));
    assert!(
        c.notes.iter().any(|n| n.contains("launch.toml:7:1") && n.contains("needs the key check")),
        "{:?}",
        c.notes
    );
    // Extra keys make it malformed too: somebody meant something that is not done.
    let c = good(
        "[[waiver]]\ncheck = \"tls/expired\"\nsubject = \"*\"\nreason = \"x\"\nby = \"Dana\"\nuntil = \"2026-12-31\"\nticket = 7\n",
    );
    assert_eq!(c.waivers[0].until.0, MALFORMED_UNTIL);
}
