//! The key of the certificate is too short.

use super::{each_leaf, show_leaf};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/weak-key",
    summary: "The key of the certificate is too short",
    docs: "Authorities issue certificates with RSA keys of 2048 bits or more and elliptic keys of 256 bits or \
           more; browsers refuse shorter RSA keys. A shorter key is the mark of an old or self-made \
           certificate.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.03"],
    source: Source::unread("CA/Browser Forum Baseline Requirements; Mozilla server side TLS 5.7"),
    wait: Wait::Certificate,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |_, leaf| {
        let least = if leaf.key.starts_with("RSA") { 2048 } else { 256 };
        // A size that could not be read is no short one.
        (leaf.key_bits > 0 && leaf.key_bits < least).then(|| {
            Finding::new(format!("The key of {host}'s certificate is too short"))
                .observed(format!("{}, {} bits", leaf.key, leaf.key_bits))
                .expected(format!("{least} bits or more"))
                .consequence("Browsers and phones refuse such certificates, and the key can be computed.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![format!("certbot certonly --nginx --key-type ecdsa --cert-name {host} -d {host}")],
                })
                .reproduce(show_leaf(&host, "-text | grep 'Public-Key'"))
        })
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let key = |name: &str, bits: u32| {
        sample::tls(|s| {
            s.chain[0].key = name.into();
            s.chain[0].key_bits = bits;
        })
    };
    vec![
        Case::passes("EC of 256 bits", host).seen(sample::tls(|_| ())),
        Case::passes("RSA of 2048 bits", host).seen(key("RSA", 2048)),
        Case::passes("an unknown kind", host).seen(key("1.2.3.4", 0)),
        Case::fails("RSA of 1024 bits", host).seen(key("RSA", 1024)),
        Case::fails("EC of 224 bits", host).seen(key("EC 224 bits", 224)),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
