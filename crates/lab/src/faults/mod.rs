//! Faults that can be planted in a world, and by hand what each must be found as (decision 24).

mod plant;
mod plant_dns;

use model::SubjectKind;

/// A fault. Planted alone in [`World::fixed`](crate::World::fixed), it gives exactly the row of its [`Planted`] entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// The registration ends in twelve days.
    RegistrationExpiresSoon,
    /// The apex has no address.
    DoesNotResolve,
    /// `www` does not exist.
    WwwMissing,
    /// `old`, linked from the home page, leads to a Heroku app that is gone.
    DanglingHeroku,
    /// `old`, linked from the home page, leads to a name that does not exist.
    DanglingNoSuchName,
    /// The second name server answers without authority.
    LameServer,
    /// The second name server does not answer at all.
    SilentServer,
    /// One name server is left.
    OneNameServer,
    /// `admin` points to an address inside a private network.
    PrivateAddress,
    /// CAA allows another authority than the one that issued.
    CaaForbidsIssuer,
    /// The registration has no transfer lock.
    TransferUnlocked,
    /// The zone lists a server that the registrar does not know.
    ParentDiffers,
    /// The registry gives an old address of the second server.
    GlueWrong,
    /// The second server is three versions behind.
    StaleServer,
    /// The second server gives an old address.
    AnswersDiffer,
    /// The second server has an alias for a name.
    NameServerAlias,
    /// The second server has a private address as well.
    NameServerPrivate,
    /// Both servers stand in one network.
    OneNetwork,
    /// The second server answers over UDP only.
    NoTcp,
    /// The second server does not know EDNS.
    WithoutEdns,
    /// The second server looks names up for anybody.
    OpenRecursion,
    /// The domain itself has an alias beside its addresses.
    ApexAlias,
    /// Any name below the domain leads to the home page.
    WildcardName,
    /// The mail servers are kept for a week.
    TtlExtreme,
    /// A missing name stays missing for a day.
    NegativeTtlLong,
    /// The other servers give up after an hour.
    SoaTimers,
    /// No CAA record.
    CaaMissing,
    /// A critical CAA record with a tag that nobody knows.
    CaaInvalid,
    /// The apex has no IPv6 address.
    Ipv6Missing,
    /// Nobody listens at the IPv6 address of `docs`.
    Ipv6Dead,
    /// The HTTPS record of `docs` names an old address.
    HttpsRecordWrong,
    /// A third mail server lies in a domain that nobody owns.
    DanglingMailName,
    /// The signatures of the domain do not verify.
    DnssecBogus,
    /// The registrar holds the fingerprint of the key before.
    DsMismatch,
    /// A key of the zone has 1024 bits.
    DnssecWeak,
    /// A signature of the zone ends tomorrow.
    SignatureEnding,
    /// The domain is not signed.
    DnssecUnsigned,
    /// Nothing answers on the addresses of the apex.
    NotAnswering,
    /// One of two addresses of `docs` is dead.
    OneAddressDead,
    /// The front page of the app is an error.
    ServerError,
    /// `docs` redirects in a circle.
    RedirectLoop,
    /// Plain http of `docs` stays plain.
    HttpNotHttps,
    /// `docs` leads from https to http.
    Downgrade,
    /// `docs` leads to https with 302.
    NotPermanent,
    /// `docs` leads every address to its front page.
    PathLost,
    /// `docs` needs many hops.
    TooManyHops,
    /// `www` serves the home page itself.
    TwoHomes,
    /// Port 443 of `docs` speaks plain http.
    HandshakeFails,
    /// The certificate of the app expired yesterday.
    Expired,
    /// The certificate of the app has five days left.
    ExpiresVerySoon,
    /// The certificate of the app has eighteen days left.
    ExpiresSoon,
    /// The certificate of `docs` begins in two days.
    NotYetValid,
    /// The certificate of `docs` is for another name.
    WrongHost,
    /// The certificate of `docs` signed itself.
    SelfSigned,
    /// The certificate of `docs` comes from an authority that nobody knows.
    UnknownIssuer,
    /// `api` leaves its intermediate certificate out.
    ChainIncomplete,
    /// `docs` accepts TLS 1.0.
    LegacyProtocol,
    /// `docs` accepts RC4.
    BrokenCipher,
    /// `docs` accepts 3DES.
    WeakCipher,
    /// `docs` accepts key exchange without forward secrecy.
    StaticRsa,
    /// `docs` knows nothing but RSA key exchange.
    NoModernSuite,
    /// `docs` compresses inside TLS.
    Compression,
    /// `docs` speaks TLS 1.2 alone.
    NoTls13,
    /// The key of `docs` has 1024 bits.
    WeakKey,
    /// `docs` sends a certificate that is signed with SHA-1.
    WeakSignature,
    /// The certificate of `docs` is valid for a year.
    LifetimeTooLong,
    /// The certificate of `docs` carries one timestamp.
    TooFewTimestamps,
    /// The certificate of `docs` demands a staple that is not sent.
    StapleMissing,
    /// `docs` sends its root before its intermediate.
    ChainDisorder,
    /// The second address of `docs` serves an older certificate with another name in it.
    AddressesDiffer,
    /// The clock of `docs` is ten minutes fast.
    ClockWrong,
    /// A TLSA record of `docs` holds the key before last.
    DaneMismatch,
    /// The app sends no Strict-Transport-Security.
    HstsMissing,
    /// The app's Strict-Transport-Security lasts an hour.
    HstsShort,
    /// The app sends no X-Content-Type-Options.
    NosniffMissing,
    /// The app sends no Content-Security-Policy.
    CspMissing,
    /// The app may be shown in frames of others.
    Frameable,
    /// The API lets any origin read with credentials.
    CorsAnyOrigin,
    /// The app tells the version of its server.
    VersionDisclosed,
    /// The home page sets a cookie without `Secure`.
    CookieNotSecure,
    /// The session cookie of the app lacks `HttpOnly`.
    CookieNotHttpOnly,
    /// The home page loads a script over plain http.
    InsecureResource,
    /// The home page's host serves its `.env`.
    EnvFile,
    /// `docs` serves its `.git`.
    GitFolder,
    /// The app serves a database dump.
    DatabaseDump,
    /// `docs` shows the page of a fresh nginx.
    DefaultPage,
    /// The app's administration is open to everybody.
    AdminOpen,
    /// `staging` asks for no password.
    StagingOpen,
    /// The app sends passwords over plain http.
    LoginOverHttp,
    /// The account page is kept by a shared cache.
    PrivatePageShared,
    /// No DMARC record.
    DmarcMissing,
    /// Two DMARC records.
    DmarcSeveral,
    /// DMARC asks for nothing.
    DmarcNotEnforced,
    /// No SPF record.
    SpfMissing,
    /// Two SPF records.
    SpfSeveral,
    /// An SPF record that can't be read.
    SpfSyntax,
    /// SPF lets everybody send.
    SpfAllowsEveryone,
    /// SPF leaves everybody else undecided.
    SpfOpenEnded,
    /// No MX record.
    NoMx,
}

/// What a planted fault must be found as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planted {
    /// The fault.
    pub fault: Fault,
    /// Id of the check.
    pub check: &'static str,
    /// Kind of the subject of the row.
    pub subject_kind: SubjectKind,
    /// Name of the subject.
    pub subject: &'static str,
    /// Key of the finding; empty where a row can have one finding only.
    pub key: &'static str,
}

const fn row(
    fault: Fault,
    check: &'static str,
    subject_kind: SubjectKind,
    subject: &'static str,
    key: &'static str,
) -> Planted {
    Planted { fault, check, subject_kind, subject, key }
}

use Fault as F;
use SubjectKind::{Domain, Host, MailDomain, Page, Site};

const APEX: &str = "acme.example";
const APP: &str = "app.acme.example";
const DOCS: &str = "docs.acme.example";
const APP_HOME: &str = "https://app.acme.example/";
const HOME: &str = "https://acme.example/";

/// Every fault and its row.
pub const FAULTS: &[Planted] = &[
    row(F::RegistrationExpiresSoon, "registration/expires-soon", Domain, APEX, ""),
    row(F::DoesNotResolve, "dns/does-not-resolve", Host, APEX, ""),
    row(F::WwwMissing, "dns/www-missing", Domain, APEX, ""),
    row(F::DanglingHeroku, "dns/dangling-cname", Host, "old.acme.example", ""),
    row(F::DanglingNoSuchName, "dns/dangling-cname", Host, "old.acme.example", ""),
    row(F::LameServer, "dns/lame-server", Domain, APEX, "ns2.nordic-dns.example"),
    row(F::SilentServer, "dns/lame-server", Domain, APEX, "ns2.nordic-dns.example"),
    row(F::OneNameServer, "dns/one-name-server", Domain, APEX, ""),
    row(F::PrivateAddress, "dns/private-address", Host, "admin.acme.example", ""),
    row(F::CaaForbidsIssuer, "dns/caa-forbids-issuer", Host, DOCS, ""),
    row(F::TransferUnlocked, "registration/transfer-unlocked", Domain, APEX, ""),
    row(F::ParentDiffers, "dns/parent-differs", Domain, APEX, ""),
    row(F::GlueWrong, "dns/glue-wrong", Domain, APEX, ""),
    row(F::StaleServer, "dns/soa-differs", Domain, APEX, ""),
    row(F::AnswersDiffer, "dns/answers-differ", Domain, APEX, ""),
    row(F::NameServerAlias, "dns/name-server-alias", Domain, APEX, "ns9.nordic-dns.example"),
    row(F::NameServerPrivate, "dns/name-server-private", Domain, APEX, "ns2.nordic-dns.example"),
    row(F::OneNetwork, "dns/one-network", Domain, APEX, ""),
    row(F::NoTcp, "dns/no-tcp", Domain, APEX, "ns2.nordic-dns.example"),
    row(F::WithoutEdns, "dns/edns-broken", Domain, APEX, "ns2.nordic-dns.example"),
    row(F::OpenRecursion, "dns/open-recursion", Domain, APEX, "ns2.nordic-dns.example"),
    row(F::ApexAlias, "dns/apex-alias", Domain, APEX, ""),
    row(F::WildcardName, "dns/wildcard", Domain, APEX, ""),
    row(F::TtlExtreme, "dns/ttl-extreme", Domain, APEX, ""),
    row(F::NegativeTtlLong, "dns/negative-ttl-long", Domain, APEX, ""),
    row(F::SoaTimers, "dns/soa-timers", Domain, APEX, ""),
    row(F::CaaMissing, "dns/caa-missing", Domain, APEX, ""),
    row(F::CaaInvalid, "dns/caa-invalid", Domain, APEX, ""),
    row(F::Ipv6Missing, "dns/ipv6-missing", Host, APEX, ""),
    row(F::Ipv6Dead, "dns/ipv6-dead", Host, DOCS, ""),
    row(F::HttpsRecordWrong, "dns/https-record-wrong", Host, DOCS, ""),
    row(F::DanglingMailName, "dns/dangling-mail-name", MailDomain, APEX, "given-up-mail.example"),
    row(F::DnssecBogus, "dnssec/bogus", Domain, APEX, ""),
    row(F::DsMismatch, "dnssec/ds-mismatch", Domain, APEX, ""),
    row(F::DnssecWeak, "dnssec/weak-algorithm", Domain, APEX, ""),
    row(F::SignatureEnding, "dnssec/signature-ending", Domain, APEX, ""),
    row(F::DnssecUnsigned, "dnssec/unsigned", Domain, APEX, ""),
    row(F::NotAnswering, "reach/not-answering", Host, APEX, ""),
    row(F::OneAddressDead, "reach/not-answering", Host, DOCS, ""),
    row(F::ServerError, "reach/server-error", Page, APP_HOME, ""),
    row(F::RedirectLoop, "redirect/loop", Site, "https://docs.acme.example", ""),
    row(F::HttpNotHttps, "redirect/http-not-https", Host, DOCS, ""),
    row(F::Downgrade, "redirect/downgrade", Site, "https://docs.acme.example", ""),
    row(F::NotPermanent, "redirect/not-permanent", Site, "http://docs.acme.example", ""),
    row(F::PathLost, "redirect/path-lost", Site, "http://docs.acme.example", ""),
    row(F::TooManyHops, "redirect/too-many-hops", Site, "https://docs.acme.example", ""),
    row(F::TwoHomes, "redirect/two-homes", Domain, APEX, ""),
    row(F::HandshakeFails, "tls/handshake-fails", Host, DOCS, ""),
    row(F::Expired, "tls/expired", Host, APP, ""),
    row(F::ExpiresVerySoon, "tls/expires-very-soon", Host, APP, ""),
    row(F::ExpiresSoon, "tls/expires-soon", Host, APP, ""),
    row(F::NotYetValid, "tls/not-yet-valid", Host, DOCS, ""),
    row(F::WrongHost, "tls/wrong-host", Host, DOCS, ""),
    row(F::SelfSigned, "tls/untrusted", Host, DOCS, ""),
    row(F::UnknownIssuer, "tls/untrusted", Host, DOCS, ""),
    row(F::ChainIncomplete, "tls/chain-incomplete", Host, "api.acme.example", ""),
    row(F::LegacyProtocol, "tls/legacy-protocol", Host, DOCS, ""),
    row(F::BrokenCipher, "tls/broken-cipher", Host, DOCS, ""),
    row(F::WeakCipher, "tls/weak-cipher", Host, DOCS, ""),
    row(F::StaticRsa, "tls/static-rsa", Host, DOCS, ""),
    row(F::NoModernSuite, "tls/no-modern-suite", Host, DOCS, ""),
    row(F::Compression, "tls/compression", Host, DOCS, ""),
    row(F::NoTls13, "tls/no-tls13", Host, DOCS, ""),
    row(F::WeakKey, "tls/weak-key", Host, DOCS, ""),
    row(F::WeakSignature, "tls/weak-signature", Host, DOCS, ""),
    row(F::LifetimeTooLong, "tls/lifetime-too-long", Host, DOCS, ""),
    row(F::TooFewTimestamps, "tls/too-few-timestamps", Host, DOCS, ""),
    row(F::StapleMissing, "tls/staple-missing", Host, DOCS, ""),
    row(F::ChainDisorder, "tls/chain-disorder", Host, DOCS, ""),
    row(F::AddressesDiffer, "tls/addresses-differ", Host, DOCS, ""),
    row(F::ClockWrong, "tls/clock-wrong", Host, DOCS, ""),
    row(F::DaneMismatch, "tls/dane-mismatch", Host, DOCS, ""),
    row(F::HstsMissing, "header/hsts-missing", Page, APP_HOME, ""),
    row(F::HstsShort, "header/hsts-short", Page, APP_HOME, ""),
    row(F::NosniffMissing, "header/nosniff-missing", Page, APP_HOME, ""),
    row(F::CspMissing, "header/csp-missing", Page, APP_HOME, ""),
    row(F::Frameable, "header/frameable", Page, APP_HOME, ""),
    row(F::CorsAnyOrigin, "header/cors-any-origin", Page, "https://api.acme.example/", ""),
    row(F::VersionDisclosed, "header/version-disclosed", Page, APP_HOME, "server"),
    row(F::CookieNotSecure, "cookie/not-secure", Page, HOME, "acme_lang"),
    row(F::CookieNotHttpOnly, "cookie/not-httponly", Page, APP_HOME, "acme_session"),
    row(F::InsecureResource, "content/insecure-resource", Page, HOME, "http://cdn.statuspark.example/chat.js"),
    row(F::EnvFile, "exposure/env-file", Site, "https://acme.example", "/.env"),
    row(F::GitFolder, "exposure/git-folder", Site, "https://docs.acme.example", "/.git/config"),
    row(F::DatabaseDump, "exposure/database-dump", Site, "https://app.acme.example", "/backup.sql"),
    row(F::DefaultPage, "exposure/default-page", Page, "https://docs.acme.example/", ""),
    row(F::AdminOpen, "access/admin-open", Site, "https://app.acme.example", "/admin"),
    row(F::StagingOpen, "access/staging-open", Host, "staging.acme.example", ""),
    row(F::LoginOverHttp, "access/login-over-http", Page, APP_HOME, ""),
    row(F::PrivatePageShared, "cache/private-page-shared", Page, "https://app.acme.example/account", ""),
    row(F::DmarcMissing, "mail/dmarc-missing", MailDomain, APEX, ""),
    row(F::DmarcSeveral, "mail/dmarc-several", MailDomain, APEX, ""),
    row(F::DmarcNotEnforced, "mail/dmarc-not-enforced", MailDomain, APEX, ""),
    row(F::SpfMissing, "mail/spf-missing", MailDomain, APEX, ""),
    row(F::SpfSeveral, "mail/spf-several", MailDomain, APEX, ""),
    row(F::SpfSyntax, "mail/spf-syntax", MailDomain, APEX, ""),
    row(F::SpfAllowsEveryone, "mail/spf-allows-everyone", MailDomain, APEX, ""),
    row(F::SpfOpenEnded, "mail/spf-open-ended", MailDomain, APEX, ""),
    row(F::NoMx, "mail/no-mx", MailDomain, APEX, ""),
];

impl Fault {
    /// What the demo shows: the evening before, a founder finds five things that would end it, and some more.
    pub const EVENING_BEFORE: &'static [Self] = &[
        F::Expired,
        F::DanglingHeroku,
        F::EnvFile,
        F::PrivatePageShared,
        F::ChainIncomplete,
        F::DmarcMissing,
        F::CookieNotHttpOnly,
        F::StagingOpen,
        F::LameServer,
        F::InsecureResource,
        F::HstsMissing,
        F::CspMissing,
        F::NotPermanent,
        F::SpfOpenEnded,
        F::VersionDisclosed,
    ];
}
