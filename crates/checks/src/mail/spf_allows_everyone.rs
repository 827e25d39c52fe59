//! The SPF record lets everybody send.

use super::{mended, only, show_spf};
use crate::prelude::*;
use ::mail::spf::Record;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-allows-everyone",
    summary: "The SPF record lets everybody send",
    docs: "`+all` (or plain `all`) says that every machine on the Internet sends your mail: forged mail then passes the \
           sender check, which is worse than no record. A network of size zero (`ip4:0.0.0.0/0`) says the same.\n\n\
           Only what a receiver reaches is judged: terms behind the first `all` are void. The fix takes the term out and \
           ends the record in `~all`. Add an `include:` for every service that sends for you (newsletters, invoices, \
           support) before you publish it: until now they came in by the door that is closed.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §5.1"),
    needs: &["mail/spf-several", "mail/spf-syntax"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, spf: &Spf, tree: Seen<&SpfTree>, mx: Seen<&Mx>) -> Verdict {
    let record = match only(spf) {
        Ok(record) => record,
        Err(verdict) => return verdict,
    };
    let Ok(parsed) = Record::parse(record) else { return Verdict::not_applicable("the SPF record has an error") };
    let Some(term) = parsed.opening().and_then(|term| record.get(term.span.clone())) else { return Verdict::Pass };
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("{domain} lets everybody send mail in its name"))
            .observed(format!("\"{}\" in \"{}\"", text::quote(term, 40), text::quote(record, 120)))
            .expected("a list of senders that ends in ~all or -all")
            .consequence("Forged invoices from your domain pass the sender check and reach your customers.")
            .remedy(mended::spf(&mended::spf_records(cx, &spf.records, tree.ok().map(|tree| &tree.audit), mx)))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let spf = |record: &str| sample::spf(&[record]);
    vec![
        Case::passes("-all", domain).seen(spf("v=spf1 mx -all")),
        Case::passes("?all, which mail/spf-open-ended tells", domain).seen(spf("v=spf1 mx ?all")),
        Case::passes("behind the end", domain).seen(spf("v=spf1 mx -all +all")),
        Case::fails("+all", domain).seen(spf("v=spf1 mx +all")),
        Case::fails("all without a sign", domain).seen(spf("v=spf1 all")),
        Case::fails("the whole of IPv4", domain).seen(spf("v=spf1 ip4:0.0.0.0/0 -all")),
        Case::does_not_apply("none", domain).seen(sample::spf(&[])),
        Case::does_not_apply("broken", domain).seen(spf("v=spf1 ip4:x +all")),
    ]
}
