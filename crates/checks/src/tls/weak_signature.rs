//! A certificate of the chain is signed with a broken hash.

use super::{each_leaf, show_leaf};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/weak-signature",
    summary: "The certificate chain is signed with a broken hash",
    docs: "Signatures with MD5 or SHA-1 can be forged; browsers and phones refuse a chain that holds one. The \
           root's signature on itself does not count, since nobody verifies it.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.03"],
    source: Source::unread("CA/Browser Forum Baseline Requirements"),
    wait: Wait::Certificate,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |session, _| {
        let weak = session.chain.iter().find(|c| broken(&c.signature) && c.subject != c.issuer)?;
        Some(
            Finding::new(format!("The certificate chain of {host} uses a broken hash"))
                .observed(format!("\"{}\" is signed with {}", text::quote(&weak.subject, 60), weak.signature))
                .expected("SHA-256 or better in each signature")
                .consequence("Browsers and phones refuse the certificate, and it can be forged.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![format!("certbot --nginx --force-renewal --cert-name {host} -d {host}")],
                })
                .reproduce(show_leaf(&host, "-text | grep 'Signature Algorithm'")),
        )
    })
}

fn broken(signature: &str) -> bool {
    let name = signature.to_ascii_lowercase();
    name.contains("md5") || name.contains("md2") || name.contains("sha1")
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let signed = |with: &str| sample::tls(|s| s.chain[0].signature = with.into());
    vec![
        Case::passes("SHA-256", host).seen(sample::tls(|_| ())),
        Case::passes("a root that signed itself with SHA-1", host).seen(sample::tls(|s| {
            let root = Certificate {
                subject: "Old Root".into(),
                issuer: "Old Root".into(),
                signature: "sha1WithRSAEncryption".into(),
                ..sample::certificate()
            };
            s.chain.push(root);
        })),
        Case::fails("SHA-1", host).seen(signed("sha1WithRSAEncryption")),
        Case::fails("MD5", host).seen(signed("md5WithRSAEncryption")),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
