//! Colour, or none.

use anstyle::{AnsiColor, Style};
use model::Severity;

/// Paints when true.
pub struct Ink(pub bool);

impl Ink {
    fn paint(&self, style: Style, text: &str) -> String {
        if self.0 && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// What is there if one looks for it.
    pub fn dim(&self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// What is read first.
    pub fn bold(&self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// All is well.
    pub fn good(&self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default().bold(), text)
    }

    /// The colour of a severity.
    pub fn severity(&self, severity: Severity, text: &str) -> String {
        let style = match severity {
            Severity::Blocker => AnsiColor::Red.on_default().bold(),
            Severity::High => AnsiColor::Yellow.on_default().bold(),
            Severity::Medium => AnsiColor::Cyan.on_default(),
            Severity::Low => Style::new(),
        };
        self.paint(style, text)
    }
}
