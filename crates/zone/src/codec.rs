//! Hex and base64 as zone files have them (RFC 4648).

/// Octets of hex digits.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    digits.chunks(2).map(|pair| Some((pair.first()? << 4) | pair.get(1)?)).collect()
}

/// Octets as hex digits.
pub(crate) fn to_hex(octets: &[u8]) -> String {
    octets.iter().map(|o| format!("{o:02x}")).collect()
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Octets of base64 with its filling.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    if !text.len().is_multiple_of(4) || text.len() - bare.len() > 2 {
        return None;
    }
    let mut out = Vec::new();
    let (mut bits, mut count) = (0u32, 0u32);
    for letter in bare.bytes() {
        let value = u32::try_from(LETTERS.iter().position(|l| *l == letter)?).ok()?;
        bits = (bits << 6) | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xFF).ok()?);
        }
    }
    // Bits that stand for nothing are zero, so that one value has one text.
    (bits & ((1 << count) - 1) == 0).then_some(out)
}

/// Octets as base64.
pub(crate) fn to_base64(octets: &[u8]) -> String {
    let mut out = String::new();
    for three in octets.chunks(3) {
        let bits = three.iter().fold(0u32, |sum, o| (sum << 8) | u32::from(*o)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = usize::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or(0);
            out.push(if place <= three.len() { char::from(LETTERS[letter]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648 §10.
    #[test]
    fn the_examples_of_the_rfc_hold_both_ways() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(to_base64(text.as_bytes()), coded);
            assert_eq!(from_base64(coded).as_deref(), Some(text.as_bytes()));
        }
        for wrong in ["Z", "Zg=", "Zh==", "Z===", "ZöA="] {
            assert_eq!(from_base64(wrong), None, "{wrong}");
        }
        assert_eq!(from_hex("0aFF"), Some(vec![10, 255]));
        assert_eq!(from_hex("abc"), None);
    }
}
