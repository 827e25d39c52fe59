//! Any certificate authority is free to issue for the domain.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/caa-missing",
    summary: "No rule says who issues certificates for the domain",
    docs: "A CAA record names the certificate authorities that may issue for the domain; all others have to \
           refuse. Without one, a mistake of any of some hundred authorities in the world is enough for a \
           stranger to get a certificate in your name.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M2.05"],
    source: Source::unread("RFC 8659"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, caa: Each<Caa>) -> Verdict {
    let domain = &cx.subject.name;
    let own = match caa.of(domain) {
        None => return Unknown::from(Why::NotGathered).into(),
        Some(Err(unknown)) => return unknown.clone().into(),
        Some(Ok(caa)) => *caa,
    };
    if own.records.iter().any(|r| r.tag.eq_ignore_ascii_case("issue")) {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("No rule says who issues certificates for {domain}"))
            .observed(if own.records.is_empty() { "no CAA record" } else { "no CAA record with the tag \"issue\"" })
            .expected("a CAA record for each authority that you use")
            .consequence("A mistake at any authority gives a stranger a valid certificate in your name.")
            .remedy(Remedy::say(format!(
                "At your DNS provider publish, with the authority that issues for you: {domain}. 3600 CAA 0 issue \"letsencrypt.org\""
            )))
            .reproduce(format!("dig +short {domain} CAA")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let apex = &Subject::host("acme.example");
    let caa = |records: &[(&str, &str)]| Caa {
        found_at: (!records.is_empty()).then(|| sample::name("acme.example")),
        records: records
            .iter()
            .map(|(tag, value)| CaaRecord { critical: false, tag: (*tag).into(), value: (*value).into() })
            .collect(),
    };
    vec![
        Case::passes("one authority", domain).with(apex, caa(&[("issue", "letsencrypt.org")])),
        Case::passes("nobody", domain).with(apex, caa(&[("issue", ";")])),
        Case::fails("none", domain).with(apex, caa(&[])),
        Case::fails("only a report address", domain).with(apex, caa(&[("iodef", "mailto:it@acme.example")])),
        Case::cannot_tell("only of another host", domain).with(&sample::host(), caa(&[])),
    ]
}
