//! A staging or administration host is in DNS and not in launch.toml.

use super::nowhere;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/undeclared-host",
    summary: "A staging or administration host is not declared",
    docs: "Rehearsal places and administration are where launches leak: they run with test data, old versions and \
           weak passwords. Where `launch.toml` lists the hosts that are meant to be there, one of these kinds that \
           is in DNS and not in the list was forgotten, or made by somebody else.\n\n\
           Judged are hosts whose first label says `staging`, `dev`, `test`, `admin` and the like, and only where \
           `[[domain.hosts]]` names any hosts at all. Declaring the host passes, and so does deleting it.",
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M2.01"],
    source: Source::unread("catalogue 6.1, dns-service-hosts"),
    needs: &["dns/dangling-cname"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, addresses: &Addresses) -> Verdict {
    let host = cx.host();
    if cx.declared.hosts.is_empty() {
        return Verdict::not_applicable("launch.toml lists no hosts");
    }
    let what = match Purpose::guess(&host) {
        Purpose::Staging => "a rehearsal place",
        Purpose::Admin => "administration",
        Purpose::Web | Purpose::App | Purpose::Api | Purpose::Other => {
            return Verdict::not_applicable("by its name it is neither staging nor administration");
        }
    };
    let foreign = cx.declared.foreign.iter().any(|h| h.name.as_str() == host);
    if foreign || cx.meant(&host) || nowhere(addresses) {
        return Verdict::Pass;
    }
    let at: Vec<String> = addresses.all().map(|ip| ip.to_string()).collect();
    Verdict::fail(
        Finding::new(format!("{host} is in DNS and not in launch.toml"))
            .observed(format!("{host} leads to {}; by its name it is {what}", text::list(&at)))
            .expected("a line for it among [[domain.hosts]], or no such record")
            .consequence("A place that nobody looks after runs with test data or old software under your name.")
            .remedy(Remedy::Edit {
                file: "launch.toml (or delete the record at your DNS provider)".into(),
                line: 0,
                text: format!("[[domain.hosts]]\nname = \"{host}\""),
            })
            .reproduce(format!("dig +short {host} A; dig +short {host} AAAA")),
    )
}

fn cases() -> Vec<Case> {
    let staging = &Subject::host("staging.acme.example");
    let listed = |names: &'static [&str]| {
        move |d: &mut model::Declared| {
            d.hosts = names
                .iter()
                .map(|n| model::declared::DeclaredHost { name: sample::name(n), purpose: Purpose::guess(n) })
                .collect();
        }
    };
    vec![
        Case::passes("declared", staging)
            .seen(sample::addresses())
            .declared(listed(&["acme.example", "staging.acme.example"])),
        Case::passes("gone", staging)
            .seen(sample::no_addresses(Lookup::NoSuchName))
            .declared(listed(&["acme.example"])),
        Case::fails("forgotten", staging).seen(sample::addresses()).declared(listed(&["acme.example"])),
        Case::does_not_apply("nothing is declared", staging).seen(sample::addresses()),
        Case::does_not_apply("another kind", &sample::host())
            .seen(sample::addresses())
            .declared(listed(&["acme.example"])),
    ]
}
