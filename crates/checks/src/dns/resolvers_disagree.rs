//! A resolver says something that no name server of the domain says, and that is no old answer.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/resolvers-disagree",
    summary: "A resolver makes up its own answer for the host",
    docs: "Visitors reach your host through the resolver of their network. Some resolvers answer from a list of their own: \
           a filter, an internal zone that nobody updated, a captured network. Whoever sits behind one lands elsewhere.\n\n\
           Compared are the resolvers named with --resolver (repeat it), for A, AAAA and CNAME records of the host. Where \
           they differ, the domain's name servers are asked: an answer that one of them gives passes (balanced load), and so \
           does an answer that grows old, because it is an earlier one that goes by itself; `launch-ready dns watch` shows \
           when. What fails is an answer that no name server gives and whose time to live stands still.",
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M1.01", "M2.09"],
    source: Source::unread("our own rule"),
    needs: &["dns/does-not-resolve"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, answers: &ResolverAnswers) -> Verdict {
    if answers.resolvers.len() < 2 {
        return Verdict::not_applicable("one resolver was asked; name more with --resolver");
    }
    let heard: Vec<&ResolverSays> = answers.resolvers.iter().filter(|r| r.lookup.is_some()).collect();
    let [first, others @ ..] = heard.as_slice() else {
        return Unknown::new(Why::NoResolver, "none of those named gave an answer").into();
    };
    if others.is_empty() {
        return Unknown::new(Why::NoResolver, format!("{} alone answered", first.resolver)).into();
    }
    if others.iter().all(|r| r.records == first.records) {
        return Verdict::Pass;
    }
    let Some(servers) = &answers.servers else {
        return Unknown::new(Why::NoAnswer, "the resolvers differ, and no name server answered to compare with").into();
    };
    let host = cx.host();
    let made_up = heard.iter().filter(|r| r.ages == Some(false)).map(|r| {
        let who = &r.resolver;
        Finding::new(format!("{who} makes up its own answer for {host}"))
            .observed(format!("{who}: {}; name servers: {}", shown(&r.records), shown(servers)))
            .expected("what the name servers say")
            .consequence(format!("Everybody behind that resolver lands elsewhere, or cannot open {host}."))
            .remedy(Remedy::Ask {
                who: format!("whoever runs {who}"),
                question: format!(
                    "why does {who} answer for {host} by itself (filter, local zone, override), and can that entry go?"
                ),
            })
            .reproduce(format!("dig {} {host} A; sleep 3; dig {} {host} A", server(who), server(who)))
            .key(who.as_str())
            .cause(who.as_str())
    });
    Verdict::of(made_up.collect())
}

/// The resolver as dig takes it.
fn server(resolver: &str) -> String {
    if let Some(rest) = resolver.strip_prefix("tls://") {
        return format!("+tls @{}", rest.split('#').next().unwrap_or(rest));
    }
    match resolver.strip_prefix("https://") {
        Some(rest) => format!("+https @{}", rest.split('/').next().unwrap_or(rest)),
        None => format!("@{resolver}"),
    }
}

fn shown(records: &[String]) -> String {
    if records.is_empty() { "no address".to_owned() } else { text::quote(&records.join(", "), 90) }
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let says = |resolver: &str, ip: &str, ages| ResolverSays {
        resolver: resolver.into(),
        lookup: (!ip.is_empty()).then_some(Lookup::Found),
        records: vec![format!("app.acme.example. a {ip}")],
        ages,
    };
    let servers = || Some(vec!["app.acme.example. a 203.0.113.20".to_owned()]);
    let pair = |other: ResolverSays, servers| ResolverAnswers {
        resolvers: vec![says("192.0.2.53", "203.0.113.20", None), other],
        servers,
    };
    let other = |ip: &str, ages| says("198.51.100.53", ip, ages);
    vec![
        Case::passes("the same", host).seen(pair(other("203.0.113.20", None), None)),
        Case::passes("an old answer", host).seen(pair(other("203.0.113.9", Some(true)), servers())),
        Case::fails("an answer that stands still", host).seen(pair(other("203.0.113.9", Some(false)), servers())),
        Case::cannot_tell("no name server to compare with", host).seen(pair(other("203.0.113.9", None), None)),
        Case::cannot_tell("the other one is silent", host).seen(pair(other("", None), None)),
        Case::does_not_apply("one resolver", host)
            .seen(ResolverAnswers { resolvers: vec![other("203.0.113.20", None)], servers: None }),
    ]
}
