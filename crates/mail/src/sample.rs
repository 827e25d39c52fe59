//! What the header of a message tells: who it says it is from, who signed it, and whether it is bulk mail.

use serde::{Deserialize, Serialize};

use crate::dkim::{Signature, signatures};
use crate::name::{canonical, is_mail_domain};

/// The most of a header that is read, in bytes.
const LONGEST_HEADER: usize = 1 << 20;

/// A message that was sent, by its header alone. Nothing in it is verified.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sample {
    /// The domain in From, if there is exactly one address.
    pub from: Option<String>,
    /// The domain in Return-Path, which SPF is about; absent for an empty one.
    pub return_path: Option<String>,
    /// Signing domain and selector of each signature that can be read.
    pub signers: Vec<(String, String)>,
    /// It says that it went to many: `List-Id`, `List-Unsubscribe` or `Precedence: bulk`.
    pub bulk: bool,
    /// It can be unsubscribed from with one click (RFC 8058 §3).
    pub one_click: bool,
}

impl Sample {
    /// The header of a raw message.
    #[must_use]
    pub fn read(message: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&message[..message.len().min(LONGEST_HEADER)]);
        let fields = fields(&text);
        let first = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let has = |name: &str, word: &str| first(name).is_some_and(|v| v.to_ascii_lowercase().contains(word));
        let all = signatures(message);
        let read = all.iter().filter_map(|value| Signature::parse(value).ok());
        Self {
            from: first("from").and_then(domain_of),
            return_path: first("return-path").and_then(domain_of),
            signers: read.map(|s| (s.domain, s.selector)).collect(),
            bulk: first("list-id").is_some() || first("list-unsubscribe").is_some() || has("precedence", "bulk"),
            one_click: has("list-unsubscribe", "<https:") && has("list-unsubscribe-post", "list-unsubscribe=one-click"),
        }
    }
}

/// Fields up to the empty line, unfolded, names in lower case.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim_end().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

/// The domain of the one address in a field.
fn domain_of(value: &str) -> Option<String> {
    let address = match value.rsplit_once('<') {
        Some((_, rest)) => rest.split('>').next()?,
        None => value,
    };
    let (local, domain) = address.trim().rsplit_once('@')?;
    (!local.is_empty() && is_mail_domain(domain)).then(|| canonical(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_up_to_the_empty_line() {
        let text = "Return-Path: <bounce@em.mailer.test>\r\nDKIM-Signature: v=1; a=rsa-sha256; d=acme.example;\r\n\t\
            s=nordic1; h=from; bh=AAAA; b=AAAA\r\nFrom: \"Acme, Billing\" <billing@ACME.example>\r\n\
            List-Unsubscribe: <https://acme.example/u>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n\
            From: other@stranger.test\r\n";
        let sample = Sample::read(text.as_bytes());
        assert_eq!(sample.from.as_deref(), Some("acme.example"));
        assert_eq!(sample.return_path.as_deref(), Some("em.mailer.test"));
        assert_eq!(sample.signers, [("acme.example".to_owned(), "nordic1".to_owned())]);
        assert!(sample.bulk && sample.one_click);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        assert_eq!(Sample::read(b""), Sample::default());
        assert_eq!(Sample::read(b"From: <>\nReturn-Path: <>\n\nFrom: a@b.test"), Sample::default());
        assert_eq!(Sample::read(&[0xff; 4096]), Sample::default());
    }
}
