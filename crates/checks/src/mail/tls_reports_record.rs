//! The TLS-RPT record can't be used.

use super::{replace, show_txt};
use crate::prelude::*;
use ::mail::Published;

static INFO: CheckInfo = CheckInfo {
    id: "mail/tls-reports-record",
    summary: "The TLS-RPT record can't be used",
    docs: "Senders report failures of TLS only where exactly one record names an address, with `mailto:` or \
           `https:` before it. With an error they report nothing.\n\n\
           The fix is one record with the mailbox `tls-reports` of the domain; create it first.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::unread("RFC 8460"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, seen: &TlsReports) -> Verdict {
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
    let name = format!("_smtp._tls.{domain}");
    let shown = old.first().map_or(String::new(), |t| text::quote(t, 100));
    Verdict::fail(
        Finding::new(format!("The TLS-RPT record of {domain} can't be used"))
            .observed(format!("{name}: \"{shown}\"; {what}"))
            .expected("one record v=TLSRPTv1 with rua=mailto: and an address")
            .consequence("You don't hear that mail to you fails for want of TLS.")
            .remedy(replace(&name, &old, &format!("v=TLSRPTv1; rua=mailto:tls-reports@{domain}")))
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("fine", domain).seen(sample::tls_reports(&["v=TLSRPTv1; rua=mailto:tls@acme.example"])),
        Case::fails("an error", domain).seen(sample::tls_reports(&["v=TLSRPTv1; rua=tls@acme.example"])),
        Case::fails("two", domain).seen(sample::tls_reports(&[
            "v=TLSRPTv1; rua=mailto:tls@acme.example",
            "v=TLSRPTv1; rua=mailto:tls@acme.example ",
        ])),
        Case::does_not_apply("none", domain).seen(sample::tls_reports(&[])),
    ]
}
