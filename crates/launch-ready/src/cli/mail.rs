//! Flags that name what nobody can find out from outside: the DKIM selectors in use, and a message that was sent.

use crate::error::Error;
use clap::Args;
use mail::Sample;
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
    /// A message that the domain sent, as its recipient got it (.eml): selectors and alignment are read from its header
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
            let sample = read(file)?;
            selectors.extend(own_selectors(&sample, declared));
            declared.sample = Some(sample);
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

/// The header of a saved message.
fn read(file: &Path) -> Result<Sample, Error> {
    let mut message = Vec::new();
    let opened = std::fs::File::open(file).map_err(Error::file(file))?;
    opened.take(LONGEST_HEADER).read_to_end(&mut message).map_err(Error::file(file))?;
    let sample = Sample::read(&message);
    if sample.from.is_none() {
        let help = "it has no From with one address; save the whole message, as the recipient got it";
        return Err(Error::Usage(format!("{}: {help}", file.display())));
    }
    Ok(sample)
}

/// Selectors of the signatures that the target's own domains made.
fn own_selectors(sample: &Sample, declared: &Declared) -> Vec<String> {
    let ours = |domain: &str| {
        let mut own = declared.domain.iter().chain(&declared.sending);
        Name::parse(domain).is_ok_and(|d| own.any(|o| d.is_under(o)))
    };
    sample.signers.iter().filter(|(domain, _)| ours(domain)).filter_map(|(_, s)| selector(s)).collect()
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
        assert_eq!(own_selectors(&Sample::read(SIGNED.as_bytes()), &declared), ["nordic1"]);
        assert!(own_selectors(&Sample::default(), &declared).is_empty());
    }

    #[test]
    fn a_selector_is_read_as_it_is_copied() {
        assert_eq!(selector("google._domainkey").as_deref(), Some("google"));
        assert_eq!(selector(" S1. ").as_deref(), Some("s1"));
        assert_eq!(selector("a.b").as_deref(), Some("a.b"));
        assert_eq!(selector("a b"), None);
    }
}
