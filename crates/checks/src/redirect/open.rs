//! Whoever writes a link decides where the app sends its visitors.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/open",
    summary: "The app sends visitors wherever a link says",
    docs: "`/login?next=https://stranger.example/` that leads to the stranger lets anybody send a link with your name \
           in front and a copied log-in page behind it. Filters of mail trust your name, and so do your customers.\n\n\
           Addresses of the front page that speak of signing in or of going on, `/login` and `/logout` \
           are asked with the usual parameters (`next`, `url`, `return`, `redirect`, `continue` and \
           their like), each with a host below `stranger.example`, which nobody can own. It fails when `Location` \
           names that host; nobody is asked there. What happens after signing in is not seen. Looked for with \
           `--level active` alone, on a domain that `launch.toml` declares as yours (`[domain] owned = true`).",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Medium,
    level: Level::Active,
    effort_minutes: 30,
    mission: &["M2.02"],
    source: Source::unread("ASVS 5.0 3.7.2"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, returns: &Returns) -> Verdict {
    let site = &cx.subject.name;
    if returns.asked.is_empty() {
        return Verdict::not_applicable("the site is not served over https, or another stands for it");
    }
    if returns.asked.iter().all(|look| look.status.is_none()) {
        return Unknown::new(Why::NoAnswer, "no address that leads on answered").into();
    }
    let findings = returns.asked.iter().filter_map(|look| {
        let name = look.followed.as_deref()?;
        let scheme = if look.without_scheme { "" } else { "https:" };
        let url = format!("{site}{}?{name}={scheme}//stranger.example/", look.path);
        Some(
            Finding::new(format!("{site}{} sends visitors to strangers", text::shorten(&look.path, 40)))
                .observed(format!("with {name}={scheme}//… the answer {} leads to that host", look.status.unwrap_or(0)))
                .expected("a redirect to an address of your own, whatever the link says")
                .consequence("Links with your name in front can lead customers to a copy of your log-in page.")
                .remedy(Remedy::Edit {
                    file: format!("the code behind {}", look.path),
                    line: 0,
                    text: format!(
                        "take `{name}` only when it begins with one slash and the next sign is neither / nor \\; \
                         go to the front page otherwise"
                    ),
                })
                .reproduce(format!("curl -s -o /dev/null -D - {} | grep -i '^location'", shell::quoted(&url)))
                .key(format!("{} {name}", look.path))
                .cause(format!("{} {}", cx.host(), look.path)),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let with = |status: Option<u16>, followed: Option<&str>| {
        let look =
            ReturnLook { path: "/login".into(), status, followed: followed.map(str::to_owned), without_scheme: false };
        Returns { asked: vec![look] }
    };
    vec![
        Case::passes("a log-in page", site).seen(with(Some(200), None)),
        Case::passes("leads to its own front page", site).seen(with(Some(302), None)),
        Case::fails("followed", site).seen(with(Some(302), Some("next"))),
        Case::cannot_tell("no answer", site).seen(with(None, None)),
        Case::does_not_apply("nothing was asked", site).seen(Returns { asked: Vec::new() }),
    ]
}
