//! A host that is meant to exist has no address.

use super::{nowhere, said};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/does-not-resolve",
    summary: "The host has no address in DNS",
    docs: "A name without an A or AAAA record leads nowhere. Judged are the host as typed, the canonical host and \
           declared hosts; names that were only guessed (`staging`, `status` …) owe nobody an address.\n\n\
           It passes with one address, IPv4 or IPv6. No data, a name that does not exist and a failure of the name \
           servers all count, because a visitor sees the same. A resolver that refuses the question proves nothing. \
           Everything else about the host rests on this row and is not judged while it fails.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.01", "M2.09"],
    source: Source::unread("Zonemaster BASIC02"),
    // An alias into the void is told by the check that knows what to delete, a domain without servers by its own.
    needs: &["dns/not-delegated", "dns/dangling-cname", "dns/alias-broken"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, addresses: &Addresses) -> Verdict {
    let host = cx.host();
    if !nowhere(addresses) {
        return Verdict::Pass;
    }
    if !cx.meant(&host) {
        return Verdict::not_applicable("the name was only guessed, nobody said that it exists");
    }
    let (title, remedy) = match addresses.lookup {
        Lookup::Refused => return Unknown::new(Why::NoAnswer, "the resolver refused the question").into(),
        Lookup::ServerFailure => (
            format!("DNS fails to answer for {host}"),
            format!(
                "At your DNS provider check that the zone of {host} is still there and switched on.\n\
                 At your registrar check that the name servers are those of that provider, and delete a DS record \
                 that belongs to an earlier provider."
            ),
        ),
        Lookup::NoSuchName if cx.declared.domain.as_ref().is_some_and(|d| d.as_str() == host) => (
            format!("{host} does not exist"),
            format!(
                "Check the spelling. If {host} is yours, look at your registrar whether it is paid for, and enter \
                 the name servers of your DNS provider there."
            ),
        ),
        Lookup::Found | Lookup::NoData | Lookup::NoSuchName => (
            format!("{host} has no address in DNS"),
            format!(
                "At your DNS provider publish the address of your server (your host shows it as \"IP\" or \"target\"):\n\
                 {host}. 300 A <address of the server>"
            ),
        ),
    };
    Verdict::fail(
        Finding::new(title)
            .observed(said(addresses))
            .expected("an A or AAAA record")
            .consequence(format!("Nobody can open {host}; browsers say that the site can't be found."))
            .remedy(Remedy::say(remedy))
            .reproduce(format!("dig {host} A; dig {host} AAAA")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let typed = &Subject::host("acme.example");
    let v6_only = Addresses {
        v6: vec!["2001:db8::10".parse().unwrap_or_else(|e| unreachable!("{e}"))],
        ..sample::no_addresses(Lookup::Found)
    };
    vec![
        Case::passes("one address", typed).seen(sample::addresses()),
        Case::passes("IPv6 only", typed).seen(v6_only),
        Case::fails("name does not exist", typed).seen(sample::no_addresses(Lookup::NoSuchName)),
        Case::fails("no address record", typed).seen(sample::no_addresses(Lookup::NoData)),
        Case::fails("servers fail", typed).seen(sample::no_addresses(Lookup::ServerFailure)),
        Case::fails("canonical host", host)
            .seen(sample::no_addresses(Lookup::NoData))
            .declared(|d| d.canonical = Some(Origin::https("app.acme.example"))),
        Case::does_not_apply("a guessed name", host).seen(sample::no_addresses(Lookup::NoSuchName)),
        Case::cannot_tell("refused by the resolver", typed).seen(sample::no_addresses(Lookup::Refused)),
    ]
}
