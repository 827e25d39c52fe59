//! What stands in front of the servers.

mod callback_challenged;
mod host_not_pinned;
mod not_as_declared;
mod origin_exposed;
mod unproxied_sibling;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        unproxied_sibling::check(),
        not_as_declared::check(),
        origin_exposed::check(),
        callback_challenged::check(),
        host_not_pinned::check(),
    ]
}

/// What the front page of a host came through.
struct Front {
    host: String,
    edge: Option<&'static str>,
    /// The domain itself, `www`, app or interface: hosts that belong together. Others may live elsewhere on purpose.
    of_the_app: bool,
}

/// The front pages of a domain that were seen.
fn fronts(cx: &Cx, pages: &Each<Page>) -> Vec<Front> {
    let front = |(page, fact): (&Subject, &Page)| {
        let origin = page.origin().filter(|o| page.name == format!("{o}/") && !o.host.ends_with(']'))?;
        let answer = fact.answer.as_ref().ok()?;
        let apex = origin.host == cx.subject.name;
        let own = matches!(cx.declared.purpose(&origin.host), Purpose::Web | Purpose::App | Purpose::Api);
        Some(Front { edge: answer.edge(), of_the_app: apex || own, host: origin.host })
    };
    pages.seen().filter_map(front).collect()
}

/// Puts a host behind an edge.
fn switch_on(host: &str, edge: &str) -> Remedy {
    Remedy::say(format!(
        "Switch on the proxy of {edge} for the DNS record of {host}, and let the server accept the edge's addresses only."
    ))
}

/// A command that shows what a host answers through.
fn look_at(host: &str) -> String {
    format!("curl -sI https://{host}/ | grep -iE '^(server|via|cf-ray|x-amz-cf|x-vercel|x-served)'")
}
