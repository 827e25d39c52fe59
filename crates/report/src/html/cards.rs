//! Blockers as cards, and the body that every finding unfolds to.

use super::{Cx, icons, part, prose};
use crate::clean::{clean, line};
use crate::snippet::{self, Written};
use maud::{Markup, html};
use model::report::Problem;
use model::{Finding, Remedy, Row, Severity, State, text};

/// Longest piece of evidence printed into the page; the evidence file has all of it.
const EVIDENCE: usize = 1_600;

/// The blockers, each a card.
pub fn blockers(cx: &Cx<'_>) -> Markup {
    let told = |p: &Problem<'_>| p.row.severity == Severity::Blocker && p.row.state != State::Contradicted;
    let found: Vec<(usize, &Problem<'_>)> = cx.problems.iter().enumerate().filter(|(_, p)| told(p)).collect();
    let note = if found.is_empty() { None } else { Some("Mend these first, in this order.") };
    let content = html! {
        @if found.is_empty() { p.quiet { "No blocker was found in what was looked at." } }
        @for (i, problem) in found { (card(cx, i + 1, problem)) }
    };
    part("blockers", "Blockers", note, &content)
}

fn card(cx: &Cx<'_>, n: usize, problem: &Problem<'_>) -> Markup {
    let row = problem.row;
    html! {
        article.card id=(format!("p{n}")) aria-labelledby=(format!("p{n}-t")) {
            p.over { (icons::severity(row.severity)) span.no { (n) } code.id { (row.check) } }
            h3 id=(format!("p{n}-t")) { (cx.say(&problem.finding.title)) }
            p.consequence { (cx.say(&problem.finding.consequence)) }
            (body(cx, n, problem))
        }
    }
}

/// Fix, seen and wanted, other subjects, folded details.
pub fn body(cx: &Cx<'_>, n: usize, problem: &Problem<'_>) -> Markup {
    let f = problem.finding;
    let say = |text: &str| if problem.row.severity == Severity::Blocker { cx.say(text) } else { cx.aside(text) };
    html! {
        (fix(cx, n, problem.row, &f.remedy))
        dl.facts {
            @if !f.observed.is_empty() { div { dt { "Seen" } dd { (say(&text::shorten(&line(&f.observed), 400))) } } }
            @if !f.expected.is_empty() { div { dt { "Wanted" } dd { (say(&f.expected)) } } }
            @if problem.subjects.len() > 1 {
                div {
                    dt { "Also on" }
                    dd { (text::list(&problem.subjects[1..].iter().map(|s| line(&s.name)).collect::<Vec<_>>())) }
                }
            }
        }
        (more(cx, n, problem.row, f))
    }
}

fn fix(cx: &Cx<'_>, n: usize, row: &Row, remedy: &Remedy) -> Markup {
    // What answers for the host was recognised: its own form comes first, all others are folded.
    let Written { place, lines, others } = snippet::written(remedy, cx.evidence);
    let lines: Vec<String> = lines.iter().map(|l| clean(l).replace('\n', " ")).collect();
    let prose = matches!(remedy, Remedy::Say { .. } | Remedy::Ask { .. });
    let id = format!("p{n}-fix");
    html! {
        div.fix {
            p.label {
                b { "Fix" }
                @if !place.is_empty() { " " (line(&place)) }
                span.small { " · " (text::minutes(row.effort_minutes)) " · " (row.wait.words()) }
            }
            div.paste {
                @if prose { div.steps id=(id) { @for l in &lines { p { (l) } } } }
                @else { pre id=(id) { code { (lines.join("\n")) } } }
                button.copy type="button" data-copy=(id) hidden { "Copy" span.sr { " the fix of finding " (n) } }
            }
            @if !others.is_empty() {
                details.more {
                    summary { "For " (text::list(&others.iter().map(|s| s.server.name()).collect::<Vec<_>>())) }
                    div.inside {
                        @for s in &others {
                            p.label { b { (s.server.name()) } " " (line(&s.place)) }
                            pre { code { (clean(&s.text)) } }
                        }
                    }
                }
            }
        }
    }
}

fn more(cx: &Cx<'_>, n: usize, row: &Row, f: &Finding) -> Markup {
    let info = cx.checks.get(row.check.as_str());
    html! {
        details.more {
            summary { "Evidence, how to check it, and why" span.sr { " (finding " (n) ")" } }
            div.inside {
                @if !f.reproduce.is_empty() {
                    p.label { b { "Check it yourself" } }
                    div.paste {
                        pre id=(format!("p{n}-look")) { code { (line(&f.reproduce)) } }
                        button.copy type="button" data-copy=(format!("p{n}-look")) hidden {
                            "Copy" span.sr { " the command of finding " (n) }
                        }
                    }
                    p.small { "Or look again at this one only: " code { "launch-ready verify " (n) } }
                }
                @if line(&f.observed).chars().count() > 400 {
                    p.label { b { "Seen in full" } }
                    pre { code { (text::shorten(&clean(&f.observed), EVIDENCE)) } }
                }
                @if let Some(info) = info { div.docs { p.label { b { "Why" } } (prose::markdown(info.docs)) } }
                (facts(cx, n, row))
                dl.fine {
                    @if !row.source.is_empty() {
                        div {
                            dt { "Source" }
                            dd { (line(&row.source)) @if info.is_some_and(|i| !i.source.verified) { " (not read again)" } }
                        }
                    }
                    @if !row.mission.is_empty() { div { dt { "Catalogue" } dd { (row.mission.join(", ")) } } }
                    div { dt { "Check" } dd { code { (row.check) } " on " (line(&row.subject.name)) } }
                    div { dt { "Fingerprint" } dd { code { (f.fingerprint) } } }
                }
            }
        }
    }
}

/// What was recorded of the subject, for blockers and high findings: others have it in the evidence file.
fn facts(cx: &Cx<'_>, n: usize, row: &Row) -> Markup {
    if row.severity < Severity::High {
        return html! {};
    }
    let first = *cx.recorded.borrow_mut().entry(row.subject.clone()).or_insert(n);
    if first != n {
        let subject = line(&row.subject.name);
        return html! { p.small { "What was recorded of " (subject) " stands with " a href=(format!("#p{first}")) { "finding " (first) } "." } };
    }
    let of_subject = cx.evidence.records().filter(|(k, _)| k.subject == row.subject);
    let seen: Vec<String> = of_subject
        .filter_map(|(_, seen)| serde_json::to_string(seen.as_ref().ok()?).ok())
        .map(|json| text::shorten(&clean(&json), EVIDENCE))
        .collect();
    html! {
        @if !seen.is_empty() {
            p.label.recorded { b { "Evidence" } span.small { " as recorded, " (prose::moment(cx.report.at)) ", from " (line(&cx.report.vantage)) } }
            @for json in &seen { pre.evidence { code { (json) } } }
        }
    }
}
