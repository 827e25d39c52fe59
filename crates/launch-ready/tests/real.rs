//! The program against servers that we did not write: BIND and nginx in a network namespace of their own.
//! Missing servers fail the test; `./test` installs them.
#![allow(clippy::unwrap_used)]

use model::{Report, Severity, State};
use std::path::PathBuf;
use std::process::Command;

/// Runs the audit of the `healthy` or `broken` company; gives exit code and report.
fn audit(kind: &str) -> (i32, Report, PathBuf) {
    let folder = tempfile::tempdir().unwrap().keep();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/world.sh");
    let out = Command::new("unshare")
        .args(["--net", "bash", script, env!("CARGO_BIN_EXE_launch-ready")])
        .arg(&folder)
        .arg(kind)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    let code = std::fs::read_to_string(folder.join("exit")).unwrap().trim().parse().unwrap();
    let errors = std::fs::read_to_string(folder.join("errors.txt")).unwrap();
    assert_eq!(errors, "", "a pipe gets no progress and no complaint");
    let report = serde_json::from_str(&std::fs::read_to_string(folder.join("report.json")).unwrap()).unwrap();
    (code, report, folder)
}

fn failing(report: &Report) -> Vec<String> {
    let mut ids: Vec<String> = report.in_state(State::Fail).map(|r| format!("{} {}", r.check, r.subject)).collect();
    ids.sort();
    ids
}

#[test]
fn an_ordinary_company_has_nothing_above_medium() {
    // Decision 13, the measure of noise.
    let (code, report, folder) = audit("healthy");
    let loud: Vec<_> =
        report.in_state(State::Fail).filter(|r| r.severity > Severity::Medium).map(|r| &r.check).collect();
    assert_eq!(loud, Vec::<&String>::new());
    assert_eq!(code, 0, "{:?}", failing(&report));
    // The resolver verifies no signatures, and this company's mail server does not run (`real_mail.rs` has those);
    // each says so.
    let silent = |r: &&model::Row| r.area == "dnssec" || r.subject.kind == model::SubjectKind::MailServer;
    let undecided: Vec<_> = report.in_state(State::Unknown).filter(|r| !silent(r)).collect();
    assert!(undecided.is_empty(), "{undecided:#?}");
    std::fs::remove_dir_all(folder).ok();
}

#[test]
fn a_broken_company_gets_exactly_its_faults() {
    let (code, report, folder) = audit("broken");
    assert_eq!(code, 1);
    let loud: Vec<String> = report
        .in_state(State::Fail)
        .filter(|r| r.severity > Severity::Medium)
        .map(|r| format!("{} {}", r.check, r.subject))
        .collect();
    let mut loud = loud;
    loud.sort();
    assert_eq!(
        loud,
        [
            "dns/dangling-cname status.acme.example",
            "exposure/env-file https://app.acme.example",
            "mail/dmarc-missing acme.example",
            "mail/spf-allows-everyone acme.example",
            "tls/chain-incomplete acme.example",
            "tls/chain-incomplete www.acme.example",
            "tls/expired app.acme.example",
        ]
    );
    let evidence = std::fs::read_to_string(folder.join("evidence.json")).unwrap();
    let html = std::fs::read_to_string(folder.join("report.html")).unwrap();
    for place in [&evidence, &html, &serde_json::to_string(&report).unwrap()] {
        assert!(!place.contains("correct-horse"), "the password of the exposed file is in the report");
    }
    std::fs::remove_dir_all(folder).ok();
}

#[test]
fn what_init_writes_is_true_and_check_reads_it() {
    let (_, _, folder) = audit("healthy");
    let text = std::fs::read_to_string(folder.join("init/launch.toml")).unwrap();
    let config = config::parse(&text, "launch.toml", &|_| None, &[]).unwrap();
    assert_eq!(config.target().as_deref(), Some("https://acme.example"));
    let hosts: Vec<&str> = config.domain.hosts.iter().map(|h| h.name.as_str()).collect();
    assert_eq!(hosts, ["acme.example", "app.acme.example", "www.acme.example"]);
    assert_eq!(config.mail.sending.iter().map(ToString::to_string).collect::<Vec<_>>(), ["acme.example"]);
    assert_eq!(config.app.as_deref(), Some("Acme Desk"));
    assert_eq!(std::fs::read_to_string(folder.join("init/errors.txt")).unwrap(), "");
    assert_eq!(std::fs::read_to_string(folder.join("init/exit")).unwrap().trim(), "0");
    std::fs::remove_dir_all(folder).ok();
}

#[test]
fn verify_looks_again_and_says_that_it_is_still_there() {
    let (_, _, folder) = audit("broken");
    let said = std::fs::read_to_string(folder.join("verify.txt")).unwrap();
    assert!(said.starts_with("still there: "), "{said}{}", std::fs::read_to_string(folder.join("verify.err")).unwrap());
    assert_eq!(std::fs::read_to_string(folder.join("verify.exit")).unwrap().trim(), "1");
    let state = folder.join(".local/state/launch-ready/acme.example/report.json");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&state).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(state.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    std::fs::remove_dir_all(folder).ok();
}
