//! A name server looks names up for strangers.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/open-recursion",
    summary: "A name server looks up names for strangers",
    docs: "A name server that answers questions about foreign names for anybody is used to flood third parties \
           (its answers are longer than the questions), and its memory can be filled with forged answers about \
           your own names.\n\nEach server is asked for a name of nobody's zone. It passes when it refuses.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 10,
    wait: Wait::None,
    mission: &["M1.01"],
    source: Source::unread("RFC 5358"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let looks: Vec<_> = servers.servers.iter().flat_map(|s| s.looks.iter().map(move |l| (&s.name, l))).collect();
    let open = looks.iter().filter(|(_, l)| l.recursion == Some(true));
    let findings: Vec<Finding> = open
        .map(|(name, look)| {
            let address = look.address;
            Finding::new(format!("{name} of {domain} looks up names for strangers"))
                .observed(format!("{address} answered a question about a foreign name"))
                .expected("REFUSED")
                .consequence("Attackers use the server against others, and your provider blocks its address.")
                .remedy(Remedy::Edit {
                    file: format!("named.conf of {name}, options"),
                    line: 0,
                    text: "recursion no;".into(),
                })
                .reproduce(format!("dig @{address} a.root-servers.net A"))
                .key(name.as_str())
                .cause(name.as_str())
        })
        .collect();
    if findings.is_empty() && looks.iter().all(|(_, l)| l.recursion.is_none()) {
        return Unknown::new(Why::NoAnswer, "no name server answered").into();
    }
    super::by_server(findings)
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let open = |answer: Option<bool>| {
        sample::name_servers(|n| n.servers.iter_mut().for_each(|s| s.looks[0].recursion = answer))
    };
    vec![
        Case::passes("refused", domain).seen(sample::name_servers(|_| ())),
        Case::fails("answered", domain).seen(open(Some(true))),
        Case::cannot_tell("silent", domain).seen(open(None)),
    ]
}
