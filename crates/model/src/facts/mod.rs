//! Typed observations. Adding a fact: a struct in one of these files and one line in `facts!` below.

mod dns;
mod edge;
mod exposure;
mod inside;
mod mail;
mod mail_server;
mod surface;
mod tls;
mod web;

pub use dns::*;
pub use edge::*;
pub use exposure::*;
pub use inside::*;
pub use mail::*;
pub use mail_server::*;
pub use surface::*;
pub use tls::*;
pub use web::*;

use crate::subject::SubjectKind;
use serde::{Deserialize, Serialize};

/// A type of fact: which kind it has and what it is about.
pub trait FactType: Clone + Send + Sync + Sized + 'static {
    /// Its kind.
    const KIND: FactKind;
    /// The kind of subject it is gathered for.
    const SUBJECT: SubjectKind;
    /// The value inside the enum, if it is of this kind.
    fn of(fact: &Fact) -> Option<&Self>;
    /// The value as enum.
    fn into_fact(self) -> Fact;
}

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident($subject:ident)),* $(,)?) => {
        /// The kinds of facts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FactKind { $($(#[$doc])* $name),* }

        impl FactKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The kind of subject that such a fact is about.
            #[must_use]
            pub fn subject(self) -> SubjectKind {
                match self { $(Self::$name => SubjectKind::$subject),* }
            }
        }

        /// One observation of one subject.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "fact", rename_all = "snake_case")]
        pub enum Fact { $($(#[$doc])* $name($name)),* }

        impl Fact {
            /// Its kind.
            #[must_use]
            pub fn kind(&self) -> FactKind {
                match self { $(Self::$name(_) => FactKind::$name),* }
            }
        }

        $(impl FactType for $name {
            const KIND: FactKind = FactKind::$name;
            const SUBJECT: SubjectKind = SubjectKind::$subject;
            fn of(fact: &Fact) -> Option<&Self> {
                match fact { Fact::$name(value) => Some(value), _ => None }
            }
            fn into_fact(self) -> Fact { Fact::$name(self) }
        })*
    };
}

facts! {
    /// Who registered the domain and until when (RDAP).
    Registration(Domain),
    /// The name servers of the domain, each asked.
    Delegation(Domain),
    /// The zone as its parent and each server tell it.
    NameServers(Domain),
    /// What an invented name below the domain gives.
    Wildcard(Domain),
    /// Signatures of the domain.
    Dnssec(Domain),
    /// Whether name servers hand out the whole zone.
    Transfers(Domain),
    /// Parts of the zone that others serve.
    Subzones(Domain),
    /// Where a host name points.
    Addresses(Host),
    /// What several resolvers say of a host.
    ResolverAnswers(Host),
    /// Which certificate authorities may issue for a host.
    Caa(Host),
    /// HTTPS records of a host.
    HttpsRecords(Host),
    /// Whether a host whose alias leads to a hosting platform is still claimed there.
    Claim(Host),
    /// Whether ports 80 and 443 accept connections.
    Ports(Host),
    /// The TLS session and certificate of a host.
    Tls(Host),
    /// Which old versions and weak suites a host accepts.
    TlsOffers(Host),
    /// Whether the clock of a host is right.
    Clock(Host),
    /// TLSA records of a host.
    Dane(Host),
    /// Where a site sends its visitors.
    Redirects(Site),
    /// One page: answer, headers, cookies, what its HTML holds.
    Page(Page),
    /// How a page answers to foreign origins.
    Cors(Page),
    /// Whether a shared cache keeps a page.
    SharedCache(Page),
    /// Files that should not be served.
    Exposed(Site),
    /// Doors to administration.
    Doors(Site),
    /// Where mail for the domain goes.
    Mx(MailDomain),
    /// Domains that mail rests on.
    MailNames(MailDomain),
    /// The SPF records of the domain.
    Spf(MailDomain),
    /// The DMARC records that govern the domain.
    Dmarc(MailDomain),
    /// Everything that the SPF record leads to.
    SpfTree(MailDomain),
    /// Which DMARC policy applies, and whether its reports arrive.
    DmarcWalk(MailDomain),
    /// DKIM keys.
    DkimKeys(MailDomain),
    /// The announcement of an MTA-STS policy.
    MtaSts(MailDomain),
    /// The MTA-STS policy file.
    MtaStsPolicy(MailDomain),
    /// Where senders report that TLS failed.
    TlsReports(MailDomain),
    /// Addresses that send, and their names.
    SendingAddresses(MailDomain),
    /// A message that was given.
    MailSample(MailDomain),
    /// Where the name of a mail server leads.
    MailHost(MailServer),
    /// How a mail server speaks to senders.
    Smtp(MailServer),
    /// Whether a mail server passes on mail of strangers.
    MailRelay(MailServer),
    /// What paths of a site get that nobody knows.
    Nowhere(Site),
    /// What the front page of a site leads to on its own host.
    Crawl(Site),
    /// robots.txt and security.txt of a site.
    WellKnown(Site),
    /// A health endpoint of a site.
    Health(Site),
    /// What a site makes of names that are not its own.
    ForeignNames(Site),
    /// The environment variables of a repository.
    Variables(Repository),
    /// The front page of a host over IPv4 and IPv6.
    Families(Host),
    /// Servers behind an edge that answer past it.
    Origins(Domain),
    /// Declared webhooks and log-in callbacks of a site.
    Callbacks(Site),
    /// Addresses of a site that send visitors on to where the address says.
    Returns(Site),
}
