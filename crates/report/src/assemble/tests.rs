#![allow(clippy::unwrap_used)]
mod people;

use super::*;
use model::profile::Thresholds;
use model::report::{Answer, StageState, jiff_date};
use model::{CheckInfo, Finding, Stage, Subject, Target, Unknown, Verdict};

static BLOCKER: CheckInfo = CheckInfo {
    id: "tls/expired",
    summary: "The certificate has expired",
    severity: Severity::Blocker,
    effort_minutes: 20,
    formerly: &["tls/old-name"],
    ..CheckInfo::BASE
};
static QUICK: CheckInfo =
    CheckInfo { id: "tls/wrong-host", severity: Severity::Blocker, effort_minutes: 5, ..CheckInfo::BASE };
static EASED: CheckInfo =
    CheckInfo { id: "redirect/downgrade", severity: Severity::Blocker, eased_in_demo: true, ..CheckInfo::BASE };
static HIGH: CheckInfo =
    CheckInfo { id: "mail/dmarc-missing", severity: Severity::High, stage: Stage::DnsAndEdge, ..CheckInfo::BASE };
static ALOOF: CheckInfo = CheckInfo {
    id: "registration/expires-soon",
    severity: Severity::Blocker,
    decisive: Some(false),
    stage: Stage::Handover,
    ..CheckInfo::BASE
};
static CODE: CheckInfo =
    CheckInfo { id: "secrets/in-history", severity: Severity::Blocker, scope: Scope::Code, ..CheckInfo::BASE };

fn profile() -> Profile {
    Profile {
        name: "first-customers".into(),
        audience: "public B2B service".into(),
        eases_critical: false,
        scopes: vec![Scope::Outside, Scope::Code],
        thresholds: Thresholds {
            tls_expiry_high_days: 14,
            tls_expiry_medium_days: 21,
            registration_days: 30,
            hsts_max_age_seconds: 31_536_000,
            redirect_hops: 2,
            p95_ms: 800,
        },
        severity: BTreeMap::new(),
    }
}

fn host(name: &str) -> Subject {
    Subject::host(name)
}

fn fails(info: &'static CheckInfo, on: &str, key: &str) -> Judged {
    let finding = Finding::new(format!("The certificate of {on} expired yesterday")).key(key);
    Judged { info, subject: host(on), verdict: Verdict::fail(finding), because: None }
}

fn says(info: &'static CheckInfo, on: &str, verdict: Verdict) -> Judged {
    Judged { info, subject: host(on), verdict, because: None }
}

fn unseen(info: &'static CheckInfo, on: &str) -> Judged {
    says(info, on, Verdict::Unknown(Unknown::new(Why::NoRoute, "")))
}

fn waiver(check: &str, subject: &str, key: Option<&str>, until: &str) -> Waiver {
    Waiver {
        check: check.into(),
        subject: subject.into(),
        key: key.map(str::to_owned),
        reason: "known to the customer".into(),
        by: "Dana".into(),
        until: jiff_date::Date(until.parse().unwrap()),
    }
}

/// A run whose parts a test may change before it is assembled.
struct Run {
    judged: Vec<Judged>,
    profile: Profile,
    waivers: Vec<Waiver>,
    baseline: BTreeSet<String>,
    fail_on: Severity,
    require_all: bool,
    partial: Option<Why>,
}

fn run(judged: Vec<Judged>) -> Run {
    Run {
        judged,
        profile: profile(),
        waivers: Vec::new(),
        baseline: BTreeSet::new(),
        fail_on: Severity::Blocker,
        require_all: false,
        partial: None,
    }
}

impl Run {
    fn report(self) -> Report {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let mut evidence = Evidence::new(now);
        evidence.partial = self.partial;
        assemble(Assembly {
            evidence: &evidence,
            judged: self.judged,
            profile: &self.profile,
            declared: &Declared::from_target(&Target::parse("acme.example").unwrap()),
            app: None,
            level: Level::Safe,
            waivers: self.waivers,
            baseline: self.baseline,
            fail_on: self.fail_on,
            require_all: self.require_all,
            now,
            scopes: BTreeSet::from([Scope::Outside]),
        })
    }
}

fn told(report: &Report) -> Vec<(State, &str, &str)> {
    report.rows.iter().map(|r| (r.state, r.check.as_str(), r.subject.name.as_str())).collect()
}

#[test]
fn a_failing_blocker_means_no_go_and_exit_code_1() {
    let r = run(vec![fails(&BLOCKER, "app.acme.example", ""), unseen(&QUICK, "acme.example")]).report();
    assert_eq!((r.verdict, exit_code(&r)), (Answer::NoGo, 1));
    assert_eq!(r.headline, "Not ready to show: customers cannot open app.acme.example");
    assert_eq!(r.blockers, ["tls/expired"]);
}

#[test]
fn a_blocker_that_leaves_the_page_open_is_told_by_its_title() {
    let r = run(vec![fails(&EASED, "acme.example", "")]).report();
    assert_eq!(r.headline, "Not ready to show: the certificate of acme.example expired yesterday");
}

#[test]
fn an_unseen_decisive_row_means_cannot_tell_and_exit_code_3() {
    let r = run(vec![unseen(&BLOCKER, "acme.example")]).report();
    assert_eq!((r.verdict, exit_code(&r)), (Answer::CannotTell, 3));
    assert_eq!(
        r.headline,
        "CAN'T TELL from outside: 1 check that decides could not be made, because this machine has no route there"
    );
}

#[test]
fn an_unseen_row_that_does_not_decide_never_gates() {
    for info in [&ALOOF, &HIGH] {
        let r = run(vec![unseen(info, "acme.example"), says(&QUICK, "acme.example", Verdict::Pass)]).report();
        assert_eq!((r.verdict, exit_code(&r)), (Answer::Go, 0), "{}", info.id);
        assert_eq!(r.counts.by_state["unknown"], 1);
    }
}

#[test]
fn go_names_its_scope() {
    let r = run(vec![fails(&HIGH, "acme.example", ""), says(&BLOCKER, "acme.example", Verdict::Pass)]).report();
    assert_eq!(r.verdict, Answer::Go);
    assert_eq!(r.headline, "GO from outside: nothing stops a launch");
}

#[test]
fn the_gate_follows_fail_on_and_the_verdict_does_not() {
    let mut strict = run(vec![fails(&HIGH, "acme.example", "")]);
    strict.fail_on = Severity::High;
    let r = strict.report();
    assert_eq!((r.verdict, r.gate.state, exit_code(&r)), (Answer::Go, GateState::Fail, 1));
}

#[test]
fn require_all_wants_every_scope_of_the_profile() {
    let mut all = run(vec![says(&BLOCKER, "acme.example", Verdict::Pass)]);
    all.require_all = true;
    let r = all.report();
    assert_eq!((r.verdict, exit_code(&r)), (Answer::Go, 3));
    assert_eq!(r.gate.missing, [Scope::Code]);
}

#[test]
fn a_partial_run_is_at_best_cannot_tell() {
    let pass = || vec![says(&BLOCKER, "acme.example", Verdict::Pass)];
    let mut late = run(pass());
    late.partial = Some(Why::DeadlinePassed);
    let r = late.report();
    assert_eq!((r.verdict, exit_code(&r)), (Answer::CannotTell, 3));
    assert!(r.headline.contains("the deadline of the run came first"), "{}", r.headline);
    let mut stopped = run(vec![fails(&BLOCKER, "acme.example", "")]);
    stopped.partial = Some(Why::Stopped);
    let r = stopped.report();
    assert_eq!((r.verdict, exit_code(&r)), (Answer::NoGo, 4));
}

#[test]
fn severities_are_those_of_the_profile() {
    let mut demo = run(vec![fails(&EASED, "acme.example", ""), fails(&HIGH, "acme.example", "")]);
    demo.profile.eases_critical = true;
    demo.profile.severity.insert("mail/dmarc-missing".into(), Severity::Low);
    let r = demo.report();
    let severities: Vec<Severity> = r.rows.iter().map(|r| r.severity).collect();
    assert_eq!(severities, [Severity::High, Severity::Low]);
    assert_eq!(r.verdict, Answer::Go);
}

#[test]
fn rows_stand_by_state_severity_canonical_host_effort_id_and_subject() {
    let r = run(vec![
        says(&QUICK, "acme.example", Verdict::not_applicable("no TLS")),
        says(&HIGH, "b.acme.example", Verdict::Pass),
        unseen(&ALOOF, "acme.example"),
        fails(&HIGH, "acme.example", ""),
        fails(&BLOCKER, "b.acme.example", ""),
        fails(&BLOCKER, "a.acme.example", ""),
        fails(&QUICK, "b.acme.example", ""),
        fails(&BLOCKER, "acme.example", ""),
    ])
    .report();
    assert_eq!(
        told(&r),
        [
            (State::Fail, "tls/expired", "acme.example"),
            (State::Fail, "tls/wrong-host", "b.acme.example"),
            (State::Fail, "tls/expired", "a.acme.example"),
            (State::Fail, "tls/expired", "b.acme.example"),
            (State::Fail, "mail/dmarc-missing", "acme.example"),
            (State::Unknown, "registration/expires-soon", "acme.example"),
            (State::Pass, "mail/dmarc-missing", "b.acme.example"),
            (State::NotApplicable, "tls/wrong-host", "acme.example"),
        ]
    );
}

#[test]
fn findings_with_one_cause_count_once_and_keep_their_rows() {
    let shared = |on: &str| {
        let finding = Finding::new(format!("The certificate of {on} expired yesterday")).cause("leaf 1234");
        says(&BLOCKER, on, Verdict::fail(finding))
    };
    let r = run(vec![shared("acme.example"), shared("app.acme.example"), fails(&BLOCKER, "api.acme.example", "")]);
    let r = r.report();
    assert_eq!(r.rows.len(), 3);
    assert_eq!((r.counts.by_severity["blocker"], r.counts.by_state["fail"]), (2, 2));
    assert!((r.score - 50.0).abs() < 1e-9);
    assert_eq!(r.problems()[0].subjects.len(), 2);
}

#[test]
fn a_waiver_holds_to_the_end_of_its_day_utc() {
    let waived = |until: &str| {
        let mut run = run(vec![fails(&BLOCKER, "acme.example", "")]);
        run.waivers = vec![waiver("tls/expired", "*.example", None, until)];
        run.report()
    };
    let r = waived("2026-11-20");
    assert_eq!((r.rows[0].state, r.verdict), (State::Waived, Answer::Go));
    assert_eq!((r.notes.len(), r.counts.by_severity["blocker"], r.counts.by_state["waived"]), (0, 0, 1));
    assert!(r.rows[0].waiver.is_some());
    let r = waived("2026-11-19");
    assert_eq!((r.rows[0].state, r.verdict), (State::Fail, Answer::NoGo));
    assert!(r.notes[0].contains("expired after 2026-11-19"), "{:?}", r.notes);
}

#[test]
fn a_waiver_with_a_key_accepts_only_that_finding() {
    let findings = vec![Finding::new("session").key("session"), Finding::new("theme").key("theme")];
    let mut run = run(vec![says(&BLOCKER, "acme.example", Verdict::Fail(findings))]);
    run.waivers = vec![waiver("tls/expired", "acme.example", Some("theme"), "2026-12-01")];
    let r = run.report();
    let told: Vec<_> = r.rows.iter().map(|r| (r.state, r.findings[0].key.as_str(), r.summary.as_str())).collect();
    assert_eq!(told, [(State::Fail, "session", "session"), (State::Waived, "theme", "theme")]);
    assert_eq!(r.verdict, Answer::NoGo);
}

#[test]
fn a_waiver_accepts_an_unseen_row_too() {
    let mut all = run(vec![unseen(&BLOCKER, "acme.example")]);
    all.waivers = vec![waiver("tls/expired", "acme.example", None, "2026-12-01")];
    let r = all.report();
    assert_eq!((r.rows[0].state, r.verdict, r.notes.len()), (State::Waived, Answer::Go, 0));
    let mut keyed = run(vec![unseen(&BLOCKER, "acme.example")]);
    keyed.waivers = vec![waiver("tls/expired", "acme.example", Some("theme"), "2026-12-01")];
    let r = keyed.report();
    assert_eq!((r.rows[0].state, r.notes.len()), (State::Unknown, 0));
}

#[test]
fn a_waiver_that_matches_nothing_is_told() {
    let mut run = run(vec![says(&BLOCKER, "acme.example", Verdict::Pass)]);
    run.waivers = vec![waiver("tls/expired", "acme.example", None, "2026-12-01")];
    assert!(run.report().notes[0].contains("matches nothing"));
}

#[test]
fn waivers_and_baseline_follow_a_check_that_was_renamed() {
    let mut waived = run(vec![fails(&BLOCKER, "acme.example", "")]);
    waived.waivers = vec![waiver("tls/old-name", "acme.example", None, "2026-12-01")];
    assert_eq!(waived.report().rows[0].state, State::Waived);
    let mut known = run(vec![fails(&BLOCKER, "acme.example", "")]);
    known.baseline = BTreeSet::from([model::finding::fingerprint("tls/old-name", &host("acme.example"), "")]);
    assert_eq!(known.report().rows[0].state, State::Known);
}

#[test]
fn only_findings_outside_the_baseline_count() {
    let findings = vec![Finding::new("old").key("old"), Finding::new("new").key("new")];
    let mut run = run(vec![says(&BLOCKER, "acme.example", Verdict::Fail(findings))]);
    run.baseline = BTreeSet::from([model::finding::fingerprint("tls/expired", &host("acme.example"), "old")]);
    let r = run.report();
    assert_eq!((r.rows[0].state, r.rows[1].state), (State::Fail, State::Known));
    assert_eq!(r.counts.by_severity["blocker"], 1);
}

#[test]
fn every_finding_and_row_has_its_fingerprint() {
    let r = run(vec![fails(&BLOCKER, "acme.example", "k")]).report();
    assert_eq!(r.rows[0].fingerprint, model::finding::fingerprint("tls/expired", &host("acme.example"), ""));
    let own = model::finding::fingerprint("tls/expired", &host("acme.example"), "k");
    assert_eq!(r.rows[0].findings[0].fingerprint, own);
}

#[test]
fn stages_say_what_was_looked_at() {
    let r = run(vec![
        fails(&BLOCKER, "acme.example", ""),
        says(&QUICK, "acme.example", Verdict::not_applicable("no TLS")),
        fails(&HIGH, "acme.example", ""),
        unseen(&ALOOF, "acme.example"),
    ])
    .report();
    let state =
        |stage: Stage| r.stages.iter().find(|s| s.stage == stage).map(|s| (s.state, s.looked, s.total)).unwrap();
    assert_eq!(state(Stage::QuickAudit), (StageState::Fail, 1, 1));
    assert_eq!(state(Stage::DnsAndEdge), (StageState::Pass, 1, 1), "high stays below fail-on blocker");
    assert_eq!(state(Stage::Handover), (StageState::Unknown, 0, 1), "nothing of it was seen");
    assert_eq!(state(Stage::Monitoring), (StageState::NotLookedAt, 0, 0));
}

#[test]
fn rows_outside_the_scopes_make_no_stage_and_leave_no_verdict_open() {
    let r = run(vec![says(&CODE, "acme.example", Verdict::Unknown(Why::NotGathered.into()))]).report();
    assert!(r.stages.iter().all(|s| s.state == StageState::NotLookedAt));
    assert_eq!((r.verdict, exit_code(&r)), (Answer::Go, 0));
}

#[test]
fn mistakes_of_ours_are_listed() {
    let r = run(vec![says(&HIGH, "acme.example", Verdict::Unknown(Unknown::new(Why::Bug, "index 3")))]).report();
    assert!(r.errors[0].starts_with("mail/dmarc-missing on acme.example: "), "{:?}", r.errors);
}

#[test]
fn a_failure_without_a_finding_is_a_mistake_of_ours() {
    let r = run(vec![says(&BLOCKER, "acme.example", Verdict::Fail(Vec::new()))]).report();
    assert_eq!((r.rows[0].state, r.verdict, r.errors.len()), (State::Unknown, Answer::CannotTell, 1));
}
