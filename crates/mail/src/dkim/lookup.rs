//! Finding the key of a selector.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Key;
use crate::Problem;
use crate::dns::Dns;
use crate::name::{can_be_asked, canonical};

/// Selectors that large senders use, and whose they are. A guess: a key found this way informs, and finding none proves
/// nothing, as a selector can have any name. Postmark and Amazon SES make up a new name for each customer.
pub const COMMON_SELECTORS: &[(&str, &str)] = &[
    ("google", "Google Workspace"),
    ("selector1", "Microsoft 365"),
    ("selector2", "Microsoft 365"),
    ("s1", "SendGrid"),
    ("s2", "SendGrid"),
    ("resend", "Resend"),
    ("brevo1", "Brevo"),
    ("brevo2", "Brevo"),
    ("mail", "Brevo and others"),
    ("zoho", "Zoho"),
    ("zmail", "Zoho"),
    ("mx", "Mailgun"),
    ("pic", "Mailgun"),
    ("smtp", "Mailgun"),
    ("k1", "Mailchimp, Mailgun"),
    ("k2", "Mailchimp"),
    ("k3", "Mailchimp"),
    ("pm", "Postmark"),
    ("fm1", "Fastmail"),
    ("fm2", "Fastmail"),
    ("fm3", "Fastmail"),
    ("protonmail", "Proton"),
    ("sig1", "iCloud"),
    ("mailjet", "Mailjet"),
    ("hs1", "HubSpot"),
    ("default", "many"),
    ("dkim", "many"),
];

/// What stands at the name of a selector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Published {
    /// One valid key.
    Key {
        /// The record.
        text: String,
        /// What it says.
        key: Box<Key>,
    },
    /// One record that is no valid key.
    Faulty {
        /// The record.
        text: String,
        /// What is wrong with it.
        problems: Vec<Problem>,
    },
    /// Several records: which one receivers take is chance (RFC 6376 §3.6.2.2).
    Several(Vec<String>),
    /// No TXT record.
    Nothing,
    /// Nobody knows; the text says why.
    NoAnswer(String),
}

/// The name at which a key stands (RFC 6376 §3.6.2.1).
#[must_use]
pub fn key_name(selector: &str, domain: &str) -> String {
    format!("{}._domainkey.{}", canonical(selector), canonical(domain))
}

/// The key of `selector` at `domain`.
pub async fn lookup<D: Dns>(dns: &D, selector: &str, domain: &str) -> Published {
    let name = key_name(selector, domain);
    if !can_be_asked(&name) {
        return Published::Nothing;
    }
    let texts = match dns.txt(&name).await.known() {
        Ok(texts) => texts,
        Err(why) => return Published::NoAnswer(why),
    };
    // No DNS message carries more (RFC 1035 §4.2.2).
    let short = texts.iter().filter(|bytes| bytes.len() <= usize::from(u16::MAX));
    let mut texts: Vec<String> = short.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    match (texts.len(), texts.pop()) {
        (1, Some(text)) => match Key::parse(&text) {
            Ok(key) => Published::Key { text, key: Box::new(key) },
            Err(problems) => Published::Faulty { text, problems },
        },
        (_, Some(last)) => {
            texts.push(last);
            Published::Several(texts)
        }
        (_, None) => Published::Nothing,
    }
}
