//! A text with all its layers.

use crate::engine::Engine;
use crate::hit::{Found, Hit, position};
use crate::kind::FileKind;
use crate::salt::Salt;
use crate::unwrap::{Budget, Gap, is_media, layers};

/// What one file gave.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Findings, in order.
    pub found: Vec<Found>,
    /// What could not be read inside it.
    pub gaps: Vec<Gap>,
    /// Findings that a comment on their line allows.
    pub allowed: usize,
    /// Keys and passwords of tests, examples and documentation that were left out.
    pub fixtures: usize,
}

impl Engine {
    /// Scans a text and everything packed or encoded in it.
    #[must_use]
    pub fn scan_deep(&self, bytes: &[u8], path: &str, salt: &Salt, budget: Budget) -> Outcome {
        self.scan_deep_as(bytes, path, FileKind::of(path), salt, budget)
    }

    /// As [`Engine::scan_deep`], for a text that is known to be of this kind.
    #[must_use]
    pub fn scan_deep_as(&self, bytes: &[u8], path: &str, kind: FileKind, salt: &Salt, mut budget: Budget) -> Outcome {
        let mut out = Outcome::default();
        let mut walk = Walk { engine: self, salt, budget: &mut budget, out: &mut out };
        walk.text(bytes, path, kind, &[], None);
        out.found.dedup_by(|a, b| a.digest == b.digest && a.position == b.position && a.inside == b.inside);
        out
    }
}

struct Walk<'a> {
    engine: &'a Engine,
    salt: &'a Salt,
    budget: &'a mut Budget,
    out: &'a mut Outcome,
}

impl Walk<'_> {
    fn text(&mut self, bytes: &[u8], name: &str, kind: FileKind, inside: &[String], outer: Option<(&[u8], usize)>) {
        if is_media(bytes) {
            return;
        }
        let inner = if kind.is_lock() { Vec::new() } else { layers(bytes, name, self.budget, &mut self.out.gaps) };
        if !inner.iter().any(|l| l.instead) {
            let hits = self.engine.scan(bytes, kind);
            self.keep(bytes, hits, kind, inside, outer);
        }
        if inner.is_empty() {
            return;
        }
        self.budget.depth -= 1;
        for layer in inner {
            let mut path = inside.to_vec();
            path.push(layer.name.clone());
            let place = layer.at.map(|at| outer.unwrap_or((bytes, at)));
            // An encoding has no name of its own, so what it holds is read as the outer file would be.
            let kind = if layer.at.is_some() { kind } else { FileKind::of(&layer.name).within(kind) };
            self.text(&layer.bytes, &layer.name, kind, &path, place);
        }
        self.budget.depth += 1;
    }

    fn keep(&mut self, bytes: &[u8], hits: Vec<Hit>, kind: FileKind, inside: &[String], outer: Option<(&[u8], usize)>) {
        // Lines are counted once, going forward: hits come in order.
        let (mut from, mut line, mut start) = (0, 1u64, 0);
        for hit in hits {
            let value = &bytes[hit.range.clone()];
            for (i, byte) in bytes[from..hit.range.start].iter().enumerate() {
                if *byte == b'\n' {
                    line += 1;
                    start = from + i + 1;
                }
            }
            from = hit.range.start;
            let at = match outer {
                Some((text, offset)) => position(text, offset),
                None => crate::Position { line, column: (from - start) as u64 + 1 },
            };
            if kind.is_test() && !self.engine.looks_at_tests() && self.engine.provider(hit.rule).common && !hit.known {
                self.out.fixtures += 1;
                continue;
            }
            if allowed(bytes, &hit) {
                self.out.allowed += 1;
                continue;
            }
            let digest = self.salt.digest(value);
            self.out.found.push(Found { inside: inside.to_vec(), position: at, length: value.len(), digest, hit });
        }
    }
}

/// A comment on the line allows the finding: `launch-ready:allow REASON`, or gitleaks' `gitleaks:allow`.
fn allowed(bytes: &[u8], hit: &Hit) -> bool {
    let start = hit.range.start.saturating_sub(2000);
    let start = bytes[start..hit.range.start].iter().rposition(|b| *b == b'\n').map_or(start, |p| start + p + 1);
    let end = (hit.range.end + 2000).min(bytes.len());
    let end = bytes[hit.range.end..end].iter().position(|b| *b == b'\n').map_or(end, |p| hit.range.end + p);
    let line = &bytes[start..end];
    let after = |mark: &[u8]| line.windows(mark.len()).position(|w| w == mark).map(|p| &line[p + mark.len()..]);
    let reason = |rest: &[u8]| rest.iter().filter(|b| b.is_ascii_alphanumeric()).count() >= 4;
    after(b"launch-ready:allow").is_some_and(reason) || after(b"gitleaks:allow").is_some()
}
