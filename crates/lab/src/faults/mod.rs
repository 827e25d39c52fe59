//! Faults that can be planted in a world, and by hand what each must be found as (decision 24).

mod plant;
mod plant_dns;
mod plant_inside;
mod plant_mail;
mod rows;
mod shows;
mod web;

use model::SubjectKind;
use model::declared::RouteKind;
use rows::{APEX, APP, DOCS, MX2};
pub use rows::{DECLARED, FAULTS};

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
    /// `old`, linked from the home page, leads to an app at Azure that does not exist.
    DanglingNoSuchName,
    /// `old`, linked from the home page, leads into a domain that nobody owns.
    DanglingUnregistered,
    /// `old`, linked from the home page, leads to a name of one's own that does not exist.
    AliasBroken,
    /// `shop` is handed to servers that refuse it.
    DanglingZone,
    /// One of the servers that `shop` is handed to lies in a domain that nobody owns.
    DanglingZoneFree,
    /// The registry has no name servers for the domain.
    NotDelegated,
    /// None of the name servers has the domain.
    NobodyServes,
    /// `launch.toml` lists hosts and leaves out `staging`.
    UndeclaredHost,
    /// The second server hands out the whole zone.
    ZoneTransfer,
    /// The second server sends datagrams of any length.
    LargeDatagrams,
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
    /// A second resolver has an address of its own for `docs`.
    ResolverMakesUp,
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
    /// A TLSA record of `docs` holds another key, by SHA-512.
    DaneMismatchLong,
    /// `docs` exchanges keys over a prime of 1024 bits.
    ShortDh,
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
    /// The blog software of `docs` was never set up.
    InstallerOpen,
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
    /// A third mail server, of the company itself, passes on mail of strangers.
    OpenRelay,
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
    /// The language cookie of the home page lacks `Secure`.
    OtherCookieNotSecure,
    /// `docs` leads to another company.
    ForeignHost,
    /// The log-in of the app leads wherever the link says.
    OpenRedirect,
    /// The declared old domain shows a page of its own.
    OldDomainStays,
    /// The old domain leads to the new one for now only.
    OldDomainNotPermanent,
    /// A declared page of one customer, which nothing else shows to be private, is kept by a shared cache.
    DeclaredPageShared,
    /// The declared edge stands in front of all hosts but the API.
    EdgeNotAsDeclared,
    /// The server behind the edge shows the home page to anybody.
    OriginExposed,
    /// A challenge stands before a declared webhook.
    CallbackChallenged,
    /// A shared cache keeps what a declared log-in callback answers.
    CallbackStored,
    /// Newsletters are signed and returned by another company alone.
    SampleNotAligned,
    /// Newsletters can't be left with one click.
    SampleNoUnsubscribe,
    /// The environment of production is in git.
    EnvTracked,
    /// The image of the front end takes everything in.
    EnvInImage,
    /// Nothing keeps the environment of production out of git.
    EnvNotIgnored,
    /// The mail key has a name that the build publishes.
    EnvSecretMadePublic,
    /// Django's key has a default.
    EnvDefaultSecret,
    /// The code reads a variable that nothing names.
    EnvSetNowhere,
    /// The hosts of the API are empty in production.
    EnvEmptyInProduction,
    /// The session secret of production is a stand-in.
    EnvPlaceholder,
    /// The front end of production looks for its API on itself.
    EnvLocalhost,
    /// Production takes test cards.
    EnvTestKey,
    /// The laptop charges real cards.
    EnvLiveKey,
    /// Laptop and production sign sessions with one key.
    EnvSharedSecret,
    /// Three variables of the search are missed only by whoever searches.
    EnvLateFailure,
    /// No example names the variables.
    EnvExampleMissing,
    /// The example lacks the mail key.
    EnvMissingInExample,
    /// The laptop sets one address twice.
    EnvSetTwice,
    /// The example names what nothing reads any more.
    EnvNeverRead,
    /// A line of the example has blanks round its equals sign.
    EnvSloppyFile,
    /// Production lacks the mail key.
    EnvMissingInProduction,
    /// The company answers no to a question.
    Denied(&'static str),
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
    /// What the user must have declared, so that there is such a row.
    pub declares: &'static [Declares],
}

/// One thing that a user declares in `launch.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declares {
    /// The domain sends mail.
    Sending(&'static str),
    /// A host; what is not on the list is not meant to be there.
    Host(&'static str),
    /// A route: host, path and kind.
    Route(&'static str, &'static str, RouteKind),
    /// A domain that was used before.
    Old(&'static str),
    /// The company whose proxy stands in front.
    Edge(&'static str),
}
