//! Any website can read what a signed-in customer sees.

use super::set;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/cors-any-origin",
    summary: "Any website can read answers meant for a signed-in customer",
    docs: "The browser hands an answer to a foreign site only if the answer names that site. A server that repeats \
           whatever `Origin` it was sent, and allows credentials, opens every customer's session to every website they \
           visit: the foreign page asks in the customer's name and reads the answer.\n\n\
           A foreign origin, look-alikes of your own and `null` are sent. It fails when one comes back in \
           `Access-Control-Allow-Origin` together with `Access-Control-Allow-Credentials: true`. `*` passes: browsers \
           then send no credentials.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Blocker,
    level: Level::Safe,
    effort_minutes: 30,
    mission: &["M3.10"],
    source: Source::read("ASVS 5.0 3.4.2"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, cors: &Cors) -> Verdict {
    if cors.probes.is_empty() {
        return Unknown::new(Why::NotGathered, "no foreign origin was tried").into();
    }
    let url = &cx.subject.name;
    let foreign = |p: &&CorsProbe| !Origin::parse(&p.origin).is_some_and(|o| cx.declared.owns(&o.host));
    let opened = |p: &&CorsProbe| p.allow_credentials && p.allow_origin.as_deref() == Some(p.origin.as_str());
    let Some(probe) = cors.probes.iter().filter(foreign).find(opened) else { return Verdict::Pass };
    let own = cx.declared.canonical.clone().unwrap_or_else(|| Origin::https(&cx.declared.host));
    Verdict::fail(
        Finding::new(format!("Any website can read {url} as your customer"))
            .observed(format!(
                "sent Origin: {0}; got Access-Control-Allow-Origin: {0}, Access-Control-Allow-Credentials: true",
                probe.origin
            ))
            .expected("only your own origins are allowed")
            .consequence("A page that a signed-in customer visits elsewhere can read their data from your app.")
            .remedy(set(&cx.host(), "Access-Control-Allow-Origin", own.to_string()))
            .reproduce(format!(
                "curl -s -o /dev/null -D - -H 'Origin: {}' {} | grep -i '^access-control'",
                probe.origin,
                shell::quoted(url)
            ))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let cors = |origin: &str, allow: Option<&str>, allow_credentials: bool| Cors {
        probes: vec![
            CorsProbe {
                origin: "https://foreign.test".into(),
                allow_origin: None,
                allow_credentials: false,
                varies: false,
            },
            CorsProbe {
                origin: origin.into(),
                allow_origin: allow.map(str::to_owned),
                allow_credentials,
                varies: false,
            },
        ],
    };
    let evil = "https://evil.test";
    vec![
        Case::passes("nothing allowed", page).seen(cors(evil, None, false)),
        Case::passes("any, without credentials", page).seen(cors(evil, Some("*"), true)),
        Case::passes("reflected without credentials", page).seen(cors(evil, Some(evil), false)),
        Case::passes("another origin allowed", page).seen(cors(evil, Some("https://acme.example"), true)),
        Case::passes("an origin of one's own", page).seen(cors(
            "https://www.acme.example",
            Some("https://www.acme.example"),
            true,
        )),
        Case::fails("reflected", page).seen(cors(evil, Some(evil), true)),
        Case::fails("null", page).seen(cors("null", Some("null"), true)),
        Case::fails("a look-alike", page).seen(cors(
            "https://acme.example.evil.test",
            Some("https://acme.example.evil.test"),
            true,
        )),
        Case::cannot_tell("nothing tried", page).seen(Cors { probes: Vec::new() }),
    ]
}
