//! A name server does not understand EDNS.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/edns-broken",
    summary: "A name server does not understand EDNS",
    docs: "EDNS lets answers be longer than 512 bytes and signed. A server, or a firewall in front of it, that \
           drops such questions or calls them malformed makes every resolver ask several times.\n\nEach server \
           gets a question with a version of EDNS to come; a correct one answers BADVERS. It fails when no \
           answer comes while plain questions are answered, or when the answer shows that EDNS is unknown.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 30,
    wait: Wait::None,
    mission: &["M1.01"],
    source: Source::unread("RFC 6891"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let looks = servers.servers.iter().flat_map(|s| s.looks.iter().map(move |l| (&s.name, l)));
    let mut tried = false;
    let mut findings = Vec::new();
    for (name, look) in looks.filter(|(_, l)| l.view.is_some()) {
        let seen = match &look.edns {
            EdnsAnswer::NotTried => continue,
            EdnsAnswer::Good => {
                tried = true;
                continue;
            }
            EdnsAnswer::Unknown(code) => format!("{} answered {} without EDNS", look.address, text::quote(code, 40)),
            EdnsAnswer::Silent => format!("{} stayed silent, and answers plain questions", look.address),
        };
        findings.push(
            Finding::new(format!("{name} of {domain} does not understand EDNS"))
                .observed(seen)
                .expected("BADVERS to a version that does not exist yet")
                .consequence("Every first look-up of your names takes several tries.")
                .remedy(Remedy::say(format!("Update the server software of {name}, or the firewall in front of it.")))
                .reproduce(format!("dig @{} {domain} SOA +edns=1 +noednsneg", look.address))
                .key(name.as_str())
                .cause(name.as_str()),
        );
    }
    if !tried && findings.is_empty() {
        return Unknown::new(Why::NoAnswer, "no name server was asked").into();
    }
    super::by_server(findings)
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let edns = |answer: EdnsAnswer| sample::name_servers(|n| n.servers[1].looks[0].edns = answer.clone());
    vec![
        Case::passes("understood", domain).seen(sample::name_servers(|_| ())),
        Case::fails("called malformed", domain).seen(edns(EdnsAnswer::Unknown("Form Error".into()))),
        Case::fails("dropped", domain).seen(edns(EdnsAnswer::Silent)),
        Case::cannot_tell("not asked", domain).seen(sample::name_servers(|n| n.servers.clear())),
    ]
}
