//! A name server sends answers that networks have to cut in pieces.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/large-datagrams",
    summary: "A name server sends datagrams that get lost",
    docs: "A datagram above what fits one packet travels in pieces, and many firewalls drop the pieces: the answer \
           never arrives, and the visitor waits for the next try. Servers therefore send at most 1232 bytes and \
           have the resolver ask again over TCP.\n\n\
           Each server is asked for the domain's texts and keys by a question that takes any length. It passes when \
           no datagram is longer than 1232 bytes; a domain whose answers are all short passes at any server.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 15,
    mission: &["M1.01"],
    source: Source::unread("DNS Flag Day 2020; RFC 9715 has the later advice"),
    ..CheckInfo::BASE
};

/// Longest datagram that passes everywhere in one piece, in bytes (DNS Flag Day 2020).
const LONGEST: u16 = 1232;

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, servers: &NameServers) -> Verdict {
    let domain = &cx.subject.name;
    let looks = || servers.servers.iter().flat_map(|s| s.looks.iter().map(move |l| (&s.name, l)));
    if !looks().any(|(_, l)| l.datagram.is_some()) {
        return Unknown::new(Why::NoAnswer, "no name server answered").into();
    }
    let long = looks().filter_map(|(name, l)| Some((name, l, l.datagram.filter(|bytes| *bytes > LONGEST)?)));
    super::by_server(long.map(|(name, look, bytes)| {
        let address = look.address;
        Finding::new(format!("{name} sends answers that get lost on the way"))
            .observed(format!("{address} sent {bytes} bytes about {domain} in one datagram"))
            .expected(format!("at most {LONGEST} bytes, and the rest over TCP"))
            .consequence("Behind some firewalls the domain resolves late or not at all.")
            .remedy(Remedy::Edit {
                file: format!("named.conf of {name}, options"),
                line: 0,
                text: format!("max-udp-size {LONGEST};"),
            })
            .reproduce(format!("dig @{address} {domain} TXT +bufsize=4096 +dnssec +ignore | grep SIZE"))
            .key(name.as_str())
            .cause(name.as_str())
    }))
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let bytes =
        |bytes: Option<u16>| sample::name_servers(|n| n.servers.iter_mut().for_each(|s| s.looks[0].datagram = bytes));
    vec![
        Case::passes("short answers", domain).seen(bytes(Some(212))),
        Case::passes("just fits", domain).seen(bytes(Some(1232))),
        Case::fails("1.8 KB", domain).seen(bytes(Some(1800))),
        Case::cannot_tell("no answer", domain).seen(bytes(None)),
    ]
}
