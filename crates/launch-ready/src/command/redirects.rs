//! `launch-ready redirects`: where visitors are sent, and what to paste where that is wrong.

use crate::cli::{JudgeFlags, RedirectsArgs, SeverityFlag};
use crate::error::Error;
use crate::{output, run, setup};
use model::SubjectKind;
use model::facts::Redirects;
use report::snippet::Server;

/// Checks whose facts the map needs: the ways, and what answers.
const CHECKS: [&str; 2] = ["redirect", "header/version-disclosed"];

/// Runs the command; gives the exit code: 0 all in place, 1 something to mend, 3 can't tell.
pub fn execute(args: &RedirectsArgs) -> Result<u8, Error> {
    let servers = servers(&args.servers)?;
    let config = setup::config(args.config.as_deref())?;
    let target = setup::target(args.target.as_deref(), &config)?;
    let flags = JudgeFlags {
        config: None,
        profile: None,
        checks: CHECKS.map(str::to_owned).to_vec(),
        fail_on: SeverityFlag::Low,
        baseline: None,
        write_baseline: None,
        require_all: false,
        at: None,
    };
    let judging = setup::judging(&flags, config, &target)?;
    let look = run::Look {
        net: args.net.net_for(target.registrable.as_ref())?,
        limits: args.net.limits(),
        user_agent: args.net.user_agent.clone().unwrap_or_else(probe::plan::user_agent),
        headers: args.net.headers()?,
        target,
    };
    let evidence = run::look(look, &judging, true)?;
    let (text, in_place) = report::redirects::render(&evidence, &judging.declared, &servers);
    output::print(&text)?;
    let seen = evidence.subjects(SubjectKind::Site).any(|s| evidence.get::<Redirects>(s).is_ok());
    Ok(if in_place {
        0
    } else if seen {
        1
    } else {
        3
    })
}

fn servers(names: &[String]) -> Result<Vec<Server>, Error> {
    if names.iter().any(|n| n.eq_ignore_ascii_case("all")) {
        return Ok(Server::ALL.to_vec());
    }
    let known = |name: &String| {
        let names: Vec<String> = Server::ALL.iter().map(|s| s.name().to_ascii_lowercase()).collect();
        Server::named(name).ok_or_else(|| Error::Usage(format!("\"{name}\" is none of {}, all", names.join(", "))))
    };
    names.iter().map(known).collect()
}
