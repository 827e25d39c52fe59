//! Nothing keeps senders from delivering in the clear.

use super::main_domain;
use crate::prelude::*;
use ::mail::Published;
use ::mail::mta_sts::policy_url;

static INFO: CheckInfo = CheckInfo {
    id: "mail/mta-sts-missing",
    summary: "No MTA-STS policy protects mail on its way to the domain",
    docs: "STARTTLS protects against listeners; who can change the talk takes the offer out, and the mail comes in \
           the clear. An MTA-STS policy tells senders to insist: Google, Microsoft and others follow it.\n\n\
           It takes a TXT record, and a small file on a web server. Begin with `mode: testing`, read the reports \
           for two weeks, then switch to `enforce`. Asked of the domain itself and of declared senders with an MX \
           record.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 60,
    wait: Wait::Days,
    mission: &["M3.11"],
    source: Source::unread("RFC 8461"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, sts: &MtaSts, mx: &Mx) -> Verdict {
    if !main_domain(cx) || mx.servers.is_empty() {
        return Verdict::not_applicable("no mail is taken here, or only bounces are");
    }
    if !matches!(sts.record, Published::Nothing) {
        return Verdict::Pass;
    }
    let domain = &cx.subject.name;
    let servers: Vec<String> = mx.servers.iter().map(|s| format!("mx: {}", s.host)).collect();
    Verdict::fail(
        Finding::new(format!("Senders can be led to deliver mail to {domain} in the clear"))
            .observed(format!("no TXT record at _mta-sts.{domain}"))
            .expected("an MTA-STS policy (tells senders to insist on TLS)")
            .consequence("Who sits on the way can read mail from your customers, and nobody notices.")
            .remedy(Remedy::say(format!(
                "Serve this file at {}:\nversion: STSv1\nmode: testing\n{}\nmax_age: 604800\nThen publish:\n_mta-sts.{domain}. 3600 TXT \"v=STSv1; id={}\"\nAfter two weeks without failures write mode: enforce and a new id.",
                policy_url(domain),
                servers.join("\n"),
                super::new_id(cx),
            )))
            .reproduce(super::show_txt(&format!("_mta-sts.{domain}"))),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let mx = || sample::mx(&["mx1.nordic-mail.example"]);
    vec![
        Case::passes("announced", domain).seen(sample::mta_sts(&["v=STSv1; id=1"])).seen(mx()),
        Case::fails("nothing", domain).seen(sample::mta_sts(&[])).seen(mx()),
        Case::does_not_apply("no mail is taken", domain).seen(sample::mta_sts(&[])).seen(sample::mx(&[])),
        Case::does_not_apply("a subdomain of a service", &Subject::new(SubjectKind::MailDomain, "send.acme.example"))
            .seen(sample::mta_sts(&[]))
            .seen(mx()),
    ]
}
