//! Flags that name what nobody can find out from outside: the DKIM selectors in use.

use crate::error::Error;
use clap::Args;
use model::{Declared, Name};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The header of a message is far below, and no more is read.
const LONGEST_HEADER: u64 = 1 << 20;

/// What is known of mail.
#[derive(Debug, Args)]
#[command(next_help_heading = "Mail")]
pub struct MailFlags {
    /// A DKIM selector in use, what stands before ._domainkey (repeatable)
    #[arg(long, value_name = "NAME")]
    pub dkim_selector: Vec<String>,
    /// Learn selectors from a message that the domain sent, saved with its header (.eml)
    #[arg(long, value_name = "FILE")]
    pub mail_sample: Option<PathBuf>,
}

impl MailFlags {
    /// Adds the selectors to what is declared.
    pub fn declare(&self, declared: &mut Declared) -> Result<(), Error> {
        let mut selectors = Vec::new();
        for text in &self.dkim_selector {
            let help = "give what stands before ._domainkey, such as google";
            selectors.push(selector(text).ok_or_else(|| Error::flag("--dkim-selector", text, help))?);
        }
        if let Some(file) = &self.mail_sample {
            selectors.extend(learned(file, declared)?);
        }
        for selector in selectors {
            if !declared.selectors.contains(&selector) {
                declared.selectors.push(selector);
            }
        }
        Ok(())
    }
}

/// Dots are allowed inside (RFC 6376 §3.1).
fn selector(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.').trim_end_matches("._domainkey");
    Name::parse(text).ok().map(|name| name.to_string())
}

/// Selectors of the signatures that the target's own domains made.
fn learned(file: &Path, declared: &Declared) -> Result<Vec<String>, Error> {
    let mut message = Vec::new();
    let opened = std::fs::File::open(file).map_err(Error::file(file))?;
    opened.take(LONGEST_HEADER).read_to_end(&mut message).map_err(Error::file(file))?;
    let own = own_selectors(&message, declared);
    if own.is_empty() {
        return Err(Error::Usage(format!(
            "{}: no DKIM signature of {} is in its header; save the whole message, as the recipient got it",
            file.display(),
            declared.domain.as_ref().map_or(declared.host.as_str(), Name::as_str)
        )));
    }
    Ok(own)
}

fn own_selectors(message: &[u8], declared: &Declared) -> Vec<String> {
    let values = mail::dkim::signatures(message);
    let signatures = values.iter().filter_map(|value| mail::dkim::Signature::parse(value).ok());
    let ours = |domain: &str| {
        let domain = Name::parse(domain).ok();
        let mut own = declared.domain.iter().chain(&declared.sending);
        domain.is_some_and(|d| own.any(|o| d.is_under(o)))
    };
    signatures.filter(|s| ours(&s.domain)).filter_map(|s| selector(&s.selector)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SIGNED: &str = "Received: from mx\r\nDKIM-Signature: v=1; a=rsa-sha256; d=acme.example; s=nordic1;\r\n\
        \th=from:to; bh=AAAA; b=AAAA\r\nDKIM-Signature: v=1; a=rsa-sha256; d=sendgrid.net; s=smtpapi; h=from; bh=AAAA;\r\n\
        \tb=AAAA\r\nFrom: billing@acme.example\r\n\r\nHello\r\n";

    #[test]
    fn selectors_are_learned_from_signatures_of_the_domain_alone() {
        let declared = Declared::from_target(&model::Target::parse("acme.example").unwrap());
        assert_eq!(own_selectors(SIGNED.as_bytes(), &declared), ["nordic1"]);
        assert!(own_selectors(b"From: x@acme.example\r\n\r\n", &declared).is_empty());
    }

    #[test]
    fn a_selector_is_read_as_it_is_copied() {
        assert_eq!(selector("google._domainkey").as_deref(), Some("google"));
        assert_eq!(selector(" S1. ").as_deref(), Some("s1"));
        assert_eq!(selector("a.b").as_deref(), Some("a.b"));
        assert_eq!(selector("a b"), None);
    }
}
