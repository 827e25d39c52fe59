//! Macro strings (RFC 7208 §7): parsed here, expanded by the evaluator.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::problem::quoted;

/// Text in which parts are filled in from the message. As JSON it is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct MacroString {
    /// The parts in order; no two literals stand side by side.
    pub parts: Vec<MacroPart>,
}

/// A piece of a macro string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MacroPart {
    /// Text that stands for itself.
    Literal(String),
    /// `%%`: a percent sign.
    Percent,
    /// `%_`: a space.
    Space,
    /// `%-`: a space as URLs write it, `%20`.
    UrlSpace,
    /// `%{…}`.
    Expand {
        /// What is filled in.
        letter: Letter,
        /// Whether the letter is upper case, so that the value is URL-escaped.
        escape: bool,
        /// How many of the right-hand parts to keep; at least 1.
        keep: Option<u32>,
        /// Whether the parts are put in reverse order first.
        reverse: bool,
        /// Characters to split at; `.` when empty.
        delimiters: String,
    },
}

/// What a macro fills in (RFC 7208 §7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    /// `s`: the sender's address.
    Sender,
    /// `l`: what stands before the `@`.
    LocalPart,
    /// `o`: what stands after the `@`.
    SenderDomain,
    /// `d`: the domain whose record is being evaluated.
    Domain,
    /// `i`: the sending address, dotted.
    Ip,
    /// `p`: the checked name of the sending address; not to be used.
    Name,
    /// `v`: `in-addr` or `ip6`.
    Version,
    /// `h`: the name given in HELO or EHLO.
    Helo,
    /// `c`: the sending address for people; only in explanations.
    ReadableIp,
    /// `r`: the name of the checking host; only in explanations.
    Receiver,
    /// `t`: the time in seconds since 1970; only in explanations.
    Time,
}

/// A domain that may hold macros (RFC 7208 §7.1, `domain-spec`). As JSON it is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DomainSpec(pub MacroString);

impl DomainSpec {
    /// The name without its final dot if it holds no macro, so that it is the same for every message.
    #[must_use]
    pub fn fixed(&self) -> Option<String> {
        let text = self.0.fixed()?;
        Some(crate::name::trimmed(&text).to_owned())
    }
}

impl MacroString {
    /// The text if nothing in it depends on the message.
    #[must_use]
    pub fn fixed(&self) -> Option<String> {
        self.parts
            .iter()
            .map(|part| match part {
                MacroPart::Literal(text) => Some(text.as_str()),
                MacroPart::Percent => Some("%"),
                MacroPart::Space => Some(" "),
                MacroPart::UrlSpace => Some("%20"),
                MacroPart::Expand { .. } => None,
            })
            .collect()
    }

    /// Whether one of the macros is `letter`.
    #[must_use]
    pub fn uses(&self, wanted: Letter) -> bool {
        self.parts.iter().any(|part| matches!(part, MacroPart::Expand { letter, .. } if *letter == wanted))
    }
}

/// Where a macro string stands: this decides what it may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a record: no spaces, no `c`, `r`, `t` (RFC 7208 §7.2).
    Record,
    /// In the text found through `exp=`.
    Explanation,
}

/// The macro string `text`, with problems positioned within `text`.
pub(super) fn macro_string(text: &str, place: Place) -> Result<MacroString, Problem> {
    let mut parts: Vec<MacroPart> = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        if first != '%' {
            let allowed = first.is_ascii_graphic() || (first == ' ' && place == Place::Explanation);
            if !allowed {
                let message = format!("{} is no visible ASCII character, remove it", quoted(&first.to_string()));
                return Err(Problem::new(at..at + first.len_utf8(), message));
            }
            literal.push(first);
            rest = &rest[1..];
            continue;
        }
        let (part, len) = percent(rest, place).map_err(|problem| problem.shifted(at))?;
        if !literal.is_empty() {
            parts.push(MacroPart::Literal(std::mem::take(&mut literal)));
        }
        parts.push(part);
        rest = &rest[len..];
    }
    if !literal.is_empty() {
        parts.push(MacroPart::Literal(literal));
    }
    Ok(MacroString { parts })
}

/// The macro at the beginning of `text`, which is a `%`, and its length in bytes.
fn percent(text: &str, place: Place) -> Result<(MacroPart, usize), Problem> {
    match text.as_bytes().get(1) {
        Some(b'%') => Ok((MacroPart::Percent, 2)),
        Some(b'_') => Ok((MacroPart::Space, 2)),
        Some(b'-') => Ok((MacroPart::UrlSpace, 2)),
        Some(b'{') => {
            let Some(end) = text.find('}') else {
                return Err(Problem::new(0..2, "this macro has no end, add the closing brace"));
            };
            let part = braces(&text[2..end], 2..end, place)?;
            Ok((part, end + 1))
        }
        _ => Err(Problem::new(0..1, "a lone percent sign is no macro, write %% for the sign itself")),
    }
}

/// What stands between `%{` and `}`.
fn braces(inside: &str, at: Range<usize>, place: Place) -> Result<MacroPart, Problem> {
    let whole = at.start - 2..at.end + 1;
    let Some(first) = inside.chars().next() else {
        return Err(Problem::new(whole, "this macro is empty, name a letter such as %{d}"));
    };
    let Some(letter) = Letter::of(first) else {
        let message = format!("{} is no macro letter, use one of s l o d i p v h", quoted(&first.to_string()));
        return Err(Problem::new(whole, message));
    };
    if place == Place::Record && letter.only_in_explanations() {
        let message = format!("%{{{first}}} is allowed only in explanation text, remove it here");
        return Err(Problem::new(whole, message));
    }
    let rest = &inside[1..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let keep = match &rest[..digits] {
        "" => None,
        // Beyond any number of labels, so a huge number may stand for itself less exactly.
        number => Some(number.parse::<u32>().unwrap_or(u32::MAX)),
    };
    if keep == Some(0) {
        return Err(Problem::new(whole, "a macro can't keep 0 parts, write 1 or more"));
    }
    let rest = &rest[digits..];
    let (reverse, delimiters) = match rest.strip_prefix(['r', 'R']) {
        Some(left) => (true, left),
        None => (false, rest),
    };
    if let Some(bad) = delimiters.chars().find(|c| !".-+,/_=".contains(*c)) {
        let message = format!("{} can't stand in a macro, delimiters are . - + , / _ =", quoted(&bad.to_string()));
        return Err(Problem::new(whole, message));
    }
    let delimiters = delimiters.to_owned();
    let escape = first.is_ascii_uppercase();
    Ok(MacroPart::Expand { letter, escape, keep, reverse, delimiters })
}

impl Letter {
    fn of(letter: char) -> Option<Self> {
        Some(match letter.to_ascii_lowercase() {
            's' => Self::Sender,
            'l' => Self::LocalPart,
            'o' => Self::SenderDomain,
            'd' => Self::Domain,
            'i' => Self::Ip,
            'p' => Self::Name,
            'v' => Self::Version,
            'h' => Self::Helo,
            'c' => Self::ReadableIp,
            'r' => Self::Receiver,
            't' => Self::Time,
            _ => return None,
        })
    }

    fn letter(self) -> char {
        match self {
            Self::Sender => 's',
            Self::LocalPart => 'l',
            Self::SenderDomain => 'o',
            Self::Domain => 'd',
            Self::Ip => 'i',
            Self::Name => 'p',
            Self::Version => 'v',
            Self::Helo => 'h',
            Self::ReadableIp => 'c',
            Self::Receiver => 'r',
            Self::Time => 't',
        }
    }

    fn only_in_explanations(self) -> bool {
        matches!(self, Self::ReadableIp | Self::Receiver | Self::Time)
    }
}

impl fmt::Display for DomainSpec {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl fmt::Display for MacroString {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| part.fmt(out))
    }
}

impl fmt::Display for MacroPart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => out.write_str(text),
            Self::Percent => out.write_str("%%"),
            Self::Space => out.write_str("%_"),
            Self::UrlSpace => out.write_str("%-"),
            Self::Expand { letter, escape, keep, reverse, delimiters } => {
                let letter = letter.letter();
                let letter = if *escape { letter.to_ascii_uppercase() } else { letter };
                write!(out, "%{{{letter}")?;
                if let Some(keep) = keep {
                    write!(out, "{keep}")?;
                }
                let reverse = if *reverse { "r" } else { "" };
                write!(out, "{reverse}{delimiters}}}")
            }
        }
    }
}

impl From<MacroString> for String {
    fn from(text: MacroString) -> Self {
        text.to_string()
    }
}

impl TryFrom<String> for MacroString {
    type Error = Problem;

    fn try_from(text: String) -> Result<Self, Problem> {
        macro_string(&text, Place::Explanation)
    }
}
