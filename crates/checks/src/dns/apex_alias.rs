//! The domain itself is an alias.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/apex-alias",
    summary: "The domain itself is an alias",
    docs: "A name with an alias (CNAME) can have no other record, and the domain itself always has others: its \
           name servers, its mail. Which of them a resolver then drops is chance: mail and subdomains fail for \
           some and work for others. Providers offer ALIAS, ANAME or \"flattening\" instead, which publish \
           plain addresses.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Blocker,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 1034"),
    eased_in_demo: true,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let mut views = servers.views().peekable();
    if views.peek().is_none() {
        return Unknown::new(Why::NoAnswer, "no name server answered with authority").into();
    }
    let alias = |v: &ZoneView| v.records.iter().find(|(k, _)| k == "CNAME").and_then(|(_, v)| v.first().cloned());
    let Some((_, address, target)) = views.find_map(|(name, address, v)| Some((name, address, alias(v)?))) else {
        return Verdict::Pass;
    };
    Verdict::fail(
        Finding::new(format!("{domain} itself is an alias"))
            .observed(format!("{domain} CNAME {target}, at {address}"))
            .expected("A and AAAA records, or what your provider calls ALIAS")
            .consequence("Mail to the domain and its subdomains fail for part of the world.")
            .remedy(Remedy::say(format!(
                "At your DNS provider replace the CNAME of {domain} by an ALIAS (ANAME, flattened) record to {target}, or by A and \
                 AAAA records."
            )))
            .reproduce(format!("dig @{address} {domain} CNAME +norecurse")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let alias = || {
        sample::name_servers(|n| {
            let view = n.servers[0].looks[0].view.iter_mut();
            view.for_each(|v| v.records.push(("CNAME".into(), vec!["acme.host.example.".into()])));
        })
    };
    vec![
        Case::passes("addresses", domain).seen(sample::name_servers(|_| ())),
        Case::fails("an alias", domain).seen(alias()),
        Case::cannot_tell("no answer", domain).seen(sample::name_servers(|n| n.servers.clear())),
    ]
}
