//! A shape for each severity and state: colour is never the only sign.

use maud::{Markup, PreEscaped, html};
use model::report::{Answer, StageLine, StageState};
use model::{Severity, State};

/// The shapes, once.
pub fn sprite() -> Markup {
    PreEscaped(
        r#"<svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false"><defs>
<symbol id="i-blocker" viewBox="0 0 16 16"><path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/><path d="M4.5 8h7" stroke="var(--card)" stroke-width="2.4"/></symbol>
<symbol id="i-high" viewBox="0 0 16 16"><path d="M8 1.2 15.4 14.5H.6z" fill="currentColor"/><path d="M8 6v4M8 11.2v1.6" stroke="var(--card)" stroke-width="1.7"/></symbol>
<symbol id="i-medium" viewBox="0 0 16 16"><path d="m8 .8 7.2 7.2L8 15.2.8 8z" fill="currentColor"/></symbol>
<symbol id="i-low" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.2" fill="none" stroke="currentColor" stroke-width="2.2"/></symbol>
<symbol id="i-pass" viewBox="0 0 16 16"><path d="m2 8.6 4 4L14 4" fill="none" stroke="currentColor" stroke-width="2.4"/></symbol>
<symbol id="i-unknown" viewBox="0 0 16 16"><path d="M4.6 5.4C4.6 3.4 6 2.2 8 2.2s3.4 1.2 3.4 3c0 2.6-3.4 2.6-3.4 5" fill="none" stroke="currentColor" stroke-width="2.2"/><circle cx="8" cy="13.3" r="1.5" fill="currentColor"/></symbol>
<symbol id="i-waived" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/></symbol>
<symbol id="i-none" viewBox="0 0 16 16"><path d="M3 8h10" stroke="currentColor" stroke-width="2.2"/></symbol>
</defs></svg>"#
            .to_owned(),
    )
}

fn icon(id: &str) -> Markup {
    html! { svg.icon width="16" height="16" aria-hidden="true" focusable="false" { use href=(format!("#i-{id}")) {} } }
}

/// A severity as icon and word.
pub fn severity(severity: Severity) -> Markup {
    html! { span class=(format!("sign s-{}", severity.word())) { (icon(severity.word())) span { (severity.word()) } } }
}

/// A count of one severity.
pub fn count(kind: &str, n: usize, word: &str) -> Markup {
    let class = if n == 0 { "sign s-none" } else { &format!("sign s-{kind}") };
    html! { span class=(class) { (icon(kind)) span { b { (n) } " " (word) } } }
}

/// A state as icon and word.
pub fn state(state: State) -> Markup {
    let kind = match state {
        State::Pass | State::Attested => "pass",
        State::Unknown => "unknown",
        State::Waived | State::Known => "waived",
        State::NotApplicable => "none",
        State::Fail | State::Contradicted => "blocker",
    };
    html! { span class=(format!("sign s-{kind}")) { (icon(kind)) span { (state.word()) } } }
}

/// The colour class and icon of a stage.
pub fn stage(line: &StageLine) -> (&'static str, Markup) {
    let kind = match line.state {
        StageState::Pass if line.only_said() => "waived",
        StageState::Pass => "pass",
        StageState::Fail => "blocker",
        StageState::Unknown => "unknown",
        StageState::NotLookedAt => "none",
    };
    (kind, icon(kind))
}

/// The colour class of a verdict.
pub fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Go => "pass",
        Answer::NoGo => "blocker",
        Answer::CannotTell => "unknown",
    }
}

/// Good or bad inside a drawing.
pub fn mark(good: bool, words: &str) -> Markup {
    let kind = if good { "pass" } else { "blocker" };
    html! { span class=(format!("sign s-{kind}")) { (icon(kind)) span { (words) } } }
}
