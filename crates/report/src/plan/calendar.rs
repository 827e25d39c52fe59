//! The plan as a calendar: one entry a step before the launch.

use super::Plan;
use crate::ics::{Event, When, calendar};
use model::text;

/// The calendar.
#[must_use]
pub fn render(plan: &Plan) -> String {
    let events: Vec<Event> = plan
        .before()
        .map(|s| {
            let mut what = format!("{}\n{}", s.owner, s.place);
            for line in &s.fix {
                what.push('\n');
                what += line;
            }
            if s.wait_minutes > 0 {
                what += &format!("\nThen it takes {} until it works.", text::minutes(s.wait_minutes));
            }
            what += &format!("\n{}", s.verify);
            Event {
                uid: format!("plan-{}", s.mends.first().map_or_else(String::new, |m| m.fingerprint.clone())),
                when: When::Span(s.begins, s.ends),
                summary: format!("{}. {}", s.number, s.title),
                description: what,
                remind_days: None,
            }
        })
        .collect();
    calendar(&format!("{}: plan", plan.app.as_deref().unwrap_or(&plan.target)), plan.looked, &events)
}
