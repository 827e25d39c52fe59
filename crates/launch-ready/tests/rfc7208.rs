//! The published suite of RFC 7208 through real DNS: every scenario is served over UDP and TCP on loopback and evaluated
//! through the adapter that `launch-ready mail spf` uses.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/suite.rs"]
mod suite;
#[path = "support/zone.rs"]
mod zone;

use mail::spf::{Options, check_host};
use probe::{MailDns, Net};
use serde_yaml_ng::Value;
use std::time::Duration;
use zone::Server;

const CASES: usize = 203;
/// Long enough for loopback on a busy machine; a question to a silent host of the suite takes three quarters of it.
const TIMEOUT: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_case_of_the_rfc_7208_suite_gives_its_result_over_real_dns() {
    let mut running = tokio::task::JoinSet::new();
    for scenario in suite::scenarios() {
        let server = Server::start(scenario.zone);
        let mut net = Net::system();
        net.resolvers = vec![server.address];
        for (name, case) in scenario.cases {
            // Each case asks anew: what one remembers can't help another.
            let dns = MailDns::new(net.clone(), TIMEOUT);
            running.spawn(async move { difference(&dns, &case).await.map(|seen| format!("{name}: {seen}")) });
        }
    }
    let all = running.join_all().await;
    let failed: Vec<String> = all.iter().flatten().cloned().collect();
    assert!(failed.is_empty(), "{} of {} failed:\n{}", failed.len(), all.len(), failed.join("\n"));
    assert_eq!(all.len(), CASES);
}

/// What differs from the case, if anything does.
async fn difference(dns: &MailDns, case: &Value) -> Option<String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let ip = text("host").parse().unwrap();
    let seen = check_host(dns, ip, text("helo"), text("mailfrom"), &Options::default()).await;
    let allowed: Vec<&str> = match &case["result"] {
        Value::Sequence(list) => list.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    if !allowed.contains(&seen.result.name()) {
        return Some(format!("{} ({:?}), expected {allowed:?}", seen.result, seen.reason));
    }
    let expected = case.get("explanation")?.as_str()?;
    let explanation = seen.explanation.as_deref().unwrap_or("DEFAULT");
    (explanation != expected).then(|| format!("explains {explanation:?}, expected {expected:?}"))
}
