//! A mail server does not answer.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/server-not-answering",
    summary: "A mail server does not answer on port 25",
    docs: "Senders that get no answer try the next server and come back for days; where no server answers, mail is \
           lost.\n\n\
           Many networks block port 25. A refusal or silence counts only if another mail server greeted this \
           machine in the same run over the same family of addresses; else the row is unknown.",
    subject: SubjectKind::MailServer,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M3.11"],
    source: Source::unread("RFC 5321"),
    needs: &["mail/mx-does-not-resolve"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, smtp: &Smtp) -> Verdict {
    let answers = |e: &&SmtpEndpoint| matches!(e.outcome, SmtpOutcome::Session(_) | SmtpOutcome::TurnedAway { .. });
    if smtp.endpoints.iter().any(|e| answers(&e)) {
        return Verdict::Pass;
    }
    let server = &cx.subject.name;
    let shown: Vec<String> = smtp.endpoints.iter().map(|e| format!("{}: {}", e.address, words(&e.outcome))).collect();
    Verdict::fail(
        Finding::new(format!("The mail server {server} does not answer"))
            .observed(text::list(&shown))
            .expected("a greeting that begins with 220, as the other mail server gives it")
            .consequence("Mail to you waits for days, and comes back where no other server takes it.")
            .remedy(servers::on_server(
                server,
                &["postfix check", "systemctl enable --now postfix", "ss -ltn 'sport = :25'"],
            ))
            .reproduce(servers::show_talk(server)),
    )
}

fn words(outcome: &SmtpOutcome) -> String {
    match outcome {
        SmtpOutcome::Refused => "refuses the connection".to_owned(),
        SmtpOutcome::TimedOut => "says nothing".to_owned(),
        SmtpOutcome::Closed => "closes the connection".to_owned(),
        SmtpOutcome::NotSmtp(text) => format!("answers \"{}\"", text::quote(text, 40)),
        SmtpOutcome::TurnedAway { code } => format!("answers {code}"),
        SmtpOutcome::Session(_) => "talks".to_owned(),
    }
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    vec![
        Case::passes("it talks", server).seen(sample::smtp_tls(|_| ())),
        Case::passes("not to this machine", server).seen(sample::smtp(SmtpOutcome::TurnedAway { code: 554 })),
        Case::fails("silence", server).seen(sample::smtp(SmtpOutcome::TimedOut)),
        Case::fails("a refusal", server).seen(sample::smtp(SmtpOutcome::Refused)),
        Case::fails("something else", server).seen(sample::smtp(SmtpOutcome::NotSmtp("SSH-2.0-OpenSSH".into()))),
    ]
}
