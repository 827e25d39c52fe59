//! `launch-ready init`: writes `launch.toml` from what can be seen, and asks nothing that it can detect.

mod ci;

use crate::cli::{InitArgs, JudgeFlags, SeverityFlag};
use crate::error::Error;
use crate::{output, run, setup};
use config::{Config, Detected};
use model::declared::DeclaredHost;
use model::facts::{Addresses, Mx, Page, Redirects, Spf, TrailEnd};
use model::{Declared, Evidence, Name, Origin, Subject, Target};

/// Runs the command; gives the exit code.
pub fn execute(args: &InitArgs) -> Result<u8, Error> {
    if let Some(host) = args.ci {
        let written = args.output.exists() && !args.force;
        if !written {
            file(args)?;
        }
        return ci::write(host, args);
    }
    file(args)
}

/// Writes `launch.toml`.
fn file(args: &InitArgs) -> Result<u8, Error> {
    if !args.stdout && !args.force && args.output.exists() {
        let file = args.output.display();
        return Err(Error::Usage(format!("{file} exists already; --force overwrites it, --stdout only prints")));
    }
    let config = Config::without_file().ok_or_else(|| Error::Bug("the default profile can't be read".into()))?;
    let config = setup::under_profile(config, args.profile.as_deref())?;
    let target = setup::target(args.target.as_deref(), &config)?;
    // The facts that these checks name are the ones that a configuration is made from.
    let flags = JudgeFlags {
        fail_on: SeverityFlag::Blocker,
        ..setup::flags(["dns", "redirect", "mail", "header"].map(str::to_owned).to_vec())
    };
    let judging = setup::judging(&flags, config, &target)?;
    let look = run::Look {
        net: args.net.net_for(target.registrable.as_ref())?,
        limits: args.net.limits(),
        user_agent: args.net.user_agent.clone().unwrap_or_else(probe::plan::user_agent),
        headers: args.net.headers()?,
        target: target.clone(),
    };
    let evidence = run::look(look, &judging, args.stdout)?;
    let mut found = detect(&evidence, &judging.declared, &target);
    found.profile.clone_from(&args.profile);
    let text = config::init(&found);
    if args.stdout {
        output::print(&text)?;
        return Ok(0);
    }
    std::fs::write(&args.output, &text).map_err(Error::file(&args.output))?;
    let file = args.output.display();
    let hosts = model::text::count(found.hosts.len(), "host", "hosts");
    output::print(&format!(
        "{file} written: {hosts}, {} sending domains. Next: launch-ready check\n",
        found.sending.len()
    ))?;
    Ok(0)
}

fn detect(evidence: &Evidence, declared: &Declared, target: &Target) -> Detected {
    let canonical = canonical(evidence, target);
    let hosts = evidence.all::<Addresses>().filter(|(_, a)| a.all().next().is_some());
    let hosts = hosts.filter_map(|(s, _)| Name::parse(&s.name).ok());
    let mut hosts: Vec<DeclaredHost> =
        hosts.map(|name| DeclaredHost { purpose: declared.purpose(name.as_str()), name }).collect();
    hosts.sort_by(|a, b| a.name.cmp(&b.name));
    let sends = |domain: &Subject| {
        evidence.get::<Mx>(domain).is_ok_and(|mx| !mx.servers.is_empty())
            || evidence.get::<Spf>(domain).is_ok_and(|spf| !spf.records.is_empty())
    };
    let sending = target.registrable.iter().filter(|d| sends(&Subject::mail_domain(d))).cloned().collect();
    Detected {
        app: title(evidence, canonical.as_ref()),
        apex: target.registrable.clone(),
        canonical,
        hosts,
        sending,
        ..Detected::default()
    }
}

/// Where visitors who type the bare name end up.
fn canonical(evidence: &Evidence, target: &Target) -> Option<Origin> {
    let site = Subject::site(&target.origin.clone().unwrap_or_else(|| Origin::https(&target.host)));
    match &evidence.get::<Redirects>(&site).ok()?.root.end {
        TrailEnd::Answer { url, .. } => Origin::parse(url),
        _ => None,
    }
}

/// The app's name, as the front page's title begins.
fn title(evidence: &Evidence, canonical: Option<&Origin>) -> Option<String> {
    let page = evidence.get::<Page>(&Subject::page(canonical?, "/")).ok()?;
    let title = page.answer.as_ref().ok()?.html.as_ref()?.title.clone()?;
    let first = title.split(['|', '·', '—', '–', ':']).next()?.trim().to_owned();
    (!first.is_empty() && first.chars().count() <= 40).then_some(first)
}
