//! What answers for each host: edge or server, how it speaks, how long its front page is.

use super::Cx;
use crate::clean::line;
use maud::{Markup, html};
use model::facts::{Answer, Page, Tls};
use model::{Subject, text};

/// One line for each front page that answered.
pub fn answers(cx: &Cx<'_>) -> Markup {
    let fronts: Vec<(&Subject, &Answer)> = cx
        .evidence
        .all::<Page>()
        .filter(|(page, _)| page.origin().is_some_and(|o| page.name == format!("{o}/")))
        .filter_map(|(page, fact)| Some((page, fact.answer.as_ref().ok()?)))
        .collect();
    if fronts.is_empty() {
        return html! {};
    }
    html! {
        div.map {
            h3 { "What answers" }
            p.intro { "The edge or server of each front page, as its headers and its handshake show it." }
            ul.servers {
                @for (page, answer) in fronts {
                    li { b { (line(&page.host_name().unwrap_or_default())) } " " (traits(cx, page, answer).join(" · ")) }
                }
            }
        }
    }
}

fn traits(cx: &Cx<'_>, page: &Subject, answer: &Answer) -> Vec<String> {
    let server = answer.header("server").map(|s| text::quote(&line(s), 40));
    let mut out = vec![match answer.edge() {
        Some(edge) => format!("behind {edge}"),
        None => server.unwrap_or_else(|| "a server without a name".into()),
    }];
    let tls = page.host_name().and_then(|host| cx.evidence.get::<Tls>(&Subject::host(&host)).ok());
    let session = tls.and_then(|tls| tls.sessions().next().map(|(_, session)| session));
    out.extend(session.map(|session| {
        let http = if session.alpn.as_deref() == Some("h2") { "HTTP/2" } else { "HTTP/1.1 only" };
        format!("{http}, {}", line(&session.version))
    }));
    if answer.header("alt-svc").is_some_and(|v| v.contains("h3=")) {
        out.push("announces HTTP/3".into());
    }
    out.push(format!("status {}", answer.status));
    if answer.status == 200 {
        out.push(match answer.bytes {
            n @ 0..1000 => format!("{n} bytes"),
            n => format!("{}.{} kB", n / 1000, n % 1000 / 100),
        });
        let packed = answer.header("content-encoding");
        out.extend(packed.map(|encoding| format!("packed with {}", text::quote(&line(encoding), 20))));
    }
    out
}
