//! `launch-ready secrets`: what to look at, with what, and where the answer goes.

mod forms;
mod hook;
mod page;
mod text;

pub use page::page;

use crate::cli::{ScanArgs, SecretsArgs, SecretsCommand, SecretsFormat};
use crate::error::Error;
use crate::output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ring::rand::SecureRandom;
use secrets::{Engine, FileKind, Salt};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use sweep::baseline::Baseline;
use sweep::git::{self, Repository};
use sweep::gitleaks::{self, Gitleaks, Ignore};
use sweep::{Job, Progress, Sweep, folder, stream};

/// The folder of a repository that holds salt and baseline.
const FOLDER: &str = ".launch-ready";

/// Runs the command; gives the exit code.
pub fn execute(args: &SecretsArgs) -> Result<u8, Error> {
    match &args.command {
        Some(SecretsCommand::Hook { action, path }) => hook::execute(*action, path.as_deref()),
        None => scan(&args.scan),
    }
}

fn scan(args: &ScanArgs) -> Result<u8, Error> {
    for file in &args.files {
        form_of(file)?;
    }
    let root = args.path.clone().unwrap_or_else(|| PathBuf::from("."));
    if !root.exists() {
        return Err(Error::Usage(format!("{} does not exist", root.display())));
    }
    let foreign = foreign(args, &root)?;
    let known = if args.no_known { Vec::new() } else { known(args, &root) };
    let logs = !args.log.is_empty();
    let mut engine = Engine::with(foreign.rules)
        .map_err(|e| Error::Bug(e.to_string()))?
        .knowing(&sweep::needles(&known))
        .with_tests(args.tests);
    if logs {
        engine = engine.with_personal_data();
    }
    let salt = salt(&root, args.write_baseline)?;
    let stop = stop_on_ctrl_c();
    let progress = Arc::new(Progress::default());
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
    let job =
        Job { engine: &engine, salt: &salt, stop: &stop, progress: &progress, threads, skip: foreign.paths.as_ref() };
    let bar = show(&progress, !args.quiet);
    let looked = look(args, &root, &job);
    bar.finish_and_clear();
    let mut sweep = looked?;
    for problem in foreign.problems {
        sweep.coverage.left_out(&problem, "rules of .gitleaks.toml that can't be used");
    }
    sweep.finish(&engine, &salt);
    // The file that a value was read from is no news.
    let sources = env_files(&root)
        .into_iter()
        .chain(args.known.clone())
        .filter_map(|p| p.file_name().map(|n| n.to_string_lossy().into_owned()))
        .collect::<Vec<_>>();
    let known_rule = engine.rule_named("known-value");
    sweep.findings.retain(|f| !(Some(f.rule) == known_rule && f.commit.is_none() && sources.contains(&f.path)));
    let accepted = exceptions(args, &root, &foreign.commits, &engine, &mut sweep)?;
    finish(args, &sweep, &engine, accepted)
}

/// The look itself.
fn look(args: &ScanArgs, root: &Path, job: &Job<'_>) -> Result<Sweep, Error> {
    let mut sweep = Sweep::default();
    let repository = || {
        Repository::find(root)
            .map_err(|e| Error::Usage(e.to_string()))?
            .ok_or_else(|| Error::Usage(format!("{} is in no git repository", root.display())))
    };
    if args.staged {
        return git::staged(&repository()?, job).map_err(|e| Error::Usage(e.to_string()));
    }
    if let Some(range) = &args.range {
        let (from, to) = range.split_once("..").ok_or_else(|| Error::flag("--range", range, "write A..B"))?;
        return git::range(&repository()?, from, to.trim_start_matches('.'), job)
            .map_err(|e| Error::Usage(e.to_string()));
    }
    let streams = args.stdin || !args.log.is_empty() || args.image.is_some() || args.bundle.is_some();
    if args.stdin {
        sweep.add(stream::scan(std::io::stdin().lock(), "(standard input)", FileKind::UNKNOWN, job));
    }
    for path in &args.log {
        let file = std::fs::File::open(path).map_err(Error::file(path))?;
        sweep.add(stream::scan(file, &path.display().to_string(), FileKind::LOG, job));
    }
    if let Some(path) = &args.image {
        sweep.add(sweep::image(path, job));
    }
    if let Some(path) = &args.bundle {
        if !path.exists() {
            return Err(Error::Usage(format!("{} does not exist", path.display())));
        }
        sweep.add(folder::scan(path, job));
    }
    let found = Repository::find(root);
    if !streams {
        match &found {
            // A bare repository has no files of its own.
            Ok(Some(repository)) if repository.worktree.is_none() && args.history => {}
            _ => sweep.add(folder::scan(root, job)),
        }
    }
    if args.history {
        sweep.add(git::history(&repository()?, job));
    } else if let Err(problem) = found {
        sweep.coverage.gap("the repository", problem.to_string());
    }
    if sweep.coverage.files + sweep.coverage.blobs == 0 && sweep.coverage.complete() {
        sweep.coverage.gap(root.display().to_string(), "there was nothing to read");
    }
    Ok(sweep)
}

/// A configuration of gitleaks, named or found.
fn foreign(args: &ScanArgs, root: &Path) -> Result<Gitleaks, Error> {
    let found = root.join(".gitleaks.toml");
    let path = match &args.gitleaks_config {
        Some(path) => path.clone(),
        None if found.is_file() => found,
        None => return Ok(Gitleaks::default()),
    };
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
    gitleaks::read(&text).map_err(|e| Error::Usage(format!("{}: {e}", path.display())))
}

/// `.env`, `.env.local`, `.env.production` …, but not the example.
fn env_files(root: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(root) else { return Vec::new() };
    let named = |p: &PathBuf| {
        let name = p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let sample = ["example", "sample", "template", "dist"].iter().any(|w| name.contains(w));
        name.starts_with(".env") && !sample && p.is_file()
    };
    entries.flatten().map(|e| e.path()).filter(named).collect()
}

fn known(args: &ScanArgs, root: &Path) -> Vec<sweep::Known> {
    let files = env_files(root);
    let paths: Vec<&Path> = files.iter().chain(&args.known).map(PathBuf::as_path).collect();
    let mut known = sweep::from_files(&paths);
    if args.known_env {
        let variables = std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)));
        known.extend(sweep::from_environment(variables));
    }
    known
}

/// The salt that is kept beside the baseline, or one for this run.
fn salt(root: &Path, keep: bool) -> Result<Salt, Error> {
    let path = root.join(FOLDER).join("salt");
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Ok(Salt::new(text.trim().as_bytes(), true));
    }
    let mut bytes = [0u8; 32];
    ring::rand::SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::Usage("the system gives no random numbers".into()))?;
    let text: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    if keep {
        std::fs::create_dir_all(root.join(FOLDER)).map_err(Error::file(&path))?;
        std::fs::write(&path, format!("{text}\n")).map_err(Error::file(&path))?;
    }
    Ok(Salt::new(text.as_bytes(), keep))
}

/// Takes out what was accepted before; gives how many.
fn exceptions(
    args: &ScanArgs,
    root: &Path,
    commits: &[String],
    engine: &Engine,
    sweep: &mut Sweep,
) -> Result<usize, Error> {
    let before = sweep.findings.len();
    if let Ok(text) = std::fs::read_to_string(root.join(".gitleaksignore")) {
        let ignore = Ignore::read(&text);
        sweep.findings.retain(|f| !ignore.holds(f));
    }
    sweep.findings.retain(|f| f.commit.as_ref().is_none_or(|c| !commits.contains(c)));
    let default = root.join(FOLDER).join("secrets.json");
    if args.write_baseline {
        let baseline = Baseline::of(sweep.findings.iter(), |r| engine.rules()[r].id.clone());
        let text = serde_json::to_string_pretty(&baseline).map_err(|e| Error::Bug(e.to_string()))?;
        std::fs::write(&default, text + "\n").map_err(Error::file(&default))?;
        output::print(&format!(
            "{} accepted in {}; commit it with the salt beside it\n",
            sweep.findings.len(),
            default.display()
        ))?;
        sweep.findings.clear();
    } else if let Some(path) = args.baseline.clone().or_else(|| default.is_file().then_some(default)) {
        let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
        let baseline = Baseline::parse(&text).map_err(|e| Error::Usage(format!("{}: {e}", path.display())))?;
        sweep.findings.retain(|f| !baseline.holds(f));
    }
    Ok(before - sweep.findings.len() + sweep.allowed)
}

/// Writes and prints; the exit code.
fn finish(args: &ScanArgs, sweep: &Sweep, engine: &Engine, accepted: usize) -> Result<u8, Error> {
    let style = |color| text::Style { color, all: args.all, quiet: args.quiet, accepted };
    for file in &args.files {
        let text = render(form_of(file)?, sweep, engine, &style(false))?;
        std::fs::write(file, text).map_err(Error::file(file))?;
    }
    let format = if args.quiet { SecretsFormat::Text } else { args.format };
    output::print(&render(format, sweep, engine, &style(output::color(args.color)))?)?;
    Ok(if sweep.has_secret(engine) {
        1
    } else if sweep.coverage.complete() {
        0
    } else {
        3
    })
}

fn render(format: SecretsFormat, sweep: &Sweep, engine: &Engine, style: &text::Style) -> Result<String, Error> {
    Ok(match format {
        SecretsFormat::Text => text::render(sweep, engine, style),
        SecretsFormat::Json => {
            let document = sweep::wire::document(sweep, engine);
            serde_json::to_string_pretty(&document).map_err(|e| Error::Bug(e.to_string()))? + "\n"
        }
        SecretsFormat::Sarif => forms::sarif(sweep, engine),
        SecretsFormat::Junit => forms::junit(sweep, engine).map_err(|e| Error::Bug(e.to_string()))?,
    })
}

fn form_of(file: &Path) -> Result<SecretsFormat, Error> {
    SecretsFormat::of_file(file)
        .ok_or_else(|| Error::flag("-o", &file.display().to_string(), "end the name in .json, .sarif, .xml or .txt"))
}

/// Ctrl-C ends the look and keeps what was found; pressed twice it ends the program.
fn stop_on_ctrl_c() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                flag.store(true, Ordering::Relaxed);
                tokio::signal::ctrl_c().await.ok();
                std::process::exit(4);
            }
        });
    });
    stop
}

/// One line on stderr, on a terminal only, while the look goes on.
fn show(progress: &Arc<Progress>, wanted: bool) -> ProgressBar {
    let visible = wanted && std::io::stderr().is_terminal();
    let bar = ProgressBar::with_draw_target(
        None,
        if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
    );
    if !visible {
        return bar;
    }
    let style = ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(style);
    let (shown, progress) = (bar.clone(), Arc::clone(progress));
    std::thread::spawn(move || {
        while !shown.is_finished() {
            let (items, bytes, found) = (
                progress.items.load(Ordering::Relaxed),
                progress.bytes.load(Ordering::Relaxed),
                progress.found.load(Ordering::Relaxed),
            );
            shown.set_message(format!(
                "{items} files and objects, {} MB, {found} places (Ctrl-C stops and keeps the rest)",
                bytes >> 20
            ));
            shown.tick();
            std::thread::sleep(Duration::from_millis(120));
        }
    });
    bar
}
