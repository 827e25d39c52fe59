//! How faults of registration, DNS and its signatures are put into a world.

use super::{APEX, DOCS, Fault as F};
use crate::acme::{NAME_SERVERS, signed};
use crate::world::{Dnssec, Manner, SecondResolver, World, Zone};

impl World {
    /// What is wrong with names and servers, beyond what a visitor notices at once.
    pub(super) fn plant_dns(&mut self, fault: F) {
        match fault {
            F::LameServer => self.manner(Manner::Refuses),
            F::SilentServer => self.manner(Manner::Silent),
            F::TransferUnlocked => {
                if let Some(registration) = self.registrations.get_mut(APEX) {
                    registration.status = vec!["active".to_owned()];
                }
            }
            F::ParentDiffers => self.zone(|zone| {
                zone.parent_says = Some(zone.servers.clone());
                zone.servers.push("ns3.nordic-dns.example".to_owned());
            }),
            F::GlueWrong => self.zone(|zone| zone.wrong_glue = "192.0.2.53".parse().ok()),
            F::StaleServer => self.manner(Manner::Stale),
            F::AnswersDiffer => self.manner(Manner::OldAddress),
            F::ResolverMakesUp => self.second_resolver = Some(SecondResolver::MakesUp(DOCS.to_owned())),
            F::NameServerAlias => {
                self.publish("ns9.nordic-dns.example", "CNAME", NAME_SERVERS[1], 3600);
                self.zone(|zone| {
                    zone.servers = vec![NAME_SERVERS[0].to_owned(), "ns9.nordic-dns.example".to_owned()];
                    zone.carried_by = vec![NAME_SERVERS[1].to_owned()];
                });
            }
            F::NameServerPrivate => {
                if let Some(server) = self.name_server_mut(NAME_SERVERS[1]) {
                    server.addresses.extend("10.0.0.53".parse::<std::net::IpAddr>());
                }
            }
            F::OneNetwork => {
                if let Some(server) = self.name_server_mut(NAME_SERVERS[1]) {
                    server.addresses =
                        ["203.0.113.54", "2001:db8:53::2"].iter().filter_map(|a| a.parse().ok()).collect();
                }
            }
            F::NoTcp => self.manner(Manner::UdpOnly),
            F::WithoutEdns => self.manner(Manner::WithoutEdns),
            F::OpenRecursion => self.manner(Manner::OpenToAll),
            F::ApexAlias => self.publish(APEX, "CNAME", "acme-desk.statuspark.example", 3600),
            F::WildcardName => self.publish("*.acme.example", "A", "203.0.113.10", 3600),
            F::TtlExtreme => self.zone(|zone| {
                let mail = zone.records.iter_mut().filter(|r| r.kind == "MX");
                mail.for_each(|r| r.ttl = 604_800);
            }),
            F::NegativeTtlLong => self.zone(|zone| zone.timers[3] = 86_400),
            F::SoaTimers => self.zone(|zone| zone.timers[2] = 3600),
            F::CaaMissing => self.unpublish(APEX, "CAA", None),
            F::CaaInvalid => self.publish(APEX, "CAA", "128 tbs \"unknown\"", 3600),
            F::Ipv6Missing => self.unpublish(APEX, "AAAA", None),
            F::Ipv6Dead => self.set_record(DOCS, "AAAA", "2001:db8:acde::99"),
            F::HttpsRecordWrong => self.publish(DOCS, "HTTPS", "1 . ipv4hint=203.0.113.99", 3600),
            F::DanglingMailName => {
                self.set_record(APEX, "TXT", "v=spf1 include:_spf.nordic-mail.example a:mx.given-up-mail.example -all");
            }
            F::DnssecBogus => self.zone(|zone| zone.dnssec = Dnssec::Bogus),
            F::DsMismatch => {
                self.zone(|zone| zone.dnssec = Dnssec::Bogus);
                self.delegation_signer(Some(signed::OLD_DS));
            }
            F::DnssecWeak => self.publish(APEX, "DNSKEY", signed::WEAK_KEY, 3600),
            F::SignatureEnding => {
                let tomorrow = jiff::Timestamp::now().as_second() + 86_400;
                let until = u32::try_from(tomorrow).unwrap_or(u32::MAX);
                self.unpublish(APEX, "RRSIG", Some(&signed::signature(6, signed::FAR)));
                self.publish(APEX, "RRSIG", &signed::signature(6, until), 3600);
            }
            F::DanglingZone => self.hand_on(&NAME_SERVERS),
            F::DanglingZoneFree => self.hand_on(&[NAME_SERVERS[0], "ns1.given-up-tools.example"]),
            F::NotDelegated => {
                self.delegation_signer(None);
                self.zones.retain(|zone| zone.name != APEX);
            }
            F::NobodyServes => {
                self.zone(|zone| zone.parent_says = Some(std::mem::take(&mut zone.servers)));
            }
            F::ZoneTransfer => self.manner(Manner::GivesTransfers),
            F::LargeDatagrams => {
                self.manner(Manner::LongDatagrams);
                for n in 0..8 {
                    self.publish(APEX, "TXT", &format!("site-verification-{n}={}", "5c".repeat(90)), 3600);
                }
            }
            F::DnssecUnsigned => {
                self.zone(|zone| {
                    zone.dnssec = Dnssec::Unsigned;
                    zone.records.retain(|r| r.kind != "DNSKEY" && r.kind != "RRSIG");
                });
                self.delegation_signer(None);
            }
            _ => {}
        }
    }

    fn zone(&mut self, change: impl FnOnce(&mut Zone)) {
        if let Some(zone) = self.zone_mut(APEX) {
            change(zone);
        }
    }

    /// Hands `shop` to servers that were never told of it.
    fn hand_on(&mut self, servers: &[&str]) {
        let mut shop = Zone::new("shop.acme.example", &[]);
        shop.parent_says = Some(servers.iter().map(|s| (*s).to_owned()).collect());
        self.zones.push(shop);
    }

    fn manner(&mut self, manner: Manner) {
        if let Some(server) = self.name_server_mut(NAME_SERVERS[1]) {
            server.manner = manner;
        }
    }

    /// Replaces the DS record, which the parent zone holds.
    fn delegation_signer(&mut self, ds: Option<&str>) {
        let Some(parent) = self.zone_mut("nic.example") else { return };
        parent.records.retain(|r| r.kind != "DS");
        if let Some(ds) = ds {
            *parent = std::mem::replace(parent, Zone::new("", &[])).with("acme", "DS", ds);
        }
    }
}
