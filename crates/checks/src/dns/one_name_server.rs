//! The domain rests on one name server.

use crate::prelude::*;
use std::collections::BTreeSet;

static INFO: CheckInfo = CheckInfo {
    id: "dns/one-name-server",
    summary: "The domain rests on a single name server",
    docs: "With one name server, or two names for one address, a single machine takes the site, the app and mail down \
           with it. Every DNS provider hands out at least two.\n\n\
           Two names with two addresses pass, at one provider as well.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.01", "M2.08"],
    source: Source::unread("RFC 2182"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, delegation: &Delegation) -> Verdict {
    let domain = &cx.subject.name;
    let names: BTreeSet<&Name> = delegation.servers.iter().map(|s| &s.name).collect();
    let addresses: BTreeSet<_> = delegation.servers.iter().flat_map(|s| &s.answers).map(|(a, _)| a).collect();
    if names.len() >= 2 && addresses.len() >= 2 {
        return Verdict::Pass;
    }
    // A server whose addresses were not found may well be the second one.
    if names.is_empty() || (names.len() >= 2 && delegation.servers.iter().any(|s| s.answers.is_empty())) {
        return Unknown::new(Why::NoAnswer, "the name servers and their addresses could not all be found").into();
    }
    let list: Vec<&str> = names.iter().map(|n| n.as_str()).collect();
    Verdict::fail(
        Finding::new(format!("{domain} rests on a single name server"))
            .observed(format!(
                "{}, with {}",
                text::list(&list),
                text::count(addresses.len(), "address", "addresses")
            ))
            .expected("at least two name servers with two addresses")
            .consequence("When that one machine is down, the site, the app and all mail are down.")
            .remedy(Remedy::say(format!(
                "At your DNS provider look up all name servers of {domain} (two or more), and enter every one of them at \
                 your registrar."
            )))
            .reproduce(format!("dig {domain} NS +short | xargs -n1 dig +short")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let good = || ServerAnswer::Authoritative { serial: 1 };
    let two = || sample::delegation(&[("203.0.113.53", good()), ("198.51.100.53", good())]);
    let mut unseen = two();
    unseen.servers[1].answers.clear();
    vec![
        Case::passes("two", domain).seen(two()),
        Case::fails("one", domain).seen(sample::delegation(&[("203.0.113.53", good())])),
        Case::fails("two names, one machine", domain)
            .seen(sample::delegation(&[("203.0.113.53", good()), ("203.0.113.53", good())])),
        Case::cannot_tell("the second has no known address", domain).seen(unseen),
        Case::cannot_tell("no servers found", domain)
            .seen(Delegation { lookup: Lookup::ServerFailure, servers: Vec::new() }),
    ]
}
