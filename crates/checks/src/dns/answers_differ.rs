//! The name servers give different answers.

use crate::prelude::*;
use std::collections::BTreeSet;

static INFO: CheckInfo = CheckInfo {
    id: "dns/answers-differ",
    summary: "The name servers give different answers",
    docs: "Resolvers ask any of your servers. When two of them give different addresses or mail servers for the \
           domain, visitors are split at random, and nobody can tell why \"it works for me\".\n\nCompared are \
           A, AAAA, MX and TXT records of the domain's own name, as each server answers from here. Addresses \
           that lie in the same network pass: some providers balance load that way.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("our own rule"),
    needs: &["dns/soa-differs"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let views: Vec<_> = servers.views().collect();
    let [(first, _, view), rest @ ..] = views.as_slice() else {
        return Unknown::new(Why::NoAnswer, "no name server answered").into();
    };
    if rest.is_empty() {
        return Unknown::new(Why::NoAnswer, "fewer than two name servers answered").into();
    }
    for (other, address, theirs) in rest {
        let mut both = view.records.iter().zip(&theirs.records);
        let Some(((kind, a), (_, b))) = both.find(|((kind, a), (_, b))| a != b && !balanced(kind, a, b)) else {
            continue;
        };
        let shown =
            |list: &[String]| if list.is_empty() { "nothing".to_owned() } else { text::quote(&list.join(" "), 80) };
        return Verdict::fail(
            Finding::new(format!("The name servers of {domain} give different answers"))
                .observed(format!("{kind}: {first} says {}, {other} ({address}) says {}", shown(a), shown(b)))
                .expected("the same records at every server")
                .consequence("Visitors and mail are split at random between two places.")
                .remedy(Remedy::say(format!(
                    "Make {first} and {other} serve the same zone, or remove the outdated one at your registrar."
                )))
                .reproduce(format!("dig @{first} {domain} {kind} +short; dig @{other} {domain} {kind} +short"))
                .cause(other.as_str()),
        );
    }
    Verdict::Pass
}

/// Addresses of the same networks (two leading parts), as a balancing provider hands them out in turn.
fn balanced(kind: &str, a: &[String], b: &[String]) -> bool {
    let mark = if kind == "A" { '.' } else { ':' };
    let network = |ip: &String| ip.splitn(3, mark).take(2).collect::<Vec<_>>().join(".");
    let networks = |list: &[String]| list.iter().map(network).collect::<BTreeSet<_>>();
    matches!(kind, "A" | "AAAA") && a.len() == b.len() && !a.is_empty() && networks(a) == networks(b)
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let other = |kind: &str, values: &[&str]| {
        sample::name_servers(|n| {
            let view = n.servers[1].looks[0].view.iter_mut();
            let records = view.flat_map(|v| &mut v.records).filter(|(k, _)| k == kind);
            records.for_each(|(_, v)| *v = values.iter().map(|x| (*x).to_owned()).collect());
        })
    };
    vec![
        Case::passes("the same", domain).seen(sample::name_servers(|_| ())),
        Case::passes("balanced", domain).seen(other("A", &["203.0.113.11"])),
        Case::fails("another address", domain).seen(other("A", &["198.51.100.7"])),
        Case::fails("no mail server", domain).seen(other("MX", &[])),
        Case::cannot_tell("one server only", domain).seen(sample::name_servers(|n| n.servers.truncate(1))),
    ]
}
