//! Faults of the web surface: headers, cookies, content, exposure, cache and edge.

use super::{APEX, APP, DOCS, Fault as F};
use crate::acme;
use crate::web::{Page, Site};
use crate::world::World;
use std::io::Write;

const API: &str = "api.acme.example";
/// The healthy policy.
const POLICY: &str = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

impl World {
    pub(super) fn plant_web(&mut self, fault: F) {
        match fault {
            F::CspRunsInline => self.policy(&POLICY.replacen("'self'", "'self' 'unsafe-inline'", 1)),
            F::CspRunsForeign => self.policy(&POLICY.replacen("'self'", "'self' https:", 1)),
            F::CspRunsEval => self.policy(&POLICY.replacen("'self'", "'self' 'unsafe-eval'", 1)),
            F::CspOpenCdn => self.policy(&POLICY.replacen("'self'", "'self' https://unpkg.com", 1)),
            F::CspGap => self.policy(&POLICY.replace("base-uri 'self'; ", "")),
            F::CspBroken => self.policy(&POLICY.replace("default-src 'self'", "default-src 'self'; img-src self")),
            F::LoginFrameable => self.frameable(APP),
            F::HstsSubdomainsMissing => {
                self.set_header(APEX, "strict-transport-security", Some("max-age=31536000"));
            }
            F::HstsPreloadIncomplete => {
                self.set_header(DOCS, "strict-transport-security", Some("max-age=31536000; preload"));
            }
            F::ReferrerUnsafe => self.set_header(DOCS, "referrer-policy", Some("unsafe-url")),
            F::PermissionsMissing => self.set_header(APP, "permissions-policy", None),
            F::OpenerShared => self.set_header(APP, "cross-origin-opener-policy", None),
            F::CorsWildcard => self.set_header(APP, "access-control-allow-origin", Some("*")),
            F::HeaderConflicting => self.with_page(DOCS, "/", |page| {
                for value in ["DENY", "SAMEORIGIN"] {
                    page.headers.push(("x-frame-options".to_owned(), value.to_owned()));
                }
            }),
            F::CharsetMissing => {
                self.with_page(DOCS, "/", |page| {
                    page.headers = vec![("content-type".to_owned(), "text/html".to_owned())]
                });
                self.replace_in_page(DOCS, "<meta charset=\"utf-8\">\n", "");
            }
            F::CookieNotSameSite => self.session("__Host-acme_session={token}; Path=/; Secure; HttpOnly"),
            F::CookieNoPrefix => self.session("acme_session={token}; Path=/; Secure; HttpOnly; SameSite=Lax"),
            F::CookieWideScope => self
                .session("__Secure-acme_session={token}; Path=/; Domain=acme.example; Secure; HttpOnly; SameSite=Lax"),
            F::OtherCookieNotSecure => self.cookie("acme_lang=en; Path=/; SameSite=Lax"),
            F::CookieRejected => self.cookie("__Host-acme_lang=en; Path=/en; Secure; SameSite=Lax"),
            F::CookieBeforeConsent => self.cookie("_fbp=fb.1.1795176000.1; Path=/; Secure; SameSite=Lax"),
            fault => self.plant_content(fault),
        }
    }

    fn plant_content(&mut self, fault: F) {
        let js = |body: &str| Page::new("text/javascript; charset=utf-8", body);
        match fault {
            F::SoftNotFound => self.change(DOCS, |site| site.unknown.status = 200),
            F::StackTrace => self.change(DOCS, |site| site.unknown = Page::html(DJANGO).status(404)),
            F::MissingOnErrors => self.unknown_header("x-content-type-options", None),
            F::ErrorStored => self.unknown_header("cache-control", Some("public, max-age=86400")),
            F::BrokenLink => self.change(APEX, |site| {
                site.pages.remove("/privacy");
            }),
            F::BrokenImage => self.replace_in_page(APEX, "<h2>", "<img src=\"/hero.png\" alt=\"\"><h2>"),
            F::BrokenScript => self.replace_in_page(APEX, "</body>", "<script src=\"/app.js\" defer></script></body>"),
            F::LocalhostUrl => self.script("/app.js", js("fetch(\"http://localhost:3000/api\");\n")),
            F::TestKey => self.script("/app.js", js("const pay=Pay(\"pk_test_EXAMPLEexample0000000000\");\n")),
            F::SourceMap => {
                self.script("/app.js", js("go();\n//# sourceMappingURL=app.js.map\n"));
                self.page(
                    DOCS,
                    "/app.js.map",
                    Page::json("{\"version\":3,\"sources\":[\"../src/app.ts\"],\"mappings\":\"\"}"),
                );
            }
            F::StaticShort => self.script("/app-3f9a1c2b.js", js("go();\n")),
            F::Placeholder => self.replace_in_page(DOCS, "Docs · Acme Desk", "Vite + React"),
            F::ThirdPartyBlocks => self.replace_in_page(APEX, "</head>", FONTS),
            F::NoIntegrity => self.replace_in_page(APEX, "</body>", CHAT),
            F::InsecurePicture => self.replace_in_page(DOCS, "<h1>", LOGO),
            F::InsecureForm => self.replace_in_page(DOCS, "<h1>", SEARCH),
            F::SecurityTxtMissing => self.change(APEX, |site| {
                site.pages.remove("/.well-known/security.txt");
            }),
            F::SecurityTxtExpired => {
                let text = "Contact: mailto:security@acme.example\nExpires: 2025-01-01T00:00:00Z\n";
                self.page(APEX, "/.well-known/security.txt", Page::text(text));
            }
            F::ProductionHidden => self.page(APEX, "/robots.txt", Page::text("User-agent: *\nDisallow: /\n")),
            F::NotCompressed => self.replace_in_page(DOCS, "<p>", &format!("<p>{}</p><p>", "word ".repeat(5_000))),
            F::Listing => {
                self.replace_in_page(DOCS, "<h1>", "<img src=\"/img/logo.svg\" alt=\"\"><h1>");
                self.page(
                    DOCS,
                    "/img/logo.svg",
                    Page::new("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
                );
                self.page(DOCS, "/img/", Page::html(LISTING));
            }
            fault => self.plant_served(fault),
        }
    }

    fn plant_served(&mut self, fault: F) {
        match fault {
            F::VcsFolder => self.page(DOCS, "/.svn/wc.db", Page::new("application/octet-stream", "SQLite format 3\0")),
            F::ConfigFile => self.page(DOCS, "/appsettings.json", Page::json(SETTINGS)),
            F::BackupArchive => self.page(DOCS, "/backup.zip", Page::new("application/zip", "PK\u{3}\u{4}\u{14}")),
            F::DebugPage => self.page(DOCS, "/phpinfo.php", Page::html(PHPINFO)),
            F::ApiDocument => self.page(API, "/openapi.json", Page::json("{\"openapi\":\"3.1.0\",\"paths\":{}}")),
            F::Graphql => {
                let schema = "{\"data\":{\"__schema\":{\"queryType\":{\"name\":\"Query\"}}}}";
                self.page(API, "/graphql", Page::json(schema));
            }
            F::Metrics => self.page(API, "/metrics", Page::text("# HELP up Is it up\n# TYPE up gauge\nup 1\n")),
            F::AssistantFile => {
                self.page(DOCS, "/CLAUDE.md", Page::text("# CLAUDE.md\n\nNotes for Claude on Acme Desk.\n"))
            }
            F::BuildFile => self.page(DOCS, "/Dockerfile", Page::text("FROM node:22\nCOPY . .\nCMD [\"node\"]\n")),
            F::TraceMethod => self.change(DOCS, |site| site.traces = true),
            F::OpenRedirect => self.change(APP, |site| site.returns_to = Some("next".to_owned())),
            F::HostReflected => self.change(DOCS, |site| site.believes_forwarded = true),
            F::HostNotPinned => self.change(DOCS, |site| site.pinned = false),
            F::HealthMissing => self.change(API, |site| {
                site.pages.remove("/health");
            }),
            F::HealthStored => {
                let page = Page::json("{\"status\":\"ok\"}\n").header("cache-control", "public, max-age=600");
                self.page(API, "/health", page);
            }
            F::SetCookieShared => {
                self.cookie("acme_lang=en; Path=/; Secure; SameSite=Lax");
                self.set_header(APEX, "cache-control", Some("public, max-age=30"));
            }
            F::VaryMissing => self.with_page(DOCS, "/", |page| {
                page.body = gzip(&page.body);
                page.headers.push(("content-encoding".into(), "gzip".into()));
                page.headers.push(("cache-control".into(), "public, max-age=300".into()));
            }),
            F::HtmlLong => self.with_page(DOCS, "/", |page| {
                page.headers.push(("cache-control".into(), "public, max-age=604800".into()));
            }),
            F::FamiliesDiffer => {
                let key = ("2001:db8:acde::28".to_owned(), 443);
                self.chaos.insert(key, crate::Chaos::GrowingRedirect);
            }
            F::UnproxiedSibling | F::EdgeNotAsDeclared => self.put_behind_cloudflare(&[APEX, APP, "www.acme.example"]),
            F::OriginExposed => {
                self.put_behind_cloudflare(&[APEX, APP, API, "www.acme.example"]);
                let address = "203.0.113.80";
                self.publish("direct.acme.example", "A", address, 3600);
                let addresses = address.parse().map(|ip| vec![ip]).unwrap_or_default();
                let server = acme::marketing(Site::new("direct.acme.example", &addresses));
                self.sites.insert("direct.acme.example".to_owned(), server);
            }
            F::CallbackChallenged => {
                let challenge = Page::html("<title>Just a moment...</title>").status(403);
                let challenge = challenge.header("cf-mitigated", "challenge").header("server", "cloudflare");
                self.page(API, "/webhooks/billing", challenge);
            }
            F::CallbackStored => self.with_page(APP, "/auth/callback", |page| {
                page.headers.retain(|(name, _)| name != "cache-control");
                page.cached = true;
            }),
            _ => {}
        }
    }

    /// A script of the front page of `docs`.
    fn script(&mut self, path: &str, script: Page) {
        self.replace_in_page(DOCS, "</body>", &format!("<script src=\"{path}\" defer></script></body>"));
        self.page(DOCS, path, script);
    }

    /// Errors of `docs` with a header of their own, or without one that the site sets.
    fn unknown_header(&mut self, name: &str, value: Option<&str>) {
        self.change(DOCS, |site| {
            let page = &mut site.unknown;
            match value {
                Some(value) => page.headers.push((name.to_owned(), value.to_owned())),
                None => page.without.push(name.to_owned()),
            }
        });
    }

    /// Hosts that answer through an edge.
    pub fn put_behind_cloudflare(&mut self, hosts: &[&str]) {
        for host in hosts {
            self.set_header(host, "server", Some("cloudflare"));
            self.set_header(host, "cf-ray", Some("8e5f0a1b2c3d4e5f-HEL"));
        }
    }

    fn policy(&mut self, value: &str) {
        self.set_header(DOCS, "content-security-policy", Some(value));
    }

    fn session(&mut self, cookie: &str) {
        self.page(APP, "/", acme::login_page(cookie));
    }

    /// One more cookie of the home page.
    fn cookie(&mut self, cookie: &str) {
        self.with_page(APEX, "/", |page| page.headers.push(("set-cookie".to_owned(), cookie.to_owned())));
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing into memory does not fail.
    packed.write_all(body).ok();
    packed.finish().unwrap_or_default()
}

const FONTS: &str = "<link rel=\"stylesheet\" href=\"https://fonts.statuspark.example/inter.css\">\n</head>";
const CHAT: &str = "<script src=\"https://cdn.statuspark.example/chat.js\" async></script>\n</body>";
const LOGO: &str = "<img src=\"http://cdn.statuspark.example/logo.png\" alt=\"\"><h1>";
const SEARCH: &str = "<form action=\"http://docs.acme.example/search\"><input name=\"q\"></form><h1>";
const PHPINFO: &str = "<!doctype html><html><title>PHP 8.3 - phpinfo()</title><h1>PHP Version 8.3.1</h1></html>";
const LISTING: &str = "<html><head><title>Index of /img/</title></head><body><h1>Index of /img/</h1><a href=\"../\">../</a></body></html>";
const DJANGO: &str = "<!DOCTYPE html><html lang=\"en\"><title>Page not found at /</title><p>Using the URLconf defined in \
<code>desk.urls</code></p><p>You're seeing this error because you have <code>DEBUG = True</code></p></html>";
// Values are invented; nothing opens with them.
const SETTINGS: &str = "{\"ConnectionStrings\":{\"DefaultConnection\":\"Server=db;Password=example-password\"}}";
