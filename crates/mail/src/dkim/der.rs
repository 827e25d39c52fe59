//! Just enough of DER (X.690) and base64 (RFC 4648) to measure an RSA key.

/// The bytes behind base64 text; white space is skipped, as records may fold (RFC 6376 §3.6.1). `None` if it is no base64.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let padding = digits.iter().rev().take_while(|b| **b == b'=').count();
    let (digits, _) = digits.split_at(digits.len() - padding);
    for digit in digits {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
        bits &= 0xffff;
    }
    // One left-over digit can't be the end of a byte; missing padding is common and harmless.
    (digits.len() % 4 != 1 && padding <= 2).then_some(bytes)
}

/// The bits of the modulus of an RSA public key: a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), or the bare RSAPublicKey
/// that some publish (RFC 8017 §A.1.1). `None` if it is neither.
pub(super) fn rsa_bits(der: &[u8]) -> Option<u32> {
    let (modulus, _) = rsa_numbers(der)?;
    let whole = u32::try_from(modulus.len()).ok()?.checked_mul(8)?;
    Some(whole - modulus.first()?.leading_zeros())
}

/// The modulus and the exponent of the same, big-endian and without leading zeros.
pub(super) fn rsa_numbers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (outer, after) = element(der, SEQUENCE)?;
    if !after.is_empty() {
        return None;
    }
    if let Some((algorithm, rest)) = element(outer, SEQUENCE) {
        let (oid, _) = element(algorithm, OBJECT_IDENTIFIER)?;
        let (string, rest) = element(rest, BIT_STRING)?;
        let key = string.strip_prefix(&[0])?;
        let (numbers, after) = element(key, SEQUENCE)?;
        let whole = oid == RSA_ENCRYPTION && rest.is_empty() && after.is_empty();
        return whole.then(|| two_integers(numbers)).flatten();
    }
    two_integers(outer)
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OBJECT_IDENTIFIER: u8 = 0x06;
const SEQUENCE: u8 = 0x30;
/// 1.2.840.113549.1.1.1 (RFC 8017 §A.1).
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// Modulus and exponent, nothing else.
fn two_integers(numbers: &[u8]) -> Option<(&[u8], &[u8])> {
    let (modulus, rest) = element(numbers, INTEGER)?;
    let (exponent, rest) = element(rest, INTEGER)?;
    let shown = |bytes: &'_ [u8]| bytes.iter().position(|byte| *byte != 0);
    let (first, start) = (shown(modulus)?, shown(exponent)?);
    rest.is_empty().then(|| (&modulus[first..], &exponent[start..]))
}

/// The content of the first element, which must have the tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    if *first != tag {
        return None;
    }
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(*length), rest),
        // A length of up to four bytes is more than any DNS record holds.
        0x81..=0x84 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
            let length = bytes.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
            (length, rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::{base64, rsa_bits};

    #[test]
    fn base64_is_decoded_with_and_without_padding_and_with_spaces() {
        assert_eq!(base64("TWFu IQ=="), Some(b"Man!".to_vec()));
        assert_eq!(base64("TWFuIQ"), Some(b"Man!".to_vec()));
        assert_eq!(base64(""), Some(Vec::new()));
        assert_eq!(base64("TWFu*"), None);
        assert_eq!(base64("TWFuI"), None);
        assert_eq!(base64("===="), None);
    }

    #[test]
    fn broken_der_is_no_key() {
        for der in [&[][..], &[0x30], &[0x30, 0x80], &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], &[0x30, 2, 2, 0]] {
            assert_eq!(rsa_bits(der), None);
        }
        // A bare key with the modulus 0x0101 and the exponent 3.
        assert_eq!(rsa_bits(&[0x30, 7, 2, 2, 1, 1, 2, 1, 3]), Some(9));
    }
}
