//! What can be typed for `dns` and `tls`.

use super::{NetFlags, SeverityFlag};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum DnsCommand {
    /// Say in plain words what each record is for and who runs it
    #[command(
        after_help = "Examples:\n  launch-ready dns map acme.example\n  launch-ready dns map acme.example --format markdown --also shop,intranet"
    )]
    Map(Box<MapArgs>),
    /// Write the records that can be seen into a BIND zone file
    #[command(
        after_help = "Examples:\n  launch-ready dns backup acme.example acme.zone\n  launch-ready dns backup acme.example - --also shop,intranet\n\nOnly names that are asked for can be seen: the file says which those were."
    )]
    Backup(Box<BackupArgs>),
    /// Judge a zone file before anything is touched
    #[command(
        name = "what-if",
        after_help = "Examples:\n  launch-ready dns what-if acme.zone\n  launch-ready dns what-if acme.zone acme.example   what would change, too\n\nExit codes: 0 nothing that stops a launch, 1 something does or no name server loads the file, 2 usage or a file that can't be read, 3 could not tell"
    )]
    WhatIf(Box<WhatIfArgs>),
    /// Compare what each name server says with a zone file or launch.toml
    #[command(
        after_help = "Examples:\n  launch-ready dns diff acme.zone\n  launch-ready dns diff acme.zone acme.example\n  launch-ready dns diff --config launch.toml\n\nExit codes: 0 every server agrees, 1 something differs, 2 usage or a file that can't be read, 3 no name server could be asked"
    )]
    Diff(Box<DiffArgs>),
    /// Follow a change until every resolver and name server agrees
    #[command(
        after_help = "Examples:\n  launch-ready dns watch www.acme.example\n  launch-ready dns watch acme.example --type MX --deadline 3600 --resolver 192.0.2.53 --resolver tls://198.51.100.53#dns.example\n\nExit codes: 0 all agree, 3 not yet, 4 stopped with Ctrl-C"
    )]
    Watch(Box<WatchArgs>),
}

#[derive(Debug, Args)]
pub struct WhatIfArgs {
    /// The zone file, in BIND's form
    pub file: PathBuf,
    /// The domain; with it, the file is compared with the live domain as well
    pub domain: Option<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MapFormat,
    /// Configuration file [default: launch.toml here, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Kind of launch: admin-demo, first-customers, chatbot-demo, ops-demo or practice-launch
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Only these checks or areas (repeatable), such as mail or dns/dangling-cname
    #[arg(long = "check", value_name = "ID")]
    pub checks: Vec<String>,
    /// Exit 1 from this severity on
    #[arg(long, value_name = "SEVERITY", default_value = "blocker")]
    pub fail_on: SeverityFlag,
    #[command(flatten)]
    pub net: NetFlags,
}

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The zone file, in BIND's form; without it, the names declared in launch.toml
    pub file: Option<PathBuf>,
    /// The domain, where the file does not name it
    pub domain: Option<String>,
    /// Configuration file [default: launch.toml here]
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub config: Option<PathBuf>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MapFormat,
    #[command(flatten)]
    pub net: NetFlags,
}

#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The name
    pub name: String,
    /// Type of record, such as A, AAAA, MX or TXT
    #[arg(long = "type", value_name = "TYPE", default_value = "A")]
    pub kind: String,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 5.0, value_parser = super::net::seconds)]
    pub every: f64,
    /// Format; json gives one object a look, one on each line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: WatchFormat,
    #[command(flatten)]
    pub net: NetFlags,
}

/// Formats of a watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WatchFormat {
    Text,
    Json,
}

/// Which names are looked at.
#[derive(Debug, Args)]
pub struct MapArgs {
    /// The domain
    pub domain: String,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: MapFormat,
    /// Names below the domain besides the usual ones, separated by commas (repeatable)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub also: Vec<String>,
    #[command(flatten)]
    pub net: NetFlags,
}

#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The domain
    pub domain: String,
    /// The file; "-" prints
    pub file: PathBuf,
    /// Names below the domain besides the usual ones, separated by commas (repeatable)
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub also: Vec<String>,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub net: NetFlags,
}

/// Formats of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MapFormat {
    Text,
    Markdown,
    Json,
}

#[derive(Debug, Args)]
pub struct TlsArgs {
    /// The host, or a URL with a port
    pub host: String,
    #[command(flatten)]
    pub net: NetFlags,
}
