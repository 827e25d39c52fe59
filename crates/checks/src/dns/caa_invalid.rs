//! A CAA record can not be understood.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/caa-invalid",
    summary: "A CAA record that authorities can not read",
    docs: "Authorities read CAA records strictly. A record marked critical with a tag they do not know makes \
           them refuse every certificate, a misspelt tag is ignored, and a report address without `mailto:` or \
           `https:` reaches nobody.\n\nKnown tags are issue, issuewild, issuemail, issuevmc, iodef, \
           contactemail and contactphone.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M2.05"],
    source: Source::unread("RFC 8659"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

/// Tags of the IANA registry.
const KNOWN: [&str; 7] = ["issue", "issuewild", "issuemail", "issuevmc", "iodef", "contactemail", "contactphone"];

fn judge(cx: &Cx, caa: Each<Caa>) -> Verdict {
    let domain = &cx.subject.name;
    let own = match caa.of(domain) {
        None => return Unknown::from(Why::NotGathered).into(),
        Some(Err(unknown)) => return unknown.clone().into(),
        Some(Ok(caa)) => *caa,
    };
    let Some(zone) = &own.found_at else { return Verdict::not_applicable("there is no CAA record") };
    let Some((record, why)) = own.records.iter().find_map(|r| Some((r, fault(r)?))) else { return Verdict::Pass };
    let flags = if record.critical { 128 } else { 0 };
    let shown = format!("{flags} {} \"{}\"", text::quote(&record.tag, 20), text::quote(&record.value, 60));
    Verdict::fail(
        Finding::new(format!("A CAA record of {domain} can not be read"))
            .observed(format!("{shown}: {why}"))
            .expected("a known tag, and a value in its form")
            .consequence("Authorities refuse the next certificate, or the rule is ignored.")
            .remedy(Remedy::SetDns {
                later: Vec::new(),
                set: Vec::new(),
                delete: vec![super::record(
                    zone.as_str(),
                    "CAA",
                    format!("{flags} {} \"{}\"", record.tag, record.value),
                )],
            })
            .reproduce(format!("dig +short {domain} CAA")),
    )
}

fn fault(record: &CaaRecord) -> Option<&'static str> {
    let tag = record.tag.to_ascii_lowercase();
    let value = record.value.trim();
    if !KNOWN.contains(&tag.as_str()) {
        return Some(if record.critical {
            "critical, and no authority knows the tag"
        } else {
            "no authority knows the tag"
        });
    }
    let issuer = value.split(';').next().unwrap_or_default().trim();
    let name = |text: &str| {
        text.is_empty()
            || text.split('.').all(|l| !l.is_empty() && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
    };
    match tag.as_str() {
        "issue" | "issuewild" if !name(issuer) => Some("the value is no name of an authority"),
        "iodef" if !["mailto:", "https://", "http://"].iter().any(|p| value.starts_with(p)) => {
            Some("the report address has no mailto: or https: in front")
        }
        _ => None,
    }
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let apex = &Subject::host("acme.example");
    let caa = |critical: bool, tag: &str, value: &str| Caa {
        found_at: Some(sample::name("acme.example")),
        records: vec![CaaRecord { critical, tag: tag.into(), value: value.into() }],
    };
    vec![
        Case::passes("one authority", domain)
            .with(apex, caa(false, "issue", "letsencrypt.org; accounturi=https://x/1")),
        Case::passes("nobody", domain).with(apex, caa(false, "issuewild", ";")),
        Case::fails("a critical stranger", domain).with(apex, caa(true, "tbs", "x")),
        Case::fails("a slip of the pen", domain).with(apex, caa(false, "isue", "letsencrypt.org")),
        Case::fails("an address instead of a name", domain).with(apex, caa(false, "issue", "https://letsencrypt.org")),
        Case::fails("a bare mail address", domain).with(apex, caa(false, "iodef", "it@acme.example")),
        Case::does_not_apply("none", domain).with(apex, Caa { found_at: None, records: Vec::new() }),
    ]
}
