//! What comes after the first report: look again, compare, the trend, one page for others, work orders, a badge, CI.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const BIN: &str = env!("CARGO_BIN_EXE_launch-ready");

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(BIN);
    command.args(args).env("HOME", home).env_remove("XDG_STATE_HOME").current_dir(home).stdin(Stdio::null());
    command
}

fn run(home: &Path, args: &[&str]) -> Output {
    command(home, args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A home with the looks at Acme Desk before and after the fixes, as reports and as evidence.
fn looked() -> tempfile::TempDir {
    let home = home();
    run(home.path(), &["demo", "-q", "--save-evidence", "e1.json", "-o", "a.json"]);
    run(home.path(), &["demo", "--fixed", "-q", "--save-evidence", "e2.json", "-o", "b.json"]);
    home
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn list<'a>(comparison: &'a Value, name: &str) -> Vec<&'a str> {
    comparison[name].as_array().unwrap().iter().map(|i| i["check"].as_str().unwrap()).collect()
}

/// An app on this machine whose session cookie is open to scripts until it is mended.
fn app() -> (String, Arc<AtomicBool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = format!("localhost:{}", listener.local_addr().unwrap().port());
    let mended = Arc::new(AtomicBool::new(false));
    let state = Arc::clone(&mended);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mended) = (stream.unwrap(), state.load(Ordering::Relaxed));
            std::thread::spawn(move || {
                let mut head = [0; 4096];
                let n = stream.read(&mut head).unwrap_or(0);
                let home = head[..n].starts_with(b"GET / ") || head[..n].starts_with(b"HEAD / ");
                let body = "<title>Acme</title><p>hello";
                let cookie = if mended { "; HttpOnly; SameSite=Lax" } else { "; SameSite=Lax" };
                let status = if home { "200 OK" } else { "404 Not Found" };
                let head = format!(
                    "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\nset-cookie: session=0123456789abcdef{cookie}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).ok();
            });
        }
    });
    (target, mended)
}

#[test]
fn verify_waits_until_the_finding_is_gone() {
    let (home, (target, mended)) = (home(), app());
    run(home.path(), &["check", &target, "-4", "-q"]);
    let finding = format!("cookie/not-httponly@http://{target}/");
    assert_eq!(run(home.path(), &["verify", &finding, "-4"]).status.code(), Some(1));
    let args = ["verify", &finding, "-4", "--wait", "--every", "0.3"];
    let child = command(home.path(), &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    mended.store(true, Ordering::Relaxed);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), out(&output).split(':').next()), (Some(0), Some("gone")));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("still there") && told.contains("looking again in"), "{told}");
    // It ends by itself, with the last answer.
    mended.store(false, Ordering::Relaxed);
    let over = run(home.path(), &["verify", &finding, "-4", "--wait", "--at-most", "0"]);
    assert_eq!(over.status.code(), Some(1));
}

#[test]
fn ctrl_c_ends_the_waiting_at_once() {
    let (home, (target, _mended)) = (home(), app());
    run(home.path(), &["check", &target, "-4", "-q"]);
    let finding = format!("cookie/not-httponly@http://{target}/");
    let args = ["verify", &finding, "-4", "--wait", "--every", "60"];
    let child = command(home.path(), &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(2500));
    let began = Instant::now();
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    assert_eq!(output.status.code(), Some(4));
    assert!(out(&output).contains("stopped after 1 look") && out(&output).contains("still there"), "{}", out(&output));
}

#[test]
fn two_runs_are_compared_both_ways() {
    let home = looked();
    let there = run(home.path(), &["compare", "a.json", "b.json", "--format", "json"]);
    let mended = json(&out(&there));
    assert_eq!(there.status.code(), Some(0), "{mended:#}");
    let a = json(&std::fs::read_to_string(home.path().join("a.json")).unwrap());
    let failing: usize = a["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["state"] == "fail" || r["state"] == "contradicted")
        .map(|r| r["findings"].as_array().unwrap().len())
        .sum();
    assert_eq!(list(&mended, "gone").len(), failing);
    assert!(list(&mended, "new").is_empty() && list(&mended, "unseen").is_empty(), "{mended:#}");
    assert_eq!((&mended["before"]["verdict"], &mended["after"]["verdict"]), (&"no_go".into(), &"go".into()));
    let back = run(home.path(), &["compare", "b.json", "a.json", "--format", "json"]);
    let broken = json(&out(&back));
    assert_eq!((back.status.code(), list(&broken, "new").len()), (Some(1), failing));
    let same = run(home.path(), &["compare", "a.json", "a.json", "--format", "json"]);
    assert_eq!((same.status.code(), list(&json(&out(&same)), "still").len()), (Some(0), failing));
    // In every form, and from evidence.
    let forms = [
        "compare",
        "e1.json",
        "e2.json",
        "--target",
        "acme.example",
        "-o",
        "c.html",
        "-o",
        "c.md",
        "-o",
        "c.json",
        "-o",
        "c.txt",
    ];
    assert_eq!(run(home.path(), &forms).status.code(), Some(0));
    for (file, want) in
        [("c.html", "before and after"), ("c.md", "### Gone"), ("c.txt", "GONE"), ("c.json", "compare/1")]
    {
        let text = std::fs::read_to_string(home.path().join(file)).unwrap();
        assert!(text.contains(want) && text.contains("tls/expired"), "{file}");
    }
    let page = std::fs::read_to_string(home.path().join("c.html")).unwrap();
    assert!(!page.contains("src=") && !page.contains("style=\""));
}

#[test]
fn what_was_accepted_or_not_seen_again_is_not_gone() {
    let home = looked();
    let judge = |file: &str, more: &[&str]| {
        run(home.path(), &[&["check", "acme.example", "--from", "e1.json", "-q", "-o", file][..], more].concat());
    };
    judge("before.json", &[]);
    std::fs::write(
        home.path().join("launch.toml"),
        "[[waiver]]\ncheck = \"mail/dmarc-missing\"\nsubject = \"*\"\nreason = \"later\"\nby = \"Dana\"\nuntil = \"2999-12-31\"\n",
    )
    .unwrap();
    judge("waived.json", &[]);
    let waived = json(&out(&run(home.path(), &["compare", "before.json", "waived.json", "--format", "json"])));
    assert_eq!((list(&waived, "accepted"), list(&waived, "gone").len()), (vec!["mail/dmarc-missing"], 0));
    // The certificate was not looked at: it is not gone.
    judge("mail.json", &["--check", "mail"]);
    let output = run(home.path(), &["compare", "before.json", "mail.json", "--format", "json"]);
    let part = json(&out(&output));
    assert_eq!(output.status.code(), Some(3));
    assert!(
        list(&part, "unseen").contains(&"tls/expired") && !list(&part, "gone").contains(&"tls/expired"),
        "{part:#}"
    );
    // Under another profile severities move.
    judge("demo.json", &["--profile", "admin-demo"]);
    let moved = json(&out(&run(home.path(), &["compare", "waived.json", "demo.json", "--format", "json"])));
    assert!(
        moved["moved"].as_array().unwrap().iter().all(|i| i["was"] == "blocker" && i["severity"] == "high"),
        "{moved:#}"
    );
    assert!(!list(&moved, "moved").is_empty());
    for (args, want) in [
        (&["compare", "before.json", "launch.toml"][..], "check -o report.json"),
        (&["compare", "previous", "last", "--target", "other.example"], "no previous look"),
        (&["compare", "before.json", "missing.json"], "missing.json"),
    ] {
        let output = run(home.path(), args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && said.contains(want), "{args:?}: {said}");
    }
}

#[test]
fn the_trend_keeps_the_last_runs_and_no_more() {
    let (home, (target, mended)) = (home(), app());
    let look = || json(&out(&run(home.path(), &["check", &target, "-4", "--format", "json"])));
    let first = look();
    assert_eq!(first["trend"].as_array().unwrap().len(), 1);
    mended.store(true, Ordering::Relaxed);
    let second = look();
    let trend = second["trend"].as_array().unwrap();
    assert_eq!(trend.len(), 2);
    assert!(trend[1]["score"].as_f64() > trend[0]["score"].as_f64(), "{trend:#?}");
    let text = out(&run(home.path(), &["check", &target, "-4"]));
    assert!(text.contains("Trend: score") && text.contains("3 runs since"), "{text}");
    // Bounded, private, and compared by name.
    let folder =
        std::fs::read_dir(home.path().join(".local/state/launch-ready")).unwrap().next().unwrap().unwrap().path();
    let runs = folder.join("runs.jsonl");
    let line = std::fs::read_to_string(&runs).unwrap().lines().next().unwrap().to_owned();
    std::fs::write(&runs, format!("{}nonsense\n", format!("{line}\n").repeat(200))).unwrap();
    let shown = look();
    assert_eq!(shown["trend"].as_array().unwrap().len(), 10);
    assert_eq!(std::fs::read_to_string(&runs).unwrap().lines().count(), 50);
    let compared = run(home.path(), &["compare", "previous", "last"]);
    assert_eq!(compared.status.code(), Some(0), "{}", String::from_utf8_lossy(&compared.stderr));
    let none = json(&out(&run(home.path(), &["check", &target, "-4", "--no-state", "--format", "json"])));
    assert!(none["trend"].as_array().unwrap().is_empty());
}

#[test]
fn other_profiles_say_what_they_would_answer() {
    let home = looked();
    let report = |more: &[&str]| {
        json(&out(&run(
            home.path(),
            &[&["check", "acme.example", "--from", "e2.json", "--format", "json"][..], more].concat(),
        )))
    };
    let fixed = report(&[]);
    let profiles = fixed["profiles"].as_array().unwrap();
    assert_eq!(profiles.len(), 4);
    assert!(profiles.iter().all(|p| p["verdict"] == "go" && p["profile"] != "first-customers"), "{profiles:#?}");
    // A registration that ends soon stops customers, and no demo.
    let path = home.path().join("e2.json");
    let mut evidence = json(&std::fs::read_to_string(&path).unwrap());
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 6);
    for fact in evidence["facts"].as_array_mut().unwrap().iter_mut().filter(|f| f["kind"] == "registration") {
        fact["seen"]["expires"] = soon.to_string().into();
    }
    std::fs::write(&path, evidence.to_string()).unwrap();
    let mine = report(&[]);
    assert_eq!((&mine["verdict"], &mine["blockers"][0]), (&"no_go".into(), &"registration/expires-soon".into()));
    let text = out(&run(home.path(), &["check", "acme.example", "--from", "e2.json"]));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "Other profiles: GO for admin-demo, chatbot-demo and ops-demo; NO-GO for practice-launch.";
    assert!(words.contains(told), "{words}");
    for other in mine["profiles"].as_array().unwrap() {
        let same = report(&["--profile", other["profile"].as_str().unwrap()]);
        assert_eq!(other["verdict"], same["verdict"], "{other}");
        assert_eq!(other["blockers"], same["blockers"], "{other}");
    }
}

#[test]
fn one_page_tells_risks_in_customers_words() {
    let home = looked();
    let args = ["check", "acme.example", "--from", "e1.json", "--format", "risks"];
    let page = out(&run(home.path(), &args));
    assert!(page.starts_with("# What can go wrong with acme.example"), "{page}");
    assert!(page.contains("sees a full-page warning") && page.contains("**Stops the launch:**"), "{page}");
    assert!(page.contains(".env can be downloaded: it holds database and payment keys"), "{page}");
    for jargon in ["tls/", "DMARC", "CNAME", "HttpOnly", "fingerprint"] {
        assert!(!page.contains(jargon), "{jargon} in\n{page}");
    }
    assert!(page.lines().count() <= 60, "{} lines", page.lines().count());
    let fixed = out(&run(home.path(), &["check", "acme.example", "--from", "e2.json", "--format", "risks"]));
    assert!(fixed.contains("Nothing that was looked at stops you"), "{fixed}");
}

#[test]
fn an_assistant_gets_work_orders_with_an_acceptance_command() {
    let home = looked();
    std::fs::write(
        home.path().join("launch.toml"),
        "[[waiver]]\ncheck = \"header/csp-missing\"\nsubject = \"*\"\nreason = \"later\"\nby = \"Dana\"\nuntil = \"2999-12-31\"\n",
    )
    .unwrap();
    let args = ["check", "acme.example", "--from", "e1.json", "--for-agent"];
    let orders = json(&out(&run(home.path(), &args)));
    assert_eq!(orders["schema"], "launch-ready.orders/1");
    let all = orders["orders"].as_array().unwrap();
    for order in all {
        let accept = order["acceptance"].as_str().unwrap();
        assert_eq!(accept, format!("launch-ready verify {}", order["fingerprint"].as_str().unwrap()));
        assert!(order["change"]["kind"].is_string() && !order["why"].as_str().unwrap().is_empty(), "{order:#}");
    }
    let kind =
        |check: &str| &all.iter().find(|o| o["check"] == check).unwrap_or_else(|| panic!("no {check}"))["change"];
    assert_eq!(kind("mail/dmarc-missing")["set"][0]["name"], "_dmarc.acme.example");
    assert!(!kind("exposure/env-file")["patches"].as_array().unwrap().is_empty());
    assert!(!kind("cache/private-page-shared")["patches"].as_array().unwrap().is_empty());
    assert_eq!(orders["waivers"][0]["check"], "header/csp-missing");
    assert!(all.iter().all(|o| o["check"] != "header/csp-missing"));
    assert!(orders["rules"].to_string().contains("waivers"));
}

#[test]
fn the_badge_carries_its_day_and_turns_grey() {
    let home = looked();
    let badge = |file: &str, more: &[&str]| {
        run(home.path(), &[&["check", "acme.example", "--from", file, "-q", "-o", "badge.svg"][..], more].concat());
        std::fs::read_to_string(home.path().join("badge.svg")).unwrap()
    };
    let go = badge("e2.json", &[]);
    assert!(
        go.contains("GO until 20") && go.contains("#2b6335") && go.contains("aria-label=\"Launch Ready: GO until"),
        "{go}"
    );
    assert!(go.contains("<title>") && !go.contains("<script") && !go.contains("href"));
    assert!(badge("e1.json", &[]).contains("NO-GO on"));
    let over = badge("e2.json", &["--at", "2099-01-01T00:00:00Z"]);
    assert!(over.contains("over since") && over.contains("#6b6b6b"), "{over}");
}

#[test]
fn a_pipeline_is_written_that_runs_as_it_stands() {
    let home = looked();
    std::fs::write(home.path().join("launch.toml"), "[domain]\napex = \"acme.example\"\n").unwrap();
    for (host, file) in [("github", ".github/workflows/launch-ready.yml"), ("gitlab", ".gitlab/launch-ready.yml")] {
        let output = run(home.path(), &["init", "--ci", host]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let text = std::fs::read_to_string(home.path().join(file)).unwrap();
        let yaml: serde_yaml_ng::Value = serde_yaml_ng::from_str(&text).unwrap();
        let commands: Vec<&str> = if host == "github" {
            let steps = yaml["jobs"]["audit"]["steps"].as_sequence().unwrap();
            steps.iter().filter_map(|s| s["run"].as_str()).collect()
        } else {
            let script = |part: &str| yaml["launch-ready"][part].as_sequence().unwrap().clone();
            assert_eq!(script("script").len(), 1);
            text.lines()
                .filter_map(|l| l.trim().strip_prefix("- launch-ready").map(|_| l.trim().trim_start_matches("- ")))
                .collect()
        };
        // Every command is a shell's, and the audit runs with the flags that stand there.
        for command in &commands {
            assert!(Command::new("bash").args(["-n", "-c", command]).status().unwrap().success(), "{command}");
        }
        let audit = commands.iter().find(|c| c.starts_with("launch-ready check")).unwrap();
        let args: Vec<&str> = audit.split_whitespace().skip(1).chain(["--from", "e1.json"]).collect();
        let output = run(home.path(), &args);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(std::fs::read_to_string(home.path().join("comment.md")).unwrap().contains("### Blockers"));
        assert!(run(home.path(), &["init", "--ci", host]).status.code() == Some(2), "an existing file stays");
    }
}
