//! What each record is for, in plain words, and who runs it.

use crate::cli::MapFormat;
use crate::error::Error;
use model::{Name, text};
use probe::dns::Standing;
use serde_json::json;
use std::fmt::Write;

/// Purposes in the order in which people care.
const PURPOSES: [(&str, &str); 8] = [
    ("Name servers", "answer every question about the domain; whoever runs them decides all that follows"),
    ("Web", "where browsers and programs go for each host"),
    ("Mail to you", "servers that take mail for the domain, the lowest number first"),
    ("Mail from you", "who sends in your name, and what receivers do with the rest"),
    ("Certificates", "authorities that issue for the domain, and keys that are pinned"),
    ("Services", "where programs find a service of the domain"),
    ("Proofs of ownership", "texts by which other companies know that the domain is yours"),
    ("Other", "records with no purpose that is known here"),
];

/// The map in one format.
pub fn render(domain: &Name, records: &[Standing], format: MapFormat) -> Result<String, Error> {
    let of = |purpose: usize| records.iter().filter(move |r| r.kind != "SOA" && self::purpose(r) == purpose);
    if format == MapFormat::Json {
        let sections: Vec<_> = PURPOSES
            .iter()
            .enumerate()
            .map(|(i, (title, _))| {
                let rows: Vec<_> = of(i)
                    .map(|r| json!({ "name": r.name.as_str(), "kind": r.kind, "value": r.value, "ttl": r.ttl, "runs": runs(r, domain) }))
                    .collect();
                json!({ "purpose": title, "records": rows })
            })
            .collect();
        let map = json!({ "schema": "launch-ready.dns-map/1", "domain": domain.as_str(), "sections": sections });
        return serde_json::to_string_pretty(&map).map(|s| s + "\n").map_err(|e| Error::Bug(e.to_string()));
    }
    let markdown = format == MapFormat::Markdown;
    let mut out = if markdown { format!("# DNS of {domain}\n") } else { format!("DNS of {domain}\n") };
    for (i, (title, plain)) in PURPOSES.iter().enumerate() {
        let mut rows = of(i).peekable();
        if rows.peek().is_none() {
            continue;
        }
        if markdown {
            let _ = write!(
                out,
                "\n## {title}\n\nThese records say {plain}.\n\n| name | type | value | who runs it |\n|---|---|---|---|\n"
            );
        } else {
            let _ = write!(out, "\n{}\n  {plain}\n", title.to_uppercase());
        }
        for r in rows {
            let who = runs(r, domain).unwrap_or_default();
            if markdown {
                let cell = |s: &str| text::quote(s, 120).replace('|', "\\|");
                let _ = writeln!(out, "| {} | {} | `{}` | {who} |", r.name, r.kind, cell(&r.value));
            } else {
                let who = if who.is_empty() { String::new() } else { format!("   ({who})") };
                let _ = writeln!(out, "  {:<30} {:<5} {}{who}", r.name.as_str(), r.kind, text::quote(&r.value, 70));
            }
        }
    }
    Ok(out)
}

/// Index into [`PURPOSES`].
fn purpose(r: &Standing) -> usize {
    let name = r.name.as_str();
    let value = r.value.to_ascii_lowercase();
    let mail_text =
        ["\"v=spf1", "\"v=dmarc1", "\"v=dkim1", "\"v=stsv1", "\"v=tlsrptv1"].iter().any(|p| value.starts_with(p));
    let mail_name = ["_dmarc.", "_mta-sts.", "_smtp._tls.", "mta-sts."].iter().any(|p| name.starts_with(p));
    match r.kind.as_str() {
        "NS" => 0,
        "MX" => 2,
        "CAA" | "TLSA" => 4,
        "SRV" => 5,
        _ if mail_text || mail_name || name.contains("._domainkey.") => 3,
        "A" | "AAAA" | "CNAME" => 1,
        "TXT" if value.contains("verif") || value.contains('=') => 6,
        _ => 7,
    }
}

/// Who runs what a record leads to, where its value says so; never a guess from an address.
fn runs(r: &Standing, domain: &Name) -> Option<String> {
    let target = match r.kind.as_str() {
        "CNAME" | "NS" => r.value.as_str(),
        "MX" => r.value.split_whitespace().nth(1)?,
        "TXT" => {
            let found = mail::provider::PROVIDERS
                .iter()
                .filter(|p| p.spf.iter().any(|s| r.value.contains(&format!("include:{s}"))));
            let names: Vec<&str> = found.map(|p| p.name).collect();
            return (!names.is_empty()).then(|| text::list(&names));
        }
        _ => return None,
    };
    let name = Name::parse(target.trim_end_matches('.')).ok()?;
    if name.is_under(domain) {
        return Some("you".to_owned());
    }
    let mx = |p: &&mail::provider::Provider| p.mx.iter().any(|m| Name::parse(m).is_ok_and(|m| name.is_under(&m)));
    match mail::provider::PROVIDERS.iter().find(mx).filter(|_| r.kind == "MX") {
        Some(provider) => Some(provider.name.to_owned()),
        None => name.registrable().map(|d| d.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn record(name: &str, kind: &str, value: &str) -> Standing {
        Standing { name: Name::parse(name).unwrap(), kind: kind.into(), value: value.into(), ttl: 3600 }
    }

    #[test]
    fn each_record_stands_under_its_purpose_with_who_runs_it() {
        let domain = Name::parse("acme.example").unwrap();
        for (r, title, who) in [
            (record("acme.example", "NS", "ns1.host.example."), "Name servers", Some("host.example")),
            (record("app.acme.example", "A", "203.0.113.20"), "Web", None),
            (record("status.acme.example", "CNAME", "x.statuspark.example."), "Web", Some("statuspark.example")),
            (record("acme.example", "MX", "1 smtp.google.com."), "Mail to you", Some("Google Workspace")),
            (record("acme.example", "MX", "1 mx.acme.example."), "Mail to you", Some("you")),
            (
                record("acme.example", "TXT", "\"v=spf1 include:_spf.google.com ~all\""),
                "Mail from you",
                Some("Google Workspace"),
            ),
            (record("_dmarc.acme.example", "TXT", "\"v=DMARC1; p=none\""), "Mail from you", None),
            (record("acme.example", "CAA", "0 issue \"letsencrypt.org\""), "Certificates", None),
            (record("acme.example", "TXT", "\"google-site-verification=abc\""), "Proofs of ownership", None),
        ] {
            assert_eq!(PURPOSES[purpose(&r)].0, title, "{r:?}");
            assert_eq!(runs(&r, &domain).as_deref(), who, "{r:?}");
        }
    }

    #[test]
    fn every_format_names_every_record() {
        let domain = Name::parse("acme.example").unwrap();
        let records =
            [record("acme.example", "A", "203.0.113.10"), record("acme.example", "MX", "10 mx.host.example.")];
        for format in [MapFormat::Text, MapFormat::Markdown, MapFormat::Json] {
            let text = render(&domain, &records, format).unwrap();
            assert!(text.contains("203.0.113.10") && text.contains("mx.host.example"), "{text}");
        }
    }
}
