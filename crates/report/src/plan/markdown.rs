//! The plan in Markdown: a table to put into a ticket, fixes folded below.

use super::text::{begin, moment};
use super::{Phase, Plan, Step};
use crate::markdown::{inline, pasted};
use model::text;
use std::fmt::Write as _;

/// The document.
#[must_use]
pub fn render(plan: &Plan) -> String {
    let name = plan.app.as_deref().unwrap_or(&plan.target);
    let mut out = format!("## Plan: {} ({})\n\n", inline(name), plan.verdict.word());
    let _ = write!(out, "**Which kind of sprint fits:** {}\n\n", inline(&plan.sprint.words));
    if let Some(ready) = plan.ready {
        let _ = writeln!(out, "- Ready: {}", moment(ready));
    }
    if !plan.totals.arithmetic.is_empty() {
        let _ = writeln!(out, "- Work: {}", inline(&plan.totals.arithmetic));
    }
    if plan.critical_path.len() > 1 {
        let path: Vec<String> = plan.critical_path.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "- Critical path: step {}", path.join(" → "));
    }
    let _ = writeln!(out, "- Basis: the look of {}, {} h of work a day\n", moment(plan.looked), plan.day_hours);
    let later: Vec<&Step> = plan.of_phase(Phase::WeekAfter).collect();
    for (title, steps) in [("Before the launch", plan.before().collect()), ("The week after", later)] {
        if !steps.is_empty() {
            out += &table(plan, title, &steps);
        }
    }
    out + &one_day(plan)
}

fn table(plan: &Plan, title: &str, steps: &[&Step]) -> String {
    let mut out = format!(
        "### {}\n\n| | | What | Who | Begins | Work | Waits | After |\n|--:|---|---|---|---|--:|--:|---|\n",
        title
    );
    for s in steps {
        let wait = if s.wait_minutes > 0 { text::minutes(s.wait_minutes) } else { String::new() };
        let after: Vec<String> = s.after.iter().map(ToString::to_string).collect();
        let mark = if s.critical { " **critical**" } else { "" };
        let _ = writeln!(
            out,
            "| {} | {} | {}{mark} | {} | {} | {} | {wait} | {} |",
            s.number,
            s.severity.word(),
            inline(&s.title),
            inline(&s.owner),
            begin(plan, s.begins),
            text::minutes(s.effort_minutes),
            after.join(", ")
        );
    }
    out.push('\n');
    for s in steps {
        let place = if s.place.is_empty() { String::new() } else { format!(" {}", inline(&s.place)) };
        let _ = write!(
            out,
            "<details><summary>{}. fix{place}</summary>\n\n{}\nThen: `{}`\n\n</details>\n\n",
            s.number,
            pasted(&s.fix),
            s.verify
        );
    }
    out
}

fn one_day(plan: &Plan) -> String {
    let day = &plan.one_day;
    let list = |n: &[usize]| text::list(&n.iter().map(ToString::to_string).collect::<Vec<_>>());
    let mut out = format!("### If only one day is left ({})\n\n", text::minutes(day.minutes));
    for b in &day.basics {
        let _ = writeln!(out, "- {} ({})", b.what, text::minutes(b.minutes));
    }
    if !day.steps.is_empty() {
        let _ = writeln!(out, "- then step {}", list(&day.steps));
    }
    if !day.left_out.is_empty() {
        let _ = writeln!(out, "- no time for step {}", list(&day.left_out));
    }
    out
}
