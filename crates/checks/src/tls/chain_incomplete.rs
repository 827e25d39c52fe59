//! The server leaves out the intermediate certificate.

use super::{each_leaf, show_chain};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/chain-incomplete",
    summary: "The server leaves out its intermediate certificate",
    docs: "Between the certificate of a host and the root stands an intermediate, which the server has to send along. \
           Desktop browsers often have it cached or fetch it, so the owner sees nothing; phones, payment providers and \
           every server-to-server call fail.\n\n\
           It passes when the chain as served verifies without fetching anything.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 10,
    mission: &["M1.03"],
    source: Source::unread("RFC 8446"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |session, _| {
        let Trust::Incomplete { missing, from } = &session.trust else { return None };
        Some(
            Finding::new(format!("{host} leaves out its intermediate certificate"))
                .observed(format!(
                    "{} sent; \"{}\" is missing, it can be had from {from}",
                    text::count(session.chain.len(), "certificate", "certificates"),
                    text::quote(missing, 60),
                ))
                .expected("the certificate and every intermediate, in that order")
                .consequence("Phones and server-to-server calls fail while your own browser works.")
                .remedy(Remedy::configure(&host, Setting::WholeChain))
                .reproduce(show_chain(&host)),
        )
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let missing = Trust::Incomplete { missing: "R11".into(), from: "http://r11.i.lencr.org/".into() };
    vec![
        Case::passes("the whole chain", host).seen(sample::tls(|_| ())),
        Case::passes("self-signed, which tls/untrusted tells", host).seen(sample::tls(|s| s.trust = Trust::SelfSigned)),
        Case::fails("only the leaf", host).seen(sample::tls(|s| s.trust = missing)),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
