//! A folder lists its files to everybody.

use super::{Telling, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/directory-listing",
    summary: "A folder lists its files to everybody",
    docs: "A listing shows what nobody linked: drafts, uploads of other customers, old versions, backups.\n\n\
           The front page and the folder of one of its files are asked; it fails when the answer is a listing as \
           web servers write it.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["M3.05"],
    source: Source::read("ASVS 5.0 13.4.3"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::Listing,
    path: |path| path.ends_with('/') && path != "/debug/pprof/",
    consequence: "Strangers browse your files, also those that nobody linked.",
    closed: |path| Setting::NoListing { folder: path.to_owned() },
    afterwards: "where a section of its own switches it on, take it out there",
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
    let path = "/assets/";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::Listing, "Index of /")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
