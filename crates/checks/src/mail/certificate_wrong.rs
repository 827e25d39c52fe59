//! The certificate of a mail server is not valid.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/certificate-wrong",
    summary: "The certificate of a mail server is not valid for its name",
    docs: "Most senders encrypt without looking at the certificate; those that follow MTA-STS deliver only where it \
           names the server, is within its dates, and comes from an authority that everybody trusts.\n\n\
           The name is the one in the MX record. A server that is an alias or an address is told by its own row.",
    subject: SubjectKind::MailServer,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M3.11"],
    source: Source::unread("RFC 8461"),
    needs: &["mail/mx-does-not-resolve", "mail/mx-is-alias", "mail/mx-is-address"],
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
        let StartTls::Tls(tls) = &session.starttls else { return None };
        let leaf = tls.leaf()?;
        let what = fault(cx, tls, leaf)?;
        let finding = Finding::new(format!("The certificate of {server} is not valid"))
            .observed(format!("{address}: {what}; issued by {} for {}", leaf.issuer, leaf.subject))
            .expected(format!("a certificate for {server} from an authority that everybody trusts"))
            .consequence("Senders that check certificates can't deliver, and the others can be led to a stranger.")
            .remedy(servers::on_server(server, &[&certificate, &used, "systemctl reload postfix"]))
            .reproduce(servers::show_tls(server))
            .cause(leaf.sha256.clone());
        Some(finding)
    })
}

fn fault(cx: &Cx, tls: &TlsSession, leaf: &Certificate) -> Option<String> {
    if leaf.left(cx.at) < 0 {
        return Some(format!("it expired on {}", leaf.not_after.strftime("%Y-%m-%d")));
    }
    if leaf.not_before > cx.at {
        return Some(format!("it begins on {}", leaf.not_before.strftime("%Y-%m-%d")));
    }
    if !tls.covers_host {
        return Some("it is for another name".to_owned());
    }
    match &tls.trust {
        Trust::Public | Trust::Declared => None,
        Trust::SelfSigned => Some("it signed itself".to_owned()),
        Trust::Incomplete { .. } => Some("the intermediate certificate is not sent along".to_owned()),
        Trust::ThisMachineOnly | Trust::UnknownIssuer { .. } => Some("its authority is unknown".to_owned()),
        Trust::Broken(why) => Some(format!("its chain is broken ({})", text::quote(why, 60))),
    }
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    vec![
        Case::passes("TLS 1.3", server).seen(sample::smtp_tls(|_| ())),
        Case::fails("another name", server).seen(sample::smtp_tls(|s| s.covers_host = false)),
        Case::fails("expired", server).seen(sample::smtp_tls(|s| s.chain[0].not_after = sample::in_days(-1))),
        Case::fails("not begun", server).seen(sample::smtp_tls(|s| s.chain[0].not_before = sample::in_days(1))),
        Case::fails("signed by itself", server).seen(sample::smtp_tls(|s| s.trust = Trust::SelfSigned)),
        Case::cannot_tell("it turns this machine away", server)
            .seen(sample::smtp(SmtpOutcome::TurnedAway { code: 554 })),
        Case::does_not_apply("it is silent", server).seen(sample::smtp(SmtpOutcome::TimedOut)),
    ]
}
