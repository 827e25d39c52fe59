//! `launch-ready tls HOST`: the encryption of one host in depth.

use crate::cli::{JudgeFlags, SeverityFlag, TlsArgs};
use crate::error::Error;
use crate::{output, run, setup};
use config::Config;
use jiff::Timestamp;
use model::facts::{Certificate, HelloAnswer, HelloKind, Tls, TlsOffers, TlsOutcome, TlsSession, Trust};
use model::{Evidence, Severity, State, Subject, text};
use report::text::wrapped;
use std::fmt::Write;

/// Width of the bar of a certificate's life, in characters: with dates and words it fits 80 columns.
const BAR: i64 = 30;
/// Where the words of findings begin and end.
const INDENT: usize = 11;
const COLUMNS: usize = 80;

/// Runs the command; gives the exit code.
pub fn execute(args: &TlsArgs) -> Result<u8, Error> {
    let config = Config::without_file().ok_or_else(|| Error::Bug("the default profile can't be read".into()))?;
    let target = setup::target(Some(&args.host), &config)?;
    let flags = JudgeFlags {
        config: None,
        profile: None,
        checks: vec!["tls".to_owned()],
        fail_on: SeverityFlag::High,
        baseline: None,
        write_baseline: None,
        require_all: false,
        at: None,
    };
    let judging = setup::judging(&flags, config, &target)?;
    let look = run::Look {
        net: args.net.net_for(target.registrable.as_ref())?,
        limits: probe::Limits { hosts: 1, ..args.net.limits() },
        user_agent: args.net.user_agent.clone().unwrap_or_else(probe::plan::user_agent),
        headers: args.net.headers()?,
        target: target.clone(),
    };
    let level = look.limits.level;
    let evidence = run::look(look, &judging, true)?;
    let host = Subject::host(&target.host);
    let mut out = format!("{}\n", target.host);
    let spoke = sessions(&mut out, &evidence, &host);
    let (report, evidence) = run::judge(evidence, &judging, level, Timestamp::now());
    offers(&mut out, &evidence, &host);
    let mut worst = None;
    for (state, title) in [(State::Fail, "WRONG"), (State::Unknown, "COULD NOT TELL")] {
        let rows: Vec<_> = report.in_state(state).filter(|r| r.subject == host && r.area == "tls").collect();
        if rows.is_empty() {
            continue;
        }
        let _ = write!(out, "\n{title}\n");
        for row in rows {
            if state == State::Fail {
                worst = worst.max(Some(row.severity));
            }
            for finding in &row.findings {
                let _ = write!(out, "  {:<9}", row.severity.word());
                out += wrapped(&finding.title, INDENT, COLUMNS).trim_start();
                out += &wrapped(&finding.observed, INDENT, COLUMNS);
            }
            if row.findings.is_empty() {
                let _ = writeln!(out, "  {}", row.check);
            }
        }
    }
    let passed = report.in_state(State::Pass).filter(|r| r.subject == host && r.area == "tls").count();
    let _ = write!(out, "\n{} passed.\n", text::count(passed, "check", "checks"));
    output::print(&out)?;
    Ok(match worst {
        Some(severity) if severity >= Severity::High => 1,
        _ if !spoke => 3,
        _ => 0,
    })
}

/// What each address serves; true when any of them spoke TLS.
fn sessions(out: &mut String, evidence: &Evidence, host: &Subject) -> bool {
    let tls = match evidence.get::<Tls>(host) {
        Ok(tls) => tls,
        Err(unknown) => {
            let _ = writeln!(out, "  could not be looked at: {unknown}");
            return false;
        }
    };
    let mut told: Vec<&str> = Vec::new();
    for endpoint in &tls.endpoints {
        match &endpoint.outcome {
            TlsOutcome::Failed(failure) => {
                let _ = writeln!(out, "  {}   no session: {failure:?}", endpoint.address);
            }
            TlsOutcome::Session(s) => {
                let alpn = s.alpn.as_deref().unwrap_or("no ALPN");
                let _ = writeln!(out, "  {}   {}   {}   {alpn}", endpoint.address, s.version, s.suite);
                worth(out, s, host);
                let new: Vec<&Certificate> = s.chain.iter().filter(|c| !told.contains(&c.sha256.as_str())).collect();
                for certificate in new {
                    told.push(&certificate.sha256);
                    bar(out, certificate, evidence.at);
                }
            }
        }
    }
    if !told.is_empty() {
        let _ = writeln!(out, "\n    In the bars # is over and . is left.");
    }
    tls.sessions().next().is_some()
}

/// Where the chain of a session leads, and what came with it.
fn worth(out: &mut String, s: &TlsSession, host: &Subject) {
    let trust = match &s.trust {
        Trust::Public => "leads to a root that browsers trust".to_owned(),
        Trust::Declared => "leads to a root given by --ca".to_owned(),
        Trust::ThisMachineOnly => "leads to a root that only this machine trusts".to_owned(),
        Trust::Incomplete { missing, .. } => format!("leaves out {}", text::quote(missing, 60)),
        Trust::SelfSigned => "the certificate signed itself".to_owned(),
        Trust::UnknownIssuer { issuer } => format!("ends at {}, which nobody knows", text::quote(issuer, 60)),
        Trust::Broken(why) => format!("is broken: {}", text::quote(why, 80)),
    };
    let name = if s.covers_host { "covered" } else { "not covered" };
    let staple = if s.stapled == Some(true) { "stapled" } else { "not stapled" };
    let proofs = s.leaf().and_then(|l| l.timestamps).unwrap_or(0);
    let _ = writeln!(
        out,
        "    chain of {}, {trust}\n    {} is {name}; revocation answer {staple}; {}",
        s.chain.len(),
        host.name,
        text::count(proofs.into(), "logging proof", "logging proofs"),
    );
}

/// One certificate with what is over of its life and what is left.
fn bar(out: &mut String, c: &Certificate, at: Timestamp) {
    let over = (at.as_second() - c.not_before.as_second()).clamp(0, c.lifetime().max(1));
    let filled = usize::try_from(over * BAR / c.lifetime().max(1)).unwrap_or(0);
    let rest = usize::try_from(BAR).unwrap_or(0).saturating_sub(filled);
    let left = c.left(at);
    let words = if left < 0 { format!("ended {} ago", text::span(left)) } else { format!("{} left", text::span(left)) };
    let day = |t: Timestamp| t.strftime("%Y-%m-%d").to_string();
    let _ = write!(
        out,
        "\n    {}   by {}\n    {}, {} bits, {}\n    {} {}{} {}   {words}\n",
        text::quote(&c.subject, 60),
        text::quote(&c.issuer, 60),
        c.key,
        c.key_bits,
        c.signature,
        day(c.not_before),
        "#".repeat(filled),
        ".".repeat(rest),
        day(c.not_after),
    );
    if !c.names.is_empty() {
        let _ = writeln!(out, "    for {}", text::quote(&c.names.join(", "), 100));
    }
}

/// What else the host accepts, and what it refuses.
fn offers(out: &mut String, evidence: &Evidence, host: &Subject) {
    let Ok(offers) = evidence.get::<TlsOffers>(host) else { return };
    let line = |c: &model::facts::Chosen| {
        let group = c.dh_bits.map(|bits| format!(", group of {bits} bits")).unwrap_or_default();
        format!("{}  {}{group}", c.version, c.suite)
    };
    let mut seen: Vec<String> = offers.chosen().map(|(_, _, c)| line(c)).collect();
    seen.sort();
    seen.dedup();
    if !seen.is_empty() {
        let _ = write!(out, "\nACCEPTS BESIDES\n");
        for line in seen {
            let _ = writeln!(out, "  {line}");
        }
    }
    let everywhere = |kind: HelloKind| {
        let mut asked = offers.endpoints.iter().flat_map(|e| &e.hellos).filter(|h| h.asked == kind).peekable();
        asked.peek().is_some() && asked.all(|h| h.answer == HelloAnswer::Refused)
    };
    let refused: Vec<&str> = QUESTIONS.iter().filter(|(kind, _)| everywhere(*kind)).map(|(_, words)| *words).collect();
    if !refused.is_empty() {
        let _ = write!(out, "\nREFUSES\n");
        for words in refused {
            let _ = writeln!(out, "  {words}");
        }
    }
}

/// What is asked besides, in words.
const QUESTIONS: [(HelloKind, &str); 7] = [
    (HelloKind::Ssl3, "SSL 3.0"),
    (HelloKind::Tls10, "TLS 1.0"),
    (HelloKind::Tls11, "TLS 1.1"),
    (HelloKind::Broken, "suites that protect nothing (NULL, anonymous, EXPORT, DES, RC4)"),
    (HelloKind::TripleDes, "3DES"),
    (HelloKind::StaticRsa, "key exchange without forward secrecy (RSA)"),
    (HelloKind::FiniteField, "key exchange in a finite field (DHE)"),
];
