//! What people said: contradictions in front of everything, then who said what, and what nobody answered.

use super::{Cx, cards, icons, part, prose};
use crate::clean::line;
use maud::{Markup, html};
use model::check::Scope;
use model::report::Problem;
use model::{Row, State};

/// Answers that the measurement gives the lie, as cards.
pub fn contradictions(cx: &Cx<'_>) -> Markup {
    let found: Vec<(usize, &Problem<'_>)> =
        cx.problems.iter().enumerate().filter(|(_, p)| p.row.state == State::Contradicted).collect();
    if found.is_empty() {
        return html! {};
    }
    let content = html! { @for (i, problem) in found { (card(cx, i + 1, problem)) } };
    part("contradicted", "Contradictions", Some("Said by people, measured otherwise."), &content)
}

fn card(cx: &Cx<'_>, n: usize, problem: &Problem<'_>) -> Markup {
    let f = problem.finding;
    html! {
        article.card.said id=(format!("p{n}")) aria-labelledby=(format!("p{n}-t")) {
            p.over { (icons::severity(problem.row.severity)) span.no { (n) } code.id { (problem.row.check) } }
            h3 id=(format!("p{n}-t")) { (cx.say(f.title.trim_end_matches("; measured otherwise"))) }
            dl.facts {
                div { dt { "Measured" } dd { (cx.say(&f.observed)) } }
                div { dt { "Said" } dd { (line(&f.expected)) } }
            }
            @if problem.row.question.is_none() { (cards::body(cx, n, problem)) }
            @else { @for text in f.remedy.lines() { p.small.then { (line(&text)) } } }
        }
    }
}

/// The ledger: open questions with who should answer, then answers that stand.
pub fn people(cx: &Cx<'_>) -> Markup {
    let rows: Vec<&Row> = cx.report.rows.iter().filter(|r| r.scope == Scope::People).collect();
    let open = cx.report.open_questions();
    let said: Vec<&&Row> = rows.iter().filter(|r| r.state == State::Attested).collect();
    if open.is_empty() && said.is_empty() {
        return html! {};
    }
    let content = html! {
        @if !open.is_empty() {
            h3 { "Nobody answered yet" }
            p.intro { "Answer them with " code { "launch-ready attest --ask" } ", in ten minutes at most." }
            ul.plain.asked {
                @for (row, q) in &open {
                    li {
                        span.what {
                            (cx.say(&q.ask))
                            @if row.decisive { " " span.tag { "decides the verdict" } }
                            span.under { "For " (line(&q.who)) ". Evidence: " (line(&q.evidence)) "." }
                            @if let Some(u) = row.unknown_reason.as_ref().filter(|u| !u.detail.is_empty()) {
                                span.under { (prose::lower_first(&u.to_string())) }
                            }
                        }
                        code.id { (row.check) }
                    }
                }
            }
        }
        @if !said.is_empty() {
            details.fold.attested {
                summary { (icons::count("pass", said.len(), "attested by people, not measured")) }
                ul.plain.asked {
                    @for row in &said {
                        li {
                            span.what {
                                (line(&row.summary))
                                @if let Some(a) = &row.attestation {
                                    span.under { (line(&a.by)) " says so, until " (a.until.0.to_string()) ": " (line(&a.evidence)) }
                                }
                            }
                            code.id { (row.check) }
                        }
                    }
                }
            }
        }
    };
    part("people", "People", Some("What only people know. Said, not measured."), &content)
}
