//! What holds for every reader of octets and for every input; shared by the replay of seeds and the fuzz targets.
#![allow(dead_code, clippy::unwrap_used)]

use jiff::Timestamp;
use model::facts::HelloAnswer;
use probe::readers;

/// An answer names a version that exists and a group that fits its message, and pieces make no difference.
pub fn server_hello(octets: &[u8]) {
    for group in [false, true] {
        sensible(&readers::server_hello(octets, group));
        let whole = readers::flight(octets, group, octets.len());
        whole.iter().for_each(sensible);
        // What came too early to be read in one piece is never read otherwise.
        for piece in [1, 7, 1000] {
            assert_eq!(readers::flight(octets, group, piece), whole, "in pieces of {piece}");
        }
    }
}

fn sensible(answer: &HelloAnswer) {
    if let HelloAnswer::Chosen(chosen) = answer {
        assert!(["SSL 3.0", "TLS 1.0", "TLS 1.1", "TLS 1.2"].contains(&chosen.version.as_str()), "{chosen:?}");
        assert!(!chosen.suite.is_empty());
        assert!(chosen.dh_bits.is_none_or(|bits| bits > 0 && bits <= 8 * 65_536), "{chosen:?}");
    }
}

/// What is kept is bounded and whole; trust and names can be asked of anything.
pub fn certificate(der: &[u8]) {
    let at = Timestamp::from_second(1_795_176_000).unwrap();
    drop(readers::trust(der, at));
    let _ = readers::covers(der, "acme.example");
    let url = readers::issuer_url(der);
    let Some(read) = readers::certificate(der) else {
        assert_eq!(url, None);
        return;
    };
    for hash in [&read.sha256, &read.spki_sha256, &read.subject_id, &read.issuer_id] {
        assert!(hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()));
    }
    assert!(read.names.len() <= 250);
    assert!(read.subject.chars().count() <= 121 && read.issuer.chars().count() <= 121, "{read:?}");
    assert!(read.lifetime().abs() < i64::MAX / 2 && read.left(at).abs() < i64::MAX / 2);
    let json = serde_json::to_string(&read).unwrap();
    let again: model::facts::Certificate = serde_json::from_str(&json).unwrap();
    assert_eq!(again, read);
}
