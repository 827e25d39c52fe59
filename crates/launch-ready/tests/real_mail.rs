//! Mail against servers that we did not write: Postfix, BIND and nginx in a network namespace of their own.
//! Missing servers fail the test; `./test` installs them.
#![allow(clippy::unwrap_used)]

use model::{Report, State};
use std::process::Command;

/// Runs the audit of the mail of the `healthy`, `broken` or `blocked` company.
fn audit(kind: &str) -> Report {
    let folder = std::env::temp_dir().join(format!("launch-ready-mail-{kind}-{}", std::process::id()));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/mail.sh");
    let out = Command::new("unshare")
        .args(["--net", "bash", script, env!("CARGO_BIN_EXE_launch-ready")])
        .arg(&folder)
        .arg(kind)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    let errors = std::fs::read_to_string(folder.join("errors.txt")).unwrap();
    assert_eq!(errors, "");
    let report = serde_json::from_str(&std::fs::read_to_string(folder.join("report.json")).unwrap()).unwrap();
    std::fs::remove_dir_all(folder).ok();
    report
}

fn rows(report: &Report, state: State) -> Vec<String> {
    let mut rows: Vec<String> = report.in_state(state).map(|r| format!("{} {}", r.check, r.subject)).collect();
    rows.sort();
    rows
}

#[test]
fn mail_in_good_order_hears_of_nothing() {
    let report = audit("healthy");
    assert_eq!(rows(&report, State::Fail), Vec::<String>::new());
    assert_eq!(rows(&report, State::Unknown), Vec::<String>::new());
    let passes = rows(&report, State::Pass);
    for row in ["mail/certificate-wrong mx2.acme.example", "mail/starttls-missing mx1.acme.example"] {
        assert!(passes.iter().any(|p| p == row), "{row} is not among {passes:#?}");
    }
    for row in ["mail/mta-sts-mx-mismatch acme.example", "mail/reverse-dns-missing acme.example"] {
        assert!(passes.iter().any(|p| p == row), "{row} is not among {passes:#?}");
    }
}

#[test]
fn broken_mail_gets_exactly_its_faults() {
    let report = audit("broken");
    assert_eq!(
        rows(&report, State::Fail),
        [
            "mail/certificate-wrong mx2.acme.example",
            "mail/dkim-key-weak acme.example",
            "mail/dmarc-removed-tags acme.example",
            "mail/dmarc-reports-unauthorised acme.example",
            "mail/dmarc-subdomains-weaker acme.example",
            "mail/mta-sts-mx-mismatch acme.example",
            "mail/mx-does-not-resolve mx6.acme.example",
            "mail/reverse-dns-missing acme.example",
            "mail/server-not-answering mx5.acme.example",
            "mail/spf-too-many-lookups acme.example",
            "mail/starttls-missing mx3.acme.example",
            "mail/tls-old mx4.acme.example",
            "mail/tls-reports-missing acme.example",
        ]
    );
    assert_eq!(rows(&report, State::Unknown), Vec::<String>::new());
}

#[test]
fn a_network_that_blocks_port_25_accuses_nobody() {
    let report = audit("blocked");
    assert_eq!(rows(&report, State::Fail), Vec::<String>::new());
    let unknown = rows(&report, State::Unknown);
    assert!(unknown.contains(&"mail/starttls-missing mx1.acme.example".to_owned()), "{unknown:#?}");
    assert!(report.in_state(State::Unknown).all(|r| r.subject.name.starts_with("mx")), "{unknown:#?}");
    assert_eq!(report.verdict, model::report::Answer::Go, "port 25 decides nothing");
}
