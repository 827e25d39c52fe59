//! What a report prints for nginx, Apache and Caddy, pasted into the real servers: each answer then carries the header
//! once, with the value that was printed, whether the app behind sends one of its own or not.
#![allow(clippy::unwrap_used)]

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
