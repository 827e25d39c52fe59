//! The ways in which names can be looked up, and domains that are not live yet, in the lab's world.
#![allow(clippy::unwrap_used)]

mod support;

use checks::registry::Court;
use config::Config;
use lab::{Lab, SecondResolver, World};
use model::{Evidence, Judged, Name, Target, Unknown, Verdict, Why};
use probe::dns::{Authority, Resolver, Stage, Voice, authorities, hear, survey, survey_at};
use probe::{Net, Plan};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use zone::{Kind, Zone};

const LIMIT: Duration = Duration::from_millis(1500);

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// The audit of acme.example through a network, as [`support::audit`] does it.
async fn through(net: Net) -> (Evidence, Vec<Judged>) {
    let config = Config::without_file().unwrap();
    let target = Target::parse("acme.example").unwrap();
    let mut declared = config.declared(&target);
    declared.selectors.push(lab::DKIM_SELECTOR.to_owned());
    let plan = Plan {
        declared: declared.clone(),
        wanted: checks::wanted(checks::all()),
        limits: support::limits(),
        user_agent: probe::plan::user_agent(),
        headers: Vec::new(),
        target,
    };
    let (_stop, stopped) = watch::channel(false);
    let (events, _coming) = mpsc::unbounded_channel();
    let evidence = probe::look(net, plan, stopped, events).await;
    let all: Vec<_> = checks::all().iter().collect();
    let judged =
        checks::judge_all(&evidence, Court { thresholds: &config.profile.thresholds, declared: &declared }, &all);
    (evidence, judged)
}

fn failing(judged: &[Judged]) -> Vec<(&'static str, String)> {
    judged
        .iter()
        .filter(|r| matches!(r.verdict, Verdict::Fail(_)))
        .map(|r| (r.info.id, r.subject.name.clone()))
        .collect()
}

fn row<'a>(judged: &'a [Judged], check: &str) -> &'a Verdict {
    &judged.iter().find(|r| r.info.id == check).unwrap_or_else(|| panic!("no row of {check}")).verdict
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_resolver_the_roots_are_enough() {
    let lab = Lab::start(World::fixed()).await.unwrap();
    let hints = lab.net().root_hints.iter().map(|(_, ip)| *ip).collect();
    let net = Net { resolvers: vec![Resolver::roots(hints)], ..lab.net() };
    let (_, judged) = through(net).await;
    assert_eq!(failing(&judged), []);
    assert!(matches!(row(&judged, "dns/does-not-resolve"), Verdict::Pass));
    assert!(matches!(row(&judged, "mail/spf-missing"), Verdict::Pass));
    // Nobody verified signatures: that is not known, and no finding.
    assert!(matches!(row(&judged, "dnssec/bogus"), Verdict::Unknown(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_resolver_that_says_the_same_is_silent() {
    let lab = Lab::start(World { second_resolver: Some(SecondResolver::Honest), ..World::fixed() }).await.unwrap();
    let (_, judged) = through(lab.net()).await;
    assert_eq!(failing(&judged), []);
    assert!(matches!(row(&judged, "dns/resolvers-disagree"), Verdict::Pass));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resolver_that_is_silent_is_no_disagreement() {
    let lab = Lab::start(World::fixed()).await.unwrap();
    let mut net = lab.net();
    net.resolvers.push(Resolver::parse("198.51.100.200").unwrap());
    net.resolvers.push(Resolver::parse("tls://198.51.100.200").unwrap());
    let (_, judged) = through(net).await;
    assert_eq!(failing(&judged), []);
    assert!(matches!(row(&judged, "dns/resolvers-disagree"), Verdict::Unknown(Unknown { why: Why::NoResolver, .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_is_judged_at_its_new_servers_before_the_switch() {
    let lab = Lab::start(World::fixed()).await.unwrap();
    let given = vec![
        (None, "203.0.113.53".parse().unwrap()),
        (Some(name("ns2.nordic-dns.example")), "198.51.100.153".parse().unwrap()),
    ];
    let staged = |given| Net { stage: Some(Stage::Servers(name("acme.example"), given)), ..lab.net() };
    let (_, judged) = through(staged(given)).await;
    assert_eq!(failing(&judged), []);
    for check in ["dns/parent-differs", "dns/glue-wrong"] {
        assert!(matches!(row(&judged, check), Verdict::NotApplicable(_)), "{check}: {:?}", row(&judged, check));
    }
    for check in ["dnssec/bogus", "dnssec/ds-mismatch"] {
        assert!(matches!(row(&judged, check), Verdict::Unknown(Unknown { why: Why::Offline, .. })), "{check}");
    }
    for check in ["dns/lame-server", "dns/one-name-server", "dns/does-not-resolve", "mail/spf-missing"] {
        assert!(matches!(row(&judged, check), Verdict::Pass), "{check}: {:?}", row(&judged, check));
    }
    // A server that does not have the zone yet: the domain would be gone.
    let (_, judged) = through(staged(vec![(None, "198.51.100.2".parse().unwrap())])).await;
    let found = failing(&judged);
    assert!(found.contains(&("dns/does-not-resolve", "acme.example".to_owned())), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_voice_is_heard_and_a_backup_is_the_zone_that_it_was_made_of() {
    let mut world = World::fixed();
    world.publish("odd.acme.example", "TXT", "semi;colon \"quoted\" back\\slash", 600);
    world.publish("odd.acme.example", "CAA", "0 issue \"x.example; policy=ev\"", 600);
    let lab = Lab::start(world).await.unwrap();
    let net = lab.net();
    let (zone, servers) = authorities(&net, &name("www.acme.example"), LIMIT).await.unwrap();
    assert_eq!(zone, name("acme.example"));
    assert!(servers.len() >= 2 && servers.iter().any(|s| s.address.is_ipv6()), "{servers:?}");
    let voices = net.resolvers.iter().cloned().map(Voice::Resolver).chain(servers.iter().cloned().map(Voice::Server));
    let mut said = Vec::new();
    for voice in voices {
        said.push(hear(&net, &voice, &name("docs.acme.example"), Kind::A, LIMIT).await.unwrap());
    }
    assert!(said.iter().all(|h| h.agrees(&said[0]) && !h.values.is_empty()), "{said:?}");
    let stranger = Authority { name: name("a.nic.example"), address: "198.51.100.2".parse().unwrap() };
    assert!(hear(&net, &Voice::Server(stranger), &name("docs.acme.example"), Kind::A, LIMIT).await.is_err());

    let names = [name("acme.example"), name("www.acme.example"), name("odd.acme.example"), name("_dmarc.acme.example")];
    let seen = survey(&net, &names, LIMIT).await.unwrap();
    let lines: String = seen.iter().map(|r| format!("{}. {} {} {}\n", r.name, r.ttl, r.kind, r.value)).collect();
    let zone = Zone::parse(&lines, None).unwrap_or_else(|p| panic!("{p:?} in\n{lines}"));
    let again: Vec<_> = zone.records.iter().map(|r| (r.name.plain(), r.ttl, r.kind.to_string(), r.value())).collect();
    let mut first: Vec<_> = seen.iter().map(|r| (r.name.to_string(), r.ttl, r.kind.clone(), r.value.clone())).collect();
    first.sort();
    let mut again_sorted = again;
    again_sorted.sort();
    assert_eq!(again_sorted, first);
    let questions: Vec<(Name, Kind)> = seen.iter().map(|r| (r.name.clone(), Kind::read(&r.kind).unwrap())).collect();
    assert_eq!(survey_at(&net, &servers[0], &questions, LIMIT).await.unwrap(), seen);
}

/// A zone file in place of the live zone: exactly what is wrong in the file is found.
#[tokio::test(flavor = "multi_thread")]
async fn a_zone_file_is_judged_as_the_live_domain_would_be() {
    let lab = Lab::start(World::fixed()).await.unwrap();
    let head = "$ORIGIN acme.example.\n$TTL 3600\n@ SOA ns1.nordic-dns.example. it 1 7200 900 1209600 300\n\
                @ NS ns1.nordic-dns.example.\n@ NS ns2.nordic-dns.example.\n@ A 203.0.113.10\n@ AAAA 2001:db8:acde::10\n\
                @ MX 10 mx1.nordic-mail.example.\n@ CAA 0 issue \"letsencrypt.org\"\nwww CNAME @\n\
                _dmarc TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@acme.example\"\n";
    let spf = "@ TXT \"v=spf1 include:_spf.nordic-mail.example -all\"\n";
    let judge = |text: String| {
        let zone = Zone::parse(&text, None).unwrap();
        let net = Net { stage: Some(Stage::File(Arc::new(zone))), ..lab.net() };
        async move { through(net).await.1 }
    };
    let whole = judge(format!("{head}{spf}")).await;
    let dns = |judged: &[Judged]| {
        let mut all = failing(judged);
        // What listens at the addresses is not the file's.
        all.retain(|(id, _)| {
            (id.starts_with("dns/") && !id.starts_with("dns/ipv6"))
                || id.starts_with("mail/spf")
                || id.starts_with("mail/dmarc")
        });
        all
    };
    assert_eq!(dns(&whole), []);
    // What a file can't tell is unknown, whatever the live zone says.
    for check in ["dns/lame-server", "dns/one-name-server", "dns/no-tcp", "dns/answers-differ", "dnssec/bogus"] {
        assert!(matches!(row(&whole, check), Verdict::Unknown(_)), "{check}: {:?}", row(&whole, check));
    }
    for (more, expected) in [
        ("", vec![("mail/spf-missing", "acme.example")]),
        ("@ TXT \"v=spf1 +all\"\n", vec![("mail/spf-allows-everyone", "acme.example")]),
        ("@ 604800 TXT \"v=spf1 -all\"\n", vec![("dns/ttl-extreme", "acme.example")]),
        (
            "@ TXT \"v=spf1 -all\"\nstaging CNAME acme-old.azurewebsites.net.\n",
            vec![("dns/dangling-cname", "staging.acme.example")],
        ),
        (
            "@ TXT \"v=spf1 -all\"\nstaging CNAME acme-old.herokuapp.com.\n",
            vec![("dns/dangling-cname", "staging.acme.example")],
        ),
        ("@ TXT \"v=spf1 -all\"\n* A 203.0.113.10\n", vec![("dns/wildcard", "acme.example")]),
        ("@ TXT \"v=spf1 -all\"\nadmin A 10.0.0.7\n", vec![("dns/private-address", "admin.acme.example")]),
        ("@ TXT \"v=spf1 include:gone.given-up-mail.example -all\"\n", vec![]),
    ] {
        let found = dns(&judge(format!("{head}{more}")).await);
        if expected.is_empty() {
            assert!(found.iter().any(|(id, _)| *id == "dns/dangling-mail-name"), "{more}: {found:?}");
            continue;
        }
        let expected: Vec<(&str, String)> = expected.into_iter().map(|(id, s)| (id, s.to_owned())).collect();
        assert_eq!(found, expected, "{more}");
    }
}
