//! Finding the key of a selector.

use super::Key;
use crate::dns::Dns;
use crate::name::canonical;
use crate::published::{Published, published};

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
    ("pdk1", "Mailgun"),
    ("pdk2", "Mailgun"),
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

/// The name at which a key stands (RFC 6376 §3.6.2.1).
#[must_use]
pub fn key_name(selector: &str, domain: &str) -> String {
    format!("{}._domainkey.{}", canonical(selector), canonical(domain))
}

/// The key of `selector` at `domain`. If there are several records, which one receivers take is chance (RFC 6376
/// §3.6.2.2).
pub async fn lookup<D: Dns>(dns: &D, selector: &str, domain: &str) -> Published<Key> {
    published(dns, &key_name(selector, domain), |_| true, Key::parse).await
}
