//! A DKIM key was withdrawn.

use super::keys;
use crate::prelude::*;
use ::mail::dkim::Weakness;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dkim-revoked",
    summary: "A DKIM key is withdrawn",
    docs: "An empty `p=` says that the key of this selector was withdrawn. That is right for old selectors; one \
           that a service still signs with makes every signature fail.\n\n\
           If nobody signs with it any more, take the selector out of `launch.toml`.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 30,
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
    let told = |w: &Weakness| matches!(w, Weakness::Revoked);
    keys::each_weakness(keys, told, |key, _| {
        let name = keys::name_of(cx, key);
        Finding::new(format!("A DKIM key of {} is withdrawn", cx.subject.name))
            .observed(format!("{name}: {}", "p= is empty"))
            .expected("a key at every selector that is in use")
            .consequence("Every signature under this selector fails, and forwarded mail from you lands in spam.")
            .remedy(keys::how(Some(&key.selector), mx.clone(), spf.clone()))
            .reproduce(super::show_txt(&name))
    })
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("a sound key", domain).seen(sample::dkim(Some(sample::DKIM))),
        Case::fails("empty", domain).seen(sample::dkim(Some("v=DKIM1; p="))),
        Case::does_not_apply("only guessed", domain).seen(sample::dkim_guessed("v=DKIM1; p=")),
    ]
}
