//! A protection page stands before an address that programs call.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "edge/callback-challenged",
    summary: "A protection page stands before a webhook or log-in callback",
    docs: "A payment service that reports a payment can't solve a puzzle: a challenge in front of a webhook loses \
           every report, mostly unnoticed until customers ask where their order is. In front of a log-in callback it \
           throws away the form that the log-in provider sends.\n\n\
           Routes that `launch.toml` declares as `webhook` or `auth-callback` are asked with GET and no content, so \
           nothing is set off. It fails when the answer is certainly a challenge or a block of an edge, and this run \
           had asked nothing before that such a protection minds. Where a rule lets the caller's own addresses \
           through, waive the row.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["M2.03"],
    source: Source::unread("the edges' own documents on challenges"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, callbacks: &Callbacks) -> Verdict {
    if callbacks.looks.is_empty() {
        return Verdict::not_applicable("no webhook or log-in callback is declared here");
    }
    let site = &cx.subject.name;
    let findings = callbacks.looks.iter().filter_map(|look| {
        let what = look.challenged.as_ref()?;
        let path = text::quote(&look.path, 60);
        let (name, consequence) = match look.kind {
            RouteKind::Webhook => ("webhook", "What other services report there (payments, mails) never arrives."),
            _ => ("log-in callback", "Customers who log in through another service are stopped on their way back."),
        };
        Some(
            Finding::new(format!("The {name} {path} is behind a protection page"))
                .observed(format!("{what} in its place, status {}", look.cache.status))
                .expected("the app's own answer, whoever calls")
                .consequence(consequence)
                .remedy(Remedy::say(format!(
                    "Add a rule at the edge that skips challenges and bot rules for the path {path} of {}; the app \
                     checks the caller's signature.",
                    cx.host()
                )))
                .reproduce(format!("curl -si {} | head -20", shell::quoted(&format!("{site}{}", look.path))))
                .key(look.path.clone())
                .cause(format!("{site}{}", look.path)),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let seen = |kind, challenged: Option<&str>| Callbacks {
        looks: vec![CallbackLook {
            path: "/webhooks/billing".into(),
            kind,
            challenged: challenged.map(str::to_owned),
            cache: sample::shared_cache(|_| ()).second,
        }],
    };
    vec![
        Case::passes("the app answers", site).seen(seen(RouteKind::Webhook, None)),
        Case::fails("a challenge", site).seen(seen(RouteKind::Webhook, Some("a Cloudflare challenge"))),
        Case::fails("of a log-in", site).seen(seen(RouteKind::AuthCallback, Some("an AWS WAF challenge"))),
        Case::does_not_apply("none declared", site).seen(Callbacks { looks: Vec::new() }),
    ]
}
