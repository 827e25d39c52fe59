//! The plan of a broken company: from saved evidence, merged, in every form, read by foreign programs.
#![allow(clippy::unwrap_used)]

#[path = "support/python.rs"]
mod python;

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BIN: &str = env!("CARGO_BIN_EXE_launch-ready");

/// No network: the plan comes from saved evidence.
fn run(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new("unshare");
    command.args(["--net", BIN]).args(args).env("HOME", home).env_remove("XDG_STATE_HOME").current_dir(home);
    command.stdin(Stdio::null()).output().unwrap()
}

fn looked() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let args = ["demo", "--quiet", "--save-evidence", "e.json"];
    let output = Command::new(BIN).args(args).env("HOME", home.path()).current_dir(home.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    home
}

fn plan(home: &Path, more: &[&str]) -> Value {
    let args = [&["plan", "acme.example", "--from", "e.json", "--format", "json"], more].concat();
    let output = run(home, &args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn steps(plan: &Value) -> &Vec<Value> {
    plan["steps"].as_array().unwrap()
}

#[test]
fn an_answer_is_corrected_together_with_what_contradicts_it() {
    let home = looked();
    let args = ["attest", "renewal-path-unknown", "--by", "Dana", "--evidence", "a timer", "--target", "acme.example"];
    assert_eq!(run(home.path(), &args).status.code(), Some(0));
    let plan = plan(home.path(), &[]);
    let step = steps(&plan).iter().find(|s| s["mends"].to_string().contains("tls/expired")).unwrap();
    assert!(step["mends"].to_string().contains("people/renewal-path-unknown"), "{step:#}");
    assert!(step["title"].as_str().unwrap().contains("expired"), "{step:#}");
}

#[test]
fn the_plan_begins_when_it_is_told_and_uses_the_contacts() {
    let home = looked();
    std::fs::write(
        home.path().join("launch.toml"),
        "[domain]\napex = \"acme.example\"\n[[contact]]\nname = \"Ann\"\nrole = \"dns\"\nemail = \"ann@acme.example\"\n",
    )
    .unwrap();
    let more = ["--start", "2026-12-01T09:00:00Z", "--rate", "90 EUR", "--day-hours", "4"];
    let plan = plan(home.path(), &more);
    assert_eq!(plan["start"], "2026-12-01T09:00:00Z");
    assert!(steps(&plan).iter().all(|s| s["begins"].as_str().unwrap() >= "2026-12-01T09:00:00Z"));
    assert!(steps(&plan).iter().any(|s| s["owner"] == "Ann (whoever runs DNS)"), "{plan:#}");
    let cents: u64 = steps(&plan).iter().map(|s| s["cost_cents"].as_u64().unwrap()).sum();
    let totals = &plan["totals"];
    assert_eq!(cents, totals["before_cents"].as_u64().unwrap() + totals["after_cents"].as_u64().unwrap());
    assert!(totals["arithmetic"].as_str().unwrap().contains("× 90.00 EUR an hour ="), "{totals}");
}

#[test]
fn the_plan_is_written_in_every_form_and_its_calendar_is_read_by_a_foreign_program() {
    let home = looked();
    let whole = plan(home.path(), &["-o", "p.html", "-o", "p.md", "-o", "p.ics", "-o", "p.txt", "-o", "p.json"]);
    let read = |file: &str| std::fs::read_to_string(home.path().join(file)).unwrap();
    for file in ["p.html", "p.md", "p.txt"] {
        assert!(read(file).contains("old.acme.example"), "{file}");
    }
    assert!(!read("p.html").contains("src=") && read("p.html").len() < 400_000);
    let python = python::venv("icalendar", &["icalendar==6.3.1"]);
    let script = "import sys, icalendar\n\
                  c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
                  for e in c.walk('VEVENT'):\n    assert e.decoded('dtend') > e.decoded('dtstart')\n    print(e['summary'])";
    let list = python::run(Command::new(python).args(["-c", script]).arg(home.path().join("p.ics")));
    let before = steps(&whole).iter().filter(|s| s["phase"] != "week_after").count();
    assert_eq!(list.lines().count(), before, "{list}");
}

#[test]
fn wrong_plans_say_what_to_type() {
    let home = tempfile::tempdir().unwrap();
    for (args, want) in [
        (&["plan"][..], "nothing to audit"),
        (&["plan", "acme.example", "--rate", "much"], "90.50 EUR"),
        (&["plan", "acme.example", "--day-hours", "25"], "24"),
        (&["plan", "acme.example", "-o", "plan.pdf"], ".ics"),
        (&["plan", "acme.example", "--from", "missing.json"], "missing.json"),
    ] {
        let output = run(home.path(), args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(want), "{args:?} should say \"{want}\":\n{said}");
    }
}
