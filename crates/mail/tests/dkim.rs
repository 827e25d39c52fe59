//! DKIM keys and signature headers. Keys were made with OpenSSL, the message was signed with dkimpy.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Memory, now};
use mail::Published;
use mail::dkim::{Algorithm, Canonical, Key, Material, Signature, Weakness, key_name, lookup, signatures};

fn public(name: &str) -> &'static str {
    let keys = include_str!("data/keys.txt").lines();
    keys.filter_map(|line| line.split_once(' ')).find(|(key, _)| *key == name).unwrap().1
}

fn weaknesses(text: &str) -> Vec<Weakness> {
    Key::parse(text).unwrap().weaknesses()
}

/// The faulty parts of the text.
fn places(text: &str) -> Vec<&str> {
    let problems = Key::parse(text).unwrap_err();
    for problem in &problems {
        assert!(
            !problem.message.ends_with('.') && !problem.message.starts_with(char::is_uppercase),
            "{}",
            problem.message
        );
    }
    problems.into_iter().map(|p| &text[p.at]).collect()
}

#[test]
fn the_size_of_a_key_is_measured() {
    let of = |name: &str| weaknesses(&format!("v=DKIM1; k=rsa; p={}", public(name)));
    assert_eq!(of("k512"), [Weakness::RsaRefused { bits: 512 }]);
    assert_eq!(of("k1024"), [Weakness::RsaShort { bits: 1024 }]);
    assert_eq!(of("k2048"), []);
    assert_eq!(of("k2048bare"), []);
    let ed = Key::parse(&format!("k=ed25519; p={}", public("ed"))).unwrap();
    assert!(ed.algorithm == Algorithm::Ed25519 && matches!(ed.material, Material::Ed25519 { .. }));
    assert_eq!(ed.weaknesses(), []);
}

#[test]
fn a_key_may_be_folded() {
    let (left, right) = public("k2048").split_at(200);
    assert_eq!(weaknesses(&format!("p={left} \t{right};")), []);
}

#[test]
fn revoked_and_limited_keys_are_told() {
    assert_eq!(weaknesses("v=DKIM1; p="), [Weakness::Revoked]);
    let limited = format!("v=DKIM1; h=sha1; s=tlsrpt; t=y:s; p={}", public("k2048"));
    assert_eq!(weaknesses(&limited), [Weakness::Sha1Only, Weakness::NotForMail, Weakness::Testing]);
    assert_eq!(weaknesses("k=x448; p=AAAA"), [Weakness::UnknownAlgorithm]);
}

#[test]
fn every_problem_of_a_key_is_found_with_its_place() {
    let cut = &public("k2048")[..300];
    assert_eq!(places(&format!("v=DKIM1; p={cut}")), [cut]);
    assert_eq!(places("v=DKIM2; p=*; x"), ["v=DKIM2", "*", "x"]);
    assert_eq!(places("k=rsa; v=DKIM1; p="), ["v=DKIM1"]);
    assert_eq!(places("v=DKIM1; k=rsa"), ["v=DKIM1; k=rsa"]);
    assert_eq!(places("k=ed25519; p=AAAA"), ["AAAA"]);
}

#[test]
fn a_printed_key_is_the_same_key() {
    let key = Key::parse(&format!("v=DKIM1; k=rsa; h=sha256; s=email; t=s; n=hello; p={}", public("k1024"))).unwrap();
    assert_eq!(Key::parse(&key.to_string()).unwrap(), key);
}

#[test]
fn a_key_is_looked_up_by_selector() {
    let zone = format!(
        "s1._domainkey.example.com TXT v=DKIM1; p={}
         bad._domainkey.example.com TXT hello
         two._domainkey.example.com TXT p=
         two._domainkey.example.com TXT p=
         slow._domainkey.example.com TIMEOUT",
        public("k2048")
    );
    let dns = Memory::of(&zone);
    let seen = |selector: &str| now(lookup(&dns, selector, "Example.com."));
    assert_eq!(key_name("S1", "Example.com."), "s1._domainkey.example.com");
    assert!(matches!(seen("s1"), Published::Valid { .. }));
    assert!(matches!(seen("bad"), Published::Faulty { .. }));
    assert!(matches!(seen("two"), Published::Several(texts) if texts.len() == 2));
    assert_eq!(seen("none"), Published::Nothing);
    assert!(matches!(seen("slow"), Published::NoAnswer(_)));
}

#[test]
fn the_signatures_of_a_message_name_their_selectors() {
    let found = signatures(include_bytes!("data/signed.eml"));
    let found: Vec<Signature> = found.iter().map(|value| Signature::parse(value).unwrap()).collect();
    let names: Vec<(&str, &str)> = found.iter().map(|s| (s.selector.as_str(), s.domain.as_str())).collect();
    assert_eq!(names, [("esp", "mail.example.net"), ("s1", "example.com")]);
    assert_eq!(found[0].body_length, Some(12));
    assert_eq!((found[0].header_form, found[0].body_form), (Canonical::Relaxed, Canonical::Simple));
    assert_eq!(found[1].identity, "@example.com");
    assert!(found[1].headers.iter().any(|header| header == "from"));
}

#[test]
fn a_broken_signature_says_what_is_wrong() {
    let text = "v=2; a=rsa-sha256; d=example.com; s=s1; i=@evil.org; h=to:subject; c=loose; l=x; bh=AAAA; b=*";
    let problems = Signature::parse(text).unwrap_err();
    let places: Vec<&str> = problems.into_iter().map(|p| &text[p.at]).collect();
    assert_eq!(places, ["v=2", "i=@evil.org", "h=to:subject", "c=loose", "l=x", "b=*"]);
    assert_eq!(Signature::parse("").unwrap_err().len(), 7);
    assert!(signatures(b"Subject: x\r\n\r\nDKIM-Signature: v=1").is_empty());
}
