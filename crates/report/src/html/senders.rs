//! Who may send as a domain, drawn from the whole tree of its SPF record and from its DKIM keys.

use super::icons;
use crate::clean::line;
use mail::Published;
use mail::provider::{of_selector, recognized};
use mail::spf::{Audit, Network, Node, NodeTerm, Qualifier};
use maud::{Markup, html};
use model::facts::DkimKeys;
use model::text::count;

/// The most lookups that receivers make (RFC 7208 §4.6.4).
const MOST_LOOKUPS: u32 = 10;
/// Names drawn below one include; the rest is counted.
const MOST_NAMES: usize = 6;

/// Everyone whom the tree lets send, and how close the record is to its limit.
pub(super) fn tree(audit: &Audit, root: &Node) -> Markup {
    let lookups = format!("{} of {MOST_LOOKUPS} lookups", audit.lookups);
    html! {
        ul.plain {
            @for term in &root.terms { @if let Some(words) = sender(audit, term) { li { (words) } } }
            @if !root.terms.iter().any(NodeTerm::is_redirect) { @if let Some(words) = end(root) { li { (words) } } }
        }
        p.small {
            @if audit.lookups > MOST_LOOKUPS { (icons::mark(false, &format!("{lookups}: receivers stop before the end"))) }
            @else { (lookups) }
        }
    }
}

/// One term in words; `None` for what lets nobody send.
fn sender(audit: &Audit, term: &NodeTerm) -> Option<Markup> {
    let text = line(&term.term);
    let bare = text.strip_prefix('+').unwrap_or(&text);
    if bare.starts_with(['-', '~', '?']) {
        return None;
    }
    let (name, value) = bare.split_once([':', '=']).unwrap_or((bare, ""));
    let name = name.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let whose = if value.is_empty() { String::new() } else { format!(" of {value}") };
    Some(match name.as_str() {
        "include" | "redirect" => html! {
            @match recognized(&[], &[value.to_owned()]).first() {
                Some(provider) => { b { (provider.name) } " " span.small { (value) } }
                None => { "whoever " b { (value) } " names" }
            }
            @match &term.node {
                Some(node) => (below(audit, node)),
                None => { " " (icons::mark(false, "which could not be followed")) }
            }
        },
        "ip4" | "ip6" if value.contains('/') => html! { "the network " span.addr { (value) } },
        "ip4" | "ip6" => html! { "the address " span.addr { (value) } },
        "exists" => html! { "whoever the list " b { (value) } " holds" },
        "mx" => html! { "its mail servers" (whose) },
        "a" => html! { "its web server" (whose) },
        "ptr" => html! { "hosts by their reverse name" (whose) },
        _ => return None,
    })
}

/// What stands behind an include: the lists it names and the networks.
fn below(audit: &Audit, node: &Node) -> Markup {
    let inside = |network: &&Network| network.path.contains(&node.domain);
    let networks = count(audit.networks.iter().filter(inside).count(), "network", "networks");
    let mut names = Vec::new();
    collect(node, &mut names);
    let more = names.len().saturating_sub(MOST_NAMES);
    html! {
        span.small { ", " (networks) }
        @if !names.is_empty() {
            ul.plain.small {
                @for name in names.iter().take(MOST_NAMES) { li { "through " (line(name)) } }
                @if more > 0 { li { "and " (more) " more" } }
            }
        }
    }
}

fn collect(node: &Node, names: &mut Vec<String>) {
    for next in node.terms.iter().filter_map(|term| term.node.as_ref()) {
        if !names.contains(&next.domain) {
            names.push(next.domain.clone());
        }
        collect(next, names);
    }
}

/// What the record says of all others.
fn end(root: &Node) -> Option<Markup> {
    Some(match root.all? {
        Qualifier::Fail => html! { "and nobody else" },
        Qualifier::SoftFail => html! { "and hardly anybody else (" code { "~all" } ")" },
        Qualifier::Neutral => icons::mark(false, "of anybody else it says nothing"),
        Qualifier::Pass => icons::mark(false, "everybody else too"),
    })
}

/// Selectors with a valid key; `None` if there is none. A service that always uses the selector is named.
pub(super) fn signers(keys: &DkimKeys) -> Option<Markup> {
    let valid = |key: &&model::facts::DkimKey| matches!(&key.found, Published::Valid { record, .. } if record.weaknesses().is_empty());
    let good: Vec<_> = keys.keys.iter().filter(valid).collect();
    (!good.is_empty()).then(|| {
        html! {
            ul.plain {
                @for key in good {
                    li {
                        "whoever signs with the key " b { (line(&key.selector)) }
                        @if let Some(provider) = of_selector(&key.selector) { span.small { " " (provider.name) } }
                    }
                }
            }
        }
    })
}
