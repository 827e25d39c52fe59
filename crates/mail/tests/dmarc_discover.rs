//! Which policy applies where, who is the organisation, and whether reports arrive.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::atomic::Ordering;

use common::{Memory, now};
use mail::dmarc::{
    Alignment, Consent, Discovery, Effective, Found, Policy, Relation, destinations, discover, relation,
};

fn discovered(zone: &str, domain: &str) -> Discovery {
    now(discover(&Memory::of(zone), domain))
}

/// `policy from tag`, or `-` when nothing applies.
fn told(effective: &Option<Effective>) -> String {
    effective.as_ref().map_or("-".to_owned(), |e| format!("{} {} {}", e.policy, e.from, e.tag))
}

fn all(seen: &Discovery) -> [String; 3] {
    [told(&seen.own), told(&seen.subdomain), told(&seen.nonexistent)]
}

#[test]
fn a_domain_without_any_record_has_no_policy_and_is_its_own_organisation() {
    let seen = discovered("example.com A 192.0.2.1", "Mail.Example.COM.");
    assert_eq!(all(&seen), ["-", "-", "-"]);
    assert_eq!(seen.organization, "mail.example.com");
    assert!(seen.complete);
}

#[test]
fn own_record_serves_the_domain_and_what_is_below_it() {
    let seen = discovered("_dmarc.example.com TXT v=DMARC1; p=none; sp=quarantine; np=reject", "example.com");
    assert_eq!(all(&seen), ["none example.com p", "quarantine example.com sp", "reject example.com np"]);
    let seen = discovered("_dmarc.example.com TXT v=DMARC1; p=reject", "example.com");
    assert_eq!(all(&seen), ["reject example.com p"; 3]);
}

#[test]
fn the_longest_walk_has_the_examples_of_the_rfc() {
    let zone = "
        _dmarc.mail.example.com TXT v=DMARC1; p=none
        _dmarc.example.com TXT v=DMARC1; p=reject
    ";
    assert_eq!(discovered(zone, "a.mail.example.com").organization, "example.com");
    assert_eq!(discovered("_dmarc.com TXT v=DMARC1; p=none; psd=y", "a.mail.example.com").organization, "example.com");
    let dns = Memory::of(zone);
    let seen = now(discover(&dns, "a.b.c.d.e.f.g.h.i.mail.example.com"));
    assert_eq!(dns.questions.load(Ordering::Relaxed), 8);
    assert_eq!(seen.organization, "example.com");
}

#[test]
fn a_record_between_serves_only_its_own_domain() {
    let zone = "
        _dmarc.mail.example.com TXT v=DMARC1; p=none; sp=none
        _dmarc.example.com TXT v=DMARC1; p=reject; sp=quarantine
    ";
    let seen = discovered(zone, "mail.example.com");
    assert_eq!(all(&seen), ["none mail.example.com p", "quarantine example.com sp", "quarantine example.com sp"]);
    let psd_n = zone.replace("sp=none", "sp=none; psd=n");
    let seen = discovered(&psd_n, "mail.example.com");
    assert_eq!(all(&seen)[1], "none mail.example.com sp");
    assert_eq!((seen.organization.as_str(), seen.walk.len()), ("mail.example.com", 1));
}

#[test]
fn a_subdomain_without_record_is_judged_by_whether_it_exists() {
    let zone = "
        _dmarc.example.com TXT v=DMARC1; p=none; sp=quarantine; np=reject
        shop.example.com A 192.0.2.1
    ";
    assert_eq!(told(&discovered(zone, "shop.example.com").own), "quarantine example.com sp");
    assert_eq!(told(&discovered(zone, "nowhere.example.com").own), "reject example.com np");
}

#[test]
fn a_public_suffix_speaks_where_the_organisation_is_silent() {
    let zone =
        "_dmarc.bank.example TXT v=DMARC1; p=none; sp=quarantine; np=reject; psd=y\nacme.bank.example A 192.0.2.1";
    let seen = discovered(zone, "acme.bank.example");
    assert_eq!(told(&seen.own), "quarantine bank.example sp");
    assert_eq!(seen.organization, "acme.bank.example");
    let silent = format!("{zone}\n_dmarc.acme.bank.example TXT v=DMARC1; p=none");
    assert_eq!(told(&discovered(&silent, "acme.bank.example").own), "none acme.bank.example p");
    assert_eq!(discovered(zone, "bank.example").organization, "bank.example");
    assert_eq!(told(&discovered(zone, "bank.example").subdomain), "quarantine bank.example sp");
}

#[test]
fn several_and_ignored_records_are_named() {
    let two = "_dmarc.example.com TXT v=DMARC1; p=none\n_dmarc.example.com TXT v=DMARC1; p=reject";
    let seen = discovered(two, "example.com");
    assert!(matches!(&seen.walk[0].found, Found::Several(texts) if texts.len() == 2));
    assert_eq!(told(&seen.own), "-");
    let seen = discovered("_dmarc.example.com TXT v=dmarc1 p=reject", "example.com");
    assert!(matches!(&seen.walk[0].found, Found::Ignored(_)));
    let seen = discovered("_dmarc.example.com TXT v=DMARC1; p=blok", "example.com");
    assert_eq!(told(&seen.own), "-");
}

#[test]
fn testing_weakens_what_receivers_do() {
    let seen = discovered("_dmarc.example.com TXT v=DMARC1; p=reject; t=y", "example.com");
    let own = seen.own.unwrap();
    assert_eq!((own.policy, own.applied), (Policy::Reject, Policy::Quarantine));
}

#[test]
fn no_answer_leaves_it_open() {
    let seen = discovered("_dmarc.example.com TIMEOUT", "example.com");
    assert!(!seen.complete && matches!(seen.walk[0].found, Found::NoAnswer(_)));
}

#[test]
fn alignment_compares_organisations() {
    let zone = "
        _dmarc.example.com TXT v=DMARC1; p=reject
        _dmarc.slow.example TIMEOUT
    ";
    let dns = Memory::of(zone);
    let related = |a: &str, b: &str| now(relation(&dns, a, b));
    assert_eq!(related("example.com", "EXAMPLE.com."), Relation::Same);
    assert_eq!(related("example.com", "bounce.mail.example.com"), Relation::SameOrganization);
    assert_eq!(related("a.example.com", "b.example.com"), Relation::SameOrganization);
    assert_eq!(related("example.com", "example.net"), Relation::Different);
    assert_eq!(related("example.com", "slow.example"), Relation::Unknown);
    assert_eq!(Relation::SameOrganization.is_aligned(Alignment::Strict), Some(false));
    assert_eq!(Relation::SameOrganization.is_aligned(Alignment::Relaxed), Some(true));
    assert_eq!(Relation::Unknown.is_aligned(Alignment::Relaxed), None);
}

#[test]
fn reports_to_others_need_their_consent() {
    let zone = "
        _dmarc.example.com TXT v=DMARC1; p=none; rua=mailto:d@mail.example.com,mailto:x@reports.example.net,mailto:y@closed.example.org,https://r.example.org; ruf=mailto:z@gone.example.org
        mail.example.com MX 1 mx.example.com
        example.com._report._dmarc.reports.example.net TXT v=DMARC1;
        reports.example.net A 192.0.2.1
        closed.example.org MX 0 .
    ";
    let dns = Memory::of(zone);
    let seen = now(discover(&dns, "example.com"));
    let found = now(destinations(&dns, "example.com", seen.record().unwrap()));
    let consents: Vec<(&Consent, Option<bool>)> = found.iter().map(|d| (&d.consent, d.takes_mail)).collect();
    let name = |domain: &str| format!("example.com._report._dmarc.{domain}");
    assert_eq!(
        consents,
        [
            (&Consent::NotNeeded, Some(true)),
            (&Consent::Given { name: name("reports.example.net") }, Some(true)),
            (&Consent::Missing { name: name("closed.example.org") }, Some(false)),
            (&Consent::NotMail, None),
            (&Consent::Missing { name: name("gone.example.org") }, Some(false)),
        ]
    );
}
