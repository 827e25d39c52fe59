//! How a rule is looked for: keywords, cheap tests beside the keyword, then a regex in a window.

use crate::rule::Raw;
use regex::bytes::{Regex, RegexBuilder};
use std::ops::Range;
use std::sync::OnceLock;

/// Where and what to match.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Words that have to be there, lower case.
    pub keys: Vec<String>,
    /// Matched against long unbroken runs of letters and digits instead of keywords.
    pub run: bool,
    source: String,
    regex: OnceLock<Option<Regex>>,
    /// The keyword must be there in this very case.
    exact: Vec<bool>,
    /// The spelling of the keywords, as given.
    spelled: Vec<String>,
    back: usize,
    ahead: usize,
    at: Vec<(isize, Kind)>,
    quick: Option<Vec<u8>>,
    /// A token that starts with its keyword: what follows must be unbroken, what precedes no letter.
    token: bool,
    /// Rules with a provider's name beside the value are less sure than those whose token tells by itself.
    pub near: bool,
}

/// A class of bytes, or one byte.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Digit,
    Hex,
    Alnum,
    Byte(u8),
}

impl Kind {
    fn fits(self, byte: u8) -> bool {
        match self {
            Self::Digit => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Byte(b) => b == byte,
        }
    }
}

/// Between a name and its value: the rest of the name, closing quote or bracket, a type, an operator, opening quote.
const ASSIGN: &str = r#"[A-Za-z0-9_. \t-]{0,40}?["'`\])]{0,3}\s{0,3}(?::\s?[A-Za-z&?<>]{1,16}\s{0,2}|[ \t][A-Za-z]{2,12}[ \t]{1,3})?(?:=>|:{1,3}=|[?.+]=|={1,3}|\|\||:|>|,|\()\s{0,8}(?:(?:process\.env|import\.meta\.env|os\.environ|os\.getenv|getenv|env|ENV|System\.getenv|config)[A-Za-z_."'()\[\]-]{0,60}\s{0,2}(?:\|\||\?\?|or|,)\s{0,3})?["'`\\(]{0,4}\s{0,8}"#;

/// After a value.
const END: &str = r#"(?:["'`\s;,)<>\]}&\\|]|$)"#;

impl Shape {
    pub(crate) fn new(raw: &Raw) -> Option<Self> {
        let max = raw.max.unwrap_or(300);
        let near = !raw.near.is_empty();
        let anchored = near && raw.keys.is_none() && raw.back == 0;
        let source = match (&raw.regex, &raw.value) {
            (Some(token), _) => {
                let before = if raw.before { r"(?:^|[^A-Za-z0-9]|\\[nrt]|%[0-9A-Fa-f]{2})" } else { "" };
                let after = if raw.edge { r"(?:[^A-Za-z0-9_-]|\\[nrt]|$)" } else { "" };
                format!("{before}(?P<whole>{token}){after}")
            }
            (None, Some(value)) if near => {
                let names: Vec<String> =
                    raw.near.iter().map(|n| n.replace('.', r"\.").replace('_', "[_. -]?")).collect();
                let start = if anchored { r"\A" } else { "" };
                format!("{start}(?i:{}){ASSIGN}(?P<whole>(?i:{value})){END}", names.join("|"))
            }
            _ => return None,
        };
        let spelled = raw.keys.clone().unwrap_or_else(|| {
            if near { raw.near.iter().flat_map(|n| spellings(n)).collect() } else { literal(raw.regex.as_deref()) }
        });
        if spelled.is_empty() && !raw.run {
            return None;
        }
        let plain = raw.regex.as_deref().unwrap_or_default().replace('\\', "");
        let exact = spelled.iter().map(|k| !near && !plain.contains("(?i") && plain.contains(k.as_str())).collect();
        Some(Self {
            keys: spelled.iter().map(|k| k.to_ascii_lowercase()).collect(),
            run: raw.run,
            source,
            regex: OnceLock::new(),
            exact,
            spelled,
            back: raw.back,
            ahead: raw.ahead.unwrap_or(max),
            at: raw.at.iter().map(|(offset, kind)| (*offset, kind_of(kind))).collect(),
            quick: raw.quick.clone().map(String::into_bytes),
            token: !near && raw.back == 0 && raw.before && raw.edge && raw.keys.is_none(),
            near,
        })
    }

    /// A shape from somebody else's regex: the whole match, or its first group, is the value.
    pub(crate) fn foreign(keys: Vec<String>, regex: &str) -> Self {
        Self {
            keys: keys.iter().map(|k| k.to_ascii_lowercase()).collect(),
            run: false,
            source: format!("(?P<whole>{regex})"),
            regex: OnceLock::new(),
            exact: vec![false; keys.len()],
            spelled: keys,
            back: 200,
            ahead: 2000,
            at: Vec::new(),
            quick: None,
            token: false,
            near: true,
        }
    }

    /// The regex as it runs.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// The value near a keyword hit, if the cheap tests and the regex agree.
    pub(crate) fn find(&self, text: &[u8], key: usize, hit: usize) -> Option<Range<usize>> {
        let word = self.spelled[key].as_bytes();
        if self.exact[key] && text.get(hit..hit + word.len()) != Some(word) {
            return None;
        }
        if self.token && !(starts(text, hit) && unbroken(text, hit + word.len())) {
            return None;
        }
        if !self.at.iter().all(|(offset, kind)| byte_at(text, hit, *offset).is_some_and(|b| kind.fits(b))) {
            return None;
        }
        if let Some(quick) = &self.quick
            && !soon(text, hit, quick)
        {
            return None;
        }
        // Four bytes more than needed on both sides, so that an edge of the window is never taken for an edge of the text.
        let from = if self.near && self.back == 0 { hit } else { hit.saturating_sub(self.back + 4) };
        let to = (hit + self.ahead + 64).min(text.len());
        self.within(text, from..to)
    }

    /// The value in this part of the text.
    pub(crate) fn within(&self, text: &[u8], window: Range<usize>) -> Option<Range<usize>> {
        let regex = self.regex.get_or_init(|| build(&self.source)).as_ref()?;
        let found = regex.captures(&text[window.clone()])?;
        // The innermost group that took part is the value; without one it is the whole token.
        let group = (1..found.len()).rev().find_map(|i| found.get(i)).or_else(|| found.get(0))?;
        Some(window.start + group.start()..window.start + group.end())
    }
}

fn build(source: &str) -> Option<Regex> {
    RegexBuilder::new(source).unicode(false).size_limit(16 << 20).dfa_size_limit(4 << 20).build().ok()
}

fn kind_of(text: &str) -> Kind {
    match text {
        "digit" => Kind::Digit,
        "hex" => Kind::Hex,
        "alnum" => Kind::Alnum,
        other => Kind::Byte(other.as_bytes().first().copied().unwrap_or_default()),
    }
}

/// `new_relic` is written `newrelic`, `new-relic`, `new.relic` as well.
fn spellings(name: &str) -> Vec<String> {
    if !name.contains('_') {
        return vec![name.to_owned()];
    }
    ["_", "-", "", "."].iter().map(|with| name.replace('_', with)).collect()
}

/// The literal start of a regex, if it is long enough to be a keyword.
fn literal(regex: Option<&str>) -> Vec<String> {
    let Some(regex) = regex else { return Vec::new() };
    let mut out = String::new();
    let mut chars = regex.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(escaped) if !escaped.is_ascii_alphanumeric() => out.push(escaped),
                _ => break,
            },
            '[' | '(' | '{' | '|' | '^' | '$' | '.' | '*' => break,
            // What a quantifier follows is not certain to be there.
            '?' | '+' => {
                out.pop();
                break;
            }
            plain => out.push(plain),
        }
    }
    if out.len() >= 3 { vec![out] } else { Vec::new() }
}

fn byte_at(text: &[u8], hit: usize, offset: isize) -> Option<u8> {
    hit.checked_add_signed(offset).and_then(|i| text.get(i)).copied()
}

/// Nothing that belongs to a longer word stands before the token.
fn starts(text: &[u8], hit: usize) -> bool {
    let Some(before) = hit.checked_sub(1).map(|i| text[i]) else { return true };
    !before.is_ascii_alphanumeric()
        || matches!(before, b'n' | b'r' | b't') && hit >= 2 && text[hit - 2] == b'\\'
        || hit >= 3 && text[hit - 3] == b'%'
}

/// The next characters belong to one token.
fn unbroken(text: &[u8], from: usize) -> bool {
    text.len() >= from + 8
        && text[from..from + 8]
            .iter()
            .all(|b| !matches!(b, 0..=b' ' | b'"' | b'\'' | b'<' | b'>' | b'`' | b'(' | b')' | b'*'))
}

/// `what` comes before the next space, in the part of an address that can hold it.
fn soon(text: &[u8], hit: usize, what: &[u8]) -> bool {
    if what == b"@" {
        let Some(start) = text[hit..].windows(3).take(16).position(|w| w == b"://").map(|p| hit + p + 3) else {
            return false;
        };
        let end = (start + 240).min(text.len());
        for byte in &text[start..end] {
            match byte {
                b'@' => return true,
                0..=b' ' | b'"' | b'\'' | b'<' | b'>' | b'`' | b'/' | b'?' | b'#' | b')' => return false,
                _ => {}
            }
        }
        return false;
    }
    let end = (hit + 48).min(text.len());
    text[hit..end].windows(what.len()).take_while(|w| w[0] > b' ').any(|w| w == what)
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn keywords_are_the_literal_start() {
        assert_eq!(literal(Some(r"ghp_[A-Za-z0-9]{36}")), ["ghp_"]);
        assert_eq!(literal(Some(r"amzn\.mws\.[0-9]")), ["amzn.mws."]);
        assert_eq!(literal(Some(r"cal_(?:live_)?x")), ["cal_"]);
        assert!(literal(Some(r"[a-z]{3}")).is_empty());
    }
}
