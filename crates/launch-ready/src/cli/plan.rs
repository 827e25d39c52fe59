//! Flags of `plan`.

use super::{MailFlags, NetFlags};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use report::plan::Rate;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct PlanArgs {
    /// A domain, a host or a URL; without it, what launch.toml names
    pub target: Option<String>,
    /// Price of an hour, such as 90 or "90.50 EUR"
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub rate: Option<Rate>,
    /// Hours of work a day
    #[arg(long, value_name = "HOURS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=24))]
    pub day_hours: u32,
    /// When work begins, such as 2026-12-01T09:00:00Z [default: now]
    #[arg(long, value_name = "TIME")]
    pub start: Option<Timestamp>,
    /// Plan from this evidence instead of the last look at the target
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Look now instead of planning from the last look
    #[arg(long, conflicts_with = "from")]
    pub fresh: bool,
    /// What is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
    /// Also write the plan to a file, its format by the ending: .html .md .json .ics .txt (repeatable)
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Kind of launch
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Configuration file [default: launch.toml here, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub net: NetFlags,
    #[command(flatten)]
    pub mail: MailFlags,
}

/// Formats of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For people
    Text,
    /// For tickets
    Markdown,
    /// A timeline, one self-contained page
    Html,
    /// A calendar
    Ics,
    /// launch-ready.plan/1
    Json,
}

impl PlanFormat {
    /// The format that a file's ending names.
    pub fn of_file(file: &std::path::Path) -> Option<Self> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "ics" => Some(Self::Ics),
            "txt" => Some(Self::Text),
            _ => None,
        }
    }
}

/// `90`, `90.50`, `90 EUR`, `90.50EUR`.
fn rate(text: &str) -> Result<Rate, String> {
    let wrong = || "give a price of an hour, such as 90 or \"90.50 EUR\"".to_owned();
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, currency) = text.split_at(end);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || whole.len() > 7 || part.len() > 2 || part.contains('.') {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let part: u64 = format!("{part:0<2}").parse().map_err(|_| wrong())?;
    let currency = currency.trim();
    if currency.chars().count() > 8 || currency.chars().any(|c| c.is_control() || c.is_ascii_digit()) {
        return Err(wrong());
    }
    Ok(Rate { cents: whole * 100 + part, currency: currency.to_owned() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_rate_is_a_price_with_or_without_a_currency() {
        assert_eq!(rate("90").unwrap(), Rate { cents: 9000, currency: String::new() });
        assert_eq!(rate("90.5 EUR").unwrap(), Rate { cents: 9050, currency: "EUR".into() });
        assert_eq!(rate("120€").unwrap(), Rate { cents: 12000, currency: "€".into() });
        for bad in ["", "EUR", "-3", "1.234", "1.2.3", "90 EUR 3", "123456789"] {
            assert!(rate(bad).is_err(), "{bad}");
        }
    }
}
