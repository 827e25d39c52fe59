//! The command line: what can be typed. What it does lives in `command`.

mod code;
mod dns;
mod mail;
pub mod mail_commands;
pub mod net;
mod output;
mod people;
mod plan;
mod secrets;

pub use code::{EnvArgs, EnvFormat, RepoFlags};
pub use dns::{DiffArgs, DnsCommand, MapFormat, TlsArgs, WatchArgs, WatchFormat, WhatIfArgs};
pub use mail::MailFlags;
pub use net::NetFlags;
pub use output::{ColorFlag, FormatFlag, OutputFlags};
pub use people::{AttestArgs, WaiveArgs};
pub use plan::{PlanArgs, PlanFormat};
pub use secrets::{HookAction, ScanArgs, SecretsArgs, SecretsCommand, SecretsFormat};

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use model::Severity;
use std::path::PathBuf;

/// Says whether a B2B service app is ready to be shown: GO or NO-GO, blockers first, each with proof and a fix.
#[derive(Debug, Parser)]
#[command(
    name = "launch-ready",
    version,
    about,
    after_help = "Examples:\n  launch-ready demo                 the whole job against a built-in world, no network\n  launch-ready check acme.example   audit a domain from outside",
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Audit a domain, a host or a URL
    #[command(
        after_help = "Examples:\n  launch-ready check acme.example\n  launch-ready check https://app.acme.example --profile admin-demo -o report.html\n\nExit codes: 0 ready, 1 not ready, 2 usage or configuration, 3 could not tell, 4 stopped, 70 a bug of ours"
    )]
    Check(Box<CheckArgs>),
    /// Audit the built-in world: a small company the evening before its demo
    #[command(
        after_help = "Examples:\n  launch-ready demo           with everything that goes wrong on first launches\n  launch-ready demo --fixed   the same company after the fixes"
    )]
    Demo(Box<DemoArgs>),
    /// Look again at one finding only
    #[command(
        after_help = "Examples:\n  launch-ready verify 1                          the first finding of the last report\n  launch-ready verify tls/expired@app.acme.example\n  launch-ready verify 1 --wait                   until it is gone\n\nExit codes: 0 gone, 1 still there, 3 could not tell, 4 stopped"
    )]
    Verify(Box<VerifyArgs>),
    /// Compare two runs: what is gone, new, still there, or only accepted
    #[command(
        after_help = "Examples:\n  launch-ready compare previous last\n  launch-ready compare monday.json friday.json -o change.html\n\nExit codes: 0 nothing new or worse, 1 something is, 3 something could not be seen again"
    )]
    Compare(Box<CompareArgs>),
    /// Say what to mend first: by risk and by what has to wait, with owners, hours and cost
    #[command(
        after_help = "Examples:\n  launch-ready plan                              from the last look\n  launch-ready plan acme.example --rate \"90 EUR\" -o plan.html -o plan.ics"
    )]
    Plan(Box<PlanArgs>),
    /// Record what only people know: answer a question, walk through all of them, or list them
    #[command(
        after_help = "Examples:\n  launch-ready attest --ask\n  launch-ready attest people/restore-untried --by Dana --evidence restore.log --until 2027-05-31\n  launch-ready attest --list"
    )]
    Attest(Box<AttestArgs>),
    /// Accept a finding until a day, with reason and name
    #[command(
        after_help = "Examples:\n  launch-ready waive 7 --by Dana --reason \"comes with the next release\" --until 2026-12-31\n  launch-ready waive header/csp-missing --subject \"https://acme.example/*\" --by Dana --reason \"next release\" --until 2026-12-31"
    )]
    Waive(Box<WaiveArgs>),
    /// Tell where visitors are sent, and what to paste where that is wrong
    #[command(
        after_help = "Examples:\n  launch-ready redirects acme.example\n  launch-ready redirects acme.example --for caddy\n\nExit codes: 0 all in place, 1 something to mend, 3 could not tell"
    )]
    Redirects(Box<RedirectsArgs>),
    /// Tell what a check means, why it matters and how to fix it
    #[command(
        after_help = "Examples:\n  launch-ready explain tls/expired\n  launch-ready explain mail/dmarc-missing --format json"
    )]
    Explain(ExplainArgs),
    /// List every check
    #[command(after_help = "Examples:\n  launch-ready checks\n  launch-ready checks --area mail --format json")]
    Checks(ChecksArgs),
    /// Mail authentication: SPF, DKIM and DMARC, explained and tested
    #[command(
        after_help = "Examples:\n  launch-ready mail explain acme.example\n  launch-ready mail spf --ip 192.0.2.1 --helo mail.acme.example --mail-from ann@acme.example"
    )]
    Mail(Box<mail_commands::MailArgs>),
    /// Write a launch.toml from what can be seen
    #[command(
        after_help = "Examples:\n  launch-ready init acme.example\n  launch-ready init acme.example --profile admin-demo --stdout\n  launch-ready init --ci github                  a pipeline for what launch.toml names"
    )]
    Init(Box<InitArgs>),
    /// Tell which variables the code needs and where each is set: names and states, never values
    #[command(
        after_help = "Examples:\n  launch-ready env\n  heroku config --shell | launch-ready env --names production=-\n  launch-ready env --format env-example > .env.example\n\nExit codes: 0 nothing high or worse, 1 something is, 2 usage, 3 nothing could be read"
    )]
    Env(EnvArgs),
    /// See, explain and keep the DNS records of a domain
    #[command(subcommand, arg_required_else_help = true, disable_help_subcommand = true)]
    Dns(DnsCommand),
    /// Look at the encryption of one host in depth
    #[command(
        after_help = "Examples:\n  launch-ready tls app.acme.example\n  launch-ready tls localhost:8443 --ca ca.pem\n\nExit codes: 0 nothing high or worse, 1 something is, 2 usage, 3 no encrypted connection came about"
    )]
    Tls(Box<TlsArgs>),
    /// Look for keys, tokens and passwords in files, in all of git's history, in what is about to be committed, in logs
    #[command(
        after_help = "Examples:\n  launch-ready secrets                      the files here, as git sees them\n  launch-ready secrets --history            every object of the repository, also those that no branch leads to\n  launch-ready secrets --log app.log -o secrets.sarif\n  launch-ready secrets hook install         stop commits that hold one\n\nExit codes: 0 none, 1 a secret was found, 2 usage, 3 something could not be read and nothing was found"
    )]
    Secrets(Box<SecretsArgs>),
    /// Print a JSON schema
    #[command(
        after_help = "Examples:\n  launch-ready schema config > launch.schema.json\n  launch-ready schema report"
    )]
    Schema {
        /// Which format
        which: SchemaKind,
    },
    /// Print completions for a shell
    #[command(
        after_help = "Examples:\n  launch-ready completions bash > /etc/bash_completion.d/launch-ready\n  launch-ready completions zsh"
    )]
    Completions {
        /// Shell
        shell: clap_complete::Shell,
    },
    /// Write the generated pages of docs/ into a folder
    #[command(hide = true)]
    Docs {
        /// Folder
        folder: PathBuf,
    },
}

/// The formats that have a schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SchemaKind {
    /// launch.toml
    Config,
    /// --format json
    Report,
    /// secrets --format json
    Secrets,
    /// plan --format json
    Plan,
    /// compare --format json
    Compare,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A domain, a host, a URL or localhost:PORT; without it, what launch.toml names, or the repository here
    pub target: Option<String>,
    #[command(flatten)]
    pub judging: JudgeFlags,
    #[command(flatten)]
    pub output: OutputFlags,
    #[command(flatten)]
    pub net: NetFlags,
    #[command(flatten)]
    pub mail: MailFlags,
    #[command(flatten)]
    pub code: RepoFlags,
    /// Save what was seen, to be judged again with --from
    #[arg(long, value_name = "FILE", help_heading = "Evidence")]
    pub save_evidence: Option<PathBuf>,
    /// Judge saved evidence instead of looking; "last" is the last look at this target
    #[arg(long, value_name = "FILE", help_heading = "Evidence")]
    pub from: Option<PathBuf>,
    /// Keep nothing of this run in the private state folder
    #[arg(long, help_heading = "Evidence")]
    pub no_state: bool,
}

/// How the facts are judged.
#[derive(Debug, Args)]
#[command(next_help_heading = "Judging")]
pub struct JudgeFlags {
    /// Configuration file [default: launch.toml here, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Kind of launch: admin-demo, first-customers, chatbot-demo, ops-demo or practice-launch
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Only these checks or areas (repeatable), such as tls or mail/dmarc-missing
    #[arg(long = "check", value_name = "ID")]
    pub checks: Vec<String>,
    /// Exit 1 from this severity on
    #[arg(long, value_name = "SEVERITY", default_value = "blocker")]
    pub fail_on: SeverityFlag,
    /// Count only what is not in this baseline
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the findings of this run as a baseline
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Exit 3 unless every part that the profile names was looked at
    #[arg(long)]
    pub require_all: bool,
    /// Judge as if it were this moment, such as 2026-12-01T09:00:00Z
    #[arg(long, value_name = "TIME")]
    pub at: Option<Timestamp>,
}

/// Severities as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SeverityFlag {
    Blocker,
    High,
    Medium,
    Low,
}

impl From<SeverityFlag> for Severity {
    fn from(flag: SeverityFlag) -> Self {
        match flag {
            SeverityFlag::Blocker => Self::Blocker,
            SeverityFlag::High => Self::High,
            SeverityFlag::Medium => Self::Medium,
            SeverityFlag::Low => Self::Low,
        }
    }
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The same company after the fixes
    #[arg(long)]
    pub fixed: bool,
    /// The same company with all wrong that can be wrong at once
    #[arg(long, conflicts_with = "fixed")]
    pub worst: bool,
    /// Kind of launch
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub output: OutputFlags,
    /// Save what was seen
    #[arg(long, value_name = "FILE")]
    pub save_evidence: Option<PathBuf>,
    /// Milliseconds that every round trip takes
    #[arg(long, value_name = "MS", default_value_t = 0, hide = true)]
    pub delay: u64,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Number in the last report, fingerprint, or CHECK@SUBJECT
    pub finding: String,
    /// Look again until it is gone; the pauses grow, and last as long as caches keep an old record
    #[arg(long)]
    pub wait: bool,
    /// Seconds between two looks, instead of growing pauses
    #[arg(long, value_name = "SECONDS", requires = "wait", value_parser = net::seconds)]
    pub every: Option<f64>,
    /// Minutes after which waiting ends
    #[arg(long, value_name = "MINUTES", requires = "wait", default_value_t = 120)]
    pub at_most: u32,
    /// Whose last report [default: the target that was looked at last]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// Configuration file [default: launch.toml here, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The repository, for a finding about it [default: the one here]
    #[arg(long, value_name = "DIR")]
    pub repo: Option<PathBuf>,
    /// Names that are set in an environment, for a finding that rests on such a list (repeatable)
    #[arg(long = "names", value_name = "ENVIRONMENT=FILE")]
    pub names: Vec<String>,
    #[command(flatten)]
    pub net: NetFlags,
    #[command(flatten)]
    pub mail: MailFlags,
}

#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The earlier report or evidence, or the word previous
    pub before: String,
    /// The later report or evidence, or the word last
    pub after: String,
    /// Whose looks the words previous and last mean, and whom evidence is about [default: the last target]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// Kind of launch under which evidence is judged
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Configuration file [default: launch.toml here, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: CompareFormat,
    /// Also write it to a file, its format by the ending: .html .md .json .txt (repeatable)
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Formats of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// For people
    Text,
    /// For pull requests
    Markdown,
    /// One self-contained page
    Html,
    /// launch-ready.compare/1
    Json,
}

#[derive(Debug, Args)]
pub struct RedirectsArgs {
    /// A domain, a host or a URL; without it, what launch.toml names
    pub target: Option<String>,
    /// Write every rule for this server: nginx, apache, caddy, cloudflare, vercel, netlify or all
    /// [default: what is wrong, for the server that was recognised]
    #[arg(long = "for", value_name = "SERVER")]
    pub servers: Vec<String>,
    /// Configuration file [default: launch.toml here, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub net: NetFlags,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Check id
    pub id: String,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub struct ChecksArgs {
    /// Only this area
    #[arg(long, value_name = "AREA")]
    pub area: Option<String>,
    /// Severities of this profile
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,
}

/// Formats of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Text,
    Json,
}

/// Code hosts whose pipelines can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CiFlag {
    Github,
    Gitlab,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The domain, a host or a URL; with --ci it can be left to launch.toml
    #[arg(required_unless_present = "ci")]
    pub target: Option<String>,
    /// Also write a pipeline that audits every change: .github/workflows/launch-ready.yml or .gitlab/launch-ready.yml
    #[arg(long, value_name = "HOST")]
    pub ci: Option<CiFlag>,
    /// Kind of launch
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Print instead of writing launch.toml
    #[arg(long)]
    pub stdout: bool,
    /// Overwrite an existing file
    #[arg(long)]
    pub force: bool,
    /// Where to write
    #[arg(short, long, value_name = "FILE", default_value = "launch.toml")]
    pub output: PathBuf,
    #[command(flatten)]
    pub net: NetFlags,
}
