//! Mail against servers that we did not write: Postfix, BIND and nginx in a network namespace of their own.
//! Missing servers fail the test; `./test` installs them.
#![allow(clippy::unwrap_used)]

use model::{Remedy, Report, State};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Starts the company of a kind, with its audit.
fn company(kind: &str) -> (Child, PathBuf) {
    let folder = std::env::temp_dir().join(format!("launch-ready-mail-{kind}-{}", std::process::id()));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/mail.sh");
    let child = Command::new("unshare")
        .args(["--net", "bash", script, env!("CARGO_BIN_EXE_launch-ready")])
        .arg(&folder)
        .arg(kind)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    (child.unwrap(), folder)
}

fn ended(company: Child) {
    let out = company.wait_with_output().unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
}

/// The report of an audit by its name, which had nothing to complain of.
fn report(folder: &Path, name: &str) -> Report {
    assert_eq!(std::fs::read_to_string(folder.join(format!("{name}.errors.txt"))).unwrap(), "");
    serde_json::from_str(&std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()).unwrap()
}

/// Runs the audit of the mail of the `healthy`, `broken` or `blocked` company.
fn audit(kind: &str) -> Report {
    let (company, folder) = company(kind);
    ended(company);
    let report = report(&folder, "report");
    std::fs::remove_dir_all(folder).ok();
    report
}

fn rows(report: &Report, state: State) -> Vec<String> {
    let mut rows: Vec<String> = report.in_state(state).map(|r| format!("{} {}", r.check, r.subject)).collect();
    rows.sort();
    rows
}

#[test]
fn mail_in_good_order_hears_of_nothing() {
    let report = audit("healthy");
    assert_eq!(rows(&report, State::Fail), Vec::<String>::new());
    assert_eq!(rows(&report, State::Unknown), Vec::<String>::new());
    let passes = rows(&report, State::Pass);
    for row in ["mail/certificate-wrong mx2.acme.example", "mail/starttls-missing mx1.acme.example"] {
        assert!(passes.iter().any(|p| p == row), "{row} is not among {passes:#?}");
    }
    for row in ["mail/mta-sts-mx-mismatch acme.example", "mail/reverse-dns-missing acme.example"] {
        assert!(passes.iter().any(|p| p == row), "{row} is not among {passes:#?}");
    }
}

#[test]
fn broken_mail_gets_exactly_its_faults() {
    let report = audit("broken");
    assert_eq!(
        rows(&report, State::Fail),
        [
            "mail/certificate-wrong mx2.acme.example",
            "mail/dkim-key-weak acme.example",
            "mail/dmarc-removed-tags acme.example",
            "mail/dmarc-reports-unauthorised acme.example",
            "mail/dmarc-subdomains-weaker acme.example",
            "mail/mta-sts-mx-mismatch acme.example",
            "mail/mx-does-not-resolve mx6.acme.example",
            "mail/reverse-dns-missing acme.example",
            "mail/server-not-answering mx5.acme.example",
            "mail/spf-too-many-lookups acme.example",
            "mail/starttls-missing mx3.acme.example",
            "mail/tls-old mx4.acme.example",
            "mail/tls-reports-missing acme.example",
        ]
    );
    assert_eq!(rows(&report, State::Unknown), Vec::<String>::new());
}

#[test]
fn a_network_that_blocks_port_25_accuses_nobody() {
    let report = audit("blocked");
    assert_eq!(rows(&report, State::Fail), Vec::<String>::new());
    let unknown = rows(&report, State::Unknown);
    assert!(unknown.contains(&"mail/starttls-missing mx1.acme.example".to_owned()), "{unknown:#?}");
    assert!(report.in_state(State::Unknown).all(|r| r.subject.name.starts_with("mx")), "{unknown:#?}");
    assert_eq!(report.verdict, model::report::Answer::Go, "port 25 decides nothing");
}

#[test]
fn a_postfix_that_passes_on_mail_of_strangers_is_told_from_one_that_refuses() {
    let report = audit("relay");
    assert_eq!(rows(&report, State::Fail), ["mail/open-relay mx2.acme.example"]);
    assert!(rows(&report, State::Pass).contains(&"mail/open-relay mx1.acme.example".to_owned()));
}

/// A zone file of BIND that somebody edits by hand.
struct Zone(PathBuf);

impl Zone {
    /// Takes the line out that holds the record: `name` is whole, `value` as it is published.
    fn delete(&self, name: &str, kind: &str, value: &str) {
        let text = std::fs::read_to_string(&self.0).unwrap();
        let holds = |line: &&str| {
            let mut words = line.splitn(3, ' ');
            let (owner, of_kind) = (words.next().unwrap(), words.next().unwrap_or_default());
            let whole = if owner == "@" { "acme.example".to_owned() } else { format!("{owner}.acme.example") };
            let rest = words.next().unwrap_or_default().replace("\" \"", "").replace('"', "");
            whole == name && of_kind == kind && rest == value
        };
        assert_eq!(text.lines().filter(holds).count(), 1, "{name} {kind} {value} in {text}");
        let kept: Vec<&str> = text.lines().filter(|line| !holds(line)).collect();
        std::fs::write(&self.0, format!("{}\n", kept.join("\n"))).unwrap();
    }

    /// Pastes a line at the end.
    fn paste(&self, line: &str) {
        let text = std::fs::read_to_string(&self.0).unwrap();
        std::fs::write(&self.0, format!("{text}{line}\n")).unwrap();
    }
}

/// Does what a fix prints, and nothing else. Words that need a person are told apart by the check.
fn repair(folder: &Path, check: &str, subject: &str, remedy: &Remedy) {
    let acme = Zone(folder.join("dns/acme"));
    let lines = remedy.lines();
    match remedy {
        Remedy::SetDns { .. } => {
            for line in lines.iter().filter(|line| !line.starts_with("; ")) {
                match line.strip_prefix("delete  ") {
                    Some(record) => {
                        let words: Vec<&str> = record.splitn(3, ' ').collect();
                        acme.delete(words[0], words[1], words[2]);
                    }
                    None => acme.paste(line),
                }
            }
        }
        Remedy::Run { commands, .. } => {
            std::fs::create_dir_all(folder.join("commands")).unwrap();
            std::fs::write(folder.join("commands").join(subject), commands.join("\n")).unwrap();
        }
        Remedy::Ask { question, .. } => {
            let record = question.strip_prefix("Publish ").unwrap().split_once(" so that").unwrap().0;
            Zone(folder.join("dns/reader")).paste(record);
        }
        _ => match check {
            "mail/mta-sts-mx-mismatch" => {
                let policy = folder.join("www/.well-known/mta-sts.txt");
                let mut text = std::fs::read_to_string(&policy).unwrap();
                for line in lines.iter().filter(|line| line.starts_with("mx: ")) {
                    text += &format!("{line}\r\n");
                }
                std::fs::write(policy, text).unwrap();
                acme.delete("_mta-sts.acme.example", "TXT", "v=STSv1; id=20261120");
                acme.paste(lines.iter().find(|line| line.starts_with("_mta-sts.")).unwrap());
            }
            "mail/mx-does-not-resolve" => acme.delete("acme.example", "MX", "60 mx6"),
            "mail/reverse-dns-missing" => {
                assert!(lines.join(" ").contains("such as mail.acme.example"), "{lines:?}");
                Zone(folder.join("dns/reverse")).paste("99 PTR mail.acme.example.");
                acme.paste("mail A 203.0.113.99");
            }
            "mail/dkim-key-weak" => {
                assert!(lines.join(" ").contains("2048 bits"), "{lines:?}");
                let key = Command::new("sh")
                    .args(["-c", "openssl rsa -in ca/dkim2048.key -pubout -outform DER 2>/dev/null | base64 -w0"])
                    .current_dir(folder)
                    .output();
                let key = String::from_utf8(key.unwrap().stdout).unwrap();
                let (one, two) = key.split_at(200);
                acme.paste(&format!("s2._domainkey TXT \"v=DKIM1; k=rsa; p={one}\" \"{two}\""));
            }
            _ => panic!("{check} prints {lines:?}, which is not for anybody to paste"),
        },
    }
}

/// The order in which a report lists them is the order in which they are done. A record that a fix deletes is gone when
/// the next one prints the same: it is done once, as a reader does it.
#[test]
fn doing_literally_what_the_fixes_print_mends_the_mail_of_a_real_company() {
    let (mut company, folder) = company("repaired");
    let begun = Instant::now();
    while !folder.join("audited").exists() {
        assert!(begun.elapsed() < Duration::from_secs(60) && company.try_wait().unwrap().is_none(), "no audit");
        std::thread::sleep(Duration::from_millis(50));
    }
    let before = report(&folder, "report");
    let mut done: Vec<Vec<String>> = Vec::new();
    for row in before.in_state(State::Fail) {
        for finding in &row.findings {
            let lines = finding.remedy.lines();
            if !done.contains(&lines) {
                repair(&folder, &row.check, &row.subject.name, &finding.remedy);
                done.push(lines);
            }
        }
    }
    assert_eq!(rows(&before, State::Fail).len(), 13);
    std::fs::write(folder.join("repaired"), "").unwrap();
    ended(company);
    let after = report(&folder, "after");
    assert_eq!(rows(&after, State::Fail), Vec::<String>::new());
    assert_eq!(rows(&after, State::Unknown), Vec::<String>::new());
    let passes = rows(&after, State::Pass);
    for row in rows(&before, State::Fail).iter().filter(|row| !row.contains("mx6.")) {
        assert!(passes.contains(row), "{row} is not judged any more");
    }
    if std::env::var_os("KEEP").is_none() {
        std::fs::remove_dir_all(folder).ok();
    }
}
