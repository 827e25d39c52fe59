//! No text makes the reader panic or point outside, and whatever is read is the same after being written.
#![allow(clippy::unwrap_used)]

#[path = "common/invariants.rs"]
mod invariants;

use proptest::prelude::*;

/// Pieces of the grammar, right and wrong, in any order.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n",
    "\t",
    "@",
    "www",
    "*",
    "a.b",
    "acme.example.",
    ".",
    "..",
    "\\.",
    "\\046",
    "\\300",
    "\\",
    "\"",
    "\"v=spf1 -all\"",
    "\"a\\\"b\"",
    "(",
    ")",
    ";",
    "IN",
    "CH",
    "300",
    "1h30m",
    "99999999999",
    "$ORIGIN",
    "$TTL",
    "$GENERATE",
    "$INCLUDE",
    "1-3",
    "0-8/4",
    "h$",
    "${1,3,x}",
    "A",
    "AAAA",
    "CNAME",
    "MX",
    "TXT",
    "SOA",
    "NS",
    "SRV",
    "CAA",
    "DNAME",
    "HTTPS",
    "TLSA",
    "DS",
    "DNSKEY",
    "RRSIG",
    "NAPTR",
    "URI",
    "TYPE65280",
    "\\#",
    "2",
    "0aff",
    "203.0.113.7",
    "2001:db8::7",
    "10",
    "issue",
    "alpn=h2,h3",
    "port=443",
    "ipv4hint=203.0.113.7",
    "key667=\"x\"",
    "3 1 1 ab",
    "Zm9v",
    "\u{e9}",
    "\0",
    "\r\n",
];
/// Whole records, so that zones come about.
const LINES: &[&str] = &[
    "$TTL 300\n",
    "$ORIGIN acme.example.\n",
    "@ SOA ns1 it 1 2h 15m 2w 300\n",
    "@ NS ns1\n",
    "ns1 A 203.0.113.1\n",
    "@ MX 10 mail\n",
    "mail AAAA 2001:db8::1\n",
    "@ TXT \"a\" \"b c\" d\\010\n",
    "* CNAME www\n",
    "www CNAME www\n",
    "d DNAME e.example.\n",
    "x.d A 203.0.113.9\n",
    "@ CAA 0 issue \"lets.example; x=\\\"y\\\"\"\n",
    "_s._tcp SRV 1 2 3 .\n",
    "$GENERATE 1-3 h$ A 203.0.113.$\n",
    "$GENERATE 0-2/2 m$ MX \"10 h${1}\"\n",
    "a TYPE65280 \\# 2 0aff\n",
    "a TXT \\# 1 05\n",
    "@ HTTPS 1 . alpn=\"h2,h3\" port=443 ipv6hint=2001:db8::1 key99=a\\255\n",
    "@ DNSKEY 257 3 13 Zm9v Zm9v\n",
    "n NAPTR 1 2 \"u\" \"\" \"!^.*$!x!\" .\n",
    "sub NS ns.sub\n",
    "\\@.x\\.y A 203.0.113.3\n",
    "_443._tcp TLSA 3 1 1 ab cd\n",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        6 => prop::sample::select(LINES).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
        1 => "[ -~]{0,6}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn whole_lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(LINES).prop_map(str::to_owned);
    prop::collection::vec(line, 1..24)
        .prop_map(|lines| format!("$TTL 60\n{}$TTL 300\n@ A 203.0.113.1\n", lines.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_is_survived(text in soup()) {
        invariants::zone_file(&text);
    }

    #[test]
    fn what_is_read_is_the_same_after_being_written(text in whole_lines()) {
        let origin = zone::Name::read("acme.example.", None).unwrap();
        prop_assert!(zone::Zone::parse(&text, Some(&origin)).is_ok(), "{:?}", zone::Zone::parse(&text, Some(&origin)));
        invariants::zone_file(&text);
    }

    #[test]
    fn any_octets_of_a_value_are_shown_and_read_back(kind in prop::sample::select(&[1u16, 5, 6, 15, 16, 33, 35, 43, 48, 52, 64, 65, 256, 257, 999][..]), data in prop::collection::vec(any::<u8>(), 0..60)) {
        let kind = zone::Kind(kind);
        let text = zone::show(kind, &data);
        let again = zone::value_of_text(kind, &text, None).unwrap_or_else(|p| panic!("{p} in {text}"));
        // Names come back in lower case.
        prop_assert!(again.eq_ignore_ascii_case(&data), "{}", text);
    }
}
