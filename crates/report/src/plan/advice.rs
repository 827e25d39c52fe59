//! Sums, the last day, and which kind of sprint fits (mission.md D1.3).

use super::{Basic, Fit, OneDay, Phase, Rate, Sprint, Step, Totals};
use model::report::Answer;
use model::{Report, Severity, Stage, text};
use std::fmt::Write as _;

/// Half a working day: up to it nobody needs help.
const HALF_A_DAY: u32 = 4 * 60;
/// Two working days.
const TWO_DAYS: u32 = 16 * 60;

/// Sums with their arithmetic.
pub fn totals(steps: &[Step], rate: Option<&Rate>) -> Totals {
    let sum = |after: bool| -> u32 {
        steps.iter().filter(|s| (s.phase == Phase::WeekAfter) == after).map(|s| s.effort_minutes).sum()
    };
    let (before, after) = (sum(false), sum(true));
    let mut arithmetic = String::new();
    for phase in Phase::ALL {
        let of: Vec<u32> = steps.iter().filter(|s| s.phase == phase).map(|s| s.effort_minutes).collect();
        if !of.is_empty() {
            let minutes = of.iter().sum();
            let join = if arithmetic.is_empty() { "" } else { " + " };
            let _ = write!(arithmetic, "{join}{} ({})", text::minutes(minutes), phase.title().to_lowercase());
        }
    }
    if !arithmetic.is_empty() {
        let _ = write!(arithmetic, " = {}", text::minutes(before + after));
    }
    if let Some(rate) = rate {
        let cost = |minutes| rate.words(rate.cost(minutes));
        let _ = write!(
            arithmetic,
            "; before the launch {} × {} an hour = {}",
            text::minutes(before),
            rate.words(rate.cents),
            cost(before)
        );
        if after > 0 {
            let _ = write!(arithmetic, ", the week after {} = {}", text::minutes(after), cost(after));
        }
    }
    Totals {
        before_minutes: before,
        after_minutes: after,
        arithmetic,
        before_cents: rate.map(|r| r.cost(before)),
        after_cents: rate.map(|r| r.cost(after)),
    }
}

/// When time is short: smoke tests, secret scan and uptime first, then what fits of the steps, worst first.
pub fn one_day(steps: &[Step], day: u32) -> OneDay {
    let basics = [
        ("Walk through log-in, one write and log-out on production, as a customer", 20),
        ("Search repository and browser bundles for keys and passwords", 20),
        ("One uptime check on home page and log-in that reaches a telephone", 15),
    ];
    let basics: Vec<Basic> = basics.map(|(what, minutes)| Basic { what: what.to_owned(), minutes }).into();
    let mut minutes: u32 = basics.iter().map(|b| b.minutes).sum();
    let mut wanted: Vec<&Step> = steps.iter().filter(|s| s.phase != Phase::WeekAfter).collect();
    wanted.sort_by_key(|s| (s.phase != Phase::Blockers, s.number));
    let (mut fits, mut left_out): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for step in wanted {
        let ground = step.after.iter().all(|n| fits.contains(n));
        if ground && minutes + step.effort_minutes <= day {
            minutes += step.effort_minutes;
            fits.push(step.number);
        } else {
            left_out.push(step.number);
        }
    }
    OneDay { basics, steps: fits, left_out, minutes }
}

/// Checks that say that the app itself does not run.
const NOT_RUNNING: [&str; 2] = ["reach/server-error", "reach/not-answering"];

/// Which kind of sprint fits, or none.
pub fn sprint(report: &Report, steps: &[Step]) -> Sprint {
    let before: Vec<&Step> = steps.iter().filter(|s| s.phase != Phase::WeekAfter).collect();
    let minutes: u32 = before.iter().map(|s| s.effort_minutes).sum();
    let mut stages: Vec<Stage> = before.iter().map(|s| s.stage).collect();
    stages.sort();
    stages.dedup();
    let named = text::list(&stages.iter().map(|s| s.title()).collect::<Vec<_>>());
    let down = before
        .iter()
        .find(|s| s.severity == Severity::Blocker && s.mends.iter().any(|m| NOT_RUNNING.contains(&m.check.as_str())));
    let work = text::minutes(minutes);
    let (fits, words) = if let Some(step) = down {
        let why = format!("{}: the app itself does not run, and that comes before any launch work", step.title);
        (Fit::NotALaunchProblem, why)
    } else if before.is_empty() && report.verdict == Answer::CannotTell {
        (
            Fit::LookFirst,
            "nothing was found that stops the launch, and not everything that decides was seen; look there first"
                .to_owned(),
        )
    } else if before.is_empty() {
        let covered = text::list(&report.scope.iter().filter(|s| s.looked).map(|s| s.scope.word()).collect::<Vec<_>>());
        (Fit::None, format!("none: nothing that was looked at ({covered}) has to be mended before the launch"))
    } else if minutes <= HALF_A_DAY {
        (Fit::DoItYourself, format!("do it yourself: {work} of work in {named}"))
    } else if minutes <= TWO_DAYS {
        (Fit::TwoDays, format!("a two-day sprint for {}: {work} of work in {named}", report.profile))
    } else {
        (Fit::WithHelp, format!("more than two days: {work} of work in {named}; get help, or move the date"))
    };
    Sprint { fits, words, stages }
}
