//! How a page answers to origins that are not its own.

use crate::http::Request;
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use model::facts::{Cors, CorsProbe};
use model::{Level, Seen, Subject, Unknown, Why};
use url::Url;

impl Gather for Cors {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let url = Url::parse(&subject.name).map_err(|e| Unknown::new(Why::Bug, format!("{subject}: {e}")))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        // A stranger, the opaque origin of a sandboxed frame, and a name that only looks like ours.
        let origins =
            ["https://stranger.example".to_owned(), "null".to_owned(), format!("https://{host}.stranger.example")];
        // Besides the front page one stranger is enough: the rules are those of the host.
        let probes = if url.path() == "/" { origins.len() } else { 1 };
        let asked = origins.into_iter().take(probes).map(|origin| ask(look, &url, origin));
        let probes = join_all(asked).await.into_iter().collect::<Seen<Vec<_>>>()?;
        Ok(Self { probes })
    }
}

async fn ask(look: &Look, url: &Url, origin: String) -> Seen<CorsProbe> {
    let request = Request::get(url.clone()).header("origin", origin.clone());
    // A page that does not answer is the reach area's matter; here there is nothing to see.
    let response = look.fetch(request).await?;
    let response = response.map_err(|f| Unknown::new(Why::Prerequisite, format!("{url}: {}", f.words())))?;
    let credentials = response.header("access-control-allow-credentials");
    Ok(CorsProbe {
        origin,
        allow_origin: response.header("access-control-allow-origin").map(|v| model::text::quote(v, 200)),
        varies: response.header("vary").is_some_and(|v| v == "*" || v.to_ascii_lowercase().contains("origin")),
        allow_credentials: credentials.is_some_and(|v| v.trim().eq_ignore_ascii_case("true")),
    })
}
