//! The certificate leads to no root that customers trust.

use super::{each_leaf, show_chain};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/untrusted",
    summary: "Browsers do not trust the issuer of the certificate",
    docs: "A certificate counts when it leads to a root that browsers ship. A self-signed one, one of an in-house \
           authority, or a chain with a broken signature ends in a full-page warning. A root that only this machine \
           knows (a company root, a development tool) helps no customer, so it fails too.\n\n\
           Roots given with `--ca` count as trusted. A chain that lacks only its intermediate is told by \
           `tls/chain-incomplete`.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 20,
    wait: Wait::Certificate,
    mission: &["M1.03", "M3.01"],
    source: Source::read("RFC 5280 §6; ASVS 5.0 12.2.2"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |session, leaf| {
        let (title, seen) = match &session.trust {
            Trust::Public | Trust::Declared | Trust::Incomplete { .. } => return None,
            Trust::SelfSigned => (
                format!("{host} serves a certificate that it signed itself"),
                format!("{} is its own issuer", leaf.subject),
            ),
            Trust::UnknownIssuer { issuer } => (
                format!("Browsers do not know who issued the certificate of {host}"),
                format!("the chain ends at \"{}\", which no browser trusts", text::quote(issuer, 60)),
            ),
            Trust::ThisMachineOnly => (
                format!("Only this machine trusts the certificate of {host}"),
                format!("issued by {}, a root of this machine that browsers do not ship", leaf.issuer),
            ),
            Trust::Broken(why) => (
                format!("The certificate chain of {host} is broken"),
                format!("it does not verify: {}", text::quote(why, 120)),
            ),
        };
        Some(
            Finding::new(title)
                .observed(seen)
                .expected("a chain to a root that browsers trust")
                .consequence("Every visitor sees a full-page warning, and programs refuse to connect.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![format!("certbot --nginx --cert-name {host} -d {host}")],
                })
                .reproduce(show_chain(&host)),
        )
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let trust = |trust: Trust| sample::tls(|s| s.trust = trust);
    let missing = Trust::Incomplete { missing: "R11".into(), from: "http://r11.i.lencr.org/".into() };
    vec![
        Case::passes("public root", host).seen(trust(Trust::Public)),
        Case::passes("a root given with --ca", host).seen(trust(Trust::Declared)),
        Case::passes("only the intermediate is missing", host).seen(trust(missing)),
        Case::fails("self-signed", host).seen(trust(Trust::SelfSigned)),
        Case::fails("in-house authority", host).seen(trust(Trust::UnknownIssuer { issuer: "Acme Office CA".into() })),
        Case::fails("root of this machine", host).seen(trust(Trust::ThisMachineOnly)),
        Case::fails("broken signature", host).seen(trust(Trust::Broken("bad signature of R11".into()))),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
