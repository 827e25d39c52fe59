//! The HTTPS record promises what the server does not do.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/https-record-wrong",
    summary: "The HTTPS record does not agree with the server",
    docs: "An HTTPS record tells browsers before the first connection which protocols and addresses a host has. \
           When it names an address that the host no longer has, or a protocol that the server does not speak, \
           the first connection of each visitor fails and is tried again another way.\n\nCompared are its \
           address hints with the A and AAAA records, and `h2` with what the server chose. `h3` is not looked \
           at.",
    subject: SubjectKind::Host,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.01"],
    source: Source::unread("RFC 9460"),
    needs: &["dns/does-not-resolve", "dns/dangling-cname"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, https: &HttpsRecords, addresses: &Addresses, tls: &Tls) -> Verdict {
    let host = cx.host();
    if https.services.is_empty() {
        return Verdict::not_applicable("there is no HTTPS record");
    }
    let own =
        |s: &&HttpsService| s.target.as_ref().is_none_or(|t| t.as_str() == host) && s.port.is_none_or(|p| p == 443);
    let known: Vec<_> = addresses.all().collect();
    let h2 = |s: &TlsSession| s.alpn.as_deref() == Some("h2");
    let fault = https.services.iter().filter(own).find_map(|service| {
        if let Some(hint) = service.hints.iter().find(|h| !known.contains(h)) {
            return Some(format!("it names the address {hint}, which the host does not have"));
        }
        let promised = service.alpn.iter().any(|a| a == "h2");
        let mut sessions = tls.sessions().peekable();
        (promised && sessions.peek().is_some() && !sessions.any(|(_, s)| h2(s)))
            .then(|| "it promises h2, and the server does not speak it".to_owned())
    });
    let Some(fault) = fault else { return Verdict::Pass };
    Verdict::fail(
        Finding::new(format!("The HTTPS record of {host} does not agree with its server"))
            .observed(fault)
            .expected("the addresses and protocols that the host has")
            .consequence("The first connection of each visitor fails and is tried again another way.")
            .remedy(Remedy::say(format!(
                "At your DNS provider delete the HTTPS record of {host}, or write into it what the server has."
            )))
            .reproduce(format!("dig {host} HTTPS +short; dig {host} A +short")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let record = |alpn: &[&str], hints: &[&str]| HttpsRecords {
        services: vec![HttpsService {
            target: None,
            alpn: alpn.iter().map(|a| (*a).to_owned()).collect(),
            port: None,
            hints: hints.iter().filter_map(|h| h.parse().ok()).collect(),
        }],
    };
    let case = |case: Case, https: HttpsRecords, alpn: &str| {
        case.seen(https).seen(sample::addresses()).seen(sample::tls(|s| s.alpn = Some(alpn.into())))
    };
    vec![
        case(Case::passes("agrees", host), record(&["h2", "h3"], &["203.0.113.10"]), "h2"),
        case(Case::fails("an old address", host), record(&["h2"], &["203.0.113.77"]), "h2"),
        case(Case::fails("no h2", host), record(&["h2"], &[]), "http/1.1"),
        case(Case::does_not_apply("none", host), HttpsRecords { services: Vec::new() }, "h2"),
    ]
}
