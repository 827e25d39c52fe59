//! An address that sends has no name.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/reverse-dns-missing",
    summary: "An address that sends mail has no name that leads back to it",
    docs: "Gmail and others refuse mail from an address without a name (PTR record), or whose name leads elsewhere: \
           that is how hijacked machines look.\n\n\
           Looked at are addresses that the domain's own SPF record names one by one, with `ip4`, `ip6`, `mx` or \
           `a:`. The record is made where the server is rented, not at the DNS provider of the domain.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::unread("Email sender guidelines, Google"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, senders: &SendingAddresses) -> Verdict {
    if senders.addresses.is_empty() {
        return Verdict::not_applicable("the SPF record names no address of its own");
    }
    let nameless = senders.addresses.iter().filter(|a| !a.confirmed);
    Verdict::of(nameless.map(|sender| finding(cx, sender)).collect())
}

fn finding(cx: &Cx, sender: &SendingAddress) -> Finding {
    let (domain, address) = (&cx.subject.name, sender.address);
    let observed = match sender.names.as_slice() {
        [] => format!("{address} has no PTR record"),
        names => format!("{address} is called {}, which does not lead back to it", text::list(names)),
    };
    Finding::new(format!("{address}, which sends for {domain}, has no valid name"))
        .observed(format!("{observed}; SPF names it as {}", text::quote(&sender.term, 60)))
        .expected("a PTR record whose name has this address")
        .consequence("Gmail and others refuse mail from that address.")
        .remedy(Remedy::say(format!(
            "At the company that you rent {address} from, set its reverse name (PTR) to a name of yours,\n\
             such as mail.{domain}, and give that name an A or AAAA record {address}.\n\
             If nothing sends from there, take {} out of the SPF record.",
            sender.term
        )))
        .reproduce(format!("dig +short -x {address}"))
        .key(address.to_string())
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("a name that leads back", domain).seen(sample::sending(&["mail.acme.example"], true)),
        Case::fails("none", domain).seen(sample::sending(&[], false)),
        Case::fails("one that leads elsewhere", domain).seen(sample::sending(&["vps7.host.test"], false)),
        Case::does_not_apply("services only", domain).seen(SendingAddresses { addresses: Vec::new() }),
    ]
}
