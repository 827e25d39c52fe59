//! Mail is signed with a key that nobody can look up.

use super::{keys, provider};
use crate::prelude::*;
use ::mail::Published;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dkim-key-missing",
    summary: "A DKIM selector has no key",
    docs: "DKIM signs each message; the receiver looks the key up under the selector that the message names. \
           Without the key every signature fails, and DMARC rests on SPF alone, which forwarding breaks.\n\n\
           Judged are the selectors of `launch.toml` (`[mail] selectors`), of `--dkim-selector` and of the message \
           given by `--mail-sample`. A selector can have any name, so common ones are tried as well; a key found \
           that way passes, and finding none proves nothing: the row is then unknown.\n\n\
           The fix is the way through the console of the mail services that MX and SPF point to.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 30,
    wait: Wait::Dns,
    mission: &["M1.06", "M3.11", "A.09"],
    source: Source::unread("RFC 6376"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, keys: &DkimKeys, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    if keys.keys.iter().any(|k| k.named) {
        return keys::each_named(keys, |key| missing(cx, key, mx.clone(), spf.clone()));
    }
    if keys.keys.iter().any(|k| matches!(k.found, Published::Valid { .. })) {
        return Verdict::Pass;
    }
    if provider::unused(cx, mx, spf) {
        return Verdict::not_applicable("the domain sends no mail");
    }
    let hint = "no key under a common selector; name yours with --dkim-selector NAME or --mail-sample FILE";
    Verdict::Unknown(Unknown::new(Why::NotNamed, hint))
}

fn missing(cx: &Cx, key: &DkimKey, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Option<Finding> {
    if !matches!(key.found, Published::Nothing) {
        return None;
    }
    let name = keys::name_of(cx, key);
    let finding = Finding::new(format!("Mail of {} is signed with a key that is not there", cx.subject.name))
        .observed(format!("no TXT record at {name}"))
        .expected("the public key of the selector")
        .consequence("Signatures can't be checked, and forwarded mail from you lands in spam.")
        .remedy(keys::how(Some(&key.selector), mx, spf))
        .reproduce(super::show_txt(&name));
    Some(finding)
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let none = || sample::dkim(None);
    let nothing = || DkimKeys { keys: Vec::new() };
    vec![
        Case::passes("there", domain).seen(sample::dkim(Some(sample::DKIM))),
        Case::passes("found by a guess", domain).seen(sample::dkim_guessed(sample::DKIM)),
        Case::passes("weak, which others tell", domain).seen(sample::dkim(Some("p="))),
        Case::fails("not there", domain).seen(none()),
        Case::fails("not there, at Google", domain).seen(none()).seen(sample::mx(&["smtp.google.com"])),
        Case::fails("not there, at SendGrid", domain)
            .seen(none())
            .seen(sample::spf(&["v=spf1 include:sendgrid.net -all"])),
        Case::cannot_tell("no selector is known", domain).seen(nothing()).seen(sample::mx(&["mx.acme.example"])),
        Case::does_not_apply("nobody sends", domain)
            .seen(nothing())
            .seen(sample::mx(&[]))
            .seen(sample::spf(&["v=spf1 -all"])),
    ]
}
