//! What could not be told, and what was not looked at: both with what would help.

use super::{Cx, part, prose};
use crate::clean::line;
use crate::open::{questions, reasons, sentence};
use maud::{Markup, html};
use model::check::Scope;

/// Rows that could not be seen, by reason.
pub fn could_not_tell(cx: &Cx<'_>) -> Markup {
    let groups = reasons(cx.report);
    if groups.is_empty() {
        return html! {};
    }
    let content = html! {
        @for (unknown, rows) in &groups {
            div.reason {
                h3 { (cx.say(&sentence(&unknown.to_string()))) }
                p { span.label { "What would help: " } (in_code(unknown.why.help())) }
                ul.plain {
                    @for row in rows {
                        li {
                            span.what {
                                "whether " (cx.say(&prose::lower_first(&row.summary)))
                                span.small { ", " (line(&row.subject.name)) }
                                @if row.decisive { " " span.tag { "decides the verdict" } }
                            }
                            code.id { (row.check) }
                        }
                    }
                }
            }
        }
    };
    part("open", "Could not tell", Some("Neither good nor bad: not seen."), &content)
}

/// Parts and things that the run left out.
pub fn not_looked_at(cx: &Cx<'_>) -> Markup {
    let r = cx.report;
    let closed: Vec<Scope> = r.scope.iter().filter(|s| !s.looked).map(|s| s.scope).collect();
    if closed.is_empty() && r.not_looked_at.is_empty() && r.notes.is_empty() && r.errors.is_empty() {
        return html! {};
    }
    let content = html! {
        dl.left {
            @for scope in closed {
                @let (what, how) = beyond(scope);
                div {
                    dt { (scope.word()) }
                    dd {
                        (what) " " span.how { (in_code(how)) }
                        @if scope == Scope::People && r.questions.open > 0 { span.how { " " (sentence(&questions(r))) } }
                    }
                }
            }
            @for item in &r.not_looked_at {
                div { dt { (line(&item.what)) } dd { (cx.say(&item.why)) ". " span.how { "How to look: " (in_code(&item.how)) } } }
            }
        }
        @if !r.notes.is_empty() || !r.errors.is_empty() {
            h3 { "Notes on this run" }
            ul.plain { @for note in r.notes.iter().chain(&r.errors) { li { (sentence(note)) } } }
        }
    };
    part("left", "Not looked at", Some("The verdict says nothing about these."), &content)
}

/// What a part of the audit would hold, and how to look there.
fn beyond(scope: Scope) -> (&'static str, &'static str) {
    match scope {
        Scope::Outside => ("What any visitor sees.", "Run `launch-ready check` with the domain."),
        Scope::Code => ("Secrets in the history, configuration, dependencies.", "This report does not look there."),
        Scope::Database => ("Slow queries, missing indexes, privileges.", "This report does not look there."),
        Scope::Active => ("Each role's view, bursts of visitors.", "This report does not look there."),
        Scope::People => ("Who owns what, who is called at night.", "Answer with `launch-ready attest --ask`."),
        Scope::Watch => ("What happens between two looks.", "This report is one moment."),
    }
}

/// Commands in a sentence stand in a fixed-width face.
pub(super) fn in_code(text: &str) -> Markup {
    let text = line(text);
    if text.starts_with("launch-ready ") {
        return html! { code { (text) } };
    }
    html! { @for (i, piece) in text.split('`').enumerate() { @if i % 2 == 1 { code { (piece) } } @else { (piece) } } }
}
