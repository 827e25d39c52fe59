//! The name of a name server is an alias.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/name-server-alias",
    summary: "The name of a name server is an alias",
    docs: "The name in an NS record has to have an address of its own. Many resolvers do not follow an alias \
           (CNAME) there, and treat the server as missing.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 2181"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let findings = servers.servers.iter().filter_map(|server| {
        let (name, target) = (&server.name, server.alias.as_ref()?);
        Some(
            Finding::new(format!("The name server {name} of {domain} is an alias"))
                .observed(format!("{name} CNAME {target}"))
                .expected("a name with addresses of its own")
                .consequence("Many resolvers leave such a server out, and part of your visitors waits or fails.")
                .remedy(Remedy::say(format!("At your registrar and in the zone replace {name} by {target}.")))
                .reproduce(format!("dig {name} CNAME +short"))
                .key(name.as_str()),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let alias = || sample::name_servers(|n| n.servers[1].alias = Some(sample::name("ns.host.example")));
    vec![
        Case::passes("no alias", domain).seen(sample::name_servers(|_| ())),
        Case::fails("an alias", domain).seen(alias()),
    ]
}
