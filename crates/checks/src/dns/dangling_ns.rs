//! A part of the zone is handed to servers that are gone.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/dangling-ns",
    summary: "A part of the domain is handed to servers that are gone",
    docs: "NS records below the domain hand a part of it to other name servers. When the account there is closed, \
           whoever opens one and adds that name answers for it, and gets certificates and mail with it; when the \
           domain of such a server was given up, registering it is enough.\n\n\
           The usual names and the declared hosts are looked at. It fails when the domain of one server is free by \
           two proofs (its parent zone and its registry do not know it), or when every server answered and none of \
           them serves that part. Silence proves nothing.",
    subject: SubjectKind::Domain,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.09"],
    // Many networks let nobody ask name servers themselves; the name servers' own rows say so.
    decisive: Some(false),
    source: Source::unread("OWASP WSTG-CONF-10; 0xpatrik, subdomain takeover: going beyond CNAME"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

/// What is wrong with one delegation, and its proof; `Err` when it can't be told.
fn fault(zone: &Subzone) -> Result<Option<(&'static str, String)>, ()> {
    let free = zone.servers.iter().find_map(|s| match &s.state {
        SubzoneState::Free(domain) => {
            let seen = format!("NS {}; {domain} does not exist (NXDOMAIN) and is not registered", s.name);
            Some(("a server in a domain that nobody owns", seen))
        }
        _ => None,
    });
    if free.is_some() {
        return Ok(free);
    }
    if zone.servers.iter().any(|s| s.state == SubzoneState::Serves) {
        return Ok(None);
    }
    let said = zone.servers.iter().map(|s| match &s.state {
        SubzoneState::Lame(code) => Ok(format!("{} answers {}", s.name, text::quote(code, 30))),
        SubzoneState::NoSuchName => Ok(format!("{} does not exist (NXDOMAIN)", s.name)),
        SubzoneState::Serves | SubzoneState::Free(_) | SubzoneState::Unclear => Err(()),
    });
    said.collect::<Result<Vec<_>, ()>>().map(|all| Some(("servers that do not have it", text::list(&all))))
}

fn judge(cx: &Cx, subzones: &Subzones) -> Verdict {
    let mut open = None;
    let mut findings = Vec::new();
    for zone in &subzones.zones {
        let name = &zone.name;
        match fault(zone) {
            Ok(None) => {}
            Err(()) => open = Some(name),
            Ok(Some((whom, seen))) => findings.push(
                Finding::new(format!("{name} is handed to {whom}"))
                    .observed(seen)
                    .expected("servers that answer for it, or no NS records")
                    .consequence("Someone else can answer for it: pages, certificates and mail under your name.")
                    .remedy(Remedy::say(format!(
                        "At the DNS provider of {} delete the NS records of {name}; or add the zone {name} again \
                         at the provider that they name.",
                        cx.subject.name
                    )))
                    .reproduce(format!("dig {name} NS +trace | tail -n 8; dig {name} SOA"))
                    .key(name.as_str())
                    .cause(name.as_str()),
            ),
        }
    }
    match open {
        Some(name) if findings.is_empty() => {
            Unknown::new(Why::NoAnswer, format!("a server of {name} stayed silent")).into()
        }
        _ => Verdict::of(findings),
    }
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let with = |states: &[SubzoneState]| {
        let server =
            |state: &SubzoneState| SubzoneServer { name: sample::name("ns.old.example"), state: state.clone() };
        let zone = Subzone { name: sample::name("shop.acme.example"), servers: states.iter().map(server).collect() };
        Subzones { zones: vec![zone] }
    };
    let refused = || SubzoneState::Lame("REFUSED".into());
    let free = || SubzoneState::Free(sample::name("old.example"));
    vec![
        Case::passes("nothing is handed on", domain).seen(Subzones { zones: Vec::new() }),
        Case::passes("one of two serves", domain).seen(with(&[SubzoneState::Serves, refused()])),
        Case::fails("none has it", domain).seen(with(&[refused(), SubzoneState::NoSuchName])),
        Case::fails("one could be anybody's", domain).seen(with(&[SubzoneState::Serves, free()])),
        Case::cannot_tell("one is silent", domain).seen(with(&[refused(), SubzoneState::Unclear])),
    ]
}
