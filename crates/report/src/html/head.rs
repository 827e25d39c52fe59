//! The head of the report and the path of the seven stages.

use super::{Cx, icons, prose};
use crate::clean::line;
use crate::open::{elsewhere, trend};
use maud::{Markup, html};
use model::report::{Answer, StageLine, StageState};
use model::{Severity, State, text};

/// Who, what verdict, why, and under which conditions.
pub fn head(cx: &Cx<'_>) -> Markup {
    let r = cx.report;
    html! {
        header.top {
            p.brand { span { "Launch Ready" } span { (prose::moment(r.at)) } }
            div.title {
                h1 { (line(cx.name())) }
                @if r.app.as_ref().is_some_and(|a| a != &r.target) { p.target { (line(&r.target)) } }
            }
            p class=(format!("verdict v-{}", icons::answer(r.verdict))) { (r.verdict.word()) }
            p.why { (cx.say(&after_word(&r.headline, r.verdict))) }
            @if let Some(why) = r.partial {
                p.partial { strong { "Partial report: " } (why.sentence()) " before everything was seen." }
            }
            (counts(cx))
            (conditions(cx))
        }
    }
}

/// The verdict stands above as a word; the sentence need not repeat it.
fn after_word(headline: &str, verdict: Answer) -> String {
    let rest = headline.strip_prefix(verdict.word()).map_or(headline, str::trim_start);
    let mut chars = rest.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn counts(cx: &Cx<'_>) -> Markup {
    let severity = |s: Severity| cx.report.counts.by_severity.get(s.word()).copied().unwrap_or(0);
    let state = |s: State| cx.report.counts.by_state.get(s.key()).copied().unwrap_or(0);
    let blockers = severity(Severity::Blocker);
    html! {
        ul.counts aria-label="Counts" {
            li { (icons::count("blocker", blockers, if blockers == 1 { "blocker" } else { "blockers" })) }
            @for s in [Severity::High, Severity::Medium, Severity::Low] {
                li { (icons::count(s.word(), severity(s), s.word())) }
            }
            li { (icons::count("unknown", state(State::Unknown), "could not tell")) }
            @for s in [State::Waived, State::Known, State::Attested].into_iter().filter(|s| state(*s) > 0) {
                li { (icons::count("waived", state(s), s.word())) }
            }
            li { (icons::count("pass", state(State::Pass), "passed")) }
        }
    }
}

fn conditions(cx: &Cx<'_>) -> Markup {
    let r = cx.report;
    let words =
        |looked: bool| -> Vec<&str> { r.scope.iter().filter(|s| s.looked == looked).map(|s| s.scope.word()).collect() };
    html! {
        dl.conditions {
            div { dt { "Looked at" } dd { (text::list(&words(true))) ", level " (r.level.word()) } }
            @if !words(false).is_empty() {
                div { dt { "Not looked at" } dd { a href="#left" { (text::list(&words(false))) } } }
            }
            div { dt { "Profile" } dd { (line(&r.profile)) ", for " (line(&r.profile_for)) } }
            @if !r.gate.missing.is_empty() {
                div { dt { "Gate" } dd { "also wants " (text::list(&r.gate.missing.iter().map(|s| s.word()).collect::<Vec<_>>())) } }
            }
            @if let Some(words) = elsewhere(r) { div { dt { "Otherwise" } dd { (words) } } }
            @if let Some(words) = trend(r) { div { dt { "Trend" } dd { (words) } } }
            div { dt { "Score" } dd { (r.score) " of 100 " span.small { "(" (line(&r.score_arithmetic)) ")" } } }
        }
    }
}

/// Seven stages as a path; each jumps to its part.
pub fn strip(cx: &Cx<'_>) -> Markup {
    html! {
        nav.strip aria-label="The seven stages" {
            ol {
                @for s in &cx.report.stages {
                    @let (kind, icon) = icons::stage(s);
                    li class=(format!("st-{kind}")) {
                        a href=(format!("#stage-{}", s.stage.number())) {
                            span.dot { (s.stage.number()) }
                            span.name { (s.stage.title()) }
                            span class=(format!("sign s-{kind}")) { (icon) span { (stage_words(s)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The state of a stage in words.
pub fn stage_words(s: &StageLine) -> String {
    match s.state {
        StageState::Fail => format!("fails {}", s.failing),
        StageState::Unknown => "could not tell".into(),
        StageState::NotLookedAt => "not looked at".into(),
        StageState::Pass if s.only_said() => "said, not measured".into(),
        StageState::Pass if s.failing > 0 => format!("pass, {} to mend", s.failing),
        StageState::Pass => "pass".into(),
    }
}
