//! The measure of noise (decision 13): an ordinary, healthy site hears of nothing above medium.
#![allow(clippy::unwrap_used)]

use checks::registry::{Court, judge_all};
use checks::{Check, sample};
use model::facts::*;
use model::{Evidence, Severity, Subject, SubjectKind, Verdict};
use std::collections::BTreeSet;

const HOSTS: [&str; 3] = ["acme.example", "www.acme.example", "app.acme.example"];

/// What a domain without AAAA, CAA, DNSSEC and a second network hears.
const BARE: [(Severity, &str); 4] = [
    (Severity::Medium, "dns/caa-missing"),
    (Severity::Low, "dns/ipv6-missing"),
    (Severity::Low, "dns/one-network"),
    (Severity::Low, "dnssec/unsigned"),
];

/// nginx with the usual redirect and a 90-day certificate, two name servers at one provider, SPF, DKIM and DMARC at
/// quarantine; no CSP, HSTS, AAAA, CAA or DNSSEC.
fn plain_nginx() -> Evidence {
    let (domain, mail) = (sample::domain(), sample::mail_domain());
    let good = || ServerAnswer::Authoritative { serial: 7 };
    let registration = Registration {
        registered: true,
        expires: Some(sample::in_days(200)),
        registrar: None,
        status: vec!["client transfer prohibited".into()],
    };
    let mut all = Evidence::new(sample::now())
        .with(&domain, registration)
        .with(&domain, sample::delegation(&[("203.0.113.53", good()), ("203.0.113.54", good())]))
        .with(&mail, sample::spf(&["v=spf1 include:_spf.google.com ~all"]))
        .with(&mail, sample::dmarc(&["v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.example"]))
        .with(&domain, sample::name_servers(|_| ()))
        .with(&domain, Wildcard { addresses: Vec::new(), alias: None })
        .with(
            &domain,
            sample::dnssec(|d| {
                d.ds.clear();
                d.keys.clear();
                d.state = DnssecState::Insecure;
            }),
        )
        .with(&mail, MailNames { domains: Vec::new() })
        .with(&mail, sample::mx(&["smtp.google.com"]));
    for name in HOSTS {
        let host = Subject::host(name);
        let session = sample::tls(|s| {
            s.chain[0].names = HOSTS.map(str::to_owned).to_vec();
            s.chain[0].not_after = sample::in_days(31);
            s.chain[0].not_before = sample::in_days(-59);
        });
        all = all
            .with(&host, sample::addresses())
            .with(&host, Claim { platform: None, owner: None })
            .with(&host, Caa { found_at: None, records: Vec::new() })
            .with(&host, sample::ports(Connect::Open, Connect::Open))
            .with(&host, session)
            .with(&host, sample::offers(|_| ()))
            .with(&host, Clock { ahead: Some(1), control: None })
            .with(&host, HttpsRecords { services: Vec::new() })
            .with(&host, Dane { records: Vec::new(), secure: false });
        for scheme in ["http", "https"] {
            all = site(all, scheme, name);
        }
    }
    all
}

/// `return 301 https://acme.example$request_uri;` on port 80 and for www; pages on the others.
fn site(all: Evidence, scheme: &str, name: &str) -> Evidence {
    let origin = format!("{scheme}://{name}");
    let home = name.strip_prefix("www.").unwrap_or(name);
    let moved = scheme == "http" || home != name;
    let trail = |path: &str| {
        let to = format!("https://{home}{path}");
        let one = [(301, to.as_str())];
        sample::trail(&format!("{origin}{path}"), if moved { &one } else { &[] })
    };
    let redirects = Redirects { root: trail("/"), deep: moved.then(|| trail("/a/b?lr=1")) };
    let mut answer = sample::answer(if moved { 301 } else { 200 });
    answer.headers.retain(|(n, _)| matches!(n.as_str(), "content-type" | "server"));
    answer.headers.push(("server".into(), "nginx/1.24.0".into()));
    let exposed = Exposed {
        unknown_path_status: 404,
        asked: ["/.env", "/.git/config", "/backup.sql"].map(str::to_owned).into(),
        moved: false,
        leaks: Vec::new(),
    };
    let door = Door {
        path: "/admin".into(),
        status: 404,
        title: None,
        asks_for_login: false,
        same_as_elsewhere: true,
        inside: None,
    };
    let site = Subject::new(SubjectKind::Site, origin.clone());
    let page = Subject::new(SubjectKind::Page, format!("{origin}/"));
    all.with(&site, redirects)
        .with(&site, exposed)
        .with(&site, Doors { doors: vec![door], moved: false })
        .with(&page, Page { answer: Ok(answer) })
}

fn failing(evidence: &Evidence) -> BTreeSet<(Severity, &'static str)> {
    let every: Vec<&'static Check> = checks::all().iter().collect();
    let (thresholds, declared) = (sample::thresholds(), sample::declared());
    let rows = judge_all(evidence, Court { thresholds: &thresholds, declared: &declared }, &every);
    rows.iter().filter(|r| matches!(r.verdict, Verdict::Fail(_))).map(|r| (r.info.severity, r.info.id)).collect()
}

#[test]
fn a_plain_healthy_site_hears_of_nothing_above_medium() {
    let failing = failing(&plain_nginx());
    let expected = BARE.into_iter().chain([
        (Severity::Low, "header/opener-shared"),
        (Severity::Low, "header/permissions-missing"),
        (Severity::Low, "header/version-disclosed"),
        (Severity::Medium, "header/csp-missing"),
        (Severity::Medium, "header/frameable"),
        (Severity::Medium, "header/hsts-missing"),
        (Severity::Medium, "header/nosniff-missing"),
    ]);
    assert_eq!(failing, expected.collect());
}

#[test]
fn with_its_headers_it_hears_of_nothing_but_plain_dns() {
    let mut evidence = plain_nginx();
    for (key, seen) in plain_nginx().records() {
        if let Ok(Fact::Page(Page { answer: Ok(answer) })) = seen {
            let kept = Page { answer: Ok(Answer { headers: sample::answer(200).headers, ..answer.clone() }) };
            evidence = evidence.with(&key.subject, kept);
        }
    }
    assert_eq!(failing(&evidence), BTreeSet::from(BARE));
}
