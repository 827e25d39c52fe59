//! A mail server offers TLS and can't do it.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/starttls-fails",
    summary: "TLS with a mail server fails after STARTTLS",
    docs: "The server offers STARTTLS, and the session does not come about. Senders that try again without TLS send \
           in the clear; those that insist (MTA-STS, DANE, many banks) don't deliver.\n\n\
           Typical are a certificate file that can't be read after a renewal, and a device on the way that changes \
           the words of the talk.",
    subject: SubjectKind::MailServer,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 30,
    mission: &["M3.11"],
    source: Source::unread("RFC 3207"),
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
        let what = match &session.starttls {
            StartTls::Refused(code) => format!("it answers {code} to STARTTLS"),
            StartTls::Failed(failure) if !servers::too_old(failure) => servers::failure(failure),
            StartTls::Failed(_) | StartTls::NotOffered | StartTls::Tls(_) => return None,
        };
        let finding = Finding::new(format!("TLS with the mail server {server} fails"))
            .observed(format!("{address} offers STARTTLS; {what}"))
            .expected("a TLS session after STARTTLS")
            .consequence("Senders that insist on TLS can't deliver, and the others send in the clear.")
            .remedy(servers::on_server(
                server,
                &[
                    "journalctl -u postfix | grep -i tls | tail",
                    "postconf -e smtpd_tls_security_level=may smtpd_tls_chain_files=/etc/ssl/private/mx.pem",
                    "systemctl reload postfix",
                ],
            ))
            .reproduce(servers::show_tls(server));
        Some(finding)
    })
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    vec![
        Case::passes("TLS 1.3", server).seen(sample::smtp_tls(|_| ())),
        Case::passes("too old, which mail/tls-old tells", server)
            .seen(sample::smtp_with(StartTls::Failed(TlsFailure::Alert("ProtocolVersion".into())))),
        Case::fails("refused", server).seen(sample::smtp_with(StartTls::Refused(454))),
        Case::fails("an alert", server)
            .seen(sample::smtp_with(StartTls::Failed(TlsFailure::Alert("HandshakeFailure".into())))),
        Case::cannot_tell("it turns this machine away", server)
            .seen(sample::smtp(SmtpOutcome::TurnedAway { code: 554 })),
        Case::does_not_apply("it is silent", server).seen(sample::smtp(SmtpOutcome::TimedOut)),
    ]
}
