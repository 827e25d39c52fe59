//! The addresses of a host serve different certificates.

use crate::prelude::*;
use std::collections::BTreeSet;

static INFO: CheckInfo = CheckInfo {
    id: "tls/addresses-differ",
    summary: "The addresses of a host serve different certificates",
    docs: "A host with several addresses should look the same at each. When one serves a certificate for other \
           names, of another authority, or speaks other versions, a machine was left out of the last change, \
           and it will be left out of the next renewal as well.\n\nCompared are the names in the certificate, \
           the organisation that issued it and the version of TLS.",
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M1.03"],
    source: Source::unread("our own rule"),
    needs: &["tls/wrong-host", "tls/untrusted", "tls/expired", "tls/handshake-fails"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    let mut sessions = tls.sessions().filter_map(|(ip, s)| Some((ip, s, s.leaf()?)));
    let Some((first, session, leaf)) = sessions.next() else {
        return Verdict::not_applicable("no certificate was served");
    };
    let names = |leaf: &Certificate| leaf.names.iter().cloned().collect::<BTreeSet<_>>();
    let family =
        |s: &TlsSession, leaf: &Certificate| (s.version.clone(), leaf.issuer_organisation.clone(), names(leaf));
    let Some((other, s, l)) = sessions.find(|(_, s, l)| family(s, l) != family(session, leaf)) else {
        return Verdict::Pass;
    };
    let shown = |ip, s: &TlsSession, l: &Certificate| format!("{ip}: {}, \"{}\" by {}", s.version, l.subject, l.issuer);
    Verdict::fail(
        Finding::new(format!("The addresses of {host} serve different certificates"))
            .observed(format!("{}; {}", shown(first, session, leaf), shown(other, s, l)))
            .expected("the same certificate and versions at each address")
            .consequence("Part of your visitors get another certificate, which the next renewal leaves out.")
            .remedy(Remedy::say(format!("Install the certificate and configuration of {first} at {other} as well.")))
            .reproduce(format!("openssl s_client -connect {other}:443 -servername {host} </dev/null | openssl x509 -noout -subject -issuer")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let two = |change: fn(&mut TlsSession)| {
        let mut tls = sample::tls(|_| ());
        tls.endpoints.extend(sample::tls(change).endpoints);
        tls
    };
    vec![
        Case::passes("one address", host).seen(sample::tls(|_| ())),
        Case::passes("renewed at one of them a little later", host).seen(two(|s| s.chain[0].sha256 = "77".repeat(32))),
        Case::fails("another authority", host).seen(two(|s| s.chain[0].issuer_organisation = Some("Old CA".into()))),
        Case::fails("other names", host).seen(two(|s| s.chain[0].names.push("x.acme.example".into()))),
        Case::fails("another version", host).seen(two(|s| s.version = "TLS 1.2".into())),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
