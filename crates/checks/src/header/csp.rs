//! What the enforced policies of a page let happen: each question is put to all of them, as a browser does (CSP3).

use super::policy::Policy;
use crate::prelude::*;
use content_security_policy as csp3;
use csp3::{
    CheckResult, CspList, Destination, Element, Initiator, InlineCheckType, ParserMetadata, PolicyDisposition,
    PolicySource,
};

/// A script that nobody of the site wrote.
const INJECTED: &str = "alert(document.domain)";

/// Enforced policies of one page, from headers and `<meta>` elements; report-only ones block nothing and are left out.
pub(super) struct Csp {
    list: CspList,
    page: url::Url,
    /// Policies of headers.
    pub(super) headers: Vec<Policy>,
    /// All policies.
    pub(super) all: Vec<Policy>,
}

impl Csp {
    /// `None` when no policy is enforced.
    pub(super) fn of(cx: &Cx, answer: &Answer) -> Option<Self> {
        let headers = Policy::of_headers(answer);
        let all: Vec<Policy> = headers.iter().cloned().chain(Policy::of_meta(answer)).collect();
        if all.is_empty() {
            return None;
        }
        let text = all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let list = CspList::parse(&text, PolicySource::Header, PolicyDisposition::Enforce);
        Some(Self { list, page: url::Url::parse(&cx.subject.name).ok()?, headers, all })
    }

    /// Does any policy rule scripts at all?
    pub(super) fn rules_scripts(&self) -> bool {
        self.all.iter().any(|p| p.script_sources().is_some())
    }

    /// Would an inline script without nonce run?
    pub(super) fn runs_inline(&self) -> bool {
        let element = Element { nonce: None };
        let kind = InlineCheckType::Script;
        self.list.should_elements_inline_type_behavior_be_blocked(&element, kind, INJECTED).0 == CheckResult::Allowed
    }

    /// Would `eval` run a text?
    pub(super) fn runs_eval(&self) -> bool {
        self.list.is_js_evaluation_allowed(INJECTED).0 == CheckResult::Allowed
    }

    /// Would a `<script src>` of that address, put into the page's HTML, be loaded?
    pub(super) fn runs_script_of(&self, address: &str) -> bool {
        let Ok(url) = url::Url::parse(address) else { return false };
        let request = csp3::Request {
            current_url: url.clone(),
            url,
            origin: self.page.origin(),
            redirect_count: 0,
            destination: Destination::Script,
            initiator: Initiator::None,
            nonce: String::new(),
            integrity_metadata: String::new(),
            parser_metadata: ParserMetadata::ParserInserted,
        };
        self.list.should_request_be_blocked(&request).0 == CheckResult::Allowed
    }

    /// Could a `<base>` that was put into the page lead all its relative addresses elsewhere?
    pub(super) fn allows_base(&self, address: &str) -> bool {
        let Ok(url) = url::Url::parse(address) else { return false };
        self.list.is_base_allowed_for_document(&url, &self.page.origin()).0 == CheckResult::Allowed
    }

    /// The header to send, with each policy of the headers changed; a page that has its policy in `<meta>` only gets a
    /// header of one's own beside it.
    pub(super) fn mended(&self, change: impl Fn(Policy) -> Policy) -> String {
        let mended: Vec<String> = if self.headers.is_empty() {
            self.all.iter().cloned().map(change).map(|p| p.to_string()).collect()
        } else {
            self.headers.iter().cloned().map(change).map(|p| p.to_string()).collect()
        };
        mended.join(", ")
    }

    /// What was seen, shortened.
    pub(super) fn shown(&self) -> String {
        let scripts = self.all.iter().find_map(|p| {
            let name = if p.get("script-src").is_some() { "script-src" } else { "default-src" };
            p.script_sources().map(|v| format!("{name} {}", v.join(" ")))
        });
        text::quote(&scripts.unwrap_or_else(|| "a policy without script-src and default-src".into()), 140)
    }
}

/// The sources without those that let everything run; one's own host stays.
pub(super) fn strict(policy: Policy, dropped: impl Fn(&str) -> bool) -> Policy {
    let old: Vec<String> = policy.script_sources().unwrap_or_default().to_vec();
    let mut kept: Vec<&str> = old.iter().map(String::as_str).filter(|v| !dropped(v)).collect();
    let nonce = |v: &str| v.starts_with("'nonce-") || v.starts_with("'sha");
    if !kept.iter().any(|v| *v == "'self'" || nonce(v)) {
        kept.retain(|v| *v != "'none'");
        kept.insert(0, "'self'");
    }
    policy.with("script-src", &kept)
}

/// Sources that stand for any host.
pub(super) fn any_host(source: &str) -> bool {
    matches!(
        source.to_ascii_lowercase().as_str(),
        "*" | "http:" | "https:" | "http://*" | "https://*" | "data:" | "blob:"
    )
}

#[cfg(test)]
#[path = "csp_tests.rs"]
mod tests;
