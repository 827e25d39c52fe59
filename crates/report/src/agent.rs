//! Work orders for a coding assistant: what to change, where, and the command that says that it is done.

use crate::clean::{clean, line};
use crate::snippet::{self, Server, Snippet};
use model::report::Problem;
use model::{Evidence, Remedy, Report, State};
use serde_json::{Value, json};

/// Name of the format.
pub const SCHEMA: &str = "launch-ready.orders/1";

/// What holds for every order.
const RULES: [&str; 5] = [
    "An order is done when its acceptance command exits with 0, and not before; the command measures again.",
    "Make the smallest change that removes the risk; change nothing that no order names.",
    "Do not add or change waivers, attestations, severities or thresholds in launch.toml, and no baseline file.",
    "Do not loosen, skip or delete a test of the app; if one stands in the way, say so.",
    "Values of secrets are set by a person; write names only.",
];

/// The orders, in the order of the report, as JSON.
///
/// # Errors
/// Only if a value can't be written as JSON, which would be a bug.
pub fn render(report: &Report, evidence: &Evidence) -> serde_json::Result<String> {
    let problems = report.problems();
    let (for_people, for_agent): (Vec<_>, Vec<_>) = problems
        .iter()
        .enumerate()
        .partition(|(_, p)| p.row.question.is_some() || matches!(p.finding.remedy, Remedy::Ask { .. }));
    serde_json::to_string_pretty(&json!({
        "schema": SCHEMA,
        "target": report.target,
        "looked": report.at,
        "verdict": report.verdict,
        "rules": RULES,
        "orders": for_agent.iter().map(|(i, p)| order(i + 1, p, evidence)).collect::<Vec<_>>(),
        "for_people": for_people.iter().map(|(i, p)| json!({
            "number": i + 1,
            "check": p.row.check,
            "title": line(&p.finding.title),
            "who": who(p),
        })).collect::<Vec<_>>(),
        "waivers": waivers(report),
        "acceptance": format!("launch-ready check {} --fail-on high", line(&report.target)),
    }))
}

fn order(number: usize, p: &Problem<'_>, evidence: &Evidence) -> Value {
    let (f, row) = (p.finding, p.row);
    let mut out = json!({
        "number": number,
        "check": row.check,
        "fingerprint": f.fingerprint,
        "severity": row.severity,
        "title": line(&f.title),
        "subjects": p.subjects.iter().map(|s| line(&s.name)).collect::<Vec<_>>(),
        "seen": clean(&f.observed),
        "wanted": clean(&f.expected),
        "why": line(&f.consequence),
        "place": line(&f.remedy.place()),
        "change": change(&f.remedy, evidence),
        "effort_minutes": row.effort_minutes,
        "works": row.wait.words(),
        "look": line(&f.reproduce),
        "acceptance": format!("launch-ready verify {}", f.fingerprint),
    });
    if row.state == State::Contradicted {
        out["contradicts"] = json!(row.attestation);
    }
    out
}

/// What to change, as data where it is data.
fn change(remedy: &Remedy, evidence: &Evidence) -> Value {
    let lines: Vec<String> = remedy.lines().iter().map(|l| clean(l)).collect();
    match remedy {
        Remedy::SetDns { set, delete, later } => {
            json!({ "kind": "records", "delete": delete, "set": set, "later": later })
        }
        Remedy::SetHeader { .. } | Remedy::Redirect { .. } | Remedy::Configure { .. } => {
            let fix = snippet::written(remedy, evidence);
            let all = fix.others.len() == Server::ALL.len();
            let patches: Vec<Value> = if all {
                let one = |s: &Snippet| json!({ "server": s.server.name(), "place": s.place, "text": clean(&s.text) });
                fix.others.iter().map(one).collect()
            } else {
                // The server was recognised: its name stands before the place.
                let (server, place) = fix.place.split_once(": ").unwrap_or(("", &fix.place));
                vec![json!({ "server": server, "place": place, "text": clean(&fix.lines.join("\n")) })]
            };
            json!({ "kind": "server_configuration", "wanted": lines, "patches": patches })
        }
        Remedy::Edit { file, line, .. } => {
            json!({ "kind": "file", "files": [clean(file)], "line": line, "text": lines.join("\n") })
        }
        Remedy::SetEnv { name, hint } => json!({ "kind": "environment", "name": name, "hint": hint }),
        Remedy::RunSql { sql } => json!({ "kind": "sql", "sql": sql }),
        Remedy::Run { place, commands } => json!({ "kind": "commands", "place": place, "commands": commands }),
        Remedy::Ask { .. } | Remedy::Say { .. } => json!({ "kind": "steps", "text": lines.join("\n") }),
    }
}

fn who(p: &Problem<'_>) -> String {
    match (&p.finding.remedy, &p.row.question) {
        (_, Some(question)) => question.who.clone(),
        (Remedy::Ask { who, .. }, _) => line(who),
        _ => String::new(),
    }
}

/// What is accepted and therefore no order. Whoever adds to this list closes nothing.
fn waivers(report: &Report) -> Vec<Value> {
    let rows = report.rows.iter().filter_map(|r| Some((r, r.waiver.as_ref()?)));
    let one = |(row, w): (&model::Row, &model::report::Waiver)| {
        json!({
            "check": row.check,
            "subject": row.subject.name,
            "summary": line(&row.summary),
            "by": w.by,
            "until": w.until,
            "reason": w.reason,
        })
    };
    rows.map(one).collect()
}
