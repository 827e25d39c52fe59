//! Signatures of the zone end soon.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dnssec/signature-ending",
    summary: "Signatures of the zone are about to end",
    docs: "Signatures hold for days or weeks and are renewed by the DNS provider long before. One with less \
           than two days (or a quarter of its life) left shows that the signer stopped; when it ends, every \
           verifying resolver refuses the \
           domain.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 30,
    wait: Wait::None,
    mission: &["M1.01"],
    source: Source::unread("RFC 6781; Zonemaster DNSSEC04"),
    decisive: Some(false),
    needs: &["dnssec/bogus", "dnssec/ds-mismatch"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

/// Seconds that have to be left: two days, or a quarter of the signature's life if that is less.
const LEAST: i64 = 2 * 86_400;

fn judge(cx: &Cx, dnssec: &Dnssec) -> Verdict {
    let domain = &cx.subject.name;
    if dnssec.ds.is_empty() {
        return Verdict::not_applicable("the domain is not signed");
    }
    if dnssec.signatures.is_empty() {
        return Unknown::new(Why::NoAnswer, "the resolver passes no signatures on").into();
    }
    let left = |s: &Signature| s.expires.as_second() - cx.at.as_second();
    // Providers that sign each answer as it is asked for make signatures of a day or two: those are as fresh as can be.
    let least =
        |s: &Signature| s.begins.map_or(0, |begins| LEAST.min((s.expires.as_second() - begins.as_second()) / 4));
    let Some(first) = dnssec.signatures.iter().filter(|s| left(s) < least(s)).min_by_key(|s| s.expires) else {
        return Verdict::Pass;
    };
    let left = left(first);
    Verdict::fail(
        Finding::new(if left < 0 {
            format!("A signature of {domain} ended {} ago", text::span(left))
        } else {
            format!("A signature of {domain} ends in {}", text::span(left))
        })
        .observed(format!("over {}, until {}", first.covers, first.expires))
        .expected("at least two days left, or a quarter of its life")
        .consequence("When it ends, site, app and mail are gone for everybody behind a verifying resolver.")
        .remedy(Remedy::say(format!("Have your DNS provider sign {domain} anew; on your own server: rndc sign {domain}, or knotc zone-sign {domain}.")))
        .reproduce(format!("dig {domain} SOA +dnssec +cd | grep RRSIG")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let ends = |days: i64| sample::dnssec(|d| d.signatures[0].expires = sample::in_days(days));
    vec![
        Case::passes("nine days", domain).seen(ends(9)),
        Case::passes("one day of two, as from a provider that signs each answer", domain).seen(sample::dnssec(|d| {
            d.signatures[0].begins = Some(sample::in_days(-1));
            d.signatures[0].expires = sample::in_days(1);
        })),
        Case::fails("one day", domain).seen(ends(1)),
        Case::fails("ended", domain).seen(ends(-1)),
        Case::cannot_tell("none passed on", domain).seen(sample::dnssec(|d| d.signatures.clear())),
        Case::does_not_apply("unsigned", domain).seen(sample::dnssec(|d| d.ds.clear())),
    ]
}
