//! The SPF record includes one that does not work.

use super::{mended, show_spf, tree};
use crate::prelude::*;
use ::mail::spf::{AuditKind, AuditProblem, Node};

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-include-broken",
    summary: "The SPF record includes one that is missing or broken",
    docs: "An `include` or `redirect` that leads to no record, to two, or to one with an error makes the whole \
           record an error for every message that no term before it matched. It happens when a mail service renames \
           its record or closes, and when its name is misspelled.\n\n\
           Each such name is told. The fix takes the term out and lets the record end in `~all`, so that mail of that \
           service is marked and not refused; put the term in again with the name that the service gives today.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §5.2 and §6.1"),
    needs: &["mail/spf-several", "mail/spf-syntax"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, spf: &SpfTree, mx: Seen<&Mx>, names: Seen<&MailNames>) -> Verdict {
    let (audit, node) = match tree::walked(spf) {
        Ok(walked) => walked,
        Err(verdict) => return verdict,
    };
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    // Told by `dns/dangling-mail-name`, and worse there: anybody can register such a domain.
    let given_up = |name: &str| {
        let domain = Name::parse(name).ok().and_then(|n| n.registrable());
        names.as_ref().is_ok_and(|names| {
            names.domains.iter().any(|d| d.registered == Some(false) && !d.exists && Some(&d.domain) == domain.as_ref())
        })
    };
    let mut elsewhere = false;
    let mut findings: Vec<Finding> = Vec::new();
    for problem in &audit.problems {
        let Some((name, what)) = broken(node, problem) else { continue };
        if given_up(&name) {
            elsewhere = true;
        } else if findings.iter().all(|f| f.key != name) {
            let ours = problem.kind == AuditKind::SeveralRecords && tree::ours(cx, &name);
            let fix = match ours {
                // Their texts are not known here.
                true => mended::spf_by_hand(cx, &mended, &format!("make one SPF record of those at {name}.")),
                false => mended::spf(&mended),
            };
            findings.push(finding(cx, &name, what, &tree::place(node, problem)).remedy(fix));
        }
    }
    match (findings.is_empty(), elsewhere) {
        (false, _) => Verdict::Fail(findings),
        (true, true) => Verdict::not_applicable("dns/dangling-mail-name tells of the domain that is gone"),
        (true, false) => tree::clean(audit),
    }
}

/// The name whose record does not work, and what is wrong with it.
fn broken(node: &Node, problem: &AuditProblem) -> Option<(String, &'static str)> {
    let holder = problem.path.last()?.clone();
    match problem.kind {
        AuditKind::DeadTarget => {
            let term = tree::term(node, problem)?;
            let name = term.split_once([':', '=']).map(|(_, name)| name.trim_end_matches('.').to_ascii_lowercase());
            Some((name?, "it has no SPF record"))
        }
        AuditKind::SeveralRecords if problem.path.len() > 1 => Some((holder, "it has several SPF records")),
        AuditKind::Syntax if problem.path.len() > 1 => Some((holder, "its SPF record has an error")),
        _ => None,
    }
}

fn finding(cx: &Cx, name: &str, what: &str, place: &str) -> Finding {
    let domain = &cx.subject.name;
    let shown = text::quote(name, 60);
    Finding::new(format!("SPF of {domain} includes one that does not work"))
        .observed(format!("{shown}: {what}; {place}"))
        .expected("every include leads to one SPF record without errors")
        .consequence("Receivers take your record for an error, and mail from you lands in spam.")
        .reproduce(show_spf(domain))
        .key(name)
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let ours = ("acme.example", "TXT", "v=spf1 include:m.example -all");
    let theirs = |texts: &[&'static str]| {
        sample::spf_tree(
            &[&[ours], texts.iter().map(|text| ("m.example", "TXT", *text)).collect::<Vec<_>>().as_slice()].concat(),
        )
    };
    let gone = MailName {
        domain: sample::name("m.example"),
        via: "include:m.example".into(),
        exists: false,
        registered: Some(false),
    };
    vec![
        Case::passes("a good one", domain).seen(theirs(&["v=spf1 ip4:203.0.113.7 -all"])),
        Case::fails("none there", domain).seen(theirs(&[])),
        Case::does_not_apply("its domain is nobody's", domain)
            .seen(theirs(&[]))
            .seen(MailNames { domains: vec![gone] }),
        Case::fails("two there", domain).seen(theirs(&["v=spf1 -all", "v=spf1 ~all"])),
        Case::fails("an error there", domain).seen(theirs(&["v=spf1 ip4:x -all"])),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
    ]
}
