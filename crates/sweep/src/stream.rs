//! Streams of any size, in pieces that overlap: logs, stdin, files too large to hold.

use crate::finding::{Finding, Sweep};
use crate::job::Job;
use secrets::unwrap::Budget;
use secrets::{FileKind, position};
use std::collections::HashSet;
use std::io::Read;

/// Bytes of one piece.
const PIECE: usize = 8 << 20;
/// Bytes that two pieces share: the longest form (a private key) fits.
const SHARED: usize = 20 << 10;

/// Scans a stream to its end. Memory stays at two pieces, whatever its size and however long its lines.
pub fn scan(mut reader: impl Read, path: &str, kind: FileKind, job: &Job<'_>) -> Sweep {
    let mut out = Sweep::default();
    let mut buffer: Vec<u8> = Vec::with_capacity(PIECE + SHARED);
    let mut seen = HashSet::new();
    // Position of the first byte of the buffer.
    let (mut line, mut column, mut offset) = (1u64, 1u64, 0u64);
    out.coverage.files = 1;
    loop {
        let before = buffer.len();
        let mut chunk = (&mut reader).take((PIECE + SHARED - before) as u64);
        if let Err(error) = chunk.read_to_end(&mut buffer) {
            out.coverage.gap(path, format!("{error} after {} bytes", offset + buffer.len() as u64));
            break;
        }
        let last = buffer.len() < PIECE + SHARED;
        job.read(buffer.len() - before);
        out.coverage.bytes += (buffer.len() - before) as u64;
        let outcome = job.engine.scan_deep_as(&buffer, path, kind, job.salt, Budget::default());
        out.allowed += outcome.allowed;
        out.coverage.fixtures(path, outcome.fixtures);
        for gap in outcome.gaps {
            out.coverage.gap(path, gap.why);
        }
        for found in &outcome.found {
            let mut finding = Finding::new(found, path);
            if found.position.line == 1 {
                finding.column += column - 1;
            }
            finding.line += line - 1;
            // The shared part is seen twice.
            if seen.insert((finding.line, finding.column, finding.rule)) {
                out.findings.push(finding);
            }
        }
        if last || job.stopped() {
            if !last {
                out.coverage.gap(path, "stopped");
            }
            break;
        }
        let end = position(&buffer, PIECE);
        column = if end.line == 1 { column + end.column - 1 } else { end.column };
        line += end.line - 1;
        offset += PIECE as u64;
        buffer.drain(..PIECE);
        seen.retain(|(l, ..)| *l + 1 >= line);
    }
    out
}
