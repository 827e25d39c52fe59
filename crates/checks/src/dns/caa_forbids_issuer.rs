//! CAA records forbid the authority in use to issue the next certificate.

use super::{issuers::caa_names, record};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/caa-forbids-issuer",
    summary: "CAA records forbid the next certificate",
    docs: "CAA records list the certificate authorities that may issue for a name. When the one that issued the current \
           certificate is not among them, today's certificate still works and the next renewal is refused: the outage \
           comes weeks after the change that caused it.\n\n\
           Compared is the organisation that issued the current certificate with `issue` records (`issuewild` for a \
           certificate that covers the host by a wildcard, where there are any); parameters after `;` are left aside, \
           and `issue \";\"` forbids everybody. No CAA record forbids nothing. An authority whose CAA name is not known \
           for certain is not judged.",
    stage: Stage::DnsAndEdge,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M2.05"],
    source: Source::unread("RFC 8659"),
    needs: &["dns/dangling-cname", "dns/does-not-resolve"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, caa: &Caa, tls: &Tls) -> Verdict {
    let host = cx.host();
    let Some(zone) = &caa.found_at else { return Verdict::not_applicable("no CAA record limits who issues") };
    let trusted = tls.sessions().filter(|(_, s)| matches!(s.trust, Trust::Public | Trust::Incomplete { .. }));
    let Some(leaf) = trusted.filter_map(|(_, s)| s.leaf()).next() else {
        return Verdict::not_applicable("no certificate of a public authority was served");
    };
    let organisation = leaf.issuer_organisation.as_deref().unwrap_or_default();
    let Some(accepted) = caa_names(organisation) else {
        return Verdict::not_applicable("the issuer's CAA name is not known");
    };
    let wildcard = !leaf.names.iter().any(|n| n.eq_ignore_ascii_case(&host));
    if wildcard && zone.as_str() == host {
        return Verdict::not_applicable("a wildcard is issued for the name above, whose records these are not");
    }
    let of = |tag: &str| caa.records.iter().filter(|r| r.tag.eq_ignore_ascii_case(tag)).collect::<Vec<_>>();
    let (tag, listed) = match of("issuewild") {
        wild if wildcard && !wild.is_empty() => ("issuewild", wild),
        _ => ("issue", of("issue")),
    };
    if listed.is_empty() || listed.iter().any(|r| accepted.contains(&issuer(r).as_str())) {
        return Verdict::Pass;
    }
    let shown: Vec<String> = listed.iter().map(|r| format!("{tag} \"{}\"", text::quote(&r.value, 60))).collect();
    let nobody = listed.iter().filter(|r| issuer(r).is_empty());
    let delete = nobody.map(|r| property(zone, tag, &r.value, r.critical));
    Verdict::fail(
        Finding::new(format!("DNS forbids {organisation} to renew the certificate of {host}"))
            .observed(format!("{zone}: {}; the current certificate is from {organisation}", text::list(&shown)))
            .expected(format!("{tag} \"{}\" among the CAA records", accepted[0]))
            .consequence("The next renewal is refused, and weeks from now every visitor sees a full-page warning.")
            .remedy(Remedy::SetDns {
                later: Vec::new(),
                set: vec![property(zone, tag, accepted[0], false)],
                delete: delete.collect(),
            })
            .reproduce(format!("dig +short {zone} CAA"))
            .cause(zone.as_str()),
    )
}

fn property(zone: &Name, tag: &str, value: &str, critical: bool) -> DnsRecord {
    record(zone.as_str(), "CAA", format!("{} {tag} \"{value}\"", if critical { 128 } else { 0 }))
}

/// The authority that a value names; empty when it names none, which forbids everybody.
fn issuer(record: &CaaRecord) -> String {
    record.value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let caa = |records: &[(&str, &str)]| Caa {
        found_at: Some(sample::name("acme.example")),
        records: records
            .iter()
            .map(|(tag, value)| CaaRecord { critical: false, tag: (*tag).into(), value: (*value).into() })
            .collect(),
    };
    let by = |organisation: &str| sample::tls(|s| s.chain[0].issuer_organisation = Some(organisation.into()));
    let wild = || sample::tls(|s| s.chain[0].names = vec!["*.acme.example".into()]);
    let case = |case: Case, records: &[(&str, &str)], tls: Tls| case.seen(caa(records)).seen(tls);
    let le = || by("Let's Encrypt");
    vec![
        case(Case::passes("listed", host), &[("issue", "letsencrypt.org")], le()),
        case(
            Case::passes("listed with parameters", host),
            &[("issue", "LetsEncrypt.org; validationmethods=dns-01")],
            le(),
        ),
        case(Case::passes("only a report address", host), &[("iodef", "mailto:it@acme.example")], le()),
        case(Case::passes("its second name", host), &[("issue", "awstrust.com")], by("Amazon")),
        case(Case::passes("wildcards are forbidden, this is none", host), &[("issuewild", ";")], le()),
        case(Case::passes("a wildcard without issuewild", host), &[("issue", "letsencrypt.org")], wild()),
        case(Case::fails("another authority", host), &[("issue", "digicert.com")], le()),
        case(Case::fails("nobody", host), &[("issue", ";")], le()),
        case(
            Case::fails("wildcards by another", host),
            &[("issue", "letsencrypt.org"), ("issuewild", "digicert.com")],
            wild(),
        ),
        case(Case::does_not_apply("unknown authority", host), &[("issue", "digicert.com")], by("Acme Office CA")),
        case(
            Case::does_not_apply("self-signed", host),
            &[("issue", ";")],
            sample::tls(|s| s.trust = Trust::SelfSigned),
        ),
        Case::does_not_apply("no CAA", host).seen(Caa { found_at: None, records: Vec::new() }).seen(le()),
    ]
}
