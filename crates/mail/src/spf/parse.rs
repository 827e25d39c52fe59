//! The grammar of SPF records (RFC 7208 §12), with the position of each error.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::macros::{Place, macro_string};
use super::record::VERSION;
use super::{DomainSpec, DualCidr, MacroPart, Mechanism, Modifier, Qualifier, Record, Term, TermKind, is_spf};
use crate::Problem;
use crate::problem::{quoted, too_long};

/// The record in `text`, or all its problems.
pub(super) fn record(text: &str) -> Result<Record, Vec<Problem>> {
    match lenient(text) {
        (terms, problems) if problems.is_empty() => Ok(Record { terms }),
        (_, problems) => Err(problems),
    }
}

/// The terms of `text` that are valid, and all problems by position.
pub(super) fn lenient(text: &str) -> (Vec<Term>, Vec<Problem>) {
    if !is_spf(text) {
        let len = text.chars().take(VERSION.len()).map(char::len_utf8).sum();
        let message = "an SPF record begins with \"v=spf1\" and a space, put that first";
        return (Vec::new(), vec![Problem::new(0..len, message)]);
    }
    if let Some(problem) = too_long(text) {
        return (Vec::new(), vec![problem]);
    }
    let mut terms = Vec::new();
    let mut problems = Vec::new();
    let mut at = VERSION.len();
    for piece in text[at..].split(' ') {
        if !piece.is_empty() {
            match term(piece) {
                Ok(kind) => terms.push(Term { span: at..at + piece.len(), kind }),
                Err(problem) => problems.push(problem.shifted(at)),
            }
        }
        at += piece.len() + 1;
    }
    problems.extend(stands_twice(&terms));
    problems.sort_by_key(|problem| problem.at.start);
    (terms, problems)
}

/// `redirect` and `exp` may stand once each (RFC 7208 §6).
fn stands_twice(terms: &[Term]) -> Vec<Problem> {
    let (mut redirects, mut exps) = (0, 0);
    let mut problems = Vec::new();
    for term in terms {
        let (count, name) = match &term.kind {
            TermKind::Modifier(Modifier::Redirect { .. }) => (&mut redirects, "redirect="),
            TermKind::Modifier(Modifier::Exp { .. }) => (&mut exps, "exp="),
            _ => continue,
        };
        *count += 1;
        if *count > 1 {
            let message = format!("{name} stands more than once, keep one");
            problems.push(Problem::new(term.span.clone(), message));
        }
    }
    problems
}

/// One term, with problems positioned within it.
fn term(text: &str) -> Result<TermKind, Problem> {
    let (qualifier, body) = match text.chars().next() {
        Some('+') => (Some(Qualifier::Pass), &text[1..]),
        Some('-') => (Some(Qualifier::Fail), &text[1..]),
        Some('~') => (Some(Qualifier::SoftFail), &text[1..]),
        Some('?') => (Some(Qualifier::Neutral), &text[1..]),
        _ => (None, text),
    };
    let sign = text.len() - body.len();
    let in_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let end = body.find(|c| !in_name(c)).unwrap_or(body.len());
    let (name, rest) = body.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let message = format!("{} is neither a mechanism nor a modifier, correct or remove it", quoted(text));
        return Err(Problem::new(0..text.len(), message));
    }
    let offset = sign + name.len();
    // An empty range stands for the whole term.
    let place = |problem: Problem, by: usize| match problem.at.is_empty() {
        true => Problem::new(0..text.len(), problem.message),
        false => problem.shifted(by),
    };
    match (rest.strip_prefix('='), qualifier) {
        (Some(value), None) => modifier(name, value).map_err(|problem| place(problem, offset + 1)),
        (Some(_), Some(_)) => {
            Err(Problem::new(0..sign, format!("the modifier {name}= takes no sign before it, remove the sign")))
        }
        (None, _) => {
            let mechanism = mechanism(name, rest).map_err(|problem| place(problem, offset))?;
            let qualifier = qualifier.unwrap_or(Qualifier::Pass);
            Ok(TermKind::Directive { qualifier, mechanism })
        }
    }
}

fn modifier(name: &str, value: &str) -> Result<TermKind, Problem> {
    let modifier = match name.to_ascii_lowercase().as_str() {
        "redirect" => Modifier::Redirect { domain: domain_spec(value)? },
        "exp" => Modifier::Exp { domain: domain_spec(value)? },
        _ => Modifier::Unknown { name: name.to_owned(), value: macro_string(value, Place::Record)? },
    };
    Ok(TermKind::Modifier(modifier))
}

/// The mechanism `name` followed by `rest`. Problems are positioned within `rest`; an empty range at 0 means the
/// whole mechanism.
fn mechanism(name: &str, rest: &str) -> Result<Mechanism, Problem> {
    let whole = |message: String| Problem::new(0..0, message);
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "all" if rest.is_empty() => Ok(Mechanism::All),
        "all" => Err(whole("all takes nothing after it, write it alone".to_owned())),
        "include" => Ok(Mechanism::Include { domain: required(name, rest)? }),
        "exists" => Ok(Mechanism::Exists { domain: required(name, rest)? }),
        "ptr" if rest.is_empty() => Ok(Mechanism::Ptr { domain: None }),
        "ptr" => Ok(Mechanism::Ptr { domain: Some(required(name, rest)?) }),
        "a" => dual(rest).map(|(domain, cidr)| Mechanism::A { domain, cidr }),
        "mx" => dual(rest).map(|(domain, cidr)| Mechanism::Mx { domain, cidr }),
        "ip4" => network::<Ipv4Addr>(name, rest, 32).map(|(address, prefix)| Mechanism::Ip4 { address, prefix }),
        "ip6" => network::<Ipv6Addr>(name, rest, 128).map(|(address, prefix)| Mechanism::Ip6 { address, prefix }),
        "redirect" | "exp" => Err(whole(format!("{lower} is a modifier, write {lower}= and not {lower}:"))),
        "ipv4" | "ipv6" => Err(whole(format!("{lower} is no mechanism, write ip{}:", &lower[3..]))),
        _ => Err(whole(format!("{} is no mechanism, use one of all include a mx ip4 ip6 exists", quoted(name)))),
    }
}

/// `:` and a domain, which must be there.
fn required(name: &str, rest: &str) -> Result<DomainSpec, Problem> {
    match rest.strip_prefix(':') {
        Some(domain) => domain_spec(domain).map_err(|problem| problem.shifted(1)),
        None => Err(Problem::new(0..0, format!("{name} needs a domain, write {name}:example.com"))),
    }
}

/// `[":" domain-spec] [dual-cidr-length]`.
fn dual(rest: &str) -> Result<(Option<DomainSpec>, DualCidr), Problem> {
    let (head, ip6) = take_suffix(rest, "//");
    let (head, ip4) = take_suffix(head, "/");
    let ip4_at = head.len();
    let ip6_at = ip4_at + ip4.map_or(0, |digits| digits.len() + 1);
    let cidr = DualCidr {
        ip4: ip4.map(|digits| prefix(digits, ip4_at + 1, 32)).transpose()?,
        ip6: ip6.map(|digits| prefix(digits, ip6_at + 2, 128)).transpose()?,
    };
    match head.strip_prefix(':') {
        Some(domain) => {
            let domain = domain_spec(domain).map_err(|problem| problem.shifted(1))?;
            Ok((Some(domain), cidr))
        }
        None if head.is_empty() => Ok((None, cidr)),
        None => Err(Problem::new(
            0..rest.len(),
            format!("{} is neither a domain nor a prefix length, write /24 or //64", quoted(rest)),
        )),
    }
}

/// Splits `mark` and digits off the end of `text`.
fn take_suffix<'a>(text: &'a str, mark: &str) -> (&'a str, Option<&'a str>) {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[head.len()..];
    match head.strip_suffix(mark) {
        Some(head) if !digits.is_empty() => (head, Some(digits)),
        _ => (text, None),
    }
}

/// A prefix length of at most `most` bits, without a leading zero, at byte `at`.
fn prefix(digits: &str, at: usize, most: u8) -> Result<u8, Problem> {
    let place = at..at + digits.len();
    if digits.len() > 1 && digits.starts_with('0') {
        return Err(Problem::new(place, format!("the prefix length {digits} begins with 0, drop the zero")));
    }
    match digits.parse::<u8>() {
        Ok(bits) if bits <= most && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(bits),
        _ => Err(Problem::new(
            place,
            format!("the prefix length {} is no number from 0 to {most}, correct it", quoted(digits)),
        )),
    }
}

/// `":" address ["/" prefix]`.
fn network<A: FromStr>(name: &str, rest: &str, most: u8) -> Result<(A, u8), Problem> {
    let Some(value) = rest.strip_prefix(':').filter(|value| !value.is_empty()) else {
        return Err(Problem::new(0..0, format!("{name} needs an address, write {name}:ADDRESS")));
    };
    let (address, bits) = match value.split_once('/') {
        None => (value, most),
        Some((address, digits)) => (address, prefix(digits, 1 + address.len() + 1, most)?),
    };
    match address.parse() {
        Ok(address) => Ok((address, bits)),
        Err(_) => Err(Problem::new(
            1..1 + address.len(),
            format!("{} is no address for {name}, write it in full and without a port", quoted(address)),
        )),
    }
}

/// `macro-string domain-end` (RFC 7208 §7.1): ends in a macro, or in a dot and a top label.
fn domain_spec(text: &str) -> Result<DomainSpec, Problem> {
    let all = 0..text.len();
    let parsed = macro_string(text, Place::Record)?;
    match parsed.parts.last() {
        None => Err(Problem::new(0..0, "the domain is missing, write a name after the colon or equals sign")),
        Some(MacroPart::Expand { .. }) => Ok(DomainSpec(parsed)),
        Some(MacroPart::Literal(last)) => {
            let trimmed = last.strip_suffix('.').unwrap_or(last);
            match trimmed.rsplit_once('.') {
                Some((_, top)) if is_top_label(top) => Ok(DomainSpec(parsed)),
                Some(_) if text.parse::<Ipv4Addr>().is_ok() => {
                    let message = format!("{} is an address and no name, write ip4:{text}", quoted(text));
                    Err(Problem::new(all, message))
                }
                Some((_, top)) => {
                    Err(Problem::new(all, format!("{} can't be the end of a name, correct the domain", quoted(top))))
                }
                None => Err(Problem::new(
                    all,
                    format!("{} has no dot, write a full domain such as example.com", quoted(text)),
                )),
            }
        }
        Some(_) => Err(Problem::new(all, "a domain ends in a name or in %{…}, correct the end")),
    }
}

/// `toplabel` (RFC 7208 §7.1): letters, digits and inner hyphens, not digits alone.
fn is_top_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && bytes.iter().any(|b| !b.is_ascii_digit())
}
