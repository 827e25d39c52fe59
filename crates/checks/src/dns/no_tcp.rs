//! A name server does not answer over TCP.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/no-tcp",
    summary: "A name server does not answer over TCP",
    docs: "Long answers (mail keys, signatures, many addresses) do not fit a datagram; resolvers then ask again \
           over TCP. A firewall that lets only UDP through loses exactly those.\n\nIt fails for an address that \
           answers over UDP and not over TCP, while another server answers over TCP from here: a network that \
           blocks port 53 accuses nobody.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 15,
    wait: Wait::None,
    mission: &["M1.01"],
    source: Source::unread("RFC 7766; RFC 9210"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let looks = || servers.servers.iter().flat_map(|s| s.looks.iter().map(move |l| (&s.name, l)));
    if !looks().any(|(_, l)| l.tcp == Some(true)) {
        return Unknown::new(Why::NoRoute, "no name server answered over TCP from here").into();
    }
    let findings = looks().filter(|(_, l)| l.tcp == Some(false) && l.view.is_some()).map(|(name, look)| {
        let address = look.address;
        Finding::new(format!("{name} does not answer for {domain} over TCP"))
            .observed(format!("{address} answered over UDP, and not over TCP"))
            .expected("answers over UDP and TCP")
            .consequence("Long answers, such as keys for mail, get lost, and mail is refused at random.")
            .remedy(Remedy::say(format!("Open TCP port 53 in the firewall in front of {name} ({address}).")))
            .reproduce(format!("dig @{address} {domain} SOA +tcp"))
            .key(name.as_str())
            .cause(name.as_str())
    });
    super::by_server(findings)
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let tcp = |one: Option<bool>, two: Option<bool>| {
        sample::name_servers(|n| (n.servers[0].looks[0].tcp, n.servers[1].looks[0].tcp) = (one, two))
    };
    vec![
        Case::passes("both", domain).seen(tcp(Some(true), Some(true))),
        Case::passes("one could not be tried", domain).seen(tcp(Some(true), None)),
        Case::fails("one", domain).seen(tcp(Some(true), Some(false))),
        Case::cannot_tell("none, as behind a filter", domain).seen(tcp(Some(false), Some(false))),
    ]
}
