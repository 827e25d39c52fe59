//! The timers of the zone contradict each other.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/soa-timers",
    summary: "The timers of the zone contradict each other",
    docs: "The SOA record tells the other name servers how often to fetch the zone (refresh), how soon to try \
           again (retry) and when to give up (expire). With an expiry shorter than a few days, an outage of the \
           primary over a weekend takes the domain down; a retry longer than the refresh makes no sense.\n\nIt \
           passes when retry is not above refresh, and expire is at least a week or ten times the refresh.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 5,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RIPE-203; Zonemaster ZONE03, ZONE05"),
    ..CheckInfo::BASE
};

/// Seconds.
const WEEK: i32 = 604_800;

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let Some((server, _, view)) = servers.views().next() else {
        return Unknown::new(Why::NoAnswer, "no name server answered with authority").into();
    };
    let soa = &view.soa;
    let seen = format!("refresh {} s, retry {} s, expire {} s", soa.refresh, soa.retry, soa.expire);
    let lasting = soa.expire >= WEEK || i64::from(soa.expire) >= 10 * i64::from(soa.refresh);
    if soa.retry <= soa.refresh && lasting {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("The timers of the zone {domain} contradict each other"))
            .observed(seen)
            .expected("such as refresh 7200, retry 900, expire 1209600")
            .consequence("A weekend's outage of the primary name server takes the whole domain down.")
            .remedy(Remedy::say(format!("Set the SOA record of {domain} to refresh 7200, retry 900, expire 1209600.")))
            .reproduce(format!("dig @{server} {domain} SOA +short")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let timers = |refresh: i32, retry: i32, expire: i32| {
        sample::name_servers(|n| {
            n.servers[0].looks[0].view.iter_mut().for_each(|v| {
                (v.soa.refresh, v.soa.retry, v.soa.expire) = (refresh, retry, expire);
            });
        })
    };
    vec![
        Case::passes("two weeks", domain).seen(timers(7200, 900, 1_209_600)),
        Case::passes("short and in proportion", domain).seen(timers(1800, 900, 259_200)),
        Case::fails("gives up after an hour", domain).seen(timers(7200, 900, 3600)),
        Case::fails("tries again later than usual", domain).seen(timers(900, 7200, 1_209_600)),
        Case::cannot_tell("no answer", domain).seen(sample::name_servers(|n| n.servers.clear())),
    ]
}
