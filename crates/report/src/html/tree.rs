//! The domain as a tree: what its records are for, and who runs each part. Never a guess from an address: where nothing names
//! a company, that is what is said.

use super::Cx;
use crate::clean::line;
use mail::provider::recognized;
use maud::{Markup, html};
use model::facts::{Addresses, Caa, Claim, Delegation, Mx, Registration, Spf, SpfTree};
use model::{Name, Subject};
use std::collections::BTreeMap;

/// Companies drawn for one purpose; the rest is counted.
const MOST: usize = 8;

/// Hosts that lead to addresses without the name of anybody.
const UNNAMED: &str = "plain addresses";

/// One purpose: its title, what it decides, and who does it with what.
struct Limb {
    title: &'static str,
    plain: &'static str,
    who: BTreeMap<String, Vec<String>>,
    /// Said where nobody does it.
    nobody: &'static str,
}

/// The tree of the domain that is looked at.
pub fn tree(cx: &Cx<'_>) -> Markup {
    let Some((domain, delegation)) = cx.evidence.all::<Delegation>().next() else { return html! {} };
    let Some(own) = domain.dns_name() else { return html! {} };
    let limbs = [
        Some(name_servers(delegation, &own)),
        web(cx, &own),
        mail_in(cx, domain, &own),
        mail_out(cx, domain),
        issuers(cx, domain),
    ];
    let limbs: Vec<Limb> = limbs.into_iter().flatten().collect();
    html! {
        div.map {
            h3 { "Who runs what" }
            p.intro { "The domain, what its records are for, and whom each part rests on." }
            div.tree {
                div.root {
                    b { (line(&domain.name)) }
                    @if let Ok(Registration { registrar: Some(registrar), .. }) = cx.evidence.get::<Registration>(domain) {
                        span.small { "registered with " (line(registrar)) }
                    }
                }
                ul.limbs {
                    @for limb in &limbs { (drawn(limb)) }
                }
            }
        }
    }
}

fn drawn(limb: &Limb) -> Markup {
    let more = limb.who.len().saturating_sub(MOST);
    html! {
        li.limb {
            div.purpose { b { (limb.title) } span.small { (limb.plain) } }
            ul.runners {
                @for (who, what) in limb.who.iter().take(MOST) {
                    li {
                        b { (line(who)) }
                        span.small { (line(&shortened(what))) }
                        @if who == UNNAMED { span.small { "nothing in DNS names who runs them" } }
                    }
                }
                @if more > 0 { li { span.small { "and " (more) " more" } } }
                @if limb.who.is_empty() { li.none { (limb.nobody) } }
            }
        }
    }
}

/// Two names, and how many more.
fn shortened(what: &[String]) -> String {
    match what {
        [a, b, _, ..] => format!("{a}, {b} and {} more", what.len() - 2),
        few => few.join(", "),
    }
}

/// Who a name belongs to, as far as the name itself says.
fn owner(name: &Name, own: &Name) -> String {
    if name.is_under(own) {
        return "you".to_owned();
    }
    name.registrable().map_or_else(|| name.to_string(), |d| d.to_string())
}

fn name_servers(delegation: &Delegation, own: &Name) -> Limb {
    let mut who: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for server in &delegation.servers {
        who.entry(owner(&server.name, own)).or_default().push(server.name.to_string());
    }
    Limb { title: "Name servers", plain: "answer for everything below", who, nobody: "none was found" }
}

fn web(cx: &Cx<'_>, own: &Name) -> Option<Limb> {
    let mut who: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (host, seen) in cx.evidence.all::<Addresses>() {
        let Some(name) = host.dns_name().filter(|n| n.is_under(own)) else { continue };
        let platform = cx.evidence.get::<Claim>(host).ok().and_then(|c: &Claim| c.platform.as_ref());
        let alias = seen.alias_target().filter(|n| !n.is_under(own));
        let key = match (platform, alias, seen.all().next()) {
            (Some(platform), ..) => platform.name.clone(),
            (None, Some(alias), _) => owner(alias, own),
            (None, None, Some(_)) => UNNAMED.to_owned(),
            (None, None, None) => continue,
        };
        who.entry(key).or_default().push(name.to_string());
    }
    Some(Limb { title: "Web", plain: "where browsers and programs go", who, nobody: "no host leads anywhere" })
}

fn mail_in(cx: &Cx<'_>, domain: &Subject, own: &Name) -> Option<Limb> {
    let mx = cx.evidence.get::<Mx>(&Subject::mail_domain(&domain.dns_name()?)).ok()?;
    let mut who: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for server in &mx.servers {
        let known = recognized(&[server.host.to_string()], &[]).first().map(|p| p.name.to_owned());
        who.entry(known.unwrap_or_else(|| owner(&server.host, own))).or_default().push(server.host.to_string());
    }
    let nobody = if mx.null { "nobody: the domain takes no mail" } else { "no mail server is named" };
    Some(Limb { title: "Mail to you", plain: "takes what others write", who, nobody })
}

fn mail_out(cx: &Cx<'_>, domain: &Subject) -> Option<Limb> {
    let mail = Subject::mail_domain(&domain.dns_name()?);
    let mut who: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let terms: Vec<String> = match (cx.evidence.get::<SpfTree>(&mail), cx.evidence.get::<Spf>(&mail)) {
        (Ok(SpfTree { audit }), _) if audit.tree.is_some() => {
            audit.tree.iter().flat_map(|t| &t.terms).map(|t| t.term.clone()).collect()
        }
        (_, Ok(Spf { records })) => {
            records.iter().take(1).flat_map(|r| r.split_whitespace().skip(1).map(str::to_owned)).collect()
        }
        _ => return None,
    };
    for term in terms {
        let bare = term.strip_prefix('+').unwrap_or(&term).to_ascii_lowercase();
        let (kind, value) = bare.split_once([':', '=']).unwrap_or((&bare, ""));
        let key = match kind.split('/').next().unwrap_or_default() {
            "include" | "redirect" => {
                let known = recognized(&[], &[value.to_owned()]).first().map(|p| p.name.to_owned());
                known
                    .or_else(|| Some(Name::parse(value).ok()?.registrable()?.to_string()))
                    .unwrap_or_else(|| value.to_owned())
            }
            "a" | "mx" | "ip4" | "ip6" | "exists" | "ptr" => "your own servers".to_owned(),
            "all" if bare == "all" => "everybody".to_owned(),
            _ => continue,
        };
        who.entry(key).or_default().push(term);
    }
    Some(Limb { title: "Mail from you", plain: "sends in your name", who, nobody: "nobody is named" })
}

fn issuers(cx: &Cx<'_>, domain: &Subject) -> Option<Limb> {
    let caa = cx.evidence.get::<Caa>(&Subject::host(&domain.name)).ok()?;
    let mut who: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in caa.records.iter().filter(|r| r.tag.starts_with("issue")) {
        let authority = record.value.split(';').next().unwrap_or_default().trim();
        if !authority.is_empty() {
            let what = if record.tag == "issuewild" { "for wildcards" } else { "for any name" };
            who.entry(authority.to_owned()).or_default().push(what.to_owned());
        }
    }
    let nobody = if caa.records.is_empty() { "any authority: no CAA record" } else { "no authority at all" };
    Some(Limb { title: "Certificates", plain: "may issue for your names", who, nobody })
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn long_lists_are_counted() {
        let names = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>();
        assert_eq!(shortened(&names(2)), "0, 1");
        assert_eq!(shortened(&names(5)), "0, 1 and 3 more");
    }
}
