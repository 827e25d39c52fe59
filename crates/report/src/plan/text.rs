//! The plan on a terminal: the same words in 80 columns, no colour.

use super::{Phase, Plan, Step};
use crate::clean::{clean, line};
use crate::text::layout::wrapped;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::text;

const WIDTH: usize = 80;

/// The whole plan.
#[must_use]
pub fn render(plan: &Plan) -> String {
    let mut out = head(plan);
    let before: Vec<&Step> = plan.before().collect();
    if !before.is_empty() {
        out += &format!("\nBEFORE THE LAUNCH   ({}, {})\n", before.len(), text::minutes(plan.totals.before_minutes));
        before.iter().for_each(|s| out += &step(plan, s));
    }
    let later: Vec<&Step> = plan.of_phase(Phase::WeekAfter).collect();
    if !later.is_empty() {
        out += &format!("\nTHE WEEK AFTER   ({}, {})\n\n", later.len(), text::minutes(plan.totals.after_minutes));
        later.iter().for_each(|s| out += &short(s));
    }
    out += &one_day(plan);
    out
}

fn head(plan: &Plan) -> String {
    let name = line(plan.app.as_deref().unwrap_or(&plan.target));
    let mut out = format!("launch-ready plan  {name} · {} · {}\n\n", plan.profile, plan.verdict.word());
    let mut say = |label: &str, words: &str| {
        for (i, text) in wrapped(words, 0, WIDTH - 12).lines().enumerate() {
            out += format!("  {:<10}{text}", if i == 0 { label } else { "" }).trim_end();
            out.push('\n');
        }
    };
    say("fits", &plan.sprint.words);
    if let (Some(gone), Some(ready)) = (plan.blockers_gone, plan.ready) {
        say("ready", &format!("blockers gone {}, all before the launch {}", moment(gone), moment(ready)));
    } else if let Some(ready) = plan.ready {
        say("ready", &format!("all before the launch {}", moment(ready)));
    }
    if !plan.totals.arithmetic.is_empty() {
        say("work", &plan.totals.arithmetic);
    }
    if plan.critical_path.len() > 1 {
        say("critical", &format!("step {}", path(&plan.critical_path)));
    }
    let early = plan.starts_early();
    if !early.is_empty() {
        let list: Vec<String> =
            early.iter().map(|s| format!("step {} waits {}", s.number, text::minutes(s.wait_minutes))).collect();
        say("waits", &format!("{}; the work goes on meanwhile", text::list(&list)));
    }
    if plan.open_questions > 0 {
        let n = text::count(plan.open_questions, "question is", "questions are");
        say("open", &format!("{n} not answered; answers can add steps (launch-ready attest --ask)"));
    }
    say("basis", &format!("the look of {}, {} h of work a day", moment(plan.looked), plan.day_hours));
    out
}

fn path(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" → ")
}

fn step(plan: &Plan, s: &Step) -> String {
    // One pair of hands makes all of it critical; then the word says nothing.
    let mark = if s.critical && plan.critical_path.len() < plan.before().count() { " · critical path" } else { "" };
    let mut out = String::from("\n");
    for (i, text) in wrapped(&s.title, 0, WIDTH - 4).lines().enumerate() {
        let number = if i == 0 { format!("{:>2}  ", s.number) } else { " ".repeat(4) };
        out += &format!("{number}{text}\n");
    }
    let cost = match (&plan.rate, s.cost_cents) {
        (Some(rate), Some(cents)) => format!(" · {}", rate.words(cents)),
        _ => String::new(),
    };
    let (severity, work) = (s.severity.word(), text::minutes(s.effort_minutes));
    let when = format!("{severity} · {} · {work}{cost} · {}{mark}", begin(plan, s.begins), s.owner);
    out += &wrapped(&when, 4, WIDTH);
    if !s.after.is_empty() {
        out +=
            &format!("    after step {}\n", text::list(&s.after.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }
    let place = line(&s.place);
    out += &if place.is_empty() { "    do\n".to_owned() } else { wrapped(&format!("do {place}:"), 4, WIDTH) };
    for text in &s.fix {
        // One line, however long, where it is there to be pasted.
        let prose = s.place.is_empty() || s.place.starts_with("ask ");
        let pasted = || format!("      {}\n", clean(text).replace('\n', " ").trim_end());
        out += &if prose { wrapped(&line(text), 6, WIDTH) } else { pasted() };
    }
    if s.wait_minutes > 0 {
        out += &format!("    then it takes {}, until {}\n", text::minutes(s.wait_minutes), begin(plan, s.works));
    }
    out + &format!("    {}\n", s.verify)
}

fn short(s: &Step) -> String {
    let ids: Vec<&str> = s.mends.iter().map(|m| m.check.as_str()).collect();
    let told = format!("{} ({}, {})", s.title, text::minutes(s.effort_minutes), ids.join(", "));
    format!("{:>2}  {}", s.number, wrapped(&told, 4, WIDTH).trim_start())
}

fn one_day(plan: &Plan) -> String {
    let day = &plan.one_day;
    let mut out = format!("\nIF ONLY ONE DAY IS LEFT   ({} of {} h)\n", text::minutes(day.minutes), plan.day_hours);
    for basic in &day.basics {
        out += &wrapped(&format!("{} ({})", basic.what, text::minutes(basic.minutes)), 4, WIDTH);
    }
    let list = |n: &[usize]| text::list(&n.iter().map(ToString::to_string).collect::<Vec<_>>());
    if !day.steps.is_empty() {
        out += &wrapped(&format!("then step {}", list(&day.steps)), 4, WIDTH);
    }
    if !day.left_out.is_empty() {
        out += &wrapped(&format!("no time for step {}", list(&day.left_out)), 4, WIDTH);
    }
    out
}

/// `20 Nov, 12:40 UTC`.
pub(super) fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %b, %H:%M UTC").to_string()
}

/// `day 1, 12:40 UTC`.
pub(super) fn begin(plan: &Plan, at: Timestamp) -> String {
    let hours = at.duration_since(plan.start).as_hours().max(0);
    format!("day {}, {}", hours / 24 + 1, at.to_zoned(TimeZone::UTC).strftime("%H:%M UTC"))
}
