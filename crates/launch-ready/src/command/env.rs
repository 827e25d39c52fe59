//! `launch-ready env`: one row for each variable, from code to every environment. Names and states, never values.

mod table;

use crate::cli::EnvArgs;
use crate::error::Error;
use crate::output;
use checks::registry::Court;
use config::Config;
use jiff::Timestamp;
use model::{Declared, Evidence, Judged, Severity, Target, Verdict};
use std::io::Read;
use std::path::Path;

/// Runs the command; gives the exit code: 0 nothing high or worse, 1 something is, 3 something could not be read.
pub fn execute(args: &EnvArgs) -> Result<u8, Error> {
    let repository = open(args.path.as_deref().unwrap_or(Path::new(".")))?;
    let names = names(&args.names)?;
    let variables = inside::variables(&repository, &names);
    let judged = judge(&repository, &variables)?;
    let view = table::View { name: &repository.name, variables: &variables, judged: &judged, open: args.open };
    output::print(&table::render(&view, args.format)?)?;
    let bad = |j: &Judged| j.info.severity >= Severity::High && matches!(j.verdict, Verdict::Fail(_));
    Ok(match () {
        () if judged.iter().any(bad) => 1,
        () if !variables.table.gaps.is_empty() && variables.table.rows.is_empty() => 3,
        () => 0,
    })
}

/// The repository of a folder.
pub fn open(path: &Path) -> Result<inside::Repository, Error> {
    inside::Repository::open(path).map_err(|e| Error::Usage(e.to_string()))
}

/// Lists of names as typed: `production=names.txt`, `production=-`.
pub fn names(typed: &[String]) -> Result<Vec<inside::Names>, Error> {
    let mut lists = Vec::new();
    for text in typed {
        let wrong = || Error::flag("--names", text, "write the environment and the file, such as production=names.txt");
        let (environment, file) =
            text.split_once('=').filter(|(e, f)| !e.is_empty() && !f.is_empty()).ok_or_else(wrong)?;
        let mut content = String::new();
        if file == "-" {
            std::io::stdin().read_to_string(&mut content).map_err(Error::file(Path::new("standard input")))?;
        } else {
            let path = Path::new(file);
            content = String::from_utf8_lossy(&std::fs::read(path).map_err(Error::file(path))?).into_owned();
        }
        let list = inside::Names { environment: environment.into(), source: file.into(), text: content };
        lists.push(list);
    }
    Ok(lists)
}

/// The checks of the area on this table.
fn judge(repository: &inside::Repository, variables: &model::facts::Variables) -> Result<Vec<Judged>, Error> {
    let config = Config::without_file().ok_or_else(|| Error::Bug("the default profile can't be read".into()))?;
    let declared = Declared::from_target(&Target::of_repository(&repository.name));
    let evidence = Evidence::new(Timestamp::now()).with(&inside::subject(repository), variables.clone());
    let area: Vec<_> = checks::all().iter().filter(|c| c.info.area() == "env").collect();
    Ok(checks::judge_all(&evidence, Court { thresholds: &config.profile.thresholds, declared: &declared }, &area))
}
