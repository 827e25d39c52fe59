//! Evaluations and audits as text for people: one line a term, indented by record, with the running count of lookups.

use std::fmt;

use super::{Audit, Branch, Evaluation, Node, StepOutcome};

/// The result is the first word, so that scripts can read it; then the reason, what decided, and the tree.
impl fmt::Display for Evaluation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lookups, voids) = (counted(self.lookups, "lookup"), counted(self.voids, "void"));
        writeln!(out, "{}  {lookups}, {voids}", self.result)?;
        if let Some(reason) = &self.reason {
            writeln!(out, "because {}", visible(reason))?;
        }
        if let Some(last) = self.deciding.last() {
            writeln!(out, "decided by {} in the record of {}", visible(&last.term), visible(&last.domain))?;
        }
        if let Some(explanation) = &self.explanation {
            writeln!(out, "explanation: {}", visible(explanation))?;
        }
        branch(&self.tree, 0, out)
    }
}

fn branch(branch: &Branch, depth: usize, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(out, "{}{}: {}", indent(depth), visible(&branch.domain), branch.result)?;
    for step in &branch.steps {
        let mark = match step.outcome {
            StepOutcome::Match => "match",
            StepOutcome::NoMatch => "no match",
            StepOutcome::Error => "error",
            StepOutcome::NotReached => "not reached",
        };
        let seen = step.seen.as_ref().map_or(String::new(), |seen| format!(" ({})", visible(seen)));
        let count = step.lookups;
        writeln!(out, "{}[{count:>2}] {} {mark}{seen}", indent(depth + 1), visible(&step.term))?;
        if let Some(next) = &step.branch {
            self::branch(next, depth + 2, out)?;
        }
    }
    Ok(())
}

/// Problems first, with their place; then the tree.
impl fmt::Display for Audit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let networks = counted(u32::try_from(self.networks.len()).unwrap_or(u32::MAX), "network");
        let (lookups, voids) = (counted(self.lookups, "lookup"), counted(self.voids, "void"));
        writeln!(out, "{}: {lookups}, {voids}, {networks}", visible(&self.domain))?;
        for problem in &self.problems {
            let path = problem.path.join(" > ");
            let place = if problem.at.is_empty() { String::new() } else { format!(" byte {}", problem.at.start + 1) };
            writeln!(out, "  {}{place}: {}", visible(&path), visible(&problem.message))?;
        }
        self.tree.as_ref().map_or(Ok(()), |tree| write!(out, "{tree}"))
    }
}

/// The tree alone.
impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        node(self, 0, out)
    }
}

fn node(node: &Node, depth: usize, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    writeln!(out, "{}{}: {}", indent(depth), visible(&node.domain), counted(node.lookups, "lookup"))?;
    for term in &node.terms {
        let seen = term.seen.as_ref().map_or(String::new(), |seen| format!(" ({})", visible(seen)));
        writeln!(out, "{}[{:>2}] {}{seen}", indent(depth + 1), term.running, visible(&term.term))?;
        if let Some(next) = &term.node {
            self::node(next, depth + 2, out)?;
        }
    }
    Ok(())
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth)
}

fn counted(number: u32, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// What comes from the DNS may hold control characters, which could fool a terminal.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
