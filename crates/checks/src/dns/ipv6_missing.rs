//! The host has no IPv6 address.

use super::nowhere;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/ipv6-missing",
    summary: "The host can not be reached over IPv6",
    docs: "Mobile networks and many offices run on IPv6 and reach IPv4 through a shared gateway, which is \
           slower and makes many customers look like one address. Most hosting offers IPv6 at no \
           cost.\n\nJudged are the bare domain, its www, and hosts that were typed or declared, unless they are \
           aliases to somebody else's name.",
    subject: SubjectKind::Host,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 30,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 8305; internet.nl"),
    needs: &["dns/does-not-resolve", "dns/dangling-cname"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, addresses: &Addresses) -> Verdict {
    let host = cx.host();
    let apex = cx.declared.domain.as_ref().map_or("", Name::as_str);
    if !cx.expected(&host) && host != apex {
        return Verdict::not_applicable("nobody said that this name is for visitors");
    }
    if addresses.alias_target().is_some_and(|t| !cx.declared.owns(t.as_str())) {
        return Verdict::not_applicable("the addresses are those of another company");
    }
    if nowhere(addresses) {
        return Verdict::not_applicable("the host has no address");
    }
    if !addresses.v6.is_empty() {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("{host} can not be reached over IPv6"))
            .observed("A records only, no AAAA record")
            .expected("an AAAA record beside the A record")
            .consequence("Customers in mobile networks come through a slower gateway that they share with many.")
            .remedy(Remedy::say(format!(
                "Switch IPv6 on at your hosting, let the web server listen on it, then publish its address as AAAA record of {host}."
            )))
            .reproduce(format!("dig {host} AAAA +short")),
    )
}

fn cases() -> Vec<Case> {
    let apex = &Subject::host("acme.example");
    let both = Addresses { v6: "2001:db8::10".parse().into_iter().collect(), ..sample::addresses() };
    let alias = Addresses { aliases: vec![sample::name("acme.host.example")], ..sample::addresses() };
    vec![
        Case::passes("both families", apex).seen(both),
        Case::fails("IPv4 only", apex).seen(sample::addresses()),
        Case::does_not_apply("an alias to a provider", apex).seen(alias),
        Case::does_not_apply("a guessed name", &sample::host()).seen(sample::addresses()),
    ]
}
