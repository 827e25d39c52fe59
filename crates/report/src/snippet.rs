//! Headers, redirects and settings as each server or edge wants them written, ready to paste.

use model::facts::{Answer, Page};
use model::{Evidence, Remedy, Subject, SubjectKind};

/// A server, edge or platform whose configuration is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Server {
    /// nginx, and OpenResty.
    Nginx,
    /// Apache httpd.
    Apache,
    /// Caddy.
    Caddy,
    /// Cloudflare's rules.
    Cloudflare,
    /// Vercel.
    Vercel,
    /// Netlify.
    Netlify,
}

/// What to paste, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// For which server.
    pub server: Server,
    /// Where it belongs, as `in the server block of acme.example`.
    pub place: String,
    /// The text.
    pub text: String,
}

impl Server {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 6] = [Self::Nginx, Self::Apache, Self::Caddy, Self::Cloudflare, Self::Vercel, Self::Netlify];

    /// Its name as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Apache => "Apache",
            Self::Caddy => "Caddy",
            Self::Cloudflare => "Cloudflare",
            Self::Vercel => "Vercel",
            Self::Netlify => "Netlify",
        }
    }

    /// The server of that name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name().eq_ignore_ascii_case(name))
    }

    /// What stands in front, as an answer shows it: an edge before the server behind it.
    #[must_use]
    pub fn of(answer: &Answer) -> Option<Self> {
        let server = answer.header("server").unwrap_or_default().to_ascii_lowercase();
        let has = |name: &str| answer.header(name).is_some();
        if has("cf-ray") || server == "cloudflare" {
            Some(Self::Cloudflare)
        } else if has("x-vercel-id") || server == "vercel" {
            Some(Self::Vercel)
        } else if has("x-nf-request-id") || server == "netlify" {
            Some(Self::Netlify)
        } else if server.starts_with("nginx") || server.starts_with("openresty") {
            Some(Self::Nginx)
        } else if server.starts_with("apache") {
            Some(Self::Apache)
        } else {
            server.starts_with("caddy").then_some(Self::Caddy)
        }
    }

    /// What answered for a host, as its pages show it.
    #[must_use]
    pub fn recognised(evidence: &Evidence, host: &str) -> Option<Self> {
        answers(evidence, host).find_map(Self::of)
    }
}

/// The pages of a host that were seen.
fn answers<'e>(evidence: &'e Evidence, host: &'e str) -> impl Iterator<Item = &'e Answer> {
    let pages = evidence.subjects(SubjectKind::Page).filter(move |p| p.host_name().as_deref() == Some(host));
    pages.filter_map(|p: &Subject| evidence.get::<Page>(p).ok()?.answer.as_ref().ok())
}

/// A header with every answer of a host. Where the app behind sends one of that name already (`replaces`), the server
/// has to take that out: nginx, Apache and Caddy would send both.
#[must_use]
pub fn header(server: Server, host: &str, name: &str, value: &str, replaces: bool) -> Snippet {
    let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
    let json = serde_json::Value::String(value.to_owned());
    let (place, text) = match server {
        Server::Nginx => {
            let hide = format!("proxy_hide_header {name};\nfastcgi_hide_header {name};\n");
            let hide = if replaces { hide } else { String::new() };
            (format!("in the server block of {host}"), format!("{hide}add_header {name} \"{quoted}\" always;"))
        }
        Server::Apache => {
            let unset = if replaces { format!("Header onsuccess unset {name}\n") } else { String::new() };
            let place = format!("in the virtual host of {host} (module headers)");
            (place, format!("{unset}Header always set {name} \"{quoted}\""))
        }
        Server::Caddy if replaces => {
            (format!("in the site block of {host}"), format!("header {{\n\tdefer\n\t{name} \"{quoted}\"\n}}"))
        }
        Server::Caddy => (format!("in the site block of {host}"), format!("header {name} \"{quoted}\"")),
        Server::Cloudflare => (
            "Rules, Transform Rules, Modify Response Header".to_owned(),
            format!("if   http.host eq \"{host}\"\nthen Set static  {name} = {value}"),
        ),
        Server::Vercel => (
            "in vercel.json".to_owned(),
            format!(
                "{{ \"headers\": [{{ \"source\": \"/(.*)\",\n  \"headers\": [{{ \"key\": \"{name}\", \"value\": {json} }}] }}] }}"
            ),
        ),
        Server::Netlify => ("in the file _headers".to_owned(), format!("/*\n  {name}: {value}")),
    };
    Snippet { server, place, text }
}

/// A permanent redirect of a whole host to `to` (scheme and host), path and query kept. Where `to` is the https address
/// of the host itself, it is for plain http.
#[must_use]
pub fn redirect(server: Server, host: &str, to: &str) -> Snippet {
    let to = to.trim_end_matches('/');
    let upgrade = to == format!("https://{host}");
    let port = if upgrade { 80 } else { 443 };
    let (place, text) = match server {
        Server::Nginx => (
            format!("in the server block of {host}{}", if upgrade { ", port 80" } else { "" }),
            format!("return 301 {to}$request_uri;"),
        ),
        Server::Apache => (
            format!("in the virtual host of {host}, port {port}"),
            // Query and path are appended by mod_alias.
            format!("Redirect permanent \"/\" \"{to}/\""),
        ),
        Server::Caddy if upgrade => (
            "in the Caddyfile".to_owned(),
            format!("{host} {{\n\t# Caddy redirects http by itself for a site named without scheme\n}}"),
        ),
        Server::Caddy => ("in the Caddyfile".to_owned(), format!("{host} {{\n\tredir {to}{{uri}} permanent\n}}")),
        Server::Cloudflare if upgrade => ("SSL/TLS, Edge Certificates".to_owned(), "Always Use HTTPS: on".to_owned()),
        Server::Cloudflare => (
            "Rules, Redirect Rules".to_owned(),
            format!(
                "if   http.host eq \"{host}\"\nthen Dynamic  concat(\"{to}\", http.request.uri.path)\n     301, preserve query string"
            ),
        ),
        Server::Vercel if upgrade => ("nowhere".to_owned(), "Vercel redirects http to https by itself".to_owned()),
        Server::Vercel => (
            "in vercel.json".to_owned(),
            format!(
                "{{ \"redirects\": [{{ \"source\": \"/:path*\", \"has\": [{{ \"type\": \"host\", \"value\": \"{host}\" }}],\n  \"destination\": \"{to}/:path*\", \"permanent\": true }}] }}"
            ),
        ),
        Server::Netlify => {
            let from = if upgrade { "http" } else { "https" };
            ("in the file _redirects".to_owned(), format!("{from}://{host}/*  {to}/:splat  301!"))
        }
    };
    Snippet { server, place, text }
}

/// A remedy as a report prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it belongs; empty where that goes without saying.
    pub place: String,
    /// What to paste or do, one line each.
    pub lines: Vec<String>,
    /// The same for servers that were not recognised; empty for remedies that are the same for all.
    pub others: Vec<Snippet>,
}

/// The remedy in the words of the server that was recognised for its host.
#[must_use]
pub fn written(remedy: &Remedy, evidence: &Evidence) -> Written {
    let (host, write): (&str, Box<dyn Fn(Server) -> Snippet>) = match remedy {
        Remedy::SetHeader { host, name, value } => {
            let sent = answers(evidence, host).any(|a| a.header(&name.to_ascii_lowercase()).is_some());
            (host, Box::new(move |s| header(s, host, name, value, sent)))
        }
        Remedy::Redirect { host, to } => (host, Box::new(|s| redirect(s, host, to))),
        Remedy::Configure { host, setting, afterwards } => (
            host,
            Box::new(move |s| {
                let mut snippet = crate::setting::setting(s, host, setting);
                if !afterwards.is_empty() {
                    snippet.text += &format!("\n# {afterwards}");
                }
                snippet
            }),
        ),
        _ => return Written { place: remedy.place(), lines: remedy.lines(), others: Vec::new() },
    };
    let own = Server::recognised(evidence, host);
    let others = Server::ALL.into_iter().filter(|s| Some(*s) != own).map(&write).collect();
    match own.map(&write) {
        Some(s) => Written {
            place: format!("{}: {}", s.server.name(), s.place),
            lines: s.text.lines().map(str::to_owned).collect(),
            others,
        },
        None => Written { place: remedy.place(), lines: remedy.lines(), others },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_inside_a_value_stay_inside() {
        let text = |server| header(server, "acme.example", "X", "a \"b\"", false).text;
        assert_eq!(text(Server::Nginx), "add_header X \"a \\\"b\\\"\" always;");
        assert_eq!(text(Server::Apache), "Header always set X \"a \\\"b\\\"\"");
        assert!(text(Server::Vercel).contains(r#""value": "a \"b\"""#));
    }

    #[test]
    fn a_redirect_keeps_path_and_query() {
        let to = |server| redirect(server, "www.acme.example", "https://acme.example").text;
        assert_eq!(to(Server::Nginx), "return 301 https://acme.example$request_uri;");
        assert!(to(Server::Caddy).contains("redir https://acme.example{uri} permanent"));
        assert!(to(Server::Vercel).contains("\"permanent\": true"));
        assert_eq!(to(Server::Netlify), "https://www.acme.example/*  https://acme.example/:splat  301!");
    }
}
