//! What the registry publishes about a domain: RDAP (RFC 9082, 9083).

use super::name_of;
use crate::http::Request;
use crate::look::{Gather, Look};
use crate::net::Rdap;
use jiff::Timestamp;
use model::facts::Registration;
use model::{Name, Seen, Subject, Unknown, Why};
use serde_json::Value;
use url::Url;

/// The registries of common endings, so that the usual look needs no bootstrap (IANA RDAP bootstrap, RFC 9224).
const COMMON: [(&str, &str); 8] = [
    ("com", "https://rdap.verisign.com/com/v1/"),
    ("net", "https://rdap.verisign.com/net/v1/"),
    ("org", "https://rdap.publicinterestregistry.org/rdap/"),
    ("app", "https://pubapi.registry.google/rdap/"),
    ("dev", "https://pubapi.registry.google/rdap/"),
    ("io", "https://rdap.identitydigital.services/rdap/"),
    ("ai", "https://rdap.identitydigital.services/rdap/"),
    ("co.uk", "https://rdap.nominet.uk/uk/"),
];
const BOOTSTRAP: &str = "https://data.iana.org/rdap/dns.json";

impl Gather for Registration {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let domain = name_of(subject)?;
        let base = match &look.net.rdap {
            Rdap::Off => return Err(Unknown::new(Why::Offline, "registration data, by --rdap off")),
            Rdap::Server(base) => base.clone(),
            Rdap::Bootstrap => server_for(look, &domain).await?,
        };
        let mut url = Url::parse(&base)
            .and_then(|u| u.join(&format!("domain/{domain}")))
            .map_err(|e| Unknown::new(Why::NoAnswer, format!("{base}: {e}")))?;
        // Registries hand over to registrars and mirrors.
        for _ in 0..3 {
            let response = ask(look, &url).await?;
            match response.status {
                200 => return read(&response.body),
                404 => return Ok(Self { registered: false, expires: None, registrar: None, status: Vec::new() }),
                301 | 302 | 303 | 307 | 308 => {
                    let to = response.header("location").and_then(|l| url.join(l).ok());
                    url = to.ok_or_else(|| Unknown::new(Why::NoAnswer, format!("{url} redirects to nowhere")))?;
                }
                other => return Err(Unknown::new(Why::NoAnswer, format!("{url} answered {other}"))),
            }
        }
        Err(Unknown::new(Why::NoAnswer, format!("{base} redirects too often")))
    }
}

async fn ask(look: &Look, url: &Url) -> Seen<crate::http::Response> {
    let request = Request::get(url.clone()).header("accept", "application/rdap+json, application/json");
    look.fetch(request).await?.map_err(|f| Unknown::new(Why::NoAnswer, format!("{url}: {}", f.words())))
}

async fn server_for(look: &Look, domain: &Name) -> Seen<String> {
    let known = COMMON.iter().find(|(end, _)| domain.as_str().ends_with(&format!(".{end}")));
    if let Some((_, base)) = known {
        return Ok((*base).to_owned());
    }
    let url = Url::parse(BOOTSTRAP).map_err(|e| Unknown::new(Why::Bug, e.to_string()))?;
    let response = ask(look, &url).await?;
    let json: Value =
        serde_json::from_slice(&response.body).map_err(|e| Unknown::new(Why::NoAnswer, format!("{BOOTSTRAP}: {e}")))?;
    let top = domain.as_str().rsplit('.').next().unwrap_or_default();
    let services = json["services"].as_array().into_iter().flatten();
    let has = |s: &&Value| s[0].as_array().is_some_and(|ends| ends.iter().any(|e| e.as_str() == Some(top)));
    services
        .filter(has)
        .find_map(|s| s[1].as_array()?.iter().find_map(|u| u.as_str().filter(|u| u.starts_with("https://"))))
        .map(str::to_owned)
        .ok_or_else(|| Unknown::new(Why::NoAnswer, format!("the registry of .{top} publishes no RDAP server")))
}

fn read(body: &[u8]) -> Seen<Registration> {
    let json: Value =
        serde_json::from_slice(body).map_err(|e| Unknown::new(Why::NoAnswer, format!("the registry's answer: {e}")))?;
    let words = |v: &Value| v.as_str().map(|s| model::text::quote(s, 120));
    let expires = json["events"].as_array().into_iter().flatten().find_map(|event| {
        let ends = event["eventAction"].as_str() == Some("expiration");
        ends.then(|| event["eventDate"].as_str()?.parse::<Timestamp>().ok()).flatten()
    });
    let registrar = json["entities"].as_array().into_iter().flatten().find_map(|entity| {
        let is = entity["roles"].as_array()?.iter().any(|r| r.as_str() == Some("registrar"));
        let card = entity["vcardArray"][1].as_array()?;
        is.then(|| card.iter().find(|f| f[0].as_str() == Some("fn")).and_then(|f| words(&f[3]))).flatten()
    });
    let status = json["status"].as_array().into_iter().flatten().filter_map(words).take(20).collect();
    Ok(Registration { registered: true, expires, registrar, status })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_rdap_answer_is_read() {
        let body = br#"{"status":["client transfer prohibited"],"events":[{"eventAction":"expiration","eventDate":"2027-06-08T00:00:00Z"}],
            "entities":[{"roles":["registrar"],"vcardArray":["vcard",[["fn",{},"text","Nordic Names"]]]}]}"#;
        let r = read(body).unwrap();
        assert_eq!(r.registrar.as_deref(), Some("Nordic Names"));
        assert_eq!(r.expires.unwrap().to_string(), "2027-06-08T00:00:00Z");
        assert!(read(b"<html>").is_err());
        assert!(read(b"{}").unwrap().expires.is_none());
    }
}
