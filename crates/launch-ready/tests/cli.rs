//! The binary as people and scripts use it: exit codes, streams, wrong input.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const BIN: &str = env!("CARGO_BIN_EXE_launch-ready");

/// The program in an empty folder with nothing of this machine's environment.
fn program(home: &Path) -> Command {
    let mut command = Command::new(BIN);
    command.env_clear().env("HOME", home).env("PATH", std::env::var("PATH").unwrap()).current_dir(home);
    command.stdin(Stdio::null());
    command
}

fn run(home: &Path, args: &[&str]) -> Output {
    program(home).args(args).output().unwrap()
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_demo_is_no_go_and_its_fixed_twin_is_go() {
    let home = home();
    let broken = run(home.path(), &["demo", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&broken)).unwrap();
    assert_eq!((broken.status.code(), report["verdict"].as_str()), (Some(1), Some("no_go")));
    let fixed = run(home.path(), &["demo", "--fixed", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&fixed)).unwrap();
    assert_eq!((fixed.status.code(), report["verdict"].as_str()), (Some(0), Some("go")));
    for severity in ["blocker", "high", "medium"] {
        assert_eq!(report["counts"]["by_severity"][severity], 0, "{severity}");
    }
    assert!(report["counts"]["by_state"]["pass"].as_u64().unwrap() > 100);
}

#[test]
fn a_pipe_gets_no_colour_no_progress_and_80_columns() {
    let home = home();
    let piped = run(home.path(), &["demo"]);
    let text = out(&piped);
    assert!(!text.contains('\u{1b}'), "a pipe got control characters");
    assert_eq!(err(&piped), "");
    // Lines that are there to be pasted stay whole; they are indented by 14.
    for line in text.lines().filter(|l| !l.starts_with(&" ".repeat(14))) {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
    let first_screen: Vec<&str> = text.lines().take(24).collect();
    assert!(first_screen.iter().any(|l| l.contains("NO-GO")));
    assert!(first_screen.iter().any(|l| l.starts_with(" 1  ")));
    let colour = out(&run(home.path(), &["demo", "--color", "always"]));
    assert!(colour.contains('\u{1b}'));
}

#[test]
fn a_terminal_gets_colour_unless_it_is_unwanted() {
    let home = home();
    let on_terminal = |no_color: bool| {
        let mut command = Command::new("script");
        command
            .args(["-qec", &format!("{BIN} demo"), "/dev/null"])
            .env("HOME", home.path())
            .env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR").env_remove("CLICOLOR");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        String::from_utf8_lossy(&command.stdin(Stdio::null()).output().unwrap().stdout).into_owned()
    };
    // Colours are set by `ESC [ … m`; progress moves the cursor, which NO_COLOR does not forbid.
    let painted = |text: &str| {
        text.split('\u{1b}').skip(1).any(|s| {
            s.split_once('m')
                .is_some_and(|(codes, _)| codes.len() > 2 && codes[1..].chars().all(|c| c.is_ascii_digit() || c == ';'))
        })
    };
    assert!(painted(&on_terminal(false)));
    assert!(!painted(&on_terminal(true)));
}

#[test]
fn wrong_input_gets_the_answer_a_person_would_want() {
    let home = home();
    std::fs::write(home.path().join("broken.toml"), "[domain]\ncanonical = \"acme.example\"\n\n[monitr]\n").unwrap();
    std::fs::write(home.path().join("binary.toml"), [0xff, 0xfe, 0x00, 0xd8, 0x80]).unwrap();
    for (args, wants) in [
        (&["check"][..], &["nothing to audit", "launch-ready init"][..]),
        (&["check", "dana@acme.example"], &["e-mail address", "launch-ready check acme.example"]),
        (&["check", "203.0.113.7"], &["IP address", "type the domain"]),
        (&["check", "co.uk"], &["public suffix"]),
        (&["check", "acme"], &["single word"]),
        (&["check", "ftp://acme.example"], &["http and https"]),
        (&["check", "a b.example"], &["no domain"]),
        (&["check", "acme.example", "--config", "missing.toml"], &["missing.toml", "No such file"]),
        (
            &["check", "acme.example", "--config", "broken.toml"],
            &["2 problems", "broken.toml:2:", "https://acme.example", "monitor"],
        ),
        (&["check", "acme.example", "--config", "binary.toml"], &["binary.toml"]),
        (&["check", "acme.example", "--config", "."], &["directory"]),
        (&["check", "acme.example", "--profile", "first-custmers"], &["first-customers"]),
        (&["check", "acme.example", "--check", "tls/expird"], &["did you mean tls/expired"]),
        (&["check", "acme.example", "-o", "report.pdf"], &["report.pdf", ".html"]),
        (&["check", "acme.example", "--resolver", "dns"], &["--resolver", "192.0.2.53"]),
        (&["check", "acme.example", "--timeout", "0"], &["number of seconds"]),
        (&["check", "acme.example", "--from", "missing.json"], &["missing.json"]),
        (&["check", "acme.example", "--from", "last"], &["not looked at yet"]),
        (&["check", "acme.example", "--colour"], &["--color"]),
        (&["chekc"], &["check"]),
        (&["explain", "dmarc-missing"], &["did you mean mail/dmarc-missing"]),
        (&["verify", "1"], &["run launch-ready check first"]),
    ] {
        let output = run(home.path(), args);
        let said = err(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        for want in wants {
            assert!(said.contains(want), "{args:?} should say \"{want}\":\n{said}");
        }
        assert_eq!(out(&output), "", "{args:?} printed to stdout");
    }
}

#[test]
fn a_name_with_umlauts_is_audited_by_its_a_label() {
    let home = home();
    let output = offline(home.path(), &["check", "müller.example", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["target"], "xn--mller-kva.example");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_that_does_not_exist_is_told_once() {
    let home = home();
    let lab = lab::Lab::start(lab::World::fixed()).await.unwrap();
    let resolver = lab.physical(probe::Transport::Udp, lab.net().resolvers[0].address().unwrap()).unwrap().to_string();
    let args = ["check", "acmee.example", "--resolver", &resolver, "--rdap", "off", "--format", "json"];
    let output = run(home.path(), &args);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let failing: Vec<&Value> = report["rows"].as_array().unwrap().iter().filter(|r| r["state"] == "fail").collect();
    assert_eq!(failing.len(), 1, "{failing:#?}");
    assert_eq!(failing[0]["summary"], "acmee.example does not exist");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_host_under_a_platforms_suffix_has_no_domain_of_its_own() {
    let home = home();
    let output = offline(home.path(), &["check", "acme.vercel.app", "--resolver", "192.0.2.53", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let mail: Vec<&Value> = report["rows"].as_array().unwrap().iter().filter(|r| r["area"] == "mail").collect();
    assert!(!mail.is_empty() && mail.iter().all(|r| r["state"] == "not_applicable"), "{mail:#?}");
}

/// Runs without any network: a namespace whose loopback is down.
fn offline(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new("unshare");
    command.args(["--net", BIN]).args(args).env("HOME", home).current_dir(home);
    command.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn without_a_network_it_cannot_tell_and_says_why() {
    let home = home();
    let began = Instant::now();
    let output = offline(home.path(), &["check", "acme.example", "--resolver", "192.0.2.53"]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(3), "{text}{}", err(&output));
    assert!(text.contains("CAN'T TELL"), "{text}");
    assert!(text.contains("192.0.2.53") || text.contains("network"), "{text}");
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_local_address_is_audited_without_dns() {
    let home = home();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                assert!(stream.read(&mut [0; 4096]).is_ok());
                let body = "<title>Acme</title><p>hello";
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nset-cookie: session=0123456789abcdef\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).ok();
            });
        }
    });
    let output = run(home.path(), &["check", &format!("localhost:{port}"), "-4", "--format", "json"]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let failing: Vec<&str> = report["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["state"] == "fail")
        .map(|r| r["check"].as_str().unwrap())
        .collect();
    assert_eq!(failing, ["cookie/not-httponly", "cookie/not-samesite", "content/soft-404"], "{}", err(&output));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn ctrl_c_leaves_a_partial_report_that_says_so() {
    let home = home();
    // A resolver that never answers keeps the look busy.
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let resolver = silent.local_addr().unwrap().to_string();
    let child = program(home.path())
        .args([
            "check",
            "acme.example",
            "--resolver",
            &resolver,
            "--timeout",
            "30",
            "--format",
            "json",
            "-o",
            "report.html",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(800));
    let began = Instant::now();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(began.elapsed() < Duration::from_secs(3));
    assert_eq!(output.status.code(), Some(4));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["partial"], "stopped");
    assert_eq!(report["verdict"], "cannot_tell");
    assert!(std::fs::read_to_string(home.path().join("report.html")).unwrap().contains("stopped"));
}

#[test]
fn the_deadline_is_kept() {
    let home = home();
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let resolver = silent.local_addr().unwrap().to_string();
    let began = Instant::now();
    let args =
        ["check", "acme.example", "--resolver", &resolver, "--timeout", "30", "--deadline", "1.5", "--format", "json"];
    let output = run(home.path(), &args);
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    assert_eq!(output.status.code(), Some(3));
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["partial"], "deadline_passed");
}

#[test]
fn help_has_two_examples_for_every_command() {
    let home = home();
    for command in [
        "check",
        "demo",
        "verify",
        "compare",
        "plan",
        "attest",
        "waive",
        "explain",
        "checks",
        "init",
        "schema",
        "completions",
    ] {
        let help = out(&run(home.path(), &[command, "--help"]));
        let examples = help.split("Examples:").nth(1).unwrap_or_else(|| panic!("{command} has no examples"));
        assert!(examples.matches("launch-ready ").count() >= 2, "{command}");
    }
}

#[test]
fn the_page_fits_a_mail_attachment_and_asks_for_nothing() {
    let home = home();
    let page = out(&run(home.path(), &["demo", "--format", "html"]));
    assert!(page.len() < 400_000, "{} bytes", page.len());
    for request in ["src=\"http", "<link", "@import", "url(http"] {
        assert!(!page.contains(request), "the page asks for something: {request}");
    }
}
