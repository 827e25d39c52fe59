//! The MTA-STS record can't be used.

use super::{replace, show_txt};
use crate::prelude::*;
use ::mail::Published;

static INFO: CheckInfo = CheckInfo {
    id: "mail/mta-sts-record",
    summary: "The MTA-STS record can't be used",
    docs: "Senders fetch the policy only if exactly one record announces it, with `v=STSv1;` first and an `id` of \
           letters and digits. With an error they act as if there were no policy.\n\n\
           The fix is one record with a new id.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::unread("RFC 8461"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, seen: &MtaSts) -> Verdict {
    let (old, what) = match &seen.record {
        Published::Valid { .. } => return Verdict::Pass,
        Published::Nothing => return Verdict::not_applicable("the domain has no such record"),
        Published::NoAnswer(why) => return Verdict::Unknown(Unknown::new(Why::NoAnswer, why.clone())),
        Published::Faulty { text, problems } => {
            (vec![text.as_str()], problems.first().map(ToString::to_string).unwrap_or_default())
        }
        Published::Several(texts) => (texts.iter().map(String::as_str).collect(), format!("{} records", texts.len())),
    };
    let domain = &cx.subject.name;
    let name = format!("_mta-sts.{domain}");
    let shown = old.first().map_or(String::new(), |t| text::quote(t, 100));
    Verdict::fail(
        Finding::new(format!("The MTA-STS record of {domain} can't be used"))
            .observed(format!("{name}: \"{shown}\"; {what}"))
            .expected("one record v=STSv1 with an id of letters and digits")
            .consequence("Senders skip your policy and can be led to deliver in the clear.")
            .remedy(replace(&name, &old, &format!("v=STSv1; id={}", super::new_id(cx))))
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("fine", domain).seen(sample::mta_sts(&["v=STSv1; id=20261102"])),
        Case::fails("an error", domain).seen(sample::mta_sts(&["v=STSv1; id=2026-11-02"])),
        Case::fails("two", domain).seen(sample::mta_sts(&["v=STSv1; id=20261102", "v=STSv1; id=20261102 "])),
        Case::does_not_apply("none", domain).seen(sample::mta_sts(&[])),
    ]
}
