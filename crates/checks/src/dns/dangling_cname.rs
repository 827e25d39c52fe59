//! An alias leads to something that is gone.

use super::{nowhere, record};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/dangling-cname",
    summary: "A name points at something that is gone",
    docs: "An alias (CNAME) that outlived the service behind it is an open door: on most platforms whoever claims the \
           freed name next serves theirs under your domain, with a valid certificate, and can read cookies that are \
           set for the whole domain.\n\n\
           It fails when the target does not exist (NXDOMAIN), or when two proofs agree: the target lies at a known \
           platform, and the platform itself says that it has no such app. One of the two alone passes.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 5,
    wait: Wait::Dns,
    mission: &["M1.09", "M2.09"],
    source: Source::unread("can-i-take-over-xyz; OWASP WSTG-CONF-10"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, addresses: &Addresses, claim: Seen<&Claim>) -> Verdict {
    let host = cx.host();
    let (Some(first), Some(target)) = (addresses.aliases.first(), addresses.alias_target()) else {
        return Verdict::Pass;
    };
    let (title, seen) = if nowhere(addresses) {
        match addresses.lookup {
            Lookup::NoSuchName => (
                format!("{host} points at a name that does not exist"),
                format!("CNAME {first}; {target} does not exist (NXDOMAIN)"),
            ),
            Lookup::Found | Lookup::NoData => return Verdict::Pass,
            Lookup::ServerFailure | Lookup::Refused => {
                return Unknown::new(Why::NoAnswer, format!("no usable answer about {target}")).into();
            }
        }
    } else {
        let platform = match &claim {
            Err(unknown) => return unknown.clone().into(),
            Ok(claim) => claim.platform.as_ref(),
        };
        let Some((platform, denial)) = platform.and_then(|p| Some((p, p.denial.as_ref()?))) else {
            return Verdict::Pass;
        };
        (
            format!("{host} points at a {} app that is gone", platform.name),
            format!("CNAME {}; {} answers \"{}\"", platform.target, platform.name, text::quote(denial, 80)),
        )
    };
    let handed_out = claim.is_ok_and(|c| c.platform.is_some());
    let consequence = if handed_out {
        "Someone else can claim that name and serve their page under your brand.".to_owned()
    } else if cx.declared.owns(target.as_str()) {
        format!("Visitors of {host} get an error page of their browser.")
    } else {
        "Visitors get an error, and whoever comes to own that name can serve a page under your brand.".to_owned()
    };
    Verdict::fail(
        Finding::new(title)
            .observed(seen)
            .expected("an alias to something that is yours and answers, or none")
            .consequence(consequence)
            .remedy(Remedy::SetDns {
                later: Vec::new(),
                set: Vec::new(),
                delete: vec![record(&host, "CNAME", format!("{first}."))],
            })
            .reproduce(format!("dig {host} CNAME +short; dig {target} A; curl -sI http://{host}/"))
            .cause(target.as_str()),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let alias = |target: &str| Addresses { aliases: vec![sample::name(target)], ..sample::addresses() };
    let heroku = |denial: Option<&str>| Claim {
        platform: Some(Platform {
            name: "Heroku".into(),
            target: sample::name("acme-old.herokuapp.com"),
            denial: denial.map(str::to_owned),
        }),
    };
    let void =
        |target: &str| Addresses { aliases: vec![sample::name(target)], ..sample::no_addresses(Lookup::NoSuchName) };
    vec![
        Case::passes("no alias", host).seen(sample::addresses()),
        Case::passes("no such name at all", host).seen(sample::no_addresses(Lookup::NoSuchName)),
        Case::passes("a living app", host).seen(alias("acme-old.herokuapp.com")).seen(heroku(None)),
        Case::passes("an alias to no known platform", host)
            .seen(alias("lb.hoster.example"))
            .seen(Claim { platform: None }),
        Case::fails("two proofs", host).seen(alias("acme-old.herokuapp.com")).seen(heroku(Some("No such app"))),
        Case::fails("target does not exist", host).seen(void("acme-old.herokuapp.com")),
        Case::fails("target of one's own does not exist", host).seen(void("web3.acme.example")),
        Case::cannot_tell("platform not asked", host).seen(alias("acme-old.herokuapp.com")),
        Case::cannot_tell("target can't be asked", host)
            .seen(Addresses { lookup: Lookup::ServerFailure, ..void("x.example") }),
    ]
}
