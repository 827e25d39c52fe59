//! "There is no such name" is kept for long.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/negative-ttl-long",
    summary: "A missing name stays missing for hours",
    docs: "Whoever looks up a name before you have made it gets \"no such name\", and resolvers keep that as \
           long as the last number of the SOA record says. On launch day this is why a new subdomain \"does not \
           work\" for some.\n\nIt passes up to three hours (10,800 s).",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 5,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 2308"),
    ..CheckInfo::BASE
};

/// Seconds.
const MOST: u32 = 10_800;

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let Some((server, _, view)) = servers.views().next() else {
        return Unknown::new(Why::NoAnswer, "no name server answered with authority").into();
    };
    let kept = view.soa.minimum;
    if kept <= MOST {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("A new name below {domain} stays missing for {}", text::span(kept.into())))
            .observed(format!("SOA minimum {kept} s"))
            .expected(format!("at most {MOST} s; 300 around a launch"))
            .consequence("Who looked too early gets \"not found\" for hours after you made the name.")
            .remedy(Remedy::say(format!(
                "Set the last number (minimum, negative TTL) of the SOA record of {domain} to 300."
            )))
            .reproduce(format!("dig @{server} {domain} SOA +short")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let minimum = |seconds: u32| {
        sample::name_servers(|n| n.servers[0].looks[0].view.iter_mut().for_each(|v| v.soa.minimum = seconds))
    };
    vec![
        Case::passes("five minutes", domain).seen(minimum(300)),
        Case::fails("a day", domain).seen(minimum(86_400)),
        Case::cannot_tell("no answer", domain).seen(sample::name_servers(|n| n.servers.clear())),
    ]
}
