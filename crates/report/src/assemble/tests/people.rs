//! What people said, against what was measured.

use super::*;

static ASKED: CheckInfo = CheckInfo {
    id: "people/backup-place-unknown",
    severity: Severity::Blocker,
    scope: Scope::People,
    stage: Stage::Handover,
    asks: Some(&model::Question {
        ask: "Do you know where the backups are?",
        claim: "backups are made",
        denied: "Nobody knows where the backups of {} are",
        consequence: "The data is gone.",
        fix: "Turn on backups.",
        who: "whoever develops",
        evidence: "a list",
        days: 90,
        applies: model::Applies::Always,
        contradicted_by: &["tls/expired"],
    }),
    ..CheckInfo::BASE
};

fn claims(check: &str) -> Vec<model::Claim> {
    vec![model::Claim {
        check: check.into(),
        subject: "*".into(),
        said: model::Said::Yes,
        attestation: model::report::Attestation {
            by: "Dana".into(),
            evidence: "a list".into(),
            sha256: None,
            until: jiff_date::Date("2026-12-31".parse().unwrap()),
        },
        standing: model::Standing::Holds,
    }]
}

fn with_people(judged: Vec<Judged>, claims: Vec<model::Claim>, waivers: Vec<Waiver>) -> Report {
    let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
    let evidence = Evidence::new(now);
    let mut declared = Declared::from_target(&Target::parse("acme.example").unwrap());
    declared.claims = claims;
    assemble(Assembly {
        evidence: &evidence,
        judged,
        profile: &profile(),
        declared: &declared,
        app: None,
        level: Level::Safe,
        waivers,
        baseline: BTreeSet::new(),
        fail_on: Severity::Blocker,
        require_all: false,
        now,
        scopes: BTreeSet::from([Scope::Outside, Scope::People]),
    })
}

#[test]
fn what_people_said_is_no_pass() {
    let r = with_people(vec![says(&ASKED, "acme.example", Verdict::Pass)], claims(ASKED.id), Vec::new());
    assert_eq!(told(&r), [(State::Attested, "people/backup-place-unknown", "acme.example")]);
    assert_eq!((r.rows[0].summary.as_str(), r.counts.by_state["pass"]), ("Backups are made", 0));
    let stage = &r.stages[6];
    assert!(stage.state == StageState::Pass && stage.only_said(), "{stage:?}");
}

#[test]
fn a_contradiction_stands_first_counts_as_failing_and_can_be_waived() {
    let judged = || vec![fails(&BLOCKER, "app.acme.example", ""), says(&ASKED, "acme.example", Verdict::Pass)];
    let r = with_people(judged(), claims(ASKED.id), Vec::new());
    assert_eq!(told(&r)[0], (State::Contradicted, "people/backup-place-unknown", "acme.example"));
    assert_eq!(r.rows[0].because.as_ref(), Some(&r.rows[1].findings[0].fingerprint));
    assert_eq!((r.counts.by_severity["blocker"], r.blockers.len()), (2, 2));
    let accepted = with_people(judged(), claims(ASKED.id), vec![waiver(ASKED.id, "*", None, "2026-12-31")]);
    assert_eq!(accepted.in_state(State::Waived).count(), 1);
    assert_eq!(accepted.in_state(State::Contradicted).count(), 0);
    // A finding that was accepted contradicts nobody.
    let known = with_people(judged(), claims(ASKED.id), vec![waiver(BLOCKER.id, "*", None, "2026-12-31")]);
    assert_eq!(known.in_state(State::Attested).count(), 1);
}

#[test]
fn a_person_can_answer_for_what_could_not_be_measured() {
    let r = with_people(vec![unseen(&BLOCKER, "acme.example")], claims(BLOCKER.id), Vec::new());
    assert_eq!((told(&r)[0].0, r.verdict), (State::Attested, Answer::Go));
    let wrong = with_people(vec![fails(&BLOCKER, "acme.example", "")], claims(BLOCKER.id), Vec::new());
    assert_eq!((told(&wrong)[0].0, wrong.verdict), (State::Contradicted, Answer::NoGo));
}
