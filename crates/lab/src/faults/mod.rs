//! Faults that can be planted in a world, and by hand what each must be found as (decision 24).

mod plant;
mod plant_dns;
mod plant_mail;
mod web;

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
    /// `docs` may be shown in frames of others.
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
    /// No MX record, and the domain is declared as one that sends.
    SendingDomainWithoutMx,
    /// The domain neither sends nor takes mail, and does not say so.
    UnusedDomainOpen,
    /// The second MX record leads to an alias.
    MxIsAlias,
    /// The second MX record leads to a name without address.
    MxDoesNotResolve,
    /// The second MX record holds an address.
    MxIsAddress,
    /// The second mail server never speaks.
    ServerNotAnswering,
    /// The second mail server offers no STARTTLS.
    StartTlsMissing,
    /// The second mail server fails after STARTTLS.
    StartTlsFails,
    /// The second mail server knows TLS 1.0 alone.
    TlsOld,
    /// The certificate of the second mail server is for another name.
    MailCertificateWrong,
    /// The certificate of the second mail server expired.
    MailCertificateExpired,
    /// SPF names an address that has no name.
    ReverseDnsMissing,
    /// SPF takes eleven lookups.
    SpfTooManyLookups,
    /// SPF takes eight lookups.
    SpfNearLimit,
    /// Three terms of SPF lead nowhere.
    SpfVoidLookups,
    /// A term of SPF has more than ten mail servers.
    SpfMxLimit,
    /// SPF allows a million addresses.
    SpfTooBroad,
    /// SPF uses `ptr`.
    SpfPtr,
    /// SPF leads back to itself.
    SpfLoop,
    /// SPF includes a name that has no record.
    SpfIncludeBroken,
    /// The SPF record has more than 450 bytes.
    SpfTooLong,
    /// The declared selector has no DKIM key.
    DkimKeyMissing,
    /// The DKIM key was cut.
    DkimSyntax,
    /// The DKIM key has 512 bits.
    DkimKeyRefused,
    /// The DKIM key has 1024 bits.
    DkimKeyWeak,
    /// The DKIM key is withdrawn.
    DkimRevoked,
    /// The DKIM key is in test mode.
    DkimTestMode,
    /// A tag of the DMARC record can't be read.
    DmarcSyntax,
    /// The DMARC record has a tag that receivers no longer know.
    DmarcRemovedTags,
    /// DMARC asks for no reports.
    DmarcNoReports,
    /// DMARC reports go to a company that did not agree.
    DmarcReportsUnauthorised,
    /// DMARC reports go to a domain that takes no mail.
    DmarcReportsUndeliverable,
    /// DMARC does not protect subdomains.
    DmarcSubdomainsWeaker,
    /// No MTA-STS record.
    MtaStsMissing,
    /// An MTA-STS record that can't be read.
    MtaStsRecord,
    /// The MTA-STS policy is not there.
    MtaStsPolicy,
    /// The certificate of the MTA-STS host expired.
    MtaStsPolicyUntrusted,
    /// The MTA-STS policy leaves out the second mail server.
    MtaStsMxMismatch,
    /// The MTA-STS policy is a test.
    MtaStsNotEnforced,
    /// No TLS-RPT record.
    TlsReportsMissing,
    /// A TLS-RPT record that can't be read.
    TlsReportsRecord,
    // The web surface.
    /// The policy of `docs` lets inline scripts run.
    CspRunsInline,
    /// The policy of `docs` lets scripts of any host run.
    CspRunsForeign,
    /// The policy of `docs` lets texts run as programs.
    CspRunsEval,
    /// The policy of `docs` allows a host where anybody publishes.
    CspOpenCdn,
    /// The policy of `docs` has no `base-uri`.
    CspGap,
    /// The policy of `docs` has a keyword without quotes.
    CspBroken,
    /// The log-in page of the app may be shown in frames of others.
    LoginFrameable,
    /// HSTS of the domain leaves subdomains out.
    HstsSubdomainsMissing,
    /// HSTS of `docs` asks for preloading and is too short.
    HstsPreloadIncomplete,
    /// `docs` tells full addresses to others.
    ReferrerUnsafe,
    /// The app says nothing about devices.
    PermissionsMissing,
    /// Foreign pages keep a hold on windows of the app.
    OpenerShared,
    /// Any website can read pages of the app.
    CorsWildcard,
    /// `docs` sends two different X-Frame-Options.
    HeaderConflicting,
    /// `docs` does not say how its letters are encoded.
    CharsetMissing,
    /// The session cookie of the app lacks `SameSite`.
    CookieNotSameSite,
    /// The session cookie of the app has no prefix.
    CookieNoPrefix,
    /// The session cookie of the app is for the whole domain.
    CookieWideScope,
    /// The home page sets a cookie that browsers refuse.
    CookieRejected,
    /// The home page sets a cookie of a tracker.
    CookieBeforeConsent,
    /// `docs` answers 200 for every path.
    SoftNotFound,
    /// `docs` runs in debug mode.
    StackTrace,
    /// Errors of `docs` lack a header.
    MissingOnErrors,
    /// Errors of `docs` are stored for a day.
    ErrorStored,
    /// The home page links to a page that is gone.
    BrokenLink,
    /// The home page shows a picture that is gone.
    BrokenImage,
    /// The home page loads a script that is gone.
    BrokenScript,
    /// A script of `docs` calls its developer.
    LocalhostUrl,
    /// A script of `docs` works with a test key.
    TestKey,
    /// A script of `docs` comes with its source.
    SourceMap,
    /// `docs` has the title of its scaffold.
    Placeholder,
    /// The home page waits for a foreign style sheet.
    ThirdPartyBlocks,
    /// The home page runs a foreign script unchecked.
    NoIntegrity,
    /// `docs` shows a picture over plain http.
    InsecurePicture,
    /// A form of `docs` is sent over plain http.
    InsecureForm,
    /// No security.txt.
    SecurityTxtMissing,
    /// security.txt ended last year.
    SecurityTxtExpired,
    /// The public site keeps robots out.
    ProductionHidden,
    /// The front page of `docs` is long and not compressed.
    NotCompressed,
    /// `docs` serves its `.svn`.
    VcsFolder,
    /// `docs` serves its settings with a password.
    ConfigFile,
    /// `docs` serves a packed copy of itself.
    BackupArchive,
    /// `docs` serves phpinfo.
    DebugPage,
    /// The API describes itself.
    ApiDocument,
    /// The API tells its GraphQL schema.
    Graphql,
    /// The API shows its measurements.
    Metrics,
    /// A folder of `docs` lists its files.
    Listing,
    /// `docs` serves notes for an assistant.
    AssistantFile,
    /// `docs` serves its Dockerfile.
    BuildFile,
    /// `docs` answers TRACE.
    TraceMethod,
    /// `docs` believes X-Forwarded-Host.
    HostReflected,
    /// `docs` answers for any host name.
    HostNotPinned,
    /// The API has no health endpoint.
    HealthMissing,
    /// Caches may keep the health of the API.
    HealthStored,
    /// The home page is for everybody and sets a cookie.
    SetCookieShared,
    /// `docs` is packed, may be stored, and does not say so.
    VaryMissing,
    /// The front page of `docs` is kept for a week.
    HtmlLong,
    /// A script of `docs` that never changes is not kept.
    StaticShort,
    /// The API is not behind the edge of the others.
    UnproxiedSibling,
    /// `docs` redirects over IPv6 only.
    FamiliesDiffer,
    /// Newsletters are signed and returned by another company alone.
    SampleNotAligned,
    /// Newsletters can't be left with one click.
    SampleNoUnsubscribe,
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
    /// The row exists only where the user declared that the domain sends mail.
    pub declared_sender: bool,
}

const fn row(
    fault: Fault,
    check: &'static str,
    subject_kind: SubjectKind,
    subject: &'static str,
    key: &'static str,
) -> Planted {
    Planted { fault, check, subject_kind, subject, key, declared_sender: false }
}

/// The row of a domain that is declared as a sender.
const fn sender(fault: Fault, check: &'static str) -> Planted {
    Planted { declared_sender: true, ..row(fault, check, MailDomain, APEX, "") }
}

use Fault as F;
use SubjectKind::{Domain, Host, MailDomain, MailServer, Page, Site};

const APEX: &str = "acme.example";
const MX2: &str = "mx2.nordic-mail.example";
const APP: &str = "app.acme.example";
const DOCS: &str = "docs.acme.example";
const APP_HOME: &str = "https://app.acme.example/";
const DOCS_SITE: &str = "https://docs.acme.example";
const API_SITE: &str = "https://api.acme.example";
const HOME_SITE: &str = "https://acme.example";
const DOCS_HOME: &str = "https://docs.acme.example/";
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
    row(F::Frameable, "header/frameable", Page, DOCS_HOME, ""),
    row(F::CorsAnyOrigin, "header/cors-any-origin", Page, "https://api.acme.example/", ""),
    row(F::VersionDisclosed, "header/version-disclosed", Page, APP_HOME, "server"),
    row(F::CookieNotSecure, "cookie/not-secure", Page, HOME, "acme_lang"),
    row(F::CookieNotHttpOnly, "cookie/not-httponly", Page, APP_HOME, "__Host-acme_session"),
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
    sender(F::SendingDomainWithoutMx, "mail/sending-domain-without-mx"),
    row(F::UnusedDomainOpen, "mail/unused-domain-open", MailDomain, APEX, ""),
    row(F::MxIsAlias, "mail/mx-is-alias", MailServer, MX2, ""),
    row(F::MxDoesNotResolve, "mail/mx-does-not-resolve", MailServer, MX2, ""),
    row(F::MxIsAddress, "mail/mx-is-address", MailServer, "198.51.100.26", ""),
    row(F::ServerNotAnswering, "mail/server-not-answering", MailServer, MX2, ""),
    row(F::StartTlsMissing, "mail/starttls-missing", MailServer, MX2, ""),
    row(F::StartTlsFails, "mail/starttls-fails", MailServer, MX2, ""),
    row(F::TlsOld, "mail/tls-old", MailServer, MX2, ""),
    row(F::MailCertificateWrong, "mail/certificate-wrong", MailServer, MX2, ""),
    row(F::MailCertificateExpired, "mail/certificate-wrong", MailServer, MX2, ""),
    row(F::ReverseDnsMissing, "mail/reverse-dns-missing", MailDomain, APEX, "203.0.113.25"),
    row(F::SpfTooManyLookups, "mail/spf-too-many-lookups", MailDomain, APEX, ""),
    row(F::SpfNearLimit, "mail/spf-near-limit", MailDomain, APEX, ""),
    row(F::SpfVoidLookups, "mail/spf-void-lookups", MailDomain, APEX, ""),
    row(F::SpfMxLimit, "mail/spf-mx-limit", MailDomain, APEX, ""),
    row(F::SpfTooBroad, "mail/spf-too-broad", MailDomain, APEX, ""),
    row(F::SpfPtr, "mail/spf-ptr", MailDomain, APEX, ""),
    row(F::SpfLoop, "mail/spf-loop", MailDomain, APEX, ""),
    row(F::SpfIncludeBroken, "mail/spf-include-broken", MailDomain, APEX, "_old.acme.example"),
    row(F::SpfTooLong, "mail/spf-too-long", MailDomain, APEX, ""),
    row(F::DkimKeyMissing, "mail/dkim-key-missing", MailDomain, APEX, "nordic1"),
    row(F::DkimSyntax, "mail/dkim-syntax", MailDomain, APEX, "nordic1"),
    row(F::DkimKeyRefused, "mail/dkim-key-refused", MailDomain, APEX, "nordic1"),
    row(F::DkimKeyWeak, "mail/dkim-key-weak", MailDomain, APEX, "nordic1"),
    row(F::DkimRevoked, "mail/dkim-revoked", MailDomain, APEX, "nordic1"),
    row(F::DkimTestMode, "mail/dkim-test-mode", MailDomain, APEX, "nordic1"),
    row(F::DmarcSyntax, "mail/dmarc-syntax", MailDomain, APEX, ""),
    row(F::DmarcRemovedTags, "mail/dmarc-removed-tags", MailDomain, APEX, ""),
    row(F::DmarcNoReports, "mail/dmarc-no-reports", MailDomain, APEX, ""),
    row(F::DmarcReportsUnauthorised, "mail/dmarc-reports-unauthorised", MailDomain, APEX, "help.statuspark.example"),
    row(F::DmarcReportsUndeliverable, "mail/dmarc-reports-undeliverable", MailDomain, APEX, "reports.acme.example"),
    row(F::DmarcSubdomainsWeaker, "mail/dmarc-subdomains-weaker", MailDomain, APEX, ""),
    row(F::MtaStsMissing, "mail/mta-sts-missing", MailDomain, APEX, ""),
    row(F::MtaStsRecord, "mail/mta-sts-record", MailDomain, APEX, ""),
    row(F::MtaStsPolicy, "mail/mta-sts-policy", MailDomain, APEX, ""),
    row(F::MtaStsPolicyUntrusted, "mail/mta-sts-policy", MailDomain, APEX, ""),
    row(F::MtaStsMxMismatch, "mail/mta-sts-mx-mismatch", MailDomain, APEX, ""),
    row(F::MtaStsNotEnforced, "mail/mta-sts-not-enforced", MailDomain, APEX, ""),
    row(F::TlsReportsMissing, "mail/tls-reports-missing", MailDomain, APEX, ""),
    row(F::TlsReportsRecord, "mail/tls-reports-record", MailDomain, APEX, ""),
    // The web surface.
    row(F::CspRunsInline, "header/csp-runs-inline", Page, DOCS_HOME, ""),
    row(F::CspRunsForeign, "header/csp-runs-foreign", Page, DOCS_HOME, ""),
    row(F::CspRunsEval, "header/csp-runs-eval", Page, DOCS_HOME, ""),
    row(F::CspOpenCdn, "header/csp-open-cdn", Page, DOCS_HOME, ""),
    row(F::CspGap, "header/csp-gaps", Page, DOCS_HOME, "base-uri"),
    row(F::CspBroken, "header/csp-broken", Page, DOCS_HOME, "self"),
    row(F::LoginFrameable, "header/login-page-frameable", Page, APP_HOME, ""),
    row(F::HstsSubdomainsMissing, "header/hsts-subdomains-missing", Page, HOME, ""),
    row(F::HstsPreloadIncomplete, "header/hsts-preload-incomplete", Page, DOCS_HOME, ""),
    row(F::ReferrerUnsafe, "header/referrer-unsafe", Page, DOCS_HOME, ""),
    row(F::PermissionsMissing, "header/permissions-missing", Page, APP_HOME, ""),
    row(F::OpenerShared, "header/opener-shared", Page, APP_HOME, ""),
    row(F::CorsWildcard, "header/cors-wildcard", Page, APP_HOME, ""),
    row(F::HeaderConflicting, "header/conflicting", Page, DOCS_HOME, "x-frame-options"),
    row(F::CharsetMissing, "header/charset-missing", Page, DOCS_HOME, ""),
    row(F::CookieNotSameSite, "cookie/not-samesite", Page, APP_HOME, "__Host-acme_session"),
    row(F::CookieNoPrefix, "cookie/no-prefix", Page, APP_HOME, "acme_session"),
    row(F::CookieWideScope, "cookie/wide-scope", Page, APP_HOME, "__Secure-acme_session"),
    row(F::CookieRejected, "cookie/rejected", Page, HOME, "__Host-acme_lang"),
    row(F::CookieBeforeConsent, "cookie/before-consent", Page, HOME, "_fbp"),
    row(F::SoftNotFound, "content/soft-404", Site, DOCS_SITE, ""),
    row(F::StackTrace, "exposure/stack-trace", Site, DOCS_SITE, ""),
    row(F::MissingOnErrors, "header/missing-on-errors", Site, DOCS_SITE, ""),
    row(F::ErrorStored, "cache/error-stored", Site, DOCS_SITE, ""),
    row(F::BrokenLink, "content/broken-link", Site, HOME_SITE, "https://acme.example/privacy"),
    row(F::BrokenImage, "content/broken-image", Site, HOME_SITE, "https://acme.example/hero.png"),
    row(F::BrokenScript, "content/broken-script", Site, HOME_SITE, "https://acme.example/app.js"),
    row(F::LocalhostUrl, "content/localhost-url-in-bundle", Site, DOCS_SITE, "https://docs.acme.example/app.js"),
    row(F::TestKey, "content/test-key-in-production", Site, DOCS_SITE, "https://docs.acme.example/app.js"),
    row(F::SourceMap, "exposure/source-map", Site, DOCS_SITE, "https://docs.acme.example/app.js"),
    row(F::Placeholder, "content/placeholder-page", Page, DOCS_HOME, ""),
    row(F::ThirdPartyBlocks, "content/third-party-blocks-render", Page, HOME, "fonts.statuspark.example"),
    row(F::NoIntegrity, "content/no-integrity", Page, HOME, "https://cdn.statuspark.example/chat.js"),
    row(F::InsecurePicture, "content/insecure-picture", Page, DOCS_HOME, "http://cdn.statuspark.example/logo.png"),
    row(F::InsecureForm, "content/insecure-form", Page, DOCS_HOME, "http://docs.acme.example/search"),
    row(F::SecurityTxtMissing, "content/security-txt-missing", Site, HOME_SITE, ""),
    row(F::SecurityTxtExpired, "content/security-txt-broken", Site, HOME_SITE, ""),
    row(F::ProductionHidden, "content/production-hidden", Site, HOME_SITE, ""),
    row(F::NotCompressed, "content/not-compressed", Site, DOCS_SITE, ""),
    row(F::VcsFolder, "exposure/vcs-folder", Site, DOCS_SITE, "/.svn/wc.db"),
    row(F::ConfigFile, "exposure/config-file", Site, DOCS_SITE, "/appsettings.json"),
    row(F::BackupArchive, "exposure/backup-archive", Site, DOCS_SITE, "/backup.zip"),
    row(F::DebugPage, "exposure/debug-page", Site, DOCS_SITE, "/phpinfo.php"),
    row(F::ApiDocument, "exposure/api-document", Site, API_SITE, "/openapi.json"),
    row(F::Graphql, "exposure/graphql-introspection", Site, API_SITE, "/graphql"),
    row(F::Metrics, "exposure/metrics", Site, API_SITE, "/metrics"),
    row(F::Listing, "exposure/directory-listing", Site, DOCS_SITE, "/img/"),
    row(F::AssistantFile, "exposure/assistant-files", Site, DOCS_SITE, "/CLAUDE.md"),
    row(F::BuildFile, "exposure/build-files", Site, DOCS_SITE, "/Dockerfile"),
    row(F::TraceMethod, "exposure/trace-method", Site, DOCS_SITE, ""),
    row(F::HostReflected, "header/host-reflected", Site, DOCS_SITE, ""),
    row(F::HostNotPinned, "edge/host-not-pinned", Site, DOCS_SITE, ""),
    row(F::HealthMissing, "reach/health-missing", Domain, APEX, ""),
    row(F::HealthStored, "cache/health-stored", Site, API_SITE, ""),
    row(F::SetCookieShared, "cache/set-cookie-shared", Page, HOME, ""),
    row(F::VaryMissing, "cache/vary-missing", Page, DOCS_HOME, "Accept-Encoding"),
    row(F::HtmlLong, "cache/html-long", Page, DOCS_HOME, ""),
    row(F::StaticShort, "cache/static-short", Site, DOCS_SITE, ""),
    row(F::UnproxiedSibling, "edge/unproxied-sibling", Domain, APEX, "api.acme.example"),
    row(F::FamiliesDiffer, "reach/families-differ", Host, DOCS, ""),
    row(F::SampleNotAligned, "mail/sample-not-aligned", MailDomain, APEX, ""),
    row(F::SampleNoUnsubscribe, "mail/sample-no-unsubscribe", MailDomain, APEX, ""),
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
