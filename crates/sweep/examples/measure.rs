//! `measure history|folder PATH`: the look without the command line, for measuring. Prints counts, never values.

use secrets::{Engine, Salt};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use sweep::git::{Repository, history};
use sweep::{Job, Progress, folder};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, what, path] = args.as_slice() else { return Err("measure history|folder PATH".into()) };
    let engine = Engine::new()?;
    let salt = Salt::new(b"measure", true);
    let (stop, progress) = (AtomicBool::new(false), Progress::default());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let job = Job { engine: &engine, salt: &salt, stop: &stop, progress: &progress, threads, skip: None };
    let mut sweep = if what == "history" {
        history(&Repository::find(Path::new(path))?.ok_or("no repository")?, &job)
    } else {
        folder::scan(Path::new(path), &job)
    };
    sweep.finish(&engine, &salt);
    let mut out = std::io::stdout().lock();
    for finding in &sweep.findings {
        writeln!(out, "{} {}:{}", engine.rules()[finding.rule].id, finding.path, finding.line)?;
    }
    let c = &sweep.coverage;
    writeln!(out, "{} findings, {} files, {} objects, {} MB", sweep.findings.len(), c.files, c.blobs, c.bytes >> 20)?;
    Ok(())
}
