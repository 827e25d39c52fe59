//! A mail server knows outdated TLS alone.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/tls-old",
    summary: "A mail server knows outdated versions of TLS alone",
    docs: "TLS 1.0 and 1.1 are withdrawn. A server that knows nothing newer can't be reached by senders that have \
           switched them off, or is reached in the clear.\n\n\
           A server that knows TLS 1.2 or 1.3 passes, also if it accepts older versions from old senders.",
    subject: SubjectKind::MailServer,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 30,
    mission: &["M3.11"],
    source: Source::unread("RFC 8996"),
    needs: &["mail/mx-does-not-resolve"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, smtp: &Smtp) -> Verdict {
    let server = &cx.subject.name;
    servers::each_talk(smtp, |address, session| {
        let StartTls::Failed(failure) = &session.starttls else { return None };
        if !servers::too_old(failure) {
            return None;
        }
        let finding = Finding::new(format!("The mail server {server} knows outdated TLS alone"))
            .observed(format!("{address} refuses TLS 1.2 and TLS 1.3"))
            .expected("TLS 1.2 or 1.3 after STARTTLS")
            .consequence("Large senders fall back to mail in the clear or don't deliver.")
            .remedy(servers::on_server(
                server,
                &["postconf -e 'smtpd_tls_protocols = >=TLSv1.2'", "systemctl reload postfix"],
            ))
            .reproduce(servers::show_tls(server));
        Some(finding)
    })
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    vec![
        Case::passes("TLS 1.3", server).seen(sample::smtp_tls(|_| ())),
        Case::fails("neither 1.2 nor 1.3", server)
            .seen(sample::smtp_with(StartTls::Failed(TlsFailure::Alert("ProtocolVersion".into())))),
        Case::cannot_tell("it turns this machine away", server)
            .seen(sample::smtp(SmtpOutcome::TurnedAway { code: 554 })),
        Case::does_not_apply("it is silent", server).seen(sample::smtp(SmtpOutcome::TimedOut)),
    ]
}
