//! Port 443 accepts connections, but no TLS session comes about.

use super::show_chain;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/handshake-fails",
    summary: "Port 443 is open, but no encrypted connection comes about",
    docs: "The server accepts the connection and then ends it, answers in plain text, sends an alert or stays silent. \
           Typical causes: TLS is not switched on for this host, no certificate is bound to the name, or only versions \
           are offered that no browser speaks any more. Each address is tried.\n\n\
           A refused connection is told by `reach/not-answering`. A silent one counts here only where the port is known \
           to be open. A server that asks for a client certificate guards its door on purpose and is not judged.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 30,
    mission: &["M1.03"],
    source: Source::unread("RFC 8446"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls, ports: Seen<&Ports>, offers: Seen<&TlsOffers>) -> Verdict {
    let host = cx.host();
    let mut blind = None;
    for TlsEndpoint { address, outcome } in &tls.endpoints {
        let TlsOutcome::Failed(failure) = outcome else { continue };
        let seen = match failure {
            TlsFailure::Refused => continue,
            TlsFailure::TimedOut => match &ports {
                Err(unknown) => {
                    blind = Some(unknown.clone());
                    continue;
                }
                Ok(ports) if !super::is_open(ports, *address) => continue,
                Ok(_) => "the connection was accepted, then nothing came".to_owned(),
            },
            TlsFailure::Alert(alert) if wants_client_certificate(alert) => continue,
            // Browsers still speak suites that this program does not: tls/no-modern-suite tells those.
            TlsFailure::Alert(_) if offers.as_ref().is_ok_and(|o| usual_works(o)) => continue,
            TlsFailure::Alert(alert) => {
                format!("the server ended the handshake with the alert \"{}\"", text::quote(alert, 60))
            }
            TlsFailure::Closed => "the server closed the connection in the middle of the handshake".to_owned(),
            TlsFailure::NotTls(what) => format!("the server answered something else: \"{}\"", text::quote(what, 60)),
        };
        let (title, consequence) = if tls.sessions().next().is_some() {
            (
                format!("One address of {host} accepts no encrypted connection"),
                "Part of your visitors get a connection error, while the site works for you.",
            )
        } else {
            (
                format!("{host} accepts no encrypted connection"),
                "The page does not open; browsers show a connection error instead of your site.",
            )
        };
        return Verdict::fail(
            Finding::new(title)
                .observed(format!("{address}, port 443: {seen}"))
                .expected("a TLS 1.2 or 1.3 session at every address")
                .consequence(consequence)
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![
                        "nginx -t".into(),
                        format!("certbot --nginx --cert-name {host} -d {host}"),
                        "systemctl reload nginx".into(),
                    ],
                })
                .reproduce(show_chain(&host)),
        );
    }
    if let Some(unknown) = blind {
        return unknown.into();
    }
    if tls.sessions().next().is_some() {
        Verdict::Pass
    } else {
        Verdict::not_applicable("no connection to port 443 came about")
    }
}

/// Was a usual TLS 1.2 ClientHello answered?
fn usual_works(offers: &TlsOffers) -> bool {
    offers.chosen().any(|(_, kind, c)| kind == HelloKind::Usual && c.version == "TLS 1.2")
}

/// `CertificateRequired`, `certificate_required` …
fn wants_client_certificate(alert: &str) -> bool {
    let letters: String = alert.chars().filter(char::is_ascii_alphabetic).collect();
    letters.to_ascii_lowercase().contains("certificaterequired")
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let failed = |failure: TlsFailure| Tls {
        endpoints: vec![TlsEndpoint { address: sample::address(), outcome: TlsOutcome::Failed(failure) }],
    };
    let mut one_of_two = sample::tls(|_| ());
    one_of_two.endpoints.extend(failed(TlsFailure::Closed).endpoints);
    let open = || sample::ports(Connect::Open, Connect::Open);
    vec![
        Case::passes("a session", host).seen(sample::tls(|_| ())),
        Case::fails("plain HTTP on 443", host).seen(failed(TlsFailure::NotTls("HTTP/1.1 400 Bad Request".into()))),
        Case::fails("an alert", host).seen(failed(TlsFailure::Alert("ProtocolVersion".into()))),
        Case::fails("one of two addresses", host).seen(one_of_two),
        Case::fails("silent on an open port", host).seen(failed(TlsFailure::TimedOut)).seen(open()),
        Case::cannot_tell("silent, port not seen", host).seen(failed(TlsFailure::TimedOut)),
        Case::does_not_apply("silent port", host)
            .seen(failed(TlsFailure::TimedOut))
            .seen(sample::ports(Connect::Open, Connect::TimedOut)),
        Case::does_not_apply("refused", host).seen(failed(TlsFailure::Refused)),
        Case::does_not_apply("outdated suites only", host)
            .seen(failed(TlsFailure::Alert("HandshakeFailure".into())))
            .seen(sample::offers(|_| ())),
        Case::does_not_apply("asks for a client certificate", host)
            .seen(failed(TlsFailure::Alert("CertificateRequired".into()))),
    ]
}
