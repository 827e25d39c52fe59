//! The plan as a page of its own, in the look of the report.

use super::Plan;
use crate::clean::line;
use crate::html::{icons, page, part, prose, timeline};
use maud::html;

/// The page: one file without any request.
#[must_use]
pub fn render(plan: &Plan) -> String {
    let name = line(plan.app.as_deref().unwrap_or(&plan.target));
    let title = format!("{name} · plan · Launch Ready");
    let content = html! {
        (timeline::summary(plan))
        (timeline::bars(plan, true, usize::MAX))
        (timeline::week_after(plan))
        @if plan.steps.is_empty() { p.quiet { "Nothing was found that has to be mended." } }
    };
    let body = html! {
        header.top {
            p.brand { span { "Launch Ready" } span { (prose::moment(plan.looked)) } }
            div.title { h1 { (name) } @if plan.app.as_ref().is_some_and(|a| a != &plan.target) { p.target { (line(&plan.target)) } } }
            p class=(format!("verdict v-{}", icons::answer(plan.verdict))) { (plan.verdict.word()) }
            p.why { (sentence(plan)) }
        }
        main #main { (part("plan", "The plan", Some("What waits starts first."), &content)) }
    };
    page(&title, &body)
}

fn sentence(plan: &Plan) -> String {
    match (plan.ready, plan.before().count()) {
        (Some(ready), n) => {
            let steps = model::text::count(n, "step", "steps");
            format!(
                "{steps} and {} of work to a launch, ready {}",
                model::text::minutes(plan.totals.before_minutes),
                super::text::moment(ready)
            )
        }
        (None, _) => "Nothing has to be mended before the launch".to_owned(),
    }
}
