//! Flags of the commands that record what people say.

use super::ListFormat;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use model::Said;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct AttestArgs {
    /// The question, such as people/restore-untried
    pub item: Option<String>,
    /// Walk through what nobody answered yet, in plain words, ten minutes at most
    #[arg(long, conflicts_with_all = ["list", "item", "evidence", "until", "answer"])]
    pub ask: bool,
    /// List every question with its answer
    #[arg(long, conflicts_with_all = ["evidence", "until", "answer"])]
    pub list: bool,
    /// Who says so
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// What shows it: a file (its content hash is kept), a link or a sentence
    #[arg(long, value_name = "FILE|URL|TEXT")]
    pub evidence: Option<String>,
    /// Last day on which it holds, such as 2026-12-31 [default: as long as the question says]
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// The answer
    #[arg(long, value_name = "ANSWER", default_value = "yes")]
    pub answer: AnswerFlag,
    /// Whose last look says which questions arise [default: what launch.toml names, or the last look]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// Kind of launch, for what decides
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Configuration file that is written [default: launch.toml here]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Format of the list
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,
}

/// Answers as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnswerFlag {
    Yes,
    No,
    NotApplicable,
}

impl From<AnswerFlag> for Said {
    fn from(flag: AnswerFlag) -> Self {
        match flag {
            AnswerFlag::Yes => Self::Yes,
            AnswerFlag::No => Self::No,
            AnswerFlag::NotApplicable => Self::NotApplicable,
        }
    }
}

#[derive(Debug, Args)]
pub struct WaiveArgs {
    /// Number in the last report, fingerprint, CHECK@SUBJECT, or a check id with --subject
    pub finding: String,
    /// Names of subjects, with * for any run of characters
    #[arg(long, value_name = "GLOB")]
    pub subject: Option<String>,
    /// Only the finding with this key
    #[arg(long, value_name = "KEY", requires = "subject")]
    pub key: Option<String>,
    /// Why it is accepted
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Who accepts it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Last day on which it is accepted, such as 2026-12-31
    #[arg(long, value_name = "DATE")]
    pub until: Date,
    /// Whose last report [default: the target that was looked at last]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// Configuration file that is written [default: launch.toml here]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
