//! A domain that sends no mail.

use super::DnsRecord;
use crate::name::canonical;

/// Records that say "no mail comes from here and none is taken": SPF, DMARC, a revoked DKIM key for every selector, null
/// MX (RFC 7505). With `takes_mail` the MX is left out.
#[must_use]
pub fn locked_down(domain: &str, takes_mail: bool) -> Vec<DnsRecord> {
    let domain = canonical(domain);
    let mut records = vec![
        DnsRecord::txt(&domain, "v=spf1 -all"),
        DnsRecord::txt(format!("_dmarc.{domain}"), "v=DMARC1; p=reject; sp=reject; np=reject"),
        DnsRecord::txt(format!("*._domainkey.{domain}"), "v=DKIM1; p="),
    ];
    if !takes_mail {
        records.push(DnsRecord { name: domain, kind: "MX".to_owned(), value: "0 .".to_owned() });
    }
    records
}
