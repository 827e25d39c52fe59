//! The addresses at the registrar are not those of the name servers.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/glue-wrong",
    summary: "The registrar gives wrong addresses for the name servers",
    docs: "For name servers below the same ending, the registry hands out their addresses along with their \
           names (glue). When a server moved and the registrar was not told, resolvers ask a machine that is \
           gone or belongs to somebody else, who could answer in your name.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("Zonemaster CONSISTENCY04"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    if servers.staged {
        return Verdict::not_applicable("judged before it is live: the registrar does not list these servers yet");
    }
    let domain = &cx.subject.name;
    let Some(parent) = &servers.parent else {
        return Unknown::new(Why::NoAnswer, "no server of the parent zone gave addresses").into();
    };
    for (name, glue) in &parent.glue {
        let Some(server) = servers.servers.iter().find(|s| s.name == *name) else { continue };
        let Some(wrong) = glue.iter().find(|ip| !server.addresses.contains(ip)) else { continue };
        // Addresses that could not be found contradict nothing.
        if server.addresses.is_empty() {
            continue;
        }
        let right: Vec<String> = server.addresses.iter().map(ToString::to_string).collect();
        return Verdict::fail(
            Finding::new(format!("The registrar of {domain} gives a wrong address of a server"))
                .observed(format!("{name}: {wrong} at the registry, {} in DNS", text::list(&right)))
                .expected("the same addresses in both places")
                .consequence("Part of your visitors waits for a machine that is gone, or is answered by a stranger.")
                .remedy(Remedy::say(format!(
                    "At the registrar of {name} change its registered address (host object) to {}.",
                    text::list(&right)
                )))
                .reproduce(format!("dig {domain} NS +trace +additional | grep {name}; dig {name} A +short"))
                .cause(name.as_str()),
        );
    }
    Verdict::Pass
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let glue = |ip: &str| {
        sample::name_servers(|n| {
            let name = n.servers[0].name.clone();
            n.parent.iter_mut().for_each(|p| p.glue = vec![(name.clone(), ip.parse().into_iter().collect())]);
        })
    };
    vec![
        Case::passes("no glue", domain).seen(sample::name_servers(|_| ())),
        Case::passes("right", domain).seen(glue("203.0.113.53")),
        Case::fails("an old address", domain).seen(glue("192.0.2.53")),
        Case::cannot_tell("the parent is silent", domain).seen(sample::name_servers(|n| n.parent = None)),
        Case::does_not_apply("before the switch", domain).seen(sample::name_servers(|n| n.staged = true)),
    ]
}
