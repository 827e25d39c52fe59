//! The comparison as a page, in the look of the report.

use super::{Comparison, Item, Side, text::moment};
use crate::clean::line;
use crate::html::{icons, page, part, prose};
use maud::{Markup, html};
use model::Severity;

/// The page: one file without any request.
#[must_use]
pub fn render(c: &Comparison) -> String {
    let name = line(&c.after.target);
    let body = html! {
        header.top {
            p.brand { span { "Launch Ready" } span { (prose::moment(c.after.at)) } }
            div.title { h1 { (name) } p.target { "before and after" } }
            p class=(format!("verdict v-{}", icons::answer(c.after.verdict))) { (c.after.verdict.word()) }
            p.why { (change(c)) }
            dl.conditions {
                (side("Before", &c.before))
                (side("After", &c.after))
            }
        }
        main #main {
            @for (heading, items) in c.lists() {
                @if !items.is_empty() { (part(&id(heading), heading, Some(&note(heading, items.len())), &list(items))) }
            }
        }
    };
    page(&format!("{name} · before and after · Launch Ready"), &body)
}

fn change(c: &Comparison) -> String {
    let n = |items: &[Item], words: &str| (!items.is_empty()).then(|| format!("{} {words}", items.len()));
    let parts: Vec<String> =
        [n(&c.gone, "gone"), n(&c.new, "new"), n(&c.still, "still there")].into_iter().flatten().collect();
    let was = if c.before.verdict == c.after.verdict {
        "As before".to_owned()
    } else {
        format!("It was {}", c.before.verdict.word())
    };
    if parts.is_empty() { format!("{was}: nothing changed") } else { format!("{was}: {}", model::text::list(&parts)) }
}

fn side(label: &str, s: &Side) -> Markup {
    html! {
        div {
            dt { (label) }
            dd {
                (moment(s.at)) ", " (line(&s.profile)) ": " (s.verdict.word()) ", score " (s.score)
                span.small {
                    " (" @for (i, (severity, n)) in Severity::ALL.iter().zip(s.counts).enumerate() { @if i > 0 { ", " } (n) " " (severity.word()) } ")"
                }
            }
        }
    }
}

fn id(heading: &str) -> String {
    heading.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

fn note(heading: &str, n: usize) -> String {
    let words = match heading {
        "New" => "Not there before.",
        "Moved" => "With another severity.",
        "Accepted, not mended" => "A waiver or baseline hides them.",
        "Not seen again" => "Neither gone nor there.",
        "Gone" => "Measured again.",
        _ => "As before.",
    };
    format!("{n}. {words}")
}

fn list(items: &[Item]) -> Markup {
    html! {
        ul.plain.asked {
            @for i in items {
                li {
                    span.what {
                        (icons::severity(i.severity)) " " (i.title)
                        @if let Some(was) = i.was { span.small { " was " (was.word()) } }
                        span.under { (line(&i.subject)) @if !i.note.is_empty() { ": " (line(&i.note)) } }
                    }
                    code.id { (i.check) }
                }
            }
        }
    }
}
