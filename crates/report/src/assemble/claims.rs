//! What people said against what was measured (decision 20).

use super::waivers::Ledger;
use model::check::{Question, Scope};
use model::claim::about;
use model::report::Questions;
use model::{
    CheckInfo, Claim, Finding, Judged, Profile, Remedy, Row, Said, Standing, State, Subject, Verdict, finding,
};
use std::collections::BTreeMap;

/// The questions among the checks, by id.
pub type Asked = BTreeMap<&'static str, (&'static CheckInfo, &'static Question)>;

/// The questions of these judgements.
pub fn asked(judged: &[Judged]) -> Asked {
    judged.iter().filter_map(|j| Some((j.info.id, (j.info, j.info.asks?)))).collect()
}

/// What nobody answered.
pub fn open(judged: &[Judged], profile: &Profile) -> Questions {
    let open = || judged.iter().filter(|j| j.info.scope == Scope::People && matches!(j.verdict, Verdict::Unknown(_)));
    Questions { open: open().count(), deciding: open().filter(|j| profile.decisive(j.info)).count() }
}

/// The claim that holds for a row. Of a question every answer counts, of a measuring check only a yes.
pub fn of_row<'a>(claims: &'a [Claim], info: &CheckInfo, subject: &Subject) -> Option<&'a Claim> {
    let claim = about(claims, info, subject).filter(|c| c.standing == Standing::Holds)?;
    (info.asks.is_some() || claim.said == Said::Yes).then_some(claim)
}

/// Check, title and fingerprint of what failed.
type Failed = (String, String, String);

/// Answers that a failing row gives the lie. A finding that was accepted or is known contradicts nobody: the
/// same people know of it.
pub fn contradict(rows: &mut [Row], asked: &Asked, waivers: &mut Ledger) {
    let failed: Vec<Failed> = rows
        .iter()
        .filter(|r| r.state.failing() && r.scope != Scope::People)
        .filter_map(|r| Some((r.check.clone(), r.summary.clone(), r.findings.first()?.fingerprint.clone())))
        .collect();
    for row in rows.iter_mut().filter(|r| r.state == State::Attested) {
        let Some((info, question)) = asked.get(row.check.as_str()) else { continue };
        let against: Vec<&Failed> =
            failed.iter().filter(|(id, ..)| question.contradicted_by.contains(&id.as_str())).collect();
        let Some((first, _, print)) = against.first() else { continue };
        let finding = contradiction(row, question, &against, first);
        row.waiver = waivers.for_finding(info, &row.subject, &finding.key);
        row.state = if row.waiver.is_some() { State::Waived } else { State::Contradicted };
        row.because = Some(print.clone());
        row.summary.clone_from(&finding.title);
        row.findings = vec![finding];
    }
}

fn contradiction(row: &Row, question: &Question, against: &[&Failed], first: &str) -> Finding {
    let by = row.attestation.as_ref().map_or("Somebody", |a| a.by.as_str());
    let said = row.attestation.as_ref().map(|a| format!(", until {}: {}", a.until.0, a.evidence)).unwrap_or_default();
    let mut measured: Vec<&str> = against.iter().map(|(_, title, _)| title.as_str()).collect();
    measured.dedup();
    let fix = format!(
        "Mend what was measured (launch-ready explain {first}), or correct the answer: launch-ready attest {} --answer no",
        row.check
    );
    let mut finding = Finding::new(format!("{by} says {}; measured otherwise", question.claim))
        .observed(measured.join("; "))
        .expected(format!("{}, as {by} says{said}", question.claim))
        .consequence("A launch that rests on this answer rests on something that is not so.")
        .remedy(Remedy::Ask { who: by.to_owned(), question: fix })
        .reproduce(format!("launch-ready check --check {first} {}", row.subject.name))
        .key("contradicted");
    finding.fingerprint = finding::fingerprint(&row.check, &row.subject, &finding.key);
    finding
}
