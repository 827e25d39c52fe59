//! The record at `_mta-sts` (RFC 8461 §3.1).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::dns::Dns;
use crate::name::canonical;
use crate::problem::{quoted, too_long};
use crate::published::{Published, published};
use crate::tags;

/// The longest `id` (RFC 8461 §3.1).
const LONGEST_ID: usize = 32;

/// An announcement: there is a policy, and it changed when the id did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// `id`: 1 to 32 letters and digits; another one makes senders fetch the policy again.
    pub id: String,
    /// Tags no RFC knows; ignored.
    pub unknown_tags: Vec<String>,
}

/// Whether a TXT record announces a policy: `v=STSv1` first, then a semicolon (RFC 8461 §3.1).
#[must_use]
pub fn is_mta_sts(text: &str) -> bool {
    text.strip_prefix("v=STSv1").is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(';'))
}

impl Record {
    /// The record in `text`, or everything that is wrong with it, by position.
    ///
    /// # Errors
    /// One or more problems; senders act as if there were no policy.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        if !is_mta_sts(text) {
            let end = text.chars().take("v=STSv1;".len()).map(char::len_utf8).sum();
            let message = "an MTA-STS record begins with \"v=STSv1;\" in exactly this case, put that first";
            return Err(vec![Problem::new(0..end, message)]);
        }
        if let Some(problem) = too_long(text) {
            return Err(vec![problem]);
        }
        let (tags, mut problems) = tags::split(text);
        let (mut id, mut unknown_tags) = (None, Vec::new());
        for tag in tags.iter().skip(1) {
            match tag.name {
                "id" if id.is_none() => {
                    id = Some(tag.value.to_owned());
                    let good = !tag.value.is_empty()
                        && tag.value.len() <= LONGEST_ID
                        && tag.value.bytes().all(|b| b.is_ascii_alphanumeric());
                    if !good {
                        let message = format!(
                            "the id {} is not 1 to {LONGEST_ID} letters and digits, write for example a date",
                            quoted(tag.value)
                        );
                        problems.push(Problem::new(tag.at(), message));
                    }
                }
                // Told by the list already.
                "id" | "v" => {}
                name => unknown_tags.push(name.to_owned()),
            }
        }
        if id.is_none() {
            let message = "id= is missing, add one and change it with the policy";
            problems.push(Problem::new(0..text.len(), message));
        }
        problems.sort_by_key(|problem| problem.at.start);
        match id {
            Some(id) if problems.is_empty() => Ok(Self { id, unknown_tags }),
            _ => Err(problems),
        }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "v=STSv1; id={}", self.id)
    }
}

/// The announcement of `domain`. Several records count as none (RFC 8461 §3.1).
pub async fn lookup<D: Dns>(dns: &D, domain: &str) -> Published<Record> {
    let name = format!("_mta-sts.{}", canonical(domain));
    published(dns, &name, is_mta_sts, Record::parse).await
}
