//! An alias leads to something that is gone.

use super::{nowhere, record};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "dns/dangling-cname",
    summary: "A name points at something that is gone",
    docs: "An alias (CNAME) that outlived the service behind it is an open door: on most platforms whoever claims the \
           freed name next serves theirs under your domain, with a valid certificate, and can read cookies that are \
           set for the whole domain.\n\n\
           Two proofs are needed. It fails when the target lies at a known platform and the platform itself says \
           that it has no such app (by its page, or by NXDOMAIN where names are handed out in DNS), or when the \
           target's whole domain is free: neither its parent zone nor its registry knows it. A target that is just \
           missing is told by `dns/alias-broken`.",
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
    if nowhere(addresses) {
        match addresses.lookup {
            Lookup::NoSuchName => {}
            Lookup::Found | Lookup::NoData => return Verdict::Pass,
            Lookup::ServerFailure | Lookup::Refused => {
                return Unknown::new(Why::NoAnswer, format!("no usable answer about {target}")).into();
            }
        }
    }
    let claim = match claim {
        Ok(claim) => claim,
        Err(unknown) => return unknown.clone().into(),
    };
    let denial = claim.platform.as_ref().and_then(|p| Some((p, p.denial.as_ref()?)));
    let (title, seen) = if let Some((platform, denial)) = denial {
        let article = if platform.name.starts_with(['A', 'E']) { "an" } else { "a" };
        (
            format!("{host} points at {article} {} app that is gone", platform.name),
            format!("CNAME {}; {} answers \"{}\"", platform.target, platform.name, text::quote(denial, 80)),
        )
    } else {
        let Some(owner) = &claim.owner else { return Verdict::Pass };
        match owner.free() {
            Some(false) => return Verdict::Pass,
            None => {
                return Unknown::new(
                    Why::NoAnswer,
                    format!("only the registry tells whether {} is free", owner.domain),
                )
                .into();
            }
            Some(true) => (
                format!("{host} points into a domain that nobody owns"),
                format!("CNAME {first}; {} does not exist (NXDOMAIN) and is not registered", owner.domain),
            ),
        }
    };
    Verdict::fail(
        Finding::new(title)
            .observed(seen)
            .expected("an alias to something that is yours and answers, or none")
            .consequence("Someone else can claim that name and serve their page under your brand.")
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
        owner: None,
    };
    let owner = |exists, registered| Claim {
        platform: None,
        owner: Some(DomainState { domain: sample::name("gone.example"), exists, registered }),
    };
    let nothing = || Claim { platform: None, owner: None };
    let void =
        |target: &str| Addresses { aliases: vec![sample::name(target)], ..sample::no_addresses(Lookup::NoSuchName) };
    vec![
        Case::passes("no alias", host).seen(sample::addresses()),
        Case::passes("no such name at all", host).seen(sample::no_addresses(Lookup::NoSuchName)),
        Case::passes("a living app", host).seen(alias("acme-old.herokuapp.com")).seen(heroku(None)),
        Case::passes("an alias to no known platform", host).seen(alias("lb.hoster.example")).seen(nothing()),
        Case::passes("gone, in somebody's domain", host).seen(void("x.gone.example")).seen(owner(true, None)),
        Case::passes("out of DNS, and registered", host).seen(void("x.gone.example")).seen(owner(false, Some(true))),
        Case::passes("a target of one's own is gone", host).seen(void("web3.acme.example")).seen(nothing()),
        Case::fails("two proofs", host).seen(alias("acme-old.herokuapp.com")).seen(heroku(Some("No such app"))),
        Case::fails("a platform that hands names out", host)
            .seen(void("acme-old.herokuapp.com"))
            .seen(heroku(Some("NXDOMAIN"))),
        Case::fails("a free domain", host).seen(void("x.gone.example")).seen(owner(false, Some(false))),
        Case::cannot_tell("the registry was not asked", host).seen(void("x.gone.example")).seen(owner(false, None)),
        Case::cannot_tell("platform not asked", host).seen(alias("acme-old.herokuapp.com")),
        Case::cannot_tell("target can't be asked", host)
            .seen(Addresses { lookup: Lookup::ServerFailure, ..void("x.example") }),
    ]
}
