//! What lies around the domain: root, TLDs, providers of DNS, mail, hosting, certificates and registration data.

use super::text;
use crate::lab::RDAP_HOST;
use crate::web::{Page, Plain, Site};
use crate::world::{Certificate, MailServer, Manner, NameServer, Post, World, Zone};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Address of the provider of status pages.
pub(super) const STATUS_PROVIDER: IpAddr = v4(198, 51, 100, 50);
/// Address of Heroku's router.
const HEROKU: IpAddr = v4(198, 51, 100, 200);

/// The provider's mail servers.
pub(super) const MAIL_SERVERS: [(&str, IpAddr); 2] =
    [("mx1.nordic-mail.example", v4(198, 51, 100, 25)), ("mx2.nordic-mail.example", v4(198, 51, 100, 26))];

const fn v4(a: u8, b: u8, c: u8, d: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(a, b, c, d))
}

fn server(name: &str, addresses: &[IpAddr]) -> NameServer {
    NameServer { name: name.to_owned(), addresses: addresses.to_vec(), manner: Manner::Answers }
}

/// Everything but the domain itself.
pub(super) fn internet() -> World {
    let root = ["a.root-servers.net"];
    let gtld = ["a.gtld-servers.net"];
    let nic = ["a.nic.example"];
    let dns = super::NAME_SERVERS;
    let v6 = |last| IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0x53, 0, 0, 0, 0, last));
    World {
        second_resolver: None,
        name_servers: vec![
            server(root[0], &[v4(198, 51, 100, 1)]),
            server(nic[0], &[v4(198, 51, 100, 2)]),
            server(gtld[0], &[v4(198, 51, 100, 3)]),
            server(dns[0], &[v4(203, 0, 113, 53), v6(1)]),
            server(dns[1], &[v4(198, 51, 100, 153), v6(2)]),
        ],
        zones: vec![
            Zone::new("", &root).signed(),
            Zone::new("example", &nic).signed().with("acme", "DS", super::signed::DS),
            Zone::new("com", &gtld).signed(),
            Zone::new("net", &gtld).signed(),
            Zone::new("nordic-dns.example", &dns),
            Zone::new("nordic-mail.example", &dns)
                .with("mx1", "A", &MAIL_SERVERS[0].1.to_string())
                .with("mx2", "A", &MAIL_SERVERS[1].1.to_string())
                .with("_spf", "TXT", "v=spf1 ip4:198.51.100.24/30 -all"),
            Zone::new("100.51.198.in-addr.arpa", &dns).with("25", "PTR", MAIL_SERVERS[0].0).with(
                "26",
                "PTR",
                MAIL_SERVERS[1].0,
            ),
            Zone::new("statuspark.example", &dns).with("*", "A", &STATUS_PROVIDER.to_string()),
            Zone::new("lab-trust.example", &dns).signed().with("ca", "A", "203.0.113.98"),
            Zone::new("lab-registry.example", &dns).signed().with("rdap", "A", "203.0.113.99"),
            // Heroku answers for any name of its zone: only its page tells whether an app is behind it.
            Zone::new("herokuapp.com", &dns).with("*", "A", &HEROKU.to_string()),
            Zone::new("azurewebsites.net", &dns),
        ],
        mail_servers: MAIL_SERVERS.map(mail_server).into(),
        sites: [authority(), registry(), heroku(), status_provider()].into(),
        ..World::default()
    }
}

fn mail_server((name, address): (&str, IpAddr)) -> (String, MailServer) {
    let certificate = Certificate::of(&[name]);
    (name.to_owned(), MailServer { addresses: vec![address], certificate, post: Post::Tls })
}

fn authority() -> (String, Site) {
    let host = "ca.lab-trust.example";
    let mut site = Site::new(host, &[v4(203, 0, 113, 98)]);
    // Certificates are fetched over plain http, or fetching one would need another (RFC 5280 §8).
    site.plain = Plain::Same;
    (host.to_owned(), site)
}

fn registry() -> (String, Site) {
    let mut site = Site::new(RDAP_HOST, &[v4(203, 0, 113, 99)]);
    site.unknown = Page::new("application/rdap+json", "{\"errorCode\":404,\"title\":\"Not Found\"}\n").status(404);
    (RDAP_HOST.to_owned(), site)
}

fn heroku() -> (String, Site) {
    let mut site = Site::new("*.herokuapp.com", &[HEROKU]).header("server", "Heroku");
    // The router knows no app of that name and says so on both ports.
    site.plain = Plain::Same;
    site.unknown = Page::html(text::HEROKU).status(404).header("cache-control", "no-cache, no-store");
    (site.certificate.names.first().cloned().unwrap_or_default(), site)
}

fn status_provider() -> (String, Site) {
    let host = "*.statuspark.example";
    let mut site = Site::new(host, &[STATUS_PROVIDER]);
    site.certificate = Certificate::of(&[host]);
    site.plain = Plain::Moved(crate::web::Move::to("https://{host}"));
    (host.to_owned(), site)
}
