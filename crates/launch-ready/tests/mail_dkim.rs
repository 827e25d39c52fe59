//! `launch-ready mail dkim` against messages that dkimpy made, and against published keys.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/python.rs"]
mod python;
#[path = "support/zone.rs"]
mod zone;

use binary::{Ran, mail};
use serde_json::Value;
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;
use zone::{Server, Zone};

struct World {
    folder: TempDir,
    server: Server,
    /// What dkimpy says of each message.
    verdicts: Vec<(String, bool)>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let python = python::venv("dkimpy", &["dkimpy==1.1.8", "pynacl", "dnspython"]);
    let folder = tempfile::tempdir().unwrap();
    let out = python::run(Command::new(python).arg(python::script("dkim_messages.py")).arg(folder.path()));
    let made: Value = serde_json::from_str(&out).unwrap();
    let mut zone = Zone::of(
        "acme.example TXT v=spf1 -all
        _dmarc.acme.example TXT v=DMARC1; p=reject
        _dmarc.other.example TXT v=DMARC1; p=none; rua=mailto:a@other.example
        silent._domainkey.acme.example TIMEOUT",
    );
    for (name, record) in made["keys"].as_object().unwrap() {
        zone.txt(&format!("{name}._domainkey.acme.example"), record.as_str().unwrap().as_bytes());
    }
    let verdict = |(name, good): (&String, &Value)| (name.clone(), good.as_bool().unwrap());
    let verdicts = made["messages"].as_object().unwrap().iter().map(verdict).collect();
    World { folder, server: Server::start(zone), verdicts }
});

fn verify(name: &str, more: &[&str]) -> Ran {
    let file = WORLD.folder.path().join(format!("{name}.eml"));
    mail(WORLD.server.address, &[&["dkim", "--message", file.to_str().unwrap()], more].concat())
}

/// The first signature: its result and, if it does not pass, why.
fn seen(name: &str) -> (String, Option<String>) {
    let json = verify(name, &["--format", "json"]).json();
    let first = &json["signatures"][0];
    let why = match &first["why"] {
        Value::String(word) => Some(word.clone()),
        Value::Object(map) => map.keys().next().cloned(),
        _ => None,
    };
    (first["result"].as_str().unwrap_or("unsigned").to_owned(), why)
}

#[test]
fn healthy_messages_pass_in_all_forms_with_both_algorithms() {
    for key in ["rsa", "ed"] {
        for header in ["simple", "relaxed"] {
            for body in ["simple", "relaxed"] {
                let name = format!("healthy-{key}-{header}-{body}");
                let ran = verify(&name, &[]);
                assert_eq!((ran.code, ran.first_word()), (0, "pass"), "{name}: {ran:?}");
            }
        }
    }
}

#[test]
fn each_broken_message_is_told_with_its_reason() {
    for (name, result, why) in [
        ("body-changed-rsa", "fail", "body_changed"),
        ("body-changed-ed", "fail", "body_changed"),
        ("white-space-simple-body-rsa", "fail", "body_changed"),
        ("header-changed-rsa", "fail", "header_changed"),
        ("header-changed-ed", "fail", "header_or_key"),
        ("white-space-simple-header-rsa", "fail", "header_changed"),
        ("wrong-key-rsa", "fail", "other_key"),
        ("wrong-key-ed", "fail", "header_or_key"),
        ("expired-rsa", "permerror", "expired"),
        ("expired-ed", "permerror", "expired"),
        ("no-key-rsa", "permerror", "key_missing"),
        ("revoked-rsa", "permerror", "key_revoked"),
        ("broken-key-rsa", "permerror", "key_faulty"),
        ("swapped-key-rsa", "permerror", "key_unfit"),
        ("not-for-mail-rsa", "permerror", "key_unfit"),
        ("short-key-rsa", "permerror", "key_too_short"),
        ("sha1-rsa", "permerror", "algorithm"),
        ("length-cut-rsa", "fail", "body_cut"),
    ] {
        assert_eq!(seen(name), (result.to_owned(), Some(why.to_owned())), "{name}");
        let ran = verify(name, &[]);
        assert_eq!((ran.code, ran.first_word()), (1, "fail"), "{name}: {ran:?}");
    }
}

#[test]
fn dkimpy_and_this_program_agree_on_every_message() {
    // Receivers must not accept SHA-1 or short keys (RFC 8301), keys that are not for mail (RFC 6376 §3.6.1) or expired
    // signatures; dkimpy leaves some of these to its callers.
    const STRICTER: [&str; 4] = ["sha1-rsa", "short-key-rsa", "not-for-mail-rsa", "expired-rsa"];
    assert!(WORLD.verdicts.len() > 40);
    for (name, good) in &WORLD.verdicts {
        let (result, why) = seen(name);
        if STRICTER.contains(&name.as_str()) {
            assert_ne!(result, "pass", "{name}");
        } else {
            assert_eq!(result == "pass", *good, "{name}: {result} {why:?}");
        }
    }
}

#[test]
fn lines_that_a_list_added_are_counted() {
    for key in ["rsa", "ed"] {
        let ran = verify(&format!("footer-{key}"), &[]);
        assert!(ran.out.contains("2 lines were added at its end"), "{ran:?}");
    }
}

#[test]
fn a_signed_length_passes_and_is_told_to_be_unsafe() {
    let ran = verify("length-rsa", &[]);
    assert!(ran.code == 0 && ran.out.contains("anyone can add text"), "{ran:?}");
    let ran = verify("length-appended-rsa", &[]);
    assert!(ran.code == 0 && ran.out.contains("unsigned: anyone could have added them"), "{ran:?}");
}

#[test]
fn alignment_decides_whether_a_signature_speaks_for_from() {
    let other = verify("other-domain", &[]);
    assert!(other.code == 1 && other.out.contains("does not speak for other.example"), "{other:?}");
    let below = verify("subdomain", &[]);
    assert!(below.code == 0 && below.out.contains("speaks for news.acme.example"), "{below:?}");
    let unsigned = verify("unsigned", &[]);
    assert!(unsigned.code == 1 && unsigned.out.contains("no DKIM signature"), "{unsigned:?}");
}

#[test]
fn a_test_key_counts_as_no_signature() {
    let ran = verify("testing-rsa", &[]);
    assert!(ran.code == 1 && ran.out.contains("test mode"), "{ran:?}");
}

#[test]
fn expiry_is_judged_at_the_moment_that_is_asked_for() {
    let ran = verify("expired-rsa", &["--at", "2001-09-09T12:00:00Z"]);
    assert_eq!((ran.code, ran.first_word()), (0, "pass"), "{ran:?}");
}

#[test]
fn the_answer_in_json_has_the_documented_shape() {
    let json = verify("two-signatures", &["--format", "json"]).json();
    assert_eq!(json["schema"], "launch-ready.mail-dkim/1");
    assert_eq!((json["dmarc"].as_str(), json["authenticated"].as_bool()), (Some("pass"), Some(true)));
    assert_eq!(json["policy"]["applied"], "reject");
    let all = json["signatures"].as_array().unwrap();
    assert_eq!(all.len(), 2);
    for (one, selector) in all.iter().zip(["ed", "rsa"]) {
        assert_eq!(one["signature"]["selector"], selector);
        assert_eq!(one["aligned"], true);
        assert_eq!(one["key_name"], format!("{selector}._domainkey.acme.example"));
    }
}

#[test]
fn keys_are_judged_one_by_one() {
    let keys = |selectors: &[&str]| {
        let flags: Vec<&str> = selectors.iter().flat_map(|s| ["--selector", s]).collect();
        mail(WORLD.server.address, &[&["dkim", "acme.example"], flags.as_slice()].concat())
    };
    let good = keys(&["rsa", "ed"]);
    assert_eq!((good.code, good.first_word()), (0, "usable"), "{good:?}");
    assert!(good.out.contains("RSA, 2048 bits") && good.out.contains("Ed25519"));
    for (selector, words) in [
        ("short", "receivers refuse fewer than 1024"),
        ("revoked", "withdrawn"),
        ("testing", "test mode"),
        ("broken", "^^^^"),
        ("nowhere", "no key stands there"),
    ] {
        let ran = keys(&[selector]);
        assert!(ran.code == 1 && ran.out.contains(words), "{selector}: {ran:?}");
    }
    let silent = keys(&["silent"]);
    assert_eq!((silent.code, silent.first_word()), (3, "unknown"), "{silent:?}");
}

#[test]
fn what_is_no_message_is_refused_in_words() {
    let file = WORLD.folder.path().join("noise.bin");
    std::fs::write(&file, [0_u8, 255, 10, 13, 7].repeat(1000)).unwrap();
    let ran = mail(WORLD.server.address, &["dkim", "--message", file.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.err.contains("no mail header"), "{ran:?}");
    let ran = mail(WORLD.server.address, &["dkim", "--message", "/nonexistent.eml"]);
    assert!(ran.code == 2 && ran.err.contains("/nonexistent.eml"), "{ran:?}");
    let ran = mail(WORLD.server.address, &["dkim", "acme.example"]);
    assert!(ran.code == 2 && ran.err.contains("--selector"), "{ran:?}");
}
