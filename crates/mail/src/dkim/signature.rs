//! The `DKIM-Signature` header field (RFC 6376 §3.5): who signed, with which selector, and what was signed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::der;
use crate::Problem;
use crate::name::{canonical, is_mail_domain, is_within};
use crate::problem::{quoted, too_long};
use crate::tags::{self, Tag};

/// What a signature names. The cryptographic parts (`b`, `bh`) are only checked for being base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// `a`: for example `rsa-sha256`.
    pub algorithm: String,
    /// `d`: the domain that signs, in canonical form.
    pub domain: String,
    /// `s`: the selector, in canonical form.
    pub selector: String,
    /// `i`: the identity; `@` and the domain when absent.
    pub identity: String,
    /// `h`: the signed header fields, lower case, in order.
    pub headers: Vec<String>,
    /// `c`, first half: how header fields are compared.
    pub header_form: Canonical,
    /// `c`, second half: how the body is compared.
    pub body_form: Canonical,
    /// `l`: how many bytes of the body are signed; whatever follows can be added by anyone.
    pub body_length: Option<u64>,
    /// `t`: when it was signed, in seconds since 1970.
    pub signed_at: Option<u64>,
    /// `x`: when it expires, in seconds since 1970.
    pub expires_at: Option<u64>,
}

/// How much may change on the way (RFC 6376 §3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Canonical {
    /// Almost nothing.
    #[default]
    Simple,
    /// White space.
    Relaxed,
}

impl Signature {
    /// The signature in the value of a header field, folded or not, or everything that is wrong with it, by position.
    ///
    /// # Errors
    /// One or more problems; receivers ignore such a signature (RFC 6376 §6.1.1).
    pub fn parse(value: &str) -> Result<Self, Vec<Problem>> {
        if let Some(problem) = too_long(value) {
            return Err(vec![problem]);
        }
        let (tags, mut problems) = tags::split(value);
        let mut fields = Fields { tags: &tags, problems: &mut problems, end: value.len() };
        let version = fields.required("v", "v=1");
        fields.check(version, |v| v == "1", "is no version of DKIM signatures, it must be 1");
        for name in ["b", "bh"] {
            let tag = fields.required(name, "a whole signature");
            fields.check(tag, |v| !v.is_empty() && der::base64(v).is_some(), "is no base64, it was cut or changed");
        }
        let algorithm = fields.text("a", "a=rsa-sha256");
        let domain_tag = fields.required("d", "the signing domain");
        fields.check(domain_tag, is_mail_domain, "is no domain, sign with your own");
        let domain = domain_tag.map_or(String::new(), |tag| canonical(tag.value));
        let selector = canonical(&fields.text("s", "the selector"));
        let identity_tag = fields.find("i");
        let of_domain = |i: &str| i.rsplit_once('@').is_some_and(|(_, at)| is_within(at, &domain));
        fields.check(identity_tag, of_domain, "is no identity of the signing domain, drop i=");
        let identity = identity_tag.map_or(format!("@{domain}"), |tag| tag.value.to_owned());
        let headers = fields.headers();
        let (header_form, body_form) = fields.forms();
        let [body_length, signed_at, expires_at] = ["l", "t", "x"].map(|name| fields.number(name));
        problems.sort_by_key(|problem| problem.at.start);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            algorithm,
            domain,
            selector,
            identity,
            headers,
            header_form,
            body_form,
            body_length,
            signed_at,
            expires_at,
        })
    }
}

/// The tags, and where to write down what is wrong with them.
struct Fields<'a, 't> {
    tags: &'a [Tag<'t>],
    problems: &'a mut Vec<Problem>,
    end: usize,
}

impl<'a, 't> Fields<'a, 't> {
    fn find(&self, name: &str) -> Option<&'a Tag<'t>> {
        self.tags.iter().find(|tag| tag.name == name)
    }

    fn required(&mut self, name: &str, what: &str) -> Option<&'a Tag<'t>> {
        let tag = self.find(name);
        if tag.is_none() {
            let message = format!("{name}= is missing, the signer must add {what}");
            self.problems.push(Problem::new(self.end..self.end, message));
        }
        tag
    }

    fn text(&mut self, name: &str, what: &str) -> String {
        let tag = self.required(name, what);
        self.check(tag, |value| !value.is_empty(), "is empty, the signer must fill it in");
        tag.map_or(String::new(), |tag| tag.value.to_owned())
    }

    fn check(&mut self, tag: Option<&Tag<'_>>, good: impl Fn(&str) -> bool, what: &str) {
        if let Some(tag) = tag.filter(|tag| !good(tag.value)) {
            let message = format!("{}= with {} {what}", tag.name, quoted(tag.value));
            self.problems.push(Problem::new(tag.at(), message));
        }
    }

    fn headers(&mut self) -> Vec<String> {
        let tag = self.required("h", "the signed header fields");
        let list = |value: &str| -> Vec<String> { value.split(':').map(|h| h.trim().to_ascii_lowercase()).collect() };
        let has_from = |value: &str| list(value).iter().any(|header| header == "from");
        self.check(tag, has_from, "does not cover From, the signer must sign it");
        tag.map_or(Vec::new(), |tag| list(tag.value))
    }

    fn forms(&mut self) -> (Canonical, Canonical) {
        let form = |name: &str| match name.trim() {
            "simple" => Some(Canonical::Simple),
            "relaxed" => Some(Canonical::Relaxed),
            _ => None,
        };
        let pair = |value: &str| {
            let (header, body) = value.split_once('/').unwrap_or((value, "simple"));
            Some((form(header)?, form(body)?))
        };
        let tag = self.find("c");
        self.check(tag, |value| pair(value).is_some(), "is no canonicalization, use relaxed/relaxed");
        tag.and_then(|tag| pair(tag.value)).unwrap_or_default()
    }

    fn number(&mut self, name: &str) -> Option<u64> {
        let tag = self.find(name)?;
        let number = |value: &str| {
            let digits = value.bytes().all(|b| b.is_ascii_digit());
            if digits { value.parse().ok() } else { None }
        };
        self.check(Some(tag), |value| number(value).is_some(), "is no number, the signer must correct it");
        number(tag.value)
    }
}

/// The values of the `DKIM-Signature` fields of a raw message, in order; at most fifty. Only the header is looked at.
#[must_use]
pub fn signatures(message: &[u8]) -> Vec<String> {
    const MOST: usize = 50;
    const LONGEST_HEADER: usize = 1 << 20;
    let text = String::from_utf8_lossy(&message[..message.len().min(LONGEST_HEADER)]);
    let mut values: Vec<String> = Vec::new();
    let mut inside = false;
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some(last) = values.last_mut().filter(|_| inside) {
                last.push_str("\r\n");
                last.push_str(line);
            }
            continue;
        }
        let field = line.split_once(':').filter(|(name, _)| name.trim_end().eq_ignore_ascii_case("dkim-signature"));
        inside = field.is_some();
        if let Some((_, value)) = field {
            if values.len() == MOST {
                break;
            }
            values.push(value.to_owned());
        }
    }
    values
}
