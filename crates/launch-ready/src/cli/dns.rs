//! What can be typed for `dns` and `tls`.

use super::NetFlags;
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
