//! Flags that say where the report goes and how it looks.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Where the report goes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputFlags {
    /// What is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: FormatFlag,
    /// Also write the report to a file, its format by the ending: .html .md .json .sarif .xml .txt .ics .svg (repeatable)
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print work orders for a coding assistant, as --format agent
    #[arg(long, conflicts_with = "format")]
    pub for_agent: bool,
    /// Also list medium and low findings and everything that could not be told
    #[arg(short, long)]
    pub all: bool,
    /// Print the verdict line only
    #[arg(short, long)]
    pub quiet: bool,
    /// Say on stderr what is looked at
    #[arg(short, long)]
    pub verbose: bool,
    /// Colour
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorFlag,
}

/// Formats of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatFlag {
    /// For people
    Text,
    /// launch-ready.report/1
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// JUnit XML, for CI
    Junit,
    /// For pull requests
    Markdown,
    /// One self-contained page
    Html,
    /// One page for people who are no engineers, in customers' words
    Risks,
    /// Work orders for a coding assistant (launch-ready.orders/1)
    Agent,
    /// A badge (SVG) with verdict and last day
    Badge,
    /// Calendar of everything that ends: certificates, domain, waivers, answers
    Ics,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorFlag {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

impl FormatFlag {
    /// The format that a file's ending names.
    pub fn of_file(file: &std::path::Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "sarif" => Some(Self::Sarif),
            "xml" => Some(Self::Junit),
            "txt" => Some(Self::Text),
            "ics" => Some(Self::Ics),
            "svg" => Some(Self::Badge),
            _ => None,
        }
    }
}
