//! A mail server passes on mail of strangers.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/open-relay",
    summary: "A mail server passes on mail of strangers",
    docs: "A server that takes mail from anybody for anybody is found by spammers within hours. Their mail then comes \
           from its address: it is put on block lists, and your own invoices are refused with the rest.\n\n\
           Asked at `--level active` only, of servers below a domain that `launch.toml` declares as owned: the server is \
           named a recipient at example.com, which is nobody's, and the talk ends there; no message is sent. From the \
           server's own machine or network the answer proves nothing, as its own programs are allowed to send.",
    subject: SubjectKind::MailServer,
    stage: Stage::Security,
    severity: Severity::Blocker,
    level: Level::Active,
    effort_minutes: 15,
    mission: &["M3.11"],
    source: Source::unread("RFC 5321"),
    needs: &["mail/mx-does-not-resolve"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, relay: &MailRelay) -> Verdict {
    if let Some(why) = &relay.skipped {
        return Verdict::not_applicable(why.clone());
    }
    let server = &cx.subject.name;
    let mut untold = None;
    for answer in &relay.answers {
        match &answer.said {
            RelaySaid::Taken(code) => {
                return Verdict::fail(
                    Finding::new(format!("{server} passes on mail of strangers"))
                        .observed(format!("{} answers {code} to RCPT TO:<relay-test@example.com>", answer.address))
                        .expected("a refusal, such as 554 5.7.1 Relay access denied")
                        .consequence("Spammers send through it within hours, and receivers then refuse your invoices.")
                        .remedy(servers::on_server(
                            server,
                            &[
                                "postconf -e 'mynetworks = 127.0.0.0/8 [::1]/128'",
                                "postconf -e 'smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination'",
                                "systemctl reload postfix",
                            ],
                        ))
                        .reproduce(show(server)),
                );
            }
            RelaySaid::Untold(why) => untold = Some(format!("{}: {why}", answer.address)),
            RelaySaid::Refused(_) => {}
        }
    }
    match untold {
        Some(why) => Verdict::Unknown(Unknown::new(Why::NoAnswer, why)),
        None if relay.answers.is_empty() => Verdict::not_applicable("the server does not talk"),
        None => Verdict::Pass,
    }
}

/// A talk up to the recipient.
fn show(server: &str) -> String {
    format!(
        "for l in 'EHLO me' 'MAIL FROM:<>' 'RCPT TO:<relay-test@example.com>' QUIT; do sleep 2; printf '%s\\r\\n' \"$l\"; done | curl -s telnet://{server}:25"
    )
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    let said = |said: RelaySaid| MailRelay {
        skipped: None,
        answers: vec![RelayAnswer { address: std::net::Ipv4Addr::new(198, 51, 100, 25).into(), said }],
    };
    vec![
        Case::passes("refused", server).seen(said(RelaySaid::Refused(554))),
        Case::fails("taken", server).seen(said(RelaySaid::Taken(250))),
        Case::cannot_tell("asked from within", server).seen(said(RelaySaid::Untold("it said 250 to itself".into()))),
        Case::does_not_apply("nobody asked", server)
            .seen(MailRelay { skipped: Some("asked at --level active only".into()), answers: Vec::new() }),
    ]
}
