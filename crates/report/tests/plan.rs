//! The plan of a made-up run: merged, ordered, added up, in every form.
#![allow(missing_docs, clippy::unwrap_used)]

mod fixture;

use report::plan::{self, Fit, Input, Phase, Plan, Rate};
use serde_json::Value;

fn plan_with(change: impl FnOnce(&mut Input<'_>)) -> Plan {
    let (report, evidence) = fixture::report();
    let checks = fixture::checks::all();
    let mut input = Input::of(&report, &evidence, &checks);
    change(&mut input);
    plan::make(&input)
}

#[test]
fn the_terminal_form_of_the_plan() {
    let rate = Rate { cents: 9050, currency: "EUR".into() };
    let plan = plan_with(|i| {
        i.rate = Some(rate);
        i.contacts = vec![("dns".into(), "Ann".into()), ("hosting".into(), "Bob".into())];
    });
    insta::assert_snapshot!(plan::text::render(&plan));
}

#[test]
fn the_markdown_form_of_the_plan() {
    insta::assert_snapshot!(plan::markdown::render(&plan_with(|_| {})));
}

#[test]
fn every_finding_is_in_one_step_and_the_hours_add_up() {
    let (report, _) = fixture::report();
    let plan = plan_with(|i| i.rate = Some(Rate { cents: 6000, currency: String::new() }));
    let mut mended: Vec<usize> = plan.steps.iter().flat_map(|s| s.mends.iter().map(|m| m.number)).collect();
    mended.sort_unstable();
    assert_eq!(mended, (1..=report.problems().len()).collect::<Vec<_>>());
    let sum: u32 = plan.steps.iter().map(|s| s.effort_minutes).sum();
    assert_eq!(sum, plan.totals.before_minutes + plan.totals.after_minutes);
    // At 60 an hour a minute costs 1.
    assert_eq!(plan.totals.before_cents, Some(u64::from(plan.totals.before_minutes) * 100));
    for step in &plan.steps {
        let later = matches!(step.severity, model::Severity::Medium | model::Severity::Low);
        assert!(later || step.phase != Phase::WeekAfter, "{} waits until after the launch", step.title);
    }
}

#[test]
fn what_waits_long_and_takes_minutes_begins_first() {
    let plan = plan_with(|_| {});
    let first = &plan.steps[0];
    assert!(first.wait_minutes >= 30 && first.begins == plan.start, "{first:#?}");
}

#[test]
fn two_people_are_faster_than_one() {
    let one = plan_with(|_| {});
    let two = plan_with(|i| i.contacts = vec![("dns".into(), "Ann".into()), ("hosting".into(), "Bob".into())]);
    assert!(two.ready < one.ready, "{:?} {:?}", two.ready, one.ready);
    assert!(two.steps.iter().any(|s| s.owner.starts_with("Ann")));
}

#[test]
fn a_plan_without_work_says_that_no_sprint_is_needed() {
    let judged = fixture::judged::all().into_iter().filter(|j| j.verdict == model::Verdict::Pass).collect();
    let (report, evidence) = fixture::report_of(fixture::facts::evidence(), judged);
    let plan = plan::make(&Input::of(&report, &evidence, &[]));
    assert_eq!((plan.steps.len(), plan.sprint.fits, plan.ready), (0, Fit::None, None));
    for form in [plan::text::render(&plan), plan::markdown::render(&plan), plan::html::render(&plan)] {
        let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(form.contains("has to be mended before the launch"), "{form}");
    }
}

#[test]
fn the_json_form_keeps_to_its_schema_and_the_schema_is_closed() {
    let schema = plan::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let plan = plan_with(|i| i.rate = Some(Rate { cents: 1, currency: "EUR".into() }));
    let mut json: Value = serde_json::from_str(&plan.to_json().unwrap()).unwrap();
    let errors: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    json["steps"][0]["surprise"] = Value::Bool(true);
    assert!(!validator.is_valid(&json));
}

#[test]
fn the_page_of_the_plan_asks_for_nothing_and_shows_every_step() {
    let plan = plan_with(|_| {});
    let page = plan::html::render(&plan);
    for bad in ["<img", "<link", "<iframe", "src=", "@import", "url(", "style=\"", "onclick", "javascript:"] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert_eq!(page.matches("class=\"bar\"").count(), plan.before().count());
}

#[test]
fn fixes_of_one_record_are_one_step() {
    let mail = model::Subject::mail_domain(&model::Name::parse("acme.example").unwrap());
    let of = |info: &'static model::CheckInfo, name: &str, value: &str| model::Judged {
        info,
        subject: mail.clone(),
        verdict: model::Verdict::fail(model::Finding::new(info.summary).remedy(model::Remedy::txt(name, value))),
        because: None,
    };
    let all = fixture::all_statics();
    let mail_checks: Vec<&'static model::CheckInfo> =
        all.into_iter().filter(|i| i.subject == model::SubjectKind::MailDomain).take(2).collect();
    let judged = |other: &str| {
        vec![
            of(mail_checks[0], "_dmarc.acme.example", "v=DMARC1; p=none"),
            of(mail_checks[1], other, "v=DMARC1; p=reject"),
        ]
    };
    let steps = |other: &str| {
        let (report, evidence) = fixture::report_of(fixture::facts::evidence(), judged(other));
        plan::make(&Input::of(&report, &evidence, &[])).steps
    };
    let merged = steps("_dmarc.ACME.example");
    assert_eq!((merged.len(), merged[0].mends.len(), merged[0].fix.len()), (1, 2, 2), "{merged:#?}");
    assert!(merged[0].title.ends_with("(and 1 more about the same record)"));
    assert_eq!(steps("acme.example").len(), 2);
}
