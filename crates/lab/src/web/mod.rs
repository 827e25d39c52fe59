//! Virtual hosts: what they are (here), how they answer (`answer`), and the sockets (`server`).

mod answer;
mod old;
mod server;

pub use old::OldTls;
pub(crate) use server::{Caches, Host, Listener, serve};

use crate::world::Certificate;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// One virtual host.
#[derive(Debug, Clone)]
pub struct Site {
    /// Addresses that serve it, on ports 80 and 443. The first site of an address (by name, wildcards last) also
    /// answers for names that the address does not know.
    pub addresses: Vec<IpAddr>,
    /// Its certificate.
    pub certificate: Certificate,
    /// The certificate that its addresses after the first serve, where they differ.
    pub other_certificate: Option<Certificate>,
    /// Old versions and weak suites that it accepts.
    pub old_tls: Option<OldTls>,
    /// Port 80.
    pub plain: Plain,
    /// Port 443.
    pub secure: Secure,
    /// Headers of every https answer, unless the page has its own of that name.
    pub headers: Vec<(String, String)>,
    /// Pages by path.
    pub pages: BTreeMap<String, Page>,
    /// When set, the whole host leads elsewhere.
    pub moved: Option<Move>,
    /// When set, every answer asks for a user name and password (HTTP Basic) of this realm.
    pub realm: Option<String>,
    /// What a path without a page gets.
    pub unknown: Page,
    /// True when names that are not its own get 421 (RFC 9110 §15.5.20).
    pub pinned: bool,
    /// True when TRACE gives back the request.
    pub traces: bool,
    /// True when links are built from `X-Forwarded-Host`.
    pub believes_forwarded: bool,
    /// The parameter whose address `/login` sends visitors to.
    pub returns_to: Option<String>,
}

/// What port 80 does.
#[derive(Debug, Clone)]
pub enum Plain {
    /// Leads elsewhere.
    Moved(Move),
    /// Serves the same pages as https.
    Same,
    /// Refuses connections.
    Closed,
}

/// What port 443 does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secure {
    /// TLS 1.2 and 1.3.
    Tls,
    /// TLS 1.2 alone.
    Tls12,
    /// Speaks plain HTTP, as a misconfigured server does.
    PlainHttp,
    /// Refuses connections.
    Closed,
}

/// A redirect of a whole host.
#[derive(Debug, Clone)]
pub struct Move {
    /// 301, 302, 307 or 308.
    pub status: u16,
    /// Scheme and host it leads to.
    pub to: String,
    /// Whether path and query are kept; otherwise all leads to `/`.
    pub keep_path: bool,
    /// Paths that lead to a place of their own.
    pub except: BTreeMap<String, String>,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// True for a page that a shared cache in front of the host keeps: the second answer to the same address comes
    /// from store, whoever asks.
    pub cached: bool,
    /// True for a page that reflects any `Origin`, with credentials.
    pub any_origin: bool,
    /// Headers of the site that this page is sent without.
    pub without: Vec<String>,
}

impl Site {
    /// A site with a certificate for its own name, plain http that leads to https, and a real 404.
    #[must_use]
    pub fn new(host: &str, addresses: &[IpAddr]) -> Self {
        Self {
            addresses: addresses.to_vec(),
            certificate: Certificate::of(&[host]),
            other_certificate: None,
            old_tls: None,
            plain: Plain::Moved(Move::to(&format!("https://{host}"))),
            secure: Secure::Tls,
            headers: Vec::new(),
            pages: BTreeMap::new(),
            moved: None,
            realm: None,
            unknown: Page::html("<!doctype html><html lang=en><title>Not found</title><h1>Page not found</h1></html>")
                .status(404),
            pinned: false,
            traces: false,
            believes_forwarded: false,
            returns_to: None,
        }
    }

    /// The same with one more page.
    #[must_use]
    pub fn page(mut self, path: &str, page: Page) -> Self {
        self.pages.insert(path.to_owned(), page);
        self
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leads the whole host elsewhere over https, path kept.
    #[must_use]
    pub fn moved_to(mut self, origin: &str) -> Self {
        self.moved = Some(Move::to(origin));
        self
    }
}

impl Move {
    /// A permanent move that keeps path and query.
    #[must_use]
    pub fn to(origin: &str) -> Self {
        Self { status: 301, to: origin.to_owned(), keep_path: true, except: BTreeMap::new() }
    }
}

impl Page {
    /// A page of some type.
    #[must_use]
    pub fn new(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
            cached: false,
            any_origin: false,
            without: Vec::new(),
        }
    }

    /// An HTML page.
    #[must_use]
    pub fn html(body: &str) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// A JSON answer.
    #[must_use]
    pub fn json(body: &str) -> Self {
        Self::new("application/json", body)
    }

    /// Plain text.
    #[must_use]
    pub fn text(body: &str) -> Self {
        Self::new("text/plain; charset=utf-8", body)
    }

    /// A redirect.
    #[must_use]
    pub fn redirect(status: u16, to: &str) -> Self {
        Self::new("text/plain", "").status(status).header("location", to)
    }

    /// The same page as an app writes it that takes its own name from the request.
    fn with_canonical(&self, name: &str) -> Self {
        let mut page = self.clone();
        page.body.extend_from_slice(format!("<link rel=\"canonical\" href=\"https://{name}/\">\n").as_bytes());
        page
    }

    /// The same with another status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with a header more.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
