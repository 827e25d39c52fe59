//! The published suite of RFC 7208 through real DNS: every scenario is served over UDP and TCP on loopback and evaluated
//! through the adapter that `launch-ready mail spf` uses.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/binary.rs"]
mod binary;
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
        net.resolvers = vec![server.address.into()];
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

#[test]
fn the_command_prints_each_result_of_the_suite_as_its_first_word() {
    let scenarios: Vec<_> = suite::scenarios().into_iter().map(|s| (Server::start(s.zone).address, s.cases)).collect();
    // Beside each other, as the silent hosts take their time.
    let seen: Vec<Option<String>> = std::thread::scope(|threads| {
        let run = |(resolver, cases): &(std::net::SocketAddr, Vec<(String, Value)>)| {
            cases.iter().map(|(name, case)| printed(*resolver, name, case)).collect::<Vec<_>>()
        };
        let running: Vec<_> = scenarios.iter().map(|scenario| threads.spawn(move || run(scenario))).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let failed: Vec<&String> = seen.iter().flatten().collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(seen.len(), CASES);
}

/// What differs from the case in the command's output, if anything does.
fn printed(resolver: std::net::SocketAddr, name: &str, case: &Value) -> Option<String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let sender = ["spf", "--ip", text("host"), "--helo", text("helo"), "--mail-from", text("mailfrom")];
    let ran = binary::mail(resolver, &sender);
    let allowed = match &case["result"] {
        Value::Sequence(list) => list.clone(),
        one => vec![one.clone()],
    };
    let fine = ran.code == 0 && allowed.iter().any(|result| result.as_str() == Some(ran.first_word()));
    (!fine).then(|| format!("{name}: {ran:?}, expected {allowed:?}"))
}
