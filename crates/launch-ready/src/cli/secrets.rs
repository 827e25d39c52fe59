//! What can be typed for `secrets`.

use super::output::ColorFlag;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct SecretsArgs {
    #[command(subcommand)]
    pub command: Option<SecretsCommand>,
    #[command(flatten)]
    pub scan: ScanArgs,
}

/// What is looked at, and where the answer goes.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Folder or file [default: here]
    pub path: Option<PathBuf>,
    /// Every object of the repository as well: deleted files, dropped stashes, commits that no branch leads to
    #[arg(long, help_heading = "What is looked at")]
    pub history: bool,
    /// Only what the next commit would change
    #[arg(long, help_heading = "What is looked at", conflicts_with_all = ["history", "range", "stdin", "log", "bundle", "image"])]
    pub staged: bool,
    /// Only what these commits brought in: A..B
    #[arg(long, value_name = "A..B", help_heading = "What is looked at", conflicts_with_all = ["history", "stdin", "log", "bundle", "image"])]
    pub range: Option<String>,
    /// Standard input
    #[arg(long, help_heading = "What is looked at")]
    pub stdin: bool,
    /// Log files, of any size: also passwords, sessions, card numbers and e-mail addresses (repeatable)
    #[arg(long, value_name = "FILE", num_args = 1.., help_heading = "What is looked at")]
    pub log: Vec<PathBuf>,
    /// A build that browsers get: public keys are listed, tokens are decoded
    #[arg(long, value_name = "DIR", help_heading = "What is looked at")]
    pub bundle: Option<PathBuf>,
    /// A saved container image (docker save)
    #[arg(long, value_name = "FILE.tar", help_heading = "What is looked at")]
    pub image: Option<PathBuf>,
    /// Tell keys and passwords of tests, examples and documentation too
    #[arg(long, help_heading = "What is looked at")]
    pub tests: bool,
    /// Look for the values of this .env file everywhere (repeatable); the .env files of PATH are taken by themselves
    #[arg(long, value_name = "FILE", help_heading = "Known values")]
    pub known: Vec<PathBuf>,
    /// Look for the values of this environment everywhere
    #[arg(long, help_heading = "Known values")]
    pub known_env: bool,
    /// Look for no known values
    #[arg(long, help_heading = "Known values", conflicts_with_all = ["known", "known_env"])]
    pub no_known: bool,
    /// Rules and exceptions of gitleaks [default: .gitleaks.toml of PATH, if there is one]
    #[arg(long, value_name = "FILE", help_heading = "Exceptions")]
    pub gitleaks_config: Option<PathBuf>,
    /// Leave out what is in this baseline [default: .launch-ready/secrets.json of PATH, if there is one]
    #[arg(long, value_name = "FILE", help_heading = "Exceptions")]
    pub baseline: Option<PathBuf>,
    /// Accept what is found now: write .launch-ready/secrets.json, with the salt of its hashes beside it
    #[arg(long, help_heading = "Exceptions")]
    pub write_baseline: bool,
    /// What is printed
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    pub format: SecretsFormat,
    /// Also write to a file, its format by the ending: .json .sarif .xml .txt (repeatable)
    #[arg(short = 'o', long = "output", value_name = "FILE", help_heading = "Output")]
    pub files: Vec<PathBuf>,
    /// Also list public keys and personal data one by one
    #[arg(short, long, help_heading = "Output")]
    pub all: bool,
    /// Print the last line only
    #[arg(short, long, help_heading = "Output")]
    pub quiet: bool,
    /// Threads [default: as many as there are processors]
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub threads: Option<usize>,
    /// Colour
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: ColorFlag,
}

#[derive(Debug, Subcommand)]
pub enum SecretsCommand {
    /// Stop commits that hold a secret
    #[command(
        after_help = "Examples:\n  launch-ready secrets hook install\n  launch-ready secrets hook uninstall\n\nA hook that is already there goes on running after this one."
    )]
    Hook {
        /// What to do
        action: HookAction,
        /// The repository [default: here]
        path: Option<PathBuf>,
    },
}

/// What to do with the hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HookAction {
    /// Put it in
    Install,
    /// Take it out
    Uninstall,
}

/// Formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SecretsFormat {
    /// For people
    Text,
    /// launch-ready.secrets/1
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// JUnit XML, for CI
    Junit,
}

impl SecretsFormat {
    /// The format that a file's ending names.
    pub fn of_file(file: &std::path::Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "sarif" => Some(Self::Sarif),
            "xml" => Some(Self::Junit),
            "txt" => Some(Self::Text),
            _ => None,
        }
    }
}
