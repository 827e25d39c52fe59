//! The IPv6 address of the host does not answer.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/ipv6-dead",
    summary: "The IPv6 address of the host does not answer",
    docs: "Browsers with IPv6 try that address first. When nobody listens there, each first page waits until \
           the browser falls back to IPv4, and programs without fallback fail.\n\nIt fails when no IPv6 address \
           accepts connections on port 443 while IPv4 does. From a machine without IPv6 nothing can be told, \
           and nothing is.",
    subject: SubjectKind::Host,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 8305"),
    decisive: Some(false),
    needs: &["dns/does-not-resolve", "dns/dangling-cname"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, addresses: &Addresses, ports: &Ports) -> Verdict {
    let host = cx.host();
    if addresses.v6.is_empty() {
        return Verdict::not_applicable("the host has no IPv6 address");
    }
    let at = |v6: bool| ports.tried.iter().filter(move |p| p.port == 443 && p.address.is_ipv6() == v6);
    let open = |v6: bool| at(v6).any(|p| p.outcome == Connect::Open);
    if !open(false) {
        return Verdict::not_applicable("port 443 is not open over IPv4 either");
    }
    if at(true).next().is_none() {
        return Unknown::new(Why::NoRoute, "no IPv6 from here").into();
    }
    if open(true) {
        return Verdict::Pass;
    }
    let seen: Vec<String> = at(true)
        .map(|p| format!("{} {}", p.address, if p.outcome == Connect::Refused { "refused" } else { "silent" }))
        .collect();
    let delete = addresses.v6.iter().map(|ip| super::record(&host, "AAAA", ip.to_string())).collect();
    Verdict::fail(
        Finding::new(format!("The IPv6 address of {host} does not answer"))
            .observed(text::list(&seen))
            .expected("port 443 open over IPv6 as over IPv4, or no AAAA record")
            .consequence("Customers with IPv6 wait before each first page, and some programs fail.")
            .remedy(Remedy::SetDns { later: Vec::new(), set: Vec::new(), delete })
            .reproduce(format!("curl -6 -sv --connect-timeout 5 https://{host}/ -o /dev/null")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let both = || Addresses { v6: "2001:db8::10".parse().into_iter().collect(), ..sample::addresses() };
    let ports = |v6: Option<Connect>| {
        let mut ports = sample::ports(Connect::Open, Connect::Open);
        if let (Some(outcome), Ok(address)) = (v6, "2001:db8::10".parse()) {
            ports.tried.push(PortLook { address, port: 443, outcome });
        }
        ports
    };
    vec![
        Case::passes("both open", host).seen(both()).seen(ports(Some(Connect::Open))),
        Case::fails("refused over IPv6", host).seen(both()).seen(ports(Some(Connect::Refused))),
        Case::cannot_tell("no IPv6 from here", host).seen(both()).seen(ports(None)),
        Case::does_not_apply("no IPv6 address", host).seen(sample::addresses()).seen(ports(None)),
        Case::does_not_apply("closed over IPv4 too", host)
            .seen(both())
            .seen(sample::ports(Connect::Open, Connect::Refused)),
    ]
}
