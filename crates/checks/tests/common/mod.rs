//! What the tests of the catalogue share.
#![allow(clippy::unwrap_used, dead_code)]

use checks::case::{Case, Expect};
use checks::registry::{Court, judge_one};
use checks::{Check, sample};
use model::{Evidence, Finding, Verdict};

/// The verdict on a case, with fingerprints, as a run gives it.
pub fn judged(check: &Check, case: &Case) -> Verdict {
    judged_with(check, case, &case.evidence)
}

/// The verdict on a case, had something else been seen.
pub fn judged_with(check: &Check, case: &Case, evidence: &Evidence) -> Verdict {
    let thresholds = sample::thresholds();
    judge_one(check, &case.subject, evidence, Court { thresholds: &thresholds, declared: &case.declared })
}

/// Every case of every check that is expected to end so.
pub fn cases(expect: Expect) -> Vec<(&'static Check, Case)> {
    let all = checks::all().iter().flat_map(|check| (check.cases)().into_iter().map(move |case| (check, case)));
    all.filter(|(_, case)| case.expect == expect).collect()
}

/// Every finding of every failing case.
pub fn findings() -> Vec<(&'static Check, Case, Finding)> {
    let mut all = Vec::new();
    for (check, case) in cases(Expect::Fail) {
        let Verdict::Fail(findings) = judged(check, &case) else {
            panic!("{}: {} does not fail", check.info.id, case.name)
        };
        all.extend(findings.into_iter().map(|f| (check, case.clone(), f)));
    }
    all
}
