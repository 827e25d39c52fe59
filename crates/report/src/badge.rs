//! A badge for a page or a README: verdict, and the day until which it says anything.
//!
//! A picture can't know what day it is, so it carries its last day in its words, and turns grey when it is drawn
//! again after that day (a CI that runs daily does so).

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{PreEscaped, html};
use model::facts::Tls;
use model::report::Answer;
use model::{Evidence, Report};

/// A look says nothing about more than a month later.
const DAYS: i64 = 30;

/// The last day for which the verdict stands: a month, or the end of the first certificate, waiver or answer.
#[must_use]
pub fn until(report: &Report, evidence: &Evidence) -> Date {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    let looked = evidence.at;
    let month = looked.checked_add((DAYS * 24).hours()).unwrap_or(looked);
    let certificates = evidence.all::<Tls>().flat_map(|(_, tls)| tls.sessions().filter_map(|(_, s)| s.leaf()));
    let ends = certificates.map(|leaf| leaf.not_after).filter(|end| *end > looked);
    let waivers = report.rows.iter().filter_map(|r| r.waiver.as_ref().map(|w| w.until.0));
    let answers = report.rows.iter().filter_map(|r| r.attestation.as_ref().map(|a| a.until.0));
    let people = waivers.chain(answers).filter(|d| *d >= day(looked));
    ends.map(day).chain(people).fold(day(month), Date::min)
}

/// The picture, with the same words for who can't see it.
#[must_use]
pub fn render(report: &Report, evidence: &Evidence, now: Timestamp) -> String {
    let until = until(report, evidence);
    let over = now.to_zoned(TimeZone::UTC).date() > until || now < evidence.at;
    let looked = evidence.at.to_zoned(TimeZone::UTC).strftime("%-d %b %Y").to_string();
    let (words, colour) = match (over, report.verdict) {
        (true, _) => (format!("over since {}", until.strftime("%-d %b %Y")), "#6b6b6b"),
        (false, Answer::Go) => (format!("GO until {}", until.strftime("%-d %b %Y")), "#2b6335"),
        (false, Answer::NoGo) => (format!("NO-GO on {looked}"), "#a11d1a"),
        (false, Answer::CannotTell) => (format!("can't tell on {looked}"), "#574685"),
    };
    let told = format!(
        "Launch Ready: {words} for {} under {}, looked at {looked}",
        crate::clean::line(&report.target),
        crate::clean::line(&report.profile)
    );
    // 11 px sans-serif: about 6.6 px a letter; a little air at both ends.
    let width = |text: &str| (text.chars().count() * 66).div_ceil(10) + 14;
    let (left, right) = (width("launch ready"), width(&words));
    let whole = left + right;
    html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        svg xmlns="http://www.w3.org/2000/svg" width=(whole) height="20" viewBox=(format!("0 0 {whole} 20")) role="img" aria-label=(told) {
            title { (told) }
            rect width=(whole) height="20" rx="3" fill=(colour) {}
            path d=(format!("M3 0h{}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z", left - 3)) fill="#33302b" {}
            g fill="#ffffff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle" {
                text x=(left / 2) y="14" textLength=(left - 14) { "launch ready" }
                text x=(left + right / 2) y="14" textLength=(right - 14) { (words) }
            }
        }
        (PreEscaped("\n"))
    }
    .into_string()
}
