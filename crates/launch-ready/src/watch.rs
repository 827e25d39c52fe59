//! What a person sees while the program looks: one line of progress and the findings so far, on a terminal only.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// So many findings stay on screen while more come in.
const LINES: usize = 12;

/// Progress on stderr; nothing where stderr is no terminal.
pub struct Watch {
    all: MultiProgress,
    line: ProgressBar,
    findings: Vec<ProgressBar>,
}

impl Watch {
    /// Starts to show, if there is somebody to see it.
    pub fn start(target: &str, visible: bool) -> Self {
        let drawn = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let all = MultiProgress::with_draw_target(drawn);
        let style =
            ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
        let line = all.add(ProgressBar::new_spinner().with_style(style));
        line.set_message(format!("looking at {target}"));
        line.enable_steady_tick(Duration::from_millis(120));
        Self { all, line, findings: Vec::new() }
    }

    /// How far it is.
    pub fn progress(&self, target: &str, facts: usize, hosts: usize) {
        let hosts = model::text::count(hosts, "host", "hosts");
        self.line.set_message(format!("looking at {target}: {hosts}, {facts} facts (Ctrl-C stops and keeps the rest)"));
    }

    /// A finding, above the line.
    pub fn finding(&mut self, text: &str) {
        let style = ProgressStyle::with_template("{msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = self.all.insert_before(&self.line, ProgressBar::new_spinner().with_style(style));
        bar.set_message(text.to_owned());
        bar.tick();
        self.findings.push(bar);
        if self.findings.len() > LINES {
            let first = self.findings.remove(0);
            self.all.remove(&first);
        }
    }

    /// Clears everything, so that the report can take its place.
    pub fn end(self) {
        for bar in &self.findings {
            bar.finish_and_clear();
        }
        self.line.finish_and_clear();
        self.all.clear().ok();
    }
}
