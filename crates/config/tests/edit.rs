//! Edits keep what people wrote; what `init` writes can be read.
#![allow(clippy::unwrap_used)]

mod common;
use common::{KNOWN, empty, good};
use config::edit::{add_attestation, add_waiver};
use config::{Claim, Detected, init};
use insta::assert_snapshot;
use model::declared::{DeclaredHost, Purpose};
use model::report::{Attestation, Waiver, jiff_date::Date};
use model::{Name, Origin, Said, Standing};
use proptest::prelude::*;

fn waiver(check: &str, until: &str) -> Waiver {
    Waiver {
        check: check.to_owned(),
        subject: "acme.example".to_owned(),
        key: None,
        reason: "no \"mail\" yet".to_owned(),
        by: "Dana".to_owned(),
        until: Date(until.parse().unwrap()),
    }
}

fn claim(until: &str) -> Claim {
    let attestation = Attestation {
        by: "Dana".to_owned(),
        evidence: "wiki".to_owned(),
        sha256: None,
        until: Date(until.parse().unwrap()),
    };
    Claim {
        check: "people/no-second-administrator".to_owned(),
        subject: "*".to_owned(),
        said: Said::Yes,
        attestation,
        standing: Standing::Holds,
    }
}

const FILE: &str =
    "# ours\nprofile = \"admin-demo\" # for the demo\n\n[app]   # spaces stay\nname = 'Acme'\n\n# the last word";

#[test]
fn a_waiver_is_added_below_everything_and_nothing_else_moves() {
    let once = add_waiver(FILE, &waiver("mail/dmarc-missing", "2026-12-31")).unwrap();
    assert!(once.starts_with(FILE));
    let twice = add_waiver(&once, &waiver("mail/spf-missing", "2026-12-31")).unwrap();
    let thrice = add_attestation(&twice, &claim("2027-01-31")).unwrap();
    assert_snapshot!(thrice);
    let read = good(&thrice);
    assert_eq!(read.waivers, [waiver("mail/dmarc-missing", "2026-12-31"), waiver("mail/spf-missing", "2026-12-31")]);
    assert_eq!(read.attestations, [claim("2027-01-31")]);
}

#[test]
fn the_same_waiver_is_renewed_with_its_comments() {
    let text = "[[waiver]]\ncheck = \"tls/expired\"\nsubject = \"acme.example\"\nreason = \"x\"\nby = \"Eve\"\nuntil = 2026-11-30 # ticket 7\n\n[app]\nname = \"Acme\"\n";
    let text = add_waiver(text, &waiver("tls/expired", "2026-12-31")).unwrap();
    assert_eq!(text.matches("[[waiver]]").count(), 1);
    assert!(text.contains("until = \"2026-12-31\" # ticket 7"), "{text}");
    assert_eq!(good(&text).waivers, [waiver("tls/expired", "2026-12-31")]);
    let text = add_attestation(&add_attestation("", &claim("2026-12-31")).unwrap(), &claim("2027-12-31")).unwrap();
    assert_eq!(good(&text).attestations, [claim("2027-12-31")]);
}

#[test]
fn a_renewed_answer_keeps_nothing_of_the_old_one() {
    let mut no = claim("2026-12-31");
    (no.said, no.attestation.sha256) = (Said::No, Some("0".repeat(64)));
    let text = add_attestation("# ours\n", &no).unwrap();
    assert_eq!(good(&text).attestations, [no]);
    let text = add_attestation(&text, &claim("2027-12-31")).unwrap();
    assert_eq!(good(&text).attestations, [claim("2027-12-31")]);
    assert!(text.starts_with("# ours\n") && !text.contains("sha256"), "{text}");
}

#[test]
fn a_list_written_in_one_line_stays_one() {
    let text = "waiver = []\n";
    let text = add_waiver(text, &waiver("tls/expired", "2026-12-31")).unwrap();
    let text = add_waiver(&text, &waiver("mail/spf-missing", "2026-12-31")).unwrap();
    let text = add_waiver(&text, &waiver("tls/expired", "2027-12-31")).unwrap();
    assert_eq!(good(&text).waivers.len(), 2, "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn a_broken_file_is_not_touched() {
    assert!(
        add_waiver("[app\n", &waiver("tls/expired", "2026-12-31")).unwrap_err().to_string().contains("launch.toml:1")
    );
    assert!(add_waiver("[waiver]\ncheck = 1\n", &waiver("tls/expired", "2026-12-31")).is_err());
}

#[test]
fn what_init_writes_says_what_was_detected() {
    let n = |t: &str| Name::parse(t).unwrap();
    let host = |name: &str, purpose| DeclaredHost { name: n(name), purpose };
    let found = Detected {
        app: Some("Acme \"Tools\"\n".to_owned()),
        profile: Some("admin-demo".to_owned()),
        apex: Some(n("acme.example")),
        canonical: Some(Origin::https("app.acme.example")),
        hosts: vec![host("app.acme.example", Purpose::App), host("acme.status.test", Purpose::Other)],
        old: vec![n("acme-old.example")],
        sending: vec![n("acme.example")],
        selectors: vec!["google".to_owned()],
    };
    let text = init(&found);
    assert_snapshot!(text);
    let read = good(&text);
    assert_eq!((read.app.as_deref(), read.profile.name.as_str()), (Some("Acme \"Tools\""), "admin-demo"));
    assert_eq!((read.domain.apex, read.domain.canonical), (found.apex, found.canonical));
    assert_eq!((read.domain.hosts, read.domain.foreign), (vec![found.hosts[0].clone()], vec![found.hosts[1].clone()]));
    assert_eq!((read.domain.old, read.domain.owned), (found.old, false));
    assert_eq!((read.mail.sending, read.mail.selectors), (found.sending, found.selectors));
    assert!(read.notes.is_empty() && read.attestations.is_empty());
    assert_eq!(good(&init(&Detected::default())).profile.name, config::DEFAULT_PROFILE);
}

#[test]
fn what_init_leaves_out_can_be_uncommented() {
    let text: String = init(&Detected::default())
        .lines()
        .map(|l| {
            l.strip_prefix("# ").filter(|l| l.starts_with('[') || (l.contains(" = ") && !l.contains(": "))).unwrap_or(l)
        })
        .fold(String::new(), |all, line| all + line + "\n");
    let read = good(&text);
    assert_eq!((read.routes.len(), read.waivers.len(), read.domain.owned), (1, 1, true), "{text}");
    assert!(read.notes.is_empty(), "{:?}", read.notes);
}

fn any_name() -> impl Strategy<Value = Name> {
    proptest::sample::select(vec![
        "acme.example",
        "app.acme.example",
        "old.test",
        "x.old.test",
        "localhost",
        "co.uk",
        "vercel.app",
        "a.vercel.app",
        "*.acme.example",
        "_dmarc.acme.example",
        "xn--mller-kva.example",
    ])
    .prop_map(|t| Name::parse(t).unwrap())
}

proptest! {
    #[test]
    fn whatever_was_detected_can_be_written_and_read(
        app in proptest::option::of(".{0,20}"),
        profile in proptest::option::of("[a-z-]{0,10}"),
        apex in proptest::option::of(any_name()),
        canonical in proptest::option::of((any_name(), any::<bool>(), any::<u16>())),
        hosts in proptest::collection::vec(any_name(), 0..5),
        old in proptest::collection::vec(any_name(), 0..3),
        sending in proptest::collection::vec(any_name(), 0..3),
        selectors in proptest::collection::vec(".{0,9}", 0..3),
    ) {
        let canonical = canonical.map(|(n, tls, port)| Origin { tls, host: n.to_string(), port });
        let hosts = hosts.into_iter().map(|name| DeclaredHost { name, purpose: Purpose::App }).collect();
        let text = init(&Detected { app, profile, apex, canonical, hosts, old, sending, selectors });
        let read = config::parse(&text, "launch.toml", &empty, &KNOWN);
        prop_assert!(read.is_ok(), "{}\n{}", text, read.unwrap_err());
        prop_assert!(read.unwrap().notes.is_empty());
    }

    #[test]
    fn an_added_waiver_is_read_as_it_was(reason in "[^\\p{C}]{0,30}", subject in "[a-z*./:]{1,30}") {
        let mut w = waiver("tls/expired", "2026-12-31");
        w.reason = format!("because {reason}").trim().to_owned();
        w.subject = subject;
        let text = add_waiver(FILE, &w).unwrap();
        prop_assert_eq!(&good(&text).waivers[0], &w);
    }
}
