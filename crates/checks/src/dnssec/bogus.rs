//! The signatures of the domain are broken.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dnssec/bogus",
    summary: "The signatures of the domain are broken",
    docs: "Resolvers that verify signatures (all large ones do) give no answer at all for a domain whose \
           signatures do not hold: for their users the site, the app and mail are gone. Certificate authorities \
           verify them too, so no certificate is renewed.\n\nThe resolver is first asked whether it verifies \
           signatures at all. It fails when the domain gets SERVFAIL with checking and a proper answer without; \
           SERVFAIL alone never counts.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Blocker,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.01", "M2.05"],
    source: Source::unread("RFC 4035; RFC 8914"),
    decisive: Some(false),
    needs: &["dnssec/ds-mismatch"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, dnssec: &Dnssec) -> Verdict {
    let domain = &cx.subject.name;
    if !dnssec.validating {
        return Unknown::new(
            Why::NoResolver,
            "the resolver does not verify signatures; name one that does with --resolver",
        )
        .into();
    }
    let error = match &dnssec.state {
        DnssecState::Secure | DnssecState::Insecure => return Verdict::Pass,
        DnssecState::Unclear => return Unknown::new(Why::NoAnswer, "no usable answer with or without checking").into(),
        DnssecState::Bogus(error) => error,
    };
    let why = if error.is_empty() { String::new() } else { format!(" (\"{}\")", text::quote(error, 80)) };
    Verdict::fail(
        Finding::new(format!("The signatures of {domain} are broken"))
            .observed(format!("SERVFAIL{why}; without checking of signatures the answer is fine"))
            .expected("an answer that verifies, or an unsigned domain")
            .consequence("For everybody behind a verifying resolver your site, app and mail are gone.")
            .remedy(Remedy::say(format!(
                "Delete the DS record of {domain} at your registrar at once, which makes it reachable again; then have your DNS \
                 provider sign the zone anew, and publish the new DS record."
            )))
            .reproduce(format!("dig {domain} SOA +dnssec; dig {domain} SOA +cd")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let state = |state: DnssecState| sample::dnssec(|d| d.state = state.clone());
    vec![
        Case::passes("signed", domain).seen(state(DnssecState::Secure)),
        Case::passes("unsigned", domain).seen(state(DnssecState::Insecure)),
        Case::fails("broken", domain).seen(state(DnssecState::Bogus("6 DNSSEC Bogus".into()))),
        Case::cannot_tell("silent either way", domain).seen(state(DnssecState::Unclear)),
        Case::cannot_tell("a resolver that verifies nothing", domain).seen(sample::dnssec(|d| {
            d.validating = false;
            d.state = DnssecState::Insecure;
        })),
    ]
}
