//! A domain that sends no mail.

use super::DnsRecord;
use crate::name::canonical;

/// What a domain without mail says by DMARC.
pub(super) const LOCKED_DMARC: &str = "v=DMARC1; p=reject; sp=reject; np=reject";
/// What a domain without senders says by SPF.
pub(super) const LOCKED_SPF: &str = "v=spf1 -all";

/// Records that say "no mail comes from here and none is taken": SPF, DMARC, a revoked DKIM key for every selector, null
/// MX (RFC 7505). With `takes_mail` the MX is left out.
#[must_use]
pub fn locked_down(domain: &str, takes_mail: bool) -> Vec<DnsRecord> {
    let domain = canonical(domain);
    let mut records = vec![
        DnsRecord::txt(&domain, LOCKED_SPF),
        DnsRecord::txt(format!("_dmarc.{domain}"), LOCKED_DMARC),
        DnsRecord::txt(format!("*._domainkey.{domain}"), "v=DKIM1; p="),
    ];
    if !takes_mail {
        records.push(DnsRecord { name: domain, kind: "MX".to_owned(), value: "0 .".to_owned() });
    }
    records
}
