//! A public name points at an address that the Internet can't reach.

use super::record;
use crate::prelude::*;
use std::net::IpAddr;

static INFO: CheckInfo = CheckInfo {
    id: "dns/private-address",
    summary: "A public name points at a private address",
    docs: "Addresses such as 10.0.0.5, 192.168.1.9, 127.0.0.1 or fc00::1 mean something else in every network. Published \
           in public DNS, they lead visitors nowhere, tell outsiders how the inside is built, and let a stranger's \
           network answer under your name.\n\n\
           It passes when every address of the host is reachable from the Internet.",
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.01", "M1.09"],
    source: Source::unread("RFC 6890"),
    needs: &["dns/dangling-cname", "dns/does-not-resolve"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, addresses: &Addresses) -> Verdict {
    let host = cx.host();
    let Some(first) = addresses.not_public.first() else {
        return if super::nowhere(addresses) {
            Verdict::not_applicable("the host has no address")
        } else {
            Verdict::Pass
        };
    };
    let list: Vec<String> = addresses.not_public.iter().map(ToString::to_string).collect();
    let delete = match (addresses.aliases.first(), addresses.alias_target()) {
        // The records of a foreign name are not yours to delete, the alias is.
        (Some(first), Some(target)) if !cx.declared.owns(target.as_str()) => {
            vec![record(&host, "CNAME", format!("{first}."))]
        }
        (_, target) => {
            let owner = target.map_or(host.as_str(), Name::as_str);
            addresses.not_public.iter().map(|a| record(owner, kind(*a), a.to_string())).collect()
        }
    };
    let some_are_public = addresses.all().any(|a| !addresses.not_public.contains(&a));
    Verdict::fail(
        Finding::new(format!("{host} points at {first}, a private address"))
            .observed(text::list(&list))
            .expected("addresses that the Internet can reach")
            .consequence(if some_are_public {
                "Part of your visitors are sent to an address that does not exist for them."
            } else {
                "Nobody outside your own network can open it."
            })
            .remedy(Remedy::SetDns { later: Vec::new(), set: Vec::new(), delete })
            .reproduce(format!("dig +short {host} A; dig +short {host} AAAA")),
    )
}

fn kind(address: IpAddr) -> &'static str {
    if address.is_ipv4() { "A" } else { "AAAA" }
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let inside: std::net::Ipv4Addr = [10, 0, 0, 5].into();
    let private = || Addresses { v4: vec![inside], not_public: vec![inside.into()], ..sample::addresses() };
    let mut mixed = private();
    mixed.v4.extend(sample::addresses().v4);
    vec![
        Case::passes("public", host).seen(sample::addresses()),
        Case::fails("private", host).seen(private()),
        Case::fails("one of two", host).seen(mixed),
        Case::fails("behind a foreign alias", host)
            .seen(Addresses { aliases: vec![sample::name("lb.hoster.test")], ..private() }),
        Case::does_not_apply("no address", host).seen(sample::no_addresses(Lookup::NoData)),
    ]
}
