//! Who may send mail as the domain, what receivers do with the rest, and where mail to it arrives.

use super::{Cx, icons, senders as drawn};
use crate::clean::line;
use maud::{Markup, html};
use model::Subject;
use model::facts::{DkimKeys, Dmarc, Mx, Spf, SpfTree};
use std::collections::BTreeSet;

/// One drawing for each mail domain.
pub fn mail(cx: &Cx<'_>) -> Markup {
    let domains: BTreeSet<&Subject> = cx
        .evidence
        .all::<Spf>()
        .map(|(s, _)| s)
        .chain(cx.evidence.all::<Dmarc>().map(|(s, _)| s))
        .chain(cx.evidence.all::<Mx>().map(|(s, _)| s))
        .collect();
    html! { @for domain in domains { (flow(cx, domain)) } }
}

fn flow(cx: &Cx<'_>, domain: &Subject) -> Markup {
    let spf = cx.evidence.get::<Spf>(domain).ok();
    let dmarc = cx.evidence.get::<Dmarc>(domain).ok();
    let mx = cx.evidence.get::<Mx>(domain).ok();
    let audit = cx.evidence.get::<SpfTree>(domain).ok().map(|tree| &tree.audit);
    let whole = audit.and_then(|audit| Some(drawn::tree(audit, audit.tree.as_ref()?)));
    let signers = cx.evidence.get::<DkimKeys>(domain).ok().and_then(drawn::signers);
    html! {
        div.map {
            h3 { "Mail of " (line(&domain.name)) }
            p.intro { (cx.say("Read from the SPF, DKIM, DMARC and MX records of the domain.")) }
            ul.flows {
                @let who = whole.or_else(|| spf.map(senders));
                @if let Some(who) = who { (row(&who, &html! { p { "accepted as your mail" } })) }
                @if let Some(signers) = signers { (row(&signers, &html! { p { "proved to be your mail, forwarded or not" } })) }
                @if let Some(dmarc) = dmarc { (row(&html! { p { "anybody else who writes in your name" } }, &policy(dmarc))) }
                @if let Some(mx) = mx { (row(&html! { p { "mail to " (line(&domain.name)) } }, &servers(mx))) }
            }
        }
    }
}

fn row(from: &Markup, to: &Markup) -> Markup {
    html! {
        li.flow {
            div.from.senders { (from) }
            span.arrow aria-hidden="true" {}
            div.to { (to) }
        }
    }
}

fn senders(spf: &Spf) -> Markup {
    let [record] = spf.records.as_slice() else {
        let words = if spf.records.is_empty() { "nobody is named" } else { "several records, so none counts" };
        return html! { p { (icons::mark(false, words)) } };
    };
    html! {
        ul.plain { @for term in record.split_whitespace().skip(1) { @if let Some(words) = sender(&line(term)) { li { (words) } } } }
    }
}

/// One term of an SPF record (RFC 7208 §5) in words; `None` for what names nobody.
fn sender(term: &str) -> Option<Markup> {
    let bare = term.trim_start_matches(['+', '-', '~', '?']);
    let (name, value) = bare.split_once([':', '=']).unwrap_or((bare, ""));
    let whose = if value.is_empty() { String::new() } else { format!(" of {value}") };
    Some(match name.to_ascii_lowercase().as_str() {
        _ if term.starts_with('-') && name != "all" => return None,
        "ip4" | "ip6" => html! { "the address " span.addr { (value) } },
        "include" => html! { "whoever " b { (value) } " names" },
        "redirect" => html! { "as " b { (value) } " says" },
        "exists" => html! { "whoever the list " b { (value) } " holds" },
        "mx" => html! { "its mail servers" (whose) },
        "a" => html! { "its web server" (whose) },
        "ptr" => html! { "hosts by their reverse name" (whose) },
        "all" => match term.chars().next() {
            Some('-') => html! { "and nobody else" },
            Some('~') => html! { "and hardly anybody else (" code { "~all" } ")" },
            Some('?') => html! { (icons::mark(false, "of anybody else it says nothing")) },
            _ => html! { (icons::mark(false, "everybody else too")) },
        },
        _ => return None,
    })
}

fn policy(dmarc: &Dmarc) -> Markup {
    let [record] = dmarc.records.as_slice() else {
        let words = if dmarc.records.is_empty() { "no rule: receivers guess" } else { "several rules, so none counts" };
        return html! { p { (icons::mark(false, words)) } };
    };
    let tag = |name: &str| {
        record
            .split(';')
            .filter_map(|t| t.split_once('='))
            .find(|(k, _)| k.trim() == name)
            .map(|(_, v)| v.trim().to_owned())
    };
    let testing = tag("t").is_some_and(|t| t.eq_ignore_ascii_case("y"));
    let rule = tag("p").unwrap_or_default().to_ascii_lowercase();
    html! {
        p { @match (rule.as_str(), testing) {
            ("reject", false) => (icons::mark(true, "is refused")),
            ("quarantine", false) => (icons::mark(true, "goes to the spam folder")),
            ("none", _) => (icons::mark(false, "is delivered as if it were yours")),
            (_, true) => (icons::mark(false, "is delivered: the rule is only tested")),
            (other, _) => (icons::mark(false, &format!("no rule that receivers know: {}", line(other)))),
        } }
        @if let Some(at) = &dmarc.found_at { p.small { "said by " code { "_dmarc." (at) } } }
        @if let Some(rua) = tag("rua") { p.small { "reports go to " (line(&rua).trim_start_matches("mailto:")) } }
    }
}

fn servers(mx: &Mx) -> Markup {
    html! {
        @if mx.null { p { "nowhere: the domain takes no mail" } }
        @else if mx.servers.is_empty() { p { (icons::mark(false, "no mail server is named")) } }
        @else { ol.plain { @for s in &mx.servers { li { (s.host) span.small { " preference " (s.preference) } } } } }
    }
}
