//! What is served that nobody meant to serve.

mod api_document;
mod assistant_files;
mod backup_archive;
mod build_files;
mod config_file;
mod database_dump;
mod debug_page;
mod default_page;
mod directory_listing;
mod env_file;
mod git_folder;
mod graphql_introspection;
mod installer_open;
mod metrics;
mod source_map;
mod stack_trace;
mod trace_method;
mod vcs_folder;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        env_file::check(),
        git_folder::check(),
        database_dump::check(),
        default_page::check(),
        installer_open::check(),
        vcs_folder::check(),
        config_file::check(),
        backup_archive::check(),
        debug_page::check(),
        stack_trace::check(),
        source_map::check(),
        api_document::check(),
        graphql_introspection::check(),
        metrics::check(),
        directory_listing::check(),
        assistant_files::check(),
        build_files::check(),
        trace_method::check(),
    ]
}

/// How a leak of one kind is told.
struct Telling {
    kind: LeakKind,
    /// Is a path of the sort that shows such leaks?
    path: fn(&str) -> bool,
    consequence: &'static str,
    /// What closes such a path.
    closed: fn(&str) -> Setting,
    /// What to do besides closing the path.
    afterwards: &'static str,
}

/// One finding for each leak of the kind. Status codes prove nothing here (single-page apps answer 200 to
/// everything), so only what the body proves is counted, and paths that were not asked pass nothing.
fn leaks(cx: &Cx, exposed: &Exposed, telling: &Telling) -> Verdict {
    if exposed.moved {
        return Verdict::not_applicable("another site stands for it");
    }
    let site = &cx.subject.name;
    let mut findings: Vec<Finding> = Vec::new();
    for leak in exposed.leaks.iter().filter(|l| l.kind == telling.kind) {
        let url = format!("{site}{}", leak.path);
        findings.push(
            Finding::new(format!("{} can be downloaded", text::shorten(&url, 54)))
                .observed(format!("it begins with \"{}\"", text::quote(&leak.proof, 100)))
                .expected("404 or 403")
                .consequence(telling.consequence)
                .remedy(Remedy::Configure {
                    host: cx.host(),
                    setting: (telling.closed)(&leak.path),
                    afterwards: telling.afterwards.to_owned(),
                })
                .reproduce(format!("curl -s -r 0-511 {} | head -c 80", shell::quoted(&url)))
                .key(leak.path.clone())
                .cause(format!("{}{}", cx.host(), leak.path)),
        );
    }
    if findings.is_empty() && !exposed.asked.iter().any(|p| (telling.path)(p)) {
        return Unknown::new(Why::NotGathered, "no such path was asked").into();
    }
    Verdict::of(findings)
}

/// Nothing is served at this path.
fn alone(path: &str) -> Setting {
    Setting::ClosePath { path: path.to_owned(), below: false }
}

/// Nothing is served that begins with this path up to a part of it.
fn below(path: &str, part: &str) -> Setting {
    let end = path.find(part).map_or(path.len(), |at| at + part.len());
    Setting::ClosePath { path: path[..end].to_owned(), below: true }
}

/// A look at one path of a site, and what it proved.
fn look(path: &str, leak: Option<(LeakKind, &str)>) -> Exposed {
    let leak = leak.map(|(kind, proof)| Leak { path: path.into(), kind, proof: proof.into() });
    Exposed { unknown_path_status: 404, asked: vec![path.into()], moved: false, leaks: leak.into_iter().collect() }
}
