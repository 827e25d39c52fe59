//! One gatherer for each kind of fact; the file is named after what it looks at.

mod addresses;
mod caa;
mod cache;
mod callbacks;
mod claim;
mod clock;
mod cors;
mod crawl;
mod dane;
mod delegation;
mod dnssec;
mod domain_state;
mod doors;
mod exposed;
mod families;
mod foreign;
mod https_records;
mod mail;
mod mail_auth;
mod mail_names;
pub(crate) mod mail_servers;
mod name_servers;
mod nowhere;
mod offers;
mod origins;
mod pages;
mod places;
mod ports;
mod proof;
mod redirects;
mod registration;
mod resolvers;
mod returns;
mod staged;
mod subzones;
pub(crate) mod tls;
mod transfers;
mod wellknown;
mod wildcard;

use crate::look::Look;
use model::facts::{self, FactKind};
use model::{Level, Origin, Seen, Subject, Unknown, Why};
use url::Url;

/// Gathers one kind of fact of one subject.
pub(crate) async fn kind(look: &Look, kind: FactKind, subject: &Subject) {
    macro_rules! gather {
        ($($name:ident),*) => {
            match kind {
                $(FactKind::$name => drop(look.get::<facts::$name>(subject).await),)*
                // What a repository holds is read by the crate `inside`; no such subject is announced here.
                FactKind::Variables => {}
            }
        };
    }
    gather!(
        Registration,
        Delegation,
        NameServers,
        Wildcard,
        ResolverAnswers,
        Dnssec,
        Transfers,
        Subzones,
        HttpsRecords,
        MailNames,
        Addresses,
        Caa,
        Claim,
        Ports,
        Tls,
        TlsOffers,
        Clock,
        Dane,
        Redirects,
        Page,
        Cors,
        SharedCache,
        Exposed,
        Doors,
        Mx,
        Spf,
        Dmarc,
        SpfTree,
        DmarcWalk,
        DkimKeys,
        MtaSts,
        MtaStsPolicy,
        TlsReports,
        SendingAddresses,
        MailSample,
        MailHost,
        Smtp,
        MailRelay,
        Nowhere,
        Crawl,
        WellKnown,
        Health,
        ForeignNames,
        Families,
        Origins,
        Callbacks,
        Returns
    );
}

/// The subject's name in DNS.
fn name_of(subject: &Subject) -> Seen<model::Name> {
    subject.dns_name().ok_or_else(|| Unknown::new(Why::Bug, format!("{subject} is no name")))
}

/// The origin of a site or page.
fn origin_of(subject: &Subject) -> Seen<Origin> {
    subject.origin().ok_or_else(|| Unknown::new(Why::Bug, format!("{subject} is no web address")))
}

/// An address on an origin.
fn url(origin: &Origin, path: &str) -> Seen<Url> {
    Url::parse(&format!("{origin}{path}")).map_err(|e| Unknown::new(Why::Bug, format!("{origin}{path}: {e}")))
}

impl Look {
    /// Stops a gatherer that needs a closer look than was allowed.
    fn needs_level(&self, level: Level) -> Result<(), Unknown> {
        if self.plan.limits.level < level {
            return Err(Unknown::new(Why::LevelTooLow, format!("this needs --level {}", level.word())));
        }
        // Decision 7: what could disturb goes only to what the user declared as their own.
        if level == Level::Active && !self.plan.declared.owned {
            return Err(Unknown::new(Why::LevelTooLow, "this needs owned = true under [domain] in launch.toml"));
        }
        Ok(())
    }
}
