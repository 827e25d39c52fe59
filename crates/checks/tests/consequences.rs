//! One root cause is told once (decision 14).
#![allow(clippy::unwrap_used)]

use checks::registry::{Court, judge_all};
use checks::{Check, sample};
use model::facts::*;
use model::{Declared, Evidence, Judged, Record, Subject, SubjectKind, Unknown, Verdict, Why};

fn judged(evidence: &Evidence, declared: &Declared) -> Vec<Judged> {
    let every: Vec<&'static Check> = checks::all().iter().collect();
    judge_all(evidence, Court { thresholds: &sample::thresholds(), declared }, &every)
}

fn failing(rows: &[Judged]) -> Vec<&str> {
    rows.iter().filter(|r| matches!(r.verdict, Verdict::Fail(_))).map(|r| r.info.id).collect()
}

fn row<'a>(rows: &'a [Judged], id: &str, subject: &Subject) -> &'a Judged {
    rows.iter().find(|r| r.info.id == id && r.subject == *subject).unwrap()
}

fn print_of(rows: &[Judged], id: &str) -> String {
    let verdicts = rows.iter().filter(|r| r.info.id == id).map(|r| &r.verdict);
    let Some(findings) = verdicts.into_iter().find_map(|v| if let Verdict::Fail(f) = v { Some(f) } else { None })
    else {
        panic!("{id} does not fail")
    };
    assert_eq!(findings[0].fingerprint.len(), 16);
    findings[0].fingerprint.clone()
}

/// Addresses of both families, so that nothing is missing.
fn addresses() -> Addresses {
    Addresses { v6: vec!["2001:db8::10".parse().unwrap()], ..sample::addresses() }
}

/// The typed host with its sites and front pages.
fn family() -> (Subject, [Subject; 2], [Subject; 2]) {
    let sites = ["https://acme.example", "http://acme.example"];
    let site = |s: &str| Subject::new(SubjectKind::Site, s);
    let page = |s: &str| Subject::new(SubjectKind::Page, format!("{s}/"));
    (Subject::host("acme.example"), sites.map(site), sites.map(page))
}

fn evidence(facts: impl FnOnce(Evidence, &Subject) -> Evidence) -> Evidence {
    let (host, sites, pages) = family();
    let mut evidence = Evidence::new(sample::now());
    for subject in sites.into_iter().chain(pages) {
        evidence.announce(subject);
    }
    facts(evidence, &host)
}

#[test]
fn a_host_without_address_is_one_finding() {
    let evidence = evidence(|e, host| {
        let e = e.with(host, sample::no_addresses(Lookup::NoSuchName));
        // As a run leaves it: what rests on an address could not be asked.
        let mut e = e;
        for kind in [FactKind::Ports, FactKind::Tls, FactKind::Caa, FactKind::Claim] {
            let key = model::FactKey { kind, subject: host.clone() };
            e.insert(Record { key, seen: Err(Unknown::new(Why::Prerequisite, "no address")) });
        }
        e
    });
    let rows = judged(&evidence, &sample::declared());
    assert_eq!(failing(&rows), ["dns/does-not-resolve"]);
    let print = print_of(&rows, "dns/does-not-resolve");
    let mut explained = 0;
    for row in rows.iter().filter(|r| r.subject.host_name().is_some()) {
        match row.info.id {
            // It fails itself, or was looked at and is in order.
            "dns/does-not-resolve" | "dns/dangling-cname" | "dns/alias-broken" => continue,
            // Nobody listed any hosts.
            "dns/undeclared-host" => continue,
            _ => {}
        }
        assert!(matches!(row.verdict, Verdict::NotApplicable(_)), "{} {}: {:?}", row.info.id, row.subject, row.verdict);
        assert_eq!(row.because.as_deref(), Some(print.as_str()), "{} {}", row.info.id, row.subject);
        explained += 1;
    }
    assert!(explained > 30, "only {explained} rows");
}

#[test]
fn a_fresh_failure_explains_only_its_own_host() {
    let other = Subject::host("app.acme.example");
    let evidence = evidence(|e, host| {
        e.with(host, sample::no_addresses(Lookup::NoData))
            .with(&other, addresses())
            .with(&other, sample::tls_expiring(-1, 90))
    });
    let rows = judged(&evidence, &sample::declared());
    assert_eq!(failing(&rows), ["dns/does-not-resolve", "tls/expired"]);
    assert_eq!(row(&rows, "tls/expired", &other).because, None);
}

#[test]
fn an_alias_into_the_void_is_the_cause_and_is_named() {
    let evidence = evidence(|e, host| {
        let target = sample::name("acme.azurewebsites.net");
        let aliases = vec![target.clone()];
        let denial = Some("NXDOMAIN".to_owned());
        let platform = Some(Platform { name: "Azure App Service".into(), target, denial });
        e.with(host, Addresses { aliases, ..sample::no_addresses(Lookup::NoSuchName) })
            .with(host, Claim { platform, owner: None })
    });
    let rows = judged(&evidence, &sample::declared());
    assert_eq!(failing(&rows), ["dns/dangling-cname"]);
    let print = print_of(&rows, "dns/dangling-cname");
    let (host, _, [page, _]) = family();
    for (id, subject) in [("dns/does-not-resolve", &host), ("tls/expired", &host), ("header/hsts-missing", &page)] {
        let row = row(&rows, id, subject);
        assert_eq!(row.because.as_deref(), Some(print.as_str()), "{id}");
        assert_eq!(row.verdict, Verdict::not_applicable("dns/dangling-cname comes first"));
    }
}

#[test]
fn an_error_page_is_not_judged_any_further() {
    let (_, [site, _], [page, _]) = family();
    let evidence = evidence(|e, host| {
        let mut error = sample::answer(502);
        error.cookies = vec![sample::cookie(|c| c.secure = false)];
        e.with(host, addresses()).with(host, sample::tls(|_| ())).with(&page, Page { answer: Ok(error) })
    });
    let rows = judged(&evidence, &sample::declared());
    assert_eq!(failing(&rows), ["reach/server-error"]);
    let print = print_of(&rows, "reach/server-error");
    assert_eq!(row(&rows, "cookie/not-secure", &page).because.as_deref(), Some(print.as_str()));
    assert_eq!(row(&rows, "exposure/env-file", &site).because.as_deref(), Some(print.as_str()));
    let certificate = row(&rows, "tls/expired", &Subject::host("acme.example"));
    assert_eq!(certificate.verdict, Verdict::Pass, "a certificate does not depend on the app");
}

#[test]
fn one_dead_address_hides_nothing_that_was_seen() {
    let (host, [site, _], _) = family();
    let leak = Leak { path: "/.env".into(), kind: LeakKind::EnvFile, proof: "A=<3 characters>".into() };
    let exposed = Exposed { unknown_path_status: 404, asked: vec!["/.env".into()], moved: false, leaks: vec![leak] };
    let mut ports = sample::ports(Connect::Open, Connect::Open);
    ports.tried.push(PortLook { address: [198, 51, 100, 7].into(), port: 443, outcome: Connect::Refused });
    let evidence = evidence(|e, host| e.with(host, addresses()).with(host, ports).with(&site, exposed));
    let rows = judged(&evidence, &sample::declared());
    assert_eq!(failing(&rows), ["reach/not-answering", "exposure/env-file"]);
    let print = print_of(&rows, "reach/not-answering");
    assert_eq!(
        row(&rows, "tls/expired", &host).because.as_deref(),
        Some(print.as_str()),
        "what was not seen is explained"
    );
}

#[test]
fn one_broken_address_hides_nothing_that_was_seen_elsewhere() {
    let (_, _, [page, _]) = family();
    let mut tls = sample::tls(|_| ());
    let broken = TlsOutcome::Failed(TlsFailure::Closed);
    tls.endpoints.push(TlsEndpoint { address: [198, 51, 100, 7].into(), outcome: broken });
    let insecure = sample::page_with(|a| a.cookies = vec![sample::cookie(|c| c.secure = false)]);
    let evidence = evidence(|e, host| e.with(host, addresses()).with(host, tls).with(&page, insecure));
    let rows = judged(&evidence, &sample::declared());
    assert_eq!(failing(&rows), ["tls/handshake-fails", "cookie/not-secure"]);
}

#[test]
fn a_missing_header_is_not_a_short_one_too() {
    let (_, _, [page, _]) = family();
    let bare = sample::page_without("strict-transport-security");
    let evidence = evidence(|e, host| e.with(host, addresses()).with(&page, bare));
    assert_eq!(failing(&judged(&evidence, &sample::declared())), ["header/hsts-missing"]);
}

#[test]
fn a_platforms_name_has_no_domain_to_judge() {
    let target = model::Target::parse("acme.vercel.app").unwrap();
    let declared = Declared::from_target(&target);
    let host = Subject::host("acme.vercel.app");
    let rows = judged(&Evidence::new(sample::now()).with(&host, addresses()), &declared);
    let of_domain = rows.iter().filter(|r| matches!(r.subject.kind, SubjectKind::Domain | SubjectKind::MailDomain));
    let states: Vec<&Verdict> = of_domain.map(|r| &r.verdict).collect();
    assert!(states.len() > 10, "{}", states.len());
    assert!(states.iter().all(|v| matches!(v, Verdict::NotApplicable(_))));
}
