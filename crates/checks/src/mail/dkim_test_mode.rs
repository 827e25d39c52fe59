//! A DKIM key is in test mode.

use super::{keys, replace};
use crate::prelude::*;
use ::mail::Published;
use ::mail::dkim::{Key, Weakness};

static INFO: CheckInfo = CheckInfo {
    id: "mail/dkim-test-mode",
    summary: "A DKIM key is in test mode",
    docs: "With `t=y` a receiver is told that the domain only tests DKIM, and treats signatures as if they were not \
           there. It is left behind after set-up.\n\n\
           The fix is the same record without `t=y`; for a key that is too short or refused as well, it is a new key.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
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
        let Published::Valid { text, record } = &key.found else { return None };
        if !record.testing {
            return None;
        }
        let name = keys::name_of(cx, key);
        // A record is not printed again whose key has to go anyway.
        let fix = match record.weaknesses().iter().all(|weakness| *weakness == Weakness::Testing) {
            true => replace(&name, &[text], &Key { testing: false, ..record.as_ref().clone() }.to_string()),
            false => keys::how(Some(&key.selector), mx.clone(), spf.clone()),
        };
        let finding = Finding::new(format!("A DKIM key of {} is in test mode", cx.subject.name))
            .observed(format!("{name}: \"{}\"", text::quote(text, 80)))
            .expected("the key without t=y")
            .consequence("Receivers are told to ignore your signatures.")
            .remedy(fix)
            .reproduce(super::show_txt(&name));
        Some(finding)
    })
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("a sound key", domain).seen(sample::dkim(Some(sample::DKIM))),
        Case::fails("t=y", domain)
            .seen(sample::dkim(Some("v=DKIM1; t=y; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="))),
        Case::fails("t=y and 1024 bits", domain)
            .seen(sample::dkim(Some(&super::dkim_key_weak::WEAK.replace("v=DKIM1;", "v=DKIM1; t=y;")))),
        Case::does_not_apply("only guessed", domain)
            .seen(sample::dkim_guessed("v=DKIM1; t=y; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")),
    ]
}
