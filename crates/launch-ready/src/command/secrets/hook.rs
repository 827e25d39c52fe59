//! `secrets hook install|uninstall`: a pre-commit hook that stops a commit with a secret in it.

use crate::cli::HookAction;
use crate::error::Error;
use crate::output;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use sweep::git::Repository;

/// The line by which the hook knows itself.
const MARK: &str = "# installed by launch-ready secrets hook";

/// Runs the command; gives the exit code.
pub fn execute(action: HookAction, path: Option<&Path>) -> Result<u8, Error> {
    let start = path.unwrap_or(Path::new("."));
    let repository = Repository::find(start)
        .map_err(|e| Error::Usage(e.to_string()))?
        .ok_or_else(|| Error::Usage(format!("{} is in no git repository", start.display())))?;
    let folder = folder(&repository)?;
    let hook = folder.join("pre-commit");
    let before = folder.join("pre-commit.before-launch-ready");
    let said = match action {
        HookAction::Install => install(&folder, &hook, &before)?,
        HookAction::Uninstall => uninstall(&hook, &before)?,
    };
    output::print(&format!("{said}\n"))?;
    Ok(0)
}

/// Where git looks for hooks: `core.hooksPath`, else `hooks` of the repository.
fn folder(repository: &Repository) -> Result<PathBuf, Error> {
    let Some(named) = repository.hooks_path() else { return Ok(repository.common.join("hooks")) };
    if let Some(rest) = named.strip_prefix("~/") {
        let home = std::env::var_os("HOME")
            .ok_or_else(|| Error::Usage(format!("core.hooksPath is {named}, and there is no HOME")))?;
        return Ok(PathBuf::from(home).join(rest));
    }
    let base = repository.worktree.as_deref().unwrap_or(&repository.dir);
    Ok(base.join(named))
}

fn install(folder: &Path, hook: &Path, before: &Path) -> Result<String, Error> {
    let program =
        std::env::current_exe().map_err(|e| Error::Usage(format!("where this program is can't be told: {e}")))?;
    std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
    if ours(hook) {
        std::fs::remove_file(hook).map_err(Error::file(hook))?;
    } else if hook.exists() {
        if before.exists() {
            return Err(Error::Usage(format!("{} and {} both exist; remove one", hook.display(), before.display())));
        }
        std::fs::rename(hook, before).map_err(Error::file(hook))?;
    }
    let quoted = |p: &Path| format!("'{}'", p.display().to_string().replace('\'', r"'\''"));
    let program = quoted(&program);
    // Where the program has been moved, the one on the PATH does; without any the commit is stopped, never let through.
    let text = format!(
        "#!/bin/sh\n{MARK}; take it out with: launch-ready secrets hook uninstall\n\
         program={program}\n[ -x \"$program\" ] || program=launch-ready\n\
         \"$program\" secrets --staged >&2 || {{\n  code=$?\n  # 3: something could not be read, and nothing was found; that was said above.\n  [ $code = 3 ] || {{\n  echo 'launch-ready: the commit is stopped. Take the secret out, or add \"launch-ready:allow REASON\" to its line.' >&2\n  exit $code\n  }}\n}}\n\
         before={before}\n[ ! -x \"$before\" ] || exec \"$before\" \"$@\"\n",
        before = quoted(before)
    );
    std::fs::write(hook, text).map_err(Error::file(hook))?;
    std::fs::set_permissions(hook, std::fs::Permissions::from_mode(0o755)).map_err(Error::file(hook))?;
    let kept = if before.exists() { "; the hook that was there runs after it" } else { "" };
    Ok(format!("{} looks at every commit from now on{kept}", hook.display()))
}

fn uninstall(hook: &Path, before: &Path) -> Result<String, Error> {
    if !ours(hook) {
        return Ok("there is no hook of launch-ready here".into());
    }
    std::fs::remove_file(hook).map_err(Error::file(hook))?;
    if before.exists() {
        std::fs::rename(before, hook).map_err(Error::file(before))?;
        return Ok("taken out; the hook that was there before is back".into());
    }
    Ok("taken out".into())
}

fn ours(hook: &Path) -> bool {
    std::fs::read_to_string(hook).is_ok_and(|t| t.contains(MARK))
}
