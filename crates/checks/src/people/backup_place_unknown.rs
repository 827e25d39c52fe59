//! Nobody knows where the backups are.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/backup-place-unknown",
    summary: "Nobody knows where the backups are",
    docs: "A backup counts when its place, age and readers are known. Backups inside the web server's folder are \
           read by strangers.",
    stage: Stage::Handover,
    severity: Severity::Blocker,
    effort_minutes: 45,
    mission: &["M7.02", "M7.04"],
    source: Source::read("the requirement catalogue, M7.02 and M7.04"),
    asks: Some(&Question {
        ask: "Do you know where the last backup of the customers' data lies, how old it is, and who can reach it?",
        claim: "backups are made and their place is known",
        denied: "Nobody knows where the backups of {} are",
        consequence: "One wrong command and the customers' data is gone for good.",
        fix: "Turn on daily backups at the database provider, note place and retention, and check that a stranger \
               can't reach them.",
        who: "whoever develops",
        evidence: "a screenshot of the list of backups",
        days: 90,
        applies: Applies::Always,
        contradicted_by: &["exposure/database-dump", "exposure/backup-archive"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
