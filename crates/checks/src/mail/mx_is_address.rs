//! An MX record holds an address where a name belongs.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/mx-is-address",
    summary: "An MX record holds an address instead of a name",
    docs: "An MX record takes a name. Senders look the digits up as a name, find nothing, and the mail comes back; \
           some guess what was meant.\n\n\
           The fix is a name with an A record, in the MX record.",
    subject: SubjectKind::MailServer,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M2.09", "M3.11"],
    source: Source::unread("RFC 5321"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, host: &MailHost) -> Verdict {
    if !host.literal {
        return Verdict::Pass;
    }
    let server = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("An MX record holds the address {server}, not a name"))
            .observed(format!("MX {server}"))
            .expected("the name of a host")
            .consequence("Most senders can't deliver, and mail to you comes back to them.")
            .remedy(Remedy::say(format!("Give the server a name with an A record {server}, such as mx1 below your domain,\nand put that name into the MX record.")))
            .reproduce(servers::show_name(server)),
    )
}

fn cases() -> Vec<Case> {
    let address = &Subject::new(SubjectKind::MailServer, "198.51.100.25");
    vec![
        Case::passes("a name", &sample::mail_server()).seen(sample::mail_host(|_| ())),
        Case::fails("an address", address).seen(sample::mail_host(|h| h.literal = true)),
    ]
}
