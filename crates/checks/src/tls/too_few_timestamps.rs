//! The certificate carries too few proofs of public logging.

use super::{DAY, show_leaf};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/too-few-timestamps",
    summary: "The certificate is not proven to be publicly logged",
    docs: "Chrome and Safari accept a certificate of a public authority only with signed timestamps of public \
           logs: two for a lifetime up to 180 days, three above. Without them visitors get a full-page warning \
           although the chain is fine.\n\nTimestamps inside the certificate, in the handshake and in a stapled \
           statement count. Those of a TLS 1.3 handshake can't be seen by a bare ClientHello, so it fails only \
           where a TLS 1.2 handshake showed none. Certificates of roots given with `--ca` are not judged.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.03"],
    source: Source::unread("Chrome and Apple certificate transparency policies"),
    wait: Wait::Certificate,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls, offers: Seen<&TlsOffers>) -> Verdict {
    let host = cx.host();
    let mut judged = false;
    for (_, session) in tls.sessions().filter(|(_, s)| s.trust == Trust::Public) {
        let Some(leaf) = session.leaf() else { continue };
        let Some(count) = leaf.timestamps else { continue };
        judged = true;
        let least = if leaf.lifetime() > 180 * DAY { 3 } else { 2 };
        if count >= least || session.stapled_timestamps {
            continue;
        }
        let offers = match &offers {
            Ok(offers) => *offers,
            Err(unknown) => return unknown.clone().into(),
        };
        let mut hellos = offers.chosen().filter(|(_, kind, _)| *kind == HelloKind::Usual).peekable();
        if hellos.peek().is_none() {
            return Unknown::new(Why::NoAnswer, "timestamps inside a TLS 1.3 handshake can't be seen").into();
        }
        if hellos.any(|(_, _, c)| c.timestamps) {
            continue;
        }
        return Verdict::fail(
            Finding::new(format!("The certificate of {host} is not proven to be logged"))
                .observed(format!("{}, none in the handshake", text::count(count.into(), "timestamp", "timestamps")))
                .expected(format!("{least} signed certificate timestamps"))
                .consequence("Chrome and Safari show a full-page warning instead of the site.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![format!("certbot --nginx --force-renewal --cert-name {host} -d {host}")],
                })
                .reproduce(show_leaf(&host, "-ext ct_precert_scts"))
                .cause(leaf.sha256.clone()),
        );
    }
    if judged { Verdict::Pass } else { Verdict::not_applicable("no certificate of a public authority was served") }
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let with = |count: u8| sample::tls(|s| s.chain[0].timestamps = Some(count));
    let long = sample::tls(|s| s.chain[0].not_before = sample::in_days(-300));
    let modern_only = sample::offers_with(HelloKind::Usual, HelloAnswer::Refused);
    vec![
        Case::passes("two", host).seen(with(2)),
        Case::fails("none", host).seen(with(0)).seen(sample::offers(|_| ())),
        Case::fails("two for a year", host).seen(long).seen(sample::offers(|_| ())),
        Case::cannot_tell("none embedded, TLS 1.3 only", host).seen(with(0)).seen(modern_only),
        Case::does_not_apply("an authority of one's own", host).seen(sample::tls(|s| s.trust = Trust::Declared)),
    ]
}
