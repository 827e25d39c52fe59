//! Tells "the key is another" from "the text was changed": an RSA signature opened with its own key shows the padding of
//! PKCS#1 (RFC 8017 §9.2), whatever was signed. Only explains a failure; whether a signature holds is decided elsewhere.

/// Whether the signature was made with the key of this modulus and exponent (both big-endian), for whatever text. `None`
/// for keys so large that a hostile one would cost much: more than the 4096 bits that RFC 8301 §3.2 asks receivers for, or an
/// exponent of more than 33 bits, which no key in use has.
pub(super) fn made_with(modulus: &[u8], exponent: &[u8], signature: &[u8]) -> Option<bool> {
    const LONGEST: usize = 512;
    if modulus.len() > LONGEST || exponent.len() > 5 {
        return None;
    }
    let exponent = exponent.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    if exponent >> 33 > 0 {
        return None;
    }
    let (n, base) = (limbs(modulus), limbs(signature));
    if signature.len() != modulus.len() || !less(&base, &n) {
        return Some(false);
    }
    let opened = bytes(&power(&base, exponent, &n), modulus.len());
    let padded = opened.strip_prefix(&[0, 1]).unwrap_or_default();
    let ones = padded.iter().take_while(|byte| **byte == 0xff).count();
    // RFC 8017 §9.2 asks for eight at least.
    Some(ones >= 8 && padded.get(ones) == Some(&0))
}

/// Little-endian words.
fn limbs(bytes: &[u8]) -> Vec<u32> {
    bytes.rchunks(4).map(|chunk| chunk.iter().fold(0, |word, byte| word << 8 | u32::from(*byte))).collect()
}

fn bytes(limbs: &[u32], length: usize) -> Vec<u8> {
    let mut all: Vec<u8> = limbs.iter().rev().flat_map(|limb| limb.to_be_bytes()).collect();
    let extra = all.len().saturating_sub(length);
    all.drain(..extra);
    all
}

fn less(a: &[u32], b: &[u32]) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// `base` to the power `exponent` modulo `n`; all of one length.
fn power(base: &[u32], exponent: u64, n: &[u32]) -> Vec<u32> {
    let mut result = vec![0; n.len()];
    if let Some(lowest) = result.first_mut() {
        *lowest = 1;
    }
    for bit in (0..64 - exponent.leading_zeros()).rev() {
        result = product(&result, &result, n);
        if exponent >> bit & 1 == 1 {
            result = product(&result, base, n);
        }
    }
    result
}

/// `a · b mod n`, by doubling and adding: slow, and short enough to be seen right.
fn product(a: &[u32], b: &[u32], n: &[u32]) -> Vec<u32> {
    let mut sum = vec![0; n.len()];
    for limb in b.iter().rev() {
        for bit in (0..32).rev() {
            sum = added(&sum, &sum, n);
            if limb >> bit & 1 == 1 {
                sum = added(&sum, a, n);
            }
        }
    }
    sum
}

/// `a + b mod n`, both below `n`.
fn added(a: &[u32], b: &[u32], n: &[u32]) -> Vec<u32> {
    let mut carry = 0_u64;
    let mut sum: Vec<u32> = Vec::with_capacity(n.len());
    for (x, y) in a.iter().zip(b) {
        let digit = u64::from(*x) + u64::from(*y) + carry;
        sum.push(low(digit));
        carry = digit >> 32;
    }
    if carry == 1 || !less(&sum, n) {
        let mut borrow = 0_u64;
        for (digit, take) in sum.iter_mut().zip(n) {
            let left = (1 << 32 | u64::from(*digit)) - u64::from(*take) - borrow;
            *digit = low(left);
            borrow = 1 - (left >> 32);
        }
    }
    sum
}

fn low(digit: u64) -> u32 {
    u32::try_from(digit & 0xffff_ffff).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{limbs, made_with, power, product};

    #[test]
    fn a_huge_key_is_not_opened() {
        assert_eq!(made_with(&[255; 513], &[3], &[1; 513]), None);
        assert_eq!(made_with(&[255; 64], &[1, 0, 0, 0, 0, 0], &[1; 64]), None);
        assert_eq!(made_with(&[255; 64], &[3], &[1; 64]), Some(false));
        assert_eq!(made_with(&[255; 64], &[3], &[1; 63]), Some(false));
    }

    #[test]
    fn small_numbers_come_out_right() {
        assert_eq!(limbs(&[1, 0, 0, 0, 2]), [2, 1]);
        for (base, exponent, n) in [(7_u64, 65_537_u64, 4_294_967_291_u64), (123_456_789_012, 3, 999_999_999_989)] {
            let words = |number: u64| limbs(&number.to_be_bytes());
            let mut expected = 1_u128;
            for _ in 0..exponent {
                expected = expected * u128::from(base) % u128::from(n);
            }
            let seen = power(&words(base), exponent, &words(n));
            assert_eq!(u128::from(seen[0]) | u128::from(seen[1]) << 32, expected);
        }
        assert_eq!(product(&[5, 0], &[7, 0], &[11, 0]), [2, 0]);
    }
}
