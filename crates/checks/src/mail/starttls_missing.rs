//! A mail server does not offer TLS.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/starttls-missing",
    summary: "A mail server does not offer TLS",
    docs: "STARTTLS turns the connection between two mail servers into an encrypted one. Without it passwords for \
           resets, invoices and attachments pass in the clear, and large senders mark such mail for the reader.\n\n\
           The server is asked with EHLO on port 25, as a sender asks it. No mail is offered.",
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
    let [certificate, used] = servers::certificate_commands(server);
    servers::each_talk(smtp, |address, session| {
        if session.starttls != StartTls::NotOffered {
            return None;
        }
        let finding = Finding::new(format!("{server} takes mail without encryption"))
            .observed(format!("{address} does not offer STARTTLS after EHLO"))
            .expected("STARTTLS among the extensions")
            .consequence("Mail from your customers crosses the Internet in the clear, for anybody on the way to read.")
            .remedy(servers::on_server(
                server,
                &[&certificate, &used, "postconf -e 'smtpd_tls_security_level = may'", "systemctl reload postfix"],
            ))
            .reproduce(servers::show_talk(server));
        Some(finding)
    })
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    vec![
        Case::passes("TLS 1.3", server).seen(sample::smtp_tls(|_| ())),
        Case::fails("not offered", server).seen(sample::smtp_with(StartTls::NotOffered)),
        Case::cannot_tell("it turns this machine away", server)
            .seen(sample::smtp(SmtpOutcome::TurnedAway { code: 554 })),
        Case::does_not_apply("it is silent", server).seen(sample::smtp(SmtpOutcome::TimedOut)),
    ]
}
