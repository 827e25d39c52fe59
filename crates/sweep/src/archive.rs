//! Images: a tar of layers, each a tar again. Streamed layer by layer, so that an image of some GB needs no such memory.

use crate::finding::Sweep;
use crate::folder::scan_bytes;
use crate::job::Job;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Members larger than this are not read.
const MEMBER: u64 = 64 << 20;

/// Scans a saved image (`docker save`, OCI layout) or any other tar.
pub fn image(path: &Path, job: &Job<'_>) -> Sweep {
    let mut out = Sweep::default();
    match File::open(path) {
        Ok(file) => tar(&mut BufReader::with_capacity(1 << 20, file), "", 0, job, &mut out),
        Err(error) => out.coverage.gap(path.display().to_string(), error.to_string()),
    }
    out
}

fn tar(reader: &mut dyn Read, outer: &str, depth: usize, job: &Job<'_>, out: &mut Sweep) {
    let mut long: Option<String> = None;
    let mut members = 0u64;
    loop {
        let mut header = [0u8; 512];
        if reader.read_exact(&mut header).is_err() || header.iter().all(|b| *b == 0) || job.stopped() {
            if members == 0 && depth == 0 {
                out.coverage.gap("the image", "no tar, or an empty one");
            }
            if job.stopped() {
                out.coverage.gap("the image", "stopped");
            }
            return;
        }
        if &header[257..262] != b"ustar" {
            out.coverage.gap(if outer.is_empty() { "the image" } else { outer }, "damaged archive");
            return;
        }
        members += 1;
        let size = std::str::from_utf8(&header[124..135])
            .ok()
            .and_then(|t| u64::from_str_radix(t.trim_matches(['\0', ' ']), 8).ok());
        let Some(size) = size else {
            out.coverage.gap(if outer.is_empty() { "the image" } else { outer }, "damaged archive");
            return;
        };
        let short = String::from_utf8_lossy(header[..100].split(|b| *b == 0).next().unwrap_or_default()).into_owned();
        let kind = header[156];
        let name = if kind == b'L' { short } else { long.take().unwrap_or(short) };
        let full = if outer.is_empty() { name.clone() } else { format!("{outer}!{name}") };
        let mut content = (&mut *reader).take(size);
        match kind {
            b'L' => {
                let mut text = Vec::new();
                (&mut content).take(4096).read_to_end(&mut text).ok();
                long = Some(String::from_utf8_lossy(&text).trim_end_matches('\0').to_owned());
            }
            b'0' | 0 => member(&mut content, size, &full, depth, job, out),
            _ => {}
        }
        let left = content.limit() + (512 - size % 512) % 512;
        if std::io::copy(&mut (&mut *reader).take(left), &mut std::io::sink()).is_err() {
            return;
        }
    }
}

/// A layer, or a file of one.
fn member(content: &mut dyn Read, size: u64, name: &str, depth: usize, job: &Job<'_>, out: &mut Sweep) {
    let mut start = vec![0u8; usize::try_from(size.min(512)).unwrap_or(512)];
    if content.read_exact(&mut start).is_err() {
        out.coverage.gap(name, "damaged archive");
        return;
    }
    let mut whole = start.as_slice().chain(content);
    if depth < 2 && start.get(257..262) == Some(b"ustar") {
        tar(&mut whole, name, depth + 1, job, out);
    } else if depth < 2
        && start.starts_with(b"\x1f\x8b")
        && (name.contains("blobs/")
            || name.ends_with("layer.tar")
            || name.ends_with(".tar.gz")
            || name.ends_with(".tgz"))
    {
        tar(&mut MultiGzDecoder::new(whole), name, depth + 1, job, out);
    } else if size > MEMBER {
        out.coverage.gap(name, "larger than 64 MB inside an image");
    } else {
        let mut bytes = Vec::new();
        match whole.read_to_end(&mut bytes) {
            Ok(_) => scan_bytes(&bytes, name, job, out),
            Err(error) => out.coverage.gap(name, error.to_string()),
        }
    }
}
