//! `init --ci`: a pipeline that audits every change.

use crate::cli::{CiFlag, InitArgs};
use crate::error::Error;
use crate::{output, setup};
use std::path::{Path, PathBuf};

const GITHUB: &str = include_str!("github.yml");
const GITLAB: &str = include_str!("gitlab.yml");

/// Writes the file beside `launch.toml`; one that is there stays unless it is forced.
pub fn write(host: CiFlag, args: &InitArgs) -> Result<u8, Error> {
    let (path, template) = match host {
        CiFlag::Github => (".github/workflows/launch-ready.yml", GITHUB),
        CiFlag::Gitlab => (".gitlab/launch-ready.yml", GITLAB),
    };
    let config = setup::config(args.output.exists().then_some(args.output.as_path()))?;
    let target = setup::target(args.target.as_deref(), &config)?;
    let text = template.replace("{target}", &target.label);
    if args.stdout {
        output::print(&text)?;
        return Ok(0);
    }
    let folder = args.output.parent().filter(|p| *p != Path::new("")).map_or_else(PathBuf::new, Path::to_owned);
    let path = folder.join(path);
    if path.exists() && !args.force {
        return Err(Error::Usage(format!("{} exists already; --force overwrites it", path.display())));
    }
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(Error::file(parent))?;
    }
    std::fs::write(&path, text).map_err(Error::file(&path))?;
    output::print(&format!(
        "{} written; set the variable LAUNCH_READY_SOURCE to the git address of Launch Ready\n",
        path.display()
    ))?;
    Ok(0)
}
