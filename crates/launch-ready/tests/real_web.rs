//! The web surface against servers and frameworks that we did not write: nginx, Apache, Caddy, Varnish, Django, Vite.
//! Missing servers fail the test; `./test` installs them.
#![allow(clippy::unwrap_used)]

use model::{Report, Severity, State};
use std::path::Path;
use std::process::Command;

fn script(name: &str) -> String {
    format!("{}/tests/real/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn run(command: &mut Command) {
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
}

/// Failing rows above a severity, as "check subject".
fn above(report: &Report, severity: Severity) -> Vec<String> {
    let rows = report.in_state(State::Fail).filter(|r| r.severity > severity);
    let mut rows: Vec<String> = rows.map(|r| format!("{} {}", r.check, r.subject)).collect();
    rows.sort();
    rows
}

#[test]
fn real_servers_and_frameworks_are_told_what_is_so_and_nothing_else() {
    let prepared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("real-web");
    run(Command::new("bash").arg(script("prepare.sh")).arg(&prepared));
    let folder = std::env::temp_dir().join(format!("launch-ready-real-web-{}", std::process::id()));
    let binary = env!("CARGO_BIN_EXE_launch-ready");
    run(Command::new("unshare").args(["--net", "bash", &script("web.sh"), binary]).arg(&folder).arg(&prepared));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(read("errors.txt"), "");
    let report: Report = serde_json::from_str(&read("report.json")).unwrap();

    // Only Django in debug mode has something to be loud about; every other server and framework is a healthy twin.
    let loud = above(&report, Severity::Medium);
    assert_eq!(
        loud,
        ["exposure/default-page https://debug.acme.example/", "exposure/stack-trace https://debug.acme.example"]
    );
    // Every host was looked at, and with all probes: no budget ran out.
    for host in ["apache", "caddy", "varnish", "django", "vite", "spa"] {
        let site = format!("https://{host}.acme.example");
        let row = report.rows.iter().find(|r| r.check == "exposure/env-file" && r.subject.name == site);
        assert_eq!(row.map(|r| r.state), Some(State::Pass), "{site}");
    }
    // An app that answers 200 to every path serves none of the files that were asked for.
    let exposed = report.in_state(State::Fail).filter(|r| r.area == "exposure" && r.subject.name.contains("spa."));
    assert_eq!(exposed.map(|r| r.check.clone()).collect::<Vec<_>>(), Vec::<String>::new());
    let soft: Vec<&str> = report
        .in_state(State::Fail)
        .filter(|r| r.check == "content/soft-404")
        .map(|r| r.subject.name.as_str())
        .collect();
    assert_eq!(soft, ["https://spa.acme.example", "https://vite.acme.example"]);
    // The fix of a header comes in the words of the server that answers.
    assert!(read("report.html").contains("Header always set"), "no snippet for Apache");

    let redirects = read("redirects.txt");
    assert!(redirects.contains("http://apache.acme.example → https://apache.acme.example: in place"), "{redirects}");
    assert!(redirects.contains("https://www.acme.example → https://acme.example: in place"), "{redirects}");
    std::fs::remove_dir_all(folder).ok();
}
