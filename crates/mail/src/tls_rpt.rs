//! TLS-RPT (RFC 8460): where senders report that TLS failed.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::dns::Dns;
use crate::name::{canonical, is_mail_domain};
use crate::problem::{quoted, too_long};
use crate::published::{Published, published};
use crate::tags::{self, Tag};

/// Where reports go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// `rua`: `mailto:` and `https:` URIs, one or more.
    pub rua: Vec<String>,
    /// Tags no RFC knows; ignored.
    pub unknown_tags: Vec<String>,
}

/// Whether a TXT record is a TLS-RPT record: `v=TLSRPTv1` first, then a semicolon (RFC 8460 §3).
#[must_use]
pub fn is_tls_rpt(text: &str) -> bool {
    text.strip_prefix("v=TLSRPTv1").is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(';'))
}

impl Record {
    /// The record in `text`, or everything that is wrong with it, by position.
    ///
    /// # Errors
    /// One or more problems; senders report nothing.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        if !is_tls_rpt(text) {
            let end = text.chars().take("v=TLSRPTv1;".len()).map(char::len_utf8).sum();
            let message = "a TLS-RPT record begins with \"v=TLSRPTv1;\" in exactly this case, put that first";
            return Err(vec![Problem::new(0..end, message)]);
        }
        if let Some(problem) = too_long(text) {
            return Err(vec![problem]);
        }
        let (tags, mut problems) = tags::split(text);
        let (mut rua, mut unknown_tags) = (None, Vec::new());
        for tag in tags.iter().skip(1) {
            match tag.name {
                "rua" if rua.is_none() => rua = Some(uris(tag, &mut problems)),
                // Told by the list already.
                "rua" | "v" => {}
                name => unknown_tags.push(name.to_owned()),
            }
        }
        if rua.is_none() {
            let message = "rua= is missing, add mailto: and an address for reports";
            problems.push(Problem::new(0..text.len(), message));
        }
        problems.sort_by_key(|problem| problem.at.start);
        match rua {
            Some(rua) if problems.is_empty() => Ok(Self { rua, unknown_tags }),
            _ => Err(problems),
        }
    }
}

fn uris(tag: &Tag<'_>, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut start = tag.value_at.start;
    let mut uris = Vec::new();
    for part in tag.value.split(',') {
        let at = tags::inner(start, part);
        start += part.len() + 1;
        let uri = part.trim();
        if is_report_uri(uri) {
            uris.push(uri.to_owned());
        } else {
            let at = if at.is_empty() { tag.at() } else { at };
            let message = format!("{} is no address for reports, write mailto: or https: before it", quoted(uri));
            problems.push(Problem::new(at, message));
        }
    }
    uris
}

/// `mailto:` with an address, or `https:` with a host; commas, exclamation points and semicolons must be encoded.
fn is_report_uri(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return false;
    };
    if !uri.bytes().all(|b| b.is_ascii_graphic()) || uri.contains('!') {
        return false;
    }
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" => {
            let address = rest.split('?').next().unwrap_or_default();
            address.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && is_mail_domain(domain))
        }
        "https" => rest.strip_prefix("//").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')),
        _ => false,
    }
}

impl fmt::Display for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "v=TLSRPTv1; rua={}", self.rua.join(","))
    }
}

/// The record of `domain`. Several records count as none (RFC 8460 §3).
pub async fn lookup<D: Dns>(dns: &D, domain: &str) -> Published<Record> {
    let name = format!("_smtp._tls.{}", canonical(domain));
    published(dns, &name, is_tls_rpt, Record::parse).await
}
