//! A name server has a private address.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/name-server-private",
    summary: "A name server has a private address",
    docs: "An address such as 10.0.0.53 can be reached from inside one network only. Resolvers outside try it, \
           wait, and go on to the next server; or ask whatever has that address in their own network.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 6890"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let findings = servers.servers.iter().filter(|s| !s.not_public.is_empty()).map(|server| {
        let name = &server.name;
        let list: Vec<String> = server.not_public.iter().map(ToString::to_string).collect();
        Finding::new(format!("{name} of {domain} has a private address"))
            .observed(text::list(&list))
            .expected("addresses that the Internet can reach")
            .consequence("Part of your visitors waits for seconds before each first page.")
            .remedy(Remedy::say(format!(
                "Delete the address {} of {name}, and publish its public one.",
                text::list(&list)
            )))
            .reproduce(format!("dig {name} A +short; dig {name} AAAA +short"))
            .key(name.as_str())
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let private = || sample::name_servers(|n| n.servers[1].not_public = "10.0.0.53".parse().into_iter().collect());
    vec![
        Case::passes("public", domain).seen(sample::name_servers(|_| ())),
        Case::fails("private", domain).seen(private()),
    ]
}
