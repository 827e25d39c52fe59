//! Reading a DMARC record: keep what is valid, say what is not.

use super::record::{Alignment, FailureOption, Policy, Psd, Reading, Record, ReportUri};
use crate::Problem;
use crate::problem::{quoted, too_long};
use crate::tags::{self, Tag};

/// Tags of RFC 7489 that RFC 9989 removed (Appendix A.6 for pct); they are valid and mean nothing now.
const REMOVED: [&str; 3] = ["pct", "rf", "ri"];

/// What to say of a text that is no DMARC record.
pub(super) fn wrong_version(text: &str) -> Problem {
    let first = text.split(';').next().unwrap_or_default();
    let end = first.chars().take(40).map(char::len_utf8).sum();
    Problem::new(0..end, "a DMARC record begins with \"v=DMARC1;\" in exactly this case, put that first")
}

/// A text that begins with `v=DMARC1`.
pub(super) fn reading(text: &str) -> Reading {
    if let Some(problem) = too_long(text) {
        let problems = vec![problem];
        return Reading { record: Record::default(), problems, in_force: false };
    }
    let (tags, mut problems) = tags::split(text);
    let mut record = Record::default();
    let mut policies_hold = true;
    for tag in tags.iter().skip(1) {
        if let Err(problem) = read(tag, &mut record) {
            policies_hold &= !matches!(tag.name, "p" | "sp" | "np");
            problems.push(problem);
        }
    }
    problems.sort_by_key(|problem| problem.at.start);
    if !policies_hold {
        // RFC 9989 §4.10.1: a faulty policy makes the whole record p=none.
        (record.policy, record.subdomain_policy, record.nonexistent_policy) = (Policy::None, None, None);
    }
    let in_force = (policies_hold && record.policy_written) || !record.rua.is_empty();
    Reading { record, problems, in_force }
}

fn read(tag: &Tag<'_>, record: &mut Record) -> Result<(), Problem> {
    if let Some(bad) = tag.value.chars().find(|c| !matches!(c, ' '..='~')) {
        let message = format!("{} is no printable ASCII character, remove it", quoted(&bad.to_string()));
        return Err(Problem::new(tag.value_at.clone(), message));
    }
    match tag.name {
        "p" => {
            record.policy = policy(tag)?;
            record.policy_written = true;
        }
        "sp" => record.subdomain_policy = Some(policy(tag)?),
        "np" => record.nonexistent_policy = Some(policy(tag)?),
        "t" => record.testing = one_of(tag, &[("y", true), ("n", false)])?,
        "psd" => record.psd = one_of(tag, &[("y", Psd::Yes), ("n", Psd::No), ("u", Psd::Unsaid)])?,
        "adkim" => record.adkim = alignment(tag)?,
        "aspf" => record.aspf = alignment(tag)?,
        "rua" => record.rua = uris(tag)?,
        "ruf" => record.ruf = uris(tag)?,
        "fo" => record.fo = failure_options(tag)?,
        "v" => {
            return Err(Problem::new(tag.at(), "v may stand only at the beginning, remove this one"));
        }
        name if REMOVED.contains(&name) => record.removed.push(name.to_owned()),
        name => record.unknown_tags.push(name.to_owned()),
    }
    Ok(())
}

fn policy(tag: &Tag<'_>) -> Result<Policy, Problem> {
    Policy::of(tag.value).ok_or_else(|| wrong(tag, "none, quarantine or reject"))
}

fn alignment(tag: &Tag<'_>) -> Result<Alignment, Problem> {
    one_of(tag, &[("r", Alignment::Relaxed), ("s", Alignment::Strict)])
}

fn one_of<T: Copy>(tag: &Tag<'_>, choices: &[(&str, T)]) -> Result<T, Problem> {
    choices.iter().find(|(name, _)| tag.value.eq_ignore_ascii_case(name)).map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        wrong(tag, &names.join(" or "))
    })
}

fn failure_options(tag: &Tag<'_>) -> Result<Vec<FailureOption>, Problem> {
    use FailureOption::{AnythingFailed, Dkim, NothingPassed, Spf};
    let known = [NothingPassed, AnythingFailed, Dkim, Spf];
    tag.value
        .split(':')
        .map(|letter| {
            let letter = letter.trim();
            let option = known.into_iter().find(|option| letter.eq_ignore_ascii_case(option.letter()));
            option.ok_or_else(|| wrong(tag, "0, 1, d or s, with colons between them"))
        })
        .collect()
}

fn wrong(tag: &Tag<'_>, right: &str) -> Problem {
    let at = if tag.value_at.is_empty() { tag.at() } else { tag.value_at.clone() };
    Problem::new(at, format!("{} can't be {}, write {right}", tag.name, quoted(tag.value)))
}

fn uris(tag: &Tag<'_>) -> Result<Vec<ReportUri>, Problem> {
    let mut start = tag.value_at.start;
    tag.value
        .split(',')
        .map(|part| {
            let at = tags::inner(start, part);
            start += part.len() + 1;
            let at_or_tag = if at.is_empty() { tag.at() } else { at };
            uri(part.trim()).map_err(|message| Problem::new(at_or_tag, format!("{}: {message}", tag.name)))
        })
        .collect()
}

/// One report address, or what is wrong with it.
fn uri(text: &str) -> Result<ReportUri, String> {
    let (uri, size_limit) = match text.split_once('!') {
        Some((uri, limit)) => (uri, Some(size(limit)?)),
        None => (text, None),
    };
    let Some((scheme, rest)) = uri.split_once(':') else {
        return Err(format!("{} is no URI, write mailto: before the address", quoted(uri)));
    };
    let good = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) || !scheme.chars().all(good) || rest.is_empty() {
        return Err(format!("{} is no URI, write for example mailto:dmarc@example.com", quoted(uri)));
    }
    let uri = uri.to_owned();
    if !scheme.eq_ignore_ascii_case("mailto") {
        return Ok(ReportUri { uri, address: None, size_limit });
    }
    let address = rest.split('?').next().unwrap_or_default();
    match address.rsplit_once('@') {
        Some((local, domain)) if !local.is_empty() && crate::name::is_mail_domain(domain) => {
            let address = Some(address.to_owned());
            Ok(ReportUri { uri, address, size_limit })
        }
        _ => Err(format!("{} is no mail address, write name@example.com", quoted(address))),
    }
}

/// `1*DIGIT [ "k" / "m" / "g" / "t" ]` (RFC 7489 §6.4).
fn size(limit: &str) -> Result<String, String> {
    let digits = limit.trim_end_matches(['k', 'm', 'g', 't', 'K', 'M', 'G', 'T']);
    let good = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && limit.len() - digits.len() <= 1;
    match good {
        true => Ok(limit.to_ascii_lowercase()),
        false => Err(format!("{} is no size limit, drop it with its exclamation point", quoted(limit))),
    }
}
