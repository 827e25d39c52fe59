//! The HTML report: one file without any request, readable without JavaScript, on paper and on a phone
//! (voice-and-look.md). Everything that comes from outside passes through `maud`, which escapes it, and through
//! [`clean`], which takes out what steers or reorders text.

mod answers;
mod bars;
mod cards;
mod csp;
mod foot;
mod head;
pub(crate) mod icons;
mod mailflow;
mod maps;
mod open;
mod people;
pub(crate) mod prose;
mod rows;
mod senders;
pub(crate) mod timeline;
mod tree;

use crate::clean::clean;
use crate::plan;
use crate::terms::Terms;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use model::report::Problem;
use model::{CheckInfo, Evidence, Finding, Report, Subject};
use std::cell::RefCell;
use std::collections::BTreeMap;

const STYLE: &str = include_str!("html/style.css");
const EXTRAS: &str = include_str!("html/extras.js");

/// The page. `checks` are the declarations of the checks that ran; they explain rows and name their sources.
#[must_use]
pub fn render(report: &Report, evidence: &Evidence, checks: &[CheckInfo]) -> String {
    let cx = Cx {
        report,
        evidence,
        checks: checks.iter().map(|c| (c.id, c)).collect(),
        problems: report.problems(),
        terms: RefCell::default(),
        recorded: RefCell::default(),
    };
    let title = format!("{} · {} · Launch Ready", cx.name(), report.verdict.word());
    let body = html! {
        (head::head(&cx))
        main #main {
            (head::strip(&cx))
            (people::contradictions(&cx))
            (cards::blockers(&cx))
            (timeline::part_of(&plan::make(&plan::Input::of(report, evidence, checks))))
            (people::people(&cx))
            (open::could_not_tell(&cx))
            (rows::checks(&cx))
            (maps::maps(&cx))
            (open::not_looked_at(&cx))
        }
        (foot::foot(&cx))
    };
    page(&title, &body)
}

/// The shell of every page: its own style and script, nothing from elsewhere.
pub(crate) fn page(title: &str, body: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(csp::policy(STYLE, EXTRAS));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex";
                title { (clean(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                (icons::sprite())
                (body)
                script { (PreEscaped(EXTRAS)) }
            }
        }
    }
    .into_string()
}

/// What every part of the page may ask.
struct Cx<'a> {
    report: &'a Report,
    evidence: &'a Evidence,
    checks: BTreeMap<&'static str, &'a CheckInfo>,
    problems: Vec<Problem<'a>>,
    terms: RefCell<Terms>,
    /// Subjects whose evidence stands in the page already, with the number of the finding where.
    recorded: RefCell<BTreeMap<Subject, usize>>,
}

impl Cx<'_> {
    /// Name of the app, or the target.
    fn name(&self) -> &str {
        self.report.app.as_deref().unwrap_or(&self.report.target)
    }

    /// Number of a problem in the report, by the finding that tells it.
    fn number(&self, finding: &Finding) -> Option<usize> {
        self.problems.iter().position(|p| std::ptr::eq(p.finding, finding)).map(|i| i + 1)
    }
}

/// A part of the page: its name in the margin, its content beside it.
pub(crate) fn part(id: &str, title: &str, note: Option<&str>, content: &Markup) -> Markup {
    html! {
        section.part id=(id) aria-labelledby=(format!("{id}-t")) {
            div.margin {
                h2 id=(format!("{id}-t")) { (title) }
                @if let Some(note) = note { p.note { (note) } }
            }
            div.content { (content) }
        }
    }
}
