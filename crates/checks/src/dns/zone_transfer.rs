//! A name server hands the whole zone to strangers.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/zone-transfer",
    summary: "A name server hands out the whole zone",
    docs: "A zone transfer (AXFR) copies every record at once. Servers of one company use it among themselves; \
           answered to anybody, it tells strangers every host that you have, the forgotten test machines first.\n\n\
           Each server that answers for the domain is asked once over TCP, and only the beginning of an answer is \
           read. It passes when all refuse. Looked for with `--level active` alone, on a domain that `launch.toml` \
           declares as yours (`[domain] owned = true`).",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 10,
    mission: &["M1.09"],
    source: Source::unread("RFC 5936; Zonemaster NAMESERVER03"),
    level: Level::Active,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, transfers: &Transfers) -> Verdict {
    let domain = &cx.subject.name;
    let findings: Vec<Finding> = transfers
        .looks
        .iter()
        .filter_map(|look| match look.answer {
            TransferAnswer::Given(records) => Some((look, records)),
            TransferAnswer::Refused(_) | TransferAnswer::NoAnswer => None,
        })
        .map(|(look, records)| {
            Finding::new(format!("{} hands out all records of {domain}", look.server))
                .observed(format!(
                    "{} began to send the zone: {}",
                    look.address,
                    text::count(records.into(), "record in one message", "records in one message")
                ))
                .expected("REFUSED")
                .consequence("Strangers get the list of all your hosts, forgotten test machines included.")
                .remedy(Remedy::Edit {
                    file: format!("named.conf of {}, zone {domain}", look.server),
                    line: 0,
                    text: "allow-transfer { <addresses of your other name servers>; };".into(),
                })
                .reproduce(format!("dig @{} {domain} AXFR", look.address))
                .key(look.server.as_str())
                .cause(look.server.as_str())
        })
        .collect();
    if findings.is_empty() && !transfers.looks.iter().any(|l| matches!(l.answer, TransferAnswer::Refused(_))) {
        return Unknown::new(Why::NoAnswer, "no name server answered over TCP").into();
    }
    super::by_server(findings)
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let with = |answers: &[TransferAnswer]| {
        let look = |(n, answer): (usize, &TransferAnswer)| TransferLook {
            server: sample::name(&format!("ns{}.dns.example", n + 1)),
            address: sample::address(),
            answer: answer.clone(),
        };
        Transfers { looks: answers.iter().enumerate().map(look).collect() }
    };
    let refused = || TransferAnswer::Refused("REFUSED".into());
    vec![
        Case::passes("all refuse", domain).seen(with(&[refused(), refused()])),
        Case::passes("one is silent over TCP", domain).seen(with(&[refused(), TransferAnswer::NoAnswer])),
        Case::fails("one gives", domain).seen(with(&[refused(), TransferAnswer::Given(42)])),
        Case::cannot_tell("TCP is blocked", domain).seen(with(&[TransferAnswer::NoAnswer])),
    ]
}
