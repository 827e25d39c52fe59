//! The list of all checks, and how a look is judged by them.

use crate::judge::{Check, Cx, Need};
use model::facts::{Addresses, FactKind, Lookup, Page};
use model::finding::fingerprint;
use model::{
    CheckInfo, Declared, Evidence, Judged, Level, Name, Subject, SubjectKind, TargetClass, Thresholds, Unknown,
    Verdict, Why,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static CHECKS: LazyLock<Vec<Check>> = LazyLock::new(|| {
    let mut all = Vec::new();
    all.extend(crate::registration::checks());
    all.extend(crate::dns::checks());
    all.extend(crate::dnssec::checks());
    all.extend(crate::reach::checks());
    all.extend(crate::redirect::checks());
    all.extend(crate::tls::checks());
    all.extend(crate::header::checks());
    all.extend(crate::cookie::checks());
    all.extend(crate::content::checks());
    all.extend(crate::exposure::checks());
    all.extend(crate::access::checks());
    all.extend(crate::cache::checks());
    all.extend(crate::edge::checks());
    all.extend(crate::mail::checks());
    all.extend(crate::env::checks());
    all.extend(crate::people::checks());
    all
});

/// Every check, by area.
#[must_use]
pub fn all() -> &'static [Check] {
    &CHECKS
}

/// Every declaration.
#[must_use]
pub fn infos() -> Vec<&'static CheckInfo> {
    all().iter().map(|c| c.info).collect()
}

/// The check of that id, or of one that it had before.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Check> {
    all().iter().find(|c| c.info.id == id || c.info.formerly.contains(&id))
}

/// The facts that these checks name: nothing else is gathered.
pub fn wanted<'a>(checks: impl IntoIterator<Item = &'a Check>) -> BTreeSet<FactKind> {
    checks.into_iter().flat_map(|c| c.judge.needs.iter().map(|n| n.kind)).collect()
}

/// What judging needs besides evidence.
#[derive(Debug, Clone, Copy)]
pub struct Court<'a> {
    /// Limits of the profile.
    pub thresholds: &'a Thresholds,
    /// What the user declared.
    pub declared: &'a Declared,
}

/// Judges every subject of the evidence by every check that fits it. Consequences of a failed foundation are
/// not applicable, so that one cause is told once.
#[must_use]
pub fn judge_all(evidence: &Evidence, court: Court, checks: &[&'static Check]) -> Vec<Judged> {
    let mut rows: Vec<Judged> = Vec::new();
    for check in checks {
        if check.info.asks.is_some() {
            let subject = crate::people::subject(&court.declared.label);
            rows.push(judged(check, &subject, judge_one(check, &subject, evidence, court)));
            continue;
        }
        let mut any = false;
        for subject in evidence.subjects(check.info.subject) {
            any = true;
            rows.push(judged(check, subject, judge_one(check, subject, evidence, court)));
        }
        if !any {
            rows.extend(without_subject(check, court.declared));
        }
    }
    suppress_consequences(&mut rows);
    rows
}

/// Judges one subject by one check.
#[must_use]
pub fn judge_one(check: &Check, subject: &Subject, evidence: &Evidence, court: Court) -> Verdict {
    if court.declared.class == TargetClass::Local && !applies_locally(check.info) {
        return Verdict::not_applicable("a local address has none of it");
    }
    // Registration and delegation are what a missing domain lacks.
    let of_the_domain = check.info.area() == "registration" || check.info.id == "dns/not-delegated";
    if !of_the_domain && domain_is_missing(evidence, subject) {
        return Verdict::not_applicable("the domain does not exist in DNS");
    }
    let cx = Cx { at: evidence.at, subject, thresholds: court.thresholds, declared: court.declared };
    let mut verdict = check.judge(&cx, evidence);
    if let Verdict::Unknown(Unknown { why: Why::Prerequisite | Why::NotGathered, .. }) = &verdict
        && let Some(why) = nothing_there(evidence, subject)
    {
        return Verdict::not_applicable(why);
    }
    // What disturbs is asked for by name; a run that did not ask leaves nothing open.
    if check.info.level == Level::Active
        && let Verdict::Unknown(Unknown { why: Why::LevelTooLow, detail }) = &verdict
    {
        return Verdict::not_applicable(detail.clone());
    }
    if let Verdict::Fail(findings) = &mut verdict {
        for finding in findings {
            finding.fingerprint = fingerprint(check.info.id, subject, &finding.key);
        }
    }
    verdict
}

const NOTHING_THERE: [&str; 2] = ["the host has no address", "the site gives no answer"];

/// A domain that does not exist has no mail and no name servers to judge; `dns/does-not-resolve` tells it once.
fn domain_is_missing(evidence: &Evidence, subject: &Subject) -> bool {
    matches!(subject.kind, SubjectKind::Domain | SubjectKind::MailDomain)
        && evidence.get::<Addresses>(&Subject::host(&subject.name)).is_ok_and(|a| {
            // With an alias it is the alias's target that does not exist.
            a.lookup == Lookup::NoSuchName && a.aliases.is_empty()
        })
}

/// What has no address, or gives no answer, has nothing to be judged: the checks of dns, reach and tls tell why.
fn nothing_there(evidence: &Evidence, subject: &Subject) -> Option<&'static str> {
    let host = subject.ancestor(SubjectKind::Host)?;
    if evidence.get::<Addresses>(&host).is_ok_and(|a| a.all().next().is_none()) {
        return Some(NOTHING_THERE[0]);
    }
    let home = Subject::page(&subject.origin()?, "/");
    let silent = evidence.get::<Page>(&home).is_ok_and(|page| page.answer.is_err());
    silent.then_some(NOTHING_THERE[1])
}

/// Are all facts there that the check names for this subject? (`Each` can only be judged at the end.)
#[must_use]
pub fn ready(check: &Check, subject: &Subject, evidence: &Evidence) -> bool {
    check.judge.needs.iter().all(|need: &Need| {
        !need.each && subject.ancestor(need.kind.subject()).is_some_and(|s| evidence.raw(need.kind, &s).is_some())
    })
}

/// Registration, DNS, certificates and mail are matters of public names.
fn applies_locally(info: &CheckInfo) -> bool {
    !matches!(info.area(), "registration" | "dns" | "dnssec" | "tls" | "mail" | "redirect" | "edge" | "people")
}

fn judged(check: &'static Check, subject: &Subject, verdict: Verdict) -> Judged {
    Judged { info: check.info, subject: subject.clone(), verdict, because: None }
}

/// Under a platform's suffix, or on a local address, there is no domain to judge; say so once a check.
fn without_subject(check: &'static Check, declared: &Declared) -> Option<Judged> {
    let of_domain = matches!(check.info.subject, SubjectKind::Domain | SubjectKind::MailDomain);
    if !of_domain || declared.domain.is_some() {
        return None;
    }
    let subject = Subject::new(check.info.subject, declared.host.clone());
    Some(judged(check, &subject, Verdict::not_applicable("the name belongs to the platform, not to you")))
}

/// The checks whose failure takes the ground from every check of an area (no address, so no certificate).
fn foundations(area: &str) -> &'static [&'static str] {
    match area {
        "registration" | "people" => &[],
        "dnssec" => &["dns/not-delegated"],
        "dns" | "mail" => &["dns/not-delegated", "dnssec/bogus"],
        "reach" | "redirect" => &[
            "dns/not-delegated",
            "dnssec/bogus",
            "dns/does-not-resolve",
            "dns/dangling-cname",
            "dns/alias-broken",
            "tls/no-modern-suite",
        ],
        "tls" => &[
            "dns/not-delegated",
            "dnssec/bogus",
            "dns/does-not-resolve",
            "dns/dangling-cname",
            "dns/alias-broken",
            "reach/not-answering",
            "tls/no-modern-suite",
        ],
        _ => &[
            "dns/not-delegated",
            "dnssec/bogus",
            "dns/does-not-resolve",
            "dns/dangling-cname",
            "dns/alias-broken",
            "reach/not-answering",
            "tls/handshake-fails",
            "tls/no-modern-suite",
            "reach/server-error",
        ],
    }
}

/// A host that does not answer at one address, or on one port, may answer at others; one that speaks only what this
/// program does not may be fine for browsers. What was seen there stands, only what could not be seen follows.
const PARTIAL: [&str; 3] = ["reach/not-answering", "tls/handshake-fails", "tls/no-modern-suite"];

/// What failed, by check and subject, with the fingerprint of its first finding.
type Failed = BTreeMap<(&'static str, Subject), String>;

/// Decision 14: where something a check needs has failed on the subject or a parent, the row is not applicable.
fn suppress_consequences(rows: &mut [Judged]) {
    let failed = failures(rows);
    for row in rows.iter_mut() {
        let blind = match &row.verdict {
            // Nothing is there to be judged because of the same root, so it is named.
            Verdict::NotApplicable(why) if !NOTHING_THERE.contains(&why.as_str()) => continue,
            Verdict::NotApplicable(_) | Verdict::Unknown(_) => true,
            Verdict::Pass | Verdict::Fail(_) => false,
        };
        if let Some((id, print)) = root_cause(&failed, row.info, &row.subject, blind) {
            row.verdict = Verdict::not_applicable(format!("{id} comes first"));
            row.because = Some(print);
        }
    }
}

fn failures(rows: &[Judged]) -> Failed {
    let mut failed = Failed::new();
    for row in rows {
        let Verdict::Fail(findings) = &row.verdict else { continue };
        let print = findings.first().map(|f| f.fingerprint.clone()).unwrap_or_default();
        failed.insert((row.info.id, row.subject.clone()), print.clone());
        // Every mail server in a domain that was given up is gone for that one reason.
        if row.info.id == "dns/dangling-mail-name" {
            for finding in findings {
                let gone = Name::parse(&finding.key).ok().map(|name| Subject::domain(&name));
                failed.extend(gone.map(|domain| ((row.info.id, domain), finding.fingerprint.clone())));
            }
        }
        // What fails on a front page stands for its site: its error page is no page to judge.
        if row.info.id == "reach/server-error"
            && let Some(site) = row.subject.ancestor(SubjectKind::Site)
        {
            failed.insert((row.info.id, site), print);
        }
    }
    failed
}

/// The failure that a row follows from. Where that one follows from another, the other is named: a row that is
/// itself explained away explains nothing.
fn root_cause(failed: &Failed, info: &CheckInfo, subject: &Subject, blind: bool) -> Option<(&'static str, String)> {
    let kinds = [SubjectKind::Page, SubjectKind::Site, SubjectKind::Host, SubjectKind::Domain];
    let parents = kinds.into_iter().filter_map(|k| subject.ancestor(k));
    let domain = |s: &Subject| s.dns_name()?.registrable().map(|name| Subject::domain(&name));
    let of_server = (subject.kind == SubjectKind::MailServer).then(|| domain(subject)).flatten();
    let family: Vec<Subject> = std::iter::once(subject.clone()).chain(parents).chain(of_server).collect();
    let ground = foundations(info.area()).iter().filter(|id| blind || !PARTIAL.contains(*id));
    let ids = info.needs.iter().chain(ground).filter(|id| **id != info.id);
    let (id, holder, print) = ids.into_iter().find_map(|id| {
        family.iter().find_map(|s| failed.get(&(*id, s.clone())).map(|print| (*id, s, print.clone())))
    })?;
    let above = by_id(id).and_then(|check| root_cause(failed, check.info, holder, false));
    Some(above.unwrap_or((id, print)))
}
