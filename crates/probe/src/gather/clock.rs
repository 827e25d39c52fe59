//! Is the clock of a host right? By the `Date` of answers that were fetched anyway.

use crate::look::{Gather, Look};
use http::HeaderMap;
use jiff::fmt::rfc2822::DateTimeParser;
use model::facts::{Clock, ClockControl, Page, Registration};
use model::{Origin, Seen, Subject};

impl Gather for Clock {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let host = &subject.name;
        drop(look.get::<Page>(&Subject::page(&Origin::https(host), "/")).await);
        if let Some(domain) = &look.plan.declared.domain {
            // The registry's server is asked anyway, and belongs to nobody's target.
            drop(look.get::<Registration>(&Subject::domain(domain)).await);
        }
        let control = look.any_foreign_clock();
        let control = control.and_then(|host| Some(ClockControl { ahead: look.clock_of(&host)?, host }));
        Ok(Self { ahead: look.clock_of(host), control })
    }
}

impl Look {
    /// Notes the clock of a host by an answer over https (port 80 is often another machine) of its own: one with an age comes from a store (RFC 9111 §5.1).
    pub(crate) fn note_clock(&self, host: &str, headers: &HeaderMap) {
        if headers.contains_key("age") {
            return;
        }
        let date = headers.get("date").and_then(|v| v.to_str().ok());
        let Some(date) = date.and_then(|d| DateTimeParser::new().parse_timestamp(d).ok()) else { return };
        self.clock_seen(host, date.as_second() - (self.net.clock)().as_second());
    }

    /// A host of another owner whose clock was seen; the same one in every run.
    fn any_foreign_clock(&self) -> Option<String> {
        let mut hosts = self.clock_hosts();
        hosts.sort();
        hosts.into_iter().find(|h| !self.plan.declared.owns(h))
    }
}
