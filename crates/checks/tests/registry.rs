//! What every check must be: listed, documented, and judged as its cases say.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod common;

use checks::case::{Expect, kind_of};
use checks::sample;
use model::evidence::{FactKey, Record};
use model::finding::fingerprint;
use model::{Evidence, Subject, SubjectKind, Unknown, Verdict, Why};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_case_gets_the_verdict_it_expects() {
    for check in checks::all() {
        for case in (check.cases)() {
            let verdict = case.verdict(check);
            assert_eq!(kind_of(&verdict), case.expect, "{}: {}: {verdict:?}", check.info.id, case.name);
        }
    }
}

#[test]
fn every_check_has_a_case_that_passes_and_one_that_fails() {
    for check in checks::all() {
        let expects: Vec<Expect> = (check.cases)().iter().map(|c| c.expect).collect();
        assert!(expects.contains(&Expect::Pass), "{} has no passing case", check.info.id);
        assert!(expects.contains(&Expect::Fail), "{} has no failing case", check.info.id);
    }
}

#[test]
fn ids_are_unique_and_are_paths() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = BTreeSet::new();
    for info in checks::infos() {
        assert!(seen.insert(info.id), "{} is listed twice", info.id);
        let file = root.join(format!("{}.rs", info.id.replace('-', "_")));
        assert!(file.is_file(), "{} has no file {}", info.id, file.display());
    }
    // And the other way round: a file that nobody lists judges nothing.
    for area in std::fs::read_dir(&root).unwrap().flatten().filter(|e| e.path().is_dir()) {
        for file in std::fs::read_dir(area.path()).unwrap().flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap();
            if text.contains("static INFO: CheckInfo") {
                let stem = file.path().file_stem().unwrap().to_string_lossy().replace('_', "-");
                let id = format!("{}/{stem}", area.file_name().to_string_lossy());
                assert!(seen.contains(id.as_str()), "{id} is not listed in its area");
            }
        }
    }
}

#[test]
fn every_declaration_is_complete() {
    let rows: BTreeSet<&str> = include_str!("mission_rows.txt").lines().collect();
    assert!(rows.contains("M1.01") && rows.contains("A.13"), "the list of mission rows is not whole");
    for info in checks::infos() {
        let id = info.id;
        assert!(info.docs.len() > 80, "{id}: docs");
        assert!(!info.summary.is_empty() && !info.summary.ends_with('.'), "{id}: summary");
        assert!(!info.source.cite.is_empty(), "{id}: source");
        assert!(info.source.verified || !info.source.cite.contains('§'), "{id}: a section of an unread source");
        assert!(info.effort_minutes > 0, "{id}: effort");
        assert!(!info.mission.is_empty(), "{id}: mission");
        for row in info.mission {
            assert!(rows.contains(row), "{id}: mission.md has no row {row}");
        }
    }
}

#[test]
fn needs_name_checks_of_the_catalogue_and_run_in_no_circle() {
    let infos: BTreeMap<&str, _> = checks::infos().into_iter().map(|i| (i.id, i)).collect();
    for info in infos.values() {
        let mut above: Vec<&str> = info.needs.to_vec();
        let mut steps = 0;
        while let Some(id) = above.pop() {
            let need = infos.get(id).unwrap_or_else(|| panic!("{} needs {id}, which is no check", info.id));
            assert_ne!(need.id, info.id, "{} needs itself", info.id);
            above.extend(need.needs);
            steps += 1;
            assert!(steps < 1_000, "{} needs run in a circle", info.id);
        }
    }
}

#[test]
fn questions_are_plain_and_contradicted_by_checks_that_measure() {
    let mut asked = 0;
    for info in checks::infos().into_iter().filter(|i| i.area() == "people") {
        let q = info.asks.unwrap_or_else(|| panic!("{} asks nothing", info.id));
        asked += 1;
        assert!(q.ask.ends_with('?') && q.ask.len() <= 150, "{}: {}", info.id, q.ask);
        assert!(q.denied.contains("{}") && q.claim.len() <= 60 && q.days > 0, "{}", info.id);
        assert!(!q.who.is_empty() && !q.evidence.is_empty() && q.fix.ends_with('.'), "{}", info.id);
        for id in q.contradicted_by {
            let check = checks::by_id(id).unwrap_or_else(|| panic!("{}: {id} is no check", info.id));
            assert!(check.info.asks.is_none(), "{}: {id} is a question itself", info.id);
        }
    }
    assert!(asked >= 40, "only {asked} questions");
    assert!(checks::infos().iter().all(|i| i.asks.is_none() || i.area() == "people"));
}

#[test]
fn a_question_that_cannot_arise_is_not_asked() {
    let judged = |id: &str, case: &checks::case::Case| kind_of(&common::judged(checks::by_id(id).unwrap(), case));
    let launch = Subject::new(model::SubjectKind::Deployment, "acme.example");
    let case = || checks::case::Case::cannot_tell("", &launch);
    let platform = case().declared(|d| d.domain = None);
    assert_eq!(judged("people/registrar-not-yours", &platform), Expect::NotApplicable);
    assert_eq!(judged("people/registrar-not-yours", &case()), Expect::Unknown);
    let mute = case()
        .with(&sample::mail_domain(), model::facts::Mx { servers: Vec::new(), null: true })
        .with(&sample::mail_domain(), sample::spf(&[]));
    assert_eq!(judged("people/support-inbox-unowned", &mute), Expect::NotApplicable);
    let declared = mute.declared(|d| d.sending.push(sample::name("acme.example")));
    assert_eq!(judged("people/support-inbox-unowned", &declared), Expect::Unknown);
    let alone = case().with(&Subject::host("acme.example"), sample::addresses());
    assert_eq!(judged("people/staging-data-real", &alone), Expect::NotApplicable);
    let staging = alone.with(&Subject::host("staging.acme.example"), sample::addresses());
    assert_eq!(judged("people/staging-data-real", &staging), Expect::Unknown);
    let local = case().declared(|d| d.class = model::TargetClass::Local);
    assert_eq!(judged("people/backup-place-unknown", &local), Expect::NotApplicable);
}

#[test]
fn nothing_seen_is_neither_good_nor_bad() {
    // What a person said needs no facts.
    for check in checks::all().iter().filter(|c| c.info.asks.is_none()) {
        for case in (check.cases)() {
            let mut nothing = Evidence::new(sample::now());
            nothing.announce(case.subject.clone());
            let verdict = common::judged_with(check, &case, &nothing);
            let kind = kind_of(&verdict);
            assert!(matches!(kind, Expect::Unknown | Expect::NotApplicable), "{}: {verdict:?}", check.info.id);
        }
    }
}

/// The evidence without one fact, for each fact and each reason why it is not there.
fn blinded(evidence: &Evidence) -> Vec<(FactKey, Why, Evidence)> {
    let mut all = Vec::new();
    for (key, _) in evidence.records() {
        for why in Why::ALL {
            let mut blind = evidence.clone();
            blind.insert(Record { key: key.clone(), seen: Err(Unknown::new(why, "test")) });
            all.push((key.clone(), why, blind));
        }
    }
    all
}

#[test]
fn a_fact_that_could_not_be_seen_never_accuses() {
    let mut tried = 0;
    for (check, case) in common::cases(Expect::Pass) {
        for (key, why, evidence) in blinded(&case.evidence) {
            tried += 1;
            let at = format!("{}: {} without {key:?} ({why:?})", check.info.id, case.name);
            match common::judged_with(check, &case, &evidence) {
                Verdict::Fail(findings) => panic!("{at} fails: {findings:?}"),
                Verdict::Pass => {
                    let need = check.judge.needs.iter().find(|n| n.kind == key.kind);
                    assert!(need.is_none_or(|n| n.optional), "{at} passes, though the judge demands it");
                }
                Verdict::NotApplicable(_) | Verdict::Unknown(_) => {}
            }
        }
    }
    assert!(tried > 1_000, "only {tried} tried");
}

#[test]
fn a_fault_that_could_not_be_seen_never_passes() {
    for (check, case) in common::cases(Expect::Fail) {
        for (key, why, evidence) in blinded(&case.evidence) {
            let verdict = common::judged_with(check, &case, &evidence);
            assert_ne!(kind_of(&verdict), Expect::Pass, "{}: {} without {key:?} ({why:?})", check.info.id, case.name);
        }
    }
}

#[test]
fn findings_say_all_there_is_to_say() {
    for (check, case, finding) in common::findings() {
        let at = format!("{}: {}: {finding:?}", check.info.id, case.name);
        assert!(finding.title.chars().count() <= 90, "title too long: {at}");
        assert!(!finding.title.ends_with('.'), "title with full stop: {at}");
        let lines = finding.remedy.lines();
        for (what, text) in [
            ("title", &finding.title),
            ("observed", &finding.observed),
            ("expected", &finding.expected),
            ("consequence", &finding.consequence),
            ("remedy", &lines.join("\n")),
            ("reproduce", &finding.reproduce),
        ] {
            assert!(!text.trim().is_empty(), "no {what}: {at}");
        }
        assert!(lines.iter().all(|l| !l.trim().is_empty()), "empty line in the fix: {at}");
        assert!(names_its_subject(&finding.title, &case.subject, &finding.key), "whose title? {at}");
        let sentence = &finding.consequence;
        assert!(sentence.ends_with('.') && !sentence.contains(". "), "not one sentence: {at}");
        let commands: &[&str] = match case.subject.kind {
            _ if check.info.asks.is_some() => &["launch-ready attest"],
            SubjectKind::Repository => &["git ", "grep ", "ls ", "sed ", "launch-ready "],
            _ => &["curl", "dig", "openssl"],
        };
        assert!(commands.iter().any(|c| finding.reproduce.contains(c)), "no command that a stranger has: {at}");
    }
}

fn names_its_subject(title: &str, subject: &Subject, key: &str) -> bool {
    let host = subject.host_name().unwrap_or_else(|| subject.name.clone());
    // A repository is one: what its findings are about is a file or a name in it.
    let inside = subject.kind == SubjectKind::Repository && key.split(' ').all(|word| title.contains(word));
    title.contains(&host) || inside || (!key.is_empty() && title.contains(key))
}

#[test]
fn findings_are_told_in_the_voice_of_the_house() {
    let banned = [
        "potential",
        " may ",
        "might",
        "best practice",
        "leverage",
        "should",
        "!",
        " we ",
        " our ",
        "please",
        "posture",
    ];
    for (check, case, finding) in common::findings() {
        let mut texts = finding.remedy.lines();
        texts.extend([finding.title, finding.expected, finding.consequence]);
        for text in texts {
            let text = format!(" {} ", text.to_lowercase());
            let word = banned.iter().find(|w| text.contains(**w));
            assert_eq!(word, None, "{}: {}: {text}", check.info.id, case.name);
        }
    }
}

#[test]
fn ordinary_titles_fit_a_terminal_line() {
    let long: Vec<String> = common::findings()
        .into_iter()
        .filter(|(_, _, f)| f.title.chars().count() > 72)
        .map(|(check, _, f)| format!("{}: {} ({})", check.info.id, f.title, f.title.chars().count()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn a_fingerprint_stands_for_one_check_subject_and_key() {
    let mut prints: BTreeMap<String, (&str, Subject, String)> = BTreeMap::new();
    for (check, case) in common::cases(Expect::Fail) {
        let Verdict::Fail(findings) = common::judged(check, &case) else { panic!("{} passes", case.name) };
        let keys: BTreeSet<&str> = findings.iter().map(|f| f.key.as_str()).collect();
        assert_eq!(keys.len(), findings.len(), "{}: {}: two findings of one key", check.info.id, case.name);
        for finding in findings {
            let what = (check.info.id, case.subject.clone(), finding.key.clone());
            let before = prints.entry(finding.fingerprint).or_insert_with(|| what.clone());
            assert_eq!(*before, what);
        }
    }
    assert!(prints.len() >= checks::all().len());
}

#[test]
fn fingerprints_stay_what_they_are() {
    assert_eq!(fingerprint("tls/expired", &sample::host(), ""), "a4aa574d64a76b6b");
    assert_eq!(fingerprint("cookie/not-secure", &sample::page(), "session"), "5e086235aa2545c3");
}
