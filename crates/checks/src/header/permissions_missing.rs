//! Nothing says which devices the pages may ask for.

use super::{front_of_app, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/permissions-missing",
    summary: "Pages leave camera, microphone and location open to be asked for",
    docs: "`Permissions-Policy: camera=(), microphone=(), geolocation=()` tells browsers that no script and no \
           frame on your pages ever asks for these. Without it a smuggled-in script or an embedded widget can ask \
           in your name.\n\n\
           Judged are hosts where customers sign in. It passes when the header names at least one of the three.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 5,
    mission: &["D3.1"],
    source: Source::unread("W3C Permissions Policy"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match front_of_app(cx, page) {
        Ok(answer) => answer,
        Err(verdict) => return verdict,
    };
    let host = cx.host();
    let named = |v: &str| ["camera", "microphone", "geolocation"].iter().any(|d| v.to_ascii_lowercase().contains(d));
    if answer.headers_named("permissions-policy").any(named) {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("{host} leaves camera and location open to be asked for"))
            .observed(super::seen(answer, "permissions-policy"))
            .expected("camera=(), microphone=(), geolocation=()")
            .consequence("A widget on your page can ask customers for their camera in your name.")
            .remedy(set(&host, "Permissions-Policy", "camera=(), microphone=(), geolocation=()"))
            .reproduce(show(&host, "permissions-policy"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let policy = |value: &str| sample::page_with_header("permissions-policy", value);
    vec![
        Case::passes("closed", page).seen(policy("camera=(), microphone=(), geolocation=()")),
        Case::passes("the app itself uses the camera", page).seen(policy("camera=(self)")),
        Case::fails("none", page).seen(sample::page_without("permissions-policy")),
        Case::does_not_apply("another page", &sample::page_at("/login")).seen(policy("x=()")),
    ]
}
