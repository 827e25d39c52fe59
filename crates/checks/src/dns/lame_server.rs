//! A listed name server does not serve the zone.

use crate::prelude::*;
use std::net::IpAddr;

static INFO: CheckInfo = CheckInfo {
    id: "dns/lame-server",
    summary: "A listed name server does not answer for the domain",
    docs: "Resolvers ask any of the listed name servers. One that answers without authority, or stays silent, makes part \
           of the questions slow or lost, and part of your visitors wait or fail; it also is the mark of a half-finished \
           move between providers.\n\n\
           Each address of each server is asked for the SOA record. A server counts as lame only while another one \
           answers with authority, and a silent address only while another address of the same family (IPv4, IPv6) \
           answered from here, so that a blocked port accuses nobody.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 1912"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, delegation: &Delegation) -> Verdict {
    let domain = &cx.subject.name;
    let good = |v6: Option<bool>| {
        delegation.servers.iter().flat_map(|s| &s.answers).any(|(address, answer)| {
            matches!(answer, ServerAnswer::Authoritative { .. }) && v6.is_none_or(|v6| address.is_ipv6() == v6)
        })
    };
    if !good(None) {
        return Unknown::new(Why::Prerequisite, "no name server answered with authority, so none can be told apart")
            .into();
    }
    let fault = |(address, answer): &(IpAddr, ServerAnswer)| match answer {
        ServerAnswer::Lame { code } => {
            Some(format!("{address} answered without authority ({})", text::quote(code, 30)))
        }
        ServerAnswer::NoAnswer if good(Some(address.is_ipv6())) => {
            Some(format!("{address} stayed silent over UDP and TCP"))
        }
        ServerAnswer::NoAnswer | ServerAnswer::Authoritative { .. } => None,
    };
    let findings = delegation.servers.iter().filter_map(|server| {
        let faults: Vec<String> = server.answers.iter().filter_map(fault).collect();
        let asked = server.answers.first().filter(|_| !faults.is_empty())?.0;
        let name = &server.name;
        Some(
            Finding::new(format!("{name} does not answer for {domain}"))
                .observed(text::list(&faults))
                .expected("every listed server answers with authority")
                .consequence("Part of your visitors wait for seconds or get no address at all.")
                .remedy(Remedy::say(format!(
                    "At your registrar and in the zone replace {name} by a name server of your DNS provider that serves \
                     {domain}; or have its operator load the zone."
                )))
                .reproduce(format!("dig @{asked} {domain} SOA +norecurse"))
                .key(name.as_str())
                .cause(name.as_str()),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let good = || ServerAnswer::Authoritative { serial: 2_026_112_001 };
    let lame = || ServerAnswer::Lame { code: "REFUSED".into() };
    let with =
        |one: ServerAnswer, two: ServerAnswer| sample::delegation(&[("203.0.113.53", one), ("198.51.100.53", two)]);
    vec![
        Case::passes("both answer", domain).seen(with(good(), good())),
        Case::passes("silent over IPv6 only, as from a machine without it", domain)
            .seen(sample::delegation(&[("203.0.113.53", good()), ("2001:db8::53", ServerAnswer::NoAnswer)])),
        Case::fails("one refuses", domain).seen(with(good(), lame())),
        Case::fails("one is silent", domain).seen(with(ServerAnswer::NoAnswer, good())),
        Case::cannot_tell("none answers from here", domain).seen(with(ServerAnswer::NoAnswer, ServerAnswer::NoAnswer)),
        Case::cannot_tell("none has authority", domain).seen(with(lame(), lame())),
    ]
}
