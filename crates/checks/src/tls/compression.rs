//! Compression inside TLS is switched on.

use super::seen_all;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/compression",
    summary: "Compression inside TLS is switched on",
    docs: "Compression before encryption lets an attacker who can make a browser send requests guess a session \
           cookie letter by letter, by the length of what is sent (CRIME). Browsers no longer offer it, other \
           programs do.\n\nA ClientHello that offers compression must be answered without it.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M1.03"],
    source: Source::unread("RFC 9325 (compression); CVE-2012-4929"),
    level: Level::Safe,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, offers: &TlsOffers) -> Verdict {
    let host = cx.host();
    let Some((_, _, chosen)) = offers.chosen().find(|(_, _, c)| c.compression) else {
        return seen_all(offers, &[HelloKind::Usual]);
    };
    Verdict::fail(
        Finding::new(format!("{host} compresses inside TLS"))
            .observed(format!("in {} it chose DEFLATE", chosen.version))
            .expected("no compression")
            .consequence("Session cookies can be guessed from the length of encrypted requests.")
            .remedy(Remedy::say(format!(
                "Switch TLS compression off on {host} (Apache: \"SSLCompression off\"), or update OpenSSL to 1.1.0 or later."
            )))
            .reproduce(format!("openssl s_client -comp -tls1_2 -connect {host}:443 </dev/null | grep Compression")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let deflate = HelloAnswer::Chosen(Chosen {
        version: "TLS 1.2".into(),
        suite: "TLS_RSA_WITH_AES_128_CBC_SHA".into(),
        compression: true,
        timestamps: false,
        dh_bits: None,
    });
    vec![
        Case::passes("none", host).seen(sample::offers(|_| ())),
        Case::passes("TLS 1.3 only, which has none", host)
            .seen(sample::offers_with(HelloKind::Usual, HelloAnswer::Refused)),
        Case::fails("DEFLATE", host).seen(sample::offers_with(HelloKind::Usual, deflate)),
        Case::cannot_tell("no answer", host).seen(sample::offers_with(HelloKind::Usual, HelloAnswer::NoAnswer)),
    ]
}
