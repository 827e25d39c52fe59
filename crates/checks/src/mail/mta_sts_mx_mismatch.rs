//! The MTA-STS policy leaves out a mail server.

use crate::prelude::*;
use ::mail::mta_sts::{Mode, policy_url};

static INFO: CheckInfo = CheckInfo {
    id: "mail/mta-sts-mx-mismatch",
    summary: "The MTA-STS policy leaves out a mail server of the domain",
    docs: "Senders that follow the policy deliver only to servers that it names. A mail server that was added or \
           changed without the policy gets no mail from them; where it is the only one, mail from Gmail and Outlook \
           stays away.\n\n\
           Each MX record is compared with the `mx` lines of the policy; `*.` stands for one label. In `mode: \
           testing` nothing is refused yet.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::None,
    mission: &["M3.11"],
    source: Source::unread("RFC 8461"),
    needs: &["mail/mta-sts-policy"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, policy: &MtaStsPolicy, mx: &Mx) -> Verdict {
    let PolicyLook::Answer(PolicyAnswer { policy: Some(policy), .. }) = &policy.look else {
        return Verdict::not_applicable("there is no policy to compare with");
    };
    if policy.mode == Mode::None || mx.servers.is_empty() {
        return Verdict::not_applicable("the policy asks for nothing, or no mail is taken");
    }
    // What is no name at all is told by mail/mx-is-address.
    let names = mx.servers.iter().map(|s| s.host.as_str()).filter(|h| h.parse::<std::net::IpAddr>().is_err());
    let left_out: Vec<String> = names.filter(|h| !policy.allows(h)).map(str::to_owned).collect();
    if left_out.is_empty() {
        return Verdict::Pass;
    }
    let domain = &cx.subject.name;
    let lines: Vec<String> = left_out.iter().map(|h| format!("mx: {h}")).collect();
    Verdict::fail(
        Finding::new(format!("The MTA-STS policy of {domain} leaves out a mail server"))
            .observed(format!("{} in MX; the policy names {}", text::list(&left_out), text::list(&policy.mx)))
            .expected("every mail server of the domain in the policy")
            .consequence("Gmail, Outlook and others don't deliver to that server once the policy is enforced.")
            .remedy(Remedy::say(format!(
                "Add to {} (but take out the MX record of a server that has no address any more):\n{}\nThen publish a new id:\n_mta-sts.{domain}. 3600 TXT \"v=STSv1; id={}\"",
                policy_url(domain),
                lines.join("\n"),
                super::new_id(cx)
            )))
            .reproduce(format!("curl -sv {}", policy_url(domain))),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let policy = || sample::sts_policy(sample::STS_POLICY);
    vec![
        Case::passes("all named", domain).seen(policy()).seen(sample::mx(&["mx1.nordic-mail.example"])),
        Case::fails("one left out", domain)
            .seen(policy())
            .seen(sample::mx(&["mx1.nordic-mail.example", "mx2.nordic-mail.example"])),
        Case::does_not_apply("withdrawn", domain)
            .seen(sample::sts_policy("version: STSv1\nmode: none\nmax_age: 86400\n"))
            .seen(sample::mx(&["mx2.nordic-mail.example"])),
        Case::does_not_apply("none is announced", domain)
            .seen(MtaStsPolicy { look: PolicyLook::NotAnnounced })
            .seen(sample::mx(&["mx2.nordic-mail.example"])),
    ]
}
