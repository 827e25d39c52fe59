//! The plan as a timeline: a bar for each step, its wait drawn lighter.

use super::{icons, part};
use crate::clean::line;
use crate::plan::{Phase, Plan, Step};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use model::{Severity, text};

/// Steps that the report draws; a page that is sent by mail stays small.
const SHOWN: usize = 8;

/// The part of the report; nothing when nothing is to be done.
pub fn part_of(plan: &Plan) -> Markup {
    if plan.steps.is_empty() {
        return html! {};
    }
    let content = html! {
        (summary(plan))
        (bars(plan, false, SHOWN))
        (week_after(plan))
        p.small { "With rates, owners and other hours: " code { "launch-ready plan --rate 90 --day-hours 6" } "." }
    };
    part("plan", "The plan", Some("What waits starts first."), &content)
}

/// What fits, until when, how much.
pub fn summary(plan: &Plan) -> Markup {
    let list = |n: &[usize]| text::list(&n.iter().map(ToString::to_string).collect::<Vec<_>>());
    html! {
        dl.facts.planned {
            div { dt { "Fits" } dd { (line(&plan.sprint.words)) } }
            @if let Some(gone) = plan.blockers_gone { div { dt { "Blockers" } dd { "gone " (moment(gone)) } } }
            @if let Some(ready) = plan.ready { div { dt { "Ready" } dd { (moment(ready)) ", when work begins " (moment(plan.start)) } } }
            @if !plan.totals.arithmetic.is_empty() { div { dt { "Work" } dd { (line(&plan.totals.arithmetic)) } } }
            @if plan.critical_path.len() > 1 { div { dt { "Critical" } dd { "step " (list(&plan.critical_path)) ": a delay of one of them delays everything" } } }
            div {
                dt { "One day" }
                dd {
                    "if only one is left: " (text::list(&plan.one_day.basics.iter().map(|b| line(&b.what)).collect::<Vec<_>>()))
                    @if !plan.one_day.steps.is_empty() { "; then step " (list(&plan.one_day.steps)) }
                    @if !plan.one_day.left_out.is_empty() { "; no time for step " (list(&plan.one_day.left_out)) }
                }
            }
        }
    }
}

/// The time that the drawing shows, in minutes from the start on.
struct Axis {
    minutes: i64,
    start: Timestamp,
}

impl Axis {
    fn of(plan: &Plan) -> Self {
        let end = plan.before().map(|s| s.works).max().unwrap_or(plan.start);
        // A wait of days would press the work of hours flat.
        let ends = plan.before().map(|s| s.ends).max().unwrap_or(plan.start);
        let reach = |at: Timestamp| at.duration_since(plan.start).as_mins();
        Self { minutes: reach(end).min(reach(ends) + 12 * 60).max(30), start: plan.start }
    }

    /// Position from 0 to 1000.
    fn x(&self, at: Timestamp) -> i64 {
        (at.duration_since(self.start).as_mins() * 1000 / self.minutes).clamp(0, 1000)
    }
}

/// One bar a step before the launch, with its fix unfolded where that is wanted.
pub fn bars(plan: &Plan, with_fix: bool, most: usize) -> Markup {
    let axis = Axis::of(plan);
    let end = plan.start + jiff::SignedDuration::from_mins(axis.minutes);
    html! {
        ol.bars.timeline { @for s in plan.before().take(most) { (row(plan, &axis, s, with_fix)) } }
        @if plan.before().count() > most {
            p.small { "And " (plan.before().count() - most) " more: " code { "launch-ready plan -o plan.html" } }
        }
        @if plan.before().next().is_some() {
            p.axis aria-hidden="true" { span { (moment(plan.start)) } span { (moment(end)) } }
        }
    }
}

fn row(plan: &Plan, axis: &Axis, s: &Step, with_fix: bool) -> Markup {
    let (from, to, works) = (axis.x(s.begins), axis.x(s.ends), axis.x(s.works));
    let to = to.max(from + 6).min(1000);
    html! {
        li {
            p {
                b { (s.number) ". " (line(&s.title)) } " "
                (icons::severity(s.severity)) " "
                @if s.critical && plan.critical_path.len() < plan.before().count() { span.tag { "critical path" } }
            }
            p.small {
                (begin(plan, s.begins)) ", " (text::minutes(s.effort_minutes)) " of work, " (line(&s.owner))
                @if s.wait_minutes > 0 { ", then " (text::minutes(s.wait_minutes)) " until it works" }
                @if !s.after.is_empty() { ", after step " (text::list(&s.after.iter().map(ToString::to_string).collect::<Vec<_>>())) }
            }
            svg.bar viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                rect.track x="0" y="8" width="1000" height="4" {}
                @if works > to { rect.wait x=(to) y="6" width=(works - to) height="8" {} }
                rect class=(if s.severity == Severity::Blocker { "work stops" } else { "work" }) x=(from.min(994)) y="3" width=((to - from).max(6)) height="14" rx="2" {}
            }
            @if with_fix {
                p.label { b { "Do" } " " (line(&s.place)) }
                pre.do { code { (s.fix.iter().map(|l| crate::clean::clean(l)).collect::<Vec<_>>().join("\n")) } }
                p.small { "Mends " (text::list(&s.mends.iter().map(|m| m.check.clone()).collect::<Vec<_>>())) ". Then: " code { (s.verify) } }
            }
        }
    }
}

/// What can wait.
pub fn week_after(plan: &Plan) -> Markup {
    let steps: Vec<&Step> = plan.of_phase(Phase::WeekAfter).collect();
    if steps.is_empty() {
        return html! {};
    }
    html! {
        details.fold {
            summary { (icons::count("low", steps.len(), "that can wait until the week after")) }
            ul.plain.asked {
                @for s in steps {
                    li {
                        span.what { (s.number) ". " (line(&s.title)) span.under { (text::minutes(s.effort_minutes)) ", " (line(&s.owner)) } }
                        code.id { (text::list(&s.mends.iter().map(|m| m.check.clone()).collect::<Vec<_>>())) }
                    }
                }
            }
        }
    }
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %b, %H:%M UTC").to_string()
}

fn begin(plan: &Plan, at: Timestamp) -> String {
    let hours = at.duration_since(plan.start).as_hours().max(0);
    format!("Day {}, {}", hours / 24 + 1, at.to_zoned(TimeZone::UTC).strftime("%H:%M UTC"))
}
