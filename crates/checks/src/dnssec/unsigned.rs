//! The domain is not signed.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dnssec/unsigned",
    summary: "The answers of the domain can be forged",
    docs: "DNSSEC signs what your name servers say, so that nobody on the way can send your visitors or your \
           mail elsewhere. Most providers switch it on with one click; the registrar then publishes the DS \
           record.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("internet.nl; Zonemaster DNSSEC07"),
    decisive: Some(false),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, dnssec: &Dnssec) -> Verdict {
    let domain = &cx.subject.name;
    if !dnssec.ds.is_empty() {
        return Verdict::Pass;
    }
    if !dnssec.validating {
        return Unknown::new(Why::NoResolver, "the resolver does not verify signatures, and could hide the DS record")
            .into();
    }
    if matches!(dnssec.state, DnssecState::Unclear | DnssecState::Bogus(_)) {
        return Unknown::new(Why::NoAnswer, "no usable answer about the domain").into();
    }
    let half = !dnssec.keys.is_empty();
    Verdict::fail(
        Finding::new(format!("The answers of {domain} are not signed"))
            .observed(if half { "the zone has keys, and no DS record at the registrar" } else { "no DS record, no keys" })
            .expected("a signed zone and its DS record at the registrar")
            .consequence("Whoever controls a network on the way can send your visitors and mail elsewhere.")
            .remedy(Remedy::say(format!(
                "Switch DNSSEC on for {domain} at your DNS provider, then enter the DS record that it shows at your registrar."
            )))
            .reproduce(format!("dig {domain} DS +short")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let unsigned = |change: fn(&mut Dnssec)| {
        sample::dnssec(|d| {
            d.ds.clear();
            d.state = DnssecState::Insecure;
            change(d);
        })
    };
    vec![
        Case::passes("signed", domain).seen(sample::dnssec(|_| ())),
        Case::fails("no DS record", domain).seen(unsigned(|_| ())),
        Case::fails("nothing", domain).seen(unsigned(|d| d.keys.clear())),
        Case::cannot_tell("a resolver that verifies nothing", domain).seen(unsigned(|d| d.validating = false)),
    ]
}
