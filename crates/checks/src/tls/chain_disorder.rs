//! The certificates are sent in the wrong order.

use super::each_leaf;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/chain-disorder",
    summary: "The certificates are sent in the wrong order",
    docs: "The server's certificate comes first, then each one that signed the one before. Browsers sort a \
           mixed-up chain; some payment providers, older devices and scripts give up.\n\nA root at the end is \
           superfluous and passes.",
    stage: Stage::QuickAudit,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M1.03"],
    source: Source::unread("RFC 8446"),
    needs: &["tls/chain-incomplete", "tls/untrusted"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |session, _| {
        let known = session.chain.iter().all(|c| !c.subject_id.is_empty());
        let wrong = session.chain.windows(2).find(|pair| pair[0].issuer_id != pair[1].subject_id).filter(|_| known)?;
        Some(
            Finding::new(format!("{host} sends its certificates in the wrong order"))
                .observed(format!(
                    "after \"{}\", issued by \"{}\", comes \"{}\"",
                    text::quote(&wrong[0].subject, 40),
                    text::quote(&wrong[0].issuer, 40),
                    text::quote(&wrong[1].subject, 40)
                ))
                .expected("each certificate followed by the one that signed it")
                .consequence("Some devices and server-to-server calls refuse the connection.")
                .remedy(Remedy::configure(&host, Setting::WholeChain))
                .reproduce(format!(
                    "openssl s_client -connect {host}:443 -servername {host} -showcerts </dev/null | grep -E ' (s|i):'"
                )),
        )
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let chain = |ids: &[(&str, &str)]| {
        sample::tls(|s| {
            let one = |(subject, issuer): &(&str, &str)| Certificate {
                subject_id: (*subject).into(),
                issuer_id: (*issuer).into(),
                ..sample::certificate()
            };
            s.chain = ids.iter().map(one).collect();
        })
    };
    vec![
        Case::passes("leaf and intermediate", host).seen(chain(&[("leaf", "r11"), ("r11", "x1")])),
        Case::passes("with its root", host).seen(chain(&[("leaf", "r11"), ("r11", "x1"), ("x1", "x1")])),
        Case::passes("not looked at", host).seen(chain(&[("", ""), ("x", "")])),
        Case::fails("mixed up", host).seen(chain(&[("leaf", "r11"), ("x1", "x1"), ("r11", "x1")])),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
