//! `launch-ready dns what-if`: a zone file judged before anything is touched, by the checks that judge live domains.

use super::compare::{self, Difference, State};
use super::{diff, shown};
use crate::cli::net::zone_text;
use crate::cli::{JudgeFlags, MapFormat, WhatIfArgs};
use crate::error::Error;
use crate::{output, run, setup};
use checks::Check;
use jiff::Timestamp;
use model::declared::{DeclaredHost, Purpose};
use model::facts::FactKind;
use model::{Name, Report, Seen, Severity, State as RowState, Target};
use probe::dns::{Stage, authorities, survey_at};
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use zone::{Flaw, Grade, Kind, Zone};

/// What a zone file tells, with what other domains say of the names that it leads to.
const TOLD: [FactKind; 18] = [
    FactKind::NameServers,
    FactKind::Wildcard,
    FactKind::HttpsRecords,
    FactKind::MailNames,
    FactKind::Addresses,
    FactKind::Caa,
    FactKind::Claim,
    FactKind::Mx,
    FactKind::Spf,
    FactKind::Dmarc,
    FactKind::SpfTree,
    FactKind::DmarcWalk,
    FactKind::DkimKeys,
    FactKind::MtaSts,
    FactKind::TlsReports,
    FactKind::SendingAddresses,
    FactKind::MailSample,
    FactKind::MailHost,
];
/// Checks of how servers behave, which no file shows, although the fact that they read is made of it.
const BEHAVIOUR: [&str; 7] = [
    "dns/answers-differ",
    "dns/edns-broken",
    "dns/glue-wrong",
    "dns/no-tcp",
    "dns/open-recursion",
    "dns/parent-differs",
    "dns/soa-differs",
];
/// Hosts of a file that are judged; a zone with more is a list of customers.
const MAX_HOSTS: usize = 200;

/// Everything that was found.
struct Outcome {
    file: String,
    text: String,
    domain: Name,
    /// How many names the file has.
    names: usize,
    flaws: Vec<Flaw>,
    report: Report,
    /// Against the live domain, where it was named: who was asked, and what differs.
    changes: Option<Seen<(String, Vec<Difference>)>>,
}

/// Runs the command; gives the exit code.
pub fn execute(args: &WhatIfArgs) -> Result<u8, Error> {
    let (file, zone) = diff::read(&args.file, args.domain.as_deref())?;
    let (_, text) = zone_text(&args.file)?;
    let domain = compare::ours(&zone.origin)
        .ok_or_else(|| Error::Usage(format!("{file}: {} is no domain that can be judged", zone.origin)))?;
    let (names, flaws) = (zone.names().count(), zone.flaws());
    let changes = args.domain.as_ref().map(|_| changes(args, &domain, &zone)).transpose()?;
    let report = judge(args, &file, &domain, zone)?;
    let outcome = Outcome { file, text, domain, names, flaws, report, changes };
    output::print(&render(&outcome, args.format)?)?;
    let refused = outcome.flaws.iter().any(|f| f.grade == Grade::Refused);
    Ok(if refused { 1 } else { report::exit_code(&outcome.report) })
}

/// Looks with the file in place of the live zone, and judges what it tells.
fn judge(args: &WhatIfArgs, file: &str, domain: &Name, zone: Zone) -> Result<Report, Error> {
    let flags = JudgeFlags {
        config: args.config.clone(),
        profile: args.profile.clone(),
        checks: args.checks.clone(),
        fail_on: args.fail_on,
        baseline: None,
        write_baseline: None,
        require_all: false,
        at: None,
    };
    let config = setup::under_profile(setup::config(flags.config.as_deref())?, flags.profile.as_deref())?;
    let target = Target::parse(domain.as_str()).map_err(|e| Error::Usage(e.to_string()))?;
    let mut judging = setup::judging(&flags, config, &target)?;
    judging.checks.retain(|check| told(check));
    for host in hosts(&zone) {
        if judging.declared.hosts.iter().all(|h| h.name != host) {
            judging.declared.hosts.push(DeclaredHost { purpose: Purpose::guess(host.as_str()), name: host });
        }
    }
    let mut net = args.net.net()?;
    net.notes.insert(0, format!("the zone file {file} in place of the live zone"));
    net.stage = Some(Stage::File(Arc::new(zone)));
    let look = run::Look {
        net,
        limits: probe::Limits { hosts: MAX_HOSTS, ..args.net.limits() },
        user_agent: args.net.user_agent.clone().unwrap_or_else(probe::plan::user_agent),
        headers: Vec::new(),
        target,
    };
    let level = look.limits.level;
    let evidence = run::look(look, &judging, true)?;
    Ok(run::judge(evidence, &judging, level, Timestamp::now()).0)
}

/// Does a check rest on nothing but what a file tells?
fn told(check: &Check) -> bool {
    check.judge.needs.iter().all(|need| TOLD.contains(&need.kind)) && !BEHAVIOUR.contains(&check.info.id)
}

/// Names of the file that lead somewhere.
fn hosts(zone: &Zone) -> Vec<Name> {
    let leads = |name: &&zone::Name| zone.at(name).any(|r| [Kind::A, Kind::AAAA, Kind::CNAME].contains(&r.kind));
    let plain = |name: &Name| !name.as_str().contains(['_', '*']);
    let inside = zone.names().filter(|n| n.is_under(&zone.origin)).filter(leads);
    inside.filter_map(compare::ours).filter(plain).take(MAX_HOSTS).collect()
}

/// What would change, beside the first name server that answers.
fn changes(args: &WhatIfArgs, domain: &Name, zone: &Zone) -> Result<Seen<(String, Vec<Difference>)>, Error> {
    let net = args.net.net_for(Some(domain))?;
    let limit = args.net.limits().timeout;
    let questions = compare::questions(zone, &super::names(domain, &[])?);
    super::block_on(async {
        let (_, servers) = authorities(&net, domain, limit).await?;
        let mut last = model::Unknown::new(model::Why::NoAnswer, format!("{domain} has no name server"));
        for server in servers {
            match survey_at(&net, &server, &questions, limit).await {
                Ok(live) => {
                    let who = format!("{} {}", server.name, server.address);
                    return Ok((who, compare::compare(zone, &questions, &live)));
                }
                Err(unknown) => last = unknown,
            }
        }
        Err(last)
    })
}

fn render(outcome: &Outcome, format: MapFormat) -> Result<String, Error> {
    match format {
        MapFormat::Json => json_form(outcome),
        MapFormat::Text => Ok(text_form(outcome)),
        MapFormat::Markdown => {
            let text = text_form(outcome);
            let (title, rest) = text.split_once('\n').unwrap_or((&text, ""));
            Ok(format!("# {title}\n\n```\n{}\n```\n", rest.trim_matches('\n')))
        }
    }
}

fn json_form(o: &Outcome) -> Result<String, Error> {
    let problems = config::Problems::of(
        &o.file,
        &o.text,
        o.flaws.iter().map(|f| (f.problem.at.clone(), f.problem.message.clone())),
    );
    let flaws: Vec<_> = problems
        .problems()
        .iter()
        .map(|p| {
            let grade = o.flaws.iter().find(|f| f.problem.at == p.span && f.problem.message == p.message);
            let grade = grade.map_or("refused", |f| grade_key(f.grade));
            json!({ "grade": grade, "line": p.line, "column": p.column, "message": p.message })
        })
        .collect();
    let changes = o.changes.as_ref().map(|seen| match seen {
        Ok((who, all)) => json!({ "compared_with": who, "differences": all }),
        Err(unknown) => json!({ "unknown": unknown.to_string() }),
    });
    let bug = |e: serde_json::Error| Error::Bug(e.to_string());
    let report = serde_json::to_value(&o.report).map_err(bug)?;
    let all = json!({
        "schema": "launch-ready.dns-what-if/1", "file": o.file, "domain": o.domain, "flaws": flaws, "changes": changes,
        "report": report,
    });
    serde_json::to_string_pretty(&all).map(|s| s + "\n").map_err(bug)
}

fn grade_key(grade: Grade) -> &'static str {
    match grade {
        Grade::Refused => "refused",
        Grade::Broken => "broken",
        Grade::Untidy => "untidy",
    }
}

fn text_form(o: &Outcome) -> String {
    let mut out = format!("{}: what if this were the zone of {}\n", o.file, o.domain);
    let refused = o.flaws.iter().filter(|f| f.grade == Grade::Refused).count();
    if refused > 0 {
        let lines = model::text::count(refused, "mistake", "mistakes");
        let _ = writeln!(out, "\n  NO-GO    no name server loads this file as it is ({lines})");
    } else {
        let _ = writeln!(out, "\n  {}    {}", o.report.verdict.word(), counts(&o.report));
    }
    for (grade, title) in [
        (Grade::Refused, "NAME SERVERS REFUSE THIS"),
        (Grade::Broken, "LEADS NOWHERE"),
        (Grade::Untidy, "NOT WHAT WAS MEANT"),
    ] {
        let of_grade = o.flaws.iter().filter(|f| f.grade == grade);
        let places: Vec<_> = of_grade.map(|f| (f.problem.at.clone(), f.problem.message.clone())).collect();
        if !places.is_empty() {
            let told = config::Problems::of(&o.file, &o.text, places).to_string();
            // Its first line counts them, as for a file that can't be read.
            let _ = writeln!(out, "\n{title}{}", told.split_once('\n').map_or("", |(_, rest)| rest));
        }
    }
    findings(&mut out, &o.report);
    if let Some(changes) = &o.changes {
        told_changes(&mut out, changes);
        out.push_str(&shown::left_out(o.names));
    }
    out.push_str(
        "\nA file can't tell: the registrar's list of name servers, how they behave, signatures, certificates, pages.\n\
         `launch-ready check` looks at those once the zone is live; `--ns ADDRESS` already before the switch.\n",
    );
    out
}

fn counts(report: &Report) -> String {
    let problems = report.problems();
    let of = |severity| problems.iter().filter(|p| p.row.severity == severity).count();
    let blockers = model::text::count(of(Severity::Blocker), "blocker", "blockers");
    let (high, medium, low) = (of(Severity::High), of(Severity::Medium), of(Severity::Low));
    let passed = report.in_state(RowState::Pass).count();
    format!("{blockers}   {high} high   {medium} medium   {low} low   {passed} passed")
}

fn findings(out: &mut String, report: &Report) {
    let mut last = None;
    let mut low = BTreeSet::new();
    for problem in report.problems() {
        if last != Some(problem.row.severity) {
            let _ = writeln!(out, "\n{}", problem.row.severity.word().to_uppercase());
            last = Some(problem.row.severity);
        }
        let f = problem.finding;
        if problem.row.severity == Severity::Low {
            // Small things are told once for all names that have them.
            if low.insert(&problem.row.check) {
                let same = report.problems().iter().filter(|p| p.row.check == problem.row.check).count();
                let more = if same > 1 { format!(" (and {} more)", same - 1) } else { String::new() };
                let _ = writeln!(out, "  {}{more}\n{:>76}", f.title, problem.row.check);
            }
            continue;
        }
        let _ = writeln!(out, "  {}\n    seen    {}", f.title, f.observed);
        for (place, line) in f.remedy.lines().iter().enumerate() {
            let _ = writeln!(out, "    {}    {line}", if place == 0 { "fix " } else { "    " });
        }
        let _ = writeln!(out, "    {:>72}", problem.row.check);
    }
    let unknown: Vec<_> = report.in_state(RowState::Unknown).collect();
    if !unknown.is_empty() {
        out.push_str("\nCOULD NOT TELL\n");
    }
    for row in unknown {
        let why = row.unknown_reason.as_ref().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(out, "  {} {}: {why}", row.check, row.subject);
    }
}

fn told_changes(out: &mut String, changes: &Seen<(String, Vec<Difference>)>) {
    match changes {
        Err(unknown) => drop(writeln!(out, "\nWHAT WOULD CHANGE\n  could not be seen, {unknown}")),
        Ok((who, all)) if all.is_empty() => drop(writeln!(out, "\nWHAT WOULD CHANGE\n  nothing, beside {who}")),
        Ok((who, all)) => {
            let _ = writeln!(out, "\nWHAT WOULD CHANGE   beside {who}");
            let titles = [
                (State::Extra, "disappears"),
                (State::Missing, "is new"),
                (State::Different, "changes"),
                (State::Ttl, "is kept for another time"),
            ];
            shown::lines(out, all, &titles);
        }
    }
}
