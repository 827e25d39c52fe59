//! Puts pieces of work into time: each person does one thing at a time, waits run beside the work.

use super::Phase;
use super::steps::Draft;
use std::cmp::Reverse;

const DAY: u32 = 24 * 60;
/// Work of so few minutes that begins a wait of so many comes first of all: nothing else is held up by it.
const SHORT: u32 = 15;
const LONG: u32 = 30;

/// A piece of work with its times, in minutes of the clock from the start on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub draft: Draft,
    /// Numbers (from 1) of the steps that must work first.
    pub after: Vec<usize>,
    pub begins: u32,
    pub ends: u32,
    pub works: u32,
}

/// Places all drafts; `day` is minutes of work a day. The result stands in the order of its beginnings.
pub fn place(drafts: Vec<Draft>, day: u32) -> Vec<Placed> {
    let tails: Vec<u32> = (0..drafts.len()).map(|i| tail(&drafts, i)).collect();
    let mut left: Vec<usize> = (0..drafts.len()).collect();
    // Begin, end and moment of working of what is placed, by draft.
    let mut times: Vec<Option<(u32, u32, u32)>> = vec![None; drafts.len()];
    let mut clocks: Vec<(String, u32)> = Vec::new();
    while !left.is_empty() {
        // Of what rests on nothing unplaced, the most urgent one; among those that can begin now.
        let open = left.iter().copied().filter(|i| drafts[*i].needs.iter().all(|n| times[*n].is_some()));
        let begin = |i: usize| {
            let free = clocks.iter().find(|(lane, _)| *lane == drafts[i].lane).map_or(0, |(_, t)| *t);
            let ready = drafts[i].needs.iter().filter_map(|n| times[*n]).map(|(_, _, works)| works).max().unwrap_or(0);
            (fitting(free.max(ready), drafts[i].effort, day), free >= ready)
        };
        let best = open.min_by_key(|i| {
            let (at, now) = begin(*i);
            // Waiting for another step leaves the time to somebody else's work.
            (drafts[*i].phase == Phase::WeekAfter, !now, if now { 0 } else { at }, urgency(&drafts[*i], tails[*i]), *i)
        });
        // Needs run in no circle, so there is always one.
        let Some(i) = best else { break };
        let (from, _) = begin(i);
        let to = worked(from, drafts[i].effort, day);
        times[i] = Some((from, to, to + drafts[i].wait_minutes));
        match clocks.iter_mut().find(|(lane, _)| *lane == drafts[i].lane) {
            Some((_, clock)) => *clock = to,
            None => clocks.push((drafts[i].lane.clone(), to)),
        }
        left.retain(|l| *l != i);
    }
    ordered(drafts, &times)
}

fn ordered(drafts: Vec<Draft>, times: &[Option<(u32, u32, u32)>]) -> Vec<Placed> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|i| (drafts[*i].phase == Phase::WeekAfter, times[*i].map_or(u32::MAX, |t| t.0), *i));
    let number = |draft: usize| order.iter().position(|o| *o == draft).map_or(0, |p| p + 1);
    let afters: Vec<Vec<usize>> = order
        .iter()
        .map(|i| {
            let mut after: Vec<usize> = drafts[*i].needs.iter().map(|n| number(*n)).collect();
            after.sort_unstable();
            after
        })
        .collect();
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let mut out = Vec::new();
    for (i, after) in order.into_iter().zip(afters) {
        let (Some(draft), Some((begins, ends, works))) = (drafts[i].take(), times[i]) else { continue };
        out.push(Placed { draft, after, begins, ends, works });
    }
    out
}

/// Blockers before the rest; inside, what waits starts first, the longest wait before all; then the order of D1.3.
fn urgency(d: &Draft, tail: u32) -> (u8, bool, u8, Reverse<u32>, u32) {
    let waits = tail > d.effort;
    if d.phase != Phase::WeekAfter && d.effort <= SHORT && tail >= d.effort + LONG {
        return (0, false, 0, Reverse(tail), d.effort);
    }
    // Handover work that waits for nobody stands behind mail trust; basics come before speed.
    let group = match d.phase {
        Phase::Blockers => 0,
        Phase::Trust => 1,
        Phase::Handover => 2,
        Phase::Speed => 3,
        Phase::WeekAfter => 4,
    };
    (group, !waits, area_rank(d), Reverse(tail), d.effort)
}

/// DNS, TLS, secrets, then all else.
fn area_rank(d: &Draft) -> u8 {
    let check = d.mends.first().map_or("", |m| m.check.as_str());
    match check.split('/').next().unwrap_or_default() {
        "registration" | "dns" | "dnssec" => 0,
        "tls" => 1,
        "exposure" | "access" | "cache" => 2,
        "redirect" | "reach" | "edge" => 3,
        "mail" => 4,
        _ => 5,
    }
}

/// Minutes from the begin of a step to the end of all that rests on it.
fn tail(drafts: &[Draft], i: usize) -> u32 {
    let own = drafts[i].effort + drafts[i].wait_minutes;
    let next = (0..drafts.len()).filter(|j| drafts[*j].needs.contains(&i)).map(|j| tail(drafts, j)).max();
    own + next.unwrap_or(0)
}

/// The first moment from `at` on at which work of that length begins: inside a day, whole where a day can hold it.
fn fitting(at: u32, effort: u32, day: u32) -> u32 {
    let (days, minute) = (at / DAY, at % DAY);
    let fits = minute < day && (minute + effort <= day || (effort > day && minute == 0));
    if fits { at } else { (days + u32::from(minute > 0)) * DAY }
}

/// The end of work that begins at `from` and goes on over as many days as it needs.
fn worked(from: u32, effort: u32, day: u32) -> u32 {
    let (mut at, mut left) = (from, effort);
    loop {
        let today = day.saturating_sub(at % DAY);
        if left <= today {
            return at + left;
        }
        left -= today;
        at = (at / DAY + 1) * DAY;
    }
}

/// The chain of steps whose delay delays the last one before the launch, in order, as numbers from 1.
pub fn critical(placed: &[Placed]) -> Vec<usize> {
    let before = || (0..placed.len()).filter(|i| placed[*i].draft.phase != Phase::WeekAfter);
    let Some(mut at) = before().max_by_key(|i| placed[*i].works) else { return Vec::new() };
    let mut path = vec![at + 1];
    loop {
        let begins = placed[at].begins;
        let same_lane = |i: &usize| placed[*i].draft.lane == placed[at].draft.lane;
        // What held it up: the step it rests on that worked last, or the work before it in the same hands.
        let need = placed[at].after.iter().map(|n| n - 1).max_by_key(|i| placed[*i].works);
        let hands = before()
            .filter(|i| *i != at && placed[*i].ends <= begins)
            .filter(same_lane)
            .max_by_key(|i| placed[*i].ends);
        let cause = match (need, hands) {
            (Some(n), Some(h)) => Some(if placed[n].works >= placed[h].ends { n } else { h }),
            (one, other) => one.or(other),
        };
        let Some(cause) = cause else { break };
        path.push(cause + 1);
        at = cause;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::plan::Mends;
    use model::check::{Severity, Stage, Wait};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn work_stays_inside_the_day_and_goes_on_the_next() {
        assert_eq!(fitting(400, 60, 480), 400);
        assert_eq!(fitting(450, 60, 480), DAY);
        assert_eq!(fitting(500, 10, 480), DAY);
        assert_eq!(fitting(DAY, 480, 480), DAY);
        assert_eq!(fitting(10, 600, 480), DAY);
        assert_eq!(worked(0, 480, 480), 480);
        assert_eq!(worked(DAY, 600, 480), 2 * DAY + 120);
    }

    fn draft(phase: u8, effort: u32, wait: u32, lane: u8, needs: BTreeSet<usize>) -> Draft {
        Draft {
            phase: Phase::ALL[usize::from(phase)],
            stage: Stage::QuickAudit,
            title: String::new(),
            severity: Severity::High,
            mends: Vec::<Mends>::new(),
            lane: lane.to_string(),
            owner: String::new(),
            place: String::new(),
            fix: Vec::new(),
            effort,
            wait: Wait::None,
            wait_minutes: wait,
            needs,
        }
    }

    /// Any work whose needs point backwards.
    fn drafts() -> impl Strategy<Value = Vec<Draft>> {
        let needs = proptest::collection::vec(any::<proptest::sample::Index>(), 0..3);
        let one = (0..5_u8, 1..700_u32, 0..3000_u32, 0..3_u8, needs);
        proptest::collection::vec(one, 0..14).prop_map(|all| {
            let mut out: Vec<Draft> = Vec::new();
            for (phase, effort, wait, lane, needs) in all {
                let needs: BTreeSet<usize> =
                    needs.iter().filter(|_| !out.is_empty()).map(|n| n.index(out.len())).collect();
                // What an early part rests on belongs to that part, as `steps` makes it.
                let late = needs.iter().any(|n: &usize| out[*n].phase == Phase::WeekAfter);
                out.push(draft(if late { 4 } else { phase }, effort, wait, lane, needs));
            }
            out
        })
    }

    proptest! {
        #[test]
        fn an_order_never_violates_a_need_and_nobody_does_two_things(all in drafts(), hours in 1..=24_u32) {
            let (day, total) = (hours * 60, all.iter().map(|d| d.effort).sum::<u32>());
            let placed = place(all.clone(), day);
            prop_assert_eq!(placed.len(), all.len());
            prop_assert_eq!(placed.iter().map(|p| p.draft.effort).sum::<u32>(), total, "hours add up");
            for (i, p) in placed.iter().enumerate() {
                prop_assert_eq!(p.after.len(), p.draft.needs.len());
                for need in &p.after {
                    prop_assert!(placed[need - 1].works <= p.begins, "step {} begins before {need} works", i + 1);
                }
                prop_assert!(p.begins % DAY < day && (p.ends - 1) % DAY < day, "work outside the day: {p:?}");
                prop_assert_eq!(p.works, p.ends + p.draft.wait_minutes);
                for q in placed.iter().skip(i + 1).filter(|q| q.draft.lane == p.draft.lane) {
                    prop_assert!(q.begins >= p.ends || q.ends <= p.begins, "two things at once");
                }
            }
        }

        #[test]
        fn the_critical_path_runs_forward_to_what_works_last(all in drafts()) {
            let placed = place(all, 480);
            let path = critical(&placed);
            let before: Vec<&Placed> = placed.iter().filter(|p| p.draft.phase != Phase::WeekAfter).collect();
            prop_assert_eq!(path.is_empty(), before.is_empty());
            if let Some(last) = path.last() {
                prop_assert_eq!(Some(placed[last - 1].works), before.iter().map(|p| p.works).max());
            }
            for pair in path.windows(2) {
                prop_assert!(placed[pair[0] - 1].ends <= placed[pair[1] - 1].begins);
            }
        }
    }
}
