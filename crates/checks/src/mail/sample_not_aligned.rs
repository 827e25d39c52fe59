//! A message that was sent is not proven to be the domain's own.

use crate::prelude::*;
use ::mail::Sample;
use ::mail::dmarc::Alignment;

static INFO: CheckInfo = CheckInfo {
    id: "mail/sample-not-aligned",
    summary: "A message that was sent can't pass DMARC",
    docs: "DMARC asks that the domain in From is also the one that signed (DKIM `d=`), or the one in Return-Path (SPF). \
           Newsletter and invoice services sign with their own domain until they are told otherwise: such mail passes SPF \
           and DKIM, and fails DMARC all the same.\n\n\
           Judged is the message given by `--mail-sample`, by its header alone. Names that share a registered domain pass, \
           unless `adkim=s` or `aspf=s` asks for the same name.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 45,
    wait: Wait::Dns,
    mission: &["M1.06", "M3.11", "A.09"],
    source: Source::read("RFC 9989 §4.4"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, given: &MailSample, walk: &DmarcWalk) -> Verdict {
    let Some((sample, from)) = super::sample_of(cx, given) else {
        return Verdict::not_applicable("no message of the domain was given");
    };
    let (adkim, aspf) = walk.discovery.record().map_or((Alignment::Relaxed, Alignment::Relaxed), |r| (r.adkim, r.aspf));
    let signed = sample.signers.iter().any(|(domain, _)| aligned(from, domain, adkim));
    let returned = sample.return_path.as_deref().is_some_and(|domain| aligned(from, domain, aspf));
    if signed || returned {
        return Verdict::Pass;
    }
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("Mail that says it is from {domain} can't pass DMARC"))
            .observed(seen(sample, from))
            .expected("a DKIM signature or a Return-Path of your own domain")
            .consequence("With DMARC enforced this mail of yours goes to spam or is refused.")
            .remedy(Remedy::say(
                "In the console of the service that sent the message, authenticate your own domain\n\
                 (also called custom domain, domain authentication or DKIM) and publish the records that it shows.",
            ))
            .reproduce(super::show_txt(&format!("_dmarc.{domain}"))),
    )
}

/// Is the domain close enough to the one in From?
fn aligned(from: &str, domain: &str, mode: Alignment) -> bool {
    let organization = |name: &str| Name::parse(name).ok().and_then(|n| n.registrable());
    from == domain
        || (mode == Alignment::Relaxed && organization(from).is_some() && organization(from) == organization(domain))
}

fn seen(sample: &Sample, from: &str) -> String {
    let signers: Vec<String> = sample.signers.iter().take(3).map(|(d, _)| text::quote(d, 60)).collect();
    let signers = if signers.is_empty() { "nobody".to_owned() } else { text::list(&signers) };
    let returned = sample.return_path.as_deref().map_or("empty".to_owned(), |d| text::quote(d, 60));
    format!("From {from}; signed by {signers}; Return-Path {returned}")
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let dmarc = || sample::dmarc_record("v=DMARC1; p=reject; rua=mailto:d@acme.example");
    let case = |case: Case, signer: &str, returned: &str| {
        let message = Sample {
            from: Some("acme.example".into()),
            return_path: Some(returned.into()),
            signers: vec![(signer.into(), "s1".into())],
            ..Sample::default()
        };
        case.seen(MailSample { sample: Some(message) })
    };
    vec![
        case(Case::passes("signed by the domain", domain), "acme.example", "big.test").seen(dmarc()),
        case(Case::passes("returned to a subdomain", domain), "big.test", "em.acme.example").seen(dmarc()),
        case(Case::fails("neither", domain), "big.test", "em.big.test").seen(dmarc()),
        case(Case::fails("the same name is asked for", domain), "em.acme.example", "big.test")
            .seen(sample::dmarc_record("v=DMARC1; p=reject; adkim=s")),
        Case::does_not_apply("no message", domain).seen(MailSample { sample: None }).seen(dmarc()),
    ]
}
