//! Certificates on a common line of time.

use super::Cx;
use super::prose::day;
use crate::clean::line;
use jiff::Timestamp;
use maud::{Markup, html};
use model::facts::{Certificate, Tls};
use model::text;

/// One certificate, wherever it is served.
struct Bar<'a> {
    leaf: &'a Certificate,
    hosts: Vec<String>,
}

fn bars<'a>(cx: &'a Cx<'_>) -> Vec<Bar<'a>> {
    let mut out: Vec<Bar<'a>> = Vec::new();
    for (subject, tls) in cx.evidence.all::<Tls>() {
        for leaf in tls.sessions().filter_map(|(_, s)| s.leaf()) {
            let host = line(&subject.name);
            match out.iter_mut().find(|b| b.leaf.sha256 == leaf.sha256) {
                Some(bar) if bar.hosts.contains(&host) => {}
                Some(bar) => bar.hosts.push(host),
                None => out.push(Bar { leaf, hosts: vec![host] }),
            }
        }
    }
    out.sort_by_key(|b| b.leaf.not_after);
    out
}

/// The time that the drawing shows: from the oldest start to the latest end, at most 100 days back and 400 on,
/// so that one certificate of ten years does not press the others flat.
struct Axis {
    from: i64,
    to: i64,
}

const DAY: i64 = 86_400;

impl Axis {
    fn of(bars: &[Bar<'_>], now: i64) -> Self {
        let from = bars.iter().map(|b| b.leaf.not_before.as_second()).min().unwrap_or(now);
        let to = bars.iter().map(|b| b.leaf.not_after.as_second()).max().unwrap_or(now);
        Self { from: from.clamp(now - 100 * DAY, now - DAY), to: to.clamp(now + DAY, now + 400 * DAY) }
    }

    /// Position from 0 to 1000.
    fn x(&self, at: i64) -> i64 {
        ((at - self.from) * 1000 / (self.to - self.from)).clamp(0, 1000)
    }
}

fn day_of(second: i64) -> String {
    Timestamp::from_second(second).map(day).unwrap_or_default()
}

/// Bars, soonest end first.
pub fn certificates(cx: &Cx<'_>) -> Markup {
    let bars = bars(cx);
    if bars.is_empty() {
        return html! {};
    }
    let now = cx.report.at;
    let axis = Axis::of(&bars, now.as_second());
    html! {
        div.map {
            h3 { "How long the certificates last" }
            p.intro { "The upright line is the moment of the look, " (day(now)) "." }
            ul.bars { @for bar in &bars { (row(bar, &axis, now)) } }
            p.axis aria-hidden="true" { span { (day_of(axis.from)) } span { (day_of(axis.to)) } }
        }
    }
}

fn row(bar: &Bar<'_>, axis: &Axis, now: Timestamp) -> Markup {
    let left = bar.leaf.left(now);
    let kind = match left / DAY {
        _ if left < 0 => "blocker",
        0..14 => "high",
        14..21 => "medium",
        _ => "pass",
    };
    let words = if left < 0 {
        format!("ended {} ago, on {}", text::span(left), day(bar.leaf.not_after))
    } else {
        format!("{} left, until {}", text::span(left), day(bar.leaf.not_after))
    };
    let (from, to) = (axis.x(bar.leaf.not_before.as_second()), axis.x(bar.leaf.not_after.as_second()));
    let here = axis.x(now.as_second());
    let issuer = bar.leaf.issuer_organisation.as_ref().unwrap_or(&bar.leaf.issuer);
    html! {
        li {
            p { b { (text::list(&bar.hosts)) } " " span class=(format!("s-{kind}")) { (words) } " " span.small { "issued by " (line(issuer)) } }
            svg.bar viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                rect.track x="0" y="8" width="1000" height="4" {}
                rect class=(format!("span s-{kind}")) x=(from) y="4" width=((to - from).max(4)) height="12" rx="2" {}
                rect.now x=((here - 1).max(0)) y="0" width="3" height="20" {}
            }
        }
    }
}
