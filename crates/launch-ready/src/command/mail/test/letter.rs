//! The message that is sent.

use super::super::domain;
use crate::cli::mail_commands::TestArgs;
use crate::error::Error;
use crate::setup;

/// One message to one recipient.
pub struct Letter {
    /// Sender, in the envelope and in From.
    pub from: String,
    /// Recipient.
    pub to: String,
    /// Subject, with a word that no other message has.
    pub subject: String,
    /// Message-ID without its brackets.
    pub id: String,
    /// The whole message with CRLF line ends.
    pub text: String,
}

impl Letter {
    /// From what was typed; the sender from launch.toml if it was not.
    pub fn new(args: &TestArgs) -> Result<Self, Error> {
        let to = mailbox("--to", args.to.as_deref().unwrap_or_default())?;
        let from = match &args.from {
            Some(from) => mailbox("--from", from)?,
            None => match setup::config(None)?.mail.sending.first() {
                Some(domain) => format!("postmaster@{domain}"),
                None => {
                    return Err(Error::Usage(
                        "a sender is missing: give --from ADDR, or name the domain in launch.toml ([mail] sending)"
                            .into(),
                    ));
                }
            },
        };
        let word = probe::nonce();
        let id = format!("{word}@{}", from.rsplit_once('@').map_or("localhost", |(_, domain)| domain));
        let subject = format!("Launch Ready test {word}");
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_string(&jiff::Timestamp::now())
            .map_err(|e| Error::Bug(e.to_string()))?;
        let text = format!(
            "From: <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{id}>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis message was sent by launch-ready mail test, to see whether mail\r\nfrom your domain proves who it is from. It can be deleted.\r\n"
        );
        Ok(Self { from, to, subject, id, text })
    }
}

/// An address that can't carry anything but itself into a command or a header field.
fn mailbox(flag: &str, text: &str) -> Result<String, Error> {
    let wrong = || Error::flag(flag, &model::text::quote(text, 60), "give one address such as ann@acme.example");
    let (local, host) = text.trim().rsplit_once('@').ok_or_else(wrong)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if local.is_empty() || local.len() > 64 || !local.chars().all(plain) {
        return Err(wrong());
    }
    Ok(format!("{local}@{}", domain(host)?))
}
