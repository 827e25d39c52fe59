//! Runs a look: subjects are announced, their wanted facts gathered, and what a fact shows is looked at as well.

use crate::gather;
use crate::http::{Request, challenge};
use crate::look::{Event, Look};
use crate::net::Net;
use crate::plan::Plan;
use futures_util::future::join_all;
use model::evidence::NotLooked;
use model::facts::{Addresses, FactKind, Mx, Page, Ports, Redirects, SpfTree, Tls};
use model::{Evidence, Name, Origin, Record, Subject, SubjectKind, TargetClass, Unknown, Why};
use std::collections::HashSet;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

/// Names that services usually have (decision 6); looked at only where they resolve.
const USUAL: [&str; 6] = ["app", "api", "admin", "staging", "status", "docs"];
/// First parts of paths that are for signed-in users, or where they sign in.
const PRIVATE_PATHS: [&str; 10] =
    ["account", "dashboard", "settings", "profile", "billing", "orders", "invoices", "login", "signin", "me"];
/// Subdomains that mail services have their customers send from.
const SENDERS: [&str; 7] = ["bounces", "em", "mail", "mg", "news", "newsletter", "send"];
/// Subdomains that are asked about mail, and those that are looked at.
const MAX_ASKED: usize = 16;
const MAX_SENDERS: usize = 4;
/// Pages besides the front page that are looked at on one site.
const MORE_PAGES: usize = 3;

/// Looks at the target. Events tell what happens; `stop` ends the look early, and what was seen is kept.
pub async fn look(net: Net, plan: Plan, stop: watch::Receiver<bool>, events: mpsc::UnboundedSender<Event>) -> Evidence {
    let began = tokio::time::Instant::now();
    let at = (net.clock)();
    let notes = net.notes.clone();
    let (look, mut subjects) = Look::new(net, plan, stop, events);
    let mut scout = Scout::default();
    scout.seed(&look);
    let mut tasks: JoinSet<Vec<Subject>> = JoinSet::new();
    // Guessing costs a round trip that what is known already need not wait for.
    let guessing = look.clone();
    tasks.spawn(async move { guess(&guessing).await });
    loop {
        while let Ok(subject) = subjects.try_recv() {
            spawn_all(&look, &subject, &mut tasks);
        }
        match tasks.join_next().await {
            Some(Ok(found)) => scout.take(&look, found),
            Some(Err(_)) => {}
            None if subjects.is_empty() => break,
            None => {}
        }
    }
    let late = shut_out_late(&look).await;
    let mut evidence = Evidence::new(at);
    evidence.net = notes;
    for subject in look.announced() {
        evidence.announce(subject);
    }
    for (key, seen, _) in look.completed() {
        // Facts asked for on the way (a name server's host) are evidence; their subjects get no rows of their own.
        if look.announced().contains(&key.subject) {
            evidence.insert(Record { key, seen });
        }
    }
    for (host, unknown, since) in late {
        let after: HashSet<_> = look.completed().into_iter().filter(|c| c.2 > since).map(|c| c.0).collect();
        evidence.forget(&unknown, |k| k.subject.host_name().as_deref() == Some(&host) && after.contains(k));
    }
    evidence.not_looked_at = scout.left_out;
    evidence.partial = look.over();
    evidence.duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    evidence.cost = look.cost();
    evidence
}

/// One task for each wanted fact of a subject; it gives back the subjects that the fact shows.
fn spawn_all(look: &Look, subject: &Subject, tasks: &mut JoinSet<Vec<Subject>>) {
    let wanted = look.plan.wanted.iter().filter(|kind| kind.subject() == subject.kind);
    for kind in wanted.copied() {
        let (look, subject) = (look.clone(), subject.clone());
        tasks.spawn(async move {
            gather::kind(&look, kind, &subject).await;
            Vec::new()
        });
    }
    let (look, subject) = (look.clone(), subject.clone());
    tasks.spawn(async move { shown_by(&look, &subject).await });
}

/// What the facts of a subject lead to.
async fn shown_by(look: &Look, subject: &Subject) -> Vec<Subject> {
    match subject.kind {
        SubjectKind::Host => {
            let (sites, names) = tokio::join!(sites_of(look, subject), names_of(look, subject));
            sites.into_iter().chain(names).collect()
        }
        SubjectKind::Site => redirect_targets(look, subject).await,
        SubjectKind::Page => linked(look, subject).await,
        SubjectKind::MailDomain => {
            let (servers, senders) = tokio::join!(mail_servers(look, subject), senders_below(look, subject));
            servers.into_iter().chain(senders).collect()
        }
        _ => Vec::new(),
    }
}

/// Sites of a host, and the front page of the one that customers use.
async fn sites_of(look: &Look, host: &Subject) -> Vec<Subject> {
    // A zone file has names and no pages.
    if matches!(look.net.stage, Some(crate::dns::Stage::File(_))) {
        return Vec::new();
    }
    if let Some(origin) = look.plan.target.origin.as_ref().filter(|o| o.host == host.name && !o.default_port()) {
        return vec![Subject::site(origin), Subject::page(origin, "/")];
    }
    let Ok(addresses) = look.get::<Addresses>(host).await else { return Vec::new() };
    if addresses.all().next().is_none() {
        return Vec::new();
    }
    let (plain, tls) = (Origin::http(&host.name), Origin::https(&host.name));
    let open =
        |port: u16, p: &Ports| p.tried.iter().any(|t| t.port == port && t.outcome == model::facts::Connect::Open);
    let home = match look.get::<Ports>(host).await {
        Ok(ports) if !open(443, &ports) && open(80, &ports) => Subject::page(&plain, "/"),
        _ => Subject::page(&tls, "/"),
    };
    vec![Subject::site(&plain), Subject::site(&tls), home]
}

/// Names of the certificate that belong to the target.
async fn names_of(look: &Look, host: &Subject) -> Vec<Subject> {
    if look.plan.declared.class == TargetClass::Local || !look.plan.wanted.contains(&model::FactKind::Tls) {
        return Vec::new();
    }
    let Ok(tls) = look.get::<Tls>(host).await else { return Vec::new() };
    let names = tls.sessions().filter_map(|(_, s)| s.leaf()).flat_map(|leaf| leaf.names.clone());
    names.filter(|n| !n.contains('*') && look.plan.declared.owns(n)).map(|n| Subject::host(&n)).collect()
}

async fn redirect_targets(look: &Look, site: &Subject) -> Vec<Subject> {
    if !look.plan.wanted.contains(&model::FactKind::Redirects) {
        return Vec::new();
    }
    let Ok(redirects) = look.get::<Redirects>(site).await else { return Vec::new() };
    let hosts = redirects.root.hops.iter().filter_map(|h| Origin::parse(&h.to)).map(|o| o.host);
    hosts.filter(|h| look.plan.declared.owns(h)).map(|h| Subject::host(&h)).collect()
}

/// Hosts that the front page links to, and pages of its own site that are for signed-in users.
async fn linked(look: &Look, page: &Subject) -> Vec<Subject> {
    let Some(origin) = page.origin() else { return Vec::new() };
    if page.name != format!("{origin}/") || !look.plan.wanted.contains(&model::FactKind::Page) {
        return Vec::new();
    }
    let Ok(Page { answer: Ok(answer) }) = look.get::<Page>(page).await else { return Vec::new() };
    let Some(html) = answer.html else { return Vec::new() };
    let mut found = Vec::new();
    let mut pages = 0;
    for link in &html.links {
        let Some(to) = Origin::parse(link) else { continue };
        if to == origin {
            let path = &link[origin.to_string().len()..];
            let first = path.trim_matches('/').split('/').next().unwrap_or_default();
            if pages < MORE_PAGES && PRIVATE_PATHS.contains(&first) {
                pages += 1;
                found.push(Subject::page(&origin, path));
            }
        } else if look.plan.declared.owns(&to.host) && to.host != origin.host {
            found.push(Subject::host(&to.host));
        }
    }
    found
}

/// Servers that take mail for a domain, those first that senders try first.
async fn mail_servers(look: &Look, domain: &Subject) -> Vec<Subject> {
    let wanted = [FactKind::MailHost, FactKind::Smtp];
    if !wanted.iter().any(|kind| look.plan.wanted.contains(kind)) {
        return Vec::new();
    }
    let Ok(mx) = look.get::<Mx>(domain).await else { return Vec::new() };
    let servers = mx.servers.iter().take(gather::mail_servers::MAX_SERVERS);
    servers.map(|s| Subject::new(SubjectKind::MailServer, s.host.as_str())).collect()
}

/// Subdomains that send: those that MX and SPF lead to and those that mail services ask for, where they have an MX or
/// SPF record of their own.
async fn senders_below(look: &Look, domain: &Subject) -> Vec<Subject> {
    let Some(own) = look.plan.declared.domain.as_ref().filter(|d| d.as_str() == domain.name) else { return Vec::new() };
    if !look.plan.wanted.contains(&FactKind::SpfTree) {
        return Vec::new();
    }
    let mut names: Vec<String> = Vec::new();
    if let Ok(mx) = look.get::<Mx>(domain).await {
        names.extend(mx.servers.iter().map(|s| s.host.to_string()));
    }
    if let Ok(tree) = look.get::<SpfTree>(domain).await {
        names.extend(
            tree.audit.tree.iter().flat_map(|t| &t.terms).filter_map(|t| Some(t.node.as_ref()?.domain.clone())),
        );
    }
    names.extend(SENDERS.iter().map(|s| format!("{s}.{own}")));
    let below = |n: &String| Name::parse(n).is_ok_and(|n| n.is_under(own) && n != *own) && !n.starts_with('_');
    names.retain(below);
    names.sort();
    names.dedup();
    let nobody = format!("{}.{own}", look.nonce());
    let ask = async {
        let asked = join_all(names.iter().take(MAX_ASKED).map(|name| look.speaks_of_mail(name)));
        // Where any name speaks of mail, a wildcard does, and none of these shows anything.
        Ok(if look.speaks_of_mail(&nobody).await { Vec::new() } else { asked.await })
    };
    let asked = look.guarded(Box::pin(ask)).await.unwrap_or_default();
    let found = names.iter().zip(asked).filter(|(_, speaks)| *speaks).take(MAX_SENDERS);
    found.filter_map(|(name, _)| Name::parse(name).ok()).map(|n| Subject::mail_domain(&n)).collect()
}

/// Which hosts are looked at.
#[derive(Default)]
struct Scout {
    hosts: HashSet<String>,
    left_out: Vec<NotLooked>,
}

impl Scout {
    /// The given host, its domain, apex and www, and declared hosts.
    fn seed(&mut self, look: &Look) {
        let plan = &look.plan;
        let mut hosts = vec![plan.target.host.clone()];
        if let Some(domain) = &plan.declared.domain {
            look.announce(Subject::domain(domain));
            look.announce(Subject::mail_domain(domain));
            hosts.push(domain.to_string());
            hosts.push(format!("www.{domain}"));
        }
        for sender in &plan.declared.sending {
            look.announce(Subject::mail_domain(sender));
        }
        hosts.extend(plan.declared.canonical.iter().map(|o| o.host.clone()));
        hosts.extend(plan.declared.hosts.iter().map(|h| h.name.to_string()));
        hosts.extend(plan.declared.old_domains.iter().map(ToString::to_string));
        for host in hosts {
            self.add_host(look, &host);
        }
        self.pages(look);
    }

    /// The page as typed and declared private routes.
    fn pages(&self, look: &Look) {
        let plan = &look.plan;
        let host = plan.declared.canonical.as_ref().map_or(plan.target.host.clone(), |o| o.host.clone());
        let typed = plan.target.origin.clone().unwrap_or_else(|| Origin::https(&plan.target.host));
        if let Some(path) = &plan.target.path {
            look.announce(Subject::page(&typed, path));
        }
        for route in plan.declared.routes.iter().filter(|r| r.kind == model::declared::RouteKind::Private) {
            let host = route.host.as_ref().map_or(host.clone(), ToString::to_string);
            look.announce(Subject::page(&Origin { host, ..typed.clone() }, &route.path));
        }
    }

    /// Subjects that facts led to; hosts count against the limit.
    fn take(&mut self, look: &Look, found: Vec<Subject>) {
        for subject in found {
            if subject.kind == SubjectKind::Host {
                self.add_host(look, &subject.name);
            } else {
                look.announce(subject);
            }
        }
    }

    fn add_host(&mut self, look: &Look, host: &str) {
        if self.hosts.contains(host) {
            return;
        }
        self.hosts.insert(host.to_owned());
        if self.hosts.len() > look.plan.limits.hosts {
            self.left_out.push(NotLooked {
                what: host.to_owned(),
                why: format!("a run looks at {} hosts", look.plan.limits.hosts),
                how: format!("launch-ready check {host}"),
            });
            return;
        }
        look.announce(Subject::host(host));
    }
}

/// Usual names of the domain, where they resolve.
async fn guess(look: &Look) -> Vec<Subject> {
    let Some(domain) = look.plan.declared.domain.clone() else { return Vec::new() };
    let ask = |label: String| {
        let name = domain.child(&label).ok();
        async move {
            let subject = Subject::host(name?.as_str());
            let found = look.get::<Addresses>(&subject).await.ok()?;
            Some((subject, found))
        }
    };
    let nobody = ask(look.nonce().to_owned());
    let (nobody, usual) = tokio::join!(nobody, join_all(USUAL.iter().map(|u| ask((*u).to_owned()))));
    let wildcard = nobody.map(|(_, found)| found);
    let there = |(subject, found): (Subject, Addresses)| {
        // An alias without addresses is there as well: it dangles.
        let there = found.all().next().is_some() || !found.aliases.is_empty();
        (there && !wildcard.as_ref().is_some_and(|w| same(w, &found))).then_some(subject)
    };
    usual.into_iter().flatten().filter_map(there).collect()
}

/// Does a name get only what any name under the domain gets? Networks that balance by name share the alias, not the addresses.
fn same(wildcard: &Addresses, found: &Addresses) -> bool {
    if wildcard.aliases.is_empty() {
        found.aliases.is_empty() && wildcard.all().next().is_some() && wildcard.all().eq(found.all())
    } else {
        wildcard.aliases == found.aliases
    }
}

/// Decision 8: the front page is asked again at the end. If it is refused by then, what came after the first
/// refusal shows the protection and not the site.
async fn shut_out_late(look: &Look) -> Vec<(String, Unknown, tokio::time::Instant)> {
    let mut out = Vec::new();
    let hosts: Vec<Subject> = look.announced().into_iter().filter(|s| s.kind == SubjectKind::Page).collect();
    for page in hosts {
        let Some(origin) = page.origin().filter(|o| page.name == format!("{o}/")) else { continue };
        let Some(since) = look.hosts.first_refusal(&origin.host) else { continue };
        let Ok(Page { answer: Ok(first) }) = look.get::<Page>(&page).await else { continue };
        let Ok(url) = url::Url::parse(&page.name) else { continue };
        let what = match (look.hosts.blocked(&origin.host), look.over()) {
            (Some(what), _) => Some(what),
            (None, Some(_)) => None,
            (None, None) => match look.fetch_raw(Request::get(url)).await {
                Ok(Ok(again)) => challenge::of(&again).or_else(|| {
                    (again.status == 403 && first.status != 403)
                        .then(|| "403 Forbidden, after it had answered".to_owned())
                }),
                _ => None,
            },
        };
        if let Some(what) = what {
            out.push((origin.host.clone(), Unknown::new(Why::Challenged, format!("{}: {what}", origin.host)), since));
        }
    }
    out
}
