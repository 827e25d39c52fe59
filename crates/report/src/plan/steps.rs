//! From findings to pieces of work: fixes that touch the same record or file become one, and what must work
//! first is said.

use super::{Input, Mends, Phase, Step};
use crate::clean::line;
use jiff::Timestamp;
use model::check::{Scope, Wait};
use model::facts::Addresses;
use model::report::{Problem, host_of};
use model::{CheckInfo, Evidence, Remedy, Severity, Stage, State, Subject, SubjectKind};
use std::collections::{BTreeMap, BTreeSet};

/// A step before it has a place in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub phase: Phase,
    pub stage: Stage,
    pub title: String,
    pub severity: Severity,
    pub mends: Vec<Mends>,
    /// Whose clock it uses.
    pub lane: String,
    pub owner: String,
    pub place: String,
    pub fix: Vec<String>,
    pub effort: u32,
    pub wait: Wait,
    pub wait_minutes: u32,
    /// Indices of drafts that must work first.
    pub needs: BTreeSet<usize>,
}

impl Draft {
    /// The step, still without its times.
    pub fn step(&self, after: &[usize]) -> Step {
        let first = self.mends.first();
        Step {
            number: 0,
            phase: self.phase,
            stage: self.stage,
            title: self.title.clone(),
            severity: self.severity,
            mends: self.mends.clone(),
            owner: self.owner.clone(),
            place: self.place.clone(),
            fix: self.fix.clone(),
            effort_minutes: self.effort,
            wait: self.wait,
            wait_minutes: self.wait_minutes,
            after: after.to_vec(),
            begins: Timestamp::UNIX_EPOCH,
            ends: Timestamp::UNIX_EPOCH,
            works: Timestamp::UNIX_EPOCH,
            critical: false,
            cost_cents: None,
            verify: first.map(|m| format!("launch-ready verify {}", m.fingerprint)).unwrap_or_default(),
        }
    }
}

/// Two fixes with a common touch are one piece of work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Touch {
    Record(String, String),
    Header(String, String),
    File(String),
    Redirect(String),
    Finding(String),
}

/// One finding with what it touches.
struct Item<'a> {
    number: usize,
    problem: &'a Problem<'a>,
    touches: BTreeSet<Touch>,
}

/// The pieces of work, worst first, with what each rests on.
pub fn drafts(input: &Input<'_>) -> Vec<Draft> {
    let problems = input.report.problems();
    let items: Vec<Item<'_>> =
        problems.iter().enumerate().map(|(i, p)| Item { number: i + 1, problem: p, touches: touches(p) }).collect();
    let groups = grouped(items);
    let mut drafts: Vec<Draft> = groups.iter().map(|g| draft(g, input)).collect();
    let infos: BTreeMap<&str, &CheckInfo> = input.checks.iter().map(|c| (c.id, c)).collect();
    for (later, group) in groups.iter().enumerate() {
        for (earlier, first) in groups.iter().enumerate() {
            let rests = group.iter().any(|b| first.iter().any(|a| rests_on(b.problem, a.problem, &infos)));
            // Merged fixes can lean on each other; then nothing is first.
            if later != earlier && rests && !reaches(&drafts, earlier, later) {
                drafts[later].needs.insert(earlier);
            }
        }
    }
    pull_forward(&mut drafts);
    drafts
}

fn touches(p: &Problem<'_>) -> BTreeSet<Touch> {
    let mut out: BTreeSet<Touch> = match &p.finding.remedy {
        Remedy::SetDns { set, delete, .. } => {
            let records = set.iter().chain(delete);
            records.map(|r| Touch::Record(r.name.to_lowercase(), r.kind.clone())).collect()
        }
        Remedy::SetHeader { host, name, .. } => BTreeSet::from([Touch::Header(host.clone(), name.to_lowercase())]),
        Remedy::Edit { file, .. } => BTreeSet::from([Touch::File(file.clone())]),
        Remedy::Redirect { host, .. } => BTreeSet::from([Touch::Redirect(host.clone())]),
        _ => BTreeSet::new(),
    };
    out.insert(Touch::Finding(p.finding.fingerprint.clone()));
    // A contradiction is mended by what contradicts it.
    if p.row.state == State::Contradicted {
        out.extend(p.row.because.iter().map(|print| Touch::Finding(print.clone())));
    }
    out
}

fn grouped(items: Vec<Item<'_>>) -> Vec<Vec<Item<'_>>> {
    let mut groups: Vec<Vec<Item<'_>>> = Vec::new();
    for item in items {
        let (same, rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|g| g.iter().any(|i| !i.touches.is_disjoint(&item.touches)));
        let mut joined: Vec<Item<'_>> = same.into_iter().flatten().collect();
        joined.push(item);
        groups = rest;
        groups.push(joined);
    }
    for group in &mut groups {
        // What is measured tells the step; an answer that it contradicts comes behind it.
        group.sort_by_key(|i| {
            (i.problem.row.scope == Scope::People, std::cmp::Reverse(i.problem.row.severity), i.number)
        });
    }
    groups.sort_by_key(|g| g.iter().map(|i| i.number).min());
    groups
}

fn draft(group: &[Item<'_>], input: &Input<'_>) -> Draft {
    let first = group[0].problem;
    let severity = group.iter().map(|i| i.problem.row.severity).max().unwrap_or(first.row.severity);
    let mut fix: Vec<String> = Vec::new();
    for item in group.iter().filter(|i| i.number == group[0].number || i.problem.row.state != State::Contradicted) {
        for text in item.problem.finding.remedy.lines() {
            if !fix.contains(&text) {
                fix.push(text);
            }
        }
    }
    let others = group.iter().skip(1).filter(|i| i.problem.row.state != State::Contradicted).count();
    let more = if others > 0 { format!(" (and {others} more about the same record)") } else { String::new() };
    let wait_minutes = group.iter().map(|i| waits(i.problem, input.evidence)).max().unwrap_or(0);
    let wait = group.iter().map(|i| i.problem.row.wait).max_by_key(|w| rank(*w)).unwrap_or(Wait::None);
    let role = role(first);
    let lane = person(&role, &input.contacts);
    Draft {
        phase: phase(first, severity),
        stage: first.row.stage,
        title: format!("{}{more}", line(&first.finding.title)),
        severity,
        mends: group.iter().map(mends).collect(),
        owner: lane.map_or_else(|| role.clone(), |name| format!("{name} ({role})")),
        lane: lane.map_or_else(|| "you".to_owned(), str::to_owned),
        place: first.finding.remedy.place(),
        fix,
        effort: effort(group),
        wait,
        wait_minutes,
        needs: BTreeSet::new(),
    }
}

/// Fixes of one record take as long as the longest; to correct an answer takes no time of its own.
fn effort(group: &[Item<'_>]) -> u32 {
    let work = group.iter().filter(|i| i.problem.row.scope != Scope::People || i.number == group[0].number);
    work.map(|i| i.problem.row.effort_minutes).max().unwrap_or(0).max(1)
}

fn mends(item: &Item<'_>) -> Mends {
    let (row, finding) = (item.problem.row, item.problem.finding);
    Mends {
        number: item.number,
        check: row.check.clone(),
        title: line(&finding.title),
        severity: row.severity,
        fingerprint: finding.fingerprint.clone(),
    }
}

fn rank(wait: Wait) -> u8 {
    match wait {
        Wait::None => 0,
        Wait::Certificate => 1,
        Wait::Dns => 2,
        Wait::Days => 3,
    }
}

/// Minutes until a fix works: the time that caches keep the old record, an issue of a certificate, two days of
/// reports.
fn waits(p: &Problem<'_>, evidence: &Evidence) -> u32 {
    match p.row.wait {
        Wait::None => 0,
        Wait::Certificate => 10,
        Wait::Days => 2 * 24 * 60,
        Wait::Dns => {
            let Remedy::SetDns { set, delete, .. } = &p.finding.remedy else { return 60 };
            let ttl = |r: &model::DnsRecord| {
                let address = matches!(r.kind.as_str(), "A" | "AAAA" | "CNAME");
                let seen = evidence.get::<Addresses>(&Subject::host(&r.name)).ok().and_then(|a| a.ttl);
                seen.filter(|_| address).unwrap_or(if r.ttl == 0 { 3600 } else { r.ttl })
            };
            let seconds = set.iter().chain(delete).map(ttl).max().unwrap_or(3600);
            (seconds / 60).clamp(1, 2 * 24 * 60)
        }
    }
}

fn phase(p: &Problem<'_>, severity: Severity) -> Phase {
    match (severity, p.row.stage) {
        (Severity::Blocker, _) => Phase::Blockers,
        (Severity::Medium | Severity::Low, _) => Phase::WeekAfter,
        (Severity::High, Stage::Performance) => Phase::Speed,
        (Severity::High, Stage::Monitoring | Stage::Handover) => Phase::Handover,
        (Severity::High, _) => Phase::Trust,
    }
}

/// Whose work it is, as a role.
fn role(p: &Problem<'_>) -> String {
    if let Some(q) = &p.row.question {
        return q.who.clone();
    }
    let by_area = match p.row.area.as_str() {
        "registration" | "dns" | "dnssec" => "DNS",
        "mail" => "mail",
        "content" | "cookie" => "the app",
        _ => "hosting",
    };
    let role = match &p.finding.remedy {
        Remedy::SetDns { .. } => "DNS",
        Remedy::SetHeader { .. } | Remedy::Redirect { .. } | Remedy::Configure { .. } => "hosting",
        Remedy::Edit { file, .. } if file.contains("nginx") || file.contains("server") => "hosting",
        Remedy::SetEnv { .. } | Remedy::RunSql { .. } | Remedy::Edit { .. } => "the app",
        Remedy::Ask { who, .. } => return who.clone(),
        Remedy::Run { .. } | Remedy::Say { .. } => by_area,
    };
    format!("whoever runs {role}")
}

/// The contact whose role fits: `dns` is whoever runs DNS, `founder` the founder.
fn person<'a>(role: &str, contacts: &'a [(String, String)]) -> Option<&'a str> {
    let words: Vec<String> = role.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    contacts.iter().find(|(r, name)| words.contains(&r.to_lowercase()) || role == name).map(|(_, n)| n.as_str())
}

/// What has to work before what, beside the needs that checks declare: later check, earlier check (prefixes).
const ORDER: [(&str, &str); 17] = [
    ("tls/", "dns/"),
    ("header/hsts", "tls/"),
    ("header/hsts", "redirect/"),
    ("mail/dmarc-", "mail/spf-"),
    ("mail/dmarc-", "mail/dkim-"),
    ("mail/mta-sts", "mail/mx-"),
    ("mail/mta-sts", "mail/certificate"),
    ("mail/mta-sts", "mail/starttls"),
    ("people/secrets-not-rotated", "exposure/"),
    ("people/restore-untried", "people/backup-place-unknown"),
    ("people/recovery-untested", "people/second-factor-missing"),
    ("people/deployer-missing", "people/deploy-by-hand"),
    ("people/helpers-still-inside", "people/access-list-missing"),
    ("people/guide-untested", "people/dns-down-unplanned"),
    ("people/dns-down-unplanned", "people/dns-account-not-yours"),
    ("people/domain-renewal-manual", "people/registrar-not-yours"),
    ("people/demo-mended-by-hand", "people/demo-data-mixed"),
];

/// Must `a` work before `b` is worth doing?
fn rests_on(b: &Problem<'_>, a: &Problem<'_>, infos: &BTreeMap<&str, &CheckInfo>) -> bool {
    let (later, earlier) = (b.row.check.as_str(), a.row.check.as_str());
    let ordered = ORDER.iter().any(|(l, e)| later.starts_with(l) && earlier.starts_with(e));
    let needed = infos.get(later).is_some_and(|i| i.needs.contains(&earlier));
    if !ordered && !needed {
        return false;
    }
    if b.row.scope == Scope::People {
        return true;
    }
    // A fault of the whole domain stands beside one host's work, not before it.
    let whole = |s: &Subject| matches!(s.kind, SubjectKind::Domain | SubjectKind::MailDomain);
    if !needed && a.subjects.iter().all(|t| whole(t)) && !b.subjects.iter().any(|s| whole(s)) {
        return false;
    }
    b.subjects.iter().any(|s| a.subjects.iter().any(|t| host_of(s) == host_of(t) || s.is_below(t)))
}

/// Is there a way from `from` down to `to` along needs?
fn reaches(drafts: &[Draft], from: usize, to: usize) -> bool {
    from == to || drafts[from].needs.iter().any(|n| reaches(drafts, *n, to))
}

/// What an early part rests on belongs to that part.
fn pull_forward(drafts: &mut [Draft]) {
    loop {
        let late = (0..drafts.len()).find_map(|i| {
            let phase = drafts[i].phase;
            let need = drafts[i].needs.iter().find(|n| drafts[**n].phase > phase);
            need.map(|n| (*n, phase))
        });
        let Some((need, phase)) = late else { return };
        drafts[need].phase = phase;
    }
}
