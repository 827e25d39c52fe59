//! What people read: worst first, grouped by secret, with what to do.

use anstyle::{AnsiColor, Style as Ansi};
use model::text::count;
use secrets::{Class, Digest, Engine};
use std::collections::BTreeMap;
use std::fmt::Write;
use sweep::{Finding, Seen, Sweep};

/// How it looks.
pub struct Style {
    pub color: bool,
    pub all: bool,
    pub quiet: bool,
    pub accepted: usize,
}

/// So many places of one secret are listed.
const PLACES: usize = 6;

/// The answer in words.
pub fn render(sweep: &Sweep, engine: &Engine, style: &Style) -> String {
    let mut out = String::new();
    let of = |class: Class| sweep.findings.iter().filter(|f| engine.rules()[f.rule].class == class).collect::<Vec<_>>();
    let (secret, public, personal) = (of(Class::Secret), of(Class::PublicKey), of(Class::PersonalData));
    if !style.quiet {
        let groups = group(&secret);
        for (number, places) in groups.iter().enumerate() {
            one(&mut out, number + 1, places, engine, style);
        }
        list(&mut out, "PUBLIC KEYS", "made to be seen; check their restrictions", &public, engine, style);
        list(&mut out, "PERSONAL DATA", "mask it in the logger", &personal, engine, style);
        coverage(&mut out, sweep, style);
    }
    let _ = writeln!(out, "{}", last(sweep, &secret, &public, style));
    out
}

/// One secret may stand in many places.
fn group<'a>(findings: &[&'a Finding]) -> Vec<Vec<&'a Finding>> {
    let mut order: Vec<(usize, Digest)> = Vec::new();
    let mut groups: BTreeMap<(usize, Digest), Vec<&'a Finding>> = BTreeMap::new();
    for finding in findings {
        let key = (finding.rule, finding.digest);
        let places = groups.entry(key).or_default();
        if places.is_empty() {
            order.push(key);
        }
        places.push(finding);
    }
    order.iter().filter_map(|k| groups.remove(k)).collect()
}

fn one(out: &mut String, number: usize, places: &[&Finding], engine: &Engine, style: &Style) {
    let Some(first) = places.first() else { return };
    let rule = &engine.rules()[first.rule];
    let provider = engine.provider(first.rule);
    let _ = writeln!(
        out,
        "{number:>2}  {}  {}",
        paint(style, first.severity.word(), severity(first)),
        paint(style, &sentence(&rule.title), Ansi::new().bold())
    );
    let _ = writeln!(out, "    {}", rule.harm.as_deref().unwrap_or(&provider.harm));
    for place in places.iter().take(PLACES) {
        let _ = writeln!(out, "    where   {}", place_of(place));
    }
    if places.len() > PLACES {
        let _ = writeln!(out, "            and in {}", count(places.len() - PLACES, "more place", "more places"));
    }
    if let Some(told) = seen(places) {
        let _ = writeln!(out, "    seen    {told}");
    }
    for (i, step) in provider.steps().iter().enumerate() {
        let _ = writeln!(out, "    {}  {}. {step}", if i == 0 { "rotate" } else { "      " }, i + 1);
    }
    if places.iter().any(|p| p.commit.is_some()) {
        let _ = writeln!(
            out,
            "    purge   once it is rotated: git filter-repo --replace-text expressions.txt, then push --force"
        );
    }
    let known = if first.known { " \u{b7} in use: it stands in your environment" } else { "" };
    let _ = writeln!(
        out,
        "            {}{known}\n",
        paint(
            style,
            &format!("{} \u{b7} {} bytes \u{b7} {}", rule.id, first.length, first.fingerprint),
            Ansi::new().dimmed()
        )
    );
}

fn sentence(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn place_of(f: &Finding) -> String {
    let commit = f.commit.as_deref().map(|c| format!(" (in commit {})", &c[..c.len().min(10)])).unwrap_or_default();
    let lost = if f.reachable == Some(false) { ", which no branch leads to" } else { "" };
    format!("{}:{}:{}{commit}{lost}", f.path, f.line, f.column)
}

/// From when to when history holds it.
fn seen(places: &[&Finding]) -> Option<String> {
    let first = places.iter().filter_map(|p| p.first_seen.as_ref()).min_by_key(|s| s.at)?;
    let last = places.iter().filter_map(|p| p.last_seen.as_ref()).max_by_key(|s| s.at)?;
    let here = if places.iter().any(|p| p.commit.is_none()) { "; still in the files" } else { "" };
    let show = |s: &Seen| format!("{} ({})", &s.commit[..s.commit.len().min(10)], day(s.at));
    Some(if first.commit == last.commit {
        format!("in commit {}{here}", show(first))
    } else {
        format!("from {} to {}{here}", show(first), show(last))
    })
}

fn day(at: i64) -> String {
    jiff::Timestamp::from_second(at)
        .map_or_else(|_| "unknown day".into(), |t| t.strftime("%e %b %Y").to_string().trim().to_owned())
}

fn list(out: &mut String, title: &str, what: &str, findings: &[&Finding], engine: &Engine, style: &Style) {
    if findings.is_empty() {
        return;
    }
    let _ = writeln!(out, "{}   {what}", paint(style, title, Ansi::new().bold()));
    if style.all {
        for f in findings {
            let rule = &engine.rules()[f.rule];
            let note = rule.note.as_deref().map(|n| format!(": {n}")).unwrap_or_default();
            let _ = writeln!(out, "    {}  {}{note}", place_of(f), rule.title);
        }
    } else {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for f in findings {
            *counts.entry(&engine.rules()[f.rule].title).or_default() += 1;
        }
        for (title, n) in counts {
            let _ = writeln!(out, "    {n:>6}  {title}");
        }
    }
    out.push('\n');
}

fn coverage(out: &mut String, sweep: &Sweep, style: &Style) {
    let skipped = sweep.coverage.skipped();
    let gaps = sweep.coverage.gaps().len();
    if gaps > 0 {
        let _ = writeln!(out, "{}", paint(style, "NOT READ", Ansi::new().bold()));
    }
    let shown = if style.all { skipped.len() } else { gaps.min(12) };
    for s in skipped.iter().take(shown) {
        let _ = writeln!(out, "    {}: {}", s.what, s.why);
    }
    if gaps > shown {
        let _ = writeln!(out, "    and {} more (--all)", gaps - shown);
    }
    if shown > 0 {
        out.push('\n');
    }
}

fn last(sweep: &Sweep, secret: &[&Finding], public: &[&Finding], style: &Style) -> String {
    let c = &sweep.coverage;
    let mut read = Vec::new();
    if c.files > 0 || c.blobs == 0 {
        read.push(count(usize::try_from(c.files).unwrap_or(usize::MAX), "file", "files"));
    }
    if c.blobs > 0 {
        read.push(count(usize::try_from(c.blobs).unwrap_or(usize::MAX), "object", "objects"));
    }
    let size = match c.bytes {
        b if b >= 10 << 20 => format!("{} MB", b >> 20),
        b if b >= 10 << 10 => format!("{} KB", b >> 10),
        b => count(usize::try_from(b).unwrap_or(usize::MAX), "byte", "bytes"),
    };
    let secrets = group(secret).len();
    let found = if secrets == 0 { "No secret".to_owned() } else { count(secrets, "secret", "secrets") };
    let public = if public.is_empty() {
        String::new()
    } else {
        format!(", {}", count(public.len(), "public key", "public keys"))
    };
    let accepted = if style.accepted == 0 { String::new() } else { format!(", {} accepted", style.accepted) };
    let complete = if c.complete() { String::new() } else { format!("; {} not read", c.gaps().len()) };
    let color = if secrets > 0 {
        AnsiColor::Red
    } else if c.complete() {
        AnsiColor::Green
    } else {
        AnsiColor::Yellow
    };
    format!(
        "{} in {} ({size}){public}{accepted}{complete}",
        paint(style, &found, color.on_default().bold()),
        read.join(" and ")
    )
}

fn severity(f: &Finding) -> Ansi {
    match f.severity.word() {
        "blocker" => AnsiColor::Red.on_default().bold(),
        "high" => AnsiColor::Yellow.on_default(),
        _ => Ansi::new(),
    }
}

fn paint(style: &Style, text: &str, ansi: Ansi) -> String {
    if style.color { format!("{}{text}{}", ansi.render(), ansi.render_reset()) } else { text.to_owned() }
}
