//! Published TLSA records match no certificate that is served.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/dane-mismatch",
    summary: "The published certificate pins do not match the certificate",
    docs: "TLSA records (DANE) say in DNS which certificate or key a host has to serve. Where they are signed \
           and do not match, programs that honour them refuse the connection; the usual cause is a renewal that \
           nobody told the DNS of.\n\nIt passes when one record of usage 2 or 3 matches a certificate of the \
           chain (3: the server's own). Unsigned records bind nobody and are not judged, nor are those of usage \
           0 and 1, which nobody uses.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M1.03"],
    source: Source::unread("RFC 7671; RFC 6698"),
    wait: Wait::Dns,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, dane: &Dane, tls: &Tls) -> Verdict {
    let host = cx.host();
    let bind: Vec<&TlsaRecord> = dane.records.iter().filter(|r| matches!(r.usage, 2 | 3)).collect();
    if bind.is_empty() || !dane.secure {
        return Verdict::not_applicable("no signed TLSA record is published");
    }
    let hit = |r: &TlsaRecord, chain: &[Certificate]| {
        let chain = if r.usage == 3 { chain.get(..1).unwrap_or_default() } else { chain };
        let same = |wanted: &Option<String>, whole: &str, key: &str| {
            let served = if r.selector == 0 { whole } else { key };
            wanted.as_ref().is_some_and(|wanted| served.eq_ignore_ascii_case(wanted))
        };
        chain.iter().any(|c| same(&r.sha256, &c.sha256, &c.spki_sha256) || same(&r.sha512, &c.sha512, &c.spki_sha512))
    };
    let missed = tls.sessions().find(|(_, s)| !bind.iter().any(|r| hit(r, &s.chain)));
    let Some((_, session)) = missed else { return Verdict::Pass };
    if bind.iter().any(|r| r.sha256.is_none() && r.sha512.is_none()) {
        return Unknown::new(Why::NoAnswer, "a record holds a kind of hash that is not compared").into();
    }
    let Some(leaf) = session.leaf() else { return Verdict::Pass };
    let name = format!("_443._tcp.{host}");
    let value = format!("3 1 1 {}", leaf.spki_sha256);
    Verdict::fail(
        Finding::new(format!("The certificate of {host} does not match its TLSA records"))
            .observed(format!(
                "{} published, the served key is {}",
                text::count(bind.len(), "record", "records"),
                leaf.spki_sha256
            ))
            .expected("a TLSA record of the served key")
            .consequence("Programs that check these records refuse the connection.")
            .remedy(Remedy::say(format!("At your DNS provider replace the TLSA records by: {name}. 3600 TLSA {value}")))
            .reproduce(format!("dig +short {name} TLSA")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let pins = |sha256: Option<String>, secure| Dane {
        records: vec![TlsaRecord { usage: 3, selector: 1, matching: 1, sha256, sha512: None }],
        secure,
    };
    let long = |selector, hash: Option<&str>| Dane {
        records: vec![TlsaRecord { usage: 3, selector, matching: 2, sha256: None, sha512: hash.map(|h| h.repeat(64)) }],
        secure: true,
    };
    let tls = || sample::tls(|_| ());
    vec![
        Case::passes("matches", host).seen(pins(Some("e5".repeat(32)), true)).seen(tls()),
        Case::fails("an older key", host).seen(pins(Some("77".repeat(32)), true)).seen(tls()),
        Case::passes("matches by SHA-512", host).seen(long(1, Some("c5"))).seen(tls()),
        Case::passes("the whole certificate by SHA-512", host).seen(long(0, Some("d5"))).seen(tls()),
        Case::fails("an older key by SHA-512", host).seen(long(1, Some("77"))).seen(tls()),
        Case::cannot_tell("another hash", host).seen(long(1, None)).seen(tls()),
        Case::does_not_apply("unsigned", host).seen(pins(Some("77".repeat(32)), false)).seen(tls()),
        Case::does_not_apply("none", host).seen(Dane { records: Vec::new(), secure: true }).seen(tls()),
    ]
}
