//! Environment variables of a repository: code, example, environments, documents.

mod default_secret;
mod empty_in_production;
mod example_missing;
mod file_in_image;
mod file_not_ignored;
mod file_tracked;
mod late_failure;
mod live_key_elsewhere;
mod localhost_in_production;
mod missing_in_environment;
mod missing_in_example;
mod never_read;
mod placeholder_in_production;
mod secret_made_public;
mod set_nowhere;
mod set_twice;
mod shared_secret;
mod sloppy_file;
mod test_key_in_production;

use crate::Check;
use environment::{Kind, Place, Row, Setting, ValueClass};
use model::facts::Variables;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        file_tracked::check(),
        file_in_image::check(),
        file_not_ignored::check(),
        secret_made_public::check(),
        default_secret::check(),
        set_nowhere::check(),
        missing_in_environment::check(),
        empty_in_production::check(),
        placeholder_in_production::check(),
        localhost_in_production::check(),
        test_key_in_production::check(),
        live_key_elsewhere::check(),
        shared_secret::check(),
        late_failure::check(),
        example_missing::check(),
        missing_in_example::check(),
        set_twice::check(),
        never_read::check(),
        sloppy_file::check(),
    ]
}

/// Rows set in production with a value of this kind, each with its first such place.
fn in_production(variables: &Variables, class: ValueClass) -> impl Iterator<Item = (&Row, &Setting)> {
    variables.table.rows.iter().filter_map(move |row| Some((row, row.set_in("production").find(|s| s.class == class)?)))
}

/// Why nothing can be said about production: no file of the repository sets anything there.
fn no_production(variables: &Variables) -> Option<&'static str> {
    let known = variables.table.environments.iter().any(|e| e == "production");
    (!known).then_some("no file of the repository sets variables for production")
}

/// A command that shows the line without the value behind the name.
fn show(place: &Place, name: &str) -> String {
    format!("grep -no '{name}' {}", crate::shell::quoted(&place.path))
}

/// Is the variable declared anywhere: an example, an environment, or a host's list?
fn declared(row: &Row) -> bool {
    row.settings.iter().any(|s| matches!(s.kind, Kind::Example | Kind::Set))
}
