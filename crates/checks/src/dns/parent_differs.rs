//! The registrar and the zone name different name servers.

use crate::prelude::*;
use std::collections::BTreeSet;

static INFO: CheckInfo = CheckInfo {
    id: "dns/parent-differs",
    summary: "Registrar and zone name different name servers",
    docs: "Resolvers begin with the list at the registrar and go on with the one inside the zone. When the two \
           differ, part of your visitors is served by machines that nobody keeps up to date, and the difference \
           shows up on the day one of them is switched off.\n\nCompared is the list that a server of the parent \
           zone gives with the one that each of your servers gives.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("Zonemaster CONSISTENCY05, DELEGATION"),
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
    let Some(parent) = servers.parent.as_ref().filter(|p| !p.names.is_empty()) else {
        return Unknown::new(Why::NoAnswer, "no server of the parent zone gave the list").into();
    };
    let listed: BTreeSet<&Name> = parent.names.iter().collect();
    let mut views = servers.views().peekable();
    if views.peek().is_none() {
        return Unknown::new(Why::NoAnswer, "no name server of the zone gave its own list").into();
    }
    let Some((_, address, view)) = views.find(|(_, _, v)| v.servers.iter().collect::<BTreeSet<_>>() != listed) else {
        return Verdict::Pass;
    };
    let shown = |names: &[Name]| text::list(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
    Verdict::fail(
        Finding::new(format!("Registrar and zone disagree on the servers of {domain}"))
            .observed(format!("registrar: {}; zone at {address}: {}", shown(&parent.names), shown(&view.servers)))
            .expected("the same names in both places")
            .consequence("Part of your visitors is served by machines that the next change leaves out.")
            .remedy(Remedy::say(format!(
                "Enter {} as name servers of {domain} at your registrar, or correct the NS records in the zone.",
                shown(&view.servers)
            )))
            .reproduce(format!("dig {domain} NS +short @{address}; dig {domain} NS +trace | tail -n 8")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let with = |parent: &[&str], own: &[&str]| {
        sample::name_servers(|n| {
            n.parent = Some(ParentSays {
                names: parent.iter().map(|p| sample::name(p)).collect(),
                glue: Vec::new(),
                denies: false,
            });
            for look in n.servers.iter_mut().flat_map(|s| &mut s.looks) {
                look.view.iter_mut().for_each(|v| v.servers = own.iter().map(|o| sample::name(o)).collect());
            }
        })
    };
    vec![
        Case::passes("the same", domain).seen(sample::name_servers(|_| ())),
        Case::passes("in another order", domain).seen(with(&["b.example", "a.example"], &["a.example", "b.example"])),
        Case::fails("one more in the zone", domain).seen(with(&["a.example"], &["a.example", "b.example"])),
        Case::fails("one forgotten at the registrar", domain).seen(with(&["a.example", "b.example"], &["a.example"])),
        Case::cannot_tell("the parent is silent", domain).seen(sample::name_servers(|n| n.parent = None)),
        Case::does_not_apply("before the switch", domain).seen(sample::name_servers(|n| n.staged = true)),
    ]
}
