//! The expiry calendar: when certificates, the domain, waivers and answers end.

use crate::clean::line;
use crate::ics::{Event, When, calendar};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::facts::{Registration, Tls};
use model::finding::fingerprint;
use model::{Evidence, Report, Row, text};
use std::collections::BTreeSet;

/// Days of warning: mission.md asks for 14 before a certificate ends; registrars ask for 30; people for a week.
const CERTIFICATE: u16 = 14;
const DOMAIN: u16 = 30;
const PEOPLE: u16 = 7;

/// The calendar as a file for any calendar program.
#[must_use]
pub fn render(report: &Report, evidence: &Evidence) -> String {
    let name = report.app.as_deref().unwrap_or(&report.target);
    let mut events = certificates(evidence);
    events.extend(registrations(evidence));
    events.extend(people(report));
    events.sort_by_key(|e| (day_of(e.when), e.uid.clone()));
    calendar(&format!("{} ends", line(name)), report.at, &events)
}

fn day_of(when: When) -> Date {
    match when {
        When::Day(day) => day,
        When::Span(from, _) => utc_day(from),
    }
}

fn utc_day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// One entry a certificate, whatever hosts serve it.
fn certificates(evidence: &Evidence) -> Vec<Event> {
    let mut seen: Vec<(String, Timestamp, BTreeSet<String>)> = Vec::new();
    for (subject, tls) in evidence.all::<Tls>() {
        for leaf in tls.sessions().filter_map(|(_, s)| s.leaf()) {
            match seen.iter_mut().find(|(sum, ..)| *sum == leaf.sha256) {
                Some((.., hosts)) => {
                    hosts.insert(line(&subject.name));
                }
                None => seen.push((leaf.sha256.clone(), leaf.not_after, BTreeSet::from([line(&subject.name)]))),
            }
        }
    }
    let event = |(sum, end, hosts): (String, Timestamp, BTreeSet<String>)| {
        let hosts = text::list(&hosts.into_iter().collect::<Vec<_>>());
        Event {
            uid: format!("certificate-{}", &sum[..sum.len().min(16)]),
            when: When::Day(utc_day(end)),
            summary: format!("The certificate of {hosts} ends"),
            description: format!("It ends at {}. Look whether its renewal has run.", end.strftime("%H:%M UTC")),
            remind_days: Some(CERTIFICATE),
        }
    };
    seen.into_iter().map(event).collect()
}

fn registrations(evidence: &Evidence) -> Vec<Event> {
    let ends = evidence.all::<Registration>().filter_map(|(s, r)| Some((s.name.clone(), r.expires?)));
    let event = |(name, end): (String, Timestamp)| Event {
        uid: format!("domain-{name}"),
        when: When::Day(utc_day(end)),
        summary: format!("The registration of {name} ends"),
        description: "Look whether the registrar renews it by itself and the card is valid.".into(),
        remind_days: Some(DOMAIN),
    };
    ends.map(event).collect()
}

/// Waivers and answers that stand in the report, each once.
fn people(report: &Report) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    let mut add = |event: Event| {
        if !out.iter().any(|e| e.uid == event.uid) {
            out.push(event);
        }
    };
    for row in &report.rows {
        if let Some(w) = &row.waiver {
            add(Event {
                uid: format!("waiver-{}", fingerprint(&w.check, &row.subject, w.key.as_deref().unwrap_or_default())),
                when: When::Day(w.until.0),
                summary: format!("The waiver of {} on {} ends", w.check, line(&w.subject)),
                description: format!(
                    "Accepted by {}: {}. From the next day on it counts again.",
                    line(&w.by),
                    line(&w.reason)
                ),
                remind_days: Some(PEOPLE),
            });
        }
        if let Some(a) = &row.attestation {
            add(answer(row, a));
        }
    }
    out
}

fn answer(row: &Row, a: &model::report::Attestation) -> Event {
    let asked = row.question.as_ref().map_or_else(|| line(&row.summary), |q| line(&q.ask));
    Event {
        uid: format!("answer-{}", row.fingerprint),
        when: When::Day(a.until.0),
        summary: format!("The answer of {} to {} ends", line(&a.by), row.check),
        description: format!("{asked}\nlaunch-ready attest {} --by NAME --evidence FILE", row.check),
        remind_days: Some(PEOPLE),
    }
}
