//! Large mail services, recognised from MX and SPF, and where their DKIM keys come from.
//!
//! Compared with set-up guides, or with records that customers published, in stored copies of public pages (November 2026):
//! the selectors and kinds of record of all nine, Google's path through its console, and the names in MX and SPF of
//! Microsoft, Zoho, Postmark and Mailgun. The other names and paths are from memory. Consoles change without notice and
//! none was tried. So these may inform and never decide. Each way to recognise one has a case in `tests/provider.rs`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::name::{canonical, is_within};

/// A mail service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Provider {
    /// Its name.
    pub name: &'static str,
    /// Domains below which the mail servers of its customers lie.
    pub mx: &'static [&'static str],
    /// Names that its customers include in SPF.
    pub spf: &'static [&'static str],
    /// The DKIM selectors it uses; empty if each customer gets names of its own.
    pub selectors: &'static [&'static str],
    /// How to get the DKIM records; lower case, no full stop.
    pub dkim: &'static str,
}

/// The services known here.
pub const PROVIDERS: &[Provider] = &[
    Provider {
        name: "Google Workspace",
        mx: &["google.com", "googlemail.com"],
        spf: &["_spf.google.com"],
        selectors: &["google"],
        dkim: "in the Admin console open Apps, Google Workspace, Gmail, Authenticate email, generate a 2048-bit key, publish it as TXT at the name it shows (google._domainkey unless you chose another), then press Start authentication",
    },
    Provider {
        name: "Microsoft 365",
        mx: &["mail.protection.outlook.com", "mx.microsoft"],
        spf: &["spf.protection.outlook.com"],
        selectors: &["selector1", "selector2"],
        dkim: "in security.microsoft.com open Email authentication settings, DKIM, choose the domain, publish the two CNAME records it shows at selector1._domainkey and selector2._domainkey, then enable signing",
    },
    Provider {
        name: "Postmark",
        mx: &["inbound.postmarkapp.com"],
        spf: &["spf.mtasv.net"],
        selectors: &[],
        dkim: "in Sender Signatures open the DNS settings of the domain, publish the DKIM record it shows (the selector is of your own) and the CNAME pm-bounces to pm.mtasv.net, then press Verify",
    },
    Provider {
        name: "SendGrid",
        mx: &["mx.sendgrid.net"],
        spf: &["sendgrid.net"],
        selectors: &["s1", "s2"],
        dkim: "in Settings, Sender Authentication authenticate the domain with automated security, publish the CNAME records it shows at s1._domainkey and s2._domainkey, then press Verify",
    },
    Provider {
        name: "Amazon SES",
        mx: &["amazonses.com"],
        spf: &["amazonses.com"],
        selectors: &[],
        dkim: "in the SES console open Identities, the domain, Authentication, choose Easy DKIM with 2048 bits and publish the three CNAME records it shows (TOKEN._domainkey to TOKEN.dkim.amazonses.com)",
    },
    Provider {
        name: "Mailgun",
        mx: &["mailgun.org"],
        spf: &["mailgun.org"],
        selectors: &["pdk1", "pdk2", "mx", "pic", "smtp", "k1"],
        dkim: "in Sending, Domains open the DNS records of the domain, publish the records it shows below _domainkey (pdk1 and pdk2 as CNAME, or one TXT), then press Verify",
    },
    Provider {
        name: "Resend",
        // It sends through SES, from a subdomain; MX and SPF don't tell it from other customers of SES.
        mx: &[],
        spf: &[],
        selectors: &["resend"],
        dkim: "in Domains open the domain, publish the record it shows at resend._domainkey, then press Verify",
    },
    Provider {
        name: "Brevo",
        mx: &[],
        spf: &["spf.brevo.com", "spf.sendinblue.com"],
        selectors: &["brevo1", "brevo2", "mail"],
        dkim: "in Senders, Domains and Dedicated IPs authenticate the domain and publish the CNAME records it shows at brevo1._domainkey and brevo2._domainkey (older accounts: mail._domainkey)",
    },
    Provider {
        name: "Zoho",
        mx: &["zoho.com", "zoho.eu", "zoho.in", "zoho.com.au", "zoho.jp"],
        spf: &["zoho.com", "zohomail.com", "zoho.eu", "zohomail.eu", "one.zoho.com", "zoho.in", "zohomail.in"],
        selectors: &["zmail", "zoho"],
        dkim: "in the Admin Console open Domains, the domain, Email configuration, DKIM, add a selector, publish the TXT record it shows, then press Verify",
    },
];

/// The services that the mail servers `mx` and the SPF targets `includes` belong to, in the order of [`PROVIDERS`].
#[must_use]
pub fn recognized(mx: &[String], includes: &[String]) -> Vec<&'static Provider> {
    let receives = |provider: &Provider| mx.iter().any(|host| provider.mx.iter().any(|domain| is_within(host, domain)));
    let sends = |provider: &Provider| includes.iter().any(|name| provider.spf.contains(&canonical(name).as_str()));
    PROVIDERS.iter().filter(|provider| receives(provider) || sends(provider)).collect()
}

/// The service that most likely uses a DKIM selector, if one of them always does.
#[must_use]
pub fn of_selector(selector: &str) -> Option<&'static Provider> {
    // Names that anyone could choose prove nothing.
    const COMMON: [&str; 6] = ["mail", "mx", "smtp", "k1", "s1", "s2"];
    let selector = canonical(selector);
    let known = |provider: &&Provider| provider.selectors.contains(&selector.as_str());
    PROVIDERS.iter().filter(|_| !COMMON.contains(&selector.as_str())).find(known)
}
