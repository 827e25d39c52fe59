//! How each fault is put into a world. Each change is the smallest that shows its fault and nothing else.

use super::rows::OLD_DOMAIN;
use super::{APEX, APP, DOCS, Fault as F};
use crate::acme::{self, text};
use crate::web::{Move, OldTls, Page, Plain, Secure, Site};
use crate::world::{Certificate, Issuer, World};

const WWW: &str = "www.acme.example";
const OLD: &str = "old.acme.example";
/// The session cookie where one attribute is left out.
const OPEN_SESSION: &str = "__Host-acme_session={token}; Path=/; Secure; SameSite=Lax";

impl World {
    /// Puts a fault into the world. What the fault touches must be as in [`World::fixed`].
    pub fn plant(&mut self, fault: F) {
        match fault {
            F::Denied(check) => {
                self.answers.insert(check.to_owned(), false);
            }
            F::RegistrationExpiresSoon => {
                if let Some(registration) = self.registrations.get_mut(APEX) {
                    registration.expires_in_days = 12;
                }
            }
            F::DoesNotResolve => self.without_addresses(APEX),
            F::WwwMissing => self.without_addresses(WWW),
            F::DanglingHeroku => {
                self.old("acme-old.herokuapp.com");
                // The platform went on renewing the certificate of the name, so only the app is missing.
                self.change("*.herokuapp.com", |site| site.certificate.names.push(OLD.to_owned()));
            }
            F::DanglingNoSuchName => self.old("acme-old.azurewebsites.net"),
            F::DanglingUnregistered => self.old("desk.given-up-tools.example"),
            F::AliasBroken => self.old("web3.acme.example"),
            F::LameServer | F::SilentServer => self.plant_dns(fault),
            // Nothing is wrong but the list.
            F::UndeclaredHost => {}
            F::OneNameServer => {
                if let Some(zone) = self.zone_mut(APEX) {
                    zone.servers.truncate(1);
                }
            }
            F::PrivateAddress => self.admin_inside(),
            F::CaaForbidsIssuer => {
                self.publish(DOCS, "CAA", "0 issue \"digicert.com\"", 3600);
                self.certificate(DOCS, |c| c.issuer = Issuer::LetsEncrypt);
            }
            F::TransferUnlocked
            | F::ParentDiffers
            | F::GlueWrong
            | F::StaleServer
            | F::AnswersDiffer
            | F::ResolverMakesUp
            | F::NameServerAlias
            | F::NameServerPrivate
            | F::OneNetwork
            | F::NoTcp
            | F::WithoutEdns
            | F::OpenRecursion
            | F::ApexAlias
            | F::WildcardName
            | F::TtlExtreme
            | F::NegativeTtlLong
            | F::SoaTimers
            | F::CaaMissing
            | F::CaaInvalid
            | F::Ipv6Missing
            | F::Ipv6Dead
            | F::HttpsRecordWrong
            | F::DanglingMailName
            | F::DnssecBogus
            | F::DsMismatch
            | F::DnssecWeak
            | F::SignatureEnding
            | F::DnssecUnsigned
            | F::DanglingZone
            | F::DanglingZoneFree
            | F::NotDelegated
            | F::NobodyServes
            | F::ZoneTransfer
            | F::LargeDatagrams => self.plant_dns(fault),
            F::EnvTracked
            | F::EnvInImage
            | F::EnvNotIgnored
            | F::EnvSecretMadePublic
            | F::EnvDefaultSecret
            | F::EnvSetNowhere
            | F::EnvEmptyInProduction
            | F::EnvPlaceholder
            | F::EnvLocalhost
            | F::EnvTestKey
            | F::EnvLiveKey
            | F::EnvSharedSecret
            | F::EnvLateFailure
            | F::EnvExampleMissing
            | F::EnvMissingInExample
            | F::EnvSetTwice
            | F::EnvNeverRead
            | F::EnvSloppyFile => self.repository.plant(fault),
            F::EnvMissingInProduction => {
                let names = self.repository.names(".env.production");
                self.production_names =
                    names.into_iter().filter(|n| n != "RESEND_API_KEY").collect::<Vec<_>>().join("\n");
            }
            F::NotAnswering => self.change(APEX, |site| {
                (site.plain, site.secure) = (Plain::Closed, Secure::Closed);
            }),
            F::OneAddressDead => self.publish(DOCS, "A", "203.0.113.41", 3600),
            F::ServerError => self.page(APP, "/", Page::html("<h1>Internal Server Error</h1>").status(500)),
            F::RedirectLoop
            | F::HttpNotHttps
            | F::Downgrade
            | F::NotPermanent
            | F::PathLost
            | F::TooManyHops
            | F::TwoHomes
            | F::ForeignHost
            | F::InstallerOpen
            | F::OldDomainStays
            | F::OldDomainNotPermanent => self.plant_redirect(fault),
            F::HandshakeFails => self.change(DOCS, |site| site.secure = Secure::PlainHttp),
            F::Expired => self.certificate(APP, |c| (c.from_hours, c.to_hours) = (-91 * 24, -30)),
            F::ExpiresVerySoon => self.certificate(APP, |c| (c.from_hours, c.to_hours) = (-85 * 24, 5 * 24)),
            F::ExpiresSoon => self.certificate(APP, |c| (c.from_hours, c.to_hours) = (-72 * 24, 18 * 24)),
            F::NotYetValid => self.certificate(DOCS, |c| (c.from_hours, c.to_hours) = (48, 92 * 24)),
            F::WrongHost => self.certificate(DOCS, |c| *c = Certificate::of(&["acme-docs.statuspark.example"])),
            F::SelfSigned => self.certificate(DOCS, |c| c.issuer = Issuer::ItsOwn),
            F::UnknownIssuer => self.certificate(DOCS, |c| c.issuer = Issuer::Stranger),
            F::ChainIncomplete => self.certificate("api.acme.example", |c| c.send_intermediate = false),
            F::LegacyProtocol
            | F::BrokenCipher
            | F::WeakCipher
            | F::StaticRsa
            | F::NoModernSuite
            | F::Compression
            | F::NoTls13
            | F::WeakKey
            | F::WeakSignature
            | F::LifetimeTooLong
            | F::TooFewTimestamps
            | F::StapleMissing
            | F::ChainDisorder
            | F::AddressesDiffer
            | F::ClockWrong
            | F::ShortDh
            | F::DaneMismatchLong
            | F::DaneMismatch => self.plant_tls(fault),
            F::HstsMissing => self.set_header(APP, "strict-transport-security", None),
            F::HstsShort => self.set_header(APP, "strict-transport-security", Some("max-age=3600")),
            F::NosniffMissing => self.set_header(APP, "x-content-type-options", None),
            F::CspMissing => self.set_header(APP, "content-security-policy", None),
            F::Frameable => self.frameable(DOCS),
            F::CorsAnyOrigin => self.with_page("api.acme.example", "/", |page| page.any_origin = true),
            F::VersionDisclosed => self.set_header(APP, "server", Some("nginx/1.18.0 (Ubuntu)")),
            F::CookieNotSecure => {
                self.page(APP, "/", acme::login_page("acme_session={token}; Path=/; HttpOnly; SameSite=Lax"))
            }
            F::CookieNotHttpOnly => self.page(APP, "/", acme::login_page(OPEN_SESSION)),
            F::InsecureResource => self.replace_in_page(APEX, "</head>", INSECURE),
            F::EnvFile | F::GitFolder | F::DatabaseDump | F::DefaultPage | F::AdminOpen => self.plant_exposure(fault),
            F::StagingOpen => self.change("staging.acme.example", |site| site.realm = None),
            F::LoginOverHttp => {
                self.replace_in_page(APP, "action=\"/session\"", "action=\"http://app.acme.example/session\"");
            }
            F::PrivatePageShared => {
                let page = Page { cached: true, ..Page::html(text::ACCOUNT) };
                self.page(APP, "/account", page);
            }
            F::DeclaredPageShared => {
                self.page(APP, "/reports", Page { cached: true, ..Page::html(text::REPORTS) });
            }
            // Each family plants its own and leaves the others alone.
            fault => {
                self.plant_mail(fault);
                self.plant_web(fault);
            }
        }
    }

    /// What is wrong with encryption, except expiry, names and trust.
    fn plant_tls(&mut self, fault: F) {
        match fault {
            F::LegacyProtocol => self.old_tls(DOCS, 0x0301, 0xC013),
            F::BrokenCipher => self.old_tls(DOCS, 0x0303, 0x0005),
            F::WeakCipher => self.old_tls(DOCS, 0x0303, 0x000A),
            F::StaticRsa => self.old_tls(DOCS, 0x0303, 0x002F),
            F::NoModernSuite => {
                self.old_tls(DOCS, 0x0303, 0x002F);
                self.change(DOCS, |site| site.old_tls.iter_mut().for_each(|old| old.only = true));
            }
            F::Compression => {
                self.old_tls(DOCS, 0x0303, 0xC02F);
                self.change(DOCS, |site| site.old_tls.iter_mut().for_each(|old| old.compression = true));
            }
            F::ShortDh => {
                self.old_tls(DOCS, 0x0303, 0x009E);
                self.change(DOCS, |site| site.old_tls.iter_mut().for_each(|old| old.prime = 128));
            }
            F::DaneMismatchLong => {
                self.publish("_443._tcp.docs.acme.example", "TLSA", &format!("3 1 2 {}", "7f".repeat(64)), 3600);
            }
            F::NoTls13 => self.change(DOCS, |site| site.secure = Secure::Tls12),
            F::WeakKey => self.certificate(DOCS, |c| c.weak_key = true),
            F::WeakSignature => self.certificate(DOCS, |c| c.weak_signature = true),
            F::LifetimeTooLong => self.certificate(DOCS, |c| {
                (c.from_hours, c.to_hours, c.timestamps) = (-30 * 24, 335 * 24, 3);
            }),
            F::TooFewTimestamps => self.certificate(DOCS, |c| c.timestamps = 1),
            F::StapleMissing => self.certificate(DOCS, |c| c.must_staple = true),
            F::ChainDisorder => self.certificate(DOCS, |c| c.mixed_up = true),
            F::AddressesDiffer => self.change(DOCS, |site| {
                site.other_certificate = Some(Certificate::of(&[DOCS, "help.acme.example"]));
            }),
            F::ClockWrong => self.clock_fast(DOCS),
            F::DaneMismatch => {
                self.publish("_443._tcp.docs.acme.example", "TLSA", &format!("3 1 1 {}", "7f".repeat(32)), 3600);
            }
            _ => {}
        }
    }

    /// Lets a host accept one old version with one suite, beside what it serves.
    fn old_tls(&mut self, host: &str, version: u16, suite: u16) {
        let old = OldTls { versions: vec![version], suites: vec![suite], ..OldTls::default() };
        self.change(host, |site| site.old_tls = Some(old));
    }

    /// Dates every answer of a host ten minutes ahead.
    fn clock_fast(&mut self, host: &str) {
        let ahead = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(10);
        self.set_header(host, "date", Some(&ahead.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()));
    }

    /// Redirects of `docs`, except the last. Plain http goes straight to a page that answers, so that only the https
    /// site shows the fault of the https site.
    fn plant_redirect(&mut self, fault: F) {
        let hop = |path: &str| Page::redirect(301, path);
        match fault {
            F::RedirectLoop => {
                self.docs_front("/en/");
                self.page(DOCS, "/en/", hop("/"));
            }
            F::TooManyHops => {
                self.docs_front("/en");
                for (from, to) in [("/en", "/en/"), ("/en/", "/en/v2"), ("/en/v2", "/en/v2/"), ("/en/v2/", "/start")] {
                    self.page(DOCS, from, hop(to));
                }
            }
            F::InstallerOpen => {
                self.docs_front("https://docs.acme.example/wp-admin/install.php");
                let installer = Page::html("<!doctype html><title>WordPress &rsaquo; Installation</title>");
                self.page(DOCS, "/wp-admin/install.php", installer);
            }
            F::ForeignHost => self.docs_front("https://acme-desk.statuspark.example/"),
            F::Downgrade => self.docs_front("http://docs.acme.example/start"),
            F::HttpNotHttps => self.change(DOCS, |site| site.plain = Plain::Same),
            F::NotPermanent => self.moved(DOCS, |to| to.status = 302),
            F::PathLost => self.moved(DOCS, |to| to.keep_path = false),
            F::TwoHomes => self.change(WWW, |site| {
                site.moved = None;
                *site = acme::marketing(site.clone());
            }),
            F::OldDomainStays => {
                self.moved(OLD_DOMAIN, |plain| plain.to = "https://acme.example".to_owned());
                self.change(OLD_DOMAIN, |site| {
                    site.moved = None;
                    *site = acme::marketing(site.clone());
                });
            }
            F::OldDomainNotPermanent => {
                self.moved(OLD_DOMAIN, |plain| plain.to = "https://acme.example".to_owned());
                self.change(OLD_DOMAIN, |site| site.moved.iter_mut().for_each(|to| to.status = 302));
            }
            _ => {}
        }
    }

    fn plant_exposure(&mut self, fault: F) {
        match fault {
            F::EnvFile => self.page(APEX, "/.env", Page::new("application/octet-stream", ENV_FILE)),
            // One file only: with the rest of the folder, each file would be a finding of its own.
            F::GitFolder => self.page(DOCS, "/.git/config", Page::text(GIT_CONFIG)),
            F::DatabaseDump => self.page(APP, "/backup.sql", Page::new("application/sql", DUMP)),
            F::DefaultPage => self.page(DOCS, "/", Page::html(text::NGINX)),
            F::AdminOpen => self.page(APP, "/admin", acme::private(Page::html(text::ADMIN))),
            _ => {}
        }
    }

    /// The front page of `docs` leads to `to`; plain http leads past it to `/start`, which answers.
    fn docs_front(&mut self, to: &str) {
        self.change(DOCS, |site| {
            if let Some(front) = site.pages.insert("/".to_owned(), Page::redirect(301, to)) {
                site.pages.insert("/start".to_owned(), front);
            }
        });
        self.moved(DOCS, |plain| {
            plain.except.insert("/".to_owned(), "https://docs.acme.example/start".to_owned());
        });
    }

    /// An old help center, linked from the home page, whose alias leads to `target`.
    fn old(&mut self, target: &str) {
        self.publish(OLD, "CNAME", target, 3600);
        self.replace_in_page(APEX, "</footer>", " <a href=\"https://old.acme.example/\">Old help center</a></footer>");
    }

    /// Administration behind a VPN whose address stands in public DNS. From inside it answers as it should.
    fn admin_inside(&mut self) {
        let name = "admin.acme.example";
        let address = "10.20.0.5";
        self.publish(name, "A", address, 3600);
        let mut site = Site::new(name, &address.parse().map(|ip| vec![ip]).unwrap_or_default());
        site.realm = Some("Acme Desk administration".to_owned());
        self.sites.insert(name.to_owned(), site);
    }

    pub(super) fn frameable(&mut self, host: &str) {
        self.set_header(host, "x-frame-options", None);
        self.set_header(
            host,
            "content-security-policy",
            Some("default-src 'self'; base-uri 'self'; form-action 'self'"),
        );
    }

    fn without_addresses(&mut self, host: &str) {
        self.unpublish(host, "A", None);
        self.unpublish(host, "AAAA", None);
    }

    pub(super) fn change(&mut self, host: &str, change: impl FnOnce(&mut Site)) {
        if let Some(site) = self.sites.get_mut(host) {
            change(site);
        }
    }

    pub(super) fn certificate(&mut self, host: &str, change: impl FnOnce(&mut Certificate)) {
        self.change(host, |site| change(&mut site.certificate));
    }

    fn moved(&mut self, host: &str, change: impl FnOnce(&mut Move)) {
        self.change(host, |site| {
            if let Plain::Moved(to) = &mut site.plain {
                change(to);
            }
        });
    }

    pub(super) fn page(&mut self, host: &str, path: &str, page: Page) {
        self.change(host, |site| {
            site.pages.insert(path.to_owned(), page);
        });
    }

    pub(super) fn with_page(&mut self, host: &str, path: &str, change: impl FnOnce(&mut Page)) {
        self.change(host, |site| {
            if let Some(page) = site.pages.get_mut(path) {
                change(page);
            }
        });
    }

    /// Replaces a piece of the front page.
    pub(super) fn replace_in_page(&mut self, host: &str, from: &str, to: &str) {
        self.with_page(host, "/", |page| page.body = String::from_utf8_lossy(&page.body).replace(from, to).into());
    }
}

const INSECURE: &str = "<script src=\"http://cdn.statuspark.example/chat.js\" async></script>\n</head>";

// Values in these files are invented; nothing opens with them.
const ENV_FILE: &str = "APP_ENV=production
APP_URL=https://app.acme.example
DATABASE_URL=postgres://acme:example-password@db.acme.example:5432/acme
STRIPE_SECRET_KEY=sk_example_not_a_real_key
SESSION_SECRET=example-session-secret
";
const GIT_CONFIG: &str = "[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
[remote \"origin\"]
\turl = git@git.acme.example:acme/desk.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
";
const DUMP: &str = "--
-- PostgreSQL database dump
--

CREATE TABLE public.users (id bigint NOT NULL, email text NOT NULL, password_hash text NOT NULL);
INSERT INTO public.users VALUES (17, 'marta.virtanen@hotel-aurora.example', 'x');
";
