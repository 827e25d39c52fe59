//! `launch-ready mail test` through a real mail server (aiosmtpd) that signs with dkimpy and delivers on this machine.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/python.rs"]
mod python;
#[path = "support/zone.rs"]
mod zone;

use binary::{Ran, mail_with};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use tempfile::TempDir;
use zone::{Server, Zone};

/// A running mail server; it ends when its input does.
struct Smtp {
    port: u16,
    _input: ChildStdin,
    process: Child,
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

struct World {
    folder: TempDir,
    dns: Server,
    smtp: Smtp,
}

impl World {
    /// A server with these options on top of a healthy one.
    fn new(change: &[(&str, Value)]) -> Self {
        let python = python::venv("smtp", &["dkimpy==1.1.8", "pynacl", "dnspython", "aiosmtpd==1.4.6"]);
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        certificate(folder.path());
        let record = key(&folder.path().join("dkim.pem"));
        let mut options = json!({
            "mode": "starttls", "folder": path("Maildir"), "key": path("dkim.pem"), "selector": "s1", "ip": "203.0.113.25",
            "cert": path("cert.pem"), "certkey": path("key.pem"),
        });
        for (name, value) in change {
            options[*name] = value.clone();
        }
        let mut process = Command::new(python)
            .arg(python::script("smtp_sink.py"))
            .arg(options.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let smtp = Smtp { port: line.trim().parse().unwrap(), _input: process.stdin.take().unwrap(), process };
        let mut zone = Zone::of(
            "mx.acme.example A 127.0.0.1
            acme.example TXT v=spf1 ip4:203.0.113.25 -all
            _dmarc.acme.example TXT v=DMARC1; p=reject",
        );
        zone.txt("s1._domainkey.acme.example", record.as_bytes());
        Self { folder, dns: Server::start(zone), smtp }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn send(&self, scheme: &str, more: &[&str]) -> Ran {
        let url = format!("{scheme}://mx.acme.example:{}", self.smtp.port);
        let sink = format!("maildir:{}", self.path("Maildir").display());
        let ca = self.path("cert.pem").display().to_string();
        let usual = ["test", "--from", "ann@acme.example", "--to", "bob@other.example", "--smtp", &url, "--ca", &ca];
        let sink = if more.contains(&"--sink") { vec![] } else { vec!["--sink", &sink, "--wait", "20"] };
        let environment = [("SMTP_USER", "ann"), ("SMTP_PASSWORD", "hunter2"), ("WRONG", "letmein")];
        mail_with(self.dns.address, &[&usual, sink.as_slice(), more].concat(), &environment)
    }
}

/// A certificate for the server, trusted with --ca only.
fn certificate(folder: &Path) {
    let made = rcgen::generate_simple_self_signed(vec!["mx.acme.example".to_owned()]).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
}

/// Makes an RSA key; gives its record.
fn key(file: &Path) -> String {
    python::run(Command::new("openssl").args(["genrsa", "-out"]).arg(file).arg("2048"));
    let public = python::run(Command::new("openssl").args(["rsa", "-pubout", "-in"]).arg(file));
    let base64: String = public.lines().filter(|line| !line.starts_with('-')).collect();
    format!("v=DKIM1; k=rsa; p={base64}")
}

#[test]
fn a_message_through_starttls_is_read_back_and_authenticated() {
    let world = World::new(&[]);
    let ran = world.send("smtp", &[]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let order = [
        "sending one message",
        "to       bob@other.example",
        "took the message over TLS 1.3: 2.0.0 Ok",
        "pass  the message is authenticated as acme.example",
        "DKIM 1  pass",
        "SPF  pass",
        "203.0.113.25 greeted as out.acme.example",
        "mx.example reports dkim=pass, spf=pass",
    ];
    let mut rest = ran.out.as_str();
    for words in order {
        let at = rest.find(words).unwrap_or_else(|| panic!("{words}: {}", ran.out));
        rest = &rest[at..];
    }
    let json = world.send("smtp", &["--format", "json"]).json();
    assert_eq!(json["schema"], "launch-ready.mail-test/1");
    assert_eq!((json["sent"]["accepted"].as_bool(), json["received"]["dmarc"].as_str()), (Some(true), Some("pass")));
    assert_eq!(
        (json["received"]["spf"]["result"].as_str(), json["reported"][0]["server"].as_str()),
        (Some("pass"), Some("mx.example"))
    );
}

#[test]
fn a_log_in_goes_out_only_under_tls_and_is_never_printed() {
    let world = World::new(&[("auth", json!(true))]);
    let good = world.send("smtp", &["--user-env", "SMTP_USER", "--password-env", "SMTP_PASSWORD"]);
    assert_eq!(good.code, 0, "{good:?}");
    let wrong = world.send("smtp", &["--user-env", "SMTP_USER", "--password-env", "WRONG"]);
    assert!(wrong.code == 1 && wrong.out.contains("refused at AUTH: 535"), "{wrong:?}");
    let unset = world.send("smtp", &["--user-env", "SMTP_USER", "--password-env", "NOWHERE"]);
    assert!(unset.code == 2 && unset.err.contains("NOWHERE is not set"), "{unset:?}");
    for ran in [good, wrong, unset] {
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains("hunter2") && !all.contains("letmein"), "{all}");
    }
    let plain = World::new(&[("mode", json!("plain")), ("cert", Value::Null)]);
    let ran = plain.send("smtp", &["--allow-plain", "--user-env", "SMTP_USER", "--password-env", "SMTP_PASSWORD"]);
    assert!(ran.code == 1 && ran.out.contains("offers no STARTTLS"), "{ran:?}");
}

#[test]
fn tls_from_the_first_byte_and_none_at_all_are_told_apart() {
    let smtps = World::new(&[("mode", json!("smtps"))]);
    let ran = smtps.send("smtps", &[]);
    assert!(ran.code == 0 && ran.out.contains("over TLS 1.3"), "{ran:?}");
    let plain = World::new(&[("mode", json!("plain")), ("cert", Value::Null)]);
    let ran = plain.send("smtp", &[]);
    assert!(ran.code == 1 && ran.out.contains("offers no STARTTLS") && !plain.path("Maildir/new").exists(), "{ran:?}");
    let ran = plain.send("smtp", &["--allow-plain"]);
    assert!(ran.code == 0 && ran.out.contains("without encryption"), "{ran:?}");
}

#[test]
fn a_certificate_that_nobody_trusts_stops_the_message() {
    let world = World::new(&[]);
    let url = format!("smtp://mx.acme.example:{}", world.smtp.port);
    let arguments = ["test", "--from", "a@acme.example", "--to", "b@acme.example", "--smtp", &url];
    let ran = mail_with(world.dns.address, &arguments, &[]);
    assert!(ran.code == 1 && ran.out.contains("TLS failed"), "{ran:?}");
    assert!(!world.path("Maildir/new").exists());
}

#[test]
fn a_message_that_is_not_authenticated_says_why() {
    let damaged = World::new(&[("damage", json!(true)), ("ip", json!("198.51.100.9"))]);
    let ran = damaged.send("smtp", &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for words in
        ["fail  nothing proves that the message is from acme.example", "a signed header field was changed", "SPF  fail"]
    {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let unsigned = World::new(&[("key", Value::Null)]);
    let ran = unsigned.send("smtp", &[]);
    assert!(ran.code == 0 && ran.out.contains("no DKIM signature") && ran.out.contains("SPF  pass"), "{ran:?}");
}

#[test]
fn a_refusal_and_a_message_that_never_comes_are_told() {
    let refusing = World::new(&[("refuse", json!(true))]);
    let ran = refusing.send("smtp", &[]);
    assert!(ran.code == 1 && ran.out.contains("refused at RCPT TO: 550 5.7.1 relaying denied"), "{ran:?}");
    let world = World::new(&[]);
    let elsewhere = format!("maildir:{}", world.path("Elsewhere").display());
    let ran = world.send("smtp", &["--sink", &elsewhere, "--wait", "0.5"]);
    assert!(ran.code == 3 && ran.out.contains("did not arrive in the sink within 0.5 s"), "{ran:?}");
}

#[test]
fn a_mailbox_file_is_a_sink_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("inbox").display().to_string();
    let world = World::new(&[("mbox", json!(true)), ("folder", json!(file))]);
    let ran = world.send("smtp", &["--sink", &format!("mbox:{file}")]);
    assert!(ran.code == 0 && ran.out.contains("pass  the message is authenticated"), "{ran:?}");
}

#[test]
fn a_received_message_is_verified_and_nothing_is_sent() {
    let world = World::new(&[]);
    assert_eq!(world.send("smtp", &[]).code, 0);
    let file = std::fs::read_dir(world.path("Maildir/new")).unwrap().next().unwrap().unwrap().path();
    let received = |file: &Path| mail_with(world.dns.address, &["test", "--received", file.to_str().unwrap()], &[]);
    let ran = received(&file);
    assert!(ran.code == 0 && !ran.out.contains("sending"), "{ran:?}");
    // The header alone: SPF still tells, the signature can't.
    let text = std::fs::read_to_string(&file).unwrap();
    let header = world.path("header.txt");
    std::fs::write(&header, text.split("\n\n").next().unwrap()).unwrap();
    let ran = received(&header);
    assert!(ran.code == 0 && ran.out.contains("the body is not in the file"), "{ran:?}");
    let alone = world.path("alone.txt");
    let lines = text.split("\n\n").next().unwrap().replace("Return-Path", "X-Path");
    std::fs::write(&alone, lines).unwrap();
    let ran = received(&alone);
    assert!(ran.code == 3 && ran.out.contains("could not tell"), "{ran:?}");
}

#[test]
fn addresses_and_urls_that_could_carry_more_are_refused() {
    let dns = Server::start(Zone::default()).address;
    for (to, url, words) in [
        ("bob@other.example\r\nRCPT TO:<x@y.example>", "smtp://mx.acme.example", "--to"),
        ("bob smith@other.example", "smtp://mx.acme.example", "--to"),
        ("bob", "smtp://mx.acme.example", "--to"),
        ("bob@other.example", "http://mx.acme.example", "--smtp"),
        ("bob@other.example", "smtp://ann:hunter2@mx.acme.example", "--password-env"),
    ] {
        let ran = mail_with(dns, &["test", "--from", "a@acme.example", "--to", to, "--smtp", url], &[]);
        assert!(ran.code == 2 && ran.err.contains(words), "{to} {url}: {ran:?}");
        assert!(!ran.err.contains("hunter2") && !ran.out.contains("hunter2"), "{ran:?}");
    }
    let ran = mail_with(dns, &["test", "--to", "bob@other.example", "--smtp", "smtp://mx.acme.example"], &[]);
    assert!(ran.code == 2 && ran.err.contains("--from"), "{ran:?}");
    let ran = mail_with(
        dns,
        &["test", "--from", "a@acme.example", "--to", "bob@other.example", "--smtp", "smtp://127.0.0.1:9"],
        &[],
    );
    assert!(ran.code == 3 && ran.out.contains("no connection"), "{ran:?}");
}
