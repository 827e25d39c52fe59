//! Nobody answers for the domain.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/not-delegated",
    summary: "Nobody answers for the domain",
    docs: "The registry's zone says which name servers answer for a domain. Without such an entry, or with one that \
           names servers which do not have the domain, nothing below it exists: no site, no app, no mail.\n\n\
           It fails when a server of the parent zone says with authority that there is no entry, or when every \
           listed server answered and none has the domain. Silence proves nothing, and a domain that nobody \
           registered is told by its registration. Everything else about the domain rests on this row.",
    subject: SubjectKind::Domain,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01", "M1.10"],
    source: Source::unread("Zonemaster BASIC01, BASIC02"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers, delegation: &Delegation, registration: Seen<&Registration>) -> Verdict {
    let domain = &cx.subject.name;
    if registration.is_ok_and(|r| !r.registered) {
        return Verdict::not_applicable("nobody has registered it");
    }
    let finding = |title: String, seen: String, remedy: String| {
        Finding::new(title)
            .observed(seen)
            .expected("name servers at the registrar that answer for the domain")
            .consequence("Nothing of the domain can be reached: no site, no app, no mail.")
            .remedy(Remedy::say(remedy))
            .reproduce(format!("dig {domain} NS +trace | tail -n 8"))
    };
    let answers: Vec<&ServerAnswer> = delegation.servers.iter().flat_map(|s| &s.answers).map(|(_, a)| a).collect();
    // From networks where only the resolver can be asked, its answer is the proof.
    let resolved = servers.parent.is_none() && delegation.lookup == Lookup::Found;
    if resolved || answers.iter().any(|a| matches!(a, ServerAnswer::Authoritative { .. })) {
        return Verdict::Pass;
    }
    if servers.parent.as_ref().is_some_and(|p| p.denies) {
        return Verdict::fail(finding(
            format!("{domain} has no name servers at the registrar"),
            "the parent zone has no entry for the name".into(),
            format!("At your registrar enter the name servers that your DNS provider shows for {domain}."),
        ));
    }
    let lame = |a: &&ServerAnswer| match a {
        ServerAnswer::Lame { code } => Some(text::quote(code, 30)),
        ServerAnswer::Authoritative { .. } | ServerAnswer::NoAnswer => None,
    };
    let codes: Option<Vec<String>> = answers.iter().map(lame).collect();
    let every = delegation.servers.iter().all(|s| !s.answers.is_empty());
    match codes {
        Some(mut codes) if every && !codes.is_empty() => {
            codes.dedup();
            let names: Vec<String> = delegation.servers.iter().map(|s| s.name.to_string()).collect();
            Verdict::fail(finding(
                format!("None of its name servers has {domain}"),
                format!("{} answer {}", text::list(&names), text::list(&codes)),
                format!(
                    "Add the zone {domain} at the provider that runs {}; or enter the name servers of your present \
                     DNS provider at your registrar.",
                    text::list(&names)
                ),
            ))
        }
        _ => Unknown::new(Why::NoAnswer, "no usable answer from the parent zone and the name servers").into(),
    }
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let good = || ServerAnswer::Authoritative { serial: 2_026_112_001 };
    let lame = || ServerAnswer::Lame { code: "REFUSED".into() };
    let with =
        |one: ServerAnswer, two: ServerAnswer| sample::delegation(&[("203.0.113.53", one), ("198.51.100.53", two)]);
    let parent =
        |denies| sample::name_servers(|n| n.parent = Some(ParentSays { names: Vec::new(), glue: Vec::new(), denies }));
    let nobody = || Delegation { lookup: Lookup::NoSuchName, servers: Vec::new() };
    let registered = |registered| Registration { registered, expires: None, registrar: None, status: Vec::new() };
    vec![
        Case::passes("one answers", domain).seen(sample::name_servers(|_| ())).seen(with(good(), lame())),
        Case::fails("no entry", domain).seen(parent(true)).seen(nobody()).seen(registered(true)),
        Case::fails("none has it", domain).seen(sample::name_servers(|_| ())).seen(with(lame(), lame())),
        Case::cannot_tell("one is silent", domain)
            .seen(sample::name_servers(|_| ()))
            .seen(with(lame(), ServerAnswer::NoAnswer)),
        Case::passes("only the resolver can be asked", domain)
            .seen(sample::name_servers(|n| n.parent = None))
            .seen(with(ServerAnswer::NoAnswer, ServerAnswer::NoAnswer)),
        Case::cannot_tell("the parent says nothing", domain).seen(parent(false)).seen(nobody()),
        Case::does_not_apply("not registered", domain).seen(parent(true)).seen(nobody()).seen(registered(false)),
    ]
}
