//! Facts of mail, read by the same code as in a run from a few records that the case writes down.

use super::{mail_domain, name, tls};
use ::mail::dns::{Answer, Dns, Mx as MailMx};
use ::mail::{dkim, dmarc, mta_sts, spf, tls_rpt};
use model::facts::*;
use model::{Subject, SubjectKind};
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Name, type and value.
type Record<'a> = (&'a str, &'a str, &'a str);

/// All the DNS there is.
struct Zone<'a>(&'a [Record<'a>]);

impl Zone<'_> {
    fn find<T>(&self, name: &str, kind: &str, read: impl Fn(&str) -> Option<T>) -> Answer<Vec<T>> {
        let here = |r: &&Record| r.0.eq_ignore_ascii_case(name);
        if !self.0.iter().any(|r| here(&r)) {
            return Answer::NxDomain;
        }
        let found: Vec<T> = self.0.iter().filter(here).filter(|r| r.1 == kind).filter_map(|r| read(r.2)).collect();
        if found.is_empty() { Answer::NoData } else { Answer::Records(found) }
    }
}

impl Dns for Zone<'_> {
    async fn txt(&self, name: &str) -> Answer<Vec<Vec<u8>>> {
        self.find(name, "TXT", |v| Some(v.as_bytes().to_vec()))
    }
    async fn a(&self, name: &str) -> Answer<Vec<Ipv4Addr>> {
        self.find(name, "A", |v| v.parse().ok())
    }
    async fn aaaa(&self, name: &str) -> Answer<Vec<Ipv6Addr>> {
        self.find(name, "AAAA", |v| v.parse().ok())
    }
    async fn mx(&self, name: &str) -> Answer<Vec<MailMx>> {
        self.find(name, "MX", |v| Some(MailMx { preference: 10, exchange: v.to_owned() }))
    }
    async fn ptr(&self, name: &str) -> Answer<Vec<String>> {
        self.find(name, "PTR", |v| Some(v.to_owned()))
    }
}

/// The result of a walk through a [`Zone`], which never waits.
fn at_once<T>(walk: impl Future<Output = T>) -> T {
    match pin!(walk).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("a table has every answer"),
    }
}

/// The SPF tree of `acme.example` in a DNS that holds these records.
#[must_use]
pub fn spf_tree(records: &[Record]) -> SpfTree {
    SpfTree { audit: at_once(spf::audit(&Zone(records), &mail_domain().name)) }
}

/// An SPF tree that could be read in part only.
#[must_use]
pub fn spf_tree_in_part(records: &[Record]) -> SpfTree {
    let mut tree = spf_tree(records);
    tree.audit.complete = false;
    tree
}

/// The DMARC walk of `acme.example` in a DNS that holds these records.
#[must_use]
pub fn dmarc_walk(records: &[Record]) -> DmarcWalk {
    let zone = Zone(records);
    let discovery = at_once(dmarc::discover(&zone, &mail_domain().name));
    let destinations = match (discovery.record(), &discovery.own) {
        (Some(record), Some(own)) => at_once(dmarc::destinations(&zone, &own.from, record)),
        _ => Vec::new(),
    };
    DmarcWalk { discovery, destinations }
}

/// The walk where the domain has one DMARC record, and takes mail.
#[must_use]
pub fn dmarc_record(text: &str) -> DmarcWalk {
    dmarc_walk(&[("_dmarc.acme.example", "TXT", text), ("acme.example", "MX", "mx1.nordic-mail.example")])
}

/// What stands at the DKIM selector `s1`, which was named.
#[must_use]
pub fn dkim(text: Option<&str>) -> DkimKeys {
    let records: Vec<Record> = text.iter().map(|t| ("s1._domainkey.acme.example", "TXT", *t)).collect();
    let found = at_once(dkim::lookup(&Zone(&records), "s1", &mail_domain().name));
    DkimKeys { keys: vec![DkimKey { selector: "s1".into(), named: true, found }] }
}

/// The same, where the selector was guessed.
#[must_use]
pub fn dkim_guessed(text: &str) -> DkimKeys {
    let mut keys = dkim(Some(text));
    keys.keys.iter_mut().for_each(|k| k.named = false);
    keys
}

/// A sound DKIM key.
pub const DKIM: &str = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// What stands at `_mta-sts`.
#[must_use]
pub fn mta_sts(texts: &[&str]) -> MtaSts {
    let records: Vec<Record> = texts.iter().map(|t| ("_mta-sts.acme.example", "TXT", *t)).collect();
    MtaSts { record: at_once(mta_sts::lookup(&Zone(&records), &mail_domain().name)) }
}

/// An MTA-STS policy as it should come, with this text.
#[must_use]
pub fn sts_policy(text: &str) -> MtaStsPolicy {
    let read = mta_sts::Policy::parse(text);
    let problems = read.as_ref().err().map(|all| all.iter().map(|p| p.message.clone()).collect());
    MtaStsPolicy {
        look: PolicyLook::Answer(PolicyAnswer {
            status: 200,
            content_type: Some("text/plain".into()),
            problems: problems.unwrap_or_default(),
            policy: read.ok(),
        }),
    }
}

/// A sound MTA-STS policy.
pub const STS_POLICY: &str = "version: STSv1\nmode: enforce\nmx: mx1.nordic-mail.example\nmax_age: 604800\n";

/// What stands at `_smtp._tls`.
#[must_use]
pub fn tls_reports(texts: &[&str]) -> TlsReports {
    let records: Vec<Record> = texts.iter().map(|t| ("_smtp._tls.acme.example", "TXT", *t)).collect();
    TlsReports { record: at_once(tls_rpt::lookup(&Zone(&records), &mail_domain().name)) }
}

/// The mail server `mx1.nordic-mail.example`.
#[must_use]
pub fn mail_server() -> Subject {
    Subject::new(SubjectKind::MailServer, "mx1.nordic-mail.example")
}

/// Its name in DNS, changed as the case wants.
#[must_use]
pub fn mail_host(change: impl FnOnce(&mut MailHost)) -> MailHost {
    let mut host = MailHost {
        literal: false,
        lookup: Lookup::Found,
        aliases: Vec::new(),
        addresses: vec![IpAddr::V4(Ipv4Addr::new(198, 51, 100, 25))],
    };
    change(&mut host);
    host
}

/// One address of it that ended so.
#[must_use]
pub fn smtp(outcome: SmtpOutcome) -> Smtp {
    Smtp { endpoints: vec![SmtpEndpoint { address: IpAddr::V4(Ipv4Addr::new(198, 51, 100, 25)), outcome }] }
}

/// A talk with it that came so far.
#[must_use]
pub fn smtp_with(starttls: StartTls) -> Smtp {
    let extensions = match starttls {
        StartTls::NotOffered => vec!["SIZE".into()],
        _ => vec!["SIZE".into(), "STARTTLS".into()],
    };
    let greeting = mail_server().name;
    smtp(SmtpOutcome::Session(Box::new(SmtpSession { greeting, extensions, starttls })))
}

/// A talk over TLS, the session changed as the case wants.
#[must_use]
pub fn smtp_tls(change: impl FnOnce(&mut TlsSession)) -> Smtp {
    let endpoints = tls(change).endpoints;
    let session = endpoints.into_iter().find_map(|e| match e.outcome {
        TlsOutcome::Session(session) => Some(session),
        TlsOutcome::Failed(_) => None,
    });
    smtp_with(session.map_or(StartTls::NotOffered, StartTls::Tls))
}

/// One address that the SPF record names.
#[must_use]
pub fn sending(names: &[&str], confirmed: bool) -> SendingAddresses {
    let names = names.iter().map(|n| name(n).to_string()).collect();
    let address = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 25));
    SendingAddresses { addresses: vec![SendingAddress { address, term: "ip4:203.0.113.25".into(), names, confirmed }] }
}
