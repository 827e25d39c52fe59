//! The DMARC record has tags that are no longer in use.

use super::{mended, show_txt, walk};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-removed-tags",
    summary: "The DMARC record has tags that receivers no longer know",
    docs: "`pct`, `rf`, `ri` and size limits behind report addresses (`!10m`) were taken out of DMARC. Receivers of \
           today skip them: `pct=10` no longer means a tenth, and who still counts on it is protected less or more \
           than they think.\n\n\
           The fix is the record without them.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::read("RFC 9989"),
    needs: &["mail/dmarc-missing", "mail/dmarc-several", "mail/dmarc-syntax"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, walk: &DmarcWalk, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    let (record, reading) = match walk::own(cx, walk) {
        Ok(own) => own,
        Err(verdict) => return verdict,
    };
    let limited = reading.record.rua.iter().chain(&reading.record.ruf).any(|uri| uri.size_limit.is_some());
    if reading.record.removed.is_empty() && !limited {
        return Verdict::Pass;
    }
    let mail = mended::Mail::new(mx, spf);
    let domain = &cx.subject.name;
    let name = format!("_dmarc.{domain}");
    Verdict::fail(
        Finding::new(format!("The DMARC record of {domain} has outdated tags"))
            .observed(format!("{name}: \"{}\"", text::quote(record, 120)))
            .expected("a record without pct, rf, ri and size limits")
            .consequence("Receivers skip these tags, so the record does other things than it says.")
            .remedy(mended::dmarc(cx, &[record.to_owned()], &walk.destinations, &mail))
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("fine", domain).seen(sample::dmarc_record("v=DMARC1; p=reject; rua=mailto:d@acme.example")),
        Case::fails("pct", domain).seen(sample::dmarc_record("v=DMARC1; p=reject; pct=100; rua=mailto:d@acme.example")),
        Case::does_not_apply("none", domain).seen(sample::dmarc_walk(&[])),
    ]
}
