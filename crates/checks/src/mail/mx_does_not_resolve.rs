//! The name in an MX record has no address.

use super::servers;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/mx-does-not-resolve",
    summary: "An MX record leads to a name without address",
    docs: "Senders try the servers of a domain in order. One without address costs them time at best; where it is \
           the only one, mail is lost. It happens when a mail service is left and its records stay.\n\n\
           An answer of the resolver that it failed counts as not seen, not as missing.",
    subject: SubjectKind::MailServer,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M2.09", "M3.11"],
    source: Source::unread("RFC 5321"),
    needs: &["dns/dangling-mail-name"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, host: &MailHost) -> Verdict {
    if host.literal || !host.addresses.is_empty() {
        return Verdict::Pass;
    }
    let server = &cx.subject.name;
    let what = match host.lookup {
        Lookup::NoSuchName => "the name does not exist",
        Lookup::NoData | Lookup::Found => "the name has no A or AAAA record",
        Lookup::ServerFailure | Lookup::Refused => {
            return Verdict::Unknown(Unknown::new(Why::NoAnswer, format!("the addresses of {server}")));
        }
    };
    Verdict::fail(
        Finding::new(format!("The mail server {server} has no address"))
            .observed(what)
            .expected("a name with A or AAAA records")
            .consequence("Mail to you waits for days or comes back to the sender.")
            .remedy(Remedy::say(format!(
                "Take the MX record that names {server} out,\nor give {server} an A record again."
            )))
            .reproduce(servers::show_name(server)),
    )
}

fn cases() -> Vec<Case> {
    let server = &sample::mail_server();
    let gone = |lookup| sample::mail_host(|h| (h.lookup, h.addresses) = (lookup, Vec::new()));
    vec![
        Case::passes("addresses", server).seen(sample::mail_host(|_| ())),
        Case::fails("it does not exist", server).seen(gone(Lookup::NoSuchName)),
        Case::fails("no address", server).seen(gone(Lookup::NoData)),
        Case::cannot_tell("the resolver failed", server).seen(gone(Lookup::ServerFailure)),
    ]
}
