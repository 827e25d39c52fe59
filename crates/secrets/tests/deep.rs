//! Secrets inside archives, encodings and source maps, and archives made to hurt.

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use secrets::unwrap::Budget;
use secrets::{Engine, Salt};
use std::io::Write;

/// Made at run time, so that this file holds none.
fn key() -> String {
    format!("sk_{}_{}", "live", ["9wQx7Lr2", "Kv5Tz8Bn", "4Mp6Hd3C"].concat())
}

fn found(bytes: &[u8], path: &str, budget: Budget) -> (Vec<String>, Vec<&'static str>) {
    let engine = Engine::new().expect("valid rules");
    let outcome = engine.scan_deep(bytes, path, &Salt::new(b"x", true), budget);
    let told =
        outcome.found.iter().map(|f| format!("{} {}:{}", f.inside.join("!"), f.position.line, f.position.column));
    (told.collect(), outcome.gaps.iter().map(|g| g.why).collect())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("written")
}

/// A zip with one deflated member.
fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("written");
    let packed = encoder.finish().expect("written");
    let size = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
    let short = |n: usize| u16::try_from(n).expect("small").to_le_bytes();
    let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    common.extend(size(packed.len()));
    common.extend(size(content.len()));
    common.extend(short(name.len()));
    common.extend([0, 0]);
    let mut out = b"PK\x03\x04".to_vec();
    out.extend(&common);
    out.extend(name.as_bytes());
    out.extend(&packed);
    let directory = out.len();
    out.extend(b"PK\x01\x02\x14\0");
    out.extend(&common);
    out.extend([0; 8]);
    out.extend([0; 4]);
    out.extend([0; 2]);
    out.truncate(directory + 42);
    out.extend(size(0));
    out.extend(name.as_bytes());
    let length = out.len() - directory;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(size(length));
    out.extend(size(directory));
    out.extend([0, 0]);
    out
}

fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut header = [0u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    header[156] = b'0';
    header[257..262].copy_from_slice(b"ustar");
    let mut out = header.to_vec();
    out.extend(content);
    out.resize(out.len().next_multiple_of(512) + 1024, 0);
    out
}

#[test]
fn archives_in_archives_are_opened() {
    let text = format!("a\nstripe = \"{}\"\n", key());
    let jar = zip("config/app.yml", text.as_bytes());
    let layer = gzip(&tar("srv/app.jar", &jar));
    let (told, gaps) = found(&layer, "layer.tar.gz", Budget::default());
    assert_eq!(told, ["layer.tar!srv/app.jar!config/app.yml 2:11"]);
    assert!(gaps.is_empty(), "{gaps:?}");
}

#[test]
fn encodings_are_taken_off() {
    let hex: String = format!("stripe={}", key()).bytes().map(|b| format!("{b:02x}")).collect();
    let percent: String = key().bytes().map(|b| format!("%{b:02X}")).collect();
    let unicode: String = key().bytes().map(|b| format!("\\u{b:04x}")).collect();
    for (name, text) in [
        ("hex", format!("x\nblob: {hex}\n")),
        ("percent", format!("x\nurl=https://a.b/?k={percent}\n")),
        ("unicode", format!("x\nlet k = \"{unicode}\"\n")),
    ] {
        let (told, _) = found(text.as_bytes(), "a.txt", Budget::default());
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert!(told[0].contains(" 2:"), "{name}: {told:?}");
    }
}

#[test]
fn sources_inside_a_source_map_have_lines_of_their_own() {
    let map = serde_json::json!({ "version": 3, "sources": ["src/pay.ts"], "sourcesContent": [format!("// one\nconst k = \"{}\"\n", key())], "mappings": "AAAA" });
    let (told, gaps) = found(map.to_string().as_bytes(), "app.js.map", Budget::default());
    assert_eq!(told, ["src/pay.ts 2:12"]);
    assert!(gaps.is_empty());
}

#[test]
fn bombs_stop_at_the_limit_and_say_so() {
    let zeros = vec![b' '; 30 << 20];
    let small = Budget { bytes: 1 << 20, ..Budget::default() };
    for (name, bytes) in [("a.gz", gzip(&zeros)), ("a.zip", zip("a.txt", &zeros))] {
        let (_, gaps) = found(&bytes, name, small.clone());
        assert_eq!(gaps, ["unpacks to more than the limit"], "{name}");
    }
    // Archives in archives in archives.
    let mut nested = format!("k = \"{}\"", key()).into_bytes();
    for _ in 0..8 {
        nested = gzip(&nested);
    }
    let (told, gaps) = found(&nested, "a.gz", Budget::default());
    assert!(told.is_empty());
    assert_eq!(gaps, ["archives inside archives, too deep"]);
}

#[test]
fn damaged_archives_are_gaps() {
    let whole = zip("a.txt", format!("k = \"{}\"", key()).as_bytes());
    let mut cut = whole.clone();
    cut.truncate(whole.len() - 30);
    assert_eq!(found(&cut, "a.zip", Budget::default()).1, ["damaged archive"]);
    let packed = gzip(&b"text ".repeat(500));
    assert_eq!(found(&packed[..packed.len() / 2], "a.gz", Budget::default()).1, ["damaged archive"]);
}

#[test]
fn a_comment_with_a_reason_allows_a_line() {
    for (comment, told) in [
        ("// launch-ready:allow shown in the manual", 0),
        ("// launch-ready:allow", 1),
        ("# gitleaks:allow", 0),
        ("", 1),
    ] {
        let text = format!("k = \"{}\" {comment}\nnext line", key());
        assert_eq!(found(text.as_bytes(), "a.js", Budget::default()).0.len(), told, "{comment}");
    }
}

#[test]
fn deep_nesting_and_aliases_are_only_text() {
    let json = "[".repeat(200_000) + &format!("{{\"k\": \"{}\"}}", key()) + &"]".repeat(200_000);
    assert_eq!(found(json.as_bytes(), "a.json", Budget::default()).0.len(), 1);
    let mut yaml = String::from("a0: &a0 [x,x]\n");
    for i in 1..60 {
        yaml += &format!("a{i}: &a{i} [*a{p},*a{p},*a{p},*a{p}]\n", p = i - 1);
    }
    yaml += &format!("key: {}\n", key());
    assert_eq!(found(yaml.as_bytes(), "a.yml", Budget::default()).0.len(), 1);
}
