//! A DKIM key can't be read.

use super::keys;
use crate::prelude::*;
use ::mail::Published;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dkim-syntax",
    summary: "A DKIM key can't be read",
    docs: "A key record with an error counts as no key: every signature under its selector fails. Typical are keys \
           that were cut when they were pasted, quotes inside, and two records at one name.\n\n\
           The record is read by the whole grammar, and the first error is named with its place. The fix is to \
           paste the key again as the mail service shows it.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.06", "M3.11", "A.09"],
    source: Source::unread("RFC 6376"),
    needs: &["mail/dkim-key-missing"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, keys: &DkimKeys, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    keys::each_named(keys, |key| {
        let (seen, what) = match &key.found {
            Published::Faulty { text, problems } => (text.clone(), problems.first().map(ToString::to_string)?),
            Published::Several(texts) => (texts.first().cloned()?, format!("{} records at one name", texts.len())),
            Published::Valid { .. } | Published::Nothing | Published::NoAnswer(_) => return None,
        };
        let name = keys::name_of(cx, key);
        let finding = Finding::new(format!("A DKIM key of {} can't be read", cx.subject.name))
            .observed(format!("{name}: \"{}\"; {what}", text::quote(&seen, 80)))
            .expected("one record with the whole key")
            .consequence("Every signature fails, and forwarded mail from you lands in spam.")
            .remedy(keys::how(Some(&key.selector), mx.clone(), spf.clone()))
            .reproduce(super::show_txt(&name));
        Some(finding)
    })
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("a sound key", domain).seen(sample::dkim(Some(sample::DKIM))),
        Case::fails("no base64", domain).seen(sample::dkim(Some("v=DKIM1; p=&&&"))),
        Case::does_not_apply("only guessed", domain).seen(sample::dkim_guessed("v=DKIM1; p=&&&")),
    ]
}
