//! What holds for every parser and for every input; shared by the property tests, the replay of seeds and the fuzz targets.
#![allow(dead_code, clippy::unwrap_used)]

use std::fmt::Display;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use mail::dns::{Answer, Dns, Mx};
use mail::{Problem, dkim, dmarc, mta_sts, remedy, spf, tls_rpt};

/// Every problem lies inside the text and says something; a record that parses prints as itself.
fn holds<T: Display>(text: &str, parse: impl Fn(&str) -> Result<T, Vec<Problem>>) {
    match parse(text) {
        Ok(record) => {
            let printed = record.to_string();
            let again = parse(&printed);
            let again = again.unwrap_or_else(|problems| panic!("{printed:?} does not parse again: {problems:?}"));
            assert_eq!(again.to_string(), printed);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            problems.iter().for_each(|problem| placed(text, problem));
        }
    }
}

fn placed(text: &str, problem: &Problem) {
    assert!(text.get(problem.at.clone()).is_some(), "{problem:?} is not inside {text:?}");
    assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{problem:?}");
}

pub fn spf_record(text: &str) {
    holds(text, spf::Record::parse);
    assert!(spf::Record::parse(text).is_err() || spf::is_spf(text));
    let (terms, problems) = spf::Record::parse_lenient(text);
    assert_eq!(problems.is_empty(), spf::Record::parse(text).is_ok());
    problems.iter().for_each(|problem| placed(text, problem));
    for term in &terms {
        let piece = text.get(term.span.clone()).unwrap();
        assert!(!piece.is_empty() && !piece.contains(' '));
    }
    let merged = remedy::merge_spf(&[text.to_owned(), "v=spf1 mx -all".to_owned()]);
    spf::Record::parse(&merged.record).unwrap();
}

pub fn dmarc_record(text: &str) {
    holds(text, dmarc::Record::parse);
    let reading = dmarc::Record::read(text);
    assert_eq!(reading.is_some(), dmarc::is_dmarc(text));
    if let Some(reading) = reading {
        assert!(dmarc::is_nearly_dmarc(text));
        reading.problems.iter().for_each(|problem| placed(text, problem));
        for stage in remedy::stage_dmarc(Some(&reading.record), Some("dmarc@example.com")) {
            dmarc::Record::parse(&stage.record).unwrap();
        }
    }
}

pub fn dkim_key(text: &str) {
    holds(text, dkim::Key::parse);
    if let Ok(key) = dkim::Key::parse(text) {
        let _ = key.weaknesses();
    }
}

pub fn dkim_signature(text: &str) {
    if let Err(problems) = dkim::Signature::parse(text) {
        problems.iter().for_each(|problem| placed(text, problem));
    }
    for value in dkim::signatures(text.as_bytes()) {
        let _ = dkim::Signature::parse(&value);
    }
}

/// A whole message; its signatures are verified against keys that are there.
pub fn dkim_message(text: &str) {
    let keys = "s1._domainkey.a.example TXT v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
rsa._domainkey.a.example TXT v=DKIM1; p=MEgCQQDcAAV6eMxs16A9Q3Xw0EDDfBe2OhPGZ4bvSg0nRkiyIQbDMZfiVs5P4qO4WcvLmOFkPF9x9ZjWf0Xg0O7ggNg1AgMBAAE=
late._domainkey.a.example TIMEOUT";
    let message = dkim::Message::read(text.as_bytes());
    message.fields.iter().for_each(|field| assert!(!field.name.is_empty() && field.raw.contains(&b':')));
    if let Some(domain) = message.from_domain() {
        assert!(!domain.is_empty() && !domain.contains(['@', '<', '>', ' ']));
    }
    for seen in now(dkim::verify(&Zone::of(keys), &message, 1_000_000_000)) {
        assert_eq!(seen.result == dkim::DkimResult::Pass, seen.why.is_none());
        assert!(seen.why.is_none_or(|why| !why.to_string().is_empty()));
    }
}

pub fn mta_sts(text: &str) {
    holds(text, mta_sts::Record::parse);
    holds(text, mta_sts::Policy::parse);
    if let Err(problems) = mta_sts::Policy::parse(text) {
        assert!(problems.iter().all(|problem| problem.line(text) <= text.lines().count() + 1));
    }
}

pub fn tls_rpt(text: &str) {
    holds(text, tls_rpt::Record::parse);
}

/// A zone in lines, `name type value`, in which anything may stand.
pub fn spf_walk(text: &str) {
    let zone = Zone::of(text);
    let options = spf::Options::default();
    for ip in ["192.0.2.1", "2001:db8::1"] {
        let ip: IpAddr = ip.parse().unwrap();
        let seen = now(spf::check_host(&zone, ip, "mx.example.net", "ann+bob@a.example", &options));
        assert!(seen.lookups <= options.lookup_limit + 1 && seen.voids <= options.void_limit + 1);
    }
    let audit = now(spf::audit(&zone, "a.example"));
    for problem in &audit.problems {
        assert!(!problem.path.is_empty() && !problem.message.is_empty());
    }
    if let Ok(flat) = remedy::flatten_spf(&audit) {
        assert!(flat.records.iter().all(|record| spf::Record::parse(&record.value).is_ok()));
    }
    now(dmarc::discover(&zone, "a.example"));
}

/// The result of a future that never waits.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the DNS in memory answers at once"),
    }
}

struct Zone(Vec<(String, String, String)>);

impl Zone {
    fn of(text: &str) -> Self {
        let parts = text.lines().take(200).filter_map(|line| {
            let (name, rest) = line.split_once(' ')?;
            let (kind, value) = rest.split_once(' ').unwrap_or((rest, ""));
            Some((name.to_ascii_lowercase(), kind.to_owned(), value.to_owned()))
        });
        Self(parts.collect())
    }

    fn answer<T>(&self, name: &str, kind: &str, parse: impl Fn(&str) -> Option<T>) -> Answer<Vec<T>> {
        let here: Vec<_> = self.0.iter().filter(|(host, ..)| host.eq_ignore_ascii_case(name)).collect();
        if here.iter().any(|(_, kind, _)| kind == "TIMEOUT") {
            return Answer::TempError("time-out".to_owned());
        }
        let records: Vec<T> = here.iter().filter(|(_, k, _)| k == kind).filter_map(|(_, _, v)| parse(v)).collect();
        match (here.is_empty(), records.is_empty()) {
            (true, _) => Answer::NxDomain,
            (_, true) => Answer::NoData,
            _ => Answer::Records(records),
        }
    }
}

impl Dns for Zone {
    async fn txt(&self, name: &str) -> Answer<Vec<Vec<u8>>> {
        self.answer(name, "TXT", |value| Some(value.as_bytes().to_vec()))
    }
    async fn a(&self, name: &str) -> Answer<Vec<Ipv4Addr>> {
        self.answer(name, "A", |value| value.parse().ok())
    }
    async fn aaaa(&self, name: &str) -> Answer<Vec<Ipv6Addr>> {
        self.answer(name, "AAAA", |value| value.parse().ok())
    }
    async fn mx(&self, name: &str) -> Answer<Vec<Mx>> {
        self.answer(name, "MX", |value| Some(Mx { preference: 0, exchange: value.to_owned() }))
    }
    async fn ptr(&self, name: &str) -> Answer<Vec<String>> {
        self.answer(name, "PTR", |value| Some(value.to_owned()))
    }
}

/// An answer of a mail server: what is whole stays whole whatever follows, and no beginning of it is taken for wrong.
pub fn smtp_reply(text: &str) {
    use mail::smtp::{Parsed, parse};
    let bytes = text.as_bytes();
    let Parsed::Whole(reply, used) = parse(bytes) else { return };
    assert!(used <= bytes.len() && !reply.lines.is_empty() && reply.code < 1000);
    assert!(reply.extensions().iter().all(|word| word.len() <= 40 && word.chars().all(|c| c.is_ascii_graphic())));
    assert_eq!(parse(&bytes[..used]), Parsed::Whole(reply, used));
    for end in (0..used).take(2000) {
        assert_eq!(parse(&bytes[..end]), Parsed::More, "after {end} bytes");
    }
}

/// An answer of an IMAP server: as for SMTP, and a literal is what stands in the bytes.
pub fn imap_response(text: &str) {
    use mail::imap::{Parsed, Response, parse, quote};
    let bytes = text.as_bytes();
    if let Some(quoted) = quote(text) {
        let line = format!("* 1 FETCH (BODY[] {quoted})\r\n");
        let Parsed::Whole(Response::Data(data), _) = parse(line.as_bytes()) else { panic!("{line:?}") };
        assert_eq!(data.body().as_deref(), Some(bytes));
    }
    let literal = [format!("* 1 FETCH (BODY[] {{{}}}\r\n", bytes.len()).as_bytes(), bytes, b")\r\n"].concat();
    let Parsed::Whole(Response::Data(data), used) = parse(&literal) else { panic!("{literal:?}") };
    assert_eq!((data.body().as_deref(), used), (Some(bytes), literal.len()));
    let Parsed::Whole(response, used) = parse(bytes) else { return };
    assert!(used <= bytes.len());
    if let Response::Data(data) = &response {
        assert_eq!(data.texts.len(), data.literals.len() + 1);
        assert!(data.literals.iter().map(Vec::len).sum::<usize>() < used);
        let _ = (data.body(), data.found(), data.capabilities());
    }
    assert_eq!(parse(&bytes[..used]), Parsed::Whole(response, used));
    for end in (0..used).take(2000) {
        assert_eq!(parse(&bytes[..end]), Parsed::More, "after {end} bytes");
    }
}

/// The header of a message: domains are canonical, and what stands behind the empty line changes nothing.
pub fn sample(text: &str) {
    let sample = mail::Sample::read(text.as_bytes());
    for domain in sample.from.iter().chain(&sample.return_path) {
        assert_eq!(*domain, domain.to_ascii_lowercase());
        assert!(!domain.ends_with('.') && domain.contains('.'));
    }
    assert!(!sample.one_click || sample.bulk, "who can unsubscribe is on a list");
    if let Some(end) = text.find("\r\n\r\n") {
        assert_eq!(mail::Sample::read(&text.as_bytes()[..end + 4]), sample);
    }
}
