//! Zone files as providers export them, and the mistakes that people make in them.
#![allow(clippy::unwrap_used)]

use zone::{Found, Grade, Kind, Name, Zone};

const ACME: &str = include_str!("../fuzz/seeds/zone_file/acme");

fn name(text: &str) -> Name {
    Name::read(&format!("{text}."), None).unwrap()
}

fn acme() -> Zone {
    Zone::parse(ACME, None).unwrap()
}

/// The problems of a text: what they mark, and what they say.
fn problems(text: &str) -> Vec<(String, String)> {
    let text = format!("$ORIGIN acme.example.\n$TTL 300\n{text}");
    let problems = Zone::parse(&text, None).unwrap_err();
    problems.into_iter().map(|p| (text[p.at].to_owned(), p.message)).collect()
}

#[test]
fn a_file_as_providers_write_it_is_read() {
    let zone = acme();
    assert_eq!(zone.origin, name("acme.example"));
    let values = |n: &str, kind| zone.of(&name(n), kind).map(|r| (r.ttl, r.value())).collect::<Vec<_>>();
    assert_eq!(values("acme.example", Kind::A), [(300, "203.0.113.10".into())]);
    assert_eq!(values("acme.example", Kind::MX), [(3600, "10 mx1.nordic-mail.example.".into())]);
    assert_eq!(values("www.acme.example", Kind::CNAME), [(3600, "acme.example.".into())]);
    assert_eq!(
        values("k1._domainkey.acme.example", Kind::TXT),
        [(3600, "\"v=DKIM1; k=rsa; p=MIIB\" \"IjANBg\"".into())]
    );
    assert_eq!(values("host-3.acme.example", Kind::A), [(3600, "203.0.113.23".into())]);
    let soa = values("acme.example", Kind::SOA);
    assert_eq!(soa[0].1, "ns1.nordic-dns.example. hostmaster.acme.example. 2026112001 7200 900 1209600 300");
    assert_eq!(zone.flaws(), []);
}

#[test]
fn each_mistake_is_named_at_its_place() {
    for (text, marked, said) in [
        ("www A 203.0.113.300", "203.0.113.300", "no IPv4 address"),
        ("www A 2001:db8::1", "2001:db8::1", "AAAA record"),
        ("www A host.example.", "host.example.", "CNAME record"),
        ("www CNAME 203.0.113.7", "203.0.113.7", "address stands where a name belongs"),
        ("www CNMAE x", "CNMAE", "no type of record"),
        ("www CNAM x", "CNAM", "did you mean CNAME?"),
        ("www 12x A 1.2.3.4", "12x", "no type of record"),
        ("www MX mail", "mail", "no number from 0 to 65535"),
        ("www MX 10", "MX", "MX lacks a name"),
        ("www A 203.0.113.7 203.0.113.8", "203.0.113.8", "nothing more belongs to A"),
        ("www TXT \"open", "\"open", "not closed"),
        ("www TXT ( \"a\"", "(", "never closed"),
        ("www TXT a )", ")", "no parenthesis is open"),
        ("www..x A 203.0.113.7", "www..x", "two dots"),
        ("m\u{fc}ller A 203.0.113.7", "m\u{fc}ller", "A-label"),
        ("$INCLUDE other.zone", "$INCLUDE", "other files are not read"),
        ("$ORIGN x.", "$ORIGN", "unknown directive"),
        ("$GENERATE 5-1 h$ A 203.0.113.7", "5-1", "from the smaller number"),
        ("www CH A 203.0.113.7", "CH", "class IN"),
        ("www CAA 0 issue", "CAA", "CAA lacks a value"),
        ("www TLSA 3 1 1 abc", "abc", "no whole hex digits"),
    ] {
        let found = problems(text);
        // "CNAM" is near to two types; a type two letters off is near to none.
        let [(at, message)] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(at, marked, "{text}: {message}");
        assert!(message.contains(said), "{text}: {message}");
    }
    let long = format!("www TXT \"{}\"", "x".repeat(256));
    assert!(problems(&long)[0].1.contains("at most 255 octets"));
    let all = problems("a A x\nb A y\nc A 203.0.113.1\nd Q z");
    assert_eq!(all.len(), 3, "{all:?}");
    let no_ttl = Zone::parse("$ORIGIN x.example.\n@ A 203.0.113.1\n", None).unwrap_err();
    assert!(no_ttl[0].message.contains("$TTL 3600"), "{no_ttl:?}");
    let nameless = Zone::parse("$TTL 1\n@ A 203.0.113.1\n", None).unwrap_err();
    assert!(nameless[0].message.contains("$ORIGIN"), "{nameless:?}");
}

#[test]
fn what_no_name_server_loads_and_what_leads_nowhere_is_told() {
    let head = "$ORIGIN acme.example.\n$TTL 300\n@ SOA ns1.x. it.x. 1 2 3 4 5\n@ NS ns1.x.\n";
    for (text, grade, marked, said) in [
        ("@ CNAME shop.x.", Grade::Refused, "@ CNAME shop.x.", "a domain itself can't be an alias"),
        ("www CNAME shop.x.\nwww TXT a", Grade::Refused, "www CNAME shop.x.", "an alias stands alone"),
        ("www CNAME a.x.\nwww CNAME b.x.", Grade::Refused, "www CNAME b.x.", "two CNAME"),
        ("other.example. A 203.0.113.1", Grade::Refused, "other.example. A 203.0.113.1", "outside of acme.example"),
        ("www CNAME app", Grade::Broken, "www CNAME app", "app.acme.example does not exist"),
        ("a CNAME b\nb CNAME a", Grade::Broken, "a CNAME b", "comes back to itself"),
        ("@ MX 1 mail\nmail CNAME m.x.", Grade::Broken, "@ MX 1 mail", "is an alias"),
        ("@ MX 1 mail\nmail TXT a", Grade::Broken, "@ MX 1 mail", "has no address"),
        ("www CNAME shop.acme.example", Grade::Broken, "www CNAME shop.acme.example", "a final dot is missing"),
        ("www.acme.example A 203.0.113.1", Grade::Untidy, "www.acme.example A 203.0.113.1", "a final dot is missing"),
        ("www 60 A 203.0.113.1\nwww 70 A 203.0.113.2", Grade::Untidy, "www 70 A 203.0.113.2", "one time to live"),
    ] {
        let text = format!("{head}{text}\n");
        let flaws = Zone::parse(&text, None).unwrap().flaws();
        let hit =
            flaws.iter().find(|f| f.problem.message.contains(said)).unwrap_or_else(|| panic!("{text}: {flaws:?}"));
        assert_eq!((hit.grade, &text[hit.problem.at.clone()]), (grade, marked));
    }
    let bare = Zone::parse("$ORIGIN acme.example.\n@ 300 A 203.0.113.1\n", None).unwrap().flaws();
    assert_eq!(bare.iter().filter(|f| f.grade == Grade::Refused).count(), 2, "{bare:?}");
}

#[test]
fn questions_are_answered_as_a_name_server_does() {
    let text = format!(
        "{ACME}*.dev CNAME www\na.b.deep A 203.0.113.1\nsub NS ns.sub\nns.sub A 203.0.113.2\nold DNAME new.example.\n"
    );
    let zone = Zone::parse(&text, None).unwrap();
    let find = |n: &str, kind| zone.find(&name(n), kind);
    assert!(matches!(find("acme.example", Kind::MX), Found::Records(r) if r.len() == 1));
    assert!(matches!(find("www.acme.example", Kind::A), Found::Alias(_, to) if to == name("acme.example")));
    assert!(matches!(find("x.dev.acme.example", Kind::A), Found::Alias(r, _) if r.name == name("x.dev.acme.example")));
    assert_eq!(find("b.deep.acme.example", Kind::A), Found::NoData);
    assert_eq!(find("nothing.acme.example", Kind::A), Found::NoName);
    assert_eq!(find("www.other.example", Kind::A), Found::Outside);
    assert!(matches!(find("x.sub.acme.example", Kind::A), Found::Delegated(_)));
    assert!(matches!(find("x.old.acme.example", Kind::A), Found::Alias(_, to) if to == name("x.new.example")));
}
