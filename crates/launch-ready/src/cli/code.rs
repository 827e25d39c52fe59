//! What can be typed about a repository.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// A repository that is looked at as well.
#[derive(Debug, Args)]
#[command(next_help_heading = "Repository")]
pub struct RepoFlags {
    /// Also look into this repository [default: the one here, when no target is named or launch.toml lies in it]
    #[arg(long, value_name = "DIR")]
    pub repo: Option<PathBuf>,
    /// Look at no repository
    #[arg(long, conflicts_with = "repo")]
    pub no_repo: bool,
    /// Names that are set in an environment, as the host's command prints them; "-" reads them from a pipe (repeatable)
    #[arg(long = "names", value_name = "ENVIRONMENT=FILE")]
    pub names: Vec<String>,
}

#[derive(Debug, Args)]
pub struct EnvArgs {
    /// The repository [default: the one here]
    pub path: Option<PathBuf>,
    /// Names that are set in an environment, as the host's command prints them; "-" reads them from a pipe (repeatable)
    #[arg(long = "names", value_name = "ENVIRONMENT=FILE")]
    pub names: Vec<String>,
    /// Only variables that need attention
    #[arg(long)]
    pub open: bool,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: EnvFormat,
}

/// Formats of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EnvFormat {
    /// A table
    Text,
    /// Markdown
    Markdown,
    /// The promise launch-ready.env/1
    Json,
    /// A .env.example with each name and no value
    EnvExample,
}
