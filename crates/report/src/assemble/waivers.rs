//! Which waiver holds for what, and which hold for nothing.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::report::Waiver;
use model::text::glob;
use model::{CheckInfo, Subject};

/// The waivers of a run, with what became of each.
#[derive(Debug)]
pub struct Ledger {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    waiver: Waiver,
    expired: bool,
    met: bool,
}

impl Ledger {
    /// A waiver holds to the end of its day, UTC.
    pub fn new(waivers: Vec<Waiver>, now: Timestamp) -> Self {
        let today = now.to_zoned(TimeZone::UTC).date();
        let entries = waivers.into_iter().map(|w| Entry { expired: w.until.0 < today, met: false, waiver: w });
        Self { entries: entries.collect() }
    }

    /// The waiver that accepts this finding.
    pub fn for_finding(&mut self, info: &CheckInfo, subject: &Subject, key: &str) -> Option<Waiver> {
        self.find(info, subject, |w| w.key.as_deref().is_none_or(|k| k == key))
    }

    /// The waiver that accepts the whole row, seen or not. One that names a key accepts only that finding; on a
    /// row without findings it neither holds nor counts as matching nothing, because nobody can know.
    pub fn for_row(&mut self, info: &CheckInfo, subject: &Subject) -> Option<Waiver> {
        self.excuse(info, subject);
        self.find(info, subject, |w| w.key.is_none())
    }

    /// Marks waivers of a row that could not be judged as not idle.
    pub fn excuse(&mut self, info: &CheckInfo, subject: &Subject) {
        for entry in self.entries.iter_mut().filter(|e| names(&e.waiver, info, subject)) {
            entry.met = true;
        }
    }

    fn find(&mut self, info: &CheckInfo, subject: &Subject, also: impl Fn(&Waiver) -> bool) -> Option<Waiver> {
        let mut holds = None;
        for entry in self.entries.iter_mut().filter(|e| names(&e.waiver, info, subject) && also(&e.waiver)) {
            entry.met = true;
            if holds.is_none() && !entry.expired {
                holds = Some(entry.waiver.clone());
            }
        }
        holds
    }

    /// What is wrong with the waivers themselves.
    pub fn notes(&self) -> Vec<String> {
        self.entries.iter().filter_map(Entry::note).collect()
    }
}

impl Entry {
    fn note(&self) -> Option<String> {
        let w = &self.waiver;
        let key = w.key.as_ref().map(|k| format!(" ({k})")).unwrap_or_default();
        let which = format!("the waiver of {} on {}{key} by {}", w.check, w.subject, w.by);
        match (self.expired, self.met) {
            (true, true) => Some(format!("{which} expired after {}; what it accepted counts again", w.until.0)),
            (true, false) => Some(format!("{which} expired after {} and matches nothing; delete it", w.until.0)),
            (false, false) => Some(format!("{which} matches nothing; delete it, or look at its id and subject")),
            (false, true) => None,
        }
    }
}

fn names(waiver: &Waiver, info: &CheckInfo, subject: &Subject) -> bool {
    let check = waiver.check == info.id || info.formerly.contains(&waiver.check.as_str());
    check && glob(&waiver.subject, &subject.name)
}
