//! An alias leads to a name that does not exist.

use super::{nowhere, record};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/alias-broken",
    summary: "A name points at a name that does not exist",
    docs: "An alias (CNAME) whose target does not exist (NXDOMAIN) leads nowhere: the page never opens, and the \
           record is a left-over of something that was switched off.\n\nWhere somebody else could claim the target, \
           `dns/dangling-cname` tells it as a blocker, and this row steps back. A server that fails to answer proves \
           nothing.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 5,
    wait: Wait::Dns,
    mission: &["M1.09", "M2.09"],
    source: Source::unread("RFC 1034; catalogue 6.1, dns-dangling-cname"),
    needs: &["dns/dangling-cname"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, addresses: &Addresses) -> Verdict {
    let host = cx.host();
    let (Some(first), Some(target)) = (addresses.aliases.first(), addresses.alias_target()) else {
        return Verdict::Pass;
    };
    if !nowhere(addresses) {
        return Verdict::Pass;
    }
    match addresses.lookup {
        Lookup::NoSuchName => {}
        Lookup::Found | Lookup::NoData => return Verdict::Pass,
        Lookup::ServerFailure | Lookup::Refused => {
            return Unknown::new(Why::NoAnswer, format!("no usable answer about {target}")).into();
        }
    }
    Verdict::fail(
        Finding::new(format!("{host} points at a name that does not exist"))
            .observed(format!("CNAME {first}; {target} does not exist (NXDOMAIN)"))
            .expected("an alias to something that answers, or none")
            .consequence(format!("Visitors of {host} get an error page of their browser."))
            .remedy(Remedy::SetDns {
                later: Vec::new(),
                set: Vec::new(),
                delete: vec![record(&host, "CNAME", format!("{first}."))],
            })
            .reproduce(format!("dig {host} CNAME +short; dig {target} A"))
            .cause(target.as_str()),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let to = |target: &str, lookup| Addresses { aliases: vec![sample::name(target)], ..sample::no_addresses(lookup) };
    vec![
        Case::passes("no alias", host).seen(sample::addresses()),
        Case::passes("a living target", host)
            .seen(Addresses { aliases: vec![sample::name("lb.hoster.example")], ..sample::addresses() }),
        Case::passes("a target without addresses of this kind", host).seen(to("x.hoster.example", Lookup::NoData)),
        Case::fails("a target that is gone", host).seen(to("web3.acme.example", Lookup::NoSuchName)),
        Case::cannot_tell("its servers fail", host).seen(to("x.hoster.example", Lookup::ServerFailure)),
    ]
}
