//! The DS record matches no key of the zone.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dnssec/ds-mismatch",
    summary: "The key at the registrar is not the key of the zone",
    docs: "The DS record at the registrar is the fingerprint of the key that signs the zone. After a move to \
           another DNS provider it often stays behind: every verifying resolver then refuses the whole \
           domain.\n\nDigests of type SHA-256 and SHA-384 are computed from the keys that the zone serves. One \
           match is enough.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Blocker,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 4034"),
    eased_in_demo: true,
    decisive: Some(false),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, dnssec: &Dnssec) -> Verdict {
    let domain = &cx.subject.name;
    if dnssec.ds.is_empty() {
        return Verdict::not_applicable("the domain is not signed");
    }
    if dnssec.ds.iter().any(|d| d.matches == Some(true)) {
        return Verdict::Pass;
    }
    if dnssec.ds.iter().any(|d| d.matches.is_none()) || dnssec.state == DnssecState::Secure {
        return Unknown::new(Why::NoAnswer, "a digest is of a type that is not compared").into();
    }
    if dnssec.keys.is_empty() && dnssec.state == DnssecState::Unclear {
        return Unknown::new(Why::NoAnswer, "the keys of the zone could not be had").into();
    }
    let tags: Vec<String> = dnssec.ds.iter().map(|d| d.tag.to_string()).collect();
    let keys: Vec<String> = dnssec.keys.iter().map(|k| k.tag.to_string()).collect();
    let served = if keys.is_empty() {
        "the zone serves no key".to_owned()
    } else {
        format!("the zone serves {}", text::list(&keys))
    };
    Verdict::fail(
        Finding::new(format!("The DS record of {domain} matches no key of the zone"))
            .observed(format!("DS for key {}; {served}", text::list(&tags)))
            .expected("a DS record of a key that the zone serves, or none")
            .consequence("For everybody behind a verifying resolver your site, app and mail are gone.")
            .remedy(Remedy::say(format!("Delete the DS record of {domain} at your registrar, or replace it by the one that your DNS provider shows.")))
            .reproduce(format!("dig {domain} DS +short; dig {domain} DNSKEY +short +cd")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let ds = |matches: Option<bool>| {
        sample::dnssec(|d| {
            d.ds[0].matches = matches;
            d.state = DnssecState::Insecure;
        })
    };
    vec![
        Case::passes("matches", domain).seen(sample::dnssec(|_| ())),
        Case::fails("another key", domain).seen(ds(Some(false))),
        Case::fails("the zone is no longer signed", domain).seen(sample::dnssec(|d| {
            d.ds[0].matches = Some(false);
            d.keys.clear();
            d.state = DnssecState::Bogus(String::new());
        })),
        Case::cannot_tell("SHA-1", domain).seen(ds(None)),
        Case::does_not_apply("unsigned", domain).seen(sample::dnssec(|d| d.ds.clear())),
    ]
}
