//! The name in an MX record is an alias.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/mx-is-alias",
    summary: "An MX record leads to an alias",
    docs: "The name in an MX record must have addresses of its own. Where it is an alias (CNAME), some senders \
           refuse to deliver, and others compare the certificate with a name that they did not ask for.\n\n\
           The fix is to name the end of the alias in the MX record.",
    subject: SubjectKind::MailServer,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M2.09", "M3.11"],
    source: Source::unread("RFC 2181"),
    needs: &["mail/mx-does-not-resolve"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, host: &MailHost) -> Verdict {
    let Some(last) = host.aliases.last() else { return Verdict::Pass };
    let server = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The mail server {server} is an alias"))
            .observed(format!("{server} is an alias of {last}"))
            .expected("an MX record that names a host with addresses of its own")
            .consequence("Some senders refuse to deliver, and replies of customers come back to them.")
            .remedy(Remedy::say(format!(
                "In the MX record put {last} in the place of {server},\nor give {server} A and AAAA records instead of the CNAME."
            )))
            .reproduce(servers::show_name(server)),
    )
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    vec![
        Case::passes("addresses", server).seen(sample::mail_host(|_| ())),
        Case::fails("an alias", server).seen(sample::mail_host(|h| h.aliases = vec![sample::name("mx.big.test")])),
    ]
}
