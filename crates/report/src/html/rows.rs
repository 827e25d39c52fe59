//! All checks by stage: what fails unfolds, what passes is folded away.

use super::{Cx, cards, head, icons, part, prose};
use crate::clean::line;
use maud::{Markup, html};
use model::report::{StageLine, StageState, host_of, problems};
use model::{Row, Severity, State};
use std::collections::BTreeSet;

/// The list with its filter.
pub fn checks(cx: &Cx<'_>) -> Markup {
    let content = html! {
        (filter(cx))
        @for stage in &cx.report.stages { (stage_part(cx, stage)) }
    };
    part("checks", "All checks", Some("By stage. What passed is folded."), &content)
}

/// Hidden until the script runs: without it the whole list stands there.
fn filter(cx: &Cx<'_>) -> Markup {
    let hosts: BTreeSet<String> = cx.report.rows.iter().map(|r| line(&host_of(&r.subject))).collect();
    html! {
        form #filter .filter hidden {
            label { "State" select name="state" {
                option value="" { "any" }
                @for state in State::ALL.into_iter().filter(|s| cx.report.in_state(*s).next().is_some()) {
                    option value=(state.key()) { (state.word()) }
                }
            } }
            label { "Severity" select name="severity" {
                option value="" { "any" }
                @for s in Severity::ALL { option value=(s.word()) { (s.word()) } }
            } }
            label { "Host" select name="host" {
                option value="" { "any" }
                @for host in &hosts { option value=(host) { (host) } }
            } }
            p role="status" #shown {}
        }
    }
}

fn stage_part(cx: &Cx<'_>, s: &StageLine) -> Markup {
    let rows: Vec<&Row> = cx.report.rows.iter().filter(|r| r.stage == s.stage).collect();
    let (kind, icon) = icons::stage(s);
    html! {
        div.stage id=(format!("stage-{}", s.stage.number())) {
            h3 {
                span.num { (s.stage.number()) } " " (s.stage.title()) " "
                span class=(format!("sign s-{kind}")) { (icon) span { (head::stage_words(s)) } }
            }
            @if s.state == StageState::NotLookedAt && rows.is_empty() {
                p.small { "Not part of this run; the verdict does not cover it." }
            } @else {
                p.small { (s.looked) " of " (s.total) " decided." }
            }
            (failing(cx, &rows))
            (single(cx, &rows, State::Unknown))
            (single(cx, &rows, State::Waived))
            (single(cx, &rows, State::Known))
            (folded(&rows, State::Attested, "attested by people"))
            (folded(&rows, State::Pass, "looked for and not found"))
            (folded(&rows, State::NotApplicable, "not applicable here"))
        }
    }
}

/// Attributes by which the filter finds a row.
fn hosts<'r>(subjects: impl Iterator<Item = &'r model::Subject>) -> String {
    let names: BTreeSet<String> = subjects.map(|s| line(&host_of(s)).replace(' ', "")).collect();
    names.into_iter().collect::<Vec<_>>().join(" ")
}

/// Each failing problem; blockers point to their card.
fn failing(cx: &Cx<'_>, rows: &[&Row]) -> Markup {
    html! {
        @for p in problems(rows.iter().copied().filter(|r| r.state.failing())) {
            @let n = cx.number(p.finding).unwrap_or(0);
            @let hosts = hosts(p.subjects.iter().copied());
            @if p.row.severity == Severity::Blocker || p.row.state == State::Contradicted {
                div.row data-state=(p.row.state.key()) data-severity=(p.row.severity.word()) data-host=(hosts) {
                    a.line href=(format!("#p{n}")) { (line_of(cx, n, &p)) }
                }
            } @else {
                details.row id=(format!("p{n}")) data-state=(p.row.state.key()) data-severity=(p.row.severity.word()) data-host=(hosts) {
                    summary.line { (line_of(cx, n, &p)) }
                    div.inside {
                        p.consequence { (cx.aside(&p.finding.consequence)) }
                        (cards::body(cx, n, &p))
                    }
                }
            }
        }
    }
}

fn line_of(cx: &Cx<'_>, n: usize, p: &model::report::Problem<'_>) -> Markup {
    let others = p.subjects.len() - 1;
    html! {
        span.no { (n) }
        (icons::severity(p.row.severity))
        span.what { (cx.say(&p.finding.title)) @if others > 0 { span.small { " and " (others) " more" } } }
        code.id { (p.row.check) }
    }
}

/// Rows that nobody decided, or that people took on: one line each.
fn single(cx: &Cx<'_>, rows: &[&Row], state: State) -> Markup {
    html! {
        @for row in rows.iter().filter(|r| r.state == state) {
            div.row data-state=(state.key()) data-severity=(row.severity.word()) data-host=(hosts([&row.subject].into_iter())) {
                div.line {
                    span.no {}
                    (icons::state(state))
                    span.what {
                        @if let Some(q) = row.question.as_ref().filter(|_| state == State::Unknown) { (line(&q.ask)) }
                        @else if state == State::Unknown { "whether " (cx.say(&prose::lower_first(&row.summary))) } @else { (cx.say(&row.summary)) }
                        @if row.findings.is_empty() { span.small { ", " (line(&row.subject.name)) } }
                        @if let Some(w) = &row.waiver {
                            span.under { "Accepted by " (line(&w.by)) " until " (w.until.0.to_string()) ": " (line(&w.reason)) }
                        } @else if let Some(a) = &row.attestation {
                            span.under { (line(&a.by)) " says so, until " (a.until.0.to_string()) ": " (line(&a.evidence)) }
                        } @else if let Some(u) = &row.unknown_reason {
                            span.under { (line(&u.to_string())) }
                        } @else if state == State::Known {
                            span.under { "Already in the baseline." }
                        }
                    }
                    code.id { (row.check) }
                }
            }
        }
    }
}

/// Rows of one state under their check, folded.
fn folded(rows: &[&Row], state: State, words: &str) -> Markup {
    let of_state: Vec<&&Row> = rows.iter().filter(|r| r.state == state).collect();
    let mut checks: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in &of_state {
        match checks.iter_mut().find(|(id, _)| *id == row.check) {
            Some((_, rows)) => rows.push(row),
            None => checks.push((&row.check, vec![row])),
        }
    }
    html! {
        @if !of_state.is_empty() {
            details.fold data-fold=(state.key()) {
                summary { (icons::count(if state == State::NotApplicable { "none" } else { "pass" }, of_state.len(), words)) }
                ul.passed {
                    @for (id, rows) in &checks {
                        li.row data-state=(state.key()) data-severity=(rows[0].severity.word()) data-host=(hosts(rows.iter().map(|r| &r.subject))) {
                            span.what { (line(&rows[0].summary)) }
                            code.id { (id) }
                            span.under { (subjects(rows)) }
                        }
                    }
                }
            }
        }
    }
}

/// Where it was judged; where the question does not arise, why, and how often.
fn subjects(rows: &[&Row]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows {
        let name = line(&row.subject.name);
        match &row.not_applicable_reason {
            None => out.push(name),
            Some(why) => match reasons.iter_mut().find(|(known, _)| *known == line(why)) {
                Some((_, names)) => names.push(name),
                None => reasons.push((line(why), vec![name])),
            },
        }
    }
    out.extend(reasons.into_iter().map(|(why, names)| match names.as_slice() {
        [one] => format!("{one}: {why}"),
        many => format!("{} places: {why}", many.len()),
    }));
    out.dedup();
    out.join(" · ")
}
