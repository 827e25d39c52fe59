//! Records are kept for too long, or hardly at all.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/ttl-extreme",
    summary: "Records are kept for too long or hardly at all",
    docs: "The time to live says how long resolvers keep a record. Above a day, a mistake or a move takes days \
           to mend; below half a minute, every page waits for DNS and an outage of the name servers is felt at \
           once.\n\nJudged are the records of the domain's own name: addresses, mail servers, texts. Before a \
           launch 300 seconds are handy; afterwards an hour is usual.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 1912; the limits are our own"),
    ..CheckInfo::BASE
};

/// Seconds.
const SHORTEST: u32 = 30;
/// Seconds: a day.
const LONGEST: u32 = 86_400;

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let Some((server, _, view)) = servers.views().next() else {
        return Unknown::new(Why::NoAnswer, "no name server answered with authority").into();
    };
    let wrong = |(kind, ttl): &&(String, u32)| kind != "NS" && !(SHORTEST..=LONGEST).contains(ttl);
    let Some((kind, ttl)) = view.ttls.iter().find(wrong) else { return Verdict::Pass };
    let how = if *ttl > LONGEST { "for more than a day" } else { "for hardly a moment" };
    Verdict::fail(
        Finding::new(format!("{kind} records of {domain} are kept {how}"))
            .observed(format!("time to live {ttl} s"))
            .expected(format!("{SHORTEST} to {LONGEST} s"))
            .consequence(if *ttl > LONGEST {
                "A mistake in these records stays with your visitors for days."
            } else {
                "Every page waits for DNS, and a short outage of the name servers is felt at once."
            })
            .remedy(Remedy::say(format!("Set the TTL of the {kind} records of {domain} to 3600 at your DNS provider.")))
            .reproduce(format!("dig @{server} {domain} {kind} +norecurse +noall +answer")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let ttl = |kind: &str, ttl: u32| {
        sample::name_servers(|n| {
            let view = n.servers[0].looks[0].view.iter_mut();
            view.for_each(|v| v.ttls = vec![(kind.into(), ttl)]);
        })
    };
    vec![
        Case::passes("an hour", domain).seen(ttl("A", 3600)),
        Case::passes("five minutes", domain).seen(ttl("A", 300)),
        Case::passes("two days for name servers", domain).seen(ttl("NS", 172_800)),
        Case::fails("a week", domain).seen(ttl("MX", 604_800)),
        Case::fails("five seconds", domain).seen(ttl("A", 5)),
        Case::cannot_tell("no answer", domain).seen(sample::name_servers(|n| n.servers.clear())),
    ]
}
