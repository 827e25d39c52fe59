//! What a report prints for nginx, Apache and Caddy, pasted into the real servers: each answer then carries the header
//! once, with the value that was printed, whether the app behind sends one of its own or not.
#![allow(clippy::unwrap_used)]

use model::setting::Setting;
use report::setting::setting;
use report::snippet::{Server, header, redirect};
use std::process::Command;

const HEADER: (&str, &str) = ("Cache-Control", "private, no-store");

#[test]
fn snippets_do_what_they_say_in_the_real_servers() {
    let folder = tempfile::tempdir().unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/snippets.sh");
    for server in [Server::Nginx, Server::Apache, Server::Caddy] {
        let name = server.name().to_ascii_lowercase();
        for (kind, replaces) in [("replaces", true), ("adds", false)] {
            let text = header(server, "acme.example", HEADER.0, HEADER.1, replaces).text;
            std::fs::write(folder.path().join(format!("{name}-{kind}")), text).unwrap();
        }
        let text = redirect(server, "www.acme.example", "https://acme.example").text;
        std::fs::write(folder.path().join(format!("{name}-redirect")), text).unwrap();
    }
    let out = Command::new("unshare").args(["--net", "bash", script]).arg(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let mut expected = Vec::new();
    for name in ["nginx", "apache", "caddy"] {
        for kind in ["replaces", "adds"] {
            for path in ["/", "/missing"] {
                expected.push(format!("{name} {kind} {path}: {}", HEADER.1));
            }
        }
        expected.push(format!("{name} redirect: 301 https://acme.example/a/b?c=d"));
    }
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn settings_do_what_they_say_in_the_real_servers() {
    let folder = tempfile::tempdir().unwrap();
    let close = |path: &str, below| Setting::ClosePath { path: path.into(), below };
    let settings = [
        ("close", close("/.env", false)),
        ("below", close("/.git", true)),
        ("compress", Setting::Compress),
        ("listing", Setting::NoListing { folder: "/files/".into() }),
        ("chain", Setting::WholeChain),
        ("tls", Setting::ModernTls),
        ("ciphers", Setting::StrongCiphers),
    ];
    for server in [Server::Nginx, Server::Apache, Server::Caddy] {
        for (kind, one) in &settings {
            let name = format!("{}-{kind}", server.name().to_ascii_lowercase());
            let text = setting(server, "acme.example", one).text;
            std::fs::write(folder.path().join(name), text + "\n").unwrap();
        }
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/settings.sh");
    let out = Command::new("unshare").args(["--net", "bash", script]).arg(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}{}", String::from_utf8_lossy(&out.stderr));
    let mut expected = Vec::new();
    for (name, closed) in [("nginx", 404), ("apache", 403), ("caddy", 404)] {
        for path in ["/.env", "/.git/config"] {
            expected.push(format!("{name} {path}: 200, then {closed}"));
        }
        expected.push(format!("{name} /.environment: 200, then 200"));
        expected.push(format!("{name} texts: 200, then 200 gzip"));
        expected.push(format!("{name} folder: a list, then no list"));
        expected.push(format!("{name} chain: not verified, then verified"));
        for (how, came) in [
            ("-tls1_3", "not verified"),
            ("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", "not verified"),
            ("-tls1_2 -cipher ECDHE-RSA-AES128-SHA256", "refused"),
            ("-tls1_2 -cipher AES128-SHA256", "refused"),
            ("-tls1_1 -cipher DEFAULT@SECLEVEL=0", "refused"),
        ] {
            expected.push(format!("{name} {how}: {came}"));
        }
    }
    assert_eq!(said.lines().collect::<Vec<_>>(), expected);
}
