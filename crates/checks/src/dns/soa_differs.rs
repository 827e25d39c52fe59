//! The name servers serve different versions of the zone.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/soa-differs",
    summary: "The name servers serve different versions of the zone",
    docs: "Each version of a zone has a serial. A server that is several versions behind no longer gets \
           updates, so part of your visitors keeps the state of that day: the change you make tonight reaches \
           only the others.\n\nOne step apart passes, as does any difference of primary name or contact: \
           providers change those without harm. Servers of one provider that count differently are told apart \
           by their answers, in `dns/answers-differ`.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("Zonemaster CONSISTENCY01"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let serials: Vec<_> = servers.views().map(|(name, address, v)| (name, address, v.soa.serial)).collect();
    if serials.len() < 2 {
        return Unknown::new(Why::NoAnswer, "fewer than two name servers gave a serial").into();
    }
    // Serials live on a circle (RFC 1982): the distance is the shorter way round.
    let apart = |a: u32, b: u32| a.wrapping_sub(b).min(b.wrapping_sub(a));
    let newest = serials.iter().fold(serials[0].2, |n, s| if s.2.wrapping_sub(n) < 1 << 31 { s.2 } else { n });
    let Some((name, address, serial)) = serials.iter().find(|s| apart(s.2, newest) > 1) else {
        return Verdict::Pass;
    };
    Verdict::fail(
        Finding::new(format!("{name} serves an old version of {domain}"))
            .observed(format!("serial {serial} at {address}, {newest} elsewhere"))
            .expected("the same serial at every server")
            .consequence("Part of your visitors keeps getting the old records, whatever you change.")
            .remedy(Remedy::say(format!(
                "Have the operator of {name} fetch the zone anew (BIND: rndc retransfer {domain}), and see that it may."
            )))
            .reproduce(format!("dig {domain} SOA +nssearch"))
            .cause(name.as_str()),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let serial = |serial: u32| {
        sample::name_servers(|n| n.servers[1].looks[0].view.iter_mut().for_each(|v| v.soa.serial = serial))
    };
    vec![
        Case::passes("the same", domain).seen(sample::name_servers(|_| ())),
        Case::passes("one step behind", domain).seen(serial(2_026_112_000)),
        Case::fails("days behind", domain).seen(serial(2_026_111_701)),
        Case::cannot_tell("one server only", domain).seen(sample::name_servers(|n| n.servers.truncate(1))),
    ]
}
