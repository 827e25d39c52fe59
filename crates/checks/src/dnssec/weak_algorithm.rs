//! The zone is signed with an outdated algorithm.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dnssec/weak-algorithm",
    summary: "The zone is signed with an outdated algorithm",
    docs: "Signatures with SHA-1 or MD5 (algorithms 1, 3, 5, 6, 7, 12) are treated as no signatures by current \
           resolvers, and RSA keys below 2048 bits can be computed with money. Algorithm 13 is what providers \
           use today.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 60,
    wait: Wait::Days,
    mission: &["M1.01"],
    source: Source::unread("RFC 9904; Zonemaster DNSSEC05, DNSSEC14"),
    decisive: Some(false),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, dnssec: &Dnssec) -> Verdict {
    let domain = &cx.subject.name;
    if dnssec.ds.is_empty() || dnssec.keys.is_empty() {
        return Verdict::not_applicable("the domain is not signed");
    }
    let weak = dnssec.keys.iter().find_map(|key| match (key.algorithm, key.rsa_bits) {
        (8 | 10, Some(bits)) if bits < 2048 => Some(format!("key {}: RSA of {bits} bits", key.tag)),
        (8 | 10 | 13 | 14 | 15 | 16, _) => None,
        (algorithm @ (1 | 3 | 5 | 6 | 7 | 12), _) => Some(format!("key {}: algorithm {algorithm}", key.tag)),
        _ => None,
    });
    let Some(seen) = weak else { return Verdict::Pass };
    Verdict::fail(
        Finding::new(format!("{domain} is signed with an outdated algorithm"))
            .observed(seen)
            .expected("algorithm 13 (ECDSA P-256) or better, RSA with 2048 bits or more")
            .consequence("Resolvers treat the domain as unsigned, and its signatures can be forged.")
            .remedy(Remedy::say(format!("Have your DNS provider roll the keys of {domain} over to algorithm 13.")))
            .reproduce(format!("dig {domain} DNSKEY +short +multiline")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let key = |algorithm: u8, rsa_bits: Option<u32>| {
        sample::dnssec(|d| d.keys = vec![DnsKey { tag: 1, algorithm, rsa_bits }])
    };
    vec![
        Case::passes("13", domain).seen(sample::dnssec(|_| ())),
        Case::passes("RSA of 2048 bits", domain).seen(key(8, Some(2048))),
        Case::fails("RSA of 1024 bits", domain).seen(key(8, Some(1024))),
        Case::fails("SHA-1", domain).seen(key(7, Some(2048))),
        Case::does_not_apply("unsigned", domain).seen(sample::dnssec(|d| d.ds.clear())),
    ]
}
