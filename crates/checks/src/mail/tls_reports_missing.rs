//! Nobody hears when TLS with the mail servers fails.

use super::{main_domain, show_txt};
use crate::prelude::*;
use ::mail::Published;

static INFO: CheckInfo = CheckInfo {
    id: "mail/tls-reports-missing",
    summary: "No TLS-RPT record asks for reports",
    docs: "With a TLS-RPT record large senders send a daily summary of sessions that failed: an expired certificate \
           of a mail server is known the next day, and not from a customer.\n\n\
           Create the mailbox before you publish the record. Asked of the domain itself and of declared senders \
           with an MX record.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::unread("RFC 8460"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, reports: &TlsReports, mx: &Mx) -> Verdict {
    if !main_domain(cx) || mx.servers.is_empty() {
        return Verdict::not_applicable("no mail is taken here, or only bounces are");
    }
    if !matches!(reports.record, Published::Nothing) {
        return Verdict::Pass;
    }
    let domain = &cx.subject.name;
    let name = format!("_smtp._tls.{domain}");
    Verdict::fail(
        Finding::new(format!("Nobody hears when TLS with mail servers of {domain} fails"))
            .observed(format!("no TXT record at {name}"))
            .expected("a TLS-RPT record with an address for reports")
            .consequence("Mail from customers stays away, and you hear it from them.")
            .remedy(Remedy::txt(&name, format!("v=TLSRPTv1; rua=mailto:tls-reports@{domain}")))
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let mx = || sample::mx(&["mx1.nordic-mail.example"]);
    vec![
        Case::passes("asked for", domain)
            .seen(sample::tls_reports(&["v=TLSRPTv1; rua=mailto:tls@acme.example"]))
            .seen(mx()),
        Case::fails("nothing", domain).seen(sample::tls_reports(&[])).seen(mx()),
        Case::does_not_apply("no mail is taken", domain).seen(sample::tls_reports(&[])).seen(sample::mx(&[])),
    ]
}
