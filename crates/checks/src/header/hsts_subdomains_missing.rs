//! HSTS of the domain leaves its subdomains out.

use super::{front, set, show, sts::Sts};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/hsts-subdomains-missing",
    summary: "HSTS leaves the subdomains out",
    docs: "Without `includeSubDomains` a browser insists on https for this one name only. A stranger in a shared \
           network can still serve `http://anything.your-domain` and set cookies there that the app receives.\n\n\
           Judged is the front page of the registered domain itself, where its HSTS header is valid. Check first \
           that every subdomain that people open speaks https.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M3.01"],
    source: Source::read("ASVS 5.0 3.4.1"),
    needs: &["header/hsts-missing", "exposure/default-page"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match front(cx, page) {
        Ok(answer) => answer,
        Err(verdict) => return verdict,
    };
    let host = cx.host();
    let Some(sts) = Sts::of(answer) else { return Verdict::not_applicable("no valid HSTS header") };
    if cx.declared.domain.as_ref().is_none_or(|d| d.as_str() != host) {
        return Verdict::not_applicable("not the registered domain itself");
    }
    if sts.subdomains || sts.max_age == 0 {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("{host} makes browsers insist on https for itself only"))
            .observed(super::seen(answer, "strict-transport-security"))
            .expected("includeSubDomains in the header")
            .consequence("In a shared network a stranger can pose as a subdomain and plant cookies for the app.")
            .remedy(set(&host, "Strict-Transport-Security", format!("max-age={}; includeSubDomains", sts.max_age)))
            .reproduce(show(&host, "strict-transport-security"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &Subject::new(SubjectKind::Page, "https://acme.example/");
    let sts = |value: &str| sample::page_with_header("strict-transport-security", value);
    vec![
        Case::passes("with subdomains", page).seen(sts("max-age=31536000; includeSubDomains")),
        Case::fails("without", page).seen(sts("max-age=31536000")),
        Case::does_not_apply("a subdomain", &sample::page()).seen(sts("max-age=31536000")),
        Case::does_not_apply("no HSTS", page).seen(sample::page_without("strict-transport-security")),
    ]
}
