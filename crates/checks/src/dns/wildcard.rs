//! Every name below the domain exists.

use super::record;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/wildcard",
    summary: "Any invented name below the domain leads somewhere",
    docs: "With a wildcard, a mistyped or deleted name never fails: it shows whatever the server shows by \
           default, old links go on \"working\", and a stranger can send your customers to any name below your \
           domain. Where the wildcard leads to a hosting platform, whoever claims a name there serves it under \
           yours.\n\nAn invented name is looked up. Apps that give each customer a name need the wildcard: \
           waive the row with that reason.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.01", "M1.09"],
    source: Source::unread("RFC 4592"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, wildcard: &Wildcard) -> Verdict {
    let domain = &cx.subject.name;
    let leads = match (&wildcard.alias, wildcard.addresses.first()) {
        (None, None) => return Verdict::Pass,
        (Some(alias), _) => format!("CNAME {alias}"),
        (None, Some(address)) => address.to_string(),
    };
    let star = format!("*.{domain}");
    let delete = match &wildcard.alias {
        Some(alias) => vec![record(star, "CNAME", format!("{alias}."))],
        None => {
            let address =
                |ip: &std::net::IpAddr| record(star.clone(), if ip.is_ipv6() { "AAAA" } else { "A" }, ip.to_string());
            wildcard.addresses.iter().map(address).collect()
        }
    };
    Verdict::fail(
        Finding::new(format!("Any invented name below {domain} leads somewhere"))
            .observed(format!("a name that nobody made: {leads}"))
            .expected("NXDOMAIN for names that do not exist")
            .consequence("Mistyped and deleted names show your server's default page under your brand.")
            .remedy(Remedy::SetDns { later: Vec::new(), set: Vec::new(), delete })
            .reproduce(format!("dig no-such-name-1.{domain} A")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let found = |addresses: &[&str], alias: Option<&str>| Wildcard {
        addresses: addresses.iter().filter_map(|a| a.parse().ok()).collect(),
        alias: alias.map(sample::name),
    };
    vec![
        Case::passes("none", domain).seen(found(&[], None)),
        Case::fails("an address", domain).seen(found(&["203.0.113.10"], None)),
        Case::fails("an alias", domain).seen(found(&[], Some("acme.host.example"))),
    ]
}
