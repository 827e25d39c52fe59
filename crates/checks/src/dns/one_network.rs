//! All name servers stand in one network.

use crate::prelude::*;
use std::collections::BTreeSet;
use std::net::IpAddr;

static INFO: CheckInfo = CheckInfo {
    id: "dns/one-network",
    summary: "All name servers stand in one network",
    docs: "When all name servers share one network, one failure there takes the domain off the Internet. Good \
           providers spread them.\n\nNetworks are told apart by the first 24 bits of IPv4 and 48 bits of IPv6 \
           addresses. A provider that announces one prefix from many places (anycast) passes only with a second \
           prefix; large ones have it.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 60,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 2182"),
    needs: &["dns/one-name-server"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, delegation: &Delegation) -> Verdict {
    let domain = &cx.subject.name;
    let mut addresses: Vec<IpAddr> = delegation.servers.iter().flat_map(|s| &s.answers).map(|(ip, _)| *ip).collect();
    addresses.sort();
    addresses.dedup();
    if addresses.len() < 2 || delegation.servers.iter().any(|s| s.answers.is_empty()) {
        return Unknown::new(Why::NoAnswer, "the addresses of the name servers could not all be found").into();
    }
    let prefixes = |v6: bool| addresses.iter().filter(|a| a.is_ipv6() == v6).map(prefix).collect::<BTreeSet<_>>().len();
    if prefixes(false) >= 2 || prefixes(true) >= 2 {
        return Verdict::Pass;
    }
    let list: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    Verdict::fail(
        Finding::new(format!("All name servers of {domain} stand in one network"))
            .observed(text::list(&list))
            .expected("name servers in two networks")
            .consequence("One failure of that network takes the site, the app and mail off the Internet.")
            .remedy(Remedy::say(format!(
                "Move {domain} to a DNS provider with servers in several networks, or add a second one."
            )))
            .reproduce(format!("dig {domain} NS +short | xargs -n1 dig +short")),
    )
}

fn prefix(address: &IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(ip) => ip.octets()[..3].to_vec(),
        IpAddr::V6(ip) => ip.octets()[..6].to_vec(),
    }
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let good = || ServerAnswer::Authoritative { serial: 1 };
    let at = |a: &str, b: &str| sample::delegation(&[(a, good()), (b, good())]);
    vec![
        Case::passes("two networks", domain).seen(at("203.0.113.53", "198.51.100.53")),
        Case::fails("one network", domain).seen(at("203.0.113.53", "203.0.113.54")),
        Case::fails("one of each family", domain).seen(at("203.0.113.53", "2001:db8::53")),
        Case::cannot_tell("no addresses", domain)
            .seen(Delegation { lookup: Lookup::ServerFailure, servers: Vec::new() }),
    ]
}
