//! `launch-ready demo`: `check`, with the built-in world for a network.

use crate::cli::{DemoArgs, FormatFlag, JudgeFlags, SeverityFlag};
use crate::error::Error;
use crate::{output, run, setup, state};
use config::Config;
use jiff::Timestamp;
use lab::{Lab, World};
use model::Target;
use probe::Limits;
use report::text::TextStyle;
use std::path::PathBuf;
use std::time::Duration;

/// Runs the command; gives the exit code.
pub fn execute(args: &DemoArgs) -> Result<u8, Error> {
    for file in &args.output.files {
        output::format_of(file)?;
    }
    let config = Config::without_file().ok_or_else(|| Error::Bug("the default profile can't be read".into()))?;
    let config = setup::under_profile(config, args.profile.as_deref())?;
    let target = Target::parse("acme.example").map_err(|e| Error::Bug(e.to_string()))?;
    let flags = JudgeFlags { fail_on: SeverityFlag::Blocker, ..setup::flags(Vec::new()) };
    let mut judging = setup::judging(&flags, config, &target)?;
    let mut world = match (args.fixed, args.worst) {
        (true, _) => World::fixed(),
        (_, true) => World::worst(),
        _ => World::demo(),
    };
    world.delay = Duration::from_millis(args.delay);
    // What nobody can find out about Acme Desk from outside: a DKIM selector, and a message that was sent.
    judging.declared.selectors.push(lab::DKIM_SELECTOR.to_owned());
    judging.declared.claims = world.claims();
    judging.declared.sample = Some(mail::Sample::read(world.sample.as_bytes()));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::Usage(format!("the system gives no threads: {e}")))?;
    let repository = checkout(&world)?;
    let names = production_names(&world);
    let mut evidence = runtime.block_on(async {
        let lab = Lab::start(world).await.map_err(|e| Error::Usage(format!("the built-in world can't start: {e}")))?;
        let look = run::Look {
            net: lab.net(),
            limits: Limits::default(),
            user_agent: probe::plan::user_agent(),
            headers: Vec::new(),
            target,
        };
        Ok::<_, Error>(run::look_async(look, &judging, args.output.quiet).await)
    })?;
    runtime.shutdown_background();
    let source = inside::Repository::open(repository.path()).map_err(|e| Error::Bug(e.to_string()))?;
    run::look_inside(&mut evidence, &source, &names, &judging);
    let (report, evidence) = run::judge(evidence, &judging, Limits::default().level, Timestamp::now());
    if let Some(path) = &args.save_evidence {
        let json = evidence.to_json().map_err(|e| Error::Bug(e.to_string()))?;
        state::write_private(path, &json)?;
    }
    let mut style = TextStyle { verify: false, ..TextStyle::default() };
    if args.output.files.is_empty() && args.output.format == FormatFlag::Text && !args.output.quiet {
        style.reports.push((page(&report, &evidence)?.display().to_string(), "the same as a page".into()));
    }
    style.next.push(if args.fixed {
        ("launch-ready check your-domain.com".into(), "the same for your own app".into())
    } else {
        ("launch-ready demo --fixed".into(), "the same company after the fixes".into())
    });
    output::write(&args.output, &report, &evidence, style, Timestamp::now())?;
    Ok(report::exit_code(&report))
}

/// The company's repository as files, in a folder that goes away with the value.
fn checkout(world: &World) -> Result<tempfile::TempDir, Error> {
    let temporary = std::env::temp_dir();
    let folder = tempfile::tempdir().map_err(Error::file(&temporary))?;
    world.repository.write(folder.path()).map_err(Error::file(folder.path()))?;
    Ok(folder)
}

/// What the company's host says is set in production.
fn production_names(world: &World) -> Vec<inside::Names> {
    if world.production_names.is_empty() {
        return Vec::new();
    }
    let (environment, source) = ("production".to_owned(), "the host's list".to_owned());
    vec![inside::Names { environment, source, text: world.production_names.clone() }]
}

/// Writes the page into a folder that the system clears away.
fn page(report: &model::Report, evidence: &model::Evidence) -> Result<PathBuf, Error> {
    let folder = std::env::temp_dir().join(format!("launch-ready-demo-{}", std::process::id()));
    let file = folder.join("report.html");
    let html = output::render(FormatFlag::Html, report, evidence, &TextStyle::default(), Timestamp::now())?;
    state::write_private(&file, &html)?;
    Ok(file)
}
