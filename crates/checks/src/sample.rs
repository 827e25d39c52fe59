//! Facts of a healthy target, for cases to change one thing in.

mod inside;
mod mail;

pub use inside::*;
pub use mail::*;

use jiff::{Timestamp, ToSpan};
use model::facts::*;
use model::{Declared, Name, Subject, Target, Thresholds};
use std::net::{IpAddr, Ipv4Addr};

/// The moment of all cases: 2026-11-20 12:00 UTC.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_second(1_795_176_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// `days` from [`now`], also negative.
#[must_use]
pub fn in_days(days: i64) -> Timestamp {
    now().saturating_add((days * 24).hours()).unwrap_or(Timestamp::MAX)
}

/// `acme.example`, audited by its name alone.
#[must_use]
pub fn declared() -> Declared {
    Target::parse("acme.example").map_or_else(|e| unreachable!("{e}"), |t| Declared::from_target(&t))
}

/// The limits of `first-customers`.
#[must_use]
pub fn thresholds() -> Thresholds {
    Thresholds {
        tls_expiry_high_days: 14,
        tls_expiry_medium_days: 21,
        registration_days: 30,
        hsts_max_age_seconds: 31_536_000,
        redirect_hops: 2,
        p95_ms: 800,
    }
}

/// A name that is known to be one.
#[must_use]
pub fn name(text: &str) -> Name {
    Name::parse(text).unwrap_or_else(|e| unreachable!("{text}: {e}"))
}

/// The domain `acme.example`.
#[must_use]
pub fn domain() -> Subject {
    Subject::domain(&name("acme.example"))
}

/// The mail domain `acme.example`.
#[must_use]
pub fn mail_domain() -> Subject {
    Subject::mail_domain(&name("acme.example"))
}

/// The host `app.acme.example`.
#[must_use]
pub fn host() -> Subject {
    Subject::host("app.acme.example")
}

/// The site `https://app.acme.example`.
#[must_use]
pub fn site() -> Subject {
    Subject::new(model::SubjectKind::Site, "https://app.acme.example")
}

/// The site `http://app.acme.example`.
#[must_use]
pub fn http_site() -> Subject {
    Subject::new(model::SubjectKind::Site, "http://app.acme.example")
}

/// The page `https://app.acme.example/`.
#[must_use]
pub fn page() -> Subject {
    page_at("/")
}

/// A page of `https://app.acme.example`.
#[must_use]
pub fn page_at(path: &str) -> Subject {
    Subject::new(model::SubjectKind::Page, format!("https://app.acme.example{path}"))
}

/// 203.0.113.10.
#[must_use]
pub fn address() -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(203, 0, 113, 10))
}

/// A host with one address.
#[must_use]
pub fn addresses() -> Addresses {
    Addresses {
        lookup: Lookup::Found,
        aliases: Vec::new(),
        v4: vec![Ipv4Addr::new(203, 0, 113, 10)],
        v6: Vec::new(),
        ttl: Some(300),
        extended_errors: Vec::new(),
        not_public: Vec::new(),
    }
}

/// A host without any address.
#[must_use]
pub fn no_addresses(lookup: Lookup) -> Addresses {
    Addresses { lookup, v4: Vec::new(), ttl: None, ..addresses() }
}

/// A 90-day certificate with 60 days left.
#[must_use]
pub fn certificate() -> Certificate {
    Certificate {
        sha256: "5d".repeat(32),
        subject: "app.acme.example".into(),
        issuer: "R11".into(),
        issuer_organisation: Some("Let's Encrypt".into()),
        names: vec!["app.acme.example".into()],
        not_before: in_days(-30),
        not_after: in_days(60),
        key: "EC P-256".into(),
        key_bits: 256,
        signature: "sha256WithRSAEncryption".into(),
        subject_id: "leaf".into(),
        issuer_id: "r11".into(),
        spki_sha256: "e5".repeat(32),
        sha512: "d5".repeat(64),
        spki_sha512: "c5".repeat(64),
        timestamps: Some(2),
        must_staple: false,
    }
}

/// A healthy session with that certificate.
#[must_use]
pub fn session() -> TlsSession {
    TlsSession {
        version: "TLS 1.3".into(),
        suite: "TLS13_AES_256_GCM_SHA384".into(),
        alpn: Some("h2".into()),
        chain: vec![certificate()],
        trust: Trust::Public,
        covers_host: true,
        stapled: Some(false),
        stapled_timestamps: false,
    }
}

/// TLS at one address, the session changed as the case wants.
#[must_use]
pub fn tls(change: impl FnOnce(&mut TlsSession)) -> Tls {
    let mut s = session();
    change(&mut s);
    Tls { endpoints: vec![TlsEndpoint { address: address(), outcome: TlsOutcome::Session(Box::new(s)) }] }
}

/// TLS whose certificate is valid for `lifetime` days, of which `left` are left.
#[must_use]
pub fn tls_expiring(left: i64, lifetime: i64) -> Tls {
    tls(|s| {
        s.chain[0].not_after = in_days(left);
        s.chain[0].not_before = in_days(left - lifetime);
    })
}

/// A modern server: every old version and weak suite refused, changed as the case wants.
#[must_use]
pub fn offers(change: impl FnOnce(&mut Vec<HelloLook>)) -> TlsOffers {
    use HelloKind::{Broken, FiniteField, Ssl3, StaticRsa, Tls10, Tls11, TripleDes, Usual};
    let mut hellos: Vec<HelloLook> = [Ssl3, Tls10, Tls11, Broken, TripleDes, StaticRsa, FiniteField]
        .map(|asked| HelloLook { asked, answer: HelloAnswer::Refused })
        .into();
    hellos.push(HelloLook { asked: Usual, answer: chosen("TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256") });
    change(&mut hellos);
    TlsOffers { endpoints: vec![TlsOffer { address: address(), hellos }] }
}

/// A modern server with one more ServerHello.
#[must_use]
pub fn offers_with(asked: HelloKind, answer: HelloAnswer) -> TlsOffers {
    offers(|hellos| {
        hellos.retain(|h| h.asked != asked);
        hellos.push(HelloLook { asked, answer });
    })
}

/// A ServerHello without compression and timestamps.
#[must_use]
pub fn chosen(version: &str, suite: &str) -> HelloAnswer {
    HelloAnswer::Chosen(Chosen {
        version: version.into(),
        suite: suite.into(),
        compression: false,
        timestamps: false,
        dh_bits: None,
    })
}

/// An answer with the headers of a well-kept HTML page.
#[must_use]
pub fn answer(status: u16) -> Answer {
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("content-security-policy", "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"),
        ("x-content-type-options", "nosniff"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("server", "nginx"),
    ];
    Answer {
        status,
        headers: headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
        cookies: Vec::new(),
        bytes: 2_048,
        truncated: false,
        sha256: "ab".repeat(32),
        html: Some(Html { title: Some("Acme Desk".into()), ..Html::default() }),
    }
}

/// A page that answers 200, changed as the case wants.
#[must_use]
pub fn page_with(change: impl FnOnce(&mut Answer)) -> Page {
    let mut a = answer(200);
    change(&mut a);
    Page { answer: Ok(a) }
}

/// A page without one of its headers.
#[must_use]
pub fn page_without(header: &str) -> Page {
    page_with(|a| a.headers.retain(|(n, _)| n != header))
}

/// A page with one more header.
#[must_use]
pub fn page_with_header(header: &str, value: &str) -> Page {
    page_with(|a| {
        a.headers.retain(|(n, _)| n != header);
        a.headers.push((header.to_owned(), value.to_owned()));
    })
}

/// A session cookie with every protection, changed as the case wants.
#[must_use]
pub fn cookie(change: impl FnOnce(&mut CookieSeen)) -> CookieSeen {
    let mut c = CookieSeen {
        name: "session".into(),
        secure: true,
        http_only: true,
        same_site: Some("Lax".into()),
        domain: None,
        path: Some("/".into()),
        session_like: true,
        size: 40,
    };
    change(&mut c);
    c
}

/// A trail of redirects: `(from, status, to)`, ending in a 200 at the last address.
#[must_use]
pub fn trail(start: &str, hops: &[(u16, &str)]) -> Trail {
    let mut url = start.to_owned();
    let mut list = Vec::new();
    for (status, to) in hops {
        list.push(Hop { url: url.clone(), status: *status, to: (*to).to_owned() });
        url = (*to).to_owned();
    }
    Trail { start: start.to_owned(), hops: list, end: TrailEnd::Answer { url, status: 200 } }
}

/// Redirects of a site from `/` only.
#[must_use]
pub fn redirects(root: Trail) -> Redirects {
    Redirects { root, deep: None }
}

/// Ports 80 and 443 at one address.
#[must_use]
pub fn ports(http: Connect, https: Connect) -> Ports {
    Ports {
        tried: [(80, http), (443, https)].map(|(port, outcome)| PortLook { address: address(), port, outcome }).into(),
    }
}

/// Name servers `ns1`, `ns2` … with what their address answers.
#[must_use]
pub fn delegation(answers: &[(&str, ServerAnswer)]) -> Delegation {
    let server = |(i, (address, answer)): (usize, &(&str, ServerAnswer))| NameServerLook {
        name: name(&format!("ns{}.dns.example", i + 1)),
        answers: vec![(address.parse().unwrap_or_else(|e| unreachable!("{address}: {e}")), answer.clone())],
    };
    Delegation { lookup: Lookup::Found, servers: answers.iter().enumerate().map(server).collect() }
}

/// A private page that no cache keeps, changed as the case wants.
#[must_use]
pub fn shared_cache(change: impl FnOnce(&mut SharedCache)) -> SharedCache {
    let look = CacheLook {
        status: 200,
        cache_control: Some("private, no-store".into()),
        age: None,
        hit: None,
        sets_cookies: Vec::new(),
    };
    let mut cache = SharedCache {
        first: look.clone(),
        second: look,
        same_body: true,
        same_as_unknown_path: false,
        private: Some("declared".into()),
    };
    change(&mut cache);
    cache
}

/// SPF records.
#[must_use]
pub fn spf(records: &[&str]) -> Spf {
    Spf { records: records.iter().map(|r| (*r).to_owned()).collect() }
}

/// DMARC records of `acme.example`.
#[must_use]
pub fn dmarc(records: &[&str]) -> Dmarc {
    let found_at = (!records.is_empty()).then(|| name("acme.example"));
    Dmarc { found_at, records: records.iter().map(|r| (*r).to_owned()).collect() }
}

/// Mail servers of one preference.
#[must_use]
pub fn mx(hosts: &[&str]) -> Mx {
    Mx { servers: hosts.iter().map(|h| MxServer { preference: 10, host: name(h) }).collect(), null: false }
}

/// Two servers that agree, changed as the case wants.
#[must_use]
pub fn name_servers(change: impl FnOnce(&mut NameServers)) -> NameServers {
    let names = [name("ns1.dns.example"), name("ns2.dns.example")];
    let view = ZoneView {
        soa: Soa {
            primary: "ns1.dns.example.".into(),
            contact: "hostmaster.acme.example.".into(),
            serial: 2_026_112_001,
            refresh: 7200,
            retry: 900,
            expire: 1_209_600,
            minimum: 300,
        },
        servers: names.to_vec(),
        records: vec![
            ("A".into(), vec!["203.0.113.10".into()]),
            ("AAAA".into(), Vec::new()),
            ("MX".into(), vec!["10 smtp.google.com.".into()]),
            ("TXT".into(), vec!["ab".repeat(8)]),
        ],
        ttls: vec![("NS".into(), 86_400), ("A".into(), 3600)],
    };
    let server = |(name, address): (Name, [u8; 4])| ServerDepth {
        name,
        alias: None,
        addresses: vec![address.into()],
        not_public: Vec::new(),
        looks: vec![ServerLook {
            address: address.into(),
            view: Some(view.clone()),
            tcp: Some(true),
            edns: EdnsAnswer::Good,
            recursion: Some(false),
            datagram: Some(412),
        }],
    };
    let addresses = [[203, 0, 113, 53], [198, 51, 100, 53]];
    let mut all = NameServers {
        parent: Some(ParentSays { names: names.to_vec(), glue: Vec::new(), denies: false }),
        staged: false,
        servers: names.into_iter().zip(addresses).map(server).collect(),
    };
    change(&mut all);
    all
}

/// A domain whose signatures hold, changed as the case wants.
#[must_use]
pub fn dnssec(change: impl FnOnce(&mut Dnssec)) -> Dnssec {
    let mut all = Dnssec {
        validating: true,
        state: DnssecState::Secure,
        ds: vec![DsRecord { tag: 2371, algorithm: 13, digest_type: 2, matches: Some(true) }],
        keys: vec![DnsKey { tag: 2371, algorithm: 13, rsa_bits: None }],
        signatures: vec![Signature { covers: "SOA".into(), begins: Some(in_days(-5)), expires: in_days(9) }],
    };
    change(&mut all);
    all
}

/// What a path gets that nobody knows.
#[must_use]
pub fn nowhere(status: u16) -> Nowhere {
    Nowhere { answer: Ok(answer(status)), moved: false, same_as_home: false, home_headers: Vec::new(), trace: None }
}

/// A walk over one address.
#[must_use]
pub fn crawl(link: LinkLook) -> Crawl {
    let home =
        ScriptLook { url: "https://app.acme.example/".into(), local_address: None, test_key: None, source_map: None };
    Crawl { asked: vec![link], scripts: vec![home], left_out: 0 }
}
