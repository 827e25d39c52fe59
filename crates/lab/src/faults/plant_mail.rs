//! Faults of mail: records, keys, policies and servers.

use super::{APEX, Fault as F, MX2};
use crate::acme::DKIM_SELECTOR;
use crate::web::Page;
use crate::world::{Certificate, MailServer, Post, World};

const SPF: &str = "v=spf1 include:_spf.nordic-mail.example -all";
const DMARC: &str = "_dmarc.acme.example";
const MTA_STS: &str = "_mta-sts.acme.example";
const MTA_STS_HOST: &str = "mta-sts.acme.example";
const TLS_RPT: &str = "_smtp._tls.acme.example";
/// Names of eleven hosts that have addresses.
const HOSTS: [&str; 11] = [
    "acme.example",
    "www.acme.example",
    "app.acme.example",
    "api.acme.example",
    "docs.acme.example",
    "staging.acme.example",
    "mta-sts.acme.example",
    "mx1.nordic-mail.example",
    "mx2.nordic-mail.example",
    "ca.lab-trust.example",
    "rdap.lab-registry.example",
];

impl World {
    /// Puts a fault of mail into the world.
    pub(super) fn plant_mail(&mut self, fault: F) {
        match fault {
            F::NoMx | F::SendingDomainWithoutMx => self.unpublish(APEX, "MX", None),
            F::UnusedDomainOpen => {
                self.unpublish(APEX, "MX", None);
                self.unpublish(APEX, "TXT", Some(SPF));
            }
            F::MxIsAlias => {
                self.unpublish(MX2, "A", None);
                self.publish(MX2, "CNAME", "mx1.nordic-mail.example", 3600);
            }
            F::MxDoesNotResolve => self.unpublish(MX2, "A", None),
            F::MxIsAddress => {
                self.unpublish(APEX, "MX", Some("20 mx2.nordic-mail.example"));
                self.publish(APEX, "MX", "20 198.51.100.26", 3600);
            }
            F::ServerNotAnswering => self.post(Post::Silent),
            F::StartTlsMissing => self.post(Post::Plain),
            F::StartTlsFails => self.post(Post::BrokenTls),
            F::TlsOld => self.post(Post::OldTls),
            F::MailCertificateWrong => self.mx2(|mx| mx.certificate = Certificate::of(&["nordic-mail.example"])),
            F::MailCertificateExpired => self.mx2(|mx| mx.certificate = Certificate::of(&[MX2]).valid(-91 * 24, -30)),
            F::OpenRelay => {
                let (host, address) = ("mail.acme.example", std::net::Ipv4Addr::new(198, 51, 100, 27));
                self.publish(APEX, "MX", "30 mail.acme.example", 3600);
                self.publish(host, "A", &address.to_string(), 3600);
                self.sts_policy(
                    "mx: mx2.nordic-mail.example\n",
                    "mx: mx2.nordic-mail.example\nmx: mail.acme.example\n",
                );
                let certificate = Certificate::of(&[host]);
                let server = MailServer { addresses: vec![address.into()], certificate, post: Post::OpenRelay };
                self.mail_servers.insert(host.to_owned(), server);
            }
            F::MtaStsMissing => self.unpublish(MTA_STS, "TXT", None),
            F::MtaStsRecord => self.set_record(MTA_STS, "TXT", "v=STSv1; id=2026-11-02"),
            F::MtaStsPolicy => self.change(MTA_STS_HOST, |site| site.pages.clear()),
            F::MtaStsPolicyUntrusted => {
                self.certificate(MTA_STS_HOST, |c| (c.from_hours, c.to_hours) = (-91 * 24, -30))
            }
            F::MtaStsMxMismatch => self.sts_policy("mx: mx2.nordic-mail.example\n", ""),
            F::MtaStsNotEnforced => self.sts_policy("mode: enforce", "mode: testing"),
            F::TlsReportsMissing => self.unpublish(TLS_RPT, "TXT", None),
            F::TlsReportsRecord => self.set_record(TLS_RPT, "TXT", "v=TLSRPTv1; rua=tls@acme.example"),
            F::SampleNotAligned => {
                self.sample = self.sample.replace("d=acme.example", "d=statuspark.example");
                self.sample = self.sample.replace("bounces@acme.example", "bounces@statuspark.example");
            }
            F::SampleNoUnsubscribe => {
                self.sample = self.sample.replace("List-Unsubscribe-Post: List-Unsubscribe=One-Click\n", "");
            }
            _ => self.plant_mail_record(fault),
        }
    }

    /// Faults of SPF, DMARC and DKIM records.
    fn plant_mail_record(&mut self, fault: F) {
        match fault {
            F::DmarcMissing => self.unpublish(DMARC, "TXT", None),
            F::DmarcSeveral => self.publish(DMARC, "TXT", "v=DMARC1; p=none", 3600),
            F::DmarcNotEnforced => self.dmarc("p=none; rua=mailto:dmarc@acme.example"),
            F::DmarcSyntax => self.dmarc("p=reject; adkim=relaxed; rua=mailto:dmarc@acme.example"),
            F::DmarcRemovedTags => self.dmarc("p=reject; pct=100; rua=mailto:dmarc@acme.example"),
            F::DmarcNoReports => self.dmarc("p=reject"),
            F::DmarcReportsUnauthorised => self.dmarc("p=reject; rua=mailto:acme@help.statuspark.example"),
            F::DmarcReportsUndeliverable => self.dmarc("p=reject; rua=mailto:dmarc@reports.acme.example"),
            F::DmarcSubdomainsWeaker => self.dmarc("p=reject; sp=none; rua=mailto:dmarc@acme.example"),
            F::SpfMissing => self.unpublish(APEX, "TXT", Some(SPF)),
            F::SpfSeveral => self.publish(APEX, "TXT", "v=spf1 ip4:203.0.113.0/29 -all", 3600),
            F::SpfSyntax => self.senders("ip4:203.0.113.300", "-all"),
            F::SpfAllowsEveryone => self.senders("", "+all"),
            F::SpfOpenEnded => self.senders("", "?all"),
            F::ReverseDnsMissing => self.senders("ip4:203.0.113.25", "-all"),
            F::SpfTooManyLookups => self.included(10),
            F::SpfNearLimit => self.included(7),
            F::SpfVoidLookups => {
                self.senders("a:old1.acme.example a:old2.acme.example a:old3.acme.example", "-all");
            }
            F::SpfMxLimit => {
                for host in HOSTS {
                    self.publish("many.acme.example", "MX", &format!("10 {host}"), 3600);
                }
                self.publish("_many.acme.example", "TXT", "v=spf1 mx:many.acme.example -all", 3600);
                self.senders("include:_many.acme.example", "-all");
            }
            F::SpfTooBroad => self.senders("ip4:203.0.0.0/12", "-all"),
            F::SpfPtr => self.senders("ptr", "-all"),
            F::SpfLoop => {
                self.publish("_loop.acme.example", "TXT", "v=spf1 include:acme.example -all", 3600);
                self.senders("include:_loop.acme.example", "-all");
            }
            F::SpfIncludeBroken => self.senders("include:_old.acme.example", "-all"),
            F::SpfTooLong => {
                let networks: Vec<String> = (0..30).map(|n| format!("ip4:203.0.113.{}/29", n * 8)).collect();
                self.senders(&networks.join(" "), "-all");
            }
            F::DkimKeyMissing => self.unpublish(&key_name(), "TXT", None),
            F::DkimSyntax => self.key(&format!("p={}", &KEY_1024[..60])),
            F::DkimKeyRefused => self.key(&format!("p={KEY_512}")),
            F::DkimKeyWeak => self.key(&format!("p={KEY_1024}")),
            F::DkimRevoked => self.key("p="),
            F::DkimTestMode => self.key("t=y; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
            _ => {}
        }
    }

    /// The SPF record with more terms and another end.
    fn senders(&mut self, more: &str, end: &str) {
        self.unpublish(APEX, "TXT", Some(SPF));
        let record = format!("v=spf1 include:_spf.nordic-mail.example {more} {end}");
        self.publish(APEX, "TXT", &record.replace("  ", " "), 3600);
    }

    /// The SPF record with so many more includes.
    fn included(&mut self, count: usize) {
        let mut terms = Vec::new();
        for n in 1..=count {
            let name = format!("_mailer{n}.acme.example");
            self.publish(&name, "TXT", &format!("v=spf1 ip4:203.0.113.{}/29 -all", n * 8), 3600);
            terms.push(format!("include:{name}"));
        }
        self.senders(&terms.join(" "), "-all");
    }

    fn dmarc(&mut self, tags: &str) {
        self.set_record(DMARC, "TXT", &format!("v=DMARC1; {tags}"));
    }

    fn key(&mut self, tags: &str) {
        self.set_record(&key_name(), "TXT", &format!("v=DKIM1; {tags}"));
    }

    /// Replaces a piece of the MTA-STS policy.
    fn sts_policy(&mut self, from: &str, to: &str) {
        self.with_page(MTA_STS_HOST, "/.well-known/mta-sts.txt", |page: &mut Page| {
            page.body = String::from_utf8_lossy(&page.body).replace(from, to).into();
        });
    }

    fn mx2(&mut self, change: impl FnOnce(&mut MailServer)) {
        if let Some(server) = self.mail_server_mut(MX2) {
            change(server);
        }
    }

    fn post(&mut self, post: Post) {
        self.mx2(|mx| mx.post = post);
    }
}

fn key_name() -> String {
    format!("{DKIM_SELECTOR}._domainkey.acme.example")
}

// Keys whose private halves were thrown away.
const KEY_512: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKKG1C2yMAOkUjQJQsgKFFazQHhUMbh2nv8ESVDeK4lciU/w59IVRzZWLOO8z1NjnUVeAOsf\
RhOvQkB5OPX5wXsCAwEAAQ==";
const KEY_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCuF4+DYQUEnNm1LcqU/UvbigdAhDuM7zndL1mozQWwF7lu7Ikdq8CXL0fjsK+GqMIq\
PQ6b19sy5DbfV889L625ldiruu2z3XTPk/vMmxZK9zxwOPbJKs9TWx5ujzaJ/dIsgTV4XZ/eHW7okFqymgu9id1l4ZRai5L0AGqHlzqsvQIDAQAB";
