//! Acme Desk, a healthy help-desk app at acme.example, and the internet around it.

mod around;
mod people;
pub(crate) mod signed;

use crate::faults::Fault;
use crate::web::{Move, Page, Plain, Site};
use crate::world::{Certificate, Registration, World, Zone};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Pages that faults put in place of healthy ones.
pub(crate) mod text {
    pub(crate) const ACCOUNT: &str = include_str!("account.html");
    pub(crate) const ADMIN: &str = include_str!("admin.html");
    pub(crate) const HEROKU: &str = include_str!("heroku.html");
    pub(crate) const HOME: &str = include_str!("home.html");
    pub(crate) const LOGIN: &str = include_str!("login.html");
    pub(crate) const NGINX: &str = include_str!("nginx.html");
    pub(crate) const REPORTS: &str = include_str!("reports.html");
    pub(crate) const STAGING: &str = include_str!("staging.html");
}

/// The name servers that carry the domain.
pub(crate) const NAME_SERVERS: [&str; 2] = ["ns1.nordic-dns.example", "ns2.nordic-dns.example"];

/// Cookie of a session, as the healthy app sets it.
pub(crate) const SESSION: &str = "__Host-acme_session={token}; Path=/; Secure; HttpOnly; SameSite=Lax";

/// Last octets of the addresses of each host: 203.0.113.n and 2001:db8:acde::n.
const HOSTS: [(&str, u8); 7] =
    [("@", 10), ("www", 11), ("app", 20), ("api", 30), ("docs", 40), ("staging", 60), ("mta-sts", 70)];

impl World {
    /// Acme Desk in good order: no check of the product finds anything.
    #[must_use]
    pub fn fixed() -> Self {
        let mut world = around::internet();
        world.zones.push(zone());
        world.zones.push(old_zone());
        world.repository = crate::repository::Repository::fixed();
        world.answers = people::ANSWERED.iter().map(|id| ((*id).to_owned(), true)).collect();
        world.sample = SAMPLE.replace("{selector}", DKIM_SELECTOR);
        for site in sites() {
            let Some(name) = site.certificate.names.first().cloned() else { continue };
            world.sites.insert(name, site);
        }
        world.registrations.insert(
            "acme.example".to_owned(),
            Registration {
                expires_in_days: 201,
                registrar: "Nordic Names Oy".to_owned(),
                status: vec!["client transfer prohibited".to_owned()],
            },
        );
        world
    }

    /// Acme Desk the evening before a demo.
    #[must_use]
    pub fn demo() -> Self {
        Self::with(Fault::EVENING_BEFORE)
    }

    /// Acme Desk with everything wrong that can be wrong at once.
    #[must_use]
    pub fn worst() -> Self {
        Self::with(Fault::AT_ONCE)
    }

    fn with(faults: &[Fault]) -> Self {
        let mut world = Self::fixed();
        for fault in faults {
            world.plant(*fault);
        }
        world
    }
}

fn addresses(last: u8) -> [IpAddr; 2] {
    let v6 = Ipv6Addr::new(0x2001, 0xdb8, 0xacde, 0, 0, 0, 0, u16::from(last));
    [Ipv4Addr::new(203, 0, 113, last).into(), v6.into()]
}

fn zone() -> Zone {
    let mut zone = Zone::new("acme.example", &NAME_SERVERS).signed();
    for (label, last) in HOSTS {
        for address in addresses(last) {
            zone = zone.with(label, if address.is_ipv4() { "A" } else { "AAAA" }, &address.to_string());
        }
    }
    zone.with("status", "CNAME", "acme-desk.statuspark.example")
        .with("@", "DNSKEY", signed::KEY)
        .with("@", "RRSIG", &signed::signature(6, signed::FAR))
        .with("@", "RRSIG", &signed::signature(48, signed::FAR))
        .with("@", "CAA", "0 issue \"lab-trust.example\"")
        .with("@", "MX", "10 mx1.nordic-mail.example")
        .with("@", "MX", "20 mx2.nordic-mail.example")
        .with("@", "TXT", "v=spf1 include:_spf.nordic-mail.example -all")
        .with("_dmarc", "TXT", "v=DMARC1; p=reject; rua=mailto:dmarc@acme.example")
        .with(&format!("{DKIM_SELECTOR}._domainkey"), "TXT", DKIM_KEY)
        .with("_mta-sts", "TXT", "v=STSv1; id=20261102T080000")
        .with("_smtp._tls", "TXT", "v=TLSRPTv1; rua=mailto:tls@acme.example")
}

/// The domain that Acme Desk used before; only who declares it has it looked at.
fn old_zone() -> Zone {
    let [v4, v6] = addresses(90).map(|a| a.to_string());
    let zone = Zone::new("acme-old.example", &NAME_SERVERS);
    zone.with("@", "A", &v4).with("@", "AAAA", &v6).with("@", "CAA", "0 issue \"lab-trust.example\"")
}

/// Header of a newsletter. Its signature is a dummy: nothing here verifies it.
const SAMPLE: &str = "Return-Path: <bounces@acme.example>
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=acme.example; s={selector}; h=from:to:subject;
 bh=AAAA; b=AAAA
From: Acme Desk <news@acme.example>
To: marta.virtanen@hotel-aurora.example
Subject: What is new in Acme Desk
List-Unsubscribe: <https://acme.example/unsubscribe>
List-Unsubscribe-Post: List-Unsubscribe=One-Click

What is new: answers in one click.
";

/// The DKIM selector that Acme Desk declares.
pub const DKIM_SELECTOR: &str = "nordic1";

/// A key of 2048 bits whose private half was thrown away.
const DKIM_KEY: &str = "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0FBmlyN23BJwxuw5VVgGM2IYxflqf4EWb+E2f1jfTrqH7s6+\
7/8gklQgCJ6Qe+1QjZfpAPLjolhd+Esmu4KE3y/7aV7IlXNDFu71oLYC0fXTpNETY7ZhfJflf6pVykkF/nYT5HlH1Sn4VtJ7ceOl4/4Zx258VP\
oiSXv+PKDlTj3GpRO56Mp7vJtRRiyodK1GZ3a4Egblt8zRB/u4VrEzAcMz7FDYhMTVMaFFs6NYvRypCJ07JWPzlF31RqVOnS7sPT4or7ob0EM5\
Q9QbTAxgGoNlsghpjNQsa9ClG/bH1AUKpa7sZ951vBAjuLXskJvuhjR/97uANqs1rpbXz33wVwIDAQAB";

fn site(label: &str, last: u8) -> Site {
    let host = if label == "@" { "acme.example".to_owned() } else { format!("{label}.acme.example") };
    let policy = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    let mut site = Site::new(&host, &addresses(last));
    site.pinned = true;
    site.header("server", "nginx")
        .header("strict-transport-security", "max-age=31536000; includeSubDomains")
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        .header("x-frame-options", "DENY")
        .header("referrer-policy", "strict-origin-when-cross-origin")
        .header("permissions-policy", "camera=(), microphone=(), geolocation=()")
        .header("cross-origin-opener-policy", "same-origin")
        .page("/style.css", Page::new("text/css; charset=utf-8", include_str!("style.css")))
}

/// A page that no cache keeps.
pub(crate) fn private(page: Page) -> Page {
    page.header("cache-control", "no-store")
}

/// The log-in page with its cookie.
pub(crate) fn login_page(cookie: &str) -> Page {
    private(Page::html(text::LOGIN)).header("set-cookie", cookie)
}

/// Whom to tell about security holes. It holds for as long as the lab is likely to be used.
const SECURITY_TXT: &str = "Contact: mailto:security@acme.example\nExpires: 2099-01-01T00:00:00Z\n";

/// Pages of the marketing site.
pub(crate) fn marketing(site: Site) -> Site {
    site.page("/", Page::html(text::HOME))
        .page("/pricing", Page::html(include_str!("pricing.html")))
        .page("/privacy", Page::html(include_str!("privacy.html")))
        .page("/imprint", Page::html(include_str!("imprint.html")))
        .page("/robots.txt", Page::text("User-agent: *\nAllow: /\n"))
        .page("/.well-known/security.txt", Page::text(SECURITY_TXT))
}

fn sites() -> Vec<Site> {
    let mut apex = marketing(site("@", 10));
    apex.certificate = Certificate::of(&["acme.example", "www.acme.example"]);
    let mut www = site("www", 11).moved_to("https://acme.example");
    www.certificate = Certificate::of(&["www.acme.example", "acme.example"]);

    let refused = private(Page::html(text::LOGIN)).status(401);
    let app = site("app", 20)
        .page("/", login_page(SESSION))
        .page("/login", login_page(SESSION))
        .page("/session", refused)
        .page("/forgot", private(Page::html(include_str!("forgot.html"))))
        .page("/account", private(Page::redirect(302, "/login")))
        .page("/reports", private(Page::redirect(302, "/login")))
        .page("/auth/callback", private(Page::redirect(302, "/login")))
        .page("/robots.txt", Page::text("User-agent: *\nDisallow: /\n"));

    let mut api = site("api", 30)
        .page("/", Page::json("{\"name\":\"Acme Desk API\",\"version\":\"2026-11\"}\n"))
        .page("/health", private(Page::json("{\"status\":\"ok\"}\n")))
        .page("/webhooks/billing", private(Page::json("{\"error\":\"POST only\"}\n").status(405)));
    api.unknown = Page::json("{\"error\":\"not found\"}\n").status(404);

    let docs = site("docs", 40).page("/", Page::html(include_str!("docs.html")));

    let mut staging =
        site("staging", 60).page("/", Page::html(text::STAGING)).page("/tickets/1", Page::html(text::STAGING));
    staging.realm = Some("Acme Desk staging".to_owned());

    let policy = "version: STSv1\nmode: enforce\nmx: mx1.nordic-mail.example\nmx: mx2.nordic-mail.example\n\
                  max_age: 604800\n";
    let mut mta_sts = site("mta-sts", 70).page("/.well-known/mta-sts.txt", Page::text(policy));
    mta_sts.plain = Plain::Closed;

    // The status page lives at a provider of its own, with the provider's address.
    let mut status = site("status", 50).page("/", Page::html(include_str!("status.html")));
    status.addresses = vec![around::STATUS_PROVIDER];
    let mut old = site("@", 90).moved_to("https://acme.example");
    old.certificate = Certificate::of(&["acme-old.example"]);
    old.plain = Plain::Moved(Move::to("https://acme-old.example"));
    vec![apex, www, app, api, docs, staging, mta_sts, status, old]
}
