//! How long to wait before the next look.

use crate::error::Error;
use model::facts::Addresses;
use model::{Evidence, Finding, Remedy, Subject};
use std::time::Duration;

/// The first pause; each next one is half as long again, up to the longest.
const FIRST: f64 = 15.0;
const LONGEST: f64 = 300.0;
/// Caches that keep a record longer than this are looked at in between.
const LONGEST_TTL: u32 = 900;

/// The pause after so many looks. Where a resolver still gives an old address, it says for how long: looking
/// earlier shows the same.
pub fn pause(looks: usize, finding: &Finding, evidence: &Evidence, every: Option<f64>) -> Duration {
    if let Some(seconds) = every {
        return Duration::from_secs_f64(seconds);
    }
    let grown = FIRST * 1.5_f64.powi(i32::try_from(looks.saturating_sub(1)).unwrap_or(30).min(30));
    let grown = Duration::from_secs_f64(grown.min(LONGEST));
    kept(finding, evidence).map_or(grown, |ttl| Duration::from_secs(u64::from(ttl.clamp(5, LONGEST_TTL)) + 1))
}

/// Seconds for which caches keep an address that the fix changes.
fn kept(finding: &Finding, evidence: &Evidence) -> Option<u32> {
    let Remedy::SetDns { set, delete, .. } = &finding.remedy else { return None };
    let addresses = set.iter().chain(delete).filter(|r| matches!(r.kind.as_str(), "A" | "AAAA" | "CNAME"));
    addresses.filter_map(|r| evidence.get::<Addresses>(&Subject::host(&r.name)).ok()?.ttl).max()
}

/// Waits; true when Ctrl-C came.
pub fn interrupted(pause: Duration) -> Result<bool, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::Usage(format!("the system gives no timer: {e}")))?;
    Ok(runtime.block_on(async {
        tokio::select! {
            () = tokio::time::sleep(pause) => false,
            _ = tokio::signal::ctrl_c() => true,
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use model::DnsRecord;
    use model::facts::Lookup;

    #[test]
    fn pauses_grow_and_last_as_long_as_caches_keep_the_record() {
        let record = |kind: &str| DnsRecord { name: "a.example".into(), kind: kind.into(), value: "x".into(), ttl: 60 };
        let fix = |kind: &str| Finding::new("").remedy(Remedy::dns(vec![record(kind)], Vec::new()));
        let seen = Addresses {
            lookup: Lookup::Found,
            aliases: Vec::new(),
            v4: Vec::new(),
            v6: Vec::new(),
            ttl: Some(42),
            extended_errors: Vec::new(),
            not_public: Vec::new(),
        };
        let evidence = Evidence::new(Timestamp::UNIX_EPOCH).with(&Subject::host("a.example"), seen);
        let seconds = |looks, kind: &str, every| pause(looks, &fix(kind), &evidence, every).as_secs();
        assert_eq!((seconds(1, "TXT", None), seconds(3, "TXT", None), seconds(40, "TXT", None)), (15, 33, 300));
        assert_eq!((seconds(1, "A", None), seconds(9, "A", None)), (43, 43));
        assert_eq!(seconds(5, "A", Some(2.0)), 2);
    }
}
