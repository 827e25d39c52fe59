//! Drawings made from facts: where names point, where visitors are sent. They are lists and boxes, so they
//! print, wrap on a phone and can be read aloud.

use super::{Cx, answers, bars, icons, mailflow, part, tree};
use crate::clean::line;
use maud::{Markup, html};
use model::facts::{Addresses, Claim, Delegation, Lookup, Redirects, ServerAnswer, Trail, TrailEnd};
use model::{Name, Origin, Subject};

/// All maps for which there are facts.
pub fn maps(cx: &Cx<'_>) -> Markup {
    let content = html! {
        (tree::tree(cx))
        (names(cx))
        (redirects(cx))
        (answers::answers(cx))
        (bars::certificates(cx))
        (mailflow::mail(cx))
    };
    if content.0.is_empty() {
        return content;
    }
    part("maps", "Maps", Some("Drawn from what was seen."), &content)
}

/// Names that lead to the same place.
struct Group<'a> {
    names: Vec<&'a Subject>,
    seen: &'a Addresses,
    claim: Option<&'a Claim>,
}

fn groups<'a>(cx: &'a Cx<'_>) -> Vec<Group<'a>> {
    let mut out: Vec<Group<'a>> = Vec::new();
    for (subject, seen) in cx.evidence.all::<Addresses>() {
        let same = |g: &&mut Group<'_>| {
            g.seen.aliases == seen.aliases
                && g.seen.v4 == seen.v4
                && g.seen.v6 == seen.v6
                && g.seen.lookup == seen.lookup
        };
        match out.iter_mut().find(same) {
            Some(group) => group.names.push(subject),
            None => {
                let claim = cx.evidence.get::<Claim>(subject).ok();
                out.push(Group { names: vec![subject], seen, claim });
            }
        }
    }
    out
}

/// Names, where they point, who runs it.
fn names(cx: &Cx<'_>) -> Markup {
    let groups = groups(cx);
    if groups.is_empty() {
        return html! {};
    }
    html! {
        div.map {
            h3 { "Where the names point" }
            p.intro { (cx.say("DNS leads each name, sometimes by way of an alias, to the machine that answers.")) }
            ul.flows {
                @for g in &groups {
                    li.flow {
                        ul.from { @for name in &g.names { li { (line(&name.name)) } } }
                        span.arrow aria-hidden="true" {}
                        div.to { (destination(g)) }
                    }
                }
            }
            (servers(cx))
        }
    }
}

fn destination(g: &Group<'_>) -> Markup {
    let platform = g.claim.and_then(|c| c.platform.as_ref());
    let addresses: Vec<String> = g.seen.all().map(|a| a.to_string()).collect();
    html! {
        span.sr { "point to " }
        @for alias in &g.seen.aliases { p.via { "by way of " (alias) } }
        @if addresses.is_empty() { p { (icons::mark(false, nothing(g.seen.lookup))) } }
        @for a in &addresses { p.addr { (a) } }
        @if let Some(p) = platform {
            p.runs { "run by " (line(&p.name)) }
            @if let Some(denial) = &p.denial { p { (icons::mark(false, "gone")) " it says “" (line(denial)) "”" } }
        } @else if let Some(owner) = g.seen.alias_target().and_then(Name::registrable) {
            p.runs { "run by whoever owns " (owner) }
        }
        @if !g.seen.not_public.is_empty() { p { (icons::mark(false, "not a public address")) } }
    }
}

fn nothing(lookup: Lookup) -> &'static str {
    match lookup {
        Lookup::Found | Lookup::NoData => "no address",
        Lookup::NoSuchName => "there is no such name",
        Lookup::ServerFailure => "the name servers fail",
        Lookup::Refused => "the name servers refuse",
    }
}

/// Who answers for the domain.
fn servers(cx: &Cx<'_>) -> Markup {
    html! {
        @for (domain, seen) in cx.evidence.all::<Delegation>() {
            @if !seen.servers.is_empty() {
                p.intro { "These name servers answer for " (line(&domain.name)) ":" }
                ul.servers {
                    @for server in &seen.servers {
                        li {
                            (server.name) " "
                            @if server.answers.is_empty() { (icons::mark(false, "has no address")) }
                            @for (address, answer) in &server.answers {
                                span.small { (address.to_string()) " " }
                                @match answer {
                                    ServerAnswer::Authoritative { .. } => (icons::mark(true, "answers")),
                                    ServerAnswer::Lame { code } => (icons::mark(false, &format!("does not serve it ({})", line(code)))),
                                    ServerAnswer::NoAnswer => (icons::mark(false, "stays silent")),
                                }
                                " "
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where each address sends its visitors.
fn redirects(cx: &Cx<'_>) -> Markup {
    let mut seen: Vec<(&Subject, &Redirects)> = cx.evidence.all::<Redirects>().collect();
    // http beside https of one host; the reader looks for the host.
    seen.sort_by_key(|(s, _)| s.origin().map(|o: Origin| (o.host, o.tls)));
    if seen.is_empty() {
        return html! {};
    }
    html! {
        div.map {
            h3 { "Where visitors are sent" }
            p.intro { "Each line begins with what somebody types and ends with what they see." }
            ul.trails { @for (_, r) in &seen { (trail(&r.root)) } }
        }
    }
}

fn trail(t: &Trail) -> Markup {
    let circle = matches!(t.end, TrailEnd::Loop { .. });
    html! {
        li {
            ol.trail {
                @if t.hops.is_empty() { li { span.url { (short(&t.start)) } } }
                @for hop in &t.hops {
                    li { span.url { (short(&hop.url)) } span.hop { span.sr { "redirects with " } (hop.status) } }
                }
                @match &t.end {
                    TrailEnd::Answer { url, status } => li {
                        @if !t.hops.is_empty() { span.url { (short(url)) } " " }
                        (icons::mark(*status < 400 || matches!(*status, 401 | 403), &format!("answers {status}")))
                    },
                    TrailEnd::Loop { url } => li { span.url { (short(url)) } " " (icons::mark(false, "a circle")) },
                    TrailEnd::TooMany => li { (icons::mark(false, "never ends")) },
                    TrailEnd::BadLocation { value } => li { (icons::mark(false, "leads to no address")) " “" (line(value)) "”" },
                    TrailEnd::Foreign { url } => li { span.url { (short(url)) } " " span.tag { "leaves for another site" } },
                    TrailEnd::Failed { url, failure } => li {
                        @if !t.hops.is_empty() { span.url { (short(url)) } " " }
                        (icons::mark(false, &line(&failure.words())))
                    },
                }
            }
            @if circle { span.sr { "This trail never ends at a page." } }
        }
    }
}

fn short(url: &str) -> String {
    model::text::shorten(&line(url), 80)
}
