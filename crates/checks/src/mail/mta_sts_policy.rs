//! The MTA-STS policy can't be had.

use crate::prelude::*;
use ::mail::mta_sts::policy_url;

static INFO: CheckInfo = CheckInfo {
    id: "mail/mta-sts-policy",
    summary: "The announced MTA-STS policy can't be used",
    docs: "A record announces a policy; senders fetch it over https from the host `mta-sts`, with a valid \
           certificate, without following a redirect. Senders that can't fetch it deliver without it, and those \
           that had it before go on with the old one until it ends.\n\n\
           Passes: status 200, `text/plain`, and a policy without errors.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 30,
    wait: Wait::None,
    mission: &["M3.11"],
    source: Source::unread("RFC 8461"),
    needs: &["mail/mta-sts-record"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, policy: &MtaStsPolicy) -> Verdict {
    let what = match &policy.look {
        PolicyLook::NotAnnounced => return Verdict::not_applicable("no policy is announced"),
        PolicyLook::NoAnswer(why) | PolicyLook::Untrusted(why) => why.clone(),
        PolicyLook::Answer(answer) => match fault(answer) {
            Some(what) => what,
            None => return Verdict::Pass,
        },
    };
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The MTA-STS policy of {domain} can't be used"))
            .observed(format!("{}: {what}", policy_url(domain)))
            .expected("200, text/plain, a valid certificate, no redirect, a policy without errors")
            .consequence("Senders deliver as if there were no policy, and mail to you can be read on the way.")
            .remedy(Remedy::say(format!(
                "Serve the policy at {} with Content-Type: text/plain,\nfrom a host with a certificate for mta-sts.{domain}, without a redirect.\nIf you no longer want one, delete the TXT record _mta-sts.{domain} two weeks after serving mode: none.",
                policy_url(domain)
            )))
            .reproduce(format!("curl -sv {}", policy_url(domain))),
    )
}

fn fault(answer: &PolicyAnswer) -> Option<String> {
    let kind = answer.content_type.as_deref().unwrap_or("none");
    if answer.status != 200 {
        return Some(format!("status {}", answer.status));
    }
    if let Some(problem) = answer.problems.first() {
        return Some(problem.clone());
    }
    let essence = kind.split(';').next().unwrap_or_default().trim();
    (!essence.eq_ignore_ascii_case("text/plain")).then(|| format!("Content-Type {kind}"))
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let answer = |change: fn(&mut PolicyAnswer)| {
        let mut policy = sample::sts_policy(sample::STS_POLICY);
        if let PolicyLook::Answer(answer) = &mut policy.look {
            change(answer);
        }
        policy
    };
    vec![
        Case::passes("as it is meant", domain).seen(answer(|_| ())),
        Case::fails("a redirect", domain).seen(answer(|a| a.status = 301)),
        Case::fails("a page", domain).seen(answer(|a| a.content_type = Some("text/html".into()))),
        Case::fails("errors", domain).seen(sample::sts_policy("version: STSv1\nmode: force\n")),
        Case::fails("no address", domain)
            .seen(MtaStsPolicy { look: PolicyLook::NoAnswer("mta-sts.acme.example has no address".into()) }),
        Case::does_not_apply("none is announced", domain).seen(MtaStsPolicy { look: PolicyLook::NotAnnounced }),
    ]
}
