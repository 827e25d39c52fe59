//! Faults of the web surface: headers, cookies, content, exposure, cache and edge.

use super::{APEX, APP, DOCS, Fault as F};
use crate::acme;
use crate::world::World;

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
            F::CookieRejected => self.cookie("__Host-acme_lang=en; Path=/en; Secure; SameSite=Lax"),
            F::CookieBeforeConsent => self.cookie("_fbp=fb.1.1795176000.1; Path=/; Secure; SameSite=Lax"),
            _ => {}
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
