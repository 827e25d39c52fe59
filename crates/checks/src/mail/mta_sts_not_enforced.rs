//! The MTA-STS policy does not bind senders.

use crate::prelude::*;
use ::mail::mta_sts::{GOOD_MAX_AGE, Mode, policy_url};

static INFO: CheckInfo = CheckInfo {
    id: "mail/mta-sts-not-enforced",
    summary: "The MTA-STS policy is a test, or ends soon",
    docs: "With `mode: testing` senders report failures and deliver all the same; that is right for the first two \
           weeks. A policy with a `max_age` below a week is forgotten before it protects.\n\n\
           Passes: `mode: enforce` for a week or longer.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 15,
    wait: Wait::Days,
    mission: &["M3.11"],
    source: Source::unread("RFC 8461"),
    needs: &["mail/mta-sts-policy", "mail/mta-sts-mx-mismatch"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, policy: &MtaStsPolicy) -> Verdict {
    let PolicyLook::Answer(PolicyAnswer { policy: Some(policy), .. }) = &policy.look else {
        return Verdict::not_applicable("there is no policy to judge");
    };
    if policy.mode == Mode::Enforce && policy.max_age >= GOOD_MAX_AGE {
        return Verdict::Pass;
    }
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The MTA-STS policy of {domain} does not bind senders"))
            .observed(format!("mode: {}, max_age: {}", policy.mode.name(), policy.max_age))
            .expected(format!("mode: enforce, max_age: {GOOD_MAX_AGE} or more"))
            .consequence("Mail from your customers can still be led away and read.")
            .remedy(Remedy::say(format!(
                "When two weeks of TLS reports show no failure, write in {}:\nmode: enforce\nmax_age: {}\nThen publish a new id:\n_mta-sts.{domain}. 3600 TXT \"v=STSv1; id={}\"",
                policy_url(domain),
                policy.max_age.max(GOOD_MAX_AGE),
                super::new_id(cx)
            )))
            .reproduce(format!("curl -sv {}", policy_url(domain))),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let with = |from: &str, to: &str| sample::sts_policy(&sample::STS_POLICY.replace(from, to));
    vec![
        Case::passes("enforced for a week", domain).seen(with("", "")),
        Case::fails("a test", domain).seen(with("enforce", "testing")),
        Case::fails("for an hour", domain).seen(with("604800", "3600")),
        Case::does_not_apply("none is announced", domain).seen(MtaStsPolicy { look: PolicyLook::NotAnnounced }),
    ]
}
