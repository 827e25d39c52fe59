//! The web surface against servers and frameworks that we did not write: nginx, Apache, Caddy, Varnish, Django, Vite,
//! WordPress, Next.js.
//! Missing servers fail the test; `./test` installs them.
#![allow(clippy::unwrap_used)]

use model::{Report, Severity, State};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

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

/// What the preparations of the worlds left, made once for each target folder however many tests ask.
fn prepared() -> PathBuf {
    static DONE: OnceLock<PathBuf> = OnceLock::new();
    DONE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("real-web");
        run(Command::new("bash").arg(script("prepare.sh")).arg(&folder));
        folder
    })
    .clone()
}

/// Runs a world in a namespace of its own; gives the folder of its reports.
fn world(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("launch-ready-{name}-{}", std::process::id()));
    let binary = env!("CARGO_BIN_EXE_launch-ready");
    run(Command::new("unshare").args(["--net", "bash", &script(name), binary]).arg(&folder).arg(prepared()));
    folder
}

fn report_of(folder: &Path) -> Report {
    assert_eq!(std::fs::read_to_string(folder.join("errors.txt")).unwrap(), "");
    serde_json::from_str(&std::fs::read_to_string(folder.join("report.json")).unwrap()).unwrap()
}

/// All failing rows of a host, as "check severity".
fn rows_of(report: &Report, host: &str) -> Vec<String> {
    let rows = report.in_state(State::Fail).filter(|r| r.subject.host_name().as_deref() == Some(host));
    let mut rows: Vec<String> = rows.map(|r| format!("{} {}", r.check, r.severity.word())).collect();
    rows.sort();
    rows
}

#[test]
fn apps_as_their_makers_deliver_them_get_exactly_their_findings() {
    let folder = world("fresh.sh");
    let report = report_of(&folder);
    // What a default nginx adds of its own is the same for all: no headers, and its version.
    let bare = |more: &[&str]| {
        let usual = ["header/csp-missing medium", "header/frameable medium", "header/nosniff-missing medium"];
        let mut all: Vec<&str> =
            usual.into_iter().chain(["header/version-disclosed low"]).chain(more.iter().copied()).collect();
        all.sort_unstable();
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rows_of(&report, "blog.fresh.example"), bare(&[]));
    assert_eq!(
        rows_of(&report, "next.fresh.example"),
        bare(&["cache/html-long low", "content/placeholder-page medium"])
    );
    // Nobody has set it up: whoever comes first does.
    let install = rows_of(&report, "install.fresh.example");
    assert!(install.contains(&"exposure/installer-open blocker".to_owned()), "{install:?}");
    // The hardened twins, whose scripts and styles need a policy of their own.
    assert_eq!(rows_of(&report, "press.fresh.example"), ["header/csp-missing medium"]);
    assert_eq!(rows_of(&report, "desk.fresh.example"), ["cache/html-long low", "header/csp-missing medium"]);
    assert_eq!(above(&report, Severity::Medium), ["exposure/installer-open https://install.fresh.example/"]);
    let unknown: Vec<_> = report.in_state(State::Unknown).map(|r| (&r.check, &r.subject, &r.unknown_reason)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    std::fs::remove_dir_all(folder).ok();
}

#[test]
fn real_servers_and_frameworks_are_told_what_is_so_and_nothing_else() {
    let folder = world("web.sh");
    let report = report_of(&folder);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();

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

    // Every place that is known was asked for, and a page is still no file.
    for name in ["spa", "echo"] {
        let log = read(&format!("{name}.paths"));
        let paths: std::collections::BTreeSet<&str> = log.lines().filter_map(|l| l.split('?').next()).collect();
        assert!(paths.len() >= 300, "{name}: {} paths; {}", paths.len(), read(&format!("{name}.err")));
        assert!(paths.contains("/backend/.env") && paths.contains("/spa.zip") == (name == "spa"));
        let report: Report = serde_json::from_str(&read(&format!("{name}.json"))).unwrap();
        let rows = report.in_state(State::Fail).filter(|r| r.area == "exposure" || r.area == "access");
        assert_eq!(rows.map(|r| r.check.clone()).collect::<Vec<_>>(), Vec::<String>::new(), "{name}");
        let asked = report.rows.iter().find(|r| r.check == "exposure/env-file" && r.subject.name.contains("https"));
        assert_eq!(asked.map(|r| r.state), Some(State::Pass), "{name}");
    }

    let redirects = read("redirects.txt");
    assert!(redirects.contains("http://apache.acme.example → https://apache.acme.example: in place"), "{redirects}");
    assert!(redirects.contains("https://www.acme.example → https://acme.example: in place"), "{redirects}");
    std::fs::remove_dir_all(folder).ok();
}
