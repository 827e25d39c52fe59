//! Bulk mail that can't be left with one click.

use crate::prelude::*;
use ::mail::Sample;

static INFO: CheckInfo = CheckInfo {
    id: "mail/sample-no-unsubscribe",
    summary: "Bulk mail can't be unsubscribed from with one click",
    docs: "Large receivers want newsletters and announcements to carry `List-Unsubscribe` with an https address and \
           `List-Unsubscribe-Post: List-Unsubscribe=One-Click`. Readers without that button press \"spam\", and that \
           counts against all mail of the domain.\n\n\
           Judged is the message given by `--mail-sample`, if its header says that it went to many (`List-Id`, \
           `List-Unsubscribe` or `Precedence: bulk`).",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 60,
    mission: &["M1.06"],
    source: Source::unread("RFC 8058"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, given: &MailSample) -> Verdict {
    let Some((sample, _)) = super::sample_of(cx, given) else {
        return Verdict::not_applicable("no message of the domain was given");
    };
    if !sample.bulk {
        return Verdict::not_applicable("the message does not say that it went to many");
    }
    if sample.one_click {
        return Verdict::Pass;
    }
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("Newsletters of {domain} can't be left with one click"))
            .observed("no List-Unsubscribe with an https address and List-Unsubscribe-Post beside it")
            .expected("both header fields in every message that goes to many")
            .consequence("Readers press the spam button instead, and invoices go to spam as well.")
            .remedy(Remedy::say(format!(
                "Add to every message that goes to many, and sign both fields with DKIM:\n\
                 List-Unsubscribe: <https://{domain}/unsubscribe?one-time-token>\n\
                 List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\
                 The address takes a POST request and needs no log-in."
            )))
            .reproduce(format!("curl -si -X POST -d List-Unsubscribe=One-Click https://{domain}/unsubscribe")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let case = |case: Case, bulk: bool, one_click: bool| {
        let message = Sample { from: Some("acme.example".into()), bulk, one_click, ..Sample::default() };
        case.seen(MailSample { sample: Some(message) })
    };
    vec![
        case(Case::passes("one click", domain), true, true),
        case(Case::fails("none", domain), true, false),
        case(Case::does_not_apply("to one person", domain), false, false),
    ]
}
