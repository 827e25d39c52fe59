//! Keys are exchanged in a group that is too small.

use super::seen_all;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/short-dh",
    summary: "Keys are exchanged in a group that is too small",
    docs: "Diffie-Hellman over a prime of 1024 bits or less can be broken by whoever spends enough once for that \
           prime (Logjam), and many servers share the same prime. Elliptic curves (ECDHE) have no such trouble, so \
           the simplest cure is to switch DHE off.\n\n\
           One ClientHello offers DHE suites alone; the size of the prime is read from the answer. It passes when \
           the server refuses, or uses 2048 bits or more.",
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M1.03"],
    source: Source::unread("Mozilla server side TLS 5.7; RFC 9325 (2048 bits)"),
    level: Level::Safe,
    needs: &["tls/no-modern-suite"],
    ..CheckInfo::BASE
};

/// Fewest bits of the prime.
const LEAST: u32 = 2048;

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, offers: &TlsOffers) -> Verdict {
    let host = cx.host();
    let mut chosen = offers.chosen().filter(|(_, kind, _)| *kind == HelloKind::FiniteField);
    let short = chosen.find_map(|(_, _, c)| Some((c, c.dh_bits.filter(|bits| *bits < LEAST)?)));
    let Some((chosen, bits)) = short else { return seen_all(offers, &[HelloKind::FiniteField]) };
    Verdict::fail(
        Finding::new(format!("{host} exchanges keys in a group of {bits} bits"))
            .observed(format!("it chose {} with a prime of {bits} bits", chosen.suite))
            .expected(format!("ECDHE only, or {LEAST} bits or more"))
            .consequence("Who can afford it reads connections that use it, now or from a recording.")
            .remedy(Remedy::configure(&host, Setting::StrongCiphers))
            .reproduce(format!(
                "openssl s_client -cipher 'DHE:@SECLEVEL=0' -tls1_2 -connect {host}:443 </dev/null | grep 'Temp Key'"
            ))
            .cause(format!("{bits}")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let prime = |bits: Option<u32>| {
        let HelloAnswer::Chosen(chosen) = sample::chosen("TLS 1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256") else {
            unreachable!("it is one")
        };
        sample::offers_with(HelloKind::FiniteField, HelloAnswer::Chosen(Chosen { dh_bits: bits, ..chosen }))
    };
    vec![
        Case::passes("refused", host).seen(sample::offers(|_| ())),
        Case::passes("2048 bits", host).seen(prime(Some(2048))),
        Case::passes("the size could not be read", host).seen(prime(None)),
        Case::fails("1024 bits", host).seen(prime(Some(1024))),
        Case::cannot_tell("no answer", host).seen(sample::offers_with(HelloKind::FiniteField, HelloAnswer::NoAnswer)),
    ]
}
