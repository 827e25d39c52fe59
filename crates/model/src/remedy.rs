//! Something to do, as data.

use crate::setting::Setting;
use serde::{Deserialize, Serialize};

/// A DNS record to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DnsRecord {
    /// Whole name, without final dot.
    pub name: String,
    /// `A`, `CNAME`, `TXT` …
    pub kind: String,
    /// Value in zone-file form, TXT without quotes.
    pub value: String,
    /// Time to live in seconds.
    pub ttl: u32,
}

/// A record that takes the place of another of its name and kind, once it is time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LaterRecord {
    /// The first day on which it can be right, `2026-12-04`.
    pub from: String,
    /// What must be true first, in words.
    pub when: String,
    /// The record.
    pub record: DnsRecord,
}

/// What removes the risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Remedy {
    /// Publish `set` and delete what `delete` names (name and kind; with a value, only that record).
    SetDns {
        /// Records to publish.
        set: Vec<DnsRecord>,
        /// Records to delete first.
        delete: Vec<DnsRecord>,
        /// Records that take the place of those in `set`, in order of time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        later: Vec<LaterRecord>,
    },
    /// Send a header with every answer of a host.
    SetHeader {
        /// Host.
        host: String,
        /// Header name.
        name: String,
        /// Header value.
        value: String,
    },
    /// Lead all of a host to another origin for good, path and query kept.
    Redirect {
        /// Host.
        host: String,
        /// Scheme and host it leads to.
        to: String,
    },
    /// Change a setting of what serves a host.
    Configure {
        /// Host.
        host: String,
        /// The setting.
        setting: Setting,
        /// What is to be done besides; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        afterwards: String,
    },
    /// Set an environment variable; what it should hold is described, never given.
    SetEnv {
        /// Variable.
        name: String,
        /// What it should hold.
        hint: String,
    },
    /// Run SQL.
    RunSql {
        /// Statements.
        sql: String,
    },
    /// Change a file.
    Edit {
        /// File.
        file: String,
        /// Line, from 1; 0 when it is a place to find.
        line: u32,
        /// What to write there.
        text: String,
    },
    /// Run commands.
    Run {
        /// Where: `on the web server`.
        place: String,
        /// Commands, one a line.
        commands: Vec<String>,
    },
    /// Ask a person.
    Ask {
        /// Who.
        who: String,
        /// What.
        question: String,
    },
    /// Steps in words.
    Say {
        /// The steps.
        text: String,
    },
}

impl Remedy {
    /// One TXT record to publish.
    #[must_use]
    pub fn txt(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::SetDns {
            set: vec![DnsRecord { name: name.into(), kind: "TXT".into(), value: value.into(), ttl: 3600 }],
            delete: Vec::new(),
            later: Vec::new(),
        }
    }

    /// Records to delete and to publish.
    #[must_use]
    pub fn dns(set: Vec<DnsRecord>, delete: Vec<DnsRecord>) -> Self {
        Self::SetDns { set, delete, later: Vec::new() }
    }

    /// Steps in words.
    #[must_use]
    pub fn say(text: impl Into<String>) -> Self {
        Self::Say { text: text.into() }
    }

    /// One place and its commands.
    #[must_use]
    pub fn run(place: &str, commands: &[&str]) -> Self {
        Self::Run { place: place.into(), commands: commands.iter().map(|c| (*c).to_owned()).collect() }
    }

    /// A setting of what serves a host.
    #[must_use]
    pub fn configure(host: impl Into<String>, setting: Setting) -> Self {
        Self::Configure { host: host.into(), setting, afterwards: String::new() }
    }

    /// Where the thing to paste belongs, in words (`at your DNS provider`).
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::SetDns { .. } => "at your DNS provider".into(),
            Self::SetHeader { host, .. } => format!("in the web server or edge in front of {host}"),
            Self::Redirect { host, to } if *to == format!("https://{host}") => {
                format!("in the nginx server block of {host}, port 80")
            }
            Self::Redirect { host, .. } => format!("in the nginx server block of {host}"),
            Self::Configure { host, setting, .. } => setting.nginx_place(host),
            Self::SetEnv { .. } => "in the environment of the app".into(),
            Self::RunSql { .. } => "in the database".into(),
            Self::Edit { file, line: 0, .. } => format!("in {file}"),
            Self::Edit { file, line, .. } => format!("in {file}, line {line}"),
            Self::Run { place, .. } => place.clone(),
            Self::Ask { who, .. } => format!("ask {who}"),
            Self::Say { .. } => String::new(),
        }
    }

    /// The exact thing to paste or do, one line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::SetDns { set, delete, later } => {
                let delete =
                    delete.iter().map(|r| format!("delete  {} {} {}", r.name, r.kind, r.value).trim_end().to_owned());
                // A comment of a zone file: what comes later is not published by mistake.
                let later = later
                    .iter()
                    .flat_map(|l| [format!("; from {}, {}:", l.from, l.when), format!("; {}", zone_line(&l.record))]);
                delete.chain(set.iter().map(zone_line)).chain(later).collect()
            }
            Self::SetHeader { name, value, .. } => vec![format!("{name}: {value}")],
            Self::Redirect { to, .. } => vec![format!("return 301 {to}$request_uri;")],
            Self::Configure { host, setting, afterwards } => {
                let note = Some(format!("# {afterwards}")).filter(|_| !afterwards.is_empty());
                setting.nginx(host).lines().map(str::to_owned).chain(note).collect()
            }
            Self::SetEnv { name, hint } => vec![format!("{name}=<{hint}>")],
            Self::RunSql { sql } => sql.lines().map(str::to_owned).collect(),
            Self::Edit { text, .. } | Self::Say { text } => text.lines().map(str::to_owned).collect(),
            Self::Run { commands, .. } => commands.clone(),
            Self::Ask { question, .. } => vec![question.clone()],
        }
    }
}

fn zone_line(record: &DnsRecord) -> String {
    format!("{}. {} {} {}", record.name, record.ttl, record.kind, zone_value(record))
}

/// TXT values are quoted in pieces of at most 255 octets (RFC 1035 §3.3.14).
fn zone_value(record: &DnsRecord) -> String {
    if record.kind != "TXT" {
        return record.value.clone();
    }
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for c in record.value.chars() {
        if piece.len() + c.len_utf8() > 255 {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    pieces.push(piece);
    pieces.iter().map(|p| format!("\"{}\"", p.replace('\\', "\\\\").replace('"', "\\\""))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_printed_as_a_zone_file_line() {
        let remedy = Remedy::txt("_dmarc.acme.example", "v=DMARC1; p=none");
        assert_eq!(remedy.lines(), ["_dmarc.acme.example. 3600 TXT \"v=DMARC1; p=none\""]);
        let long = Remedy::txt("k.acme.example", "x".repeat(300));
        assert_eq!(long.lines()[0].matches('"').count(), 4);
    }
}
