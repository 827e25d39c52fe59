//! A database dump can be downloaded.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/database-dump",
    summary: "A database dump can be downloaded",
    docs: "A dump that was put into the web folder for a moment (`backup.sql`, `dump.sql.gz`) is the whole \
           business in one file: names, addresses, invoices, password hashes. Its name is easy to guess, and \
           scanners try.\n\n\
           A path counts only when its body proves what it is (the head of a dump program, `CREATE TABLE`); no row \
           is kept. If customers stand in it, the law can oblige you to report the leak within 72 hours.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Blocker,
    level: Level::Safe,
    effort_minutes: 60,
    mission: &["M1.05", "M3.05"],
    source: Source::unread("nuclei templates; OWASP WSTG"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::DatabaseDump,
    path: |path| [".sql", ".dump", ".bak", ".gz", ".zip", ".sqlite", ".db"].iter().any(|end| path.ends_with(end)),
    consequence: "Anyone can download all customer data, which the law treats as a breach to report.",
    closed: alone,
    afterwards: "then delete the file, and look in the access log who fetched it",
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, exposed: &Exposed) -> Verdict {
    leaks(cx, exposed, &TELLING)
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let path = "/backup.sql";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::DatabaseDump, "-- PostgreSQL database dump")))),
        Case::passes("something else is served", site).seen(look(path, Some((LeakKind::EnvFile, "x")))),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
