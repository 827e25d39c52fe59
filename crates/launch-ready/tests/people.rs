//! What only people know: asked, answered, contradicted, over.
#![allow(clippy::unwrap_used)]

#[path = "support/python.rs"]
mod python;

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BIN: &str = env!("CARGO_BIN_EXE_launch-ready");

/// No network: what is judged comes from saved evidence.
fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--net", BIN]).args(args).env("HOME", home).env_remove("XDG_STATE_HOME").current_dir(home);
    command
}

fn run(home: &Path, args: &[&str]) -> Output {
    command(home, args).stdin(Stdio::null()).output().unwrap()
}

/// The output of a run that must end well.
fn good(home: &Path, args: &[&str]) -> String {
    let output = run(home, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Answers typed into the interview.
fn interview(home: &Path, answers: &str) -> String {
    let args = ["attest", "--ask", "--by", "Dana", "--target", "acme.example"];
    let mut child = command(home, &args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

/// A home with a look at Acme Desk, broken or in order.
fn looked(kind: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let args = [&["demo", "--quiet", "--save-evidence", "e.json"], kind].concat();
    let output = Command::new(BIN).args(args).env("HOME", home.path()).current_dir(home.path()).output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    home
}

fn check(home: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let args = [&["check", "acme.example", "--from", "e.json", "--format", "json"], more].concat();
    let output = run(home, &args);
    let json = serde_json::from_slice(&output.stdout);
    (output.status.code(), json.unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr))))
}

fn row<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["rows"].as_array().unwrap().iter().find(|r| r["check"] == id).unwrap_or_else(|| panic!("no row {id}"))
}

fn attest<'a>(item: &'a str, evidence: &'a str) -> Vec<&'a str> {
    vec!["attest", item, "--by", "Dana", "--evidence", evidence, "--target", "acme.example"]
}

#[test]
fn questions_are_not_looked_at_until_somebody_answers_one() {
    let home = looked(&["--fixed"]);
    let (code, report) = check(home.path(), &[]);
    assert_eq!((code, &report["verdict"]), (Some(0), &Value::from("go")));
    assert!(report["rows"].as_array().unwrap().iter().all(|r| r["area"] != "people"));
    let (open, deciding) = (&report["questions"]["open"], &report["questions"]["deciding"]);
    assert!(open.as_u64().unwrap() >= 40 && deciding.as_u64().unwrap() >= 8, "{open} {deciding}");
    let text = String::from_utf8(run(home.path(), &["check", "acme.example", "--from", "e.json"]).stdout).unwrap();
    assert!(text.replace("\n          ", " ").contains(&format!("attest --ask: {open} questions")), "{text}");
    // The launch gate wants people to have been asked.
    let (code, report) = check(home.path(), &["--require-all"]);
    assert_eq!((code, &report["verdict"]), (Some(3), &Value::from("cannot_tell")));
    assert_eq!(row(&report, "people/backup-place-unknown")["state"], "unknown");
    // From the first answer on, an unanswered question that decides leaves the verdict open.
    good(home.path(), &attest("restore-untried", "restored into an empty database on 3 November"));
    let (code, report) = check(home.path(), &[]);
    assert_eq!((code, &report["verdict"]), (Some(3), &Value::from("cannot_tell")));
    assert_eq!(row(&report, "people/restore-untried")["state"], "attested");
    assert_eq!(row(&report, "people/restore-untried")["attestation"]["by"], "Dana");
    // In a demo what decides is less.
    let (_, demo) = check(home.path(), &["--profile", "admin-demo"]);
    assert!(demo["questions"]["deciding"].as_u64() < report["questions"]["deciding"].as_u64());
}

#[test]
fn an_answer_that_was_measured_otherwise_comes_first() {
    let home = looked(&[]);
    good(home.path(), &attest("people/renewal-path-unknown", "certbot timer on web1"));
    let args = ["-o", "r.txt", "-o", "r.html", "-o", "r.md", "-o", "r.sarif", "-o", "r.xml"];
    let (code, report) = check(home.path(), &args);
    assert_eq!(code, Some(1));
    let first = &report["rows"][0];
    assert_eq!((&first["check"], &first["state"]), (&"people/renewal-path-unknown".into(), &"contradicted".into()));
    assert!(first["findings"][0]["observed"].as_str().unwrap().contains("expired"), "{first:#}");
    assert_eq!(report["counts"]["by_state"]["contradicted"], 1);
    // What was measured still makes the headline.
    assert!(!report["headline"].as_str().unwrap().contains("Dana"), "{}", report["headline"]);
    let read = |file: &str| std::fs::read_to_string(home.path().join(file)).unwrap();
    for (file, blocker) in [("r.txt", "BLOCKERS"), ("r.html", ">Blockers<"), ("r.md", "### Blockers")] {
        let text = read(file);
        let said = text.find("certificates renew by themselves").unwrap_or_else(|| panic!("{file}"));
        assert!(said < text.find(blocker).unwrap(), "{file}: contradictions stand behind blockers");
    }
    let sarif: Value = serde_json::from_str(&read("r.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "people/renewal-path-unknown");
    assert!(read("r.xml").contains("people/renewal-path-unknown"));
    // The same answer beside certificates in order is attested.
    let fixed = looked(&["--fixed"]);
    good(fixed.path(), &attest("people/renewal-path-unknown", "certbot timer on web1"));
    assert_eq!(row(&check(fixed.path(), &[]).1, "people/renewal-path-unknown")["state"], "attested");
}

#[test]
fn no_fails_and_does_not_apply_takes_out() {
    let home = looked(&["--fixed"]);
    let say = |item: &str, answer: &str, evidence: &str| {
        good(home.path(), &[&attest(item, evidence)[..], &["--answer", answer]].concat());
    };
    say("backup-place-unknown", "no", "the provider makes none");
    say("payment-account-not-yours", "not-applicable", "nobody pays before spring");
    let (code, report) = check(home.path(), &[]);
    assert_eq!(code, Some(1));
    assert_eq!(report["blockers"], serde_json::json!(["people/backup-place-unknown"]));
    assert_eq!(report["headline"], "Not ready to show: nobody knows where the backups of acme.example are");
    let not = row(&report, "people/payment-account-not-yours");
    assert_eq!(not["state"], "not_applicable");
    assert!(not["not_applicable_reason"].as_str().unwrap().contains("spring"));
    // Answered anew, the old answer is gone.
    say("backup-place-unknown", "yes", "list of snapshots");
    let file = std::fs::read_to_string(home.path().join("launch.toml")).unwrap();
    assert_eq!(file.matches("people/backup-place-unknown").count(), 1, "{file}");
    assert_eq!(row(&check(home.path(), &[]).1, "people/backup-place-unknown")["state"], "attested");
}

#[test]
fn a_file_that_changed_and_a_day_that_passed_end_an_answer() {
    let home = looked(&["--fixed"]);
    std::fs::create_dir(home.path().join("docs")).unwrap();
    let file = home.path().join("docs/accounts.md");
    std::fs::write(&file, "registrar: ours").unwrap();
    let told = good(home.path(), &attest("owner-list-missing", "docs/accounts.md"));
    assert!(told.contains("content hash"), "{told}");
    let state = |more: &[&str]| {
        let (_, report) = check(home.path(), more);
        let row = row(&report, "people/owner-list-missing");
        (row["state"].as_str().unwrap().to_owned(), row["unknown_reason"]["detail"].clone())
    };
    assert_eq!(state(&[]).0, "attested");
    std::fs::write(&file, "registrar: the agency").unwrap();
    let (changed, why) = state(&[]);
    assert_eq!(changed, "unknown");
    assert!(why.as_str().unwrap().starts_with("docs/accounts.md is not the file any more"), "{why}");
    std::fs::write(&file, "registrar: ours").unwrap();
    assert_eq!(state(&[]).0, "attested");
    let (over, why) = state(&["--at", "2099-01-01T00:00:00Z"]);
    assert_eq!(over, "unknown");
    assert!(why.as_str().unwrap().contains("held until"), "{why}");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(state(&[]).0, "unknown");
    // A file that is not there is no evidence.
    let output = run(home.path(), &attest("owner-list-missing", "docs/missing.md"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("docs/missing.md"));
}

#[test]
fn the_interview_goes_forth_and_back_and_on_where_it_was_left() {
    let home = looked(&["--fixed"]);
    std::fs::write(home.path().join("launch.toml"), "# ours\n[domain]\napex = \"acme.example\" # the name\n").unwrap();
    // Yes with evidence; skip; back; no; don't know; nonsense, then stop.
    let first = interview(home.path(), "y\nthe wiki page\ns\nb\nn\nnobody wrote it down\nd\nwhat\nq\n");
    assert!(first.contains("2 of 45 answered") && first.contains("43 left"), "{first}");
    assert!(first.contains("To ask somebody else:"), "{first}");
    let file = std::fs::read_to_string(home.path().join("launch.toml")).unwrap();
    assert!(file.starts_with("# ours\n[domain]\napex = \"acme.example\" # the name\n"), "{file}");
    assert_eq!((file.matches("[[attestation]]").count(), file.matches("answer = \"no\"").count()), (2, 1), "{file}");
    // What has an answer is not asked again; an empty line stands for a bare word.
    let second = interview(home.path(), "a\nno such thing here\ny\n\n");
    assert!(second.contains("1 of 43") && second.contains("2 of 43 answered"), "{second}");
    let file = std::fs::read_to_string(home.path().join("launch.toml")).unwrap();
    assert!(file.contains("without more") && file.contains("answer = \"not-applicable\""), "{file}");
    assert!(first.lines().chain(second.lines()).all(|l| l.chars().count() <= 160));
}

#[test]
fn the_list_shows_every_question_with_its_answer() {
    let home = looked(&["--fixed"]);
    good(home.path(), &attest("restore-untried", "https://wiki.acme.example/restore"));
    let list: Value =
        serde_json::from_str(&good(home.path(), &["attest", "--list", "--format", "json", "--target", "acme.example"]))
            .unwrap();
    let list = list.as_array().unwrap();
    assert!(list.len() >= 40);
    let restored = list.iter().find(|q| q["check"] == "people/restore-untried").unwrap();
    assert_eq!((&restored["state"], &restored["attestation"]["by"]), (&"attested".into(), &"Dana".into()));
    let text = good(home.path(), &["attest", "--list"]);
    assert!(text.contains("attested") && text.contains("44 open"), "{text}");
    let one = good(home.path(), &["attest", "renewal-path-unknown", "--list"]);
    assert!(one.contains("Do the certificates renew") && one.contains("tls/expired"), "{one}");
}

#[test]
fn wrong_answers_say_what_to_type() {
    let home = looked(&["--fixed"]);
    for (args, want) in [
        (&["attest", "restore-untired", "--by", "Dana", "--evidence", "x"][..], "did you mean people/restore-untried"),
        (&["attest", "tls/expired", "--by", "Dana", "--evidence", "x"], "no question"),
        (&["attest", "restore-untried", "--by", "Dana"], "--evidence"),
        (&["attest", "restore-untried", "--evidence", "log"], "--by"),
        (&["attest", "restore-untried", "--by", "Dana", "--evidence", "x", "--until", "2020-01-01"], "still to come"),
        (&["attest", "restore-untried", "--by", "Dana", "--evidence", "x", "--until", "soon"], "--until"),
        (&["attest"], "--ask"),
    ] {
        let args = [args, if args.len() > 1 { &["--target", "acme.example"] } else { &[] }].concat();
        let output = run(home.path(), &args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(want), "{args:?} should say \"{want}\":\n{said}");
        assert!(!home.path().join("launch.toml").exists(), "{args:?} wrote a file");
    }
}

#[test]
fn a_finding_is_waived_by_its_number() {
    let home = looked(&["--fixed"]);
    let until = ["--by", "Dana", "--reason", "moving", "--until", "2999-12-31"];
    let whole = [&["waive", "mail/dmarc-missing", "--subject", "acme.*"][..], &until].concat();
    assert!(good(home.path(), &whole).contains("mail/dmarc-missing on acme.*"));
    let file = std::fs::read_to_string(home.path().join("launch.toml")).unwrap();
    assert!(file.contains("[[waiver]]") && file.contains("reason = \"moving\""), "{file}");
    let bare = run(home.path(), &[&["waive", "mail/dmarc-missing"][..], &until].concat());
    assert_eq!(bare.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&bare.stderr).contains("--subject"));
    let past = ["waive", "mail/dmarc-missing", "--subject", "*", "--by", "D", "--reason", "r", "--until", "2020-01-01"];
    assert_eq!(run(home.path(), &past).status.code(), Some(2));
    // By number: what the last report on this target called 1.
    let folder = home.path().join(".local/state/launch-ready/acme.example");
    std::fs::create_dir_all(&folder).unwrap();
    let broken = looked(&[]);
    let saved = ["check", "acme.example", "--from", "e.json", "-o", "r.json", "-q"];
    run(broken.path(), &saved);
    let report = std::fs::read_to_string(broken.path().join("r.json")).unwrap();
    std::fs::write(folder.join("report.json"), &report).unwrap();
    let told = good(home.path(), &[&["waive", "1"][..], &until].concat());
    let first: Value = serde_json::from_str(&report).unwrap();
    assert!(told.contains(first["blockers"][0].as_str().unwrap()), "{told}");
}

#[test]
fn the_expiry_calendar_is_read_by_a_foreign_program() {
    let home = looked(&["--fixed"]);
    good(home.path(), &attest("restore-untried", "restored; worked, twice"));
    // A question that is left open on purpose.
    let waiver = [
        "waive",
        "people/guide-untested",
        "--subject",
        "*",
        "--by",
        "Dana",
        "--reason",
        "two weeks on",
        "--until",
        "2999-12-31",
    ];
    good(home.path(), &waiver);
    check(home.path(), &["-o", "dates.ics"]);
    let python = python::venv("icalendar", &["icalendar==6.3.1"]);
    let read = "import sys, icalendar\n\
                c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
                for e in c.walk('VEVENT'):\n    a = e.walk('VALARM')[0]\n    print(e.decoded('dtstart'), e['summary'], a['trigger'].dt.days)";
    let list = python::run(Command::new(python).args(["-c", read]).arg(home.path().join("dates.ics")));
    for want in [
        "The certificate of app.acme.example",
        "The registration of acme.example ends -30",
        "The answer of Dana to people/restore-untried ends -7",
        "2999-12-31 The waiver of people/guide-untested on * ends -7",
    ] {
        assert!(list.contains(want), "{want} is not in\n{list}");
    }
}
